"""This scrub beside an earlier one: who came, who left, and whom the dialler must forget."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from calllint.engine.contacts import VERDICTS
from calllint.engine.result import ContactVerdict
from calllint.engine.scrub.cells import (
    PEOPLE,
    Dialect,
    database,
    inert,
    row_file,
    table_of,
)
from calllint.engine.scrub.layout import split_number
from calllint.engine.scrub.options import ScrubOptions, refused
from calllint.engine.scrub.verdicts import in_words, rule_words
from calllint.facts.profiles import Profile
from calllint.facts.sql import literal
from calllint.lang import say

if TYPE_CHECKING:
    from calllint.engine.run import Judgement

_BATCH = 10_000
"""Rows that are fetched at a time."""

CHANGES = ("change", "file", "line", "contact_id", "reasons")
_ONE_EACH = (
    "(SELECT number, arg_min(contact_id, place) AS contact_id, arg_min(list, place) AS list, "
    "arg_min(line, place) AS line, string_agg(row || coalesce(attempts_left::VARCHAR, ''), ' ' "
    "ORDER BY place) AS version FROM (SELECT *, row_number() OVER () AS place FROM {rows}) "
    "GROUP BY number)"
)
_NOBODY = (
    "(SELECT NULL::VARCHAR AS number, NULL::VARCHAR AS contact_id, NULL::VARCHAR AS list, "
    "NULL::BIGINT AS line, NULL::VARCHAR AS row, NULL::BIGINT AS attempts_left WHERE FALSE)"
)


class Before(Struct, frozen=True):
    """An earlier scrub."""

    folder: Path
    rows: str
    """What it cleared, as SQL."""


def read_previous(folder: Path) -> Before:
    """The earlier scrub in a folder. Raises InputError where there is none."""
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        files = summary["callable_files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _no_scrub(folder) from None
    cleared = folder / "cleared.parquet"
    if not files:
        return Before(folder, _NOBODY)
    if not _whole(cleared):
        raise _no_scrub(folder)
    return Before(folder, f"read_parquet({literal(str(cleared))})")


def _whole(cleared: Path) -> bool:
    """Whether the file can be read, with the columns it takes."""
    from calllint.facts.database import duckdb

    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(
                "SELECT number, contact_id, list, line, row, attempts_left "
                f"FROM read_parquet({literal(str(cleared))}) LIMIT 0"
            )
    except duckdb.Error:
        return False
    return True


def _no_scrub(folder: Path) -> Exception:
    return refused(
        folder.as_posix(),
        "this is not a folder that `calllint scrub` wrote; name one for --previous, or leave it "
        "out the first time",
        "ce n'est pas un dossier écrit par `calllint scrub` ; donnez-en un à --previous, ou "
        "retirez l'option la première fois",
    )


def write_changes(
    judgement: Judgement,
    folder: Path,
    before: Before,
    options: ScrubOptions,
    profile: Profile | None,
) -> dict[str, Any]:
    """Write ``changes.csv`` and ``do-not-call.csv``; how many of each change there are.

    Raises nothing where no list is callable now: then everybody who was is removed.
    """
    counts = {"added": 0, "removed": 0, "changed": 0, "unchanged": 0}
    removed: list[tuple[Any, ...]] = []
    now = folder / "cleared.parquet"
    rows = f"read_parquet({literal(str(now))})" if now.exists() else _NOBODY
    heads = [say(f"changes.{name}", options.lang) for name in CHANGES]
    with (
        database(judgement.workspace) as connection,
        row_file(folder / "changes.csv", PEOPLE, heads) as changes,
    ):
        cursor = connection.execute(_compared(before.rows, rows))
        while batch := cursor.fetchmany(10_000):
            for change, *row in batch:
                counts[change] += 1
                if change == "removed":
                    removed.append(tuple(row))
                elif change != "unchanged":
                    changes.write(_changed(change, row, options))
        for row, why in _reasons(judgement, removed, options):
            changes.write(_changed("removed", row, options, why))
    _write_do_not_call(folder / "do-not-call.csv", [str(row[0]) for row in removed], profile)
    return {"folder": before.folder.as_posix(), **counts, "do_not_call": len(removed)}


def _compared(before: str, now: str) -> str:
    """Each number that was or is callable: its change, number, list, line and contact id."""
    one, other = _ONE_EACH.format(rows=before), _ONE_EACH.format(rows=now)
    cells = ", ".join(f"coalesce(n.{name}, b.{name})" for name in ("list", "line", "contact_id"))
    return (
        "SELECT CASE WHEN b.number IS NULL THEN 'added' WHEN n.number IS NULL THEN 'removed' "
        "WHEN b.version <> n.version THEN 'changed' ELSE 'unchanged' END AS change, "
        f"coalesce(n.number, b.number), {cells} FROM {one} b FULL JOIN {other} n "
        "ON b.number = n.number ORDER BY change, 3, 4, 2"
    )


def _changed(change: str, row: Sequence[Any], options: ScrubOptions, why: str = "") -> list[object]:
    number, name, line, contact_id = row
    shown = options.shown_id(
        ContactVerdict(name, line, contact_id, number, "allow", (), (), None, None, None, ())
    )
    word = say(f"change.{change}", options.lang)
    return [inert(cell) for cell in (word, name, line, shown, why)]


def _reasons(
    judgement: Judgement, removed: Sequence[tuple[Any, ...]], options: ScrubOptions
) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Why each number is not callable any more: the reasons of its best row now."""
    run, lang = judgement.contacts, options.lang
    assert run is not None
    words = {rule.id: rule_words(rule, lang) for rule, _ in judgement.selection.rules}
    workspace, half = judgement.workspace, run.bits.words
    table_of("removed", "BIGINT", (int(row[0][1:]) for row in removed), workspace)
    names = run.bits.columns("b") + run.bits.columns("u")
    best = ", ".join(f"arg_min({name}, (code, row_id))" for name in names)
    found: dict[str, str] = {}
    duties = {rule for rule, judges in run.judges.items() if judges[0][1].rule.duty}
    for number, code, *bits in workspace.store.stream(
        f"SELECT number, min(code), {best} FROM removed JOIN contact ON number = removed_value "
        "JOIN verdict USING (row_id) GROUP BY number",
        _BATCH,
    ):
        breached = [rule for rule in run.bits.rules(bits[:half]) if rule not in duties]
        told = in_words(breached, run.bits.rules(bits[half:]), words, lang)
        verdict = say(f"verdict.{VERDICTS[code]}", lang, n=1)
        found[f"+{number}"] = f"{verdict} · {told}" if told else verdict
    gone = say("changes.gone", lang)
    kept = say("changes.kept", lang)
    for row in removed:
        why = found.get(str(row[0]), gone)
        yield row, kept if why == say("verdict.allow", lang, n=1) else why


def _write_do_not_call(path: Path, numbers: Sequence[str], profile: Profile | None) -> None:
    """The numbers to push to the dialler, one on a line, as its profile has them."""
    heads: tuple[str, ...] = ("phone",)
    apart = False
    if profile is not None:
        known: Mapping[str, Any] = next((each for _, each in profile.readings("suppressions")), {})
        head = known.get("columns", {}).get("phone", "phone")
        heads = (head if isinstance(head, str) else head[0],)
        contacts = next(each for _, each in profile.readings("contacts"))
        apart = "phone_code" in contacts
        heads = () if "header" in profile.written else heads
    from calllint.phones.world import calling_code

    with row_file(path, Dialect(), heads) as out:
        for number in sorted(numbers):
            out.write([split_number(number, calling_code)[1] if apart else number])
