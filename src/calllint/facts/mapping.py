"""Which column of a file is which canonical column."""

from __future__ import annotations

import re
import unicodedata

from calllint.document import Place, Span
from calllint.document.suggest import nearest
from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.sql import literal
from calllint.packs.canonical import LAYOUTS

_REACHES = {"contacts": {"phone"}, "contracts": {"phone", "contact_id", "contract_ref"}}
"""Columns that say whom a row speaks of, where they are not phone and contact_id."""

_NUMBERED = re.compile(r"#([0-9]{1,4})")
_BASIS = re.compile(
    r"legal[ _]?basis|lawful[ _]?basis|base (légale|juridique)"
    r"|^(consent_with_notice|non_gdpr|performance_of_contract|process_and_store)$"
    r"|^legitimate_interest_(client|other|pql)$|^freely given consent from contact$"
)
"""Headings and cells by which CRMs say why they may hold a person's data."""

TO_SAY = "…"
"""What stands for a value that only a person can give."""

_DIGITS_OF_DATA = 6
"""A first line with that many digits in a cell is a row: it is never repeated in a message."""


def fold_heading(heading: str) -> str:
    """A heading as it is compared: without case, and however its accents and blanks are stored."""
    return " ".join(unicodedata.normalize("NFC", heading).split()).casefold()


def is_basis(text: str) -> bool:
    """Whether a heading or a cell tells a processing basis."""
    return bool(_BASIS.search(fold_heading(text)))


def looks_like_data(header: str) -> bool:
    """Whether a heading holds so many digits that it is a cell of a row."""
    return sum(sign.isdigit() for sign in header) >= _DIGITS_OF_DATA


def map_columns(entry: Entry, headers: tuple[str, ...], name: str) -> dict[str, int]:
    """Canonical column to the index of the file's column.

    Raises FactError for a header that is named and not there, two columns for one meaning, a list
    that reaches nobody (no phone, and no contact_id where that would do), and a processing basis
    read as a consent.
    """
    heads = [fold_heading(header) for header in headers]
    found: dict[str, int] = {}
    for column in LAYOUTS[entry.kind].columns:
        for wanted in _wanted(entry, column):
            places = _places(wanted, heads)
            if len(places) > 1:
                raise _twice(name, column, wanted)
            if places:
                found[column] = places[0]
                break
        else:
            if column in entry.columns:
                raise _missing(entry, name, column, headers)
    if entry.phone_code is not None:
        places = _places(entry.phone_code, heads)
        if len(places) != 1:
            raise _missing(entry, name, "phone_code", headers)
        found["phone_code"] = places[0]
    _check_known(entry, name)
    _check_filled(entry)
    _check_basis(entry, found, headers, name)
    _apply_key(entry, found, name)
    _check_reach(entry, found, headers, name)
    return found


def reaches(entry: Entry, headers: tuple[str, ...]) -> bool:
    """Whether a reading of a profile finds whom the rows speak of."""
    heads = [fold_heading(header) for header in headers]
    needed = _REACHES.get(entry.kind, {"phone", "contact_id"})
    needed = needed & {"phone"} if "phone" in entry.usual else needed
    return any(_places(wanted, heads) for column in needed for wanted in _wanted(entry, column))


def _wanted(entry: Entry, column: str) -> tuple[str, ...]:
    """The headings a column may have: as told, as the profile knows, or its own name."""
    if column in entry.columns:
        return (entry.columns[column],)
    return entry.usual.get(column, ()) if entry.profile is not None else (column,)


def _places(wanted: str, heads: list[str]) -> list[int]:
    """Where a heading stands; ``#3`` is the third column, whatever its heading."""
    head = fold_heading(wanted)
    places = [index for index, each in enumerate(heads) if each == head]
    if not places and (numbered := _NUMBERED.fullmatch(head)):
        return [int(numbered[1]) - 1] if 0 < int(numbered[1]) <= len(heads) else []
    return places


def _apply_key(entry: Entry, found: dict[str, int], name: str) -> None:
    """Leave out the other way of joining where the entry says which one holds."""
    if entry.key is None:
        return
    if entry.key not in found and entry.key not in entry.constants:
        raise FactError.at(
            entry.place,
            f"{name} has no `{entry.key}` to join on (`key:`); say which column it is in "
            "`columns:`",
            f"{name} n'a pas de `{entry.key}` pour la jointure (`key:`) ; indiquez la colonne "
            "dans `columns:`",
        )
    found.pop("contact_id" if entry.key == "phone" else "phone", None)


