"""A small pack that is in order, for tests that break one thing of it at a time."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from calllint.packs import PackError, load_pack

RULE = "contact/AB101-no-consent.yaml"

FILES: dict[str, str] = {
    "pack.yaml": """\
        calllint_pack: 1
        name: house
        title: {en: House, fr: Maison}
        version: "2026.11"
        countries: [XX]
        default_territory: T1
        default_timezone: Africa/Casablanca
        dialling: {region: XX, trunk_prefix: "0", national_lengths: [10]}
        calendar: {country: XX, workweek: workdays}
        columns:
          campaign:
            checked_on: {type: date, path: register.checked_on, neutral: 2026-07-20, doc: checked}
        definitions:
          sells:
            is: purpose in ('sale', 'quote') or coalesce(includes_offer, false)
            doc: The call sells. NULL where no purpose is stated.
          to_consumer:
            is: sells and case when audience = 'consumer' then true end
            doc: NULL where the audience is not the consumer.
        """,
    "law.yaml": """\
        parameters:
          max_attempts:
            unit: calls
            title: {en: Most attempts, fr: Tentatives}
            values: {2026-08-11: null, 2023-03-01: 4}
            law: [{article: art. 1, url: "https://e.org", in_force: {to: 2026-08-10}}]
            confirmed: 2026-11-22
          attempt_days: {unit: days, values: {2023-03-01: 30}}
          hours: {unit: local time, values: {2023-03-01: ["14:00-20:00", "10:00-13:00"]}}
          workdays: {unit: weekdays, values: {2023-03-01: [mon, tue]}}
          closing: {unit: time, values: {2023-03-01: "20:00"}}
          start: {unit: date, values: {2023-03-01: 2024-01-01}}
          strict: {unit: yes or no, values: {2023-03-01: true, 2026-08-11: false}}
          banned: {unit: sectors, values: {2023-03-01: [], 2024-03-01: [telecom]}}
          lengths: {unit: digits, values: {2023-03-01: [4, 6]}}
        """,
    "tables/blocked.csv": "# a source\npostal_code,why\n97400,flood\n97410,flood\n",
    "tables/territories.csv": """\
        # a source
        code,country,cc,zones,postal_prefixes,local_days,certain,title
        T1,XX,33,Europe/Paris,01|02,easter-2|12-26,true,First
        T2,XX,262,Indian/Reunion|Indian/Mayotte,974,,false,Second
        """,
    "tables/numbering.csv": "prefix,cc,territory,kind\n01,33,T1,geographic\n08,33,,special\n",
    RULE: """\
        id: AB101
        name: no-consent
        title: {en: No consent, fr: Pas de consentement}
        scope: contact
        severity: error
        in_force: {from: 2026-08-11}
        law: [{article: "art. 1", seen: quoted, in_force: {from: 2026-08-11}}]
        since: "2026.11"
        applies: to_consumer and postal_code not in table(blocked)
        breach: not consent_holds
        at: phone
        message: {en: "no consent for {advertiser_name}", fr: "rien pour {advertiser_name}"}
        help: {en: Ask., fr: Demandez.}
        explain: {en: Why., fr: Pourquoi.}
        examples:
          - breach: {on: 2026-08-11, consent_holds: false}
            because: {en: first day, fr: premier jour}
          - ok: {on: 2026-08-10, consent_holds: false}
          - unknown: {consent_holds: null, postal_code: "75001"}
        """,
}


def write(folder: Path) -> Path:
    """The pack, written into a folder."""
    for name, text in FILES.items():
        put(folder, name, text)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    """One file of a pack."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(folder: Path) -> list[str]:
    """What is wrong with the pack in a folder, as ``file:line:column: message``."""
    try:
        load_pack(folder)
    except PackError as error:
        for _, message in error.problems:
            assert set(message) == {"en", "fr"}
            assert all(message.values())
        return [
            f"{place}: {message['en']}".removeprefix(f"{folder.as_posix()}/")
            for place, message in error.problems
        ]
    return []
