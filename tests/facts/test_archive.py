"""The archive of proofs: what is found there, what was altered, and what no reference can reach."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.cli import main
from calllint.engine.result import ContactVerdict, Proofs
from calllint.facts import archive as module
from calllint.facts.archive import Archive
from tests.building import Cell, Judged, Lists, judged, phone, write


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def proofs(tmp_path: Path) -> Path:
    folder = tmp_path / "proofs"
    (folder / "archive").mkdir(parents=True)
    (folder / "archive" / "1.pdf").write_text("the proof", encoding="utf-8")
    return folder


def check(tmp_path: Path, proofs: Path | None, **consent: Cell) -> Judged:
    file = write(tmp_path / "campaign", {"consents": [{"proof": "archive/1", **consent}]})
    return judged(file, proofs=proofs)


def verdict(found: Judged) -> ContactVerdict:
    (one,) = found.contacts
    return one


def test_a_proof_that_is_there_changes_nothing(tmp_path: Path, proofs: Path) -> None:
    for reference in ("archive/1", "archive/1.pdf", "./archive/1", "archive\\1.pdf"):
        found = check(tmp_path, proofs, proof=reference, proof_sha256=sha("the proof").upper())
        assert verdict(found).verdict == "allow", reference
        assert found.report.proofs == Proofs(1, 0, 0, 0)


def test_without_a_folder_nothing_is_said(tmp_path: Path) -> None:
    found = check(tmp_path, None, proof="archive/nowhere", proof_sha256="0" * 64)

    assert verdict(found).verdict == "allow"
    assert found.report.proofs is None


def test_a_missing_proof_is_unknown(tmp_path: Path, proofs: Path) -> None:
    found = check(tmp_path, proofs, proof="archive/2")

    assert verdict(found).verdict == "review"
    assert {"CL226", "FR101"} <= set(verdict(found).unknown)
    assert found.findings("CL226")[0].outcome == "unknown"
    assert found.report.proofs == Proofs(1, 1, 0, 0)


@pytest.mark.parametrize("digest", [sha("another"), "0" * 63, "g" * 64, "sha256"])
def test_another_digest_or_none_that_can_be_read_is_unknown(
    tmp_path: Path, proofs: Path, digest: str
) -> None:
    found = check(tmp_path, proofs, proof_sha256=digest)

    assert verdict(found).verdict == "review"
    assert "CL227" in verdict(found).unknown


def test_a_proof_without_digest_is_counted(tmp_path: Path, proofs: Path) -> None:
    found = check(tmp_path, proofs)

    assert verdict(found).verdict == "allow"
    assert [one.severity for one in found.findings("CL024")] == ["info"]


def test_another_consent_with_its_proof_carries_the_call(tmp_path: Path, proofs: Path) -> None:
    rows: list[Mapping[str, Cell]] = [{"proof": "archive/1"}, {"proof": "archive/lost"}]
    found = judged(write(tmp_path / "campaign", {"consents": rows}), proofs=proofs)

    assert verdict(found).verdict == "allow"
    assert [one.severity for one in found.findings("CL022")] == ["warning"]


def test_a_withdrawal_needs_no_proof(tmp_path: Path, proofs: Path) -> None:
    found = check(tmp_path, proofs, status="withdrawn", proof="nowhere")

    assert found.report.proofs == Proofs(0, 0, 0, 0)


@pytest.mark.parametrize(
    "reference",
    ["../secret", "/etc/passwd", "archive/../../secret", "..\\secret", "C:\\secret", "archive", ""],
)
def test_no_reference_leads_outside(proofs: Path, reference: str) -> None:
    (proofs.parent / "secret").write_text("secret", encoding="utf-8")

    assert Archive(proofs).files(reference) == []


def test_no_link_leads_outside(proofs: Path) -> None:
    outside = proofs.parent / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret", encoding="utf-8")
    os.symlink(outside / "secret", proofs / "file")
    os.symlink(outside, proofs / "folder")
    os.symlink(proofs / "archive" / "1.pdf", proofs / "inside")
    os.symlink(proofs / "nowhere", proofs / "dangling")

    archive = Archive(proofs)
    assert [archive.files(name) for name in ("file", "folder/secret", "dangling")] == [[], [], []]
    assert archive.files("inside") == ["inside"]


def test_an_accent_is_one_however_a_system_writes_it_in_names(proofs: Path) -> None:
    apart, composed = (
        "pre\N{COMBINING ACUTE ACCENT}nom.pdf",
        "pr\N{LATIN SMALL LETTER E WITH ACUTE}nom",
    )
    (proofs / apart).write_text("the proof", encoding="utf-8")
    archive = Archive(proofs)

    assert archive.matches(composed, sha("the proof")) is True
    assert archive.files(f"{composed}.pdf") == archive.files(apart) == [apart]


@given(st.text(max_size=20))
def test_a_reference_finds_files_below_the_folder_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, reference: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "references"
    (folder / "a").mkdir(parents=True, exist_ok=True)
    (folder / "a" / "b.pdf").write_text("", encoding="utf-8")

    assert set(Archive(folder).files(reference)) <= {"a/b.pdf"}


def test_each_file_is_read_once(
    tmp_path: Path, proofs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    original = module._sha256

    def reading(path: str) -> str | None:
        read.append(path)
        return original(path)

    monkeypatch.setattr(module, "_sha256", reading)
    rows: list[Mapping[str, Cell]] = [
        {
            "phone": phone(n),
            "proof": "archive/1",
            "proof_sha256": sha("the proof" if n % 2 else "another"),
        }
        for n in range(1, 9)
    ]
    file = write(tmp_path / "campaign", {"consents": rows})

    assert judged(file, proofs=proofs).report.proofs == Proofs(8, 0, 4, 0)
    assert len(read) == 1


def test_two_files_of_one_name_are_told_apart_by_the_digest(proofs: Path) -> None:
    (proofs / "archive" / "1.txt").write_text("another", encoding="utf-8")

    archive = Archive(proofs)
    assert archive.matches("archive/1", sha("another")) is True
    assert archive.matches("archive/1", sha("a third")) is False


FORM = "J'accepte d'être appelé par Exemple SA pendant douze mois."


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f"\ufeffFormulaire web\r\n\r\n{FORM.replace(' ', '  ', 2)}\nEnvoyer", set()),
        (FORM.replace("é", "e\u0301").replace("ê", "e\u0302"), set()),
        (FORM.replace("douze", "six"), {"CL113"}),
        (None, {"CL112"}),
    ],
)
def test_a_form_is_compared_with_its_archived_text(
    tmp_path: Path, proofs: Path, text: str | None, rules: set[str]
) -> None:
    if text is not None:
        (proofs / "F1.txt").write_text(text, encoding="utf-8", newline="")
    file = write(tmp_path / "campaign")
    file.write_text(
        file.read_text("utf-8").replace("- id: F1", "- archived: F1\n      id: F1"), "utf-8"
    )
    found = judged(file, proofs=proofs).report
    assert {one.rule.id for one in found.findings} & {"CL112", "CL113"} == rules
    assert not {one.rule.id for one in judged(file).report.findings} & {"CL112", "CL113"}


def test_a_text_that_is_no_text_is_unknown(tmp_path: Path, proofs: Path) -> None:
    (proofs / "F1.txt").write_bytes(b"\xff\xfe\x00")
    file = write(tmp_path / "campaign")
    file.write_text(
        file.read_text("utf-8").replace("- id: F1", "- archived: F1\n      id: F1"), "utf-8"
    )
    (finding,) = judged(file, proofs=proofs).findings("CL113")
    assert finding.outcome == "unknown"


def test_check_scrub_and_audit_take_the_folder(
    tmp_path: Path, proofs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call: Mapping[str, Cell] = {"at": "2026-11-24T10:30+01:00"}
    lists: Lists = {"consents": [{"proof": "archive/1", "proof_sha256": sha("x")}], "calls": [call]}
    file = str(write(tmp_path / "campaign", lists))
    for command in (("check",), ("audit",), ("scrub", "--out", str(tmp_path / "out"))):
        main((*command, file, "--proofs", str(proofs)))
        assert "CL227" in capsys.readouterr().out, command
    assert main(("check", file, "--proofs", str(tmp_path / "nowhere"))) == 2
