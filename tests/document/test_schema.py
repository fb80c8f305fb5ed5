"""Validation: what is fine passes, and each mistake is told once, where it is, with the remedy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.document import DocumentError, load_text
from calllint.document.schema import SCHEMAS, validate

LEAST = """\
calllint: 1
campaign: {id: c1}
advertiser: {name: Exemple SA}
schedule: {from: 2026-11-23, to: 2026-12-18}
data: {contacts: [contacts.csv]}
"""
WHOLE = """\
calllint: 1
campaign:
  id: fibre-2026-11
  title: Passage à la fibre
  channel: live_call
  purpose: sale
  includes_offer: false
  offer_use: private
  audience: consumer
  sector: telecom
  offer: fibre internet
  ground: consent
  markets: [BE]
advertiser: {name: Télécom Exemple SA, id: "siren:999000102", country: BE}
centres:
  - name: Atlas Contact SARL
    country: MA
    timezone: Africa/Casablanca
    processor_contract: {signed_on: 2026-01-10, audit_clause: true}
    transfer: {tool: scc_2021_914_m2, signed_on: 2026-01-10, assessment: TIA-2026-03}
schedule:
  from: 2026-11-23
  to: 2026-12-18
  timezone: contact
  windows:
    - {days: [mon, tue, wed, thu, fri], hours: ["10:00-13:00", 14:00-24:00]}
  holidays: skip
  attempts: {max: 4, per_days: 30}
dialer:
  mode: predictive
  caller_ids:
    - {number: "+33199000001", assigned_to: advertiser, mandate: M-2026-02, operator_listed: true,
       territory_link: null, shown_to: [T1]}
    - {number: +33199000002}
    - {number: withheld}
script: {steps: [{says: Good morning., covers: [caller_identity, bloctel_notice]}]}
sale: {signed_during_call: false, documents_hours_before: 24, orias: "12345678"}
recording:
  {mode: sample, purpose: quality, announced: true, retention_days: {signed: 730, unsigned: 30}}
