"""What people see in an editor, from the server that editors really run, with our schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calllint.cli import main
from tests.editor.server import ROOT, Editor

EXAMPLE = ROOT / "examples/consent-clean/campaign.yaml"
PAGES = [ROOT / "docs/editor.md", ROOT / "docs/fr/editeur.md"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("editor")


@pytest.fixture(scope="module")
def editor(folder: Path) -> Iterator[Editor]:
    settings = re.search(r"```json\n(.*?)```", PAGES[0].read_text("utf-8"), re.DOTALL)
    assert settings is not None
    schemas = json.loads(settings[1])["yaml.schemas"]
    yaml = {"schemas": schemas, "schemaStore": {"enable": False}, "hover": True}
    yaml |= {"completion": True, "validate": True}
    with Editor(folder, {"yaml": yaml}) as opened:
        yield opened


@pytest.fixture(autouse=True)
def schemas(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("campaign", "script", "forms"):
        assert main(["schema", name]) == 0
        (folder / f"{name}.schema.json").write_text(capsys.readouterr().out, "utf-8")


def opened(editor: Editor, file: Path, text: str, modeline: bool) -> list[str]:
    head = "# yaml-language-server: $schema=campaign.schema.json\n" if modeline else "\n"
    file.write_text(head + text, "utf-8")
    return [one["message"] for one in editor.open(file, head + text)]


@pytest.mark.parametrize("name", ["campaign.yaml", "with-modeline.yaml"])
def test_a_campaign_in_order_has_no_mark_by_setting_or_modeline(
    editor: Editor, folder: Path, name: str
) -> None:
    text = EXAMPLE.read_text("utf-8")

    assert opened(editor, folder / name, text, name != "campaign.yaml") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("channel: live_call", "channel: letter", "live_call"),
        ("holidays: skip", "holiday: skip", "holiday"),
        ("max: 4", "max: four", "integer"),
    ],
)
def test_a_wrong_value_is_marked(
    editor: Editor, folder: Path, old: str, new: str, said: str
) -> None:
    name = f"wrong-{new.partition(':')[0]}.yaml"
    messages = opened(editor, folder / name, EXAMPLE.read_text("utf-8").replace(old, new), True)

    assert len(messages) == 1
    assert said in messages[0]


def test_a_script_has_its_own_schema(editor: Editor, folder: Path) -> None:
    text = "steps:\n  - says: Bonjour.\n    covers: [weather]\n"
    (folder / "script.yaml").write_text(text)

    (mark,) = editor.open(folder / "script.yaml", text)
    assert "caller_identity" in mark["message"]


def test_channel_is_completed(editor: Editor, folder: Path) -> None:
    file = folder / "completed.yaml"
    opened(editor, file, "calllint: 1\ncampaign:\n  channel: \n  \n", True)

    answers = editor.at("textDocument/completion", file, 3, 11)["items"]
    assert [one["label"] for one in answers] == [
        "live_call", "automated_call", "voicebot", "voicemail_drop", "sms", "email",
    ]  # fmt: skip
    keys = editor.at("textDocument/completion", file, 4, 2)["items"]
    assert {"purpose", "audience", "sector"} <= {one["label"] for one in keys}


@pytest.mark.parametrize(
    ("line", "character", "said"),
    [
        (3, 4, "How people are reached."),
        (4, 2, "When calls are placed."),
        (5, 3, "First day of calls."),
    ],
)
def test_a_key_is_explained_where_the_pointer_rests(
    editor: Editor, folder: Path, line: int, character: int, said: str
) -> None:
    file = folder / f"hover-{line}.yaml"
    text = "calllint: 1\ncampaign:\n  channel: sms\nschedule:\n  from: 2026-11-23\n"
    opened(editor, file, text, True)

    assert said in editor.at("textDocument/hover", file, line, character)["contents"]["value"]


def test_the_two_pages_say_the_same_settings() -> None:
    blocks = [re.findall(r"```json\n.*?```", page.read_text("utf-8"), re.DOTALL) for page in PAGES]

    assert blocks[0] == blocks[1] != []
