"""``pack.yaml``: what a pack is, the columns it adds and the words it defines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from msgspec import Struct, field

from calllint.document import Document
from calllint.packs.fields import Malformed, Node, parse_day
from calllint.packs.house import WORDING
from calllint.packs.language.errors import both, suggestion
from calllint.packs.language.lexer import minutes_of
from calllint.packs.language.tree import Type
from calllint.packs.model import ISO_DAY, BlockFile, Calendar, Dialling, Text
from calllint.packs.scopes import FACT_SCOPES, GROUNDS, SCOPES, Column, Value

VERSION = 1
"""Version of the pack format that this program reads."""

_KEYS = (
    "calllint_pack",
    "name",
    "title",
    "version",
    "extends",
    "countries",
    "default_territory",
    "default_timezone",
    "keeps_proofs",
    "dialling",
    "calendar",
    "columns",
    "facts",
    "definitions",
    "wording",
)
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*", re.ASCII)
"""A dotted path into a campaign: ``campaign.sector``."""


class Manifest(Struct, frozen=True):
    """What ``pack.yaml`` says, tables and definitions not yet looked at."""

    name: str
    title: Text
    version: str
    countries: tuple[str, ...]
    default_territory: str | None
    default_timezone: str | None
    keeps_proofs: str | None
    dialling: Dialling | None
    """Without its ranges, which stand in a table."""
    calendar: Calendar | None
    columns: Mapping[str, Mapping[str, Column]]
    """Columns the pack adds; those without a path are filled by its ``facts.py``."""
    definitions: Mapping[str, tuple[str, str]]
    """Name to (expression, doc), in the order of the file."""
    extends: str | None = None
    wording: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    """Rule id to the words that replace its own."""


def read_manifest(doc: Document) -> Manifest:
    """What ``pack.yaml`` says. Raises Malformed at the first thing that has the wrong shape."""
    node = Node.of(doc.value).only(_KEYS)
    if node.integer("calllint_pack") != VERSION:
        raise node.bad(
            "calllint_pack",
            f"{VERSION}, the only version of the format there is",
            f"{VERSION}, la seule version du format",
        )
    name = node.text("name")
    if not _NAME.fullmatch(name):
        raise node.bad("name", "small letters, digits and `_`", "en minuscules, chiffres et `_`")
    node.need("title")
    return Manifest(
        name=name,
        title=node.words("title"),
        version=node.text("version"),
        countries=_countries(node),
        default_territory=node.optional_text("default_territory"),
        default_timezone=node.optional_text("default_timezone"),
        keeps_proofs=node.optional_text("keeps_proofs"),
        dialling=_dialling(node),
        calendar=_calendar(node),
        columns=_columns(node),
        definitions=_definitions(node),
        extends=node.optional_text("extends"),
        wording=_wording(node),
    )


def _wording(node: Node) -> dict[str, dict[str, Text]]:
    if node.has("wording") and not node.has("extends"):
        raise Malformed(
            ("wording",),
            both(
                "`wording` is for rules of another pack; say which by `extends:`",
                "`wording` vaut pour les règles d'un autre recueil ; dites lequel par `extends:`",
            ),
        )
    return {
        rule: {key: entry.only(WORDING).words(key) for key in entry.value}
        for rule, entry in node.child("wording").items()
    }


def _countries(node: Node) -> tuple[str, ...]:
    found = node.texts("countries")
    if not all(re.fullmatch(r"[A-Z]{2}", code, re.ASCII) for code in found):
        raise node.bad(
            "countries", "ISO codes of two capital letters", "des codes ISO de deux majuscules"
        )
    return found


def _dialling(node: Node) -> Dialling | None:
    if not node.has("dialling"):
        return None
    inner = node.child("dialling").only(("region", "trunk_prefix", "national_lengths", "blocks"))
    trunk, lengths = inner.value.get("trunk_prefix", ""), inner.value.get("national_lengths")
    if not isinstance(trunk, str) or not re.fullmatch(r"\d{0,3}", trunk, re.ASCII):
        raise inner.bad(
            "trunk_prefix",
            'digits between quotes, as "0"',
            'en chiffres entre guillemets, comme "0"',
        )
    if inner.has("national_lengths") and not _are_lengths(lengths):
        raise inner.bad(
            "national_lengths", "a list of lengths, as [10]", "une liste de longueurs, comme [10]"
        )
    whole = tuple(cast("list[int] | None", lengths) or ())
    return Dialling(_country(inner, "region"), trunk, whole, (), _blocks(inner))


def _blocks(node: Node) -> BlockFile | None:
    if not node.has("blocks"):
        return None
    inner = node.child("blocks").only(("first", "last", "allotted_on", "dates"))
    dates = inner.optional_text("dates") or ISO_DAY
    if not all(code in dates for code in ("%d", "%m", "%Y")):
        raise inner.bad("dates", "a whole day, as %d/%m/%Y", "un jour entier, comme %d/%m/%Y")
    return BlockFile(
        inner.text("first"), inner.text("last"), inner.optional_text("allotted_on"), dates
    )


def _are_lengths(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(item, int) and not isinstance(item, bool) and 2 <= item <= 15
            for item in value
        )
    )


def _calendar(node: Node) -> Calendar | None:
    if not node.has("calendar"):
        return None
    inner = node.child("calendar").only(("country", "workweek"))
    return Calendar(_country(inner, "country"), inner.optional_text("workweek"))


def _country(node: Node, key: str) -> str:
    found = node.text(key)
    if not re.fullmatch(r"[A-Z]{2}", found, re.ASCII):
        raise node.bad(key, "a code of two capitals", "un code de deux majuscules")
    return found


def _columns(node: Node) -> dict[str, dict[str, Column]]:
    found: dict[str, dict[str, Column]] = {}
    for key, known in (("columns", tuple(SCOPES)), ("facts", FACT_SCOPES)):
        scopes = node.child(key)
        for scope, inner in scopes.items():
            _check_scope(scopes, scope, known)
            for name, entry in inner.items():
                if name in found.setdefault(scope, {}):
                    raise _taken(entry, name)
                found[scope][name] = _column(name, entry, read=key == "columns")
        _one_type_each(scopes, found)
    _real_records(node.child("columns"), found)
    return found


def _check_scope(scopes: Node, scope: str, known: tuple[str, ...]) -> None:
    if scope in known:
        return
    near, listed = suggestion(scope, known), ", ".join(known)
    english = f"unknown scope `{scope}`{near['en']}"
    french = f"portée inconnue `{scope}`{near['fr']}"
    if scope in SCOPES:
        english = f"facts.py fills no rows of scope `{scope}`, only of: {listed}"
        french = f"facts.py ne remplit pas la portée `{scope}`, seulement : {listed}"
    raise Malformed((*scopes.path, scope), both(english, french))


def _column(name: str, node: Node, *, read: bool) -> Column:
    """A column read at a path or, with ``read`` false, filled by ``facts.py``."""
    node.only(("type", "path", "record", "neutral", "doc") if read else ("type", "neutral", "doc"))
    if not _NAME.fullmatch(name) or any(name in scope.columns for scope in SCOPES.values()):
        raise _taken(node, name)
    kind = cast(Type, node.choice("type", ("bool", "int", "text", "date")))
    path, record = _origin(node) if read else (None, None)
    fits, neutral = typed(node.value.get("neutral"), kind)
    if not fits:
        raise node.bad("neutral", f"null, or of type {kind}", f"null, ou de type {kind}")
    return Column(name, kind, neutral, (node.optional_text("doc") or "").strip(), path, record)


def _origin(node: Node) -> tuple[str | None, str | None]:
    """Where a column comes from: a path of the document, or a column of a ground's record."""
    if node.has("record"):
        node.only(("type", "record", "neutral", "doc"))
        record = node.text("record")
        scope, _, name = record.partition(".")
        if scope not in GROUNDS or not _NAME.fullmatch(name):
            raise node.bad(
                "record",
                "a column of a record, as consent.given_on",
                "une colonne d'un enregistrement, comme consent.given_on",
            )
        return None, record
    path = node.text("path")
    if not PATH.fullmatch(path):
        raise node.bad("path", "a dotted path, as bloc.key", "un chemin à points, comme bloc.cle")
    return path, None


