"""Statements that somebody made anew: what is read of them is there, or they are refused."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calllint.proof.book import Book, read_record
from calllint.proof.envelope import PRUNED, NoEnvelope, open_envelope, seal
from tests.building import phone

Said = Callable[..., tuple[int, str]]
Steps = tuple[str | int, ...]


def statement_of(record: Path) -> dict[str, Any]:
    """What a record states, that nobody signed."""
    statement = copy.deepcopy(dict(read_record(record).statement))
    statement["predicate"]["signer"] = None
    return statement


def places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every key, and of a list the first element."""
    if steps:
        yield steps
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(min(1, len(value))):
            yield from places(value[key], (*steps, key))


def changed(statement: dict[str, Any], steps: Steps, value: object) -> dict[str, Any]:
    """The statement with another value at a place; without it where that is Ellipsis."""
    found = copy.deepcopy(statement)
    holder = found
    for step in steps[:-1]:
        holder = holder[step]  # type: ignore[index]
    if value is ...:
        del holder[steps[-1]]  # type: ignore[arg-type]
    else:
        holder[steps[-1]] = value  # type: ignore[index]
    return found


@pytest.mark.parametrize("value", [..., None, 7, "x", [], {}])
def test_no_form_of_a_statement_is_a_fault_of_ours(folder: Path, said: Said, value: object) -> None:
    record, out = folder / "book/000001", folder / "out"
    statement = statement_of(record)
    for steps in places(statement):
        if len(steps) > 4:
            continue
        data = seal(changed(statement, steps, value), None)
        for target in (record, out):
            (target / "record.json").write_bytes(data)
        for command in (
            ("verify", record),
            ("verify", out, "--max-age", "4h", "--at", "2026-11-23T09:00Z"),
            ("prove", record, phone(1)),
            ("record", "list", folder / "book"),
        ):
            code, text = said(*command)
            assert code in (0, 1, 2), (steps, command, text)
            assert "fault in calllint" not in text, (steps, command, text)


@pytest.mark.usefixtures("in_2030")
def test_a_name_that_leads_out_of_the_folder_is_never_removed(folder: Path, said: Said) -> None:
    (folder / "precious.txt").write_text("kept")
    record = folder / "book/000001"
    forged = changed(
        statement_of(record),
        ("predicate", "numbers", "entries", "file"),
        "../../precious.txt",
    )
    (record / "record.json").write_bytes(seal(forged, None))

    assert said("record", "prune", folder / "book", "--at", "2029-12-01")[0] == 2
    assert (folder / "precious.txt").exists()


def test_keys_that_were_added_since_are_passed_over(folder: Path, said: Said) -> None:
    record = folder / "book/000001"
    statement = changed(statement_of(record), ("predicate", "weather"), "fog")
    statement["predicate"]["campaign"]["weather"] = "fog"
    (record / "record.json").write_bytes(seal(statement, None))

    assert said("verify", record)[0] == 0
    assert said("prove", record, phone(1))[0] == 0


@pytest.mark.usefixtures("in_2030")
def test_a_tombstone_fits_its_schema(folder: Path, said: Said) -> None:
    said(
        "record", "prune", folder / "book", "--sign-key", folder / "sign.pem", "--at", "2029-12-01"
    )
    schema = json.loads(said("schema", "pruned")[1])
    Draft202012Validator.check_schema(schema)
    for record in Book(folder / "book").records():
        stone = record / "pruned.json"
        statement = dict(open_envelope(stone.read_bytes(), PRUNED).statement)
        Draft202012Validator(schema).validate(statement)
        for steps in places(statement):
            if 0 in steps or (steps[1:2] == ("retention",) and steps[2:]):
                continue  # whatever the record has
            without = seal(changed(statement, steps, ...), None)
            with pytest.raises(NoEnvelope):
                open_envelope(without, PRUNED)


# Files that cannot be read


@pytest.mark.parametrize(
    "name", ["record.json", "entries.txt", "blocks.txt", "texts.json", "pruned.json",
             "timestamp.tsr"],
)  # fmt: skip
def test_a_folder_in_place_of_a_file_is_a_fault_of_the_record(
    folder: Path, said: Said, name: str
) -> None:
    file = folder / "book/000001" / name
    file.unlink(missing_ok=True)
    file.mkdir()
    code, text = said("verify", folder / "book")

    assert code == 1
    assert f"{file}: it cannot be read: it is a folder" in text


def test_a_list_of_digests_that_is_none_is_a_fault_of_the_book(folder: Path, said: Said) -> None:
    sums = folder / "book/SHA256SUMS"
    whole = sums.read_text()
    for name in ("a" * 5000, "a\0b", "/dev/zero"):
        sums.write_text(f"{whole}{'0' * 64}  {name}\n")
        code, text = said("verify", folder / "book")
        assert (code, "is listed and not there" in text) == (1, True)
    sums.unlink()
    sums.mkdir()
    assert f"{sums}: it cannot be read: it is a folder" in said("verify", folder / "book")[1]
