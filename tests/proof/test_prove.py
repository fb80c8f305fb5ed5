"""One number: proved where it is in, proved absent where it is not, and nobody else shown."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.proof import merkle
from calllint.proof.envelope import open_envelope, seal
from calllint.proof.find import Reader, find
from calllint.proof.layout import BLOCK, Block, Entries
from tests.building import Cell, Lists, digits, for_each, people, phone, write
from tests.proof.making import KEY, scrub, sign_key

Said = Callable[..., tuple[int, str]]
ROOT = Path(__file__).parents[2]
SECRET = KEY.encode()


def the_page() -> str:
    """The verifier that the documentation prints."""
    text = (ROOT / "docs/record-format.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert "import calllint" not in code
    assert len(code.splitlines()) < 140
    return str(code)


def the_page_of_python(folder: Path) -> Path:
    """It, as a file."""
    file = folder / "verify_record.py"
    file.write_text(the_page(), "utf-8")
    return file


def verified(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run it apart, where calllint is not even on the path of modules."""
    blocked = (
        "import sys, runpy; sys.modules['calllint'] = None; sys.argv = sys.argv[1:]; "
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    script = the_page_of_python(folder)
    return subprocess.run(
        [sys.executable, "-c", blocked, str(script), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_page_of_python_verifies_a_book_without_calllint(made: Path, tmp_path: Path) -> None:
    done = verified(tmp_path, made / "book", made / "sign-public.pem")

    assert (done.returncode, done.stdout) == (0, "holds\n"), done.stderr


@pytest.mark.parametrize("name", ["record.json", "entries.txt", "blocks.txt", "texts.json"])
def test_that_page_finds_what_was_changed(folder: Path, tmp_path: Path, name: str) -> None:
    file = folder / "book/000001" / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    assert verified(tmp_path, folder / "book", folder / "sign-public.pem").returncode != 0


@pytest.mark.parametrize("number", [1, 4, 8, 9, 300])
def test_that_page_checks_a_proof(made: Path, tmp_path: Path, said: Said, number: int) -> None:
    code, text = said("prove", made / "book/000001", phone(number), "--format", "json")
    proof = tmp_path / "proof.json"
    proof.write_text(text, "utf-8")
    done = verified(tmp_path, proof, made / "sign-public.pem")

    assert (code, done.returncode) == (0, 0), done.stderr
    assert ("'verdict'" in done.stdout) is (number <= 8)

    changed = json.loads(text)
    shown = changed["entry"] or changed["around"][0]
    shown["index"] += 1
    proof.write_text(json.dumps(changed), "utf-8")
    assert verified(tmp_path, proof).returncode != 0


def reached(shown: dict[str, Any], count: int, keys: bytes) -> str:
    """The root that a group leads to, given the digest of its keys."""
    steps = [bytes.fromhex(step) for step in shown["path"]]
    hashes = b"".join(map(bytes.fromhex, shown["hashes"]))
    group = hashlib.sha256(b"\x00" + keys + hashes).digest()
    found = merkle.climb(group, shown["index"], -(-count // merkle.GROUP), steps)
    assert found is not None
    return found.hex()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 900))
def test_who_is_in_is_proved_and_who_is_out_is_proved_absent(made: Path, number: int) -> None:
    answer = find(made / "book/000002", f"+{digits(number)}", SECRET)
    numbers = answer.envelope.predicate["numbers"]
    proof, count = answer.as_proof(), numbers["count"]

    assert proof["present"] is (number <= 300)
    if proof["present"]:
        entry, shown = proof["entry"], proof["entry"]["group"]
        own = hashlib.sha256(entry["line"].encode()).hexdigest()
        assert entry["line"].startswith(f"{proof['key']} ")
        assert shown["hashes"][entry["index"] % merkle.GROUP] == own
        assert shown["index"] == entry["index"] // merkle.GROUP
        assert reached(shown, count, bytes.fromhex(shown["keys"])) == numbers["root"]
        return
    keys = []
    for one in proof["around"]:
        keys += one["keys"]
        digest = hashlib.sha256("".join(one["keys"]).encode()).digest()
        assert reached(one, count, digest) == numbers["root"]
    assert keys == sorted(keys)
    assert proof["key"] not in keys
    places = [one["index"] for one in proof["around"]]
    assert places in ([places[0]], [places[0], places[0] + 1])
    assert keys[0] < proof["key"] or places[0] == 0
    assert proof["key"] < keys[-1] or places[-1] == (count - 1) // merkle.GROUP


@pytest.mark.parametrize("count", [1, 15, 16, 17, 32, 256, 257, 512, 513])
def test_right_beside_every_entry_a_number_is_proved_absent(tmp_path: Path, count: int) -> None:
    lines = sorted(
        hashlib.sha256(b"%d" % n).hexdigest().encode() + b" [%d]" % n for n in range(count)
    )
    blocks: list[Block] = []
    for at in range(0, count, BLOCK):
        found = Entries.of(lines[at : at + BLOCK])
        size = len(b"\n".join([*found.lines, b""]))
        offset = sum(block.size for block in blocks)
        blocks.append(Block(offset, size, found.key(0), found.root, found.checks))
    (tmp_path / "entries.txt").write_bytes(b"\n".join([*lines, b""]))
    root = merkle.root([block.root for block in blocks]).hex()
    page: dict[str, Any] = {}
    exec(the_page().partition("path = Path(sys.argv[1])")[0], page)
    page["statement"] = lambda *_: {"numbers": {"count": count, "root": root}}

    for line in lines:
        for key in (int(line[:64], 16) - 1, int(line[:64], 16) + 1):
            leaf, around = Reader(tmp_path / "entries.txt", blocks).find(b"%064x" % key)
            shown = [group.as_object(named=True) for group in around]
            proof = {"present": False, "key": f"{key:064x}", "around": shown, "record": None}
            assert leaf is None
            assert page["check_proof"](proof, None) is None
            with pytest.raises(AssertionError):
                page["check_proof"](proof | {"key": line[:64].decode()}, None)


def test_who_is_in_cannot_be_proved_absent(made: Path, tmp_path: Path) -> None:
    absent = find(made / "book/000002", f"+{digits(400)}", SECRET).as_proof()
    proof = tmp_path / "proof.json"
    for number in range(1, 301, 13):
        key = find(made / "book/000002", f"+{digits(number)}", SECRET).key.hex()
        proof.write_text(json.dumps(absent | {"key": key}), "utf-8")
        assert verified(tmp_path, proof).returncode != 0


def test_of_others_a_proof_holds_a_key_and_a_hash_and_no_more(made: Path, said: Said) -> None:
    _, text = said("prove", made / "book/000001", phone(77), "--format", "json")
    proof = json.loads(text)

    for one in proof["around"]:
        assert set(one) == {"index", "keys", "hashes", "path"}
        assert all(len(each) == 64 for each in (*one["keys"], *one["hashes"], *one["path"]))
    assert "verdict" not in json.dumps(proof["around"])


@pytest.mark.parametrize("shape", ["text", "html", "json"])
def test_nobody_else_is_in_the_answer(made: Path, said: Said, shape: str) -> None:
    code, text = said("prove", made / "book/000001", phone(2), "--format", shape)
    own = find(made / "book/000001", f"+{digits(2)}", SECRET)
    assert own.leaf is not None

    assert code == 0
    for number in range(1, 9):
        other = find(made / "book/000001", f"+{digits(number)}", SECRET)
        assert other.leaf is not None
        assert phone(number) not in text
        for row in (*other.payload["rows"], *other.payload["evidence"]):
            assert (row["row"] in text) is (number == 2)
        assert (other.key.hex() in text) is (number == 2)


def test_the_answer_outlives_the_lists_and_the_packs(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = said("prove", folder / "book/000001", f"+{digits(3)}")
    for name in ("small", "many", "out", "out2"):
        shutil.rmtree(folder / name)
    monkeypatch.setattr("calllint.packs.load_packs", lambda folders: ())

    assert said("prove", folder / "book/000001", f"+{digits(3)}") == before
    assert "FR112" in before[1]
    assert "R223-2" in before[1]


def test_the_page_says_why_in_both_languages(made: Path, said: Said) -> None:
    _, english = said("prove", made / "book/000001", phone(4))
    _, french = said("prove", made / "book/000001", phone(4), "--lang", "fr")

    assert "Not to be called (23 to 27 November 2026)" in english
    assert "Consent withdrawn, 1 September 2026" in english
    assert "Ne devait pas être appelé (du 23 au 27 novembre 2026)" in french
    assert "Retrait du consentement, 1er septembre 2026" in french
    for text in (english, french):
        assert "FR101" in text
        assert "consents.csv" in text


def test_evidence_of_each_kind_is_listed_with_its_place(made: Path, said: Said) -> None:
    _, refused = said("prove", made / "book/000001", phone(5))
    _, suppressed = said("prove", made / "book/000001", phone(7))

    assert re.search(r"Call, 20 November 2026.*the person refused", refused)
    assert "calls.csv, line 2" in re.sub(r"\s+", " ", refused)
    assert "Suppression (opt-out)" in suppressed
    assert "CL205" in suppressed


def test_of_a_number_that_could_be_called_the_page_says_on_what_ground_and_under_which_law(
    made: Path, said: Said
) -> None:
    prove = ("prove", made / "book/000001", phone(1))
    english, french = (" ".join(said(*prove, "--lang", lang)[1].split()) for lang in ("en", "fr"))

    assert "It rested on: - Consent, 1 September 2026" in english
    assert "L'appel reposait sur : - Consentement, 1er septembre 2026" in french
    assert "FR101 Consumer called without prior consent (C. consom. L223-1 al. 1 à 4;" in english
    assert "R223-1 I 3°; consent_months = 12 months since 11 August 2026)" in english
    assert "consent_months = 12 mois depuis le 11 août 2026" in french
    assert "FR133" not in english, "it was no law on those days"
    assert "FR201" not in english, "no contract was relied on"
    assert re.search(r"Beside the point here.*: [^.]*\bFR230\b[^.]*\bFR701\b", english)
    assert "FR701 " not in english, "it is about messages, and this campaign calls"
    for number in (4, 5, 7):  # not to be called, for a reason each
        blocked = said("prove", made / "book/000001", phone(number))[1]
        assert "It rested on" not in blocked
        assert "Rules that found nothing" not in blocked


def test_what_speaks_of_a_number_is_not_among_what_found_nothing(
    tmp_path: Path, said: Said
) -> None:
    expired: Mapping[str, Cell] = {"at": "2025-09-01T10:00+02:00", "proof": "archive/9"}
    lists: Lists = {"contacts": [{"phone": phone(1)}], "consents": [{}, expired]}
    assert scrub(write(tmp_path / "c", lists), tmp_path, "out") == 0
    said()
    _, text = said("prove", tmp_path / "book", phone(1))

    assert "Could be called" in text, text
    assert "called into question by FR104" in " ".join(text.split())
    assert text.count("  - Consent, 1 September 202") == 3, "two on record, one that holds"
    assert "FR104 Consent older" not in text


def test_lists_of_one_name_are_told_apart_by_their_folders(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = write(tmp_path / "c", {"contacts": people(1), "consents": [{}]})
    (tmp_path / "c/b").mkdir()
    shutil.copy(tmp_path / "c/contacts.csv", tmp_path / "c/b/contacts.csv")
    both = ("--data", "contacts=c/contacts.csv", "--data", "contacts=c/b/contacts.csv")
    assert scrub(file, tmp_path, "out", *both) == 0
    said()
    _, text = said("prove", tmp_path / "book", phone(1))

    for place in ("c/contacts.csv, line 2", "c/b/contacts.csv, line 2", " consents.csv, line 2"):
        assert place in " ".join(text.split())


def test_whether_the_archived_proofs_were_looked_at_is_said(tmp_path: Path, said: Said) -> None:
    campaign = write(tmp_path / "c", {"contacts": people(1), "consents": [{}]})
    archive = tmp_path / "archive"
    archive.mkdir()
    assert scrub(campaign, tmp_path, "out") == 0
    assert scrub(campaign, tmp_path, "out", "--proofs", str(archive)) == 0
    said()

    missing = "Whether the archived proofs are there"
    assert missing in said("prove", tmp_path / "book/000001", phone(1))[1]
    assert missing not in said("prove", tmp_path / "book/000002", phone(1))[1]


def test_the_page_has_the_digests_of_the_campaign_and_of_the_rules(made: Path, said: Said) -> None:
    _, text = said("prove", made / "book/000001", phone(1), "--format", "json")
    record = json.loads(base64.b64decode(json.loads(text)["record"]["payload"]))["predicate"]
    page = said("prove", made / "book/000001", phone(1))[1]

    for digest in (*record["documents"].values(), *(one["digest"] for one in record["packs"])):
        assert digest in page


@pytest.mark.parametrize(
    ("lang", "undated", "lists"),
    [
        (
            "en",
            "Suppression (opt-out), without a date that can be read",
            r"suppressions: .*, 1 row,",
        ),
        ("fr", "Opposition, sans date lisible", r"oppositions : .*, 1 ligne,"),
    ],
)
def test_a_row_without_a_date_and_a_list_read_as_sentences(
    lang: str, undated: str, lists: str, tmp_path: Path, said: Said
) -> None:
    file = write(tmp_path / "c", {"suppressions": [{"since": "on n'a pas noté"}]})
    scrub(file, tmp_path, "out")
    _, text = said("prove", tmp_path / "book", phone(1), "--lang", lang)
    text = re.sub(r"\s+", " ", text)
    assert undated in text
    assert re.search(lists + r" SHA-256 [0-9a-f]{64}", text)


def test_a_number_is_shown_where_it_is_asked_for(made: Path, said: Said) -> None:
    assert "+33 1 •• •• •• 01" in said("prove", made / "book", phone(1))[1]
    assert f"+{digits(1)}" in said("prove", made / "book", phone(1), "--show-numbers")[1]


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.lang: str | None = None
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        given = dict(attrs)
        self.lang = given.get("lang") or self.lang
        self.loads += [name for name in ("src", "href") if name in given]
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_is_whole_loads_nothing_and_speaks_its_language(
    made: Path, said: Said, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    code, printed = said(
        "prove",
        made / "book/000001",
        phone(3),
        "--format",
        "html",
        "--output",
        file,
        "--lang",
        "fr",
    )
    outline = _Outline()
    outline.feed(file.read_text("utf-8"))

    assert (code, printed) == (0, "")
    assert (outline.open, outline.loads, outline.lang) == ([], [], "fr")
    assert outline.seen.count("h1") == 1
    assert {"main", "th", "title"} <= set(outline.seen)
    assert "script" not in outline.seen


def test_of_a_book_the_last_record_answers_or_that_of_a_day(folder: Path, said: Said) -> None:
    (folder / "sign.pem").unlink()
    later = ("--dial", "2026-11-25..2026-11-26", "--at", "2026-11-25T08:00Z")
    assert scrub(folder / "small/campaign.yaml", folder, "out", *later) == 0
    said()

    assert "Record: 3\n" in said("prove", folder / "book", phone(1))[1]
    assert "Record: 2\n" in said("prove", folder / "book", phone(1), "--on", "2026-11-24")[1]
    code, text = said("prove", folder / "book", phone(1), "--on", "2026-12-24")
    assert code == 2
    assert "2026-12-24" in text


def test_of_a_book_the_last_record_that_holds_the_number_answers(folder: Path, said: Said) -> None:
    prove = ("prove", folder / "book")
    _, text = said(*prove, phone(4))  # stands in both: not to be called in the first
    assert "Record: 2\n" in text
    assert (
        "Record 1: made 2026-11-23T08:00:00Z, campaign “fibre” for Exemple SA."
        " Not to be called (23 to 27 November 2026)"
    ) in " ".join(text.split())

    fewer = write(folder / "fewer", {"contacts": people(3), "consents": for_each([{}] * 3)})
    (folder / "sign.pem").unlink()
    assert scrub(fewer, folder, "out", "--dial", "2026-11-25..2026-11-25") == 0
    said()
    _, text = said(*prove, phone(4))
    assert "Record: 2\n" in text
    assert "not in 1 other record: 3\n" in text
    assert "Record: 3\n" in said(*prove, phone(1))[1]
    _, text = said(*prove, phone(400))
    assert "in none of the lists that were judged (25 November 2026)" in text
    assert "not in 2 other records: 1–2\n" in text
    assert "other record" not in said("prove", folder / "book/000001", phone(400))[1]


def test_records_that_were_not_looked_into_are_named(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, campaign = folder / "book", folder / "small/campaign.yaml"
    monkeypatch.setenv("ANOTHER", "another key, just as long")
    assert scrub(campaign, folder, "out", "--record-key", "ANOTHER") == 0
    said()
    assert "Record 3: made with another key" in said("prove", book, phone(1))[1]

    (book / "000001/blocks.txt").write_bytes(b"")
    assert "Record 1: damaged" in said("prove", book, phone(1))[1]
    assert said("prove", book, phone(400))[0] == 2, "it might be in the damaged one"
    (book / "000001/pruned.json").touch()
    assert "Record 1: its numbers were removed" in said("prove", book, phone(1))[1]
    (book / "000002/pruned.json").touch()
    code, text = said("prove", book, phone(1))
    assert (code, "made with another key" in text) == (2, True)


def test_one_record_answers_only_for_its_own_days(made: Path, said: Said) -> None:
    prove = ("prove", made / "book/000001", phone(1), "--on")

    assert said(*prove, "2026-11-25")[0] == 0
    code, text = said(*prove, "2026-12-24")
    assert (code, "2026-12-24" in text) == (2, True)


@pytest.mark.parametrize(
    ("number", "key", "code", "text"),
    [
        ("0199000001", "", 2, "openssl rand -hex 32"),
        ("0199000001", "short", 2, "16 characters"),
        ("0199000001", "another key, just as long", 2, "made with another key"),
        ("Jeannette", KEY, 2, "not a phone number"),
    ],
)
def test_what_cannot_be_answered_is_said(
    made: Path,
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
    number: str,
    key: str,
    code: int,
    text: str,
) -> None:
    monkeypatch.setenv("CALLLINT_RECORD_KEY", key)
    ended, printed = said("prove", made / "book", number)

    assert ended == code
    assert text in printed
    assert "Jeannette" not in printed


@pytest.mark.parametrize("name", ["record.json", "entries.txt", "blocks.txt", "texts.json"])
def test_a_damaged_record_proves_nothing(folder: Path, said: Said, name: str) -> None:
    file = folder / "book/000001" / name
    file.write_bytes(file.read_bytes()[:-40])
    code, text = said("prove", folder / "book/000001", phone(1))

    assert code == 2
    assert "calllint verify" in text
    assert "Traceback" not in text


def test_a_proof_is_found_quickly_among_many(made: Path) -> None:
    began = time.perf_counter()
    for number in range(1, 40):
        find(made / "book/000002", f"+{digits(number)}", SECRET)

    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("shape", ["text", "html", "json"])
def test_a_statement_that_was_changed_under_its_signature_proves_nothing(
    folder: Path, said: Said, shape: str
) -> None:
    record = folder / "book/000002"
    envelope = open_envelope((record / "record.json").read_bytes())
    statement = json.loads(envelope.payload)
    statement["predicate"]["campaign"]["advertiser"] = "Autre SA"
    forged = json.loads(seal(statement, None))
    forged["signatures"] = json.loads(envelope.data)["signatures"]
    (record / "record.json").write_text(f"{json.dumps(forged, indent=1)}\n")
    code, text = said("prove", record, phone(1), "--format", shape)

    assert (code, "the signature is not of this record" in text) == (2, True)
    assert "Autre SA" not in text


def test_a_proof_says_whose_signature_was_looked_at(
    folder: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_key(folder, "other")
    prove = ("prove", folder / "book", phone(1))
    ours = ("--public-key", folder / "sign-public.pem")
    another = ("--public-key", folder / "other-public.pem")

    assert "it holds, with the key that the record names itself" in said(*prove)[1]
    assert "it holds, with the key that was given" in said(*prove, *ours, *another)[1]
    code, text = said(*prove, *another)
    assert (code, "and not by" in text) == (2, True)
    monkeypatch.setattr("calllint.proof.verify.can_sign", lambda: False)
    assert "not checked here" in " ".join(said(*prove)[1].split())

    (folder / "sign.pem").unlink()
    assert scrub(folder / "small/campaign.yaml", folder, "out") == 0
    said()
    assert "Signature: none" in said(*prove)[1]
    assert said(*prove, *ours)[0] == 2


@pytest.mark.parametrize("where", ["format", "predicateType"])
def test_a_record_of_another_version_is_not_read(folder: Path, said: Said, where: str) -> None:
    file = folder / "book/000001/record.json"
    statement = json.loads(open_envelope(file.read_bytes()).payload)
    statement["predicate"]["format"] = "calllint-record-1"
    if where == "predicateType":
        statement["predicateType"] = "https://calllint.dev/record/v1"
    file.write_bytes(seal(statement, None))

    for command in (("prove", file.parent, phone(1)), ("record", "list", folder / "book")):
        code, text = said(*command)
        assert (code, "has the format calllint-record-1" in text) == (2, True)
    code, text = said("verify", folder / "book")
    assert (code, "has the format calllint-record-1" in text) == (1, True)
