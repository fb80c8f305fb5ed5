"""Which expressions make sense, and what is said of those that do not."""

from __future__ import annotations

import pytest

from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.tree import Type
from calllint.packs.language.types import ParamKind, check
from calllint.packs.scopes import SCOPES

COLUMNS: dict[str, Type] = {
    "flag": "bool",
    "count": "int",
    "sector": "text",
    "given_on": "date",
    "day": "date",
    "local_from": "int",
    "local_to": "int",
}
PARAMS: dict[str, ParamKind] = {
    "max": "int",
    "strict": "bool",
    "name": "text",
    "start": "date",
    "sectors": "texts",
    "numbers": "ints",
    "hours": "windows",
}


def type_of(text: str) -> Type:
    tree = parse(text, definition=True)
    return check(tree, COLUMNS, PARAMS, SCOPES["contact"].functions, {"blocked"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("flag", "bool"),
        ("null", "null"),
        ("10:30", "int"),
        ("$start", "date"),
        ("not flag and $strict or true", "bool"),
        ("count = 1", "bool"),
        ("sector < 'm'", "bool"),
        ("flag = true", "bool"),
        ("count + 1 - $max", "int"),
        ("given_on - $max days", "date"),
        ("flag is null", "bool"),
        ("sector in ('a', 'b')", "bool"),
        ("sector in $sectors", "bool"),
        ("count in $numbers", "bool"),
        ("sector in table(blocked)", "bool"),
        ("given_on in (2026-08-11)", "bool"),
        ("day between given_on and given_on + 30", "bool"),
        ("sector like '97%'", "bool"),
        ("within(local_from, local_to, $hours)", "bool"),
        ("add_months(given_on, $max)", "date"),
        ("add_workdays(given_on, 5)", "date"),
        ("workdays_between(given_on, day)", "int"),
        ("attempts_within($max)", "int"),
        ("attempt_on(4)", "date"),
        ("coalesce(flag, false)", "bool"),
        ("case when flag then 1 else null end", "int"),
        ("case when flag then null when $strict then given_on end", "date"),
    ],
)
def test_an_expression_has_its_type(text: str, kind: Type) -> None:
    assert type_of(text) == kind


@pytest.mark.parametrize(
    ("text", "stretch", "message"),
    [
        ("sektor = 'a'", "sektor", "unknown name `sektor`; did you mean `sector`"),
        ("max = 1", "max", r"`max` is a parameter; write `\$max`"),
        ("attempt_on = day", "attempt_on", "is a function"),
        ("$maxx = 1", "$maxx", r"unknown parameter `\$maxx`.*did you mean `max`"),
        ("$sectors = 'a'", "$sectors", r"holds a list of texts; use it as `x in \$sectors`"),
        ("$hours is null", "$hours", r"within\(from, to, \$hours\)"),
        ("count and flag", "count", "true or false is needed here, this is a whole number"),
        ("not sector", "sector", "true or false is needed"),
        ("flag or null", "null", "this is null"),
        ("given_on = '2026-08-11'", "'2026-08-11'", "without quotes: `2026-08-11`"),
        ("'2026-08-11' < given_on", "'2026-08-11'", "without quotes"),
        ("sector = given_on", "given_on", "a text cannot be compared with a date"),
        ("count = flag", "flag", "cannot be compared"),
        ("count = null", "null", "always NULL; write `is null`"),
        ("flag < true", "flag", "have no order"),
        ("flag between flag and flag", "flag", "have no order"),
        ("count between 1 and 'a'", "'a'", "cannot be compared"),
        ("sector + 1", "sector", "on its left, this is a text"),
        ("given_on - day", "day", "on its right, this is a date"),
        ("1 + given_on", "given_on", "on its right, this is a date"),
        ("count in ('a')", "count", "a text is needed here"),
        ("count in (1, 'a')", "'a'", "a whole number is needed"),
        ("count in $sectors", "count", "a text is needed"),
        ("count in $max", "$max", "`in` needs a list"),
        ("count in $hours", "$hours", "`in` needs a list"),
        ("sector in table(bloked)", "table(bloked)", "no table tables/bloked.csv.*`blocked`"),
        ("count in table(blocked)", "count", "a text is needed"),
        ("count like '1%'", "count", "a text is needed"),
        ("read_csv('/etc/passwd')", "read_csv('/etc/passwd')", "unknown function `read_csv`"),
        ("current_setting('x') = 'y'", "current_setting('x')", "unknown function"),
        ("add_month(given_on, 1)", "add_month(given_on, 1)", "did you mean `add_months`"),
        ("planned_attempts(1)", "planned_attempts(1)", "unknown function"),
        ("add_months(given_on)", "add_months(given_on)", r"takes 2 argument\(s\), 1 given"),
        ("attempt_on(1, 2)", "attempt_on(1, 2)", r"takes 1 argument\(s\), 2 given"),
        ("add_months(count, 1)", "count", "a date is needed"),
        ("within(local_from, local_to, $max)", "$max", "holds windows"),
        ("within(local_from, local_to, 1)", "1", "holds windows"),
        ("attempts_within(count)", "count", "a parameter or a literal"),
        ("attempts_within(1 + 1)", "1 + 1", "nothing computed"),
        ("attempts_within($name)", "$name", "a whole number is needed"),
        ("coalesce(flag)", "coalesce(flag)", "at least two"),
        ("coalesce(flag, 1)", "1", "true or false is needed"),
        ("case when count then 1 end", "count", "true or false is needed"),
        ("case when flag then 1 else 'a' end", "'a'", "a whole number is needed"),
    ],
)
def test_nonsense_is_refused_at_its_place(text: str, stretch: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        type_of(text)
    extent = caught.value.extent
    assert text[extent.start : extent.end] == stretch
    assert caught.value.message["fr"] != caught.value.message["en"]


def test_a_name_has_one_type_in_every_scope() -> None:
    """Definitions are typed once and used in many scopes."""
    kinds: dict[str, set[Type]] = {}
    for scope in SCOPES.values():
        for column in scope.columns.values():
            kinds.setdefault(column.name, set()).add(column.type)

    assert {name for name, found in kinds.items() if len(found) > 1} == set()
