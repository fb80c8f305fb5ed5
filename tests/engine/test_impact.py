"""What the law leaves of a portfolio: sums of what is stated, and verdicts under another law."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from calllint.engine import InputError, Options, judge
from calllint.engine.impact import Group, Impact, gather, impact, read_portfolio
from calllint.engine.impact.law import frozen
from calllint.engine.impact.standing import judge_states
from calllint.engine.opening import opened
from calllint.engine.slices import in_force, law_on
from calllint.packs import load_packs
from tests.building import people, phone, write

ROOT = Path(__file__).parents[2]
REFORM = date(2026, 8, 11)


def portfolio(folder: Path, *activities: Mapping[str, Any], **more: Any) -> Path:
    file = folder / "portfolio.yaml"
    whole = {"calllint_portfolio": 1, **more, "activities": list(activities)}
    file.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def found(file: Path, **how: Any) -> Impact:
    return impact(read_portfolio(file), lambda _: Options(), **how)


def sums(group: Group) -> dict[tuple[str, str | None], tuple[Decimal, int]]:
    return {(one.measure, one.currency): (one.value, one.unstated) for one in group.totals}


def euros(amount: float, currency: str = "EUR") -> dict[str, Any]:
    return {"monthly_revenue": {"amount": amount, "currency": currency}}


SERVICE = {"name": "Service", "client": "Banque", "kind": "inbound_service", "market": "FR"}
SALES = {"name": "Vente", "client": "Bains", "kind": "outbound_prospecting", "market": "FR"}


# -- sums


def test_only_what_is_stated_is_added_and_the_rest_is_counted(tmp_path: Path) -> None:
    file = portfolio(
        tmp_path,
        {**SERVICE, "agents": 80, **euros(0.1)},
        {**SALES, "agents": 20, **euros(0.2)},
        {"name": "Autre", "kind": "other"},
    )
    whole = found(file)

    assert sums(whole.whole) == {
        ("agents", None): (Decimal(100), 1),
        ("monthly_revenue", "EUR"): (Decimal("0.3"), 1),  # as written, to the cent
    }
    kinds = {one.name: sums(one.group)["agents", None] for one in whole.shares["kind"]}
    assert kinds == {
        "outbound_prospecting": (Decimal(20), 0),
        "inbound_service": (Decimal(80), 0),
        "other": (Decimal(0), 1),
    }
    assert [one.name for one in whole.shares["client"]] == ["Banque", "Bains", None]


def test_amounts_in_different_currencies_are_never_added(tmp_path: Path) -> None:
    file = portfolio(
        tmp_path, {**SERVICE, **euros(100)}, {**SALES, **euros(900, "MAD")}, {**SALES, **euros(50)}
    )
    whole = found(file)

    assert sums(whole.whole) == {
        ("monthly_revenue", "EUR"): (Decimal(150), 0),
        ("monthly_revenue", "MAD"): (Decimal(900), 0),
    }
    first = {(one.by, one.total.currency): one.name for one in whole.dependences}
    assert (first["client", "EUR"], first["client", "MAD"]) == ("Banque", "Bains")


def test_what_a_centre_rests_on_is_its_largest_client_market_and_activity(tmp_path: Path) -> None:
    file = portfolio(
        tmp_path,
        {**SERVICE, "agents": 30},
        {**SALES, "agents": 25, "market": "ES"},
        {**SERVICE, "name": "Sinistres", "agents": 15},
    )
    rests = {one.by: one for one in found(file).dependences}

    assert (rests["client"].name, rests["client"].of, rests["client"].total.value) == (
        "Banque", 2, Decimal(45),
    )  # fmt: skip
    assert rests["client"].total.share == Fraction(45, 70)
    assert (rests["market"].name, rests["activity"].name) == ("FR", "Service")
    assert rests["client"].activities == (0, 2)


def test_an_activity_without_a_campaign_is_not_judged_whatever_its_kind(tmp_path: Path) -> None:
    whole = found(portfolio(tmp_path, {**SALES, "agents": 20}, {**SALES, "market": "ES"}))

    assert [one.judged for one in whole.activities] == ["no_campaign", "no_campaign"]
    assert [one.covered for one in whole.activities] == [True, False]
    assert whole.changes == ()
    assert whole.activities[0].now is None
    assert whole.states[0].groups["not_judged"].activities == (0, 1)
    assert whole.problems == ()


# -- campaigns


def test_the_volume_of_a_campaign_counts_where_the_portfolio_says_nothing(tmp_path: Path) -> None:
    write(tmp_path, changes={"volume": {"agents": 12, "calls_per_day": 1800}})
    file = portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml", "agents": 10})
    figures = found(file).activities[0].activity.figures

    assert (figures["agents"].value, figures["agents"].place.file) == (Decimal(10), file.as_posix())
    assert (figures["calls_per_day"].value, figures["calls_per_day"].place.file) == (
        Decimal(1800), (tmp_path / "campaign.yaml").as_posix(),
    )  # fmt: skip


def test_a_folder_gives_its_portfolio_and_the_campaigns_it_leaves_out(tmp_path: Path) -> None:
    listed = write(tmp_path / "a").as_posix()
    other = write(tmp_path / "b", changes={"campaign": {"purpose": "service"}}).as_posix()
    file = portfolio(tmp_path, {**SALES, "campaign": "a/campaign.yaml"}, SERVICE)
    whole = impact(
        gather(tmp_path.as_posix(), read_portfolio(file), [listed, other]), lambda _: Options()
    )

    assert [one.activity.campaign for one in whole.activities] == [listed, None, other]
    found_one = whole.activities[2].activity
    assert (found_one.listed, found_one.name.text) == (False, "fibre")
    assert found_one.kind is not None
    assert found_one.kind.text == "outbound_service"
    assert found_one.kind.place.span is not None, "the line of the purpose it was read from"


def test_before_and_after_the_reform_the_same_list_is_judged_under_each_law(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"contacts": people(3), "consents": [{}]})
    file = portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml", "agents": 8}, SERVICE)
    whole = found(file)
    (one, _) = whole.activities
    crossing = next(each for each in one.crossings if each.day == REFORM)

    assert (crossing.before.totals.allow, crossing.after.totals.allow) == (3, 1)
    assert (crossing.before.status, crossing.after.status) == ("open", "narrowed")
    assert crossing.effect == "worse"
    assert "FR101" in {each.rule.id for each in crossing.rules if each.how == "begins"}
    assert [(loss.rule, loss.block) for loss in crossing.after.lost] == [("FR101", 2)]
    assert ("record", "consent", 2) in [
        (piece.kind, piece.name, piece.contacts) for piece in crossing.after.win_back
    ]
    change = next(each for each in whole.changes if each.change.day == REFORM)
    assert change.groups["worse"].activities == (0,)
    assert sums(change.groups["worse"])["agents", None] == (Decimal(8), 0)
    assert change.beside.activities == (1,), "the service stands beside it"


def test_a_fault_of_a_law_that_is_gone_is_nothing_to_mend(tmp_path: Path) -> None:
    """Nobody checks a November campaign against Bloctel, which ended in August."""
    write(tmp_path)
    whole = found(portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml"}))
    before = whole.activities[0].on(date(2026, 8, 10))

    assert before is not None
    assert any(one.rule.id == "FR130" for one in before.findings)
    assert (before.faults, before.status) == ((), "open")


def test_a_broken_campaign_stops_no_other(tmp_path: Path) -> None:
    write(tmp_path / "good")
    (tmp_path / "bad.yaml").write_text("calllint: 1\ncampaign: [\n")
    file = portfolio(
        tmp_path,
        {**SALES, "campaign": "bad.yaml"},
        {**SALES, "campaign": "missing.yaml"},
        {**SALES, "campaign": "good/campaign.yaml"},
    )
    whole = found(file)

    assert [one.judged for one in whole.activities] == ["unusable", "unusable", "judged"]
    lines = [one.problems[0].place.span for one in whole.activities[:2]]
    assert all(span is not None for span in lines)
    assert whole.activities[1].problems[0].place.file == file.as_posix()


def test_one_campaign_is_one_activity(tmp_path: Path) -> None:
    write(tmp_path)
    same = {**SALES, "campaign": "campaign.yaml"}
    file = portfolio(tmp_path, same, {**same, "name": "La même", "campaign": "./campaign.yaml"})

    with pytest.raises(InputError) as error:
        read_portfolio(file)
    (problem,) = error.value.problems
    assert problem.place.span is not None
    assert problem.place.span.line == 8
    assert "would count twice" in problem.message["en"]


# -- the law of one day


@pytest.mark.parametrize("day", [REFORM - timedelta(1), REFORM])
def test_the_law_of_a_day_judges_that_day_as_the_day_itself_does(day: date) -> None:
    """On its own day, a campaign under that day's law is the campaign as it is checked."""
    file, options = ROOT / "examples/crossing-2026-08-11/campaign.yaml", Options(dial=(day, day))
    with judge(file, options) as judgement:
        totals = judgement.report.totals
        errors = {one.rule.id for one in judgement.report.findings if one.severity == "error"}
    with opened(file, options) as ready:
        first = judge_states(ready, ()).standings[0]
        again = judge_states(ready, ()).standings[0]

    assert first.totals == totals
    assert {one.rule.id for one in first.findings if one.severity == "error"} == errors
    assert again == first, "the facts are left as they were"


