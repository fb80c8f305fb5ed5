"""The page as a file: inert whatever a campaign holds, alone in the world, the same every time."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from calllint.engine.result import Report
from calllint.lang import say
from calllint.report.html.figures import common, without
from calllint.report.html.verdict import outcome, reference
from calllint.report.html.writer import open_writer, write_campaign, write_index
from calllint.report.interface import Entry, Look
from tests.building import judged, phone, run, write
from tests.report.samples import on_contacts, on_window, problem, report
from tests.update_examples import ROOT

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\u202e</style>"


class Seen(HTMLParser):
    """Every tag of a page with its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(*reports: Report, lang: str = "en", **look: Any) -> str:
    out = io.StringIO()
    writer = open_writer(out, Look(lang=lang, **look))
    for each in reports:
        writer.add(each)
    writer.close()
    return out.getvalue()


def hostile(tmp_path: Path) -> Report:
    """A campaign with markup in every text a person may write."""
    changes = {
        "campaign": {"title": HOSTILE, "offer": HOSTILE},
        "advertiser": {"name": HOSTILE},
        "centres": [{"name": HOSTILE, "country": "MA"}],
        "schedule": {"windows": [{"days": ["sat"], "hours": ["10:00-12:00"]}]},
    }
    consents = [{"phone": phone(1), "supplier": HOSTILE, "advertiser": HOSTILE}]
    file = write(tmp_path / "c", {"consents": consents}, changes)
    text = file.read_text(encoding="utf-8")
    note = f"  # calllint: ignore[FR302] until 2027-01-31: {HOSTILE}"
    file.write_text(text.replace("10:00-12:00", f"10:00-12:00{note}"), encoding="utf-8")
    return judged(file).report


def test_markup_in_a_campaign_stays_text(tmp_path: Path) -> None:
    found = hostile(tmp_path)
    seen = Seen(page(found))

    assert found.title == HOSTILE
    assert "<script>alert(1)</script>" in seen.text
    assert "{{7*7}}" in seen.text
    assert sum(tag == "script" for tag, _ in seen.tags) == 1
    assert not any(tag == "img" for tag, _ in seen.tags)
    assert not any(name.startswith("on") for _, given in seen.tags for name in given)
    assert "\u202e" not in page(found)


def test_markup_in_a_report_made_by_anybody_stays_text() -> None:
    bad = on_contacts(values={"advertiser_name": HOSTILE}, lines=((HOSTILE, 3),))
    seen = Seen(page(report(bad, on_window(), title=HOSTILE, campaign=HOSTILE)))

    assert sum(tag == "script" for tag, _ in seen.tags) == 1
    assert not any(tag == "img" for tag, _ in seen.tags)


def test_a_page_asks_for_nothing_and_runs_nothing_but_its_own() -> None:
    text = page(report(on_window(), on_contacts()))
    seen = Seen(text)
    policy = next(
        given["content"] for tag, given in seen.tags
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy"
    )  # fmt: skip
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)

    assert policy
    assert policy.startswith("default-src 'none';")
    for found in (style, script):
        assert found
        digest = hashlib.sha256(found[1].encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import|@font-face", text)
    for tag, given in seen.tags:
        assert tag not in ("link", "iframe", "object", "embed", "img", "image", "use")
        assert not {"src", "srcset", "style", "xlink:href", "action"} & set(given)


def test_the_same_report_gives_the_same_bytes() -> None:
    one = report(on_window(), on_contacts())

    assert page(one) == page(one)
    assert page(one, one).count('id="c2-title"') == 1


def test_every_id_of_a_page_is_its_own(tmp_path: Path) -> None:
    found = judged(write(tmp_path)).report
    ids = [given["id"] for _, given in Seen(page(found, found)).tags if "id" in given]

    assert len(ids) == len(set(ids))


def test_every_chart_says_what_it_is_and_has_its_table(tmp_path: Path) -> None:
    text = page(judged(write(tmp_path, {"consents": []})).report)

    assert text.count("<svg") == text.count("<desc") == text.count('role="img"') >= 2
    assert text.count("<figure") == text.count("</details>\n\n</figure>")
    assert not re.search(r"aria-roledescription", text)


def test_numbers_are_masked_unless_they_are_to_be_shown(tmp_path: Path) -> None:
    number = "01 99 00 12 34"
    title = f"Rappel du {number}"
    report_of = judged(write(tmp_path, changes={"campaign": {"title": title}})).report

    assert number not in page(report_of)
    assert "0199000099" not in page(report_of)
    assert title in page(report_of, show_numbers=True)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "breach"),
        ({"findings": (on_window(outcome="unknown"),)}, "unknown"),
        ({"findings": ()}, "some"),
        ({"findings": (), "problems": (problem(fatal=False),)}, "unchecked"),
        ({"findings": (), "options": {"select": "EX1"}}, "part"),
        ({"findings": (), "without_data": True}, "no_data"),
        ({"first_day": None}, "unread"),
    ],
)
def test_the_verdict_is_the_gravest_thing_that_can_be_said(
    changes: dict[str, Any], key: str
) -> None:
    made = replace(report(on_window()), **changes)

    assert outcome(made) == key
    for lang in ("en", "fr"):
        sentence = say(f"html.ruling.{key}", lang, n=2, shown="\0").split("\0")[0]
        assert sentence.replace("'", "’") in Seen(page(made, lang=lang)).text


