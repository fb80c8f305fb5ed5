"""What an entry may say of a list's columns, and the errors for what it may not."""

from __future__ import annotations

from calllint.document import Place, Span
from calllint.document.suggest import nearest
from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.headings import TO_SAY, is_basis, looks_like_data
from calllint.packs.canonical import LAYOUTS

REACHES = {"contacts": {"phone"}, "contracts": {"phone", "contact_id", "contract_ref"}}
"""Columns that say whom a row speaks of, where they are not phone and contact_id."""


def check_mapping(entry: Entry, found: dict[str, int], headers: tuple[str, ...], name: str) -> None:
    """Refuse what a list cannot be read by; FactError says what to do."""
    _check_known(entry, name)
    _check_filled(entry)
    _check_basis(entry, found, headers, name)


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
    _check_moments(entry)
    twice = sorted(set(entry.columns) & set(entry.constants))
    if twice:
        raise FactError.at(
            entry.place,
            f"`{twice[0]}` is given both by `columns` and by `set` for {name}; keep one",
            f"`{twice[0]}` est donné à la fois par `columns` et par `set` pour {name} ; gardez-en "
            "un",
        )
    mapped = [*entry.columns.items(), *entry.times.items()]
    headers = [header.strip().casefold() for _, header in mapped]
    for column, header in mapped:
        if headers.count(header.strip().casefold()) > 1:
            raise FactError.at(
                entry.place,
                f"the column `{header}` of {name} is mapped twice (once to `{column}`); "
                "map it once",
                f"la colonne `{header}` de {name} est affectée deux fois (dont `{column}`) ; ne "
                "l'affectez qu'une fois",
            )


def _check_moments(entry: Entry) -> None:
    """Only a moment has a time of day."""
    moments = LAYOUTS[entry.kind].instants
    wrong = next((column for column in entry.times if column not in moments), None)
    if wrong is not None:
        en = f"it takes {', '.join(moments)}" if moments else "leave it out"
        fr = f"elle accepte {', '.join(moments)}" if moments else "retirez-la"
        raise FactError.at(
            entry.place,
            f"`{wrong}` of `{entry.kind}` is no moment, so `times:` cannot give its time; {en}",
            f"`{wrong}` de `{entry.kind}` n'est pas un moment ; la clé `times:` n'en donne pas "
            f"l'heure : {fr}",
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


def check_reach(entry: Entry, found: dict[str, int], headers: tuple[str, ...], name: str) -> None:
    """Refuse a list of which no column says whom a row speaks of."""
    given = set(found) | set(entry.constants)
    if given & REACHES.get(entry.kind, {"phone", "contact_id"}):
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


def twice(name: str, column: str, header: str) -> FactError:
    """The error for a heading that two columns have."""
    return FactError.at(
        Place(name, Span(1, 1, 1, 1)),
        f"two columns are called `{header}`, read as `{column}`; rename one of them, or say which "
        f"by its number, `columns: {{{column}: '#2'}}`",
        f"deux colonnes s'appellent `{header}`, lue comme `{column}` ; renommez-en une, ou dites "
        f"laquelle par son rang, `columns: {{{column}: '#2'}}`",
    )


def missing(
    entry: Entry, name: str, column: str, header: str, headers: tuple[str, ...]
) -> FactError:
    """The error for a heading that no column has."""
    near = nearest(header, headers)
    listed = ", ".join(header for header in headers if header)
    return FactError.at(
        entry.place,
        f"{name} has no column `{header}` (for `{column}`); "
        + (f"did you mean `{near}`?" if near else f"it has {listed}"),
        f"{name} n'a pas de colonne `{header}` (pour `{column}`) ; "
        + (f"vouliez-vous dire `{near}` ?" if near else f"il contient {listed}"),
    )


def dayless(entry: Entry, name: str, column: str, heading: str) -> FactError:
    """The error for a time of day that belongs to no day."""
    return FactError.at(
        entry.place,
        f"`{heading}` of {name} gives the time of `{column}`, and nothing its day; say which "
        f"column does, `columns: {{{column}: …}}`",
        f"`{heading}` de {name} donne l'heure de `{column}`, et rien n'en donne le jour ; dites "
        f"quelle colonne le fait, `columns: {{{column}: …}}`",
    )
