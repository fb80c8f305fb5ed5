"""Making, keeping and pruning records; what is in them, and what never is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calllint.cli import main
from calllint.proof.book import Book, read_record
from tests.building import Lists, Rows, people, phone, write
from tests.proof.making import AT, KEY, scrub, sign_key
from tests.test_privacy import NAMES, TAILS, in_the_campaign, ordinary

Said = Callable[..., tuple[int, str]]


def test_the_same_run_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        place = tmp_path / name
        place.mkdir()
        shutil.copy(folder / "sign.pem", place)
        assert scrub(folder / "small/campaign.yaml", place, "out") == 0
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes()
         for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "two")
    )  # fmt: skip

    assert one == two


def test_how_many_numbers_are_put_together_at_a_time_changes_no_byte(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calllint.proof.entries._STRETCH", 7)
    monkeypatch.setattr("calllint.proof.entries._BATCH", 3)
    assert scrub(folder / "many/campaign.yaml", folder, "out2", "--at", "2026-11-23T09:00Z") == 0

    for name in ("entries.txt", "blocks.txt"):
        before, after = (folder / "book" / one / name for one in ("000002", "000003"))
        assert before.read_bytes() == after.read_bytes()


def test_a_record_changes_no_verdict(folder: Path, tmp_path: Path) -> None:
    campaign, plain = folder / "small/campaign.yaml", tmp_path / "plain"
    assert main(["scrub", str(campaign), "--out", str(plain)]) == 0
    assert scrub(campaign, folder, "out") == 0
    recorded = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}

    del recorded["record.json"]
    assert recorded == {path.name: path.read_bytes() for path in plain.iterdir()}


def test_nobody_is_in_a_record(tmp_path: Path, said: Said) -> None:
    for number, case in enumerate((ordinary, in_the_campaign)):
        scrub(case(tmp_path / f"c{number}"), tmp_path, f"out{number}")
    said()
    found = Book(tmp_path / "book").records()
    assert len(found) == 2
    for folder in found:
        for path in folder.iterdir():
            text = path.read_bytes()
            if path.name == "record.json":
                text += read_record(folder).payload
            for secret in (*TAILS, *NAMES):
                assert secret.encode() not in text.lower(), f"{path.name} holds {secret}"


def test_every_number_of_a_person_has_what_speaks_against_a_call(
    tmp_path: Path, said: Said
) -> None:
    contacts: Rows = [
        {"contact_id": "P", "phone": phone(1)},
        {"contact_id": "P", "phone": phone(2)},
    ]
    lists: Lists = {"contacts": contacts, "consents": [{}], "suppressions": [{"phone": phone(1)}]}
    assert scrub(write(tmp_path / "c", lists), tmp_path, "out") == 0
    said()
    _, text = said("prove", tmp_path / "book", phone(2))

    assert "Suppression (opt-out)" in text
    assert "Consent," not in text, "a consent reaches the number it names and no other"


def test_rows_reached_by_an_id_or_a_contract_are_recorded(tmp_path: Path, said: Said) -> None:
    lists: Lists = {
        "contacts": [{"contract_ref": "K1"}],
        "consents": [{"phone": None, "contact_id": "P1"}],
        "contracts": [{"phone": None, "contract_ref": "K1"}],
        "requests": [{}],
    }
    assert scrub(write(tmp_path / "c", lists), tmp_path, "out") == 0
    said()
    _, text = said("prove", tmp_path / "book", phone(1))

    for kind in ("Consent,", "Contract,", "Request to be called,"):
        assert kind in text


def test_an_empty_list_has_a_record(tmp_path: Path, said: Said) -> None:
    scrub(write(tmp_path / "c", {"contacts": "contact_id,phone\n"}), tmp_path, "out")
    said()

    assert said("verify", tmp_path / "book")[0] == 0
    assert "in none of the lists" in said("prove", tmp_path / "book", phone(1))[1]


def test_the_statement_fits_its_schema(made: Path, said: Said, tmp_path: Path) -> None:
    import jsonschema

    _, text = said("schema", "record")
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    for folder in Book(made / "book").records():
        jsonschema.validate(read_record(folder).statement, schema)


# What goes wrong


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_key_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("CALLLINT_RECORD_KEY", key)

    assert scrub(write(tmp_path / "c"), tmp_path, "out") == 2
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "book").exists()


def test_a_folder_of_something_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/holiday.jpg").write_text("")

    assert scrub(write(tmp_path / "c"), tmp_path, "out") == 2
    assert "holiday.jpg" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("")

    assert scrub(write(tmp_path / "c"), tmp_path, "out") == 2


def test_a_folder_that_cannot_be_made_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    book = tmp_path / "file" / "book"  # nobody can make a folder below a file, root included

    assert scrub(write(tmp_path / "c"), tmp_path, "out", "--record", str(book)) == 2
    assert str(book) in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_signing_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sign.pem").write_text(
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    )

    assert scrub(write(tmp_path / "c"), tmp_path, "out") == 2


def test_where_the_record_fails_there_is_no_new_list(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("calllint.proof.record.write_entries", full)

    assert scrub(folder / "small/campaign.yaml", folder, "out") == 3
    assert {path.name: path.read_bytes() for path in (folder / "out").iterdir()} == before
    assert len(Book(folder / "book").records()) == 2
    assert not list((folder / "book").glob(".new-*"))


def test_two_scrubs_at_once_each_have_their_record(tmp_path: Path, said: Said) -> None:
    campaign = write(tmp_path / "c", {"contacts": people(40)})
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "calllint", "scrub", campaign, "--out", tmp_path / f"out{n}",
             "--record", tmp_path / "book", "--at", AT],
            env={**os.environ, "CALLLINT_RECORD_KEY": KEY}, stdout=subprocess.DEVNULL,
        )
        for n in range(3)
    ]  # fmt: skip
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]

    assert len(Book(tmp_path / "book").records()) == 3
    assert said("verify", tmp_path / "book")[0] == 0
    for n in range(3):
        assert said("verify", tmp_path / f"out{n}", "--record", tmp_path / "book")[0] == 0


# Retention


def test_a_record_says_until_when_it_is_kept_and_by_which_law(made: Path) -> None:
    retention = read_record(made / "book/000001").predicate["retention"]

    assert (retention["days"], retention["until"]) == (1095, "2029-11-26")
    assert "R223-2" in retention["law"][0]["article"]


@pytest.mark.usefixtures("in_2030")
def test_pruning_takes_the_numbers_and_leaves_a_chain_that_verifies(
    folder: Path, said: Said
) -> None:
    book = folder / "book"
    prune = ("record", "prune", book, "--sign-key", folder / "sign.pem", "--at")
    code, text = said(*prune, "2029-11-26")
    assert (code, "2 records kept" in text) == (0, True)

    code, text = said(*prune, "2029-11-27", "--dry-run")
    assert (code, text.count("would be pruned")) == (0, 2)
    assert (book / "000001/entries.txt").exists()

    code, text = said(*prune, "2029-11-27")
    assert (code, text.count(": pruned;")) == (0, 2)
    assert sorted(path.name for path in (book / "000001").iterdir()) == [
        "pruned.json",
        "record.json",
    ]
    code, text = said("verify", book, "--public-key", folder / "sign-public.pem")
    assert (code, text.count("pruned on 2029-11-27 (as given)")) == (0, 2)
    code, text = said("prove", book / "000001", phone(1))
    assert (code, "were removed" in text) == (2, True)
    assert ", pruned" in said("record", "list", book)[1]


def test_nothing_is_pruned_on_a_day_that_lies_ahead(folder: Path, said: Said) -> None:
    prune = ("record", "prune", folder / "book", "--sign-key", folder / "sign.pem")
    code, text = said(*prune, "--at", "2029-12-01")

    assert code == 2
    assert "--at lies ahead" in text
    assert (folder / "book/000001/entries.txt").exists()
    assert said(*prune, "--at", "2029-12-01", "--dry-run")[1].count("would be pruned") == 2


@pytest.mark.usefixtures("in_2030")
def test_a_book_goes_on_after_pruning(folder: Path, said: Said) -> None:
    said(
        "record", "prune", folder / "book", "--sign-key", folder / "sign.pem", "--at", "2029-12-01"
    )
    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    said()

    assert said("verify", folder / "book")[0] == 0


@pytest.mark.usefixtures("in_2030")
def test_what_is_kept_longer_is_not_pruned_and_shorter_is_not_possible(
    folder: Path, said: Said
) -> None:
    prune = ("record", "prune", folder / "book", "--sign-key", folder / "sign.pem")

    assert "2 records kept" in said(*prune, "--at", "2029-12-01", "--keep", "1825")[1]
    assert "2 records kept" in said(*prune, "--at", "2029-11-01", "--keep", "1")[1]


@pytest.mark.usefixtures("in_2030")
def test_the_tombstone_of_a_signed_record_is_signed(folder: Path, said: Said) -> None:
    book = folder / "book"
    code, text = said("record", "prune", book, "--at", "2029-12-01")
    assert code == 2
    assert "--sign-key" in text
    sign_key(folder, "other")
    assert (
        said("record", "prune", book, "--at", "2029-12-01", "--sign-key", folder / "other.pem")[0]
        == 2
    )
    assert (book / "000001/entries.txt").exists()


@pytest.mark.usefixtures("in_2030")
def test_records_that_were_signed_with_several_keys_are_pruned_with_all_of_them(
    folder: Path, said: Said
) -> None:
    book, old = folder / "book", folder / "sign.pem"
    new = sign_key(folder, "next")
    assert scrub(folder / "small/campaign.yaml", folder, "out", "--sign-key", str(new)) == 0
    said()
    prune = ("record", "prune", book, "--at", "2029-12-01", "--sign-key", old)
    assert said(*prune)[0] == 2
    assert (book / "000001/entries.txt").exists()
    code, text = said(*prune, "--sign-key", new)

    assert (code, text.count(": pruned;")) == (0, 3)
    both = ("--public-key", folder / "sign-public.pem", "--public-key", folder / "next-public.pem")
    assert said("verify", book, *both)[0] == 0
    assert said("verify", book, *both[:2])[0] == 1


@pytest.mark.usefixtures("in_2030")
def test_entries_that_vanish_or_are_pruned_early_are_found(folder: Path, said: Said) -> None:
    book, key = folder / "book", folder / "sign.pem"
    said("record", "prune", book, "--sign-key", key, "--at", "2029-12-01")
    stone = book / "000001/pruned.json"
    data = stone.read_bytes()
    stone.unlink()
    assert said("verify", book)[0] == 1

    stone.write_bytes(data.replace(b"signatures", b"signaturez"))
    assert said("verify", book)[0] == 1


def test_a_passphrase_opens_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    sign_key(tmp_path, "plain")
    subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-in", "plain.pem", "-out", "sign.pem",
         "-passout", "pass:open"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    campaign = write(tmp_path / "c")
    assert scrub(campaign, tmp_path, "out") == 2
    monkeypatch.setenv("CALLLINT_RECORD_PASSPHRASE", "open")
    assert scrub(campaign, tmp_path, "out") == 0
    said()

    assert said("verify", tmp_path / "out", "--public-key", tmp_path / "plain-public.pem")[0] == 0


def test_nothing_that_signs_is_loaded_where_nothing_is_signed(tmp_path: Path) -> None:
    code = (
        "import sys; from calllint.cli import main; code = main(sys.argv[1:]); "
        "print('cryptography' in sys.modules); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "scrub", str(write(tmp_path / "c")),
         "--out", str(tmp_path / "out"), "--record", str(tmp_path / "book")],
        env={**os.environ, "CALLLINT_RECORD_KEY": KEY}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False"), done.stderr


def test_what_was_killed_before_it_was_listed_is_listed_by_the_next(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, move = folder / "book", Path.replace

    def killed(self: Path, target: Path) -> Path:
        if self.name == ".new-sums":
            raise KeyboardInterrupt
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        scrub(folder / "small/campaign.yaml", folder, "out")
    assert "000003" not in (book / "SHA256SUMS").read_text()
    code, text = said("verify", book)
    assert (code, "was killed while it listed its last file" in text) == (0, True)

    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    assert (
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=book).returncode == 0
    )
    code, text = said("verify", book)
    assert (code, "its last file" in text, "4 records" in text) == (0, False, True)


@pytest.mark.parametrize("before", ["", "not a sum\n", f"{'0' * 64}  000009/record.json\n"])
def test_what_was_to_be_listed_and_was_not_written_is_forgotten(
    folder: Path, said: Said, before: str
) -> None:
    (folder / "book/.new-sums").write_text(before)
    assert said("verify", folder / "book")[0] == 0
    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    said()

    assert not (folder / "book/.new-sums").exists()
    assert said("verify", folder / "book")[0] == 0


@pytest.mark.usefixtures("in_2030")
def test_entries_left_by_a_pruning_that_was_killed_go_with_the_next(
    folder: Path, said: Said
) -> None:
    book = folder / "book"
    entries = (book / "000001/entries.txt").read_bytes()
    prune = ("record", "prune", book, "--sign-key", folder / "sign.pem", "--at", "2029-12-01")
    said(*prune)
    (book / "000001/entries.txt").write_bytes(entries)
    assert said("verify", book)[0] == 1

    said(*prune)
    assert said("verify", book)[0] == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from calllint.engine.scrub.folder import replaced
from calllint.proof.book import Book
with replaced(Path("out")) as fresh, Book(Path("book")).draft() as draft:
    (fresh / "callable.csv").write_text("phone")
    (draft / "entries.txt").write_text("key")
    print("ready", flush=True)
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no fcntl: there, what a killed run left stays")
def test_the_folders_of_a_killed_scrub_are_removed_and_those_of_a_living_one_are_not(
    folder: Path, said: Said
) -> None:
    def hidden() -> list[Path]:
        return [*folder.glob(".out-*"), *(folder / "book").glob(".new-*")]

    (folder / ".out-mine").mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
        assert len(hidden()) == 3
        other.communicate()
    assert len(hidden()) == 3

    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    said()
    assert hidden() == [folder / ".out-mine"]
