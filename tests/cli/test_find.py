"""Files as they are, folders searched."""

import os
from pathlib import Path

import pytest

from calllint.cli.find import Found, find_campaigns
from tests.cli.fakes import FakeEngine, run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, text: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def files(*given: str) -> list[str]:
    return [one.file.replace(os.sep, "/") for one in find_campaigns(given) if not one.trouble]


@pytest.mark.parametrize(
    "text",
    [
        "calllint: 1\n",
        "# why\n\ncampaign: {}\ncalllint: 1\n",
        "{calllint: 1, campaign: {}}",
        '"calllint": 1\n',
        "\ufeffcalllint: 1\n",
        "calllint: 1\r\ncampaign: [\r\n",
        "a: 1\r\ncalllint: 1\r\n".encode("utf-16"),
        "calllint:\n",
        "# set in\n---\n  campaign: {}\n  calllint: 1\n",
        "calllint:  # which?\ncampaign: {id: x}\n",
        "callint: 1\ncampaign: {}\nadvertiser: {}\nschedule: {}\n",
        "schedule: {}\r\ncampaign:\r\n  id: x\r\nadvertiser: {}\r\n",
    ],
)
def test_a_campaign_is_known_by_its_root_key_even_when_it_is_broken(text: str | bytes) -> None:
    put("one.yml", text)

    assert files(".") == ["./one.yml"]


@pytest.mark.parametrize(
    "text",
    [
        "calllint_pack: 1\n",
        "hooks:\n  calllint: 1\n",
        "# calllint: ignore\n",
        "calllint:\r\n  extends: .calllint\r\n",
        "calllint:  # a job\n  # of ours\n\n  script:\n    - calllint .\n",
        "campaign: {}\nschedule: {}\n",
        "",
        "\0\xff",
    ],
)
def test_other_files_are_none(text: str) -> None:
    put("one.yaml", text)

    assert list(find_campaigns(["."])) == [Found(".", "error.no_campaign")]


@pytest.mark.parametrize("name", [".gitlab-ci.yml", "ci/gitlab.yml"])
def test_the_gitlab_template_may_lie_among_the_campaigns(name: str) -> None:
    put(name, (Path(__file__).parents[2] / "ci/gitlab.yml").read_bytes())
    put("campaign.yaml", "calllint: 1\n")

    assert files(".") == ["./campaign.yaml"]


def test_folders_are_searched_in_order_and_hidden_ones_left_out() -> None:
    for name in ("z.yaml", "b/x.yaml", "a/y.YML", ".git/x.yaml", "a/list.csv", "a/.hidden/x.yaml"):
        put(name, "calllint: 1\n")

    assert files(".") == ["./z.yaml", "./a/y.YML", "./b/x.yaml"]


def test_a_campaign_named_twice_is_judged_once() -> None:
    put("b/x.yaml", "calllint: 1\n")

    assert files("b/x.yaml", "b", "./b/../b/x.yaml") == ["b/x.yaml"]


def test_a_file_is_judged_whatever_is_in_it() -> None:
    put("notes.txt", "hello")

    assert files("notes.txt") == ["notes.txt"]


def test_a_folder_that_cannot_be_read_is_never_skipped_silently(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put("locked/x.yaml", "calllint: 1\n")
    put("open.yaml", "calllint: 1\n")

    def refuse(folder: str) -> None:
        raise PermissionError(13, "Permission denied", "./locked")

    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda at: refuse(at) if "locked" in at else real(at))

    assert list(find_campaigns(["."])) == [
        Found("./open.yaml"),
        Found("./locked", "error.folder_unread"),
    ]


def test_a_link_that_leads_nowhere_is_a_file_that_cannot_be_read() -> None:
    put("open.yaml", "calllint: 1\n")
    os.symlink("nowhere", "link.yaml")

    assert list(find_campaigns(["."])) == [
        Found("./open.yaml"),
        Found("./link.yaml", "error.file_unread"),
    ]


def test_a_pattern_that_no_shell_has_expanded_is_expanded() -> None:
    for name in ("a/1.yaml", "a/b/2.yaml", "c[1].yaml"):
        put(name, "calllint: 1\n")

    assert files("a/*.yaml") == ["a/1.yaml"]
    assert files("a/**/*.yaml") == ["a/1.yaml", "a/b/2.yaml"]
    assert files("*") == ["a/1.yaml", "a/b/2.yaml", "c[1].yaml"]
    assert files("c[1].yaml") == ["c[1].yaml"], "a file really named so"
    assert list(find_campaigns(["z*.yaml"])) == [Found("z*.yaml", "error.no_file")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "there is no such file or folder; did you mean the command `calllint scrub`?"),
        (
            "fr",
            "ce fichier ou dossier n'existe pas ; vouliez-vous dire la commande `calllint scrub` ?",
        ),
    ],
)
def test_a_command_that_is_misspelt_is_known(
    engine: FakeEngine, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    ended = run(capsys, "scrubb", "a.yaml", "--lang", lang)

    assert ended.code == 2
    assert said in ended.out.replace("\u00a0", " ")


def test_what_is_not_there_says_so(engine: FakeEngine, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkdir("empty")
    ended = run(capsys, "missing.yaml", "empty", "--fail-on", "error", "scrub")

    assert ended.code == 2
    assert "missing.yaml: error: there is no such file or folder; check the path" in ended.out
    assert "empty: error: no campaign in this folder: a campaign is a YAML file" in ended.out
    assert "scrub: error: there is no such file; to run the command, write `calllint scrub" in (
        ended.out
    )
    assert engine.asked == []


def test_a_list_given_in_place_of_a_campaign_is_known_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("contacts.csv").write_text("phone\n0199001234\n")
    Path("campaign.csv").write_text("calllint: 1\n")
    Path("lists").mkdir()
    Path("lists/calls.CSV").touch()
    Path("lists/contacts.csv").touch()
    found = find_campaigns(["contacts.csv", "campaign.csv", "lists"])
    inside = os.path.join("lists", "calls.CSV")
    assert list(found) == [
        Found("contacts.csv", "error.is_list", (("list", "contacts.csv"),)),
        Found("campaign.csv"),
        Found("lists", "error.only_lists", (("list", inside),)),
    ]
    Path("en cours.csv").write_text("phone\n0199001234\n")
    (spaced,) = find_campaigns(["en cours.csv"])
    assert spaced.values == (("list", "'en cours.csv'"),), "as a shell takes it"
