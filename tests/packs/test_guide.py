"""What readers of a pack want to know, and how mistakes in it are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from calllint.packs import PackError, load_pack, load_packs
from calllint.packs.guide import Guide, read_guide

GUIDE = """\
families:
  AB1: {title: {en: Consent, fr: Consentement}}
timeline:
  - {on: 2026-08-11, what: {en: Later, fr: Plus tard}}
  - {on: 2020-01-01, what: {en: Sooner, fr: Plus tôt}}
penalties:
  - what: {en: A breach, fr: Un manquement}
    company: 375000
    law: [{article: Code L1, seen: primary}]
    rules: [PREFIX]
"""


def _with_guide(pack: Path, text: str) -> Guide:
    loaded = load_pack(pack)
    prefix = loaded.rules[0].id[:3]
    (pack / "guide.yaml").write_text(text.replace("PREFIX", prefix), encoding="utf-8")
    return read_guide(load_pack(pack))


def test_a_pack_without_a_guide_has_an_empty_one(pack: Path) -> None:
    guide = read_guide(load_pack(pack))

    assert guide == Guide()
    assert not guide.family(load_pack(pack).rules[0]).title


def test_events_are_in_order_and_penalties_answer_errors(pack: Path) -> None:
    guide = _with_guide(pack, GUIDE)

    assert [str(one.on) for one in guide.events] == ["2020-01-01", "2026-08-11"]
    errors = [rule for rule in load_pack(pack).rules if rule.severity == "error"]
    assert [one.company for one in guide.answering(errors[0])] == [375000]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AB1:", "consent:", "guide.yaml:2:3: "),
        (", fr: Consentement", "", "guide.yaml:2:9: "),
        ("on: 2026-08-11", "on: 2026-08-32", "guide.yaml:4:10: "),
        ("company: 375000", "company: 375 000", "guide.yaml:8:14: "),
        ("company: 375000", "company: -1", "guide.yaml:8:14: "),
        ("PREFIX", "ZZ9", "guide.yaml:10:5: "),
        ("    rules: [PREFIX]\n", "", "guide.yaml:7:"),
        ("timeline:", "timelines:", "guide.yaml:3:1: "),
        ("seen: primary", "seen: yes", "guide.yaml:9:"),
    ],
)
def test_a_mistake_is_told_with_its_line(pack: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(PackError) as raised:
        _with_guide(pack, GUIDE.replace(old, new))

    assert said in str(raised.value), str(raised.value)


def test_the_guides_of_the_built_in_packs_can_be_read() -> None:
    for each in load_packs():
        guide = read_guide(each)
        assert guide.families
        for rule in each.rules:
            assert set(guide.family(rule).title) == {"en", "fr"}, rule.id


def test_a_fine_is_told_of_the_rules_of_its_article_alone() -> None:
    (french,) = [each for each in load_packs() if each.name == "calllint_fr"]
    guide = read_guide(french)

    def told(rule_id: str) -> list[str]:
        (rule,) = [rule for rule in french.rules if rule.id == rule_id]
        return [law.article for one in guide.answering(rule) for law in one.law]

    tied_sale, notice, private_use = told("FR123"), told("FR125"), told("FR223")
    assert not tied_sale, "L121-11 is not among the articles of L242-16"
    assert notice == ["C. consom. L242-16"], "a form without its notice voids no contract"
    assert private_use == ["C. consom. L242-16", "C. consom. L223-1 al. 8 et 9"]
    assert told("FR252") == ["C. consom. L222-16-1"]
