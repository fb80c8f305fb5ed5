"""House packs: what they take from the pack they extend, and what they may change there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.packs import PackError, load_pack, load_packs
from calllint.packs.house import stricter
from calllint.packs.model import Pack
from tests.building import run as command
from tests.building import write, write_pack

LAW = """\
parameters:
  most: {unit: calls, values: {2020-01-01: 4, 2026-08-11: 3, 2027-01-01: null}, stricter: lower}
  hours: {unit: local time, values: {2020-01-01: ["10:00-13:00", "14:00-20:00"]}, stricter: subset}
  banned: {unit: sectors, values: {2020-01-01: [crypto]}, stricter: superset}
  rest: {unit: days, values: {2020-01-01: 60}}
"""
RULES: tuple[dict[str, Any], ...] = (
    {"id": "LX101", "breach": "attempts_within(30) > $most"},
    {"id": "LX102", "scope": "window", "breach": "not within(local_from, local_to, $hours)"},
    {"id": "LX103", "scope": "campaign", "breach": "sells and sector in $banned"},
)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    folder = write_pack(tmp_path / "law_pack", *RULES, law=LAW)
    manifest = yaml.safe_load((folder / "pack.yaml").read_text())
    manifest["definitions"] = {"sells": {"is": "purpose = 'sale'", "doc": "a sale"}}
    (folder / "tables").mkdir()
    (folder / "tables" / "areas.csv").write_text("code\n44000\n")
    (folder / "pack.yaml").write_text(yaml.safe_dump(manifest))
    return folder


def house(
    tmp_path: Path, *rules: dict[str, Any], values: str = "parameters: {}", **manifest: Any
) -> Path:
    name = manifest.pop("name", "house")
    folder = write_pack(tmp_path / name, *rules, law=values)
    whole = yaml.safe_load((folder / "pack.yaml").read_text())
    whole |= {"extends": "law_pack", **manifest}
    (folder / "pack.yaml").write_text(yaml.safe_dump(whole))
    return folder


def loaded(*folders: Path) -> dict[str, Pack]:
    return {pack.name: pack for pack in load_packs(folders, only=())}


def refused(*folders: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        loaded(*folders)
    return [f"{place}: {text['en']}" for place, text in caught.value.problems]


# What they take


def test_a_house_knows_the_words_of_the_pack_it_extends(law: Path, tmp_path: Path) -> None:
    rules: tuple[dict[str, Any], ...] = (
        {"id": "HX101", "scope": "campaign", "breach": "sells and not sector in $banned"},
        {"id": "HX102", "breach": "postal_code in table(areas)"},
    )
    packs = loaded(house(tmp_path, *rules), law)

    assert [rule.id for rule in packs["house"].rules] == ["HX101", "HX102"]
    assert packs["house"].reads["HX101"] == {"banned"}
    assert packs["house"].tables["areas"] == (("44000",),)
    assert "sells" in packs["house"].definitions


def test_a_house_of_a_house_reaches_the_law(law: Path, tmp_path: Path) -> None:
    most = "parameters:\n  most: {unit: calls, values: {2020-01-01: %s}}\n"
    first = house(tmp_path, values=most % 2, name="first")
    second = house(tmp_path, values=most % 1, name="second", extends="first")
    packs = loaded(second, first, law)

    for pack in packs.values():
        assert pack.parameters["most"].at(date(2026, 1, 1)) == (date(2020, 1, 1), 1)


# The stricter wins


def values(pack: Pack, name: str) -> dict[str, Any]:
    return {str(since): value for since, value in pack.parameters[name].values}


def test_the_stricter_value_wins_on_each_day(law: Path, tmp_path: Path) -> None:
    text = """\
parameters:
  most: {unit: calls, values: {2025-01-01: 2, 2026-09-01: 9}}
  hours: {unit: local time, values: {2026-01-01: ["09:00-12:00", "19:00-21:00"]}}
  banned: {unit: sectors, values: {2026-01-01: [gambling, crypto]}}
