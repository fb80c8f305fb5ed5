"""A campaign file to begin with: what was said, what the law allows, and where the rest goes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from calllint.lang import clock, say
from calllint.packs.canonical import LAYOUTS

_EVIDENCE = tuple(kind for kind in LAYOUTS if kind != "contacts")


def starter(
    said: Mapping[str, str],
    days: tuple[date, date],
    weekdays: Sequence[str] | None,
    hours: Sequence[tuple[int, int]] | None,
    attempts: tuple[int, int] | None,
    lists: Mapping[str, Sequence[tuple[Mapping[str, Any], str]]],
    left_out: Sequence[str],
    lang: str,
) -> str:
    """The text of a campaign file; ``said`` holds its values by key.

    ``lists`` holds entries by kind, each with a note or none, ``left_out`` what to say of others.
    """

    def note(key: str) -> str:
        return f"# {say(f'init.{key}', lang)}"

    rows = [note("head"), "calllint: 1", "", "campaign:"]
    keys = ("id", "channel", "purpose", "audience", "sector", "offer", "ground")
    rows += [_pair(key, said.get(key), note(key)) for key in keys]
    rows += ["", note("advertiser"), "advertiser:"]
    advertiser = {key: said.get(f"advertiser_{key}") for key in ("name", "id", "country")}
    rows += [
        _pair(key, value, note("registered" if key == "id" else key))
        for key, value in advertiser.items()
    ]
    rows += ["", "schedule:", f"  from: {days[0]}", f"  to: {days[1]}"]
    rows += [f"  timezone: contact  {note('timezone')}"]
    rows += _windows(weekdays, hours, note("windows"))
    rows += [f"  holidays: skip  {note('holidays')}"]
    if attempts is not None:
        rows += [f"  attempts: {{max: {attempts[0]}, per_days: {attempts[1]}}}  {note('attempts')}"]
    rows += ["", *_dialer(said.get("mode"), said.get("caller_id"), note("mode"), note("caller_id"))]
    rows += ["", *_script(note("script")), "", note("data"), "data:"]
    for kind in ("contacts", *_EVIDENCE):
        rows += _list(kind, lists, note(f"no_{'contacts' if kind == 'contacts' else 'list'}"))
        rows += [f"  # consent_forms: forms.yaml  {note('forms')}"] if kind == "consents" else []
    rows += [f"  # {one}" for one in left_out]
    return "\n".join(rows) + "\n"


def entry_from(entry: Mapping[str, Any], folder: str) -> dict[str, Any]:
    """An entry whose path starts from the folder of the campaign, with slashes everywhere."""
    path = str(entry["path"])
    if path == "-" or os.path.isabs(path):
        return dict(entry)
    try:
        moved = os.path.relpath(path, folder or ".")
    except ValueError:  # on another drive
        moved = os.path.abspath(path)
    return {**entry, "path": moved.replace(os.sep, "/")}


def _pair(key: str, value: str | None, note: str) -> str:
    return f"  # {key}:  {note}" if value is None else f"  {key}: {scalar(value)}  {note}"


def scalar(value: object) -> str:
    """A value as YAML on one line."""
    import yaml

    text: str = yaml.safe_dump(
        [value], default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    )
    return text.strip()[1:-1]


def _windows(
    weekdays: Sequence[str] | None, hours: Sequence[tuple[int, int]] | None, note: str
) -> list[str]:
    if not weekdays or not hours:
        return [f"  # windows:  {note}"]
    spans = ", ".join(f'"{clock(low)}-{clock(high)}"' for low, high in hours)
    window = f"    - {{days: [{', '.join(weekdays)}], hours: [{spans}]}}"
    return [f"  windows:  {note}", window]


def _dialer(mode: str | None, number: str | None, of_mode: str, of_number: str) -> list[str]:
    caller = [f"  # caller_ids:  {of_number}"]
    if number is not None:
        caller = [f"  caller_ids:  {of_number}", f"    - {{number: {_quoted(number)}}}"]
    head = "dialer:" if mode or number else "# dialer:"
    return [head, _pair("mode", mode, of_mode), *caller]


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)


def _script(note: str) -> list[str]:
    return [f"# script: script.yaml  {note}"]


def _entry(entry: Mapping[str, Any], note: str) -> str:
    return f"    - {scalar(dict(entry))}{f'  # {note}' if note else ''}"


def _list(
    kind: str, lists: Mapping[str, Sequence[tuple[Mapping[str, Any], str]]], note: str
) -> list[str]:
    if kind in lists:
        return [f"  {kind}:", *(_entry(entry, told) for entry, told in lists[kind])]
    if kind == "contacts":
        return [f"  contacts: [contacts.csv]  {note}"]
    return [f"  # {kind}: [{kind}.csv]  {note}"]