@pytest.mark.parametrize(
    ("allow", "contacts", "key"),
    [(0, 0, "empty"), (0, 3, "nobody"), (2, 3, "some"), (3, 3, "all"), (1, 1, "one")],
)
def test_the_verdict_counts_whom_it_clears(allow: int, contacts: int, key: str) -> None:
    totals = replace(report().totals, contacts=contacts, allow=allow, review=0, block=0)

    assert outcome(replace(report(), totals=totals, problems=())) == key


def test_the_reference_changes_with_anything_the_report_is_made_from() -> None:
    one = report(on_window())
    others = [
        replace(one, campaign="other.yaml"),
        replace(one, options={"dial": "2026-11-23..2026-11-24"}),
        replace(one, packs={"example": "2"}),
        replace(one, digests={"campaign.yaml": "00"}),
        replace(one, tzdata="2027a"),
        replace(one, known_at="2026-11-01T00:00"),
    ]

    assert len({reference(each) for each in (one, *others)}) == 1 + len(others)
    assert reference(one) == reference(replace(one, title="Another"))


def test_several_campaigns_stand_below_a_table_of_them() -> None:
    text = page(report(on_window()), replace(report(), title="Second"))

    assert text.count("<article") == 2
    assert 'href="#c1"' in text
    assert 'href="#c2"' in text
    assert text.count("<h1") == 1


def test_an_index_leads_to_pages_and_names_groups() -> None:
    out = io.StringIO()
    groups = {"Télécom Exemple": [Entry(report(on_window()), "a.html")], "": []}
    write_index(groups, out, Look(lang="fr"))
    links = [given.get("href") for tag, given in Seen(out.getvalue()).tags if tag == "a"]

    assert "a.html" in links
    assert "<h2>Télécom Exemple</h2>" in out.getvalue()


def test_a_campaign_alone_is_a_page() -> None:
    out = io.StringIO()
    write_campaign(report(on_window()), out, Look())

    assert out.getvalue() == page(report(on_window()))


def test_parts_of_stretches() -> None:
    assert common(((540, 1260),), ((600, 780), (840, 1200))) == ((600, 780), (840, 1200))
    assert without(((540, 1260),), ((600, 780), (840, 1200))) == (
        (540, 600), (780, 840), (1200, 1260),
    )  # fmt: skip
    assert without(((600, 700),), ((600, 700),)) == ()


def test_without_the_extra_the_error_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['altair'] = None; from calllint.cli import main; "
        f"sys.exit(main([{str(write(tmp_path))!r}, '--format', 'html']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )

    assert done.returncode == 2
    assert "pip install 'calllint[html]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_scrub_writes_a_page_beside_its_summary(tmp_path: Path) -> None:
    campaign = write(tmp_path / "c", {"contacts": [{"phone": phone(1)}, {"phone": phone(2)}]})
    html, out = tmp_path / "page.html", tmp_path / "out"
    done = run(
        "scrub", campaign, "--out", out, "--format", "text", "--format", f"html={html}",
        "--lang", "fr",
    )  # fmt: skip
    seen = Seen(html.read_text(encoding="utf-8"))

    assert done.returncode == 0
    assert "callable.csv" in done.stdout
    assert "Rapport sur la liste à appeler" in seen.text
    assert "callable.csv" in seen.text
    assert "1 de ses 2 contacts" in seen.text


PORTFOLIO = """\
calllint_portfolio: 1
centre: {name: "<script>alert(1)</script> 01 99 00 12 34", country: MA}
activities:
  - {name: "<img src=x onerror=alert(1)>", client: "</style>", kind: outbound_prospecting,
     market: FR, campaign: c/campaign.yaml, agents: 12}
  - {name: Accueil, client: Autre, kind: inbound_service, market: FR, agents: 30,
     monthly_revenue: {amount: 90000, currency: EUR}}
"""


def test_a_portfolio_is_a_page_whatever_it_holds(tmp_path: Path) -> None:
    write(tmp_path / "c", {"consents": []})
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO, encoding="utf-8")
    file = tmp_path / "page.html"
    done = run("impact", tmp_path, "--format", "text", "--format", f"html={file}")
    seen = Seen(file.read_text(encoding="utf-8"))

    assert done.returncode == 0
    assert "<script>alert(1)</script>" in seen.text
    assert "01 99 00 12 34" not in seen.text
    assert sum(tag == "script" for tag, _ in seen.tags) == 1
    assert not any(tag == "img" for tag, _ in seen.tags)
    ids = [given["id"] for _, given in seen.tags if "id" in given]
    assert len(ids) == len(set(ids))
    again = run("impact", tmp_path, "--format", "html")
    assert again.stdout == file.read_text(encoding="utf-8")


def test_the_page_of_a_portfolio_says_what_it_rests_on(tmp_path: Path) -> None:
    done = run("impact", ROOT / "examples" / "narrow-centre", "--format", "html", "--lang", "fr")
    seen = Seen(done.stdout)

    assert "le droit coûte à 1 activité sur 1" in seen.text
    assert "Rien à côté de cela" in seen.text
    assert "ligne 11" in seen.text


def test_a_folder_of_pages_has_pages_and_indexes_of_this_kind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(
        "check", ROOT / "examples" / "wide-centre", "--report-dir", out, "--group-by",
        "advertiser", "--format", "html",
    )  # fmt: skip
    pages = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    index = Seen((out / "index.html").read_text(encoding="utf-8"))
    links = {given.get("href") for tag, given in index.tags if tag == "a"}

    assert done.returncode == 1
    assert {name for name in pages if not name.endswith("index.html")} <= links
    assert len(pages) == 5
