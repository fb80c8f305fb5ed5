"""Any change is found and placed: a byte, a line, a file, a record, a list, a row of evidence."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from calllint.proof.envelope import seal
from calllint.proof.gate import verify_scrub
from calllint.proof.layout import Block, Damaged, Entries, read_blocks, read_entries
from calllint.proof.verify import Trust, verify_book
from tests.building import Lists, people, phone, write
from tests.proof.making import AT, scrub, sign_key

Said = Callable[..., tuple[int, str]]
TRUST = Trust()


def files(book: Path) -> list[Path]:
    return sorted(path for path in book.rglob("*") if path.is_file() and path.name != ".lock")


def test_what_nobody_touched_holds(made: Path, said: Said) -> None:
    code, text = said("verify", made / "book", "--public-key", made / "sign-public.pem")

    assert (code, text) == (0, "Holds: 2 records, 308 numbers.\n")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_byte_that_changes_is_found_in_its_file(made: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(files(made / "book")))
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        file.write_bytes(changed)
        found = verify_book(made / "book", TRUST)
    finally:
        file.write_bytes(whole)

    assert str(file) in {fault.file for fault in found.faults}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_byte_of_a_scrub_is_found_in_its_file(made: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted((made / "out").iterdir())))
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        file.write_bytes(changed)
        found = verify_scrub(made / "out", TRUST, None, None)
    finally:
        file.write_bytes(whole)

    assert {fault.file for fault in found.faults} == {str(file)}


@pytest.mark.parametrize("cut", [1, 20, 4000])
def test_a_file_that_is_cut_is_found(folder: Path, cut: int) -> None:
    for file in files(folder / "book"):
        whole = file.read_bytes()
        file.write_bytes(whole[:-cut])
        assert str(file) in {fault.file for fault in verify_book(folder / "book", TRUST).faults}
        file.write_bytes(whole)


def rewritten(folder: Path, number: int, change: Callable[[bytes], bytes]) -> None:
    """Change a line of the entries, and index them as if nothing had happened."""
    blocks = read_blocks((folder / "blocks.txt").read_bytes())
    data = (folder / "entries.txt").read_bytes()
    lines = data.splitlines(keepends=True)
    lines[number] = change(lines[number])
    offset, index = 0, []
    for place, block in enumerate(blocks):
        size = len(b"".join(lines[place * 256 : place * 256 + 256]))
        index.append(structs.replace(block, offset=offset, size=size).line())
        offset += size
    (folder / "entries.txt").write_bytes(b"".join(lines))
    (folder / "blocks.txt").write_bytes(b"".join(index))


def test_the_line_that_was_changed_is_named(folder: Path, said: Said) -> None:
    rewritten(folder / "book/000002", 270, lambda line: line.replace(b'"allow"', b'"block"'))
    code, text = said("verify", folder / "book")

    assert code == 1
    assert "entries.txt: line 271 was changed" in text


def test_the_block_is_named_where_the_check_of_a_line_was_mended_too(
    folder: Path, said: Said
) -> None:
    record = folder / "book/000002"
    rewritten(record, 270, lambda line: line.replace(b'"allow"', b'"block"'))
    lines = (record / "entries.txt").read_bytes().splitlines()[256:]
    first, second = read_blocks((record / "blocks.txt").read_bytes())
    mended = structs.replace(second, checks=Entries.of(lines).checks)
    (record / "blocks.txt").write_bytes(first.line() + mended.line())

    assert (
        "block 2 was changed: one of the entries 257 to 512" in said("verify", folder / "book")[1]
    )


def test_files_that_are_missing_or_too_many_are_found(folder: Path, said: Said) -> None:
    (folder / "book/000001/texts.json").unlink()
    (folder / "book/000001/notes.txt").write_text("hello")
    (folder / "book/more").mkdir()
    code, text = said("verify", folder / "book")

    assert code == 1
    for name in (
        "000001/texts.json: the file is missing",
        "000001/notes.txt: this was",
        "book/more: this",
    ):
        assert name in text


def test_a_record_that_is_cut_off_moved_or_replaced_is_found(folder: Path, said: Said) -> None:
    book = folder / "book"
    shutil.move(book / "000002", folder / "aside")
    assert "000002/record.json is listed and not there" in said("verify", book)[1]

    shutil.move(folder / "aside", book / "000003")
    code, text = said("verify", book)
    assert (code, "its number is not that of its folder" in text) == (1, True)

    shutil.move(book / "000003", book / "000002")
    shutil.rmtree(book / "000001")
    assert "000001" in said("verify", book)[1]


def test_the_last_record_that_was_removed_without_a_trace_is_missed_by_its_copy(
    folder: Path, said: Said
) -> None:
    book = folder / "book"
    shutil.rmtree(book / "000002")
    first, _ = (book / "SHA256SUMS").read_text().splitlines()
    (book / "SHA256SUMS").write_text(f"{first}\n")

    assert said("verify", book)[0] == 0, "nothing in the book can tell"
    code, text = said("verify", folder / "out2", "--record", book)
    assert (code, "000002/record.json: the file is missing" in text) == (1, True)


def test_a_record_made_anew_breaks_the_chain(folder: Path, said: Said) -> None:
    book, file = folder / "book", folder / "book/000001/record.json"
    statement = json.loads(json.dumps(dict(_statement(file))))
    statement["predicate"]["signer"] = None
    statement["predicate"]["totals"]["allow"] = 1
    file.write_bytes(seal(statement, None))
    sums = [line for line in (book / "SHA256SUMS").read_text().splitlines() if "000001" not in line]
    from calllint.proof.entries import file_digest

    (book / "SHA256SUMS").write_text(
        "\n".join([f"{file_digest(file)[0]}  000001/record.json", *sums]) + "\n"
    )
    code, text = said("verify", book)

    assert code == 1
    assert "000002/record.json: it does not follow 000001" in text
    assert said("verify", book, "--public-key", folder / "sign-public.pem")[0] == 1


def _statement(file: Path) -> dict[str, object]:
    import base64

    found: dict[str, object] = json.loads(
        base64.b64decode(json.loads(file.read_bytes())["payload"])
    )
    return found


def test_another_signer_is_not_believed(folder: Path, said: Said) -> None:
    sign_key(folder, "other")
    code, text = said("verify", folder / "book/000001", "--public-key", folder / "other-public.pem")

    assert code == 1
    assert "and not by" in text


def test_a_signature_is_demanded_where_a_key_is_given(folder: Path, said: Said) -> None:
    (folder / "sign.pem").rename(folder / "kept.pem")
    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    said()

    assert said("verify", folder / "out")[0] == 0
    assert said("verify", folder / "out", "--public-key", folder / "sign-public.pem")[0] == 1


def test_what_is_to_be_noted_of_many_records_is_said_once(folder: Path, said: Said) -> None:
    book = folder / "book"
    for n in range(3):
        assert (
            scrub(folder / "small/campaign.yaml", folder, "out", "--at", f"2026-11-24T0{n}:00Z")
            == 0
        )
    said()
    code, text = said("verify", book)
    assert (code, text.count("signed by the key it names")) == (0, 1)
    assert "000001/record.json: signed by" in text
    assert "(so are 4 other files)" in text
    assert len(json.loads(said("verify", book, "--format", "json")[1])["notes"]) == 5


# The lists


def test_a_row_that_was_changed_since_is_named(folder: Path, said: Said) -> None:
    campaign = write(
        folder / "again", {"contacts": people(3), "consents": [{}, {"phone": phone(2)}]}
    )
    assert scrub(campaign, folder, "out") == 0
    said()
    assert said("verify", folder / "book", "--lists")[0] == 0

    consents = folder / "again/consents.csv"
    consents.write_text(consents.read_text("utf-8").replace("archive/2", "archive/9"), "utf-8")
    code, text = said("verify", folder / "book", "--lists")
    assert code == 1
    assert "consents.csv: the list is not the one that was judged: line 3" in text

    consents.unlink()
    assert said("verify", folder / "book", "--lists")[0] == 0, "a purged list is no fault"


@pytest.mark.parametrize(
    ("above", "entry"),
    [
        ("Oppositions au 24/11/2026\nphone,since,reason\n", {"header_line": 2}),
        ("", {"header": ["phone", "since", "reason"]}),
    ],
)
def test_a_row_that_was_changed_is_named_whatever_stands_above_the_rows(
    folder: Path, said: Said, above: str, entry: dict[str, Any]
) -> None:
    rows = [f"{phone(n)},2026-01-0{n},objection\n" for n in (7, 8, 9)]
    lists: Lists = {"contacts": people(9), "suppressions": above + "".join(rows)}
    campaign = write(folder / "again", lists, entries={"suppressions": entry})
    assert scrub(campaign, folder, "out") == 0
    said()

    file = folder / "again/suppressions.csv"
    file.write_text(file.read_text("utf-8").replace("2026-01-08", "2026-02-08"), "utf-8")
    code, text = said("verify", folder / "book", "--lists")
    assert code == 1
    line = above.count("\n") + 2
    assert f"the list is not the one that was judged: line {line}" in text, text
    assert f"{line}," not in text


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(["contacts", "consents", "calls", "suppressions"]), st.data())
def test_any_byte_of_a_list_that_changes_is_found(
    made: Path, tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    from calllint.proof.fault import Verified
    from calllint.proof.lists import check_lists
    from tests.proof.making import KEY

    file = made / "small" / f"{kind}.csv"
    whole = file.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 127))
    found = Verified()
    try:
        file.write_bytes(changed)
        check_lists(found, made / "book/000001", None, KEY.encode())
    finally:
        file.write_bytes(whole)

    assert [fault.file for fault in found.faults] == [str(file)]


# The gate


@pytest.mark.parametrize(
    ("at", "age", "code", "text"),
    [
        ("2026-11-23T11:59Z", "4h", 0, "recorded 3h 59m before the moment given"),
        ("2026-11-23T12:00Z", "4h", 0, "4h at most"),
        ("2026-11-23T13:01+01:00", "4h", 1, "too old: recorded 4h 1m before the moment given"),
        ("2026-11-23T07:59Z", "4h", 1, "later than the moment given"),
        ("2026-11-27T22:59Z", "9d", 0, "recorded 4d 14h"),  # 23:59 in Paris
        ("2026-11-27T23:00Z", "9d", 1, "today is 2026-11-28 where people are called"),
    ],
)
def test_a_list_is_let_through_only_fresh_and_on_its_days(
    made: Path, said: Said, at: str, age: str, code: int, text: str
) -> None:
    ended, printed = said("verify", made / "out", "--max-age", age, "--at", at)

    assert ended == code
    assert text in printed


def test_without_a_moment_the_clock_is_read_and_said(made: Path, said: Said) -> None:
    code, text = said("verify", made / "out", "--max-age", "1m")

    assert code == 1
    assert "by the clock of this machine" in text


def test_the_list_must_be_the_one_that_was_judged(folder: Path, said: Said) -> None:
    gate = ("verify", folder / "out", "--max-age", "4h", "--at", AT, "--record", folder / "book")
    assert said(*gate)[0] == 0

    with (folder / "out/callable.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"P9,{phone(9)}\n")
    (folder / "out/callable-2.csv").write_text("phone\n")
    code, text = said(*gate)
    assert code == 1
    assert "callable.csv: it is not what was recorded" in text
    assert "callable-2.csv: this was not written here" in text


def test_the_record_of_another_list_does_not_do(folder: Path, said: Said) -> None:
    shutil.copy(folder / "book/000002/record.json", folder / "out/record.json")

    assert said("verify", folder / "out")[0] == 1


def test_a_list_that_was_judged_again_on_other_evidence_is_not_let_through(
    tmp_path: Path, said: Said
) -> None:
    folder, book = tmp_path, tmp_path / "book"
    lists: Lists = {"contacts": people(2), "suppressions": [{"phone": phone(2)}]}
    small = write(folder / "small", lists).parent

    def gate(at: str = AT) -> tuple[int, str]:
        given = ("--max-age", "9d", "--at", at, "--record", book)
        return said("verify", folder / "out", *given)

    again = ("--dial", "2026-11-24..2026-11-30", "--at", "2026-11-23T09:00Z")
    assert scrub(small / "campaign.yaml", folder, "out") == 0
    assert scrub(small / "campaign.yaml", folder, "again", *again) == 0
    assert gate("2026-11-24T09:00Z")[0] == 0, "nothing has changed"
    with (small / "suppressions.csv").open("a", encoding="utf-8") as stream:
        stream.write(f"{phone(1)},2026-11-23,opposition\n")
    assert scrub(small / "campaign.yaml", folder, "again", *again) == 0
    said()

    assert gate()[0] == 0, "the new list is for later days"
    code, text = gate("2026-11-24T09:00Z")
    assert code == 1
    assert f"{book / '000003'}, made 2026-11-23T09:00:00Z): dial that one" in text
    assert said("verify", folder / "out", "--max-age", "9d", "--at", AT)[0] == 0
    newest = ("--max-age", "9d", "--at", "2026-11-24T09:00Z", "--record", book)
    assert said("verify", folder / "again", *newest)[0] == 0


def test_a_moment_that_was_given_is_no_clock(
    made: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = "was given to scrub, and not read from a clock"

    assert known in said("verify", made / "out", "--max-age", "4h")[1]
    assert known not in said("verify", made / "out", "--max-age", "4h", "--at", AT)[1]


def test_a_campaign_in_breach_has_a_record_and_no_way_through(tmp_path: Path, said: Said) -> None:
    changes = {"schedule": {"windows": [{"days": ["sun"], "hours": ["05:00-23:00"]}]}}
    assert scrub(write(tmp_path / "bad", None, changes), tmp_path, "out") == 1
    said()
    code, text = said("verify", tmp_path / "out")

    assert code == 1
    assert "no list to dial was made" in text
    assert "No list to dial was made at all" in said("prove", tmp_path / "book", phone(1))[1]


@pytest.mark.parametrize(
    "arguments",
    [("--max-age", "soon"), ("--max-age", "4"), ("--at", AT), ("--public-key", "nowhere.pem")],
)
def test_what_makes_no_sense_is_refused(made: Path, said: Said, arguments: tuple[str, str]) -> None:
    assert said("verify", made / "book", *arguments)[0] == 2


def test_a_folder_without_records_is_refused(tmp_path: Path, said: Said) -> None:
    assert said("verify", tmp_path)[0] == 2
    (tmp_path / "summary.json").write_text("{}")
    assert said("verify", tmp_path)[0] == 1


# Time-stamps


_CA = "basicConstraints=critical,CA:TRUE"


def authority(folder: Path) -> Path:
    """A time-stamping authority of our own; its certificate."""
    config = folder / "tsa.cnf"
    config.write_text(
        "[ tsa ]\ndefault_tsa = own\n[ own ]\nserial = serial\nsigner_cert = tsa.pem\n"
        "certs = ca.pem\nsigner_key = tsa.key\nsigner_digest = sha256\n"
        "default_policy = 1.2.3.4.1\ndigests = sha256, sha512\ness_cert_id_chain = no\n"
        "ess_cert_id_alg = sha256\n"
        "[ ext ]\nextendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"
        "[ req ]\ndistinguished_name = dn\n[ dn ]\n"
    )
    (folder / "serial").write_text("01\n")
    root = f"-subj /CN=ca -addext {_CA} -addext keyUsage=critical,keyCertSign"
    openssl(folder, f"req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem {root}")
    openssl(folder, "req -new -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=t")
    signed = "-CA ca.pem -CAkey ca.key -set_serial 2 -extfile tsa.cnf -extensions ext"
    openssl(folder, f"x509 -req -in tsa.csr -out tsa.pem -days 3000 {signed}")
    return folder / "ca.pem"


def openssl(folder: Path, line: str) -> None:
    done = subprocess.run(
        ["openssl", *line.split()], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_time_stamp_is_attached_if_it_is_of_this_record(folder: Path, said: Said) -> None:
    trusted, book = authority(folder), folder / "book"
    openssl(folder, "ts -query -data book/000001/record.json -sha256 -cert -out q.tsq")
    openssl(folder, "ts -reply -config tsa.cnf -section own -queryfile q.tsq -out reply.tsr")

    code, text = said("record", "timestamp", book / "000002", folder / "reply.tsr")
    assert code == 2
    assert "record.json" in text
    code, text = said(
        "record", "timestamp", book / "000001", folder / "reply.tsr", "--authority", trusted
    )
    assert code == 0, text
    code, text = said("verify", book, "--authority", trusted)
    assert code == 0
    assert "by the authority you gave" in text
    prove = ("prove", book / "000001", phone(1))
    assert re.search(r"Time-stamp: 20.*; by whom was not checked", said(*prove)[1])
    assert "by the authority that was given" in said(*prove, "--authority", trusted)[1]

    sign_key(folder, "unrelated")
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout o.key -out o.pem -subj /CN=other")
    assert said("verify", book, "--authority", folder / "o.pem")[0] == 1
    assert said(*prove, "--authority", folder / "o.pem")[0] == 2
    (book / "000001/timestamp.tsr").write_bytes(b"\x30\x03")
    code, text = said("verify", book)
    assert code == 1
    assert "timestamp.tsr" in text
    assert said(*prove)[0] == 2


def test_entries_that_are_not_in_the_order_of_their_keys_are_never_read() -> None:
    for order, fits in (("abc", True), ("acb", False), ("aab", False)):
        lines = [letter.encode() * 64 + b" []" for letter in order]
        entries, text = Entries.of(lines), b"\n".join([*lines, b""])
        block = Block(0, len(text), entries.key(0), entries.root, entries.checks)
        if fits:
            assert read_entries(text, block) == entries
        else:
            with pytest.raises(Damaged):
                read_entries(text, block)
