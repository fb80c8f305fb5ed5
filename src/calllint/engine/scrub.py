"""The list a dialler may load, and what was kept out of it, written whole or not at all."""

from __future__ import annotations

import csv
import glob
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import ContactVerdict, Finding, Problem
from calllint.facts.mapping import map_columns
from calllint.facts.sql import literal
from calllint.facts.workspace import FileStats

if TYPE_CHECKING:
    from calllint.engine.run import Judgement, ShownId

MOST_DAYS = 31
"""Judged days a callable list may be made for: lists go stale."""
_OWN = frozenset({"rejects.csv", "verdicts.parquet", "summary.json"})
_VERDICT_COLUMNS = (
    "file",
    "line",
    "contact_id",
    "verdict",
    "breached",
    "unknown",
    "duties",
    "callable_from",
    "callable_until",
    "attempts_left",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def stands_against(finding: Finding) -> bool:
    """Whether a finding is an error against the campaign itself, not against some contacts."""
    counts = finding.outcome != "duty" and finding.set_aside is None
    return counts and finding.count is None and finding.severity == "error"


def write_scrub(
    judgement: Judgement, out: Path, shown_id: ShownId | None = None
) -> Mapping[str, Path]:
    """Write the folder ``out``; the paths written, by name.

    It holds ``callable.csv`` (one per contact list), ``rejects.csv``, ``verdicts.parquet`` and
    ``summary.json``.

    The callable list holds the contacts that may be called on every judged day, as their list wrote
    them, repaired numbers mended, and each number once: its first row that may be called. It is
    left out where an error stands against the campaign or not everything was checked. Raises
    InputError for more than 31 judged days, where rules were left out, and for a folder that holds
    anything else.
    """
    report = judgement.report
    _check(judgement, out)
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _find_repeats(judgement)
        clear = not report.problems and not any(map(stands_against, report.findings))
        names = list(_write_callable(judgement, fresh)) if clear else []
        _write_verdicts(judgement, fresh, shown_id or _own_id)
        _write_summary(judgement, fresh, names)
        names += sorted(_OWN)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return {name: out / name for name in names}


def _check(judgement: Judgement, out: Path) -> None:
    report = judgement.report
    if report.first_day is None or report.last_day is None or judgement.contacts is None:
        raise _refused(
            "scrub",
            "a callable list needs the contacts; leave --without-data out",
            "une liste appelable demande les contacts ; retirez --without-data",
        )
    for option, rules in sorted(judgement.selection.weakened.items()):
        listed = ", ".join(sorted(rules)[:3]) + (" …" if len(rules) > 3 else "")
        raise _refused(
            f"--{option}",
            f"a callable list needs every error rule, and `{option}` takes {listed} out; leave "
            "it out, here or in the configuration",
            f"une liste appelable demande toutes les règles d'erreur, et `{option}` en retire "
            f"{listed} ; ôtez-le, ici ou dans la configuration",
        )
    days = (report.last_day - report.first_day).days + 1
    if days > MOST_DAYS:
        raise _refused(
            report.campaign,
            f"{days} judged days are too many for a list ({MOST_DAYS} at most): it would go "
            "stale. Say which days it will be dialled: --dial FROM..TO",
            f"{days} jours jugés, c'est trop pour une liste ({MOST_DAYS} au plus) : elle se "
            "périmerait. Dites quels jours elle sera composée : --dial DU..AU",
        )
    if out.exists() and not out.is_dir():
        raise _refused(
            out.as_posix(),
            "this is a file; name a folder for --out",
            "c'est un fichier ; donnez un dossier à --out",
        )
    _spare_inputs(judgement, out)
    strange = sorted(path.name for path in out.iterdir() if not _ours(path)) if out.exists() else []
    if strange:
        raise _refused(
            out.as_posix(),
            f"the folder holds {strange[0]}, which calllint did not write; name an empty one",
            f"le dossier contient {strange[0]}, que calllint n'a pas écrit ; donnez-en un vide",
        )


def _spare_inputs(judgement: Judgement, out: Path) -> None:
    """Refuse a folder that a list was read from: it would be replaced whole."""
    for stats in judgement.workspace.files:
        if stats.path.resolve().parent == out.resolve():
            raise _refused(
                out.as_posix(),
                f"the folder holds {stats.path.name}, which is read here; name another",
                f"le dossier contient {stats.path.name}, qui est lu ici ; donnez-en un autre",
            )


def _ours(path: Path) -> bool:
    return path.is_file() and (path.name in _OWN or path.match("callable*.csv"))


def _refused(where: str, en: str, fr: str) -> InputError:
    return InputError((Problem(Place(where), {"en": en, "fr": fr}),))


def _find_repeats(judgement: Judgement) -> None:
    """Create ``repeat_row``: rows that may be called and whose number an earlier such row holds."""
    judgement.workspace.execute(
        "CREATE OR REPLACE TABLE repeat_row AS SELECT row_id FROM contact "
        "SEMI JOIN duplicate USING (number) JOIN verdict USING (row_id) WHERE code = 0 "
        "QUALIFY row_number() OVER (PARTITION BY number ORDER BY row_id) > 1"
    )


def _write_callable(judgement: Judgement, folder: Path) -> Iterator[str]:
    workspace = judgement.workspace
    lists = [
        (number, stats) for number, stats in enumerate(workspace.files) if stats.kind == "contacts"
    ]
    for position, (number, stats) in enumerate(lists, 1):
        name = "callable.csv" if len(lists) == 1 else f"callable-{position}-{stats.path.stem}.csv"
        headers = stats.headers if stats.headed else ()
        _write_csv(folder / name, headers, _callable(judgement, number, stats), stats.delimiter)
        yield name


def _callable(judgement: Judgement, number: int, stats: FileStats) -> Iterator[Sequence[Any]]:
    phone = _phone_column(judgement, stats)
    cells = ", ".join(
        _mended(f"s.c{index}") if index == phone else f"s.c{index}"
        for index in range(len(stats.headers))
    )
    return _stream(
        judgement,
        f"SELECT {cells} FROM source_{number} s JOIN contact c ON c.file_no = {number} AND "
        f"c.row_id = s.rowid + 1 + (SELECT min(row_id) - 1 FROM contact WHERE file_no = {number}) "
        "JOIN verdict v ON v.row_id = c.row_id ANTI JOIN repeat_row r ON r.row_id = c.row_id "
        "WHERE v.code = 0 ORDER BY c.row_id",
    )


def _mended(cell: str) -> str:
    """A phone cell, or its E.164 form where its own digits would be dialled as another number."""
    digits = f"regexp_replace({cell}, '[^0-9]', '', 'g')"
    return (
        f"CASE WHEN c.number_repaired AND {digits} <> CAST(c.number AS VARCHAR) "
        f"THEN '+' || c.number ELSE {cell} END"
    )


def _phone_column(judgement: Judgement, stats: FileStats) -> int | None:
    """The place of the numbers among the columns of a list, where it has them."""
    for entry in judgement.workspace.declared.entries:
        if entry.node == stats.node:
            return map_columns(entry, stats.headers, stats.name).get("phone")
    return None


def _stream(judgement: Judgement, query: str) -> Iterator[Sequence[Any]]:
    cursor = judgement.workspace.connection.cursor().execute(query)
    while batch := cursor.fetchmany(10_000):
        yield from batch


def _write_csv(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ","
) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        if headers:
            writer.writerow(headers)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def _own_id(verdict: ContactVerdict) -> str | None:
    return verdict.contact_id


def _write_verdicts(judgement: Judgement, folder: Path, shown_id: ShownId) -> None:
    """Every verdict as Parquet, and the contacts kept out as CSV; no number in either.

    Parquet holds the ids of rules, for programs; the CSV, for people, their names as well.
    """
    import duckdb

    names = {rule.id: f"{rule.id} {rule.name}" for rule, _ in judgement.selection.rules}
    verdicts = folder / "verdicts.csv"
    with (
        verdicts.open("w", encoding="utf-8", newline="") as whole,
        (folder / "rejects.csv").open("w", encoding="utf-8", newline="") as part,
    ):
        writers = [csv.writer(stream, lineterminator="\n") for stream in (whole, part)]
        for writer in writers:
            writer.writerow(_VERDICT_COLUMNS)
        repeats = _stream(
            judgement,
            "SELECT r.row_id IS NOT NULL FROM verdict v LEFT JOIN repeat_row r USING (row_id) "
            "ORDER BY v.row_id",
        )
        for verdict, (repeat,) in zip(judgement.verdicts(), repeats, strict=True):
            contact_id = shown_id(verdict)
            writers[0].writerow(_verdict_row(verdict, contact_id, " ".join))
            if verdict.verdict != "allow" or repeat:
                row = _verdict_row(
                    verdict, contact_id, lambda ids: "; ".join(names[each] for each in ids)
                )
                writers[1].writerow([_inert(cell) for cell in row])
    types = ", ".join(f"'{name}': '{_PARQUET.get(name, 'VARCHAR')}'" for name in _VERDICT_COLUMNS)
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_csv({literal(glob.escape(str(verdicts)))}, header=true, "
            f"auto_detect=false, delim=',', quote='\"', escape='\"', columns={{{types}}})) "
            f"TO {literal(str(folder / 'verdicts.parquet'))} (FORMAT parquet)"
        )
    verdicts.unlink()


_PARQUET = {
    "line": "BIGINT",
    "callable_from": "DATE",
    "callable_until": "DATE",
    "attempts_left": "BIGINT",
}


def _verdict_row(
    verdict: ContactVerdict, contact_id: str | None, write: Callable[[Sequence[str]], str]
) -> list[object]:
    return [
        verdict.file,
        verdict.line,
        contact_id,
        verdict.verdict,
        write(verdict.breached),
        write(verdict.unknown),
        write(verdict.duties),
        verdict.callable_from,
        verdict.callable_until,
        verdict.attempts_left,
    ]


def _inert(cell: object) -> object:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _write_summary(judgement: Judgement, folder: Path, callable_files: Sequence[str]) -> None:
    report = judgement.report
    totals = report.totals
    repeats = judgement.workspace.rows("SELECT count(*) FROM repeat_row")[0][0]
    summary = {
        "campaign": report.campaign,
        "judged": {"from": str(report.first_day), "to": str(report.last_day)},
        "known_at": report.known_at,
        "options": dict(report.options),
        "callable_files": list(callable_files),
        "contacts": totals.contacts,
        "allow": totals.allow,
        "review": totals.review,
        "block": totals.block,
        "unreadable": totals.unreadable,
        "repeated_numbers": repeats,
        "reasons": [
            {
                "verdict": each.verdict,
                "breached": list(each.rules),
                "unknown": list(each.unknown),
                "contacts": each.contacts,
            }
            for each in report.reasons
        ],
        "packs": dict(report.packs),
        "tzdata": report.tzdata,
        "inputs": {**dict(report.digests), **{each.file: each.sha256 for each in report.lists}},
    }
    text = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    (folder / "summary.json").write_text(text, encoding="utf-8")


def _swap(fresh: Path, out: Path) -> None:
    """Put the new folder in the place of the old one, which is kept aside until that is done."""
    if not out.exists():
        fresh.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(old / "was")
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
