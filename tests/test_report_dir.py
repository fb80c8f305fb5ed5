"""`calllint check FOLDER --report-dir OUT`: the pages of a night, and what each may show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calllint.cli import main
from calllint.facts.sources import reading, scan
from calllint.report.folder import PAGES, Names, slug
from tests.building import Lists, people, phone, write

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "src/calllint/schema/folder.schema.json").read_text("utf-8"))
Streams = pytest.CaptureFixture[str]

CLIENTS = {
    "lynx": ("Lynx Exemple SA", "siren:999000102", "abonnement Lynx", 1234),
    "orque": ("Orque Exemple SA", "siren:999000201", "livret Orque", 5678),
}
"""Folder to the advertiser, its id, what is offered, and the tail of a number only it has."""


def night(folder: Path) -> None:
    """Two advertisers, three campaigns: nothing of one may be read on the pages of the other."""
    for place, (client, (name, id, offer, tail)) in enumerate(CLIENTS.items(), 1):
        for campaign in ("a", "b")[: 3 - place]:
            lists: Lists = {
                "contacts": [*people(10 * place), {"contact_id": client, "phone": phone(tail)}],
                "consents": [{"advertiser": name, "offer": offer}],
                "calls": [{"advertiser": name, "phone": phone(tail)}],
            }
            changes = {
                "campaign": {
                    "id": f"{client}-{campaign}",
                    "offer": offer,
                    "title": f"{offer} {campaign}",
                },
                "advertiser": {"name": name, "id": id},
            }
            write(folder / client / campaign, lists, changes)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    night(tmp_path / "night")
    return tmp_path


def check(*arguments: str) -> int:
    given = ("night", "--report-dir", "out", "--group-by", "advertiser", "--lang", "en")
    return main(["check", *given, *arguments])


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")


def index(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    return found


@pytest.mark.parametrize("style", [name for name in PAGES if name != "json-v1"])
def test_the_pages_of_a_client_show_no_other(here: Path, capsys: Streams, style: str) -> None:
    if style == "html" and find_spec("jinja2") is None:
        pytest.skip("the extra html is not there")
    (here / "calllint-baseline.json").write_text(
        '{"calllint_baseline": 1, "findings": []}', encoding="utf-8"
    )
    assert check("--format", style) == 1
    folders = {"lynx": here / "out/lynx-exemple-sa", "orque": here / "out/orque-exemple-sa"}
    for own, folder in folders.items():
        (other,) = set(CLIENTS) - {own}
        name, id, offer, _ = CLIENTS[other]
        rows = 11 + 10 * list(CLIENTS).index(other)
        foreign = (
            *(other, name, name.split()[0], id, id.removeprefix("siren:"), offer),
            *(folders[other].name, f"{rows} contacts", f'"contacts": {rows}'),
        )
        pages = list(texts(folder))
        assert len(pages) == {"lynx": 4, "orque": 3}[own]
        for page, text in pages:
            found = [word for word in foreign if word.casefold() in text.casefold()]
            assert found == [], (page, style)
    assert "written" in capsys.readouterr().out.casefold()


def test_the_index_leads_to_every_page(here: Path, capsys: Streams) -> None:
    check("--format", "json", "--format", "text")
    found = index(here / "out")
    listed = {page["page"] for group in found["groups"] for page in group["campaigns"]}

    assert [group["name"] for group in found["groups"]] == [
        "Lynx Exemple SA", "Orque Exemple SA",
    ]  # fmt: skip
    assert len(listed) == 3
    assert all((here / "out" / page).is_file() for page in listed)
    assert {name for name, _ in texts(here / "out")} == {*found["files"], "index.json"}
    own = index(here / "out/lynx-exemple-sa")
    assert [group["name"] for group in own["groups"]] == [""]
    assert own["title"] == "Lynx Exemple SA"


def test_a_page_is_the_report_of_its_campaign(here: Path, capsys: Streams) -> None:
    check()
    capsys.readouterr()
    assert main(["check", "night/orque/a/campaign.yaml", "--lang", "en"]) == 1

    page = (here / "out/orque-exemple-sa/a.txt").read_text("utf-8")
    assert page == capsys.readouterr().out


def test_a_broken_campaign_stops_no_other_and_is_shown_as_such(here: Path, capsys: Streams) -> None:
    (here / "night/broken.yaml").write_text("calllint: 1\ncampaign: [\n")
    (here / "night/orque/a/consents.csv").unlink()

    assert check() == 2
    states = {
        one["campaign"]: one["state"]
        for group in index(here / "out")["groups"]
        for one in group["campaigns"]
    }
    assert states == {
        "night/orque/a/campaign.yaml": "unusable",
        "night/broken.yaml": "unusable",
        "night/lynx/a/campaign.yaml": "review",
        "night/lynx/b/campaign.yaml": "review",
    }
    assert "night/broken.yaml:3:1" in (here / "out/index.txt").read_text("utf-8")
    assert "consents.csv does not exist" in (here / "out/orque-exemple-sa/a.txt").read_text()


def test_calls_that_could_not_be_counted_are_told_on_the_page(here: Path, capsys: Streams) -> None:
    (here / "night/lynx/b/calls.csv").write_bytes(b"\0\0\0")

    assert check() == 2
    page = (here / "out/lynx-exemple-sa/a.txt").read_text("utf-8")
    assert "the calls of night/lynx/b/campaign.yaml could not be read" in " ".join(page.split())
    assert "11 contacts:" in page, "it is judged all the same"


def test_calls_that_can_be_read_count_though_others_cannot(here: Path, capsys: Streams) -> None:
    four = [
        {"advertiser": "Lynx Exemple SA", "at": f"2026-11-1{day}T11:00+01:00"}
        for day in range(1, 5)
    ]
    for name in ("c", "d"):
        changes = {"advertiser": {"name": "Lynx Exemple SA", "id": "siren:999000102"}}
        write(here / "night/lynx" / name, {"calls": four}, changes)
    (here / "night/lynx/b/calls.csv").write_bytes(b"\0\0\0")
    (here / "night/lynx/c/calls.csv").write_bytes(b"\0\0\0")

    assert check() == 2
    page = " ".join((here / "out/lynx-exemple-sa/a.txt").read_text("utf-8").split())
    assert "the calls of night/lynx/b/campaign.yaml, night/lynx/c/campaign.yaml" in page
    assert "FR401 attempts-cap" in page, "the four calls of campaign d"


def test_the_pages_are_replaced_whole_and_only_those_we_wrote(here: Path, capsys: Streams) -> None:
    check()
    (here / "night/orque/a/campaign.yaml").unlink()
    assert check() == 1
    assert not (here / "out/orque-exemple-sa").exists(), "a page of yesterday would be a lie"

    strange = here / "out/lynx-exemple-sa/notes.txt"
    strange.write_text("mine")
    before = dict(texts(here / "out"))
    assert check() == 2
    assert dict(texts(here / "out")) == before
    assert "calllint did not write" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["night", "night/lynx/a", "night/lynx/a/campaign.yaml"])
def test_nothing_that_is_read_is_written_over(here: Path, capsys: Streams, out: str) -> None:
    before = dict(texts(here / "night"))

    assert check("--report-dir", out) == 2
    assert dict(texts(here / "night")) == before
    assert [path.name for path in here.iterdir()] == ["night"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "night", "--group-by", "advertiser"), "--report-dir"),
        (("check", "night", "--report-dir", "out", "--output", "x"), "--output"),
        (("check", "night", "--report-dir", "out", "--format", "json=x"), "--output"),
        (("check", "night", "--report-dir", "out", "--format", "github"), "text, json"),
        (("check", "night", "--report-dir", "out", "--fix"), "--fix"),
        (("check", "night", "--report-dir", "out", "--statistics"), "--statistics"),
        (("check", "-", "--report-dir", "out"), "pipe"),
        (("check", "night", "--report-dir", "out", "--changed-since", "HEAD"), "--changed-since"),
        (("check", "night", "--report-dir", "out", "--contacts"), "--contacts"),
    ],
)
def test_what_does_not_go_with_a_folder_of_pages_is_refused(
    here: Path, capsys: Streams, arguments: tuple[str, ...], said: str
) -> None:
    assert main([*arguments, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not (here / "out").exists()


# -- read once


def test_a_list_that_several_campaigns_name_is_read_once(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    """The suppressions of all campaigns are one file; each sees them as it would alone."""
    rows = "phone,since\n" + f"{phone(1)},2026-01-01\n" + '"0199\n000002",2026-01-01\n'
    (here / "night/oppositions.csv").write_text(rows, encoding="utf-8")
    alone = {}
    for file in sorted((here / "night").rglob("campaign.yaml")):
        text = file.read_text("utf-8").replace(
            "suppressions: none", "suppressions: [../../oppositions.csv]"
        )
        file.write_text(text, encoding="utf-8")
        main(["check", file.relative_to(here).as_posix(), "--lang", "en"])
        alone[file.parent] = capsys.readouterr().out
    read = []
    scan_text = scan.scan_text

    def counted(path: Path, *rest: Any) -> Any:
        read.append(path.name)
        return scan_text(path, *rest)

    monkeypatch.setattr(reading, "scan_text", counted)
    main(["check", "night", "--report-dir", "out", "--lang", "en"])

    assert read.count("oppositions.csv") == 1
    assert read.count("contacts.csv") == 3
    pages = sorted((here / "out/campaigns").glob("*.txt"))
    assert sorted(path.read_text("utf-8") for path in pages) == sorted(alone.values())


def test_a_list_read_otherwise_is_another_list(here: Path, capsys: Streams) -> None:
    """The same bytes under another encoding or header are not what was read before."""
    shared = here / "night/oppositions.csv"
    shared.write_text(f"Téléphone\n{phone(1)}\n", encoding="cp1252")
    entry = (
        "suppressions: [{path: ../../oppositions.csv, encoding: %s, columns: {phone: Téléphone}}]"
    )
    for name, encoding in (("a", "cp1252"), ("b", "latin-1")):
        file = here / f"night/lynx/{name}/campaign.yaml"
        text = file.read_text("utf-8").replace("suppressions: none", entry % encoding)
        file.write_text(text, encoding="utf-8")

    assert main(["check", "night", "--report-dir", "out", "--lang", "en"]) == 1
    for name in ("a", "b"):
        assert "suppressed" in (here / f"out/campaigns/{name}.txt").read_text("utf-8")


def test_names_of_files_are_given_once_and_hold_no_number() -> None:
    names = Names(("index",))

    assert [names.give(text, "x") for text in ("Index", "Café & Cie", "café cie", "!")] == [
        "index-2", "cafe-cie", "cafe-cie-2", "x",
    ]  # fmt: skip
    assert "0199001234" not in slug("rappel 0199001234")
