"""Spreadsheets (.xlsx, .xls, .xlsb, .ods), through python-calamine: the extra ``xlsx``.

A workbook has a million rows at most and is read whole; what it unpacks to is bounded, so that a
small file cannot fill the memory.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calllint.document import Place
from calllint.facts.errors import FactError
from calllint.facts.sources.table import How, Record, Source, damaged, spool

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST = 1 << 30
"""Bytes that a workbook may unpack to: a full sheet of twenty columns takes about half."""
_MOST_TIMES = 200
"""How many times its size a workbook may unpack to, once it is past a few megabytes."""
_SMALL = 1 << 24


def source(path: Path, name: str, how: How, temp: Path) -> tuple[Source, str]:
    """The sheet as a source, and its name; the line of a row is its row in the sheet.

    Raises FactError for a workbook that cannot be read, and where several sheets hold rows and none
    is named.
    """
    _check_size(path, name)
    with _open(path, name) as book:
        sheet = _sheet(book, name, how)
        records = _records(sheet, how.dates)
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
        f"several sheets hold rows: {listed}; name one, `sheet: {names[0]}`, in an entry for each",
        f"plusieurs feuilles contiennent des lignes : {listed} ; nommez-en une, "
        f"`sheet: {names[0]}`, dans une entrée pour chacune",
    )


def _empty(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "the workbook is empty; export it again, with a header line",
        "le classeur est vide ; exportez-le de nouveau, avec une ligne d'en-tête",
    )


def _records(sheet: CalamineSheet, dates: str | None) -> Iterator[Record]:
    """Rows that are not blank, from the first column in use."""
    top = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
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
            day, time = _text(cell.date(), dates), cell.time().isoformat("seconds")
            timed = "" if "%H" in (dates or "") or not cell.time() else f" {time}"
            return (cell.strftime(dates) if dates and not timed else day) + timed
        case dt.date() if dates:
            return cell.strftime(dates)
    return str(cell)


def _check_size(path: Path, name: str) -> None:
    """Unpack a workbook into nothing, and stop where it grows past all measure."""
    if not zipfile.is_zipfile(path):
        return
    most = max(_SMALL, min(_MOST, path.stat().st_size * _MOST_TIMES))
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(each.file_size for each in archive.infolist()) > most:
                raise too_large(name)
            for each in archive.infolist():
                with archive.open(each) as stream:
                    while stream.read(1 << 20):
                        pass
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError):
        raise damaged(name) from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise damaged(name) from None
        raise


def too_large(name: str) -> FactError:
    """The error for an archive that unpacks to many times its size."""
    return FactError.at(
        Place(name),
        "it unpacks to many times its own size, as no list does; unpack it yourself if you trust "
        "it, and name what is inside",
        "il se décompresse en un volume que n'atteint aucune liste ; si vous avez confiance, "
        "décompressez-le vous-même et nommez le fichier obtenu",
    )