"""
    packs = loaded(law, house(tmp_path, values=text))
    found = packs["law_pack"]

    assert values(found, "most") == {
        "2020-01-01": 4,
        "2025-01-01": 2,
        "2026-08-11": 2,  # the law has three from here on
        "2026-09-01": 3,  # nine would be looser: the law's own three
        "2027-01-01": None,  # no such law: a house cannot make one
    }
    assert {str(day): house.legal for day, house in found.parameters["most"].houses.items()} == {
        "2025-01-01": 4,
        "2026-08-11": 3,
    }
    assert values(found, "hours")["2026-01-01"] == ((600, 720), (1140, 1200))
    assert values(found, "banned")["2026-01-01"] == ("crypto", "gambling")
    assert packs["house"].parameters == found.parameters


WINDOWS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 5)),
    max_size=3,
    unique_by=lambda pair: pair[0] // 6,
).map(lambda pairs: tuple(sorted((low, low + long) for low, long in pairs)))


def minutes(windows: Any) -> set[int]:
    return {minute for low, high in windows for minute in range(low, high)}


@settings(deadline=None)
@given(WINDOWS, WINDOWS)
def test_windows_in_common_and_windows_joined(one: Any, other: Any) -> None:
    both: Any = stricter("subset", one, other)
    either: Any = stricter("superset", one, other)

    assert minutes(both) == minutes(one) & minutes(other)
    assert minutes(either) == minutes(one) | minutes(other)
    assert list(either) == sorted(either)


@settings(deadline=None)
@given(st.sampled_from(["lower", "higher"]), st.integers(-9, 9), st.integers(-9, 9))
def test_the_stricter_of_two_is_never_looser_and_asking_twice_changes_nothing(
    way: str, one: int, other: int
) -> None:
    found: Any = stricter(way, one, other)

    assert (found <= one) if way == "lower" else (found >= one)
    assert stricter(way, found, other) == found
    assert stricter(way, other, one) == found


@pytest.mark.parametrize(("way", "expected"), [("lower", False), ("higher", True)])
def test_no_is_lower_than_yes(way: str, expected: bool) -> None:
    assert stricter(way, True, False) is expected
    assert stricter(way, False, True) is expected


# What they may not

REFUSED = {
    "a value nobody may change": ("rest: {unit: days, values: {2026-01-01: 90}}", "does not say"),
    "another unit": ("most: {unit: days, values: {2026-01-01: 2}}", "is counted in calls"),
    "another kind": ("most: {unit: calls, values: {2026-01-01: [two]}}", "`most` must be a"),
    "nothing left": (
        'hours: {unit: local time, values: {2026-01-01: ["21:00-22:00"]}}', "nothing is left",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_values_a_house_may_not_have(law: Path, tmp_path: Path, text: str, said: str) -> None:
    (problem,) = refused(law, house(tmp_path, values=f"parameters:\n  {text}\n"))

    assert "house/law.yaml:2:3" in problem
    assert said in problem


def test_a_house_extends_a_pack_that_is_there(tmp_path: Path) -> None:
    (problem,) = refused(house(tmp_path))

    assert "there is no pack `law_pack` to extend" in problem


def test_two_packs_cannot_extend_each_other(tmp_path: Path) -> None:
    one = house(tmp_path, name="one", extends="two")
    two = house(tmp_path, name="two", extends="one")

    assert len(refused(one, two)) == 2


def test_what_the_law_defines_has_one_meaning(law: Path, tmp_path: Path) -> None:
    folder = house(tmp_path, definitions={"sells": {"is": "true", "doc": "x"}})
    (folder / "tables").mkdir()
    (folder / "tables" / "areas.csv").write_text("code\n1\n")
    problems = refused(law, folder)

    assert any("`sells` is already defined" in each for each in problems)
    assert any("already has a table `areas`" in each for each in problems)


# Wording


def test_wording_replaces_words_and_nothing_else(law: Path, tmp_path: Path) -> None:
    words = {"LX101": {"help": {"fr": "Appelez le 4120."}, "message": {"en": "most {$most}"}}}
    plain = loaded(law)["law_pack"].by_id["LX101"]
    found = loaded(law, house(tmp_path, wording=words))["law_pack"].by_id["LX101"]

    assert found.help == {**plain.help, "fr": "Appelez le 4120."}
    assert found.message["en"] == "most {$most}"
    assert (found.expressions, found.severity, found.law) == (
        plain.expressions, plain.severity, plain.law,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ({"LX109": {"help": {"en": "x"}}}, "there is no rule `LX109` in law_pack; did you mean"),
        ({"LX101": {"message": {"en": "{postal_code}"}}}, "cannot stand in this message"),
        ({"LX101": {"severity": {"en": "info"}}}, "severity"),
    ],
)
def test_wording_that_cannot_be(law: Path, tmp_path: Path, wording: Any, said: str) -> None:
    problems = refused(law, house(tmp_path, wording=wording))

    assert any(said in each and "pack.yaml" in each for each in problems)


# On disk, and through the command


def test_a_house_that_was_kept_is_read_anew_when_the_law_changes(law: Path, tmp_path: Path) -> None:
    folder = house(tmp_path, values="parameters:\n  most: {unit: calls, values: {2020-01-01: 2}}\n")
    assert values(loaded(law, folder)["house"], "most")["2020-01-01"] == 2
    text = (law / "law.yaml").read_text().replace("2020-01-01: 4,", "2020-01-01: 1,")
    (law / "law.yaml").write_text(text)

    assert values(loaded(law, folder)["house"], "most")["2020-01-01"] == 1
    assert loaded(law)["law_pack"].parameters["most"].houses == {}, "alone, the law is the law"


def test_the_example_house_is_found_with_the_installed_packs() -> None:
    folder = Path(__file__).parents[2] / "examples" / "house-pack" / "bank"

    assert load_pack(folder).extends == "calllint_fr"
    assert command("rules", "test", folder).stdout == "8 examples pass\n"


def test_rules_of_the_law_are_tested_as_the_law_has_them(tmp_path: Path) -> None:
    law = "parameters:\n  max_attempts: {unit: calls, values: {2020-01-01: 1}}\n"
    house(tmp_path, values=law, extends="calllint_fr")
    (tmp_path / "calllint.toml").write_text('packs = ["house"]\n')
    ended = command("rules", "test", cwd=tmp_path)

    assert (ended.returncode, ended.stderr) == (0, "")


def test_commands_that_judge_nothing_find_the_house_by_configuration(tmp_path: Path) -> None:
    write_pack(tmp_path / "house", {"id": "HX101", "breach": "duplicate"})
    (tmp_path / "calllint.toml").write_text('packs = ["house"]\n')

    assert command("explain", "HX101", cwd=tmp_path).returncode == 0
    assert "HX101" in command("rules", cwd=tmp_path).stdout
    assert command("explain", "HX101", "--isolated", cwd=tmp_path).returncode == 2
    campaign = write(tmp_path / "campaigns")
    assert "house 1" in command(campaign.relative_to(tmp_path), cwd=tmp_path).stdout
