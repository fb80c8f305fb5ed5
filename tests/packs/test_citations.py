"""The version of an article that is cited is the one of the day, in every built-in pack."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from calllint.packs import load_packs
from calllint.packs.model import Article, InForce, Pack, Parameter, Rule, cited

OLD = Article("art. 1 al. 3", in_force=InForce(date(2020, 7, 26), date(2026, 8, 10)))
NEW = Article("art. 1 al. 5", in_force=InForce(date(2026, 8, 11)))
SAME = Article("art. 2")

PACKS = {pack.name: pack for pack in load_packs()}
RULES = [rule for pack in PACKS.values() for rule in pack.rules if rule.law]
PARAMETERS = [parameter for pack in PACKS.values() for parameter in pack.parameters.values()]
REFORM = date(2026, 8, 11)
EVE = REFORM - timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 8, 10), date(2026, 8, 10), (SAME, OLD)),
        (date(2026, 8, 11), date(2026, 8, 11), (SAME, NEW)),
        (date(2026, 8, 10), date(2026, 8, 11), (SAME, OLD, NEW)),
        (date(2020, 7, 25), date(2020, 7, 25), (SAME,)),
        (date(2020, 1, 1), date(2020, 7, 26), (SAME, OLD)),
    ],
)
def test_the_versions_in_force_on_some_of_the_days_are_cited_once(
    first: date, last: date, expected: tuple[Article, ...]
) -> None:
    assert cited((SAME, OLD, NEW, SAME), first, last) == expected


def of_the_reform(article: Article) -> bool:
    """An article that the reform of 11 August 2026 rewrote."""
    return article.article.startswith(
        ("C. consom. L223-1 ", "C. consom. D223-9", "C. consom. L223-5", "C. consom. R223-")
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_day_is_given_the_article_of_another_law(rule: Rule) -> None:
    rewritten = [article for article in rule.law if of_the_reform(article)]

    assert all(not (one.in_force.covers(EVE) and one.in_force.covers(REFORM)) for one in rewritten)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("day", [EVE, REFORM, date(2026, 11, 23)])
def test_a_rule_cites_no_article_twice_on_a_day(rule: Rule, day: date) -> None:
    names = [article.article for article in cited(rule.law, day, day)]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_a_value_of_the_law_has_an_article_from_its_first_day_on(parameter: Parameter) -> None:
    for since, value in parameter.values:
        assert value is None or cited(parameter.law, since, since)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_no_value_is_given_the_article_of_another_law(parameter: Parameter) -> None:
    for article in filter(of_the_reform, parameter.law):
        assert not (article.in_force.covers(EVE) and article.in_force.covers(REFORM))


@pytest.fixture(scope="module")
def france() -> Pack:
    return PACKS["calllint_fr"]


@pytest.mark.parametrize(
    ("rule", "day", "expected"),
    [
        ("FR230", REFORM, {"C. consom. L223-1 al. 5", "C. consom. R223-4"}),
        ("FR231", EVE, {"C. consom. L223-1 al. 3"}),
        ("FR201", EVE, {"C. consom. L223-1 al. 2 et 3"}),
        ("FR201", REFORM, {"C. consom. L223-1 al. 4"}),
        ("FR112", EVE, {"C. consom. D223-9"}),
        ("FR112", REFORM, {"C. consom. L223-1 al. 3", "C. consom. R223-2"}),
        ("FR301", EVE, {"C. consom. D223-9"}),
        ("FR301", REFORM, {"C. consom. D223-9 al. 1", "C. consom. L223-1 al. 6"}),
    ],
)
def test_the_paragraph_cited_is_the_one_of_the_day(
    france: Pack, rule: str, day: date, expected: set[str]
) -> None:
    assert {one.article for one in cited(france.by_id[rule].law, day, day)} == expected
