"""Judging every activity, and adding up what they state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.impact.adding import dependences, group, shares, states, whole_changes
from calllint.engine.impact.law import changes
from calllint.engine.impact.model import Activity, ActivityImpact, Change, Impact, Portfolio
from calllint.engine.impact.portfolio import told_by
from calllint.engine.impact.standing import judge_states
from calllint.engine.inputs import Inputs, input_errors, read_inputs
from calllint.engine.options import InputError, Options
from calllint.engine.result import Problem
from calllint.engine.run import opened, summarise_lists
from calllint.facts.progress import QUIET, Progress
from calllint.facts.zones import tzdata_version
from calllint.packs import load_packs
from calllint.packs.model import Pack

_YEAR = timedelta(days=365)

Told: TypeAlias = Callable[[Exception, str], tuple[Problem, ...]]
"""What an exception says of a file, as problems; may raise it again."""


def impact(
    portfolio: Portfolio,
    options_for: Callable[[str], Options],
    *,
    law: tuple[date, date] | None = None,
    told: Told | None = None,
    progress: Progress = QUIET,
) -> Impact:
    """What the law leaves of a portfolio, before and after each date on which it changes.

    ``law`` bounds the dates looked at; without it, they begin a year before the first day on which
    some campaign calls. A campaign that cannot be used stops no other: its activity says why.
    """
    told = told or _input_problems
    with input_errors():
        installed = load_packs(options_for(portfolio.name).rules)
    drafts = [_draft(each, options_for, told) for each in portfolio.activities]
    first, last = law or (_year_before(drafts), None)
    found: dict[date, Change] = {}
    done = []
    for draft in drafts:
        done.append(_judged(draft, (first, last), found, told, progress, installed))
    progress.done()
    listed = tuple(one.activity for one in done)
    crossed = {crossing.day for one in done for crossing in one.crossings}
    touching = [found[day] for day in sorted(crossed)]
    read = [*installed, *(pack for draft in drafts for pack in draft.packs)]
    settings = [draft.options.as_text() for draft in drafts if draft.options]
    return Impact(
        portfolio=replace(portfolio, activities=listed),
        activities=tuple(done),
        changes=whole_changes(done, touching),
        other_changes=tuple(found[day] for day in sorted(found.keys() - crossed)),
        states=states(done, [each.day for each in touching], last),
        whole=group(listed, range(len(listed))),
        shares={by: shares(listed, by) for by in ("kind", "client", "market", "activity")},
        dependences=dependences(listed),
        law_from=first,
        law_to=last,
        options=dict(sorted({k: v for each in settings for k, v in each.items()}.items())),
        packs=dict(sorted((pack.name, pack.version) for pack in read)),
        tzdata=tzdata_version(),
        digests=_digests(portfolio, drafts, done),
    )


class _Draft(Struct, frozen=True):
    """An activity whose campaign, if any, has been read; its lists have not."""

    activity: Activity
    options: Options | None = None
    inputs: Inputs | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def packs(self) -> tuple[Pack, ...]:
        return self.inputs.packs if self.inputs else ()


def _draft(activity: Activity, options_for: Callable[[str], Options], told: Told) -> _Draft:
    file = activity.campaign
    if file is None:
        return _Draft(activity)
    if not Path(file).is_file():
        return _Draft(activity, problems=(_missing(activity, file),))
    try:
        options = options_for(file)
        inputs = read_inputs(Path(file), options.for_campaign(file))
    except Exception as error:  # noqa: BLE001 - told as a problem; the other activities go on
        return _Draft(activity, problems=told(error, file))
    return _Draft(told_by(activity, inputs.document), options, inputs)


def _missing(activity: Activity, file: str) -> Problem:
    return Problem(
        activity.place,
        {
            "en": f"there is no campaign file {file}; correct `campaign` (it is relative to the "
            "portfolio), or take it out",
            "fr": f"il n'y a pas de fichier de campagne {file} ; corrigez `campaign` (relatif au "
            "portefeuille), ou retirez-le",
        },
    )


def _year_before(drafts: Iterable[_Draft]) -> date | None:
    first = min((draft.inputs.first_day for draft in drafts if draft.inputs), default=None)
    return None if first is None else first - _YEAR


def _judged(
    draft: _Draft,
    law: tuple[date | None, date | None],
    found: dict[date, Change],
    told: Told,
    progress: Progress,
    installed: Sequence[Pack],
) -> ActivityImpact:
    activity, inputs = draft.activity, draft.inputs
    covered = _covered(activity, draft.packs or installed)
    if activity.campaign is None:
        return ActivityImpact(activity, "no_campaign", covered)
    if inputs is None or draft.options is None:
        return ActivityImpact(activity, "unusable", covered, problems=draft.problems)
    try:
        return _judge(draft, inputs, draft.options, law, found, progress)
    except Exception as error:  # noqa: BLE001 - told as a problem; the other activities go on
        problems = told(error, inputs.document.name)
        return ActivityImpact(activity, "unusable", covered, problems=problems)


def _judge(
    draft: _Draft,
    inputs: Inputs,
    options: Options,
    law: tuple[date | None, date | None],
    found: dict[date, Change],
    progress: Progress,
) -> ActivityImpact:
    with opened(Path(inputs.document.name), options, progress=progress) as ready:
        here = changes(ready.workspace.packs, ready.selection, *law)
        judged = judge_states(ready, here, law)
        found.update((change.day, _more(found.get(change.day), change)) for change in here)
        return ActivityImpact(
            draft.activity,
            "judged",
            _covered(draft.activity, inputs.packs),
            judged.standings,
            judged.crossings,
            inputs.first_day,
            inputs.last_day,
            summarise_lists(ready.workspace),
            judged.titles,
            judged.problems,
            judged.now,
        )


def _more(known: Change | None, change: Change) -> Change:
    """A change as every campaign knows it: one may have packs that another has not."""
    if known is None:
        return change
    rules = {each.rule.id: each for each in (*known.rules, *change.rules)}
    said = {**dict.fromkeys(map(_key, known.said)), **dict.fromkeys(map(_key, change.said))}
    return Change(change.day, tuple(rules.values()), tuple(map(dict, said)))


def _key(text: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(text.items())


def _covered(activity: Activity, packs: Sequence[Pack]) -> bool | None:
    if activity.market is None:
        return None
    countries = {country for pack in packs for country in pack.countries}
    return set(activity.market.text.split(" + ")) <= countries


def _digests(
    portfolio: Portfolio, drafts: Sequence[_Draft], done: Sequence[ActivityImpact]
) -> dict[str, str]:
    found = dict(portfolio.digests)
    for draft in drafts:
        if draft.inputs:
            found |= {name: each.sha256 for name, each in draft.inputs.documents.items()}
    found |= {each.file: each.sha256 for one in done for each in one.lists}
    return dict(sorted(found.items()))


def _input_problems(error: Exception, file: str) -> tuple[Problem, ...]:
    if isinstance(error, InputError):
        return tuple(replace(each, place=each.place or Place(file)) for each in error.problems)
    raise error
