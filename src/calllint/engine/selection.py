"""Which rules run, which are reported, and how severely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from msgspec import Struct, field

from calllint.document import Place
from calllint.engine.options import Options
from calllint.engine.result import Problem
from calllint.packs.model import Pack, Rule, Severity
from calllint.packs.scopes import GROUNDS, SCOPES

_Pairs = Sequence[tuple[Rule, Pack]]


class Selection(Struct, frozen=True, dict=True):
    """The rules of a run, by id. Records are always judged: a ground may hang on them."""

    rules: tuple[tuple[Rule, Pack], ...]
    reported: frozenset[str]
    severities: Mapping[str, Severity]
    """Severity of each rule that does not have its own."""
    required: frozenset[str] = frozenset()
    held: Mapping[str, str] = field(default_factory=dict)
    """Rules newer than the version their pack is held at, and that version."""
    weakened: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Error rules that an option (select, ignore, severity) keeps from deciding."""

    @cached_property
    def kept(self) -> dict[tuple[object, ...], Any]:
        """What was worked out of it for one campaign and holds for the next; see ``standing``."""
        return {}

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of its rules."""
        return tuple({pack.name: pack for _, pack in self.rules}.values())


def select(
    packs: Sequence[Pack],
    wanted: Sequence[str] = (),
    ignored: Sequence[str] = (),
    options: Options | None = None,
) -> tuple[Selection, list[Problem]]:
    """Rules by id, name or prefix of ids. Problems name what stands for no rule.

    ``require`` outranks everything; of the options no more is read than it, the severities and
    what else names rules.
    Made once for the campaigns of a folder, which share packs and options.
    """
    options = options or Options()
    asked = (
        *(wanted, ignored, options.require, options.severity, options.pack_versions),
        *(options.per_file_ignores, options.audit),
    )
    for known, same, made in _made:
        if known == asked and list(map(id, same)) == list(map(id, packs)):
            return made, []
    selection, problems = _select(packs, wanted, ignored, options)
    if not problems:
        _made[:] = [(asked, packs, selection)]
    return selection, problems


_made: list[tuple[tuple[object, ...], Sequence[Pack], Selection]] = []


def _select(
    packs: Sequence[Pack], wanted: Sequence[str], ignored: Sequence[str], options: Options
) -> tuple[Selection, list[Problem]]:
    known = [(rule, pack) for pack in packs for rule in pack.rules]
    everything = [
        (rule, pack)
        for rule, pack in known
        if rule.withdrawn is None and (options.audit or rule.scopes != ("call",))
    ]
    required = _named(options.require, everything)
    kept = [
        (rule, pack) for rule, pack in everything if rule.id in required or not _any(ignored, rule)
    ]
    reported = frozenset(
        rule.id for rule, _ in kept if not wanted or rule.id in required or _any(wanted, rule)
    )
    run = sorted(
        (
            (rule, pack)
            for rule, pack in kept
            if rule.id in reported or set(rule.scopes) & set(GROUNDS)
        ),
        key=lambda pair: pair[0].id,
    )
    severities, held = _severities(run, options, required)
    problems = [
        *_problems(known, options, {"select": wanted, "ignore": ignored}),
        *_version_problems(packs, options),
    ]
    if not reported and not problems:
        problems.append(_nothing(known, options, wanted))
    return Selection(
        tuple(run),
        reported,
        severities,
        required,
        held,
        _weakened(everything, kept, reported, severities, held),
    ), problems


def per_contact(rule: Rule) -> bool:
    """Whether a rule looks at contacts and their evidence alone."""
    return _all_per_contact(rule.scopes)


@cache
def _all_per_contact(scopes: tuple[str, ...]) -> bool:
    return all(SCOPES[scope].per_contact for scope in scopes)


def stands_for(key: str, rule: Rule) -> bool:
    """Whether a word is the rule's id, its name or the beginning of its id."""
    return rule.name == key or rule.id.startswith(key.upper())


def _any(keys: Iterable[str], rule: Rule) -> bool:
    return any(stands_for(key, rule) for key in keys)


def _named(keys: Sequence[str], rules: _Pairs) -> frozenset[str]:
    return frozenset(rule.id for rule, _ in rules if _any(keys, rule))


def _severities(
    rules: _Pairs, options: Options, required: frozenset[str]
) -> tuple[dict[str, Severity], dict[str, str]]:
    """Severities that are not the rules' own, and the rules that only warn for being new.

    What the longest word says wins: ``AB101`` over ``AB1``. A required rule is never lowered.
    """
    found: dict[str, Severity] = {}
    held: dict[str, str] = {}
    for rule, pack in rules:
        keys = [key for key in options.severity if stands_for(key, rule)]
        chosen = options.severity[max(keys, key=len)] if keys else rule.severity
        version = options.pack_versions.get(pack.name)
        if version is not None and _newer(rule.since, version) and rule.id not in required:
            held[rule.id] = version
            chosen = min(chosen, "warning", key=_RANK.index)
        if rule.id in required:
            chosen = max(chosen, rule.severity, key=_RANK.index)
        if chosen != rule.severity:
            found[rule.id] = chosen
    return found, held


