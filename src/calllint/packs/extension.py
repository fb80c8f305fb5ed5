"""Reading a pack that extends another: what it takes over, and what it may not do to it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from calllint.document import Document
from calllint.document.place import Place
from calllint.packs.discovery import joined
from calllint.packs.errors import Problems
from calllint.packs.house import OWN_TABLES, check_stricter
from calllint.packs.language.errors import both, suggestion
from calllint.packs.language.mistakes import words
from calllint.packs.model import Pack, Parameter
from calllint.packs.packfile import Manifest
from calllint.packs.rulecheck import check_words
from calllint.packs.scopes import Column
from calllint.packs.tables import Table
from calllint.packs.vocabulary import Vocabulary, param_kind

Columns = Mapping[str, Mapping[str, Column]]


def joined_columns(base: Pack | None, own: Columns) -> Columns:
    """The columns packs add, by scope: those of the pack that is extended, and its own."""
    theirs = base.columns if base else {}
    return {scope: {**theirs.get(scope, {}), **own.get(scope, {})} for scope in {**theirs, **own}}


def check_extension(
    doc: Document,
    manifest: Manifest,
    law: Mapping[str, Parameter],
    tables: Mapping[str, Table],
    base: Pack,
    vocabulary: Vocabulary,
    problems: Problems,
) -> None:
    """What a house pack may not do: loosen, take a name that is taken, word what is not there."""
    for name in law.keys() & base.parameters.keys():
        legal, ours = base.parameters[name], law[name]
        reason = check_stricter(legal, ours)
        kind = words(param_kind(legal))
        if reason is None and param_kind(legal) != param_kind(ours):
            reason = both(
                f"`{name}` must be {kind['en']}, as in {legal.pack}",
                f"`{name}` doit être {kind['fr']}, comme dans {legal.pack}",
            )
        if reason is not None:
            problems.add(ours.place, reason)
    for name in (tables.keys() & base.tables.keys()) - OWN_TABLES:
        problems.add(
            Place(tables[name].file),
            both(
                f"{base.name} already has a table `{name}`; choose another name",
                f"{base.name} a déjà une table `{name}` ; prenez un autre nom",
            ),
        )
    _check_wording(doc, manifest, base, vocabulary, problems)


def _check_wording(
    doc: Document, manifest: Manifest, base: Pack, vocabulary: Vocabulary, problems: Problems
) -> None:
    for name, overlay in manifest.wording.items():
        rule = base.by_id.get(name)
        if rule is None:
            near = suggestion(name, base.by_id)
            problems.add(
                Place(doc.name, doc.key_span(("wording", name))),
                both(
                    f"there is no rule `{name}` in {base.name}{near['en']}",
                    f"il n'y a pas de règle `{name}` dans {base.name}{near['fr']}",
                ),
            )
        elif "message" in overlay:
            check_words(doc, ("wording", name, "message"), rule, vocabulary, problems)


def inheriting(pack: Pack, base: Pack) -> Pack:
    """The pack with all that it knows through the one it extends; its rules stay its own."""
    return replace(
        pack,
        parameters={**pack.parameters, **base.parameters},
        tightens={name: each for name, each in pack.parameters.items() if name in base.parameters},
        definitions={**base.definitions, **pack.definitions},
        columns=joined_columns(base, pack.columns),
        tables={
            **{name: rows for name, rows in base.tables.items() if name not in OWN_TABLES},
            **pack.tables,
        },
        calendar=pack.calendar or base.calendar,
        digest=joined(pack.digest, base.digest),
    )
