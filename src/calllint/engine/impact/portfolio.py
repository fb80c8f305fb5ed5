"""Reading what a centre does: from its portfolio file, and from campaigns that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from calllint.document import Document, Place, load
from calllint.document import Path as DocPath
from calllint.document.paths import portable
from calllint.document.schema import validate
from calllint.engine.impact.model import MEASURES, Activity, Figure, Measure, Portfolio, Said
from calllint.engine.inputs import input_errors
from calllint.engine.options import InputError
from calllint.engine.result import Problem

_PROSPECTING = ("sale", "appointment", "quote", "win_back")
_SERVICE = ("service", "debt_collection")


def read_portfolio(path: Path) -> Portfolio:
    """Read and check a portfolio file. Raises InputError with everything wrong in it."""
    with input_errors():
        document = load(path, path.as_posix())
    problems = [Problem(error.place, error.message) for error in validate(document, "portfolio")]
    if problems:
        raise InputError(tuple(problems))
    folder = path.parent
    activities = [
        _activity(document, ("activities", number), folder)
        for number in range(len(document.get(("activities",))))
    ]
    problems += _named_twice(activities)
    if problems:
        raise InputError(tuple(problems))
    return Portfolio(
        name=document.name,
        file=document.name,
        centre=_said(document, ("centre", "name")),
        country=_said(document, ("centre", "country")),
        activities=tuple(activities),
        digests={document.name: document.sha256},
    )


def gather(name: str, portfolio: Portfolio | None, campaigns: Iterable[str]) -> Portfolio:
    """A folder as one portfolio: what its file lists, then every campaign that the file leaves out.

    ``campaigns`` are the campaign files found in the folder.
    """
    known = portfolio or Portfolio(name, None, None, None, ())
    listed = {Path(one.campaign).resolve() for one in known.activities if one.campaign}
    found = [
        _unlisted(campaign) for campaign in campaigns if Path(campaign).resolve() not in listed
    ]
    return replace(known, name=name, activities=(*known.activities, *found))


def told_by(activity: Activity, document: Document) -> Activity:
    """An activity with what its campaign says where the portfolio says nothing."""
    figures = {**_figures(document, ("volume",)), **activity.figures}
    known = replace(
        activity,
        client=activity.client or _said(document, ("advertiser", "name")),
        market=activity.market or _market(document),
        figures=figures,
    )
    if activity.listed:
        return known
    name = _said(document, ("campaign", "title")) or _said(document, ("campaign", "id"))
    return replace(known, name=name or activity.name, kind=_kind(document))


def _activity(document: Document, at: DocPath, folder: Path) -> Activity:
    name, campaign = _said(document, (*at, "name")), document.get((*at, "campaign"))
    assert name is not None
    return Activity(
        name=name,
        client=_said(document, (*at, "client")),
        kind=_said(document, (*at, "kind")),
        market=_said(document, (*at, "market")),
        campaign=campaign and (folder / portable(folder, campaign)).as_posix(),
        figures=_figures(document, at),
        place=_place(document, (*at, "name")),
    )


def _unlisted(campaign: str) -> Activity:
    """A campaign that no portfolio lists, before it is read."""
    place = Place(Path(campaign).as_posix())
    return Activity(
        Said(Path(campaign).as_posix(), place), None, None, None, campaign, {}, place, listed=False
    )


def _figures(document: Document, at: DocPath) -> dict[Measure, Figure]:
    found: dict[Measure, Figure] = {}
    for measure in MEASURES:
        value, path = document.get((*at, measure)), (*at, measure)
        if isinstance(value, Mapping):
            path = (*path, "amount")
            currency = str(value["currency"])
            found[measure] = Figure(
                measure, _exact(value["amount"]), _place(document, path), currency
            )
        elif value is not None:
            found[measure] = Figure(measure, _exact(value), _place(document, path))
    return found


def _exact(value: Any) -> Decimal:
    """The number as it is written: 0.1 is a tenth."""
    return Decimal(repr(value))


def _said(document: Document, path: DocPath) -> Said | None:
    value = document.get(path)
    return None if value is None else Said(str(value), _place(document, path))


def _place(document: Document, path: DocPath) -> Place:
    return Place(document.name, document.nearest(path))


def _market(document: Document) -> Said | None:
    """The one country a campaign calls; several are named together, as one market."""
    path: DocPath = ("campaign", "markets")
    markets: Sequence[str] = document.get(path) or ()
    if markets:
        return Said(" + ".join(markets), _place(document, path))
    return _said(document, ("advertiser", "country"))


def _kind(document: Document) -> Said | None:
    """The kind of activity a campaign is, by its purpose; nothing where it states none."""
    path: DocPath = ("campaign", "purpose")
    purpose = document.get(path)
    if purpose is None:
        return None
    offers = document.get(("campaign", "includes_offer")) is True
    kind = (
        "outbound_prospecting"
        if purpose in _PROSPECTING or offers
        else "outbound_service"
        if purpose in _SERVICE
        else "other"
    )
    return Said(kind, _place(document, path))


def _named_twice(activities: Iterable[Activity]) -> list[Problem]:
    """One campaign is one activity: its contacts and its volume must not count twice."""
    first: dict[Path, Activity] = {}
    found = []
    for activity in activities:
        if activity.campaign is None:
            continue
        other = first.setdefault(Path(activity.campaign).resolve(), activity)
        if other is not activity:
            line = other.place.span.line if other.place.span else 0
            name = activity.campaign
            found.append(
                Problem(
                    activity.place,
                    {
                        "en": f"{name} is already the campaign of the activity of line {line}, and "
                        "would count twice; make one activity of the two",
                        "fr": f"{name} est déjà la campagne de l'activité de la ligne {line}, et "
                        "compterait deux fois ; réunissez les deux activités",
                    },
                )
            )
    return found