_RANK: tuple[Severity, ...] = ("info", "warning", "error")


def _newer(since: str, version: str) -> bool:
    return _numbers(since) > _numbers(version)


def _numbers(version: str) -> tuple[int, ...]:
    """``2026.11`` as (2026, 11); zeros at the end mean nothing."""
    found = [int(part[:9]) for part in version.split(".") if part.isdigit()]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _weakened(
    everything: _Pairs,
    kept: _Pairs,
    reported: frozenset[str],
    severities: Mapping[str, Severity],
    held: Mapping[str, str],
) -> dict[str, frozenset[str]]:
    """Error rules that do not decide, by the option that keeps them from it."""
    errors = {rule.id for rule, _ in everything if rule.severity == "error"}
    remaining = {rule.id for rule, _ in kept}
    found = {
        "ignore": errors - remaining,
        "select": (errors & remaining) - reported,
        "severity": (errors & severities.keys()) - held.keys(),
    }
    return {option: frozenset(ids) for option, ids in found.items() if ids}


# -- what cannot be --------------------------------------------------------------------------


def _problems(known: _Pairs, options: Options, lists: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Words that stand for no rule. A rule that was withdrawn is known still: nothing breaks."""
    said = {**lists, "require": options.require, "severity": tuple(options.severity)}
    words = [(key, options.place(option, key)) for option, keys in said.items() for key in keys]
    words += [
        (key, options.place("per-file-ignores", pattern))
        for pattern, keys in options.per_file_ignores.items()
        for key in keys
    ]
    return [
        _unknown(key, place, known)
        for key, place in dict.fromkeys(words)
        if not any(stands_for(key, rule) for rule, _ in known)
    ]


def _unknown(key: str, place: Place, rules: _Pairs) -> Problem:
    import difflib

    known = [word for rule, _ in rules for word in (rule.id, rule.name)]
    near = difflib.get_close_matches(key, known, 1)
    hint = (
        {"en": f"; did you mean {near[0]}?", "fr": f" ; vouliez-vous dire {near[0]} ?"}
        if near
        else {
            "en": "; `calllint rules list` shows them all",
            "fr": " ; `calllint rules list` les montre toutes",
        }
    )
    return Problem(
        place,
        {
            "en": f"`{key}` is not a rule, a name or the beginning of ids{hint['en']}",
            "fr": f"`{key}` n'est ni une règle, ni un nom, ni un début d'identifiant{hint['fr']}",
        },
    )


def _version_problems(packs: Sequence[Pack], options: Options) -> list[Problem]:
    """Packs that are held and not there, or at a version they have not reached."""
    found = []
    versions = {pack.name: pack.version for pack in packs}
    for name, version in options.pack_versions.items():
        place = options.place("pack-versions", name)
        if name not in versions:
            listed = ", ".join(sorted(versions))
            found.append(
                _wrong(
                    place,
                    f"there is no pack {name} here; the packs are {listed}",
                    f"il n'y a pas de recueil {name} ici ; les recueils sont {listed}",
                )
            )
        elif _newer(version, versions[name]):
            found.append(
                _wrong(
                    place,
                    f"{name} is held at {version}, and {versions[name]} is installed; "
                    "install the newer one",
                    f"{name} est figé à {version}, et la version installée est "
                    f"{versions[name]} ; installez la plus récente",
                )
            )
    return found


def _nothing(known: _Pairs, options: Options, wanted: Sequence[str]) -> Problem:
    """No rule is left: a check that looks at nothing must not pass as clean."""
    place = options.place("select", wanted[0]) if wanted else Place("--ignore")
    gone = [rule for rule, _ in known if rule.withdrawn is not None and _any(wanted, rule)]
    if gone:
        return _wrong(
            place,
            f"{gone[0].id} was withdrawn on {gone[0].withdrawn}; "
            f"`calllint explain {gone[0].id}` says why, and what took its place",
            f"{gone[0].id} a été retirée le {gone[0].withdrawn} ; "
            f"`calllint explain {gone[0].id}` dit pourquoi, et ce qui la remplace",
        )
    return _wrong(
        place,
        "no rule is left to apply; select some, or ignore fewer",
        "il ne reste aucune règle à appliquer ; choisissez-en, ou écartez-en moins",
    )


def _wrong(place: Place, en: str, fr: str) -> Problem:
    return Problem(place, {"en": en, "fr": fr})
