"""Encodings are found out, undone as a stream, said, and can be stated."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.facts.errors import FactError
from calllint.facts.sources.encodings import guess, known_encoding
from calllint.facts.sources.scan import digest, scan_text
from tests.building import facts, judged, phone, run, write

WORDS = (
    "Zoé Hélène Noël François façade forêt été déjà à où naïf côté île sœur maître « oui » l’été "
    "Loïc Agnès Gaëlle Benoît Jérôme Mélanie Chloé Théo Anaïs Irène École Été"
).split()
LINES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=2, max_size=9
)


def seen(path: Path, data: bytes, encoding: str | None = None) -> tuple[str, str, int]:
    """The encoding found, the text read, its lines."""
    path.write_bytes(data)
    scan = scan_text(path, "list.csv", path.parent, encoding)
    text = scan.path.read_bytes().decode("utf-8-sig")
    assert scan.sha256 == digest(path)
    scan.close(path)
    return scan.encoding, text, scan.lines


@settings(deadline=None)
@given(lines=LINES, encoding=st.sampled_from(["cp1252", "mac_roman", "utf-8", "utf-16", "utf-32"]))
def test_french_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], encoding: str
) -> None:
    text = "nom;note\n" + "".join(f"{line};x\n" for line in lines)
    found, read, count = seen(tmp_path_factory.getbasetemp() / "e.csv", text.encode(encoding))
    accents = sum(not sign.isascii() for sign in text)
    if accents > 2 or encoding.startswith("utf"):
        assert read == text, found
        assert found == encoding or text.isascii()
    assert count == text.count("\n")


@pytest.mark.parametrize("codec", ["latin-1", "iso-8859-15"])
def test_latin_1_reads_as_windows_does(codec: str, tmp_path: Path) -> None:
    text = "nom\nHélène, déjà là\n"
    assert seen(tmp_path / "e.csv", text.encode(codec))[:2] == ("cp1252", text)
    stated = known_encoding(codec)
    assert seen(tmp_path / "e.csv", text.encode(codec), stated)[:2] == (stated, text)


def test_curly_quotes_alone_are_no_sign_of_a_mac(tmp_path: Path) -> None:
    text = "note\n“un”\n“deux” l’un\n"
    assert seen(tmp_path / "e.csv", text.encode("cp1252"))[1] == text


def test_a_few_stray_bytes_in_utf8_cost_their_own_rows(tmp_path: Path) -> None:
    rows = [f"P{n},{phone(n)},Hélène".encode() for n in range(1, 9)]
    rows[3] = b"P4," + phone(4).encode() + b",H\xe9l\xe8ne"
    rows[6] += b"\xff"
    file = write(tmp_path, {"contacts": [{}]})
    (tmp_path / "contacts.csv").write_bytes(b"\n".join([b"contact_id,phone,nom", *rows]))
    found = judged(file)
    assert [each.line for each in found.contacts if each.contact_id is None] == [5, 8]
    assert (found.report.totals.contacts, found.report.totals.unreadable) == (8, 2)
    (contacts,) = [each for each in found.report.lists if each.kind == "contacts"]
    assert contacts.encoding == "utf-8"


@pytest.mark.parametrize("tail", [b"\x00", b"\xd8", b"\x00\xd8", b"\x00\xd8a\x00"])
def test_utf16_that_breaks_off_costs_its_last_row(tail: bytes, tmp_path: Path) -> None:
    text = f"contact_id,phone\nP1,{phone(1)}\nP2,{phone(2)}"
    file = write(tmp_path, {"contacts": [{}]})
    (tmp_path / "contacts.csv").write_bytes(b"\xff\xfe" + text.encode("utf-16-le") + tail)
    found = judged(file)
    assert [each.contact_id for each in found.contacts] == ["P1", None]


def test_what_is_stated_is_believed(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        {"contacts": [{}]},
        entries={"contacts": {"encoding": "cp850", "columns": {"phone": "Téléphone"}}},
    )
    (tmp_path / "contacts.csv").write_bytes(f"Téléphone\n{phone(1)}\n".encode("cp850"))
    with facts(file) as workspace:
        assert workspace.files[0].headers == ("Téléphone",)
        assert workspace.files[0].seen.encoding == "cp850"


@pytest.mark.parametrize("name", ["klingon", "rot13", "hex", "idna", "unicode_escape", "base64"])
def test_what_is_no_encoding_is_refused(name: str, tmp_path: Path) -> None:
    assert known_encoding(name) is None
    file = write(tmp_path, {}, entries={"contacts": {"encoding": name}})
    done = run(file, "--lang", "fr")
    assert done.returncode == 2
    said = done.stdout.replace("\u00a0", " ")
    assert f"`{name}` n'est pas un encodage ; écrivez l'un de utf-8, cp1252" in said


def test_the_encoding_is_said(tmp_path: Path) -> None:
    file = write(tmp_path, {"contacts": [{}]})
    (tmp_path / "contacts.csv").write_bytes(
        f"contact_id,phone,nom\nP1,{phone(1)},Hélène\n".encode("cp1252")
    )
    assert "1 row, read as Windows-1252" in run(file, "--lang", "en").stdout
    assert "1 ligne, lu en Windows-1252" in run(file, "--lang", "fr").stdout


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300).filter(lambda data: b"\x00" not in data))
def test_any_bytes_have_some_reading(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    with suppress(FactError):
        _, text, lines = seen(path, data)
        assert text.count("\n") + (not text.endswith("\n")) == lines
    assert guess(path)