@pytest.mark.parametrize("day", [date(2015, 1, 1), REFORM - timedelta(1), REFORM])
def test_frozen_packs_have_the_law_of_their_day_on_every_day(day: date) -> None:
    for pack, still in zip(load_packs(()), frozen(load_packs(()), day), strict=True):
        for other in (date(2010, 1, 1), date(2030, 1, 1)):
            assert law_on(still, other) == law_on(pack, day)
            assert {rule.id for rule in still.rules if in_force(rule, still, other)} == {
                rule.id for rule in pack.rules if in_force(rule, pack, day)
            }


def test_without_lists_nothing_is_said_to_be_open(tmp_path: Path) -> None:
    write(tmp_path, {"contacts": [{"phone": phone(1)}]})
    file = read_portfolio(portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml"}))
    whole = impact(file, lambda _: Options(without_data=True))

    assert {one.status for one in whole.activities[0].standings} == {"unsure"}


def test_only_the_changes_asked_for_are_looked_at(tmp_path: Path) -> None:
    write(tmp_path)
    file = portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml"})
    whole = found(file, law=(REFORM, date(2026, 12, 31)))

    assert [one.change.day for one in whole.changes] == [REFORM]
    assert [(one.first, one.last) for one in whole.states] == [
        (None, REFORM - timedelta(1)), (REFORM, date(2026, 12, 31)),
    ]  # fmt: skip


def test_how_it_stands_now_is_told_whatever_changes_are_looked_at(tmp_path: Path) -> None:
    """Changes of 2016 alone say nothing of the law the campaign calls under."""
    write(tmp_path, {"contacts": people(3)})
    file = portfolio(tmp_path, {**SALES, "campaign": "campaign.yaml"})
    (lately,), (long_ago,) = (
        found(file, law=law).activities for law in (None, (date(2016, 1, 1), date(2016, 12, 31)))
    )

    assert {one.totals.allow for one in long_ago.standings} == {3}
    assert lately.now is not None
    assert long_ago.now is not None
    assert (long_ago.now.totals, long_ago.now.lost) == (lately.now.totals, lately.now.lost)
    assert lately.now == lately.standings[-1]
