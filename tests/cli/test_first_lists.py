"""The first minutes with lists of one's own: what they are, what they lack, unknown words."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from calllint.document import load
from calllint.document.schema import validate
from calllint.lang import known
from calllint.packs.canonical import LAYOUTS
from tests.building import CAMPAIGN, merged, phone
from tests.cli.fakes import Ended, run

CALLS = f"phone_number,call_date,status\n{phone(1)},2026-11-02 10:14:00,NA\n{phone(2)},,A\n"
CONSENTS = (
    "Téléphone;Date;Source;Annonceur;Preuve\n"
    f"{phone(1)};12/03/2026;formulaire web;Exemple SA;P-1\n"
    f"{phone(2)};01/10/2025;formulaire web;Exemple SA;P-2\n"
    f"{phone(3)};15/08/2026 14:32;Papier;Exemple SA;\n"
    f"{phone(4)};20/10/2026;0199000099;Exemple SA;\n"
)
LEADS = f"Nom;Téléphone;Optin;Date;Preuve;Formulaire\nx;{phone(1)};Oui;01/09/2026;P-1;F1\n"
SAID = ("--advertiser", "Exemple SA", "--days", "2026-11-23..2026-11-27", "--country", "FR")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("appels.csv", CALLS),
        ("consentements.csv", CONSENTS),
        ("leads.csv", LEADS),
        ("contacts.csv", f"contact_id,phone,postal_code\nC-1,{phone(1)},75011\n"),
    ):
        Path(name).write_text(text, encoding="utf-8")


def inspect(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    return run(capsys, "inspect", *arguments)


def seen(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    (found,) = json.loads(inspect(capsys, *arguments, "--format", "json").out)["lists"]
    return found


def plain(text: str) -> str:
    """On one line, with ordinary blanks."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def pasted(text: str, lang: str) -> str:
    """What stands below the line that says to paste it."""
    return text.partition({"en": "To paste under", "fr": "À coller sous"}[lang])[2].partition("\n")[
        2
    ]


def uncommented(text: str) -> str:
    """As an editor does it: one `# ` less on each line."""
    return re.sub(r"^( *)# ", r"\1", text, flags=re.MULTILINE)


def check(capsys: pytest.CaptureFixture[str], data: Any) -> Ended:
    lists = {"contacts": ["contacts.csv"], "consents": None, **data}
    campaign = merged(CAMPAIGN, {"data": lists})
    text = yaml.safe_dump(campaign, allow_unicode=True)
    Path("campaign.yaml").write_text(text, encoding="utf-8")
    return run(capsys, "check", "campaign.yaml", "--format", "json", "--lang", "en")