retention: {prospects_days: 1095, optouts_days: 1095}
bloctel: {checked_on: 2026-07-20}
data:
  contacts: [{path: contacts.csv, columns: {phone: Téléphone}, dates: "%d/%m/%Y"}, more.csv]
  consents:
    - path: consents.csv
      set: {advertiser: Télécom Exemple SA}
      values: {status: {Oui: granted, Non: withdrawn, "": ""}}
      timezone: Europe/Brussels
      where: status is not null
      key: contact_id
      exported_at: 2026-11-22T18:00:00+01:00
  consent_forms:
    forms:
      - {id: F1, choice: unticked_box, mentions: [nature], in_use: {from: 2026-01-01},
         call_times: ["10:00-13:00", {days: [mon], hours: ["14:00-15:00"]}]}
  contracts: none
  requests: [{dsn_env: CRM_DSN, query: select 1}]
  suppressions: [{path: optouts.csv, profile: onetrust}]
  calls: [{path: calls/*.parquet, covers: {from: 2026-10-01, to: 2026-11-22}}]
volume: {agents: 12, calls_per_day: 1800, monthly_revenue: {amount: 42000, currency: EUR}}
"""
Told = list[tuple[int, int, str]]


def problems(text: str, name: str = "campaign", allow: tuple[str, ...] = ()) -> list[DocumentError]:
    return validate(load_text(text, "c.yaml"), name, allow)


def told(text: str, name: str = "campaign") -> Told:
    """Line, column and English of each error."""
    errors = problems(text, name)
    assert all(error.message["fr"] != error.message["en"] for error in errors)
    spans = [error.place.span for error in errors]
    return [
        (span.line, span.column, error.message["en"])
        for span, error in zip(spans, errors, strict=True)
        if span
    ]


@pytest.mark.parametrize("text", [LEAST, WHOLE])
def test_a_good_campaign_has_no_errors(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # keys
        ("channel: live", "¶chanel: live", 'unknown key "chanel": did you mean "channel"?'),
        ("audience: consumer", "¶windows: []", "it belongs under `schedule:`"),
        ("audience: consumer", "¶zzz: 1", "remove it, or use one of id, title, channel"),
        ("audience: consumer", "¶'+33 1 99 00 12 34': x", "this key is unknown: remove it, or use"),
        ("advertiser: {", "¶advertizer: {", 'did you mean "advertiser"?'),
        ("{phone: Tél", "{¶phne: Tél", 'did you mean "phone"?'),
        # things missing or empty
        ("campaign:\n  id: fibre-2026-11", "¶campaign:", '"id" is missing here: add it, as in `'),
        ("schedule:\n  from: 2026-11-23", "¶schedule:", "`from: 2026-11-23`"),
        ("{number: withheld", "¶{mandate: x", '"number" is missing'),
        ("id: fibre-2026-11", "id:¶", "nothing is written here: write some text"),
        ("sector: telecom", "sector:¶", "retail, other, or remove it"),
        ("{dsn_env: CRM_DSN, query: select 1", "¶{dsn_env: CRM_DSN", '"query" is missing'),
        ("{dsn_env: CRM_DSN, query: select 1", "¶{key: phone", "one of path, dsn_env, spark_"),
        ("{dsn_env", "{path: x, ¶dsn_env", "path and dsn_env exclude each other"),
        # values
        ("sector: telecom", "sector: ¶telecoms", 'did you mean "telecom"?'),
        ("channel: live_call", "channel: ¶Live-Call", 'did you mean "live_call"?'),
        ("purpose: sale", "purpose: ¶zzz", "write one of sale, appointment, quote"),
        ("includes_offer: false", "includes_offer: ¶NO", "write false"),
        ("max: 4,", 'max: ¶"4",', "without quotes"),
        ("max: 4,", "max: ¶0,", "1 or more"),
        ("max: 4,", "max: ¶4.0,", "a whole number"),
        ("id: fibre-2026-11", "id: ¶12", "12 will not do here: write some text, in quotes"),
        ("country: MA", "country: ¶Maroc", "two capitals"),
        ("mode: sample", "mode: ¶sampled", 'did you mean "sample"?'),
        ("{signed: 730,", "{¶sined: 730,", 'did you mean "signed"?'),
        ("{signed: 730, unsigned: 30}", "¶many", "a number of days, or"),
        ("[mon, tue, wed, thu, fri]", "¶mon-fri", "a list such as `[mon, tue"),
        ("days: [mon, tue, wed", "¶days: [mon, mon, wed", "listed twice"),
        ("contracts: none", "contracts: ¶non", 'did you mean "none"?'),
        ("contracts: none", "¶contracts: []", "or the word `none`"),
        ("contracts: none", "contracts: ¶c.csv", "`[contracts.csv]`, or the word `none`"),
        ("{Oui: granted", "{Oui: ¶grant", 'did you mean "granted"?'),
        ("calllint: 1", "calllint: ¶2", "write 1, the version"),
        ("calllint: 1", "calllint: ¶'1'", '"1" is a text: write 1, without quotes'),
        # what a schema cannot say
        ("from: 2026-11-23", "from: ¶2026-02-30", 'there is no day "2026-02-30"'),
        ("from: 2026-11-23", "from: ¶23/11/2026", "a date such as 2026-11-23"),
        ("to: 2026-12-18", "to: ¶2026-11-22", "before it starts on 2026-11-23"),
        ("to: 2026-11-22}", "to: ¶2026-09-30}", "before it starts"),
        ("timezone: contact", "timezone: ¶Europe/Pariss", 'did you mean "Europe/Paris"?'),
        ("timezone: Africa/Casablanca", "timezone: ¶contact", "unknown time zone"),
        ("timezone: contact", "timezone: ¶'0199001234'", "this is no time zone: write"),
        ('"10:00-13:00", 14', '¶"13:00-10:00", 14', "end before they start"),
        ('"10:00-13:00", 14', '¶"10:00-10:00", 14', "end before they start"),
        ('"10:00-13:00", 14', '¶"10:60-13:00", 14', "from 00:00 to 24:00"),
        ('"10:00-13:00", 14', '¶"10h-13h", 14', 'hours such as "10:00-13:00"'),
        ("2026-11-22T18:00:00+01:00", "¶2026-11-22T25:00:00+01:00", "is not a moment"),
        ("{phone: Tél", "{siren: A, phone: ¶A, legal_form: Tél", "already read as"),
        ("set: {adv", "columns: {proof: A}\n      set: {proof: ¶x, adv", "both read from"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_at_its_place(old: str, new: str, says: str) -> None:
    """The place is marked by ¶."""
    assert old in WHOLE
    before, after = WHOLE.replace(old, new, 1).split("¶")
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))

    errors = told(before + after)

    assert [error[:2] for error in errors] == [place], errors
    assert says in errors[0][2]


@pytest.mark.parametrize(
    "entry",
    [
        "{dsn: 'postgres://me:hunter2@db/crm', query: select 1}",
        "{path: 'postgres://me:hunter2@db/crm'}",
        "'postgres://me:hunter2@db/crm'",
        "{dsn_env: CRM_DSN, query: 'attach host=db password=hunter2'}",
        "{password: hunter2}",
    ],
)
def test_a_password_in_the_file_is_refused_once_and_never_repeated(entry: str) -> None:
    errors = problems(LEAST.replace("contacts.csv", entry))

    assert ["dsn_env: CRM_DSN" in error.message["fr"] for error in errors] == [True]
    assert not any("hunter2" in text for error in errors for text in error.message.values())


def test_a_number_is_not_repeated_in_a_message() -> None:
    text = LEAST + "dialer: {caller_ids: [{number: 33199000001}, {nummer: '0199000001'}]}\n"

    messages = [text for error in problems(text) for text in error.message.values()]

    assert len(messages) == 4
    assert not any("199000001" in message for message in messages if "+33" not in message)


def test_errors_come_in_the_order_of_the_file() -> None:
    errors = told("advertiser: 1\nzzz: 2\ncampaign: {id: 3, b: 4}\ndata:\nschedule: x\ncalllint: 0")

    assert [line for line, _, _ in errors] == [1, 2, 3, 3, 4, 5, 6]


@pytest.mark.parametrize("text", ["- a", "text", "12"])
def test_a_document_of_another_shape_is_one_error(text: str) -> None:
    assert len(told(text)) == 1


def test_what_is_missing_at_the_root_is_told_on_the_first_line() -> None:
    assert [line for line, _, _ in told("\n\ncalllint: 1\n")] == [3, 3, 3, 3]


def test_packs_may_allow_keys_of_their_own() -> None:
    text = LEAST + "register: {checked_on: 2026-07-20}\nother: 1\n"

    errors = problems(text, allow=("register.checked_on",))

    assert [str(error.place) for error in errors] == ["c.yaml:7:1"]


def test_a_text_cut_by_a_comma_is_explained() -> None:
    text = "parameters: {x: {unit: a, values: {2026-01-01: 1}, title: {en: one, or two, fr: un}}}"

    assert [says for *_, says in told(text, "law") if "comma" in says and '"or two"' in says]


GOOD_FILES = {
    "script": "steps: [{says: Hello., covers: [objection_route]}, {says: Bye.}]",
    "forms": "forms: [{id: F1, wording: null, professional: A, third_parties: [B], offer: [x, y], "
    "period_months: 12, choice: spoken, call_times: any, condition_of_sale: false, orias: null}]",
    "portfolio": "calllint_portfolio: 1\ncentre: {name: C, country: MA}\nactivities:\n"
    "  - {name: A, client: B, kind: inbound_service, market: BE, agents: 80, "
    "monthly_revenue: {amount: 2.5, currency: EUR}}\n"
    "  - {name: B, kind: outbound_prospecting, campaign: b.yaml}",
    "profile": "calllint_profile: 1\ntitle: {en: Ours, fr: Le nôtre}\nnote: {en: No., fr: Non.}\n"
    "match: [Id, Tel]\nseparator: tab\nquote: none\nheader: [Id, Tel]\nkinds:\n"
    "  consents:\n    - {columns: {phone: [Tel, Mobile], at: When}, phone_code: Code, "
    "set: {channel: sms}, values: {status: {Oui: granted, Non: withdrawn, '?': ''}}, "
    "dates: '%d/%m/%Y', timezone: Europe/Paris, where: \"status = 'granted'\", key: phone}",
    "pack": "calllint_pack: 1\nname: house\ntitle: {en: House}\nversion: '2026.11'\n"
    "countries: [BE]\ndialling: {region: BE, trunk_prefix: '0', national_lengths: [9, 10]}\n"
    "columns: {campaign: {checked_on: {type: date, path: register.checked_on, neutral: null}}}\n"
    "definitions: {selling: {is: purpose = 'sale', doc: Selling.}}\n"
    "wording: {AB101: {message: {en: No.}}}",
    "rule": "id: AB101\nname: one-two\ntitle: {en: T}\nscope: [contact, consent]\nseverity: error\n"
    "basis: policy\nin_force: {from: 2026-08-11}\napplies: purpose = 'sale'\nbreach: true\n"
    "at: campaign.sector\nmessage: {en: No.}\n"
    "examples: [{breach: {on: 2026-09-01, n: 3, b: null}, because: {en: x}}, {ok: {}}]",
    "law": "parameters:\n  max_calls:\n    unit: calls\n"
    "    values: {2023-03-01: 4, 2027-01-01: null}\n    confirmed: 2026-11-22\n"
    "    law: [{article: A 1, url: 'https://example.org', seen: primary}]\n"
    "  hours: {unit: windows, values: {2023-03-01: ['10:00-13:00']}, stricter: subset}",
    "guide": "families: {AB1: {title: {en: Calls, fr: Appels}, about: {en: Who, fr: Qui}}}",
    "config": "select: [AB101, window-hours]\nrequire: [AB1]\nseverity: {AB2: info}\n"
    "packs: [house]\npack-versions: {house: '2026.11'}\nper-file-ignores: {'a/*': [AB3]}\n"
    "fail-on: warning\nthreads: 2\nmemory-limit: 1GB\nwithout-data: true",
    "baseline": "calllint_baseline: 1\nfindings:\n"
    "  - {fingerprint: a1, rule: AB101, file: a.yaml, campaign: a.yaml, key: schedule, "
    "outcome: breach, until: 2026-12-31, reason: old}",
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), GOOD_FILES.items())
def test_every_other_file_has_its_schema(name: str, text: str) -> None:
    assert told(text, name) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("script", "says: Hello", "say: Hello", 'did you mean "says"?'),
        ("script", "objection_route", "objections", 'did you mean "objection_route"?'),
        ("forms", "spoken", "spokn", 'did you mean "spoken"?'),
        ("forms", "call_times: any", "call_times: [9-12]", "hours such as"),
        ("forms", "period_months: 12", "period_months: 1.5", "a whole number"),
        ("portfolio", "inbound_service", "inbound-services", 'did you mean "inbound_service"?'),
        ("portfolio", "activities:", "actvities:", 'did you mean "activities"?'),
        ("pack", "'2026.11'", "2026.11", "in quotes"),
        ("pack", "campaign: {checked", "campain: {checked", 'did you mean "campaign"?'),
        ("pack", "trunk_prefix: '0'", "trunk_prefix: 0", "in quotes"),
        ("rule", "breach: true", "breech: true", 'did you mean "breach"?'),
        ("rule", "breach: true\n", "", "one of breach, clear_from, clear_until, duty is missing"),
        ("rule", "breach: true", "breach: true\nduty: true", "breach and duty exclude each other"),
        ("rule", "AB101", "ab101", "capitals and three digits"),
        ("rule", "{ok: {}}", "{ok: {}, breach: {}}", "exclude each other"),
        ("rule", "basis: policy", "law: [{article: a}]", '"fr" is missing'),
        ("rule", "basis: policy", "basis: law", '"law" is missing'),
        ("rule", "scope: [contact, consent]", "scope: contacts", 'did you mean "contact"?'),
        ("law", "2027-01-01", "2027-02-30", "there is no day"),
        ("law", "2027-01-01", "2027", "a date such as"),
        ("law", "values: {2023-03-01: 4", "values: {2023-03-01: 4.5", "a number, a text"),
        ("law", "max_calls", "Max-Calls", "small letters"),
        ("law", "'https://example.org'", "example.org", "https://"),
    ],
)  # fmt: skip
def test_mistakes_in_other_files_are_told(name: str, old: str, new: str, says: str) -> None:
    assert old in GOOD_FILES[name]

    errors = told(GOOD_FILES[name].replace(old, new, 1), name)

    assert errors
    assert any(says in message for _, _, message in errors), errors


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data(), st.sampled_from(sorted(SCHEMAS)))
def test_any_value_anywhere_is_explained_inside_the_file(data: Any, name: str) -> None:
    import json

    whole = load_text({**GOOD_FILES, "campaign": WHOLE}[name], "c.yaml").value
    holder, path = whole, []
    while isinstance(holder, (dict, list)) and holder:
        steps = sorted(holder) if isinstance(holder, dict) else list(range(len(holder)))
        path.append(data.draw(st.sampled_from(steps)))
        if data.draw(st.booleans()) or not isinstance(holder[path[-1]], (dict, list)):
            holder[path[-1]] = data.draw(JSON)
            break
        holder = holder[path[-1]]
    try:
        document = load_text(json.dumps(whole, ensure_ascii=False), "c.yaml")
    except DocumentError:
        return

    for error in validate(document, name):
        assert error.place.span is not None
        assert error.place.span.end_column <= len(document.text) + 1
        assert set(error.message) == {"en", "fr"}


IMPORTS: dict[str, Callable[[set[str]], bool]] = {
    "import calllint.document": lambda loaded: not loaded & {"yaml", "jsonschema", "hashlib"},
    "from calllint.document import load_text; load_text('a: 1', 'x')": lambda loaded: (
        "yaml" in loaded and not loaded & {"jsonschema", "duckdb"}
    ),
}


@pytest.mark.parametrize("code", IMPORTS)
def test_what_is_costly_is_imported_when_it_is_used(code: str) -> None:
    probe = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip

    assert IMPORTS[code]({name.split(".")[0] for name in done.stdout.split()})
