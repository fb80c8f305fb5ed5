"""What was seen of a list, as text and as JSON; cells masked unless they are to be shown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from calllint.facts.inspection import ColumnSeen, Inspection
from calllint.lang import count, number, pick, say
from calllint.packs.canonical import LAYOUTS
from calllint.report.console import Console, Styled, cells, clean
from calllint.report.interface import Look
from calllint.report.mask import BULLET, mask_within
from calllint.report.values import encoding_name

VERSION = "inspect-v1"
_WIDEST = 28
"""Columns of a terminal that a heading may take."""
_PLAIN = frozenset(
    "phone_code postal_code timezone legal_form channel offer form supplier advertiser centre "
    "object".split()
)
"""Columns whose cells tell nobody from another."""
_MOMENT = re.compile(r"[\dTZ\s.:/+\-]*(?:[^\W\d_]{3,9}\.?[\s\d.:/+\-]*)?")
"""A day or an instant, at most one word in it."""
_BLANK_SIGNS = {"\t": "inspect.tab", " ": "inspect.space"}


def write_inspection(found: Inspection, out: Console, look: Look) -> None:
    """Writes what was seen, and the entry to paste."""
    lang = look.lang
    out.line(Styled(found.file, "bold"))
    out.line("  ", _written(found, lang))
    profile = "" if found.profile is None else pick(found.profile.title, lang)
    if found.profile is not None:
        out.line("  ", say("inspect.profile", lang, name=found.profile.name, title=profile))
    out.line("  ", say("inspect.kind", lang, kind=say(f"kind.{found.kind}", lang)))
    _columns(found, out, look)
    _tried(found, out, look)
    for remark in remarks(found, lang):
        out.paragraph(remark, first="  ! ", rest="    ")
    if found.profile is not None and "note" in found.profile.document.value:
        out.paragraph(pick(found.profile.document.value["note"], lang), first="  i ", rest="    ")
    out.line("  ", say("inspect.paste", lang))
    for line in entry_yaml(found).splitlines():
        out.line("    ", line)


def _written(found: Inspection, lang: str) -> str:
    """``CSV, Windows-1252, separator ;  ·  1,204 rows``."""
    seen = found.seen
    parts = [say(f"format.{seen.format}", lang)]
    if seen.packed:
        parts.append(seen.packed)
    if seen.encoding:
        parts.append(encoding_name(seen.encoding))
    if seen.separator:
        sign = _sign(seen.separator, lang)
        parts.append(say("inspect.separator", lang, sign=sign))
    if seen.sheet:
        parts.append(say("inspect.sheet", lang, name=seen.sheet))
    rows = count("rows", found.rows, lang)
    if found.unreadable:
        lines = ", ".join(map(str, found.unreadable_lines))
        more = "…" if found.unreadable > len(found.unreadable_lines) else ""
        rows += say("inspect.unreadable", lang, n=found.unreadable, lines=lines + more)
    return f"{', '.join(parts)} · {rows}"


def _sign(separator: str, lang: str) -> str:
    return say(_BLANK_SIGNS[separator], lang) if separator in _BLANK_SIGNS else separator


def _columns(found: Inspection, out: Console, look: Look) -> None:
    names = [clean(one.heading) or f"#{place}" for place, one in enumerate(found.columns, 1)]
    names = [name if cells(name) <= _WIDEST else f"{name[: _WIDEST - 1]}…" for name in names]
    means = [one.meaning or say("inspect.not_read", look.lang) for one in found.columns]
    for name, mean, one in zip(names, means, found.columns, strict=True):
        shown = " · ".join(samples(one, found.kind, look))
        filled = 100 * one.filled // found.rows if found.rows else 0
        share = say("inspect.share", look.lang, filled=filled)
        out.line(
            f"    {name}{' ' * (max(map(cells, names)) - cells(name))}  "
            f"{mean.ljust(max(map(len, means)))}  {share.rjust(5)}  ",
            Styled(shown, "dim"),
        )


def _tried(found: Inspection, out: Console, look: Look) -> None:
    trial, lang = found.trial, look.lang
    if trial.problem is not None:
        return
    bad = count("rows.unreadable", trial.unreadable, lang) if trial.unreadable else ""
    bad += count("rows.left_out", trial.left_out, lang) if trial.left_out else ""
    read = f"{count('rows', trial.rows, lang)}{bad}"
    out.line("  ", say("inspect.tried", lang, rows=read, phones=number(trial.phones, lang)))


def remarks(found: Inspection, lang: str) -> list[str]:
    """What a person should look at before using the entry."""
    trial, told = found.trial, []
    if not found.sure:
        told.append(say("inspect.unsure", lang))
    if trial.problem is not None:
        told.append(say("inspect.refused", lang, message=pick(trial.problem[1], lang)))
    for key in ("unreadable_dates", "unknown_values", "zoneless_times"):
        if trial.counts.get(key):
            told.append(say(f"inspect.{key}", lang, count=number(trial.counts[key], lang)))
    if found.swappable_dates:
        told.append(say("inspect.swappable", lang))
    if found.other_phones:
        told.append(say("inspect.phones", lang, names=", ".join(found.other_phones)))
    if found.basis:
        told.append(say("inspect.basis", lang, names=", ".join(found.basis)))
    return told


def samples(column: ColumnSeen, kind: str, look: Look) -> list[str]:
    """Some cells, hidden but for those that tell nobody from another."""
    layout = LAYOUTS[kind]
    plain = {*_PLAIN, *dict(layout.closed), *layout.days, *layout.instants}
    phone, moment = column.meaning == "phone", column.meaning in {*layout.days, *layout.instants}
    shown = []
    for cell in map(clean, column.samples):
        told = _tells_nobody(cell, moment=moment) if column.meaning in plain else False
        shown.append(cell[:40] if look.show_numbers or told else _hide(cell, phone))
    return shown


def _tells_nobody(cell: str, *, moment: bool) -> bool:
    """Whether a cell of such a column is what the column is for: a moment, a word, a code."""
    return mask_within(cell) == cell and (not moment or _MOMENT.fullmatch(cell) is not None)


def _hide(cell: str, phone: bool) -> str:
    if phone and any(map(str.isdigit, cell)):
        shown = mask_within(cell)
        return shown if shown != cell else BULLET * 4
    first = cell[:1] if cell[:1].isalpha() else ""
    return first + BULLET * 3


def entry_yaml(found: Inspection) -> str:
    """The entry to paste under ``data:``."""
    import yaml

    dumped: str = yaml.safe_dump([found.entry], allow_unicode=True, sort_keys=False, width=1000)
    return f"{found.kind}:\n" + textwrap.indent(dumped, "  ")


def inspections_object(found: Sequence[Inspection], look: Look) -> dict[str, Any]:
    """Everything seen, for programs."""
    return {"version": VERSION, "lists": [_object(one, look) for one in found]}


def _object(found: Inspection, look: Look) -> dict[str, Any]:
    seen, trial = found.seen, found.trial
    return {
        "file": found.file,
        "sha256": found.sha256,
        "format": seen.format,
        "encoding": seen.encoding,
        "separator": seen.separator,
        "packed": seen.packed,
        "sheet": seen.sheet,
        "first_row_on_line": found.first_line,
        "rows": found.rows,
        "unreadable": found.unreadable,
        "unreadable_lines": list(found.unreadable_lines),
        "kind": found.kind,
        "profile": None if found.profile is None else found.profile.name,
        "columns": [
            {
                "heading": one.heading,
                "read_as": one.meaning,
                "filled": one.filled,
                "samples": samples(one, found.kind, look),
            }
            for one in found.columns
        ],
        "read": None
        if trial.problem is not None
        else {
            "rows": trial.rows,
            "unreadable": trial.unreadable,
            "left_out": trial.left_out,
            "phones": trial.phones,
            **trial.counts,
        },
        "remarks": remarks(found, look.lang),
        "entry": {found.kind: [found.entry]},
    }