def _check_basis(entry: Entry, found: dict[str, int], headers: tuple[str, ...], name: str) -> None:
    """A legal basis for holding data is no consent to be called, whatever it says."""
    column = {"consents": "status", "contacts": "ground"}.get(entry.kind, "")
    meant = [headers[found[column]]] if column in found else []
    meant += entry.values.get(column, ())
    basis = next(filter(is_basis, meant), None)
    if basis is not None:
        raise FactError.at(
            entry.place,
            f"`{basis}` of {name} is a basis for holding data, not a consent to be called; leave "
            f"`{column}` out, and give the consents themselves",
            f"« {basis} » de {name} est une base de traitement des données, pas un consentement à "
            f"être appelé ; retirez `{column}`, et fournissez les consentements eux-mêmes",
        )


def _check_filled(entry: Entry) -> None:
    """What `calllint inspect` leaves to be said is no value."""
    for column, value in entry.constants.items():
        if value == TO_SAY:
            raise FactError.at(
                entry.place,
                f"`{column}` is still to be said in `set:`; write what is true of every row, or "
                "take it out",
                f"`{column}` reste à dire dans `set:` ; écrivez ce qui est vrai de chaque ligne, "
                "ou retirez-le",
            )


def _check_known(entry: Entry, name: str) -> None:
    known = LAYOUTS[entry.kind].columns
    for column in (*entry.columns, *entry.constants, *entry.values):
        if column not in known:
            near = nearest(column, known)
            hint_en = f"; did you mean `{near}`?" if near else f"; it takes {', '.join(known)}"
            hint_fr = (
                f" ; vouliez-vous dire `{near}` ?"
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
    if any(map(looks_like_data, headers)):
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
        f"no phone column among: {listed}; say which it is with `columns: {{phone: …}}`; "
        "`calllint inspect` proposes the entry",
        f"aucune colonne de téléphone parmi : {listed} ; indiquez-la par `columns: {{phone: …}}` ; "
        "`calllint inspect` propose l'entrée",
    )


def _twice(name: str, column: str, header: str) -> FactError:
    return FactError.at(
        Place(name, Span(1, 1, 1, 1)),
        f"two columns are called `{header}`, read as `{column}`; rename one of them, or say which "
        f"by its number, `columns: {{{column}: '#2'}}`",
        f"deux colonnes s'appellent `{header}`, lue comme `{column}` ; renommez-en une, ou dites "
        f"laquelle par son rang, `columns: {{{column}: '#2'}}`",
    )


def _missing(entry: Entry, name: str, column: str, headers: tuple[str, ...]) -> FactError:
    header = entry.columns.get(column) or str(entry.phone_code)
    near = nearest(header, headers)
    listed = ", ".join(header for header in headers if header)
    return FactError.at(
        entry.place,
        f"{name} has no column `{header}` (for `{column}`); "
        + (f"did you mean `{near}`?" if near else f"it has {listed}"),
        f"{name} n'a pas de colonne `{header}` (pour `{column}`) ; "
        + (f"vouliez-vous dire `{near}` ?" if near else f"il contient {listed}"),
    )


def _trimmed(cell: str) -> str:
    """A cell without the spaces around it, NULL where nothing is left; few have any to remove."""
    return (
        f"CASE WHEN {cell} LIKE ' %' OR {cell} LIKE '% ' THEN nullif(trim({cell}), '') "
        f"ELSE nullif({cell}, '') END"
    )


def cell_sql(entry: Entry, column: str, found: dict[str, int]) -> str:
    """The text of a canonical column: from the file or `set`, through `values`; blank is NULL.

    A phone whose country code stands apart is written with it, unless it has one already.
    """
    if column in entry.constants:
        return literal(entry.constants[column].strip() or None, "text")
    if column not in found:
        return "CAST(NULL AS VARCHAR)"
    cell = _trimmed(f"c{found[column]}")
    if column == "phone" and (code := found.get("phone_code")) is not None:
        coded = f"regexp_matches(trim(c{code}), '^[1-9][0-9]{{0,2}}$') AND NOT ({cell} LIKE '+%')"
        cell = f"CASE WHEN {coded} THEN '+' || trim(c{code}) || {cell} ELSE {cell} END"
    mapping = entry.values.get(column)
    if not mapping:
        return cell
    whens = " ".join(
        f"WHEN {literal(old.strip())} THEN {literal(new)}" for old, new in mapping.items()
    )
    return f"nullif(trim(CASE {cell} {whens} ELSE {cell} END), '')"
