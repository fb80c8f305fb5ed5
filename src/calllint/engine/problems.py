"""What kept calllint from checking everything: exit 3, with the name of what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from calllint.document import Place
from calllint.engine.judges import Crash
from calllint.engine.result import Problem
from calllint.facts.pack_facts import Misread
from calllint.packs.factsfile import NAME


def unchecked(
    campaign: str,
    crashes: Iterable[Crash],
    uncovered: tuple[str, ...],
    misread: Iterable[Misread] = (),
) -> list[Problem]:
    """One problem for the countries no pack covers, one per rule and per facts.py that failed."""
    problems = [_uncovered(campaign, uncovered)] if uncovered else []
    failed = {crash.judge.rule.id: crash for crash in crashes}
    problems += [_crashed(crash) for crash in failed.values()]
    return problems + [_misread(each) for each in misread]


def _uncovered(campaign: str, countries: tuple[str, ...]) -> Problem:
    listed = ", ".join(countries)
    text = {
        "en": f"no installed pack covers {listed}: what is called there was not checked; install "
        "a pack, or take these contacts out",
        "fr": f"aucun recueil installé ne couvre {listed} : ce qui y est appelé n'a pas été "
        "vérifié ; installez un recueil, ou retirez ces contacts",
    }
    return Problem(Place(campaign), text, fatal=False, elsewhere=True)


def _misread(failure: Misread) -> Problem:
    pack, scope, why = failure.pack.name, failure.scope, failure.why
    text = {
        "en": f"{NAME} of {pack} failed on `{scope}` ({why}): what it reads there is unknown. "
        "Report it to whoever wrote the pack",
        "fr": f"{NAME} de {pack} a échoué sur `{scope}` ({why}) : ce qu'il y lit reste inconnu. "
        "Signalez-le à l'auteur du recueil",
    }
    return Problem(Place((failure.pack.folder / NAME).as_posix()), text, fatal=False)


def _crashed(crash: Crash) -> Problem:
    rule = crash.judge.rule
    text = {
        "en": f"rule {rule.id} {rule.name} failed ({crash.why}) and was not applied; the others "
        "were. Report it to whoever wrote the rule",
        "fr": f"la règle {rule.id} {rule.name} a échoué ({crash.why}) et n'a pas été appliquée ; "
        "les autres l'ont été. Signalez-le à son auteur",
    }
    return Problem(rule.place, text, fatal=False, rule=rule.id)
