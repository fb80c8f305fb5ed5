"""What was seen of a list, as text and as JSON; cells masked unless they are to be shown."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

from calllint.facts.headings import TO_SAY
from calllint.facts.inspected import ColumnSeen, Inspection
from calllint.lang import count, number, pick, say
from calllint.packs.canonical import BY_PHONE, CHANNELS, LAYOUTS
from calllint.report.console import Console, Styled, cells, clean
from calllint.report.interface import Look
from calllint.report.mask import BULLET, mask_within
from calllint.report.starter import scalar
from calllint.report.values import encoding_name

VERSION = "inspect-v1"
_WIDEST = 28
"""Columns of a terminal that a heading may take."""
_LONGEST_WORD = 40
_PLAIN = frozenset(
    "phone_code postal_code timezone legal_form channel offer form supplier advertiser centre "
    "object".split()
)
"""Columns whose cells tell nobody from another."""
_MOMENT = re.compile(r"[\dTZh\s.:/+\-]*(?:(?:[^\W\d_]{3,9}|[AaPp]\.?[Mm])\.?[\s\d.:/+\-]*)?")
"""A day or an instant, at most one word in it, the name of a month or AM and PM."""
_BLANK_SIGNS = {"\t": "inspect.tab", " ": "inspect.space"}


def write_inspection(found: Inspection, out: Console, look: Look) -> None:
    """Writes what was seen, and the entry to paste."""
    lang = look.lang
    out.line(Styled(found.file, "bold"))
    if not _again(found):
        _file(found, out, lang)
    out.paragraph(_taken_for(found, lang), first="  ", rest="    ")
    _columns(found, out, look)
    if found.entry:
        _tried(found, out, look)
    for remark in remarks(found, lang):
        out.paragraph(remark, first="  ! ", rest="    ")
    _lacks(found, out, lang)
    if found.profile is not None and "note" in found.profile.document.value and not _again(found):
        out.paragraph(pick(found.profile.document.value["note"], lang), first="  i ", rest="    ")
    if not found.entry:
        return
    out.line("  ", say("inspect.paste", lang))
    for line in entry_yaml(found, look).splitlines():
        out.line("    ", line)


def _again(found: Inspection) -> bool:
    """Whether it is the second reading of a file: the consents beside its contacts."""
    return found.sure.both and found.kind != "contacts"


def _file(found: Inspection, out: Console, lang: str) -> None:
    """How the file is written, and whose layout it has."""
    out.line("  ", _written(found, lang))
    if found.profile is not None:
        title = pick(found.profile.title, lang)
        out.line("  ", say("inspect.profile", lang, name=found.profile.name, title=title))


def _taken_for(found: Inspection, lang: str) -> str:
    if found.sure.both:
        return say("inspect.again" if _again(found) else "inspect.both", lang)
    kind = say("inspect.kind", lang, kind=say(f"kind.{found.kind}", lang))
    return kind if found.entry else unclear(found, "inspect", lang)


def unclear(found: Inspection, command: str, lang: str) -> str:
    """Why there is no entry for a list, and what to do, in the words of a command."""
    if found.mixed:
        kind = say(f"kind.{found.kind}", lang)
        return say(f"{command}.mixed", lang, file=found.file, archive=found.path, kind=kind)
    *kinds, last = [say(f"kind.{kind}", lang) for kind in found.sure.doubt]
    kinds_told = say("inspect.or", lang, first=", ".join(kinds), last=last)
    said = {"file": found.file, "kinds": kinds_told, "command": which(found)}
    return say(f"{command}.doubt", lang, **said)


def which(found: Inspection, kind: str | None = None) -> str:
    """The command that looks at a list as one kind."""
    sheet = "" if found.sheet is None else f"--sheet {shlex.quote(found.sheet)} "
    return f"calllint inspect --kind {kind or found.kind} {sheet}{shlex.quote(found.path)}"


def _lacks(found: Inspection, out: Console, lang: str) -> None:
    """What the file does not tell, and what is then not known."""
    lacks = lacking(found, lang)
    if lacks:
        out.line("  ", say("inspect.lacks", lang))
    for name, why in lacks:
        out.paragraph(why, first=f"    {name.ljust(max(map(len, dict(lacks))))}  ", rest="      ")


def lacking(found: Inspection, lang: str) -> list[tuple[str, str]]:
    """The columns that judging asks for and the file does not have, with why."""
    told = [(one, say(f"lacks.{found.kind}.{one}", lang)) for one in found.missing]
    if found.kind in ("consents", "calls") and found.trial.untimed:
        rows = number(found.trial.untimed, lang)
        told.append((say("lacks.time", lang), say(f"lacks.{found.kind}.time", lang, rows=rows)))
    return told


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
    if found.header_line is not None:
        parts.append(say("inspect.header_line", lang, line=found.header_line))
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
    unread = "" if found.sure.doubt else say("inspect.not_read", look.lang)
    clock = say("inspect.time_alone", look.lang)
    means = [f"{one.meaning or unread}{f' ({clock})' * one.time_alone}" for one in found.columns]
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


def _lines(rows: int, first: Sequence[int], lang: str) -> str:
    """``lines 4, 8…``: some lines, and a sign that there are others."""
    listed = ", ".join(map(str, first)) + "…" * (rows > len(first))
    return say("lines", lang, n=rows, listed=listed)


def remarks(found: Inspection, lang: str) -> list[str]:
    """What a person should look at before using the entry."""
    trial, told = found.trial, []
    if found.sure.untold:
        told.append(say("inspect.unsure", lang))
    if not found.rows:
        told.append(say("inspect.no_row", lang))
    if trial.numberless:
        rows = number(trial.numberless, lang)
        lines = _lines(trial.numberless, trial.numberless_lines, lang)
        told.append(say("inspect.numberless", lang, rows=rows, lines=lines))
    if trial.problem is not None:
        told.append(say("inspect.refused", lang, message=pick(trial.problem[1], lang)))
    for key in ("unreadable_dates", "unknown_values", "zoneless_times"):
        if trial.counts.get(key) and not (found.either_dates and key == "unreadable_dates"):
            shown = number(trial.counts[key], lang)
            told.append(say(f"inspect.{key}", lang, count=shown, columns=trial.columns[key]))
    for heading, column in found.loose:
        told.append(say(f"loose.{found.kind}.{column}", lang, heading=heading))
    if found.swappable_dates:
        told.append(say("inspect.swappable", lang))
    if found.either_dates:
        first, last = (f'`dates: "{pattern}"`' for pattern in found.either_dates)
        told.append(say("inspect.either_dates", lang, first=first, last=last))
    if found.other_phones:
        first, names = found.other_phones[0], ", ".join(found.other_phones)
        told.append(say("inspect.phones", lang, names=names, first=first))
    if found.basis:
        told.append(say("inspect.basis", lang, names=", ".join(found.basis)))
    for kind in found.sure.also:
        shown = say(f"kind.{kind}", lang)
        told.append(say("inspect.also", lang, kind=shown, command=which(found, kind)))
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


def entry_yaml(found: Inspection, look: Look) -> str:
    """The entry to paste under ``data:``; what only a person can say stands in comments."""
    import yaml

    dumped: str = yaml.safe_dump([found.entry], allow_unicode=True, sort_keys=False, width=1000)
    lines = [*dumped.splitlines(), *(f"  # {line}" for line in _to_say(found, look))]
    lines += [f"# {line}" for line in _other_numbers(found, look.lang)]
    return "\n".join([f"{found.kind}:", *(f"  {line}" for line in lines)])


def _to_say(found: Inspection, look: Look) -> Iterator[str]:
    """What the entry may say once its author knows it: columns by ``set``, words by ``values``."""
    lang, shared = look.lang, LAYOUTS[found.kind].shared
    if found.either_dates:
        one, other = found.either_dates
        yield f'dates: "{one}"  # {say("inspect.to_date", lang, other=other)}'
    missing = [column for column in found.missing if column in shared]
    if missing:
        yield f"set:  # {say('inspect.to_set', lang)}"
        for column in missing:
            yield f"  {column}: {TO_SAY}  # {_takes(found.kind, column, lang)}"
    if found.words:
        yield f"values:  # {say('inspect.to_translate', lang)}"
    for column, words in found.words.items():
        yield f"  {column}:  # {_takes(found.kind, column, lang)}"
        shown = [word for word in words.most_met if _shows(word.cell, look)]
        for word in shown:
            meaning = say("inspect.meant", lang, value=word.meaning) if word.meaning else ""
            rows = count("rows", word.rows, lang)
            yield f"    {scalar(word.cell)}: {TO_SAY}  # {meaning}{rows}"
        if words.more or len(shown) < len(words.most_met):
            yield f"    # {say('inspect.more_words', lang)}"


def _other_numbers(found: Inspection, lang: str) -> Iterator[str]:
    """An entry for each other column that holds numbers."""
    names = [name for name in found.other_phones if name.strip()]
    if names:
        yield say("inspect.other_numbers", lang)
    for name in names:
        columns = {**found.entry.get("columns", {}), "phone": name}
        entry = {**found.entry, "columns": columns, "where": "phone is not null"}
        yield f"- {scalar(entry)}"


def _takes(kind: str, column: str, lang: str) -> str:
    """What a column takes: its closed values, or in words."""
    channels = (*CHANNELS, BY_PHONE) if column == "channel" else ()
    allowed = dict(LAYOUTS[kind].closed).get(column, channels)
    if not allowed:
        return say(f"takes.{column}", lang)
    return say("inspect.or", lang, first=", ".join(allowed[:-1]), last=allowed[-1])


def _shows(cell: str, look: Look) -> bool:
    """Whether a cell of a closed column may be shown: a word, not a text or a number."""
    word = len(cell) <= _LONGEST_WORD and _tells_nobody(cell, moment=False)
    return cell.isprintable() and (word or look.show_numbers)


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
        "headings_on_line": found.header_line,
        "first_row_on_line": found.first_line,
        "rows": found.rows,
        "unreadable": found.unreadable,
        "unreadable_lines": list(found.unreadable_lines),
        "kind": None if found.sure.doubt else found.kind,
        "could_be": list(found.sure.doubt),
        "also": list(found.sure.also),
        "profile": None if found.profile is None else found.profile.name,
        "columns": [
            {
                "heading": one.heading,
                "read_as": one.meaning,
                "time_alone": one.time_alone,
                "filled": one.filled,
                "samples": samples(one, found.kind, look),
            }
            for one in found.columns
        ],
        "read": None
        if trial.problem is not None or not found.entry
        else {
            "rows": trial.rows,
            "unreadable": trial.unreadable,
            "left_out": trial.left_out,
            "phones": trial.phones,
            **trial.counts,
        },
        "missing": list(found.missing),
        "words": {
            column: [
                {"cell": one.cell, "rows": one.rows, "means": one.meaning}
                for one in words.most_met
                if _shows(one.cell, look)
            ]
            for column, words in found.words.items()
        },
        "remarks": remarks(found, look.lang),
        "entry": {found.kind: [found.entry]} if found.entry else None,
    }