def _taken(node: Node, name: str) -> Malformed:
    return Malformed(
        node.path,
        both(
            f"`{name}` cannot name a new column: it is taken, or not in small letters",
            f"`{name}` ne peut pas nommer une colonne : il est pris, ou pas en minuscules",
        ),
    )


def _one_type_each(scopes: Node, found: Mapping[str, Mapping[str, Column]]) -> None:
    """A name has one type, whatever the scope: definitions rely on it."""
    types: dict[str, Type] = {}
    for scope, columns in found.items():
        for name, column in columns.items():
            if types.setdefault(name, column.type) != column.type:
                raise Malformed(
                    (*scopes.path, scope, name, "type"),
                    both(
                        f"`{name}` has another type in another scope",
                        f"`{name}` a un autre type dans une autre portée",
                    ),
                )


def _real_records(scopes: Node, found: Mapping[str, Mapping[str, Column]]) -> None:
    """A column that comes from a record names one the record has, of its own type."""
    for scope, columns in found.items():
        for name, column in columns.items():
            if column.record is None:
                continue
            of, _, asked = column.record.partition(".")
            known = {**SCOPES[of].columns, **found.get("campaign", {}), **found.get(of, {})}
            if scope != "contact" or asked not in known or known[asked].type != column.type:
                raise Malformed(
                    (*scopes.path, scope, name, "record"),
                    both(
                        f"`{column.record}` is not a column of type {column.type} that scope "
                        f"`{scope}` can take from a record",
                        f"`{column.record}` n'est pas une colonne de type {column.type} que la "
                        f"portée `{scope}` puisse tirer d'un enregistrement",
                    ),
                )


def typed(value: object, kind: Type) -> tuple[bool, Value]:
    """Whether a YAML value fits a type, and what it is then; ``null`` fits every type."""
    found: bool | int | str | date | None
    if value is None:
        return True, None
    if kind == "bool":
        found = value if isinstance(value, bool) else None
    elif kind == "int":
        number = isinstance(value, int) and not isinstance(value, bool)
        found = cast(int, value) if number else minutes_of(str(value))
    elif kind == "date":
        found = parse_day(value)
    else:
        found = value if isinstance(value, str) else None
    return found is not None, found


def _definitions(node: Node) -> dict[str, tuple[str, str]]:
    found = {}
    for name, entry in node.child("definitions").items():
        entry.only(("is", "doc"))
        entry.need("is")
        found[name] = (str(entry.expression("is")), entry.text("doc").strip())
    return found
