"""Spreadsheets (.xlsx, .xls, .xlsb, .ods), through python-calamine: the extra ``xlsx``.

A workbook has a million rows at most and is read whole; what it unpacks to is bounded, so that a
small file cannot fill the memory.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.instants import has_time
from calllint.facts.sources.table import How, Record, Source, damaged, spool

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST = 1 << 30
"""Bytes that a workbook may unpack to: a full sheet of twenty columns takes about half."""
_MOST_TIMES = 200
"""How many times its size a workbook may unpack to, once it is past a few megabytes."""
_SMALL = 1 << 24
_MOST_HELD = 3 << 30
"""Bytes that reading a workbook may take: it is held as a rectangle, blank cells included."""
_FAR = re.compile(
    rb"""\br\s*=\s*["'](?:(?:[A-Z]{3}|[B-Z][A-Z]|A[G-Z])[0-9]|[A-Z]*[0-9]{7})""", re.IGNORECASE
)
"""A cell past column AF, or a row past the 999,999th: a file may number one that no sheet has.

Up to there the largest rectangle is no larger than a full sheet.
"""
_TRIAL = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
except (ImportError, OSError, ValueError):
    pass
import python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
"""Two cells at opposite corners of a sheet make a rectangle no machine can hold, and the reader,
for want of memory, ends the process. So a workbook that might is read by another process first."""


def source(path: Path, name: str, how: How, temp: Path) -> tuple[Source, str]:
    """The sheet as a source, and its name; the line of a row is its row in the sheet.

    Raises FactError for a workbook that cannot be read, and where several sheets hold rows and none
    is named.
    """
    if _may_be_wide(path, name) and not _survives(path, temp):
        raise _too_wide(name)
    with _open(path, name) as book:
        sheet = _sheet(book, name, how)
        records = _records(sheet, how.dates, how.header_line or 1)
        first = next(records, None)
        if first is None:
            raise _empty(name)
        if how.header is not None:
            records, headers = _records(sheet, how.dates), how.header
        else:
            headers = tuple(cell.strip() for cell in first.cells)
            while headers and not headers[-1]:
                headers = headers[:-1]
        return spool(headers, records, temp), sheet.name


def first_rows(path: Path, name: str, how: How, most: int) -> list[tuple[int, Sequence[str]]]:
    """The first rows of the sheet that are not blank, each with its number.

    Raises FactError as ``source`` does.
    """
    with _open(path, name) as book:
        rows = _records(_sheet(book, name, how), how.dates)
        return [(row.line, row.cells) for row in rows if row.line <= most]


def _open(path: Path, name: str) -> CalamineWorkbook:
    try:
        import python_calamine
    except ImportError:
        raise FactError.at(
            Place(name),
            "reading a spreadsheet needs python-calamine: pip install 'calllint[xlsx]', or save "
            'the list as "CSV UTF-8"',
            "lire un tableur demande python-calamine : pip install 'calllint[xlsx]', ou "
            "enregistrez la liste au format « CSV UTF-8 »",
        ) from None
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise FactError.at(
            Place(name),
            "the workbook is protected by a password; save it without one",
            "le classeur est protégé par un mot de passe ; enregistrez-le sans",
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise damaged(name) from None


def _sheet(book: CalamineWorkbook, name: str, how: How) -> CalamineSheet:
    import python_calamine

    names = [
        each.name
        for each in book.sheets_metadata
        if how.sheet is not None or each.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if how.sheet is not None and how.sheet not in names:
        raise _choose(name, names, how.sheet)
    try:
        found = [
            sheet
            for each in names
            if how.sheet in (None, each)
            and (sheet := book.get_sheet_by_name(each)).start is not None
        ]
    except (python_calamine.CalamineError, ValueError, KeyError):
        raise damaged(name) from None
    if len(found) > 1:
        raise _choose(name, [each.name for each in found], None)
    if not found:
        raise _empty(name)
    return found[0]


def _choose(name: str, names: list[str], wanted: str | None) -> FactError:
    listed = ", ".join(names)
    if wanted is not None:
        return FactError.at(
            Place(name),
            f"there is no sheet `{wanted}`; it has {listed}",
            f"il n'y a pas de feuille `{wanted}` ; le classeur contient {listed}",
        )
    return FactError.at(
        Place(name),
        f"several sheets hold rows: {listed}; name one, `sheet: {names[0]}`, in an entry for each; "
        "`calllint inspect --sheet NAME` proposes it",
        f"plusieurs feuilles contiennent des lignes : {listed} ; nommez-en une, "
        f"`sheet: {names[0]}`, dans une entrée pour chacune ; `calllint inspect --sheet NOM` la "
        "propose",
    )


def _empty(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "the workbook is empty; export it again, with a header line",
        "le classeur est vide ; exportez-le de nouveau, avec une ligne d'en-tête",
    )


def _records(sheet: CalamineSheet, dates: str | None, first: int = 1) -> Iterator[Record]:
    """Rows that are not blank, from the first column in use and from row ``first`` on."""
    top = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        if number < first:
            continue
        cells = [_text(cell, dates) for cell in row]
        if any(cells):
            yield Record(number, cells)


def _text(cell: Any, dates: str | None) -> str:
    """A cell as a text; a day or a moment as the list is told to write them."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
        case dt.datetime():
            if not cell.time():
                return _text(cell.date(), dates)
            if dates and has_time(dates):
                return cell.strftime(dates)
            return f"{_text(cell.date(), dates)} {cell.time().isoformat('seconds')}"
        case dt.date() if dates and not has_time(dates):  # a day alone is not its midnight
            return cell.strftime(dates)
        case dt.time():
            return cell.isoformat("seconds")
    return str(cell)


def _may_be_wide(path: Path, name: str) -> bool:
    """Whether its cells may lie far apart; raises FactError where it grows past all measure.

    It is unpacked into nothing.
    """
    if not zipfile.is_zipfile(path):
        return True
    most = max(_SMALL, min(_MOST, path.stat().st_size * _MOST_TIMES))
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > most:
                raise too_large(name)
            far = [_reaches_far(archive, each) for each in archive.infolist()]
            return any(far) or "xl/workbook.xml" not in archive.namelist()
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        raise damaged(name) from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise damaged(name) from None
        raise


def _reaches_far(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    far, before = False, b""
    with archive.open(part) as stream:
        while block := stream.read(1 << 20):
            far = far or _FAR.search(before + block) is not None
            before = block[-40:]
    return far


def _survives(path: Path, temp: Path) -> bool:
    """Whether a process that reads the workbook lives to tell, within ``_MOST_HELD``."""
    import subprocess

    command = [sys.executable, "-c", _TRIAL, str(path.absolute()), str(_MOST_HELD)]
    done = subprocess.run(
        command, cwd=temp, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode in (0, 1)  # 1: Python says what is wrong with it, as it will here


def _too_wide(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "its cells lie so far apart that no memory holds the sheet; delete what stands far from "
        'the list and save it again, or save the list as "CSV UTF-8"',
        "ses cellules sont si éloignées qu'aucune mémoire ne contient la feuille ; supprimez ce "
        "qui se trouve loin de la liste et enregistrez-la de nouveau, ou enregistrez-la au format "
        "« CSV UTF-8 »",
    )


def too_large(name: str) -> FactError:
    """The error for an archive that unpacks to many times its size."""
    return FactError.at(
        Place(name),
        "it unpacks to many times its own size, as no list does; unpack it yourself if you trust "
        "it, and name what is inside",
        "il se décompresse en un volume que n'atteint aucune liste ; si vous avez confiance, "
        "décompressez-le vous-même et nommez le fichier obtenu",
    )
