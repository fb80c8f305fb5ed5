"""Pages about the packs in use: whole, linked, in two languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from calllint.packs import load_packs
from calllint.packs.model import Article, InForce
from calllint.report import markdown as md
from calllint.report.pages import pages
from tests.report.samples import pack, rule

REAL = {lang: {page.path: page.text for page in pages(load_packs(), lang)} for lang in ("en", "fr")}


def made(**changes: Any) -> dict[str, str]:
    return {page.path: page.text for page in pages((pack(rule(**changes)),), "en")}


def test_every_rule_family_and_law_value_has_its_page() -> None:
    for found in REAL.values():
        for each in load_packs():
            assert {f"rules/{one.id}.md" for one in each.rules} <= found.keys()
            assert {f"rules/family-{one.id[:3]}.md" for one in each.rules} <= found.keys()
            assert {f"law/{each.name}/{name}.md" for name in each.parameters} <= found.keys()
        assert {"rules/index.md", "rules/doubts.md", "law/index.md"} <= found.keys()
        assert {"law/timeline.md", "law/penalties.md"} <= found.keys()
    assert REAL["en"].keys() == REAL["fr"].keys()


@pytest.mark.parametrize("lang", sorted(REAL))
def test_every_link_of_a_page_leads_to_a_page(lang: str) -> None:
    broken = []
    for path, text in REAL[lang].items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not target.startswith(("https://", "http://")):
                parts: list[str] = list(PurePosixPath(path).parent.parts)
                for part in target.split("/"):
                    parts = parts[:-1] if part == ".." else [*parts, part]
                broken += [] if "/".join(parts) in REAL[lang] else [(path, target)]

    assert broken == []


@pytest.mark.parametrize("lang", sorted(REAL))
def test_every_row_of_a_table_has_as_many_cells_as_its_head(lang: str) -> None:
    for path, text in REAL[lang].items():
        for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            cells = {len(re.split(r"(?<!\\)\|", row)) for row in block.splitlines()}
            assert len(cells) == 1, (path, block[:200])


def test_the_page_of_a_rule_tells_it_whole() -> None:
    text = made(doubt={"en": "Nobody knows."})["rules/EX301.md"]

    for expected in (
        "# EX301 hours-too-late",
        "**Calls too late**",
        "| [EX3](family-EX3.md) | error | each window of calling hours |",
        "Nobody is called **late**.\n\n- one\n- two",
        "## What is not settled\n\nNobody knows.",
        "| [Code D1-9](https://law.example/D1-9) |",
        "(../law/example/permitted_hours.md)",
        "```text\nnot local_to <= 1200\n```",
        "| breach | 1 September 2026 | `local_to: 21:00, sector: null` | nine at night |",
    ):
        assert expected in text, text


def test_the_timeline_tells_what_begins_ends_and_changes() -> None:
    text = made(in_force=InForce(date(2023, 3, 1), date(2026, 8, 10)))["law/timeline.md"]
    begin, change, end = (text.index(f"## {day}") for day in ("1 March", "11 August", "1 January"))

    assert begin < change < end
    assert "In force from this day:\n\n* [EX301](../rules/EX301.md) Calls too late" in text
    assert "No longer in force from this day:\n\n* [EX301]" in text[change:]
    assert "permitted_hours.md): no such rule" in text[end:]


def test_what_is_not_settled_is_told_in_one_sentence() -> None:
    told = Article("Code D1-9", "decree 1", None, "secondary")
    own = made(law=(told,), severity="warning", doubt={"en": "Nobody knows."})["rules/doubts.md"]
    read = made(law=(told,), severity="warning")["rules/doubts.md"]

    assert "1 rule rests on what is not settled" in own
    assert "| warning | Nobody knows. |" in own
    assert "| warning | Known from commentary only: Code D1-9. |" in read
    assert "0 rules rest on what is not settled" in made()["rules/doubts.md"]


def test_ids_of_rules_become_links_but_not_in_code() -> None:
    text = md.linked("AB101, `AB101`, [AB101](x) and ZZ999", lambda id: f"<{id}>")

    assert text == "<AB101>, `AB101`, [AB101](x) and <ZZ999>"


@pytest.mark.parametrize(
    ("target", "here", "path"),
    [
        ("rules/A.md", "rules/B.md", "A.md"),
        ("rules/A.md", "law/p/x.md", "../../rules/A.md"),
        ("law/index.md", "rules/B.md", "../law/index.md"),
    ],
)
def test_links_are_relative(target: str, here: str, path: str) -> None:
    assert md.relative(target, here) == path


def test_a_bar_in_a_cell_does_not_cut_it() -> None:
    assert md.table(["a"], [["x | y\u00a0€"]]).splitlines()[2] == "| x \\| y\u00a0€ |"


def test_pages_are_written_to_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from calllint.cli import main

    assert main(["rules", "docs", str(tmp_path), "--lang", "fr"]) == 0
    assert f"{len(REAL['fr'])} pages" in capsys.readouterr().out
    assert (tmp_path / "rules" / "FR104.md").read_text(encoding="utf-8") == REAL["fr"][
        "rules/FR104.md"
    ]
    assert main(["rules", "docs", str(tmp_path / "rules" / "FR104.md")]) == 2
    assert "cannot write" in capsys.readouterr().err
