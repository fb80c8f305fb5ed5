"""Reading one pack: every file, every rule, everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File

from msgspec.structs import replace

from calllint.document import Document, Place
from calllint.packs import discovery, factsfile, files
from calllint.packs.definitions import inherit, read_definitions
from calllint.packs.errors import Problems
from calllint.packs.extension import check_extension, inheriting, joined_columns
from calllint.packs.fields import Malformed
from calllint.packs.geography import check_zone, ranges, territories
from calllint.packs.language.errors import both, suggestion
from calllint.packs.lawfile import read_law
from calllint.packs.model import Definition, Dialling, Pack, Parameter, Rule, Territory
from calllint.packs.packfile import Manifest, read_manifest
from calllint.packs.rulecheck import check_rule
from calllint.packs.rulefile import read_rule
from calllint.packs.scopes import WEEKDAYS
from calllint.packs.tables import Table, Unusable, read_tables
from calllint.packs.together import check_ids
from calllint.packs.vocabulary import Vocabulary, param_kind


def read_pack(folder: File, name: str, problems: Problems, base: Pack | None = None) -> Pack | None:
    """The pack in a folder, its files reported under ``name``; None where there are problems.

    ``base`` is the pack it extends.
    """
    doc = _pack_document(folder, name, problems)
    if doc is None:
        return None
    try:
        manifest = read_manifest(doc)
    except Malformed as error:
        files.report_shape(doc, "pack", error, problems)
        return None
    if manifest.extends is not None and base is None:
        problems.add(
            files.place(doc, ("extends",)),
            both(
                f"there is no pack `{manifest.extends}` to extend, or the two extend each other",
                f"il n'y a pas de recueil `{manifest.extends}` à étendre, ou les deux s'étendent "
                "l'un l'autre",
            ),
        )
        return None
    law = _law(folder, name, manifest.name, problems)
    tables = read_tables(folder, name, problems)
    places = (
        territories(tables["territories"], manifest.countries, problems)
        if "territories" in tables
        else {}
    )
    if problems.found:  # what builds on these files would only repeat it
        _rules(folder, name, manifest.name, None, problems)
        return None
    _check_manifest(doc, manifest, law, places, problems)
    _check_facts(doc, folder, name, manifest, problems)
    vocabulary = _vocabulary(manifest, law, tables, base)
    if base is not None:
        inherit(base.definitions, vocabulary)
        check_extension(doc, manifest, law, tables, base, vocabulary, problems)
    definitions = read_definitions(doc, manifest.definitions, vocabulary, problems)
    rules = _rules(folder, name, manifest.name, vocabulary, problems)
    dialling = _dialling(doc, manifest, tables, places, problems)
    pack = _pack(folder, manifest, rules, law, definitions, tables, places, dialling)
    return pack if base is None else inheriting(pack, base)


def _pack_document(folder: File, name: str, problems: Problems) -> Document | None:
    if (folder / "pack.yaml").is_file():
        return files.read(folder / "pack.yaml", f"{name}/pack.yaml", problems)
    problems.add(
        Place(name),
        both(
            "this is not a pack: there is no pack.yaml in it",
            "ce n'est pas un recueil : il n'y a pas de pack.yaml dedans",
        ),
    )
    return None


def _law(folder: File, name: str, pack: str, problems: Problems) -> dict[str, Parameter]:
    path = folder / "law.yaml"
    doc = files.read(path, f"{name}/law.yaml", problems) if path.exists() else None
    return {} if doc is None else read_law(doc, pack, problems)


def _vocabulary(
    manifest: Manifest,
    law: Mapping[str, Parameter],
    tables: Mapping[str, Table],
    base: Pack | None,
) -> Vocabulary:
    calendar = manifest.calendar or (base.calendar if base else None)
    known = {**law, **(base.parameters if base else {})}
    return Vocabulary(
        added=joined_columns(base, manifest.columns),
        params={name: param_kind(parameter) for name, parameter in known.items()},
        tables=frozenset(tables) | frozenset(base.tables if base else ()),
        workdays=calendar is not None and calendar.workweek is not None,
    )


def _check_manifest(
    doc: Document,
    manifest: Manifest,
    law: Mapping[str, Parameter],
    places: Mapping[str, Territory],
    problems: Problems,
) -> None:
    """What ``pack.yaml`` says of the other files."""
    territory, zone = manifest.default_territory, manifest.default_timezone
    if territory is not None and territory not in places:
        near = suggestion(territory, places)
        problems.add(
            files.place(doc, ("default_territory",)),
            both(
                f"`{territory}` is not in tables/territories.csv{near['en']}",
                f"`{territory}` n'est pas dans tables/territories.csv{near['fr']}",
            ),
        )
    if zone is not None:
        try:
            check_zone(zone)
        except Unusable as error:
            problems.add(files.place(doc, ("default_timezone",)), error.message)
    kept = manifest.keeps_proofs
    if kept is not None and (kept not in law or param_kind(law[kept]) != "int"):
        problems.add(
            files.place(doc, ("keeps_proofs",)),
            both(
                "`keeps_proofs` names a parameter of law.yaml that is a number of days",
                "`keeps_proofs` nomme un paramètre de law.yaml qui est un nombre de jours",
            ),
        )
    workweek = None if manifest.calendar is None else manifest.calendar.workweek
    if workweek is not None and not _is_workweek(law.get(workweek)):
        problems.add(
            files.place(doc, ("calendar", "workweek")),
            both(
                "`workweek` names a parameter of law.yaml that lists weekdays, as [mon, tue]",
                "`workweek` nomme un paramètre de law.yaml qui liste des jours, comme [mon, tue]",
            ),
        )


def _check_facts(
    doc: Document, folder: File, name: str, manifest: Manifest, problems: Problems
) -> None:
    """``facts:`` in pack.yaml and the file facts.py go together."""
    declared = bool(_computed(manifest))
    there = (folder / factsfile.NAME).is_file()
    if declared and not there:
        problems.add(
            files.place(doc, ("facts",)),
            both(
                "these facts are for facts.py to fill, and there is none in the pack",
                "ces faits sont à remplir par facts.py, et le recueil n'en a pas",
            ),
        )
    if there and not declared:
        problems.add(
            Place(f"{name}/{factsfile.NAME}"),
            both(
                "declare under `facts:` in pack.yaml the columns this file fills",
                "déclarez sous `facts:` dans pack.yaml les colonnes que ce fichier remplit",
            ),
        )


def _is_workweek(parameter: Parameter | None) -> bool:
    if parameter is None or param_kind(parameter) != "texts":
        return False
    return all(
        day in WEEKDAYS for _, days in parameter.values if isinstance(days, tuple) for day in days
    )


def _dialling(
    doc: Document,
    manifest: Manifest,
    tables: Mapping[str, Table],
    places: Mapping[str, Territory],
    problems: Problems,
) -> Dialling | None:
    table = tables.get("numbering")
    if manifest.dialling is None:
        if table is not None:
            problems.add(
                table.place(),
                both(
                    "a numbering plan needs `dialling:` in pack.yaml",
                    "un plan de numérotation demande `dialling:` dans pack.yaml",
                ),
            )
        return None
    plan = () if table is None else ranges(table, places, problems)
    return replace(manifest.dialling, ranges=plan)


def _rules(
    folder: File, name: str, pack: str, vocabulary: Vocabulary | None, problems: Problems
) -> tuple[Rule, ...]:
    """The rules by id; without a vocabulary their form is checked, not their meaning."""
    found = []
    for path in discovery.rule_files(folder):
        file = f"{name}/{path.relative_to(folder).as_posix()}"
        doc = files.read(path, file, problems)
        rule = None if doc is None else read_rule(doc, pack, problems)
        if doc is None or rule is None:
            continue
        if path.name != f"{rule.id}-{rule.name}.yaml":
            problems.add(
                files.place(doc, ("id",)),
                both(
                    f"the file of this rule must be called {rule.id}-{rule.name}.yaml",
                    f"le fichier de cette règle doit s'appeler {rule.id}-{rule.name}.yaml",
                ),
            )
        found.append(rule if vocabulary is None else check_rule(doc, rule, vocabulary, problems))
    check_ids(found, problems)
    return tuple(sorted(found, key=lambda rule: rule.id))


def _computed(manifest: Manifest) -> dict[str, frozenset[str]]:
    """Columns for ``facts.py`` to fill, by scope."""
    found = {
        scope: frozenset(name for name, column in columns.items() if column.computed)
        for scope, columns in manifest.columns.items()
    }
    return {scope: names for scope, names in found.items() if names}


def _pack(
    folder: File,
    manifest: Manifest,
    rules: tuple[Rule, ...],
    law: Mapping[str, Parameter],
    definitions: Mapping[str, Definition],
    tables: Mapping[str, Table],
    places: Mapping[str, Territory],
    dialling: Dialling | None,
) -> Pack:
    return Pack(
        name=manifest.name,
        folder=folder,
        title=manifest.title,
        version=manifest.version,
        countries=manifest.countries,
        rules=rules,
        parameters=law,
        definitions=definitions,
        columns=manifest.columns,
        computed=_computed(manifest),
        tables={name: table.rows for name, table in tables.items()},
        territories=places,
        default_territory=manifest.default_territory,
        default_timezone=manifest.default_timezone,
        keeps_proofs=manifest.keeps_proofs,
        dialling=dialling,
        calendar=manifest.calendar,
        extends=manifest.extends,
        wording=manifest.wording,
        digest=discovery.digest(folder),
    )
