"""Which column of a file is which canonical column."""

from __future__ import annotations

import difflib

from calllint.document import Place, Span
from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.sql import literal
from calllint.packs.canonical import LAYOUTS

_REACHES = {"contacts": {"phone"}, "contracts": {"phone", "contact_id", "contract_ref"}}
"""Columns that say whom a row speaks of, where they are not phone and contact_id."""

_DIGITS_OF_DATA = 6
"""A first line with that many digits in a cell is a row: it is never repeated in a message."""


def map_columns(entry: Entry, headers: tuple[str, ...], name: str) -> dict[str, int]:
    """Canonical column to the index of the file's column.

    Raises FactError for a header that is named and not there, two columns for one meaning, and a
    list that reaches nobody (no phone, and no contact_id where that would do).
    """
    folded = [header.strip().casefold() for header in headers]
    found: dict[str, int] = {}
    for column in LAYOUTS[entry.kind].columns:
        wanted = entry.columns.get(column, column).strip().casefold()
        places = [index for index, header in enumerate(folded) if header == wanted]
        if len(places) > 1:
            raise _twice(entry, name, column, entry.columns.get(column, column))
        if places:
            found[column] = places[0]
        elif column in entry.columns:
            raise _missing(entry, name, column, headers)
    _check_known(entry, name)
    _check_reach(entry, found, headers, name)
    return found


def _check_known(entry: Entry, name: str) -> None:
    known = LAYOUTS[entry.kind].columns
    for column in (*entry.columns, *entry.constants, *entry.values):
        if column not in known:
            near = difflib.get_close_matches(column, known, 1)
            hint_en = f"; did you mean `{near[0]}`?" if near else f"; it takes {', '.join(known)}"
            hint_fr = (
                f" ; vouliez-vous dire `{near[0]}` ?"
                if near
                else f" ; les colonnes possibles sont {', '.join(known)}"
            )
            raise FactError.at(
                entry.place,
                f"`{entry.kind}` has no column `{column}`{hint_en}",
                f"`{entry.kind}` n'a pas de colonne `{column}`{hint_fr}",
            )
    twice = sorted(set(entry.columns) & set(entry.constants))
    if twice:
        raise FactError.at(
            entry.place,
            f"`{twice[0]}` is given both by `columns` and by `set` for {name}; keep one",
            f"`{twice[0]}` est donné à la fois par `columns` et par `set` pour {name} ; gardez-en "
            "un",
        )
    headers = [header.strip().casefold() for header in entry.columns.values()]
    for column, header in entry.columns.items():
        if headers.count(header.strip().casefold()) > 1:
            raise FactError.at(
                entry.place,
                f"the column `{header}` of {name} is mapped twice (once to `{column}`); "
                "map it once",
                f"la colonne `{header}` de {name} est affectée deux fois (dont `{column}`) ; ne "
                "l'affectez qu'une fois",
            )


def _check_reach(entry: Entry, found: dict[str, int], headers: tuple[str, ...], name: str) -> None:
    given = set(found) | set(entry.constants)
    if given & _REACHES.get(entry.kind, {"phone", "contact_id"}):
        return
    if any(sum(sign.isdigit() for sign in header) >= _DIGITS_OF_DATA for header in headers):
        raise FactError.at(
            Place(name, Span(1, 1, 1, 1)),
            "the first line holds data, not column names: put the names there, on a line of their "
            "own",
            "la première ligne contient des données et non des noms de colonnes : ajoutez une "
            "ligne d'en-tête",
        )
    listed = ", ".join(header for header in headers if header)
    raise FactError.at(
        Place(name, Span(1, 1, 1, 1)),
        f"no phone column among: {listed}; say which it is with `columns: {{phone: …}}`",
        f"aucune colonne de téléphone parmi : {listed} ; indiquez-la par `columns: {{phone: …}}`",
    )


def _twice(entry: Entry, name: str, column: str, header: str) -> FactError:
    return FactError.at(
        Place(name, Span(1, 1, 1, 1)),
        f"two columns are called `{header}`, read as `{column}`; rename one of them",
        f"deux colonnes s'appellent `{header}`, lue comme `{column}` ; renommez-en une",
    )


def _missing(entry: Entry, name: str, column: str, headers: tuple[str, ...]) -> FactError:
    header = entry.columns[column]
    near = difflib.get_close_matches(header, headers, 1)
    listed = ", ".join(header for header in headers if header)
    return FactError.at(
        entry.place,
        f"{name} has no column `{header}` (for `{column}`); "
        + (f"did you mean `{near[0]}`?" if near else f"it has {listed}"),
        f"{name} n'a pas de colonne `{header}` (pour `{column}`) ; "
        + (f"vouliez-vous dire `{near[0]}` ?" if near else f"il contient {listed}"),
    )


def _trimmed(cell: str) -> str:
    """A cell without the spaces around it, NULL where nothing is left; few have any to remove."""
    return (
        f"CASE WHEN {cell} LIKE ' %' OR {cell} LIKE '% ' THEN nullif(trim({cell}), '') "
        f"ELSE nullif({cell}, '') END"
    )


def cell_sql(entry: Entry, column: str, found: dict[str, int]) -> str:
    """The text of a canonical column: from the file or `set`, through `values`; blank is NULL."""
    if column in entry.constants:
        return literal(entry.constants[column].strip() or None, "text")
    if column not in found:
        return "CAST(NULL AS VARCHAR)"
    cell = _trimmed(f"c{found[column]}")
    mapping = entry.values.get(column)
    if not mapping:
        return cell
    whens = " ".join(
        f"WHEN {literal(old.strip())} THEN {literal(new)}" for old, new in mapping.items()
    )
    return f"nullif(trim(CASE {cell} {whens} ELSE {cell} END), '')"