def test_a_call_log_is_never_a_consent(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(seen(capsys, "appels.csv")["entry"]) == ["calls"]
    Path("appels.csv").rename("export.csv")
    assert list(seen(capsys, "export.csv")["entry"]) == ["calls"]

    assert run(capsys, "init", *SAID, "contacts.csv", "export.csv").code == 0
    data = load(Path("campaign.yaml")).get(("data",))
    assert set(data) == {"contacts", "calls"}


@pytest.mark.parametrize(
    ("lang", "asked", "left_out"),
    [
        ("en", "not clear what it is: contacts or consents?", "left out: contacts or consents?"),
        ("fr", "ce que c'est : contacts ou consentements ?", "laissée de côté : contacts ou"),
    ],
)
def test_what_is_not_clear_is_asked_and_left_out(
    lang: str, asked: str, left_out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = inspect(capsys, "leads.csv", "--lang", lang)
    assert ended.code == 0
    assert asked in plain(ended.out)
    assert "calllint inspect --kind contacts leads.csv" in plain(ended.out)
    assert "- path:" not in ended.out
    found = seen(capsys, "leads.csv")
    assert (found["kind"], found["entry"], found["read"]) == (None, None, None)
    assert set(found["could_be"]) == {"consents", "contacts"}
    assert list(seen(capsys, "leads.csv", "--kind", "contacts")["entry"]) == ["contacts"]

    ended = run(capsys, "init", *SAID, "contacts.csv", "leads.csv", "--lang", lang)
    assert ended.code == 0
    assert left_out in plain(ended.out)
    document = load(Path("campaign.yaml"))
    assert validate(document, "campaign") == []
    assert set(document.get(("data",))) == {"contacts"}
    comment = [
        line
        for line in Path("campaign.yaml").read_text("utf-8").splitlines()
        if "leads.csv" in line
    ]
    assert len(comment) == 1
    assert comment[0].lstrip().startswith("# ")
    assert "calllint inspect --kind contacts leads.csv" in comment[0]


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "named under both"), ("fr", "se nomme sous les deux")]
)
def test_contacts_with_their_consents_are_named_under_both(
    lang: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("crm.csv").write_text(LEADS.replace(";Date", ";Date optin"), encoding="utf-8")
    assert told in plain(inspect(capsys, "crm.csv", "--lang", lang).out)
    lists = json.loads(inspect(capsys, "crm.csv", "--format", "json").out)["lists"]
    assert [list(one["entry"]) for one in lists] == [["contacts"], ["consents"]]
    assert [one["also"] for one in lists] == [[], []]

    ended = run(capsys, "init", *SAID, "crm.csv", "--lang", lang)
    assert ended.code == 0
    data = load(Path("campaign.yaml")).get(("data",))
    assert [data[kind][0]["path"] for kind in ("contacts", "consents")] == ["crm.csv", "crm.csv"]
    found = json.loads(run(capsys, "check", "campaign.yaml", "--format", "json").out)
    read = {one["kind"]: one["rows"] for one in found["campaigns"][0]["lists"]}
    assert read == {"contacts": 1, "consents": 1}

    rejected = run(capsys, "inspect", "--kind", "contacts", "crm.csv", "--format", "json")
    (found,) = json.loads(rejected.out)["lists"]
    assert list(found["entry"]) == ["contacts"]


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "lists of several kinds"), ("fr", "listes de plusieurs sortes")]
)
def test_an_archive_of_several_kinds_has_no_entry(
    lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write("contacts.csv")
        archive.write("appels.csv")
    ended = inspect(capsys, "all.zip", "--lang", lang)
    assert (ended.code, plain(ended.out).count(said), "- path" in ended.out) == (0, 2, False)
    assert run(capsys, "init", *SAID, "all.zip", "--lang", lang).code == 0
    assert "all.zip" not in json.dumps(load(Path("campaign.yaml")).value)
    assert Path("campaign.yaml").read_text(encoding="utf-8").count(said) == 2


def test_a_name_cannot_break_out_of_its_comment(capsys: pytest.CaptureFixture[str]) -> None:
    name = "leads\n  x: none #.csv"
    Path("leads.csv").rename(name)
    assert run(capsys, "init", *SAID, "contacts.csv", name).code == 0
    assert set(load(Path("campaign.yaml")).get(("data",))) == {"contacts"}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "No column is read as these (`columns:` names one), so nothing says:",
                "status that they agreed, and did not refuse or withdraw",
                "form on which form, so in which words",
                "time of day at what time they agreed, in 3 of the rows",
                "# status: … # granted or withdrawn",
                "# form: … # its id in `consent_forms`",
                "`Date` is read as the moment people agreed.",
            ],
        ),
        (
            "fr",
            [
                "Aucune colonne n'est lue comme ceci (`columns:` en nomme une) ;",
                "status que la personne a accepté, et n'a ni refusé ni retiré son accord",
                "heure à quelle heure l'accord a été donné, pour 3 des lignes",
                "# channel: … # live_call, automated_call, voicebot, voicemail_drop, sms, email ou",
                "`Date` est lue comme le moment de l'accord.",
            ],
        ),
    ],
)
def test_what_a_list_lacks_is_said_and_how_to_say_it_once(
    lang: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    ended = inspect(capsys, "consentements.csv", "--lang", lang)
    for words in said:
        assert words in plain(ended.out)
    assert yaml.safe_load(pasted(ended.out, lang)) == {
        "consents": [{"path": "consentements.csv", "profile": "excel-fr"}]
    }, "nothing is claimed in their place"
    assert seen(capsys, "consentements.csv")["missing"] == ["status", "channel", "offer", "form"]

    told = run(capsys, "init", *SAID, "contacts.csv", "consentements.csv", "--lang", lang)
    written = Path("campaign.yaml").read_text(encoding="utf-8")
    for text in (written, told.out):
        assert "status, channel, offer, form" in plain(text)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_unknown_words_are_shown_by_column_and_proposed(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = inspect(capsys, "consentements.csv", "--lang", lang)
    assert {"en": "3, in `source`", "fr": "3, dans `source`"}[lang] in plain(ended.out)
    assert "# formulaire web: … # web_form? 2" in plain(ended.out).replace(" ?", "?")
    assert "0199000099" not in ended.out, "a cell that may be a number is not shown"
    assert {"en": "and others that are", "fr": "et d'autres, qui ne"}[lang] in plain(ended.out)
    shown = inspect(capsys, "consentements.csv", "--lang", lang, "--show-numbers")
    assert "0199000099: …" in shown.out

    ended = inspect(capsys, "appels.csv", "--lang", lang)
    for words in ("# NA: … # no_answer? 1", "# A: … # voicemail? 1", "in `status` → `outcome`"):
        assert words.replace("in `", {"en": "in `", "fr": "dans `"}[lang]) in plain(
            ended.out
        ).replace(" ?", "?")
    assert seen(capsys, "appels.csv")["words"] == {
        "outcome": [
            {"cell": "A", "rows": 1, "means": "voicemail"},
            {"cell": "NA", "rows": 1, "means": "no_answer"},
        ]
    }


def test_what_is_uncommented_and_not_filled_in_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = uncommented(pasted(inspect(capsys, "consentements.csv", "--lang", "en").out, "en"))
    (entry,) = yaml.safe_load(text)["consents"]
    assert set(entry) == {"path", "profile", "set", "values"}
    for keys in ({"set"}, {"values"}):
        kept = {key: entry[key] for key in ("path", "profile", *keys)}
        assert check(capsys, {"consents": [kept]}).code == 2
    only_free = {**entry, "set": {"form": entry["set"]["form"]}, "values": {}}
    ended = check(capsys, {"consents": [only_free]})
    assert (ended.code, "`form` is still to be said" in ended.err) == (2, True)


def test_what_is_filled_in_is_read_beside_what_the_profile_knows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def unknown(entry: dict[str, Any]) -> str:
        ended = check(capsys, {"consents": [entry]})
        (report,) = json.loads(ended.out)["campaigns"]
        assert report["problems"] == []
        found = [one["message"] for one in report["findings"] if one["rule"] == "CL004"]
        return found[0].rpartition(": ")[2] if found else ""

    entry = seen(capsys, "consentements.csv")["entry"]["consents"][0]
    assert unknown(entry) == "3, in `source`"
    filled = {**entry, "values": {"source": {"formulaire web": "web_form"}}}
    assert unknown(filled) == "1, in `source`", "Papier is known to the profile still"


def test_texts_about_somebody_are_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{phone(n)};2026-11-02;rappeler Mme X{n}" for n in range(1, 12)]
    rows += [f"{phone(n)};2026-11-02;RDV" for n in range(12, 15)]
    text = "\n".join(["Téléphone;Date d'appel;Résultat", *rows])
    Path("suivi.csv").write_text(text, encoding="utf-8")
    shown = pasted(inspect(capsys, "suivi.csv", "--lang", "en").out, "en")
    assert "RDV: …  # 3 rows" in shown
    assert "and others" in shown
    assert "Mme" not in shown


@pytest.mark.parametrize(
    ("name", "heading", "said"),
    [
        ("optins.csv", "Timestamp", "`Timestamp` is read as the moment people agreed"),
        ("optins.csv", "Optin Date", ""),
        ("callbacks.csv", "Timestamp", "`Timestamp` is read as the moment people asked"),
        ("callbacks.csv", "Requested At", ""),
        ("optins.csv", "Channel", "`Channel` is read as what people agreed to"),
        ("optins.csv", "Created At", ""),
    ],
)
def test_a_heading_that_may_mean_something_else_is_to_be_checked(
    name: str, heading: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(f"Phone,{heading}\n{phone(1)},2026-09-01\n", encoding="utf-8")
    told = plain(inspect(capsys, name, "--lang", "en").out)
    assert said in told
    assert ("` is read as" in told) == bool(said)


def test_every_column_that_is_asked_for_has_its_words() -> None:
    for kind, layout in LAYOUTS.items():
        assert set(layout.shared) <= set(layout.asked) <= set(layout.columns)
        for column in layout.asked:
            assert known(f"lacks.{kind}.{column}")
        for column in layout.shared:
            assert column in dict(layout.closed) or column == "channel" or known(f"takes.{column}")


def test_the_columns_of_a_list_are_those_an_entry_and_a_profile_may_name() -> None:
    for name in ("campaign", "profile"):
        file = Path(__file__).parents[2] / f"src/calllint/schema/{name}.schema.json"
        defs = json.loads(file.read_text(encoding="utf-8"))["$defs"]
        for kind, layout in LAYOUTS.items():
            allowed = (
                defs[f"{kind}_column"]["enum"]
                if name == "campaign"
                else defs[kind]["items"]["properties"]["columns"]["propertyNames"]["enum"]
            )
            assert set(allowed) == set(layout.columns)
