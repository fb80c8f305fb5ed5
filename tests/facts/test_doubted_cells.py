"""Cells that could not be used are counted, and the finding says in which columns they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.building import phone, run, write

SECRET = "Formulaire de Zoé"


@pytest.mark.parametrize(
    ("kind", "text", "entry", "said"),
    [
        (
            "consents",
            f"phone,at,status,source\n{phone(1)},2026-09-01,granted,{SECRET}\n",
            {},
            {"CL004": "1, in `source`"},
        ),
        (
            "consents",
            f"phone,at,Accord,source\n{phone(1)},2026-09-01,{SECRET},{SECRET}\n{phone(2)},,{SECRET},\n",
            {"columns": {"status": "Accord"}},
            {"CL004": "3, in `Accord` → `status` (2), `source` (1)"},
        ),
        (
            "consents",
            f"phone,at,status\n{phone(1)},2026-09-01,granted\n",
            {"set": {"source": "web_form"}, "columns": {"status": "#1"}},
            {"CL004": "1, in `status`"},
        ),
        (
            "contacts",
            f"phone,timezone,audience\n{phone(1)},{SECRET},{SECRET}\n{phone(2)},{SECRET},\n",
            {},
            {"CL004": "3, in `audience` (1), `timezone` (2)"},
        ),
        (
            "contracts",
            f"phone,Début,ended_on\n{phone(1)},{SECRET},2026-11-24\n",
            {"columns": {"started_on": "Début"}},
            {"CL003": "1, in `Début` → `started_on`"},
        ),
        (
            "requests",
            f"phone,at,agreed_at\n{phone(1)},2026-11-20 10:00,?\n{phone(2)},?,2026-11-24 10:00\n",
            {},
            dict.fromkeys(["CL003", "CL005"], "2, in `at` (1), `agreed_at` (1)"),
        ),
    ],
)  # fmt: skip
def test_the_columns_are_named_and_no_cell_is(
    kind: str, text: str, entry: dict[str, object], said: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    file = write(tmp_path, changes={"data": {kind: [{"path": "list.csv", **entry}]}})
    for lang, where in (("en", "in"), ("fr", "dans")):
        done = run("check", file.name, "--lang", lang, "--format", "json", cwd=tmp_path)
        found = {
            one["rule"]: one["message"].replace("\u00a0", " ")
            for one in json.loads(done.stdout)["campaigns"][0]["findings"]
            if one["rule"] in ("CL003", "CL004", "CL005")
        }
        for rule, words in said.items():
            assert found[rule].endswith(words.replace(", in ", f", {where} ", 1))
        assert SECRET not in done.stdout


@pytest.mark.parametrize("form", ["text", "sarif", "junit", "github", "gitlab"])
def test_every_format_names_the_column(form: str, tmp_path: Path) -> None:
    consents = [{"status": "oui"}]
    file = write(tmp_path, {"consents": consents})
    done = run("check", file.name, "--lang", "en", "--format", form, cwd=tmp_path)
    assert "does not know: 1, in `status`" in done.stdout.replace("%3A", ":")
