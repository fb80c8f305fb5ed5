"""One text of SQL, two engines: what calllint writes for DuckDB, as Spark understands it.

sqlglot parses the text and writes it again. What it does not know, or knows otherwise than both
engines mean it, is in the tables of this module; the parity tests hold the two to the same answers.
Only our own SQL comes through here, so what is not met in it is not handled: Spark refuses it.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, partial
from typing import Protocol

from msgspec import Struct
from sqlglot import exp, parse_one
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.spark import Spark
from sqlglot.expressions import Expression

from calllint.facts.instants import SHAPE_PARTS, shape_groups


class Calendar(Struct, frozen=True):
    """Consecutive days and how many working days there were up to each: a table as two lists."""

    first: date
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[tuple[date, int]]) -> Calendar:
        """The rows of a table of working days (day, number)."""
        ordered = sorted(rows)
        return cls(ordered[0][0], tuple(number for _, number in ordered))

    @property
    def days(self) -> tuple[int, ...]:
        """For each number from the first on, the place of the first day that has it."""
        return tuple(
            place
            for place, number in enumerate(self.numbers)
            if place == 0 or self.numbers[place - 1] != number
        )


class Catalog(Protocol):
    """What is known of the tables a query names."""

    def columns(self, table: str) -> Sequence[str]:
        """The columns of a table."""

    def calendar(self, table: str) -> Calendar:
        """A table of working days."""


_DAYS = {"free_from", "free_until", "callable_from", "callable_until"}
"""Columns of days that are subtracted from one another: Spark would give an interval."""
_POSITIVE = 2**63 - 1


class Dialect(Spark):  # type: ignore[misc]
    """Spark 4, which has QUALIFY and needs no rewriting of it."""

    class Generator(Spark.Generator):  # type: ignore[misc]
        """Writes queries as they stand."""

        EXPRESSIONS_WITHOUT_NESTED_CTES: set[type[Expression]] = set()  # noqa: RUF012
        TRANSFORMS = {  # noqa: RUF012 (sqlglot's own way to extend a dialect)
            kind: write for kind, write in Spark.Generator.TRANSFORMS.items() if kind != exp.Select
        }


class _Ours(DuckDB):  # type: ignore[misc]
    """DuckDB's SQL, places in lists left as they are written."""

    INDEX_OFFSET = 0


def parse(sql: str) -> Expression:
    """A statement of ours as a tree."""
    return parse_one(sql, dialect=_Ours)


def write(tree: Expression, catalog: Catalog) -> str:
    """A query as Spark's SQL."""
    return str(_fit(tree, catalog).sql(dialect=Dialect))


def _fit(tree: Expression, catalog: Catalog) -> Expression:
    """The tree with everything that means another thing in Spark said in its words."""
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    for join in list(tree.find_all(exp.Join)):
        if join.method == "ASOF":
            _nearest(join)
    for star in list(tree.find_all(exp.Star)):
        if star.args.get("replace"):
            _spell_out(star, catalog.columns)
    for node in reversed(list(tree.walk())):  # what is inside comes first
        rewrite = _BY_NAME.get(node.name.lower()) if isinstance(node, exp.Anonymous) else None
        if isinstance(node, exp.Anonymous) and node.name.lower() in _CALENDAR:
            rewrite = partial(_CALENDAR[node.name.lower()], catalog)
        rewrite = rewrite or _BY_KIND.get(type(node))
        if rewrite is None:
            continue
        place, written = exp.Placeholder(), node
        node.replace(place)
        written = rewrite(node)
        place.replace(written)
    return tree


def _call(name: str, *arguments: Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


# -- joins and stars ---------------------------------------------------------------------------


def _nearest(join: exp.Join) -> None:
    """``ASOF JOIN``: the first row of the other side at or after a moment of this one.

    Each row of the other side is told the moment before its own, in its group, so that one row of
    it alone can fit.
    """
    table = join.this
    alias = table.alias_or_name
    own, equal = None, []
    for test in join.args["on"].flatten():
        if isinstance(test, exp.EQ):
            equal.append(_side(test, alias))
        else:
            own = test
    if not isinstance(own, exp.GTE) or own.this.table != alias:
        raise ValueError("an ASOF join takes what comes at or after")
    group = ", ".join(side.name for side in equal)
    moment = own.this.name
    told = parse(
        f"SELECT *, lag({moment}) OVER (PARTITION BY {group} ORDER BY {moment}) AS moment_before "
        f"FROM {table.name}"
    )
    join.set("this", exp.Subquery(this=told, alias=exp.TableAlias(this=exp.to_identifier(alias))))
    join.set("method", None)
    before = exp.column("moment_before", alias)
    later = exp.GT(this=own.expression.copy(), expression=before.copy())
    join.set("on", exp.and_(join.args["on"], exp.or_(before.is_(exp.null()), later)))


def _side(test: Expression, alias: str) -> exp.Column:
    return next(side for side in test.find_all(exp.Column) if side.table == alias)


def _spell_out(star: exp.Star, columns: Callable[[str], Sequence[str]]) -> None:
    """``t.* REPLACE (… AS c)``, which Spark does not know, column by column."""
    holder = star.parent
    if not isinstance(holder, exp.Column):
        raise ValueError("a star with REPLACE has a table")
    select = holder.find_ancestor(exp.Select)
    assert select is not None
    new = {each.alias: each for each in star.args["replace"]}
    listed: list[Expression] = []
    for each in select.expressions:
        if each is not holder:
            listed.append(each)
            continue
        for name in columns(_table_of(select, holder.table)):
            listed.append(new.get(name) or exp.column(name, holder.table, quoted=True))
    select.set("expressions", listed)


def _table_of(select: exp.Select, alias: str) -> str:
    for table in select.find_all(exp.Table):
        if table.alias_or_name == alias:
            return str(table.name)
    raise ValueError(f"no table is called {alias}")


# -- functions and operators -------------------------------------------------------------------


def _element(node: Expression) -> Expression:
    """``list[n]``, which counts from 1 and is NULL past the end."""
    (index,) = node.expressions
    place = exp.Sub(this=exp.paren(index), expression=exp.Literal.number(1))
    return _call("get", node.this, exp.cast(place, "INT"))


def _truth(node: Expression) -> Expression:
    """``CASE WHEN NULL``, which is a condition without a type."""
    if isinstance(node.this, exp.Null):
        node.set("this", exp.cast(node.this, "BOOLEAN"))
    return node


def _casting(node: Expression) -> Expression:
    """A cast: Spark has no ENUM, and gives NULL for what is none of its words by a test."""
    kind = node.args["to"]
    words = [each for each in kind.find_all(exp.DataType) if each.this == exp.DataType.Type.ENUM]
    for each in words:
        listed = each.expressions
        each.replace(exp.DataType.build("TEXT"))
    if words and isinstance(node, exp.TryCast):
        told = exp.In(this=node.this.copy(), expressions=listed)
        return exp.Case(ifs=[exp.If(this=told, true=node.this)])
    return _list(node)


def _list(node: Expression) -> Expression:
    """``CAST('[1, 2]' AS INTEGER[])``: Spark reads no list out of a text."""
    kind = node.args["to"]
    if isinstance(node.this, exp.Explode | exp.Unnest):
        return _unfolded(node)
    if not (isinstance(node.this, exp.Literal) and kind.this == exp.DataType.Type.ARRAY):
        return node
    numbers = [exp.Literal.number(part) for part in node.this.name.strip("[]").split(",") if part]
    return exp.cast(exp.Array(expressions=numbers), kind)


def _unfolded(node: Expression) -> Expression:
    """``CAST(unnest(list) AS type)``: a list is unfolded at the top of a column alone."""
    inner = node.this
    kind = exp.DataType(
        this=exp.DataType.Type.ARRAY, expressions=[node.args["to"].copy()], nested=True
    )
    unfolded = inner.this if isinstance(inner, exp.Explode) else inner.expressions[0]
    return exp.Explode(this=exp.cast(unfolded, kind))


def _whole(node: Expression) -> Expression:
    pattern = node.expression
    return exp.RegexpLike(this=node.this, expression=_text(f"\\A(?:{pattern.name})\\z"))


def _first_or_every(node: Expression) -> Expression:
    if "g" not in str(node.args.get("modifiers") or ""):
        raise ValueError("Spark replaces every match: say 'g'")
    return node


def _hash(node: Expression) -> Expression:
    """A number for a text, to be compared within one engine: never shown, never negative."""
    hashed = _call("xxhash64", *node.expressions)
    return exp.paren(exp.BitwiseAnd(this=hashed, expression=exp.Literal.number(_POSITIVE)))


def _topmost(function: str) -> Callable[[Expression], Expression]:
    """``max(x, n)``: the n largest, as a list."""

    def top(node: Expression) -> Expression:
        count = node.args.get("count")
        if count is None:
            return node
        return _call(function, node.this, node.this.copy(), exp.cast(count, "INT"))

    return top


def _of_several(node: Expression) -> Expression:
    """``greatest(x)``, which Spark asks two of."""
    return node if node.expressions else node.this


def _distinct_over(node: Expression) -> Expression:
    """``count(DISTINCT x) OVER (…)``, which Spark counts in a set."""
    counted = node.this
    if not (isinstance(counted, exp.Count) and isinstance(counted.this, exp.Distinct)):
        return node
    node.set("this", _call("collect_set", *counted.this.expressions))
    return _call("size", node)


def _days_between(node: Expression) -> Expression:
    left, right = node.this, node.expression
    dates = isinstance(right, exp.Cast) and right.to.this == exp.DataType.Type.DATE
    if dates or (left.name in _DAYS and right.name in _DAYS):
        return exp.cast(_call("datediff", left, right), "BIGINT")  # it is multiplied by more
    return node


def _shaped(node: Expression) -> Expression:
    """``try_strptime``, by the groups of the shape's own pattern: Java reads dates otherwise."""
    text, shape = node.expressions
    pattern, names = shape_groups(shape.name)
    matched = _text(f"\\A(?:{pattern})\\z")
    found = {
        name: exp.TryCast(
            this=_call("regexp_extract", text.copy(), matched.copy(), exp.Literal.number(group)),
            to=exp.DataType.build("INT"),
            safe=True,
        )
        for group, name in enumerate(names, start=1)
    }
    if "y" in found:  # as C reads two digits
        short = found.pop("y")
        found["Y"] = parse("CASE WHEN y < 69 THEN 2000 + y ELSE 1900 + y END").transform(
            lambda each: short.copy() if isinstance(each, exp.Column) else each
        )
    if "I" in found:
        half = exp.Literal.number(names.index("p") + 1)
        said = {
            "twelfth": found.pop("I"),
            "half": _call("regexp_extract", text.copy(), matched.copy(), half),
        }
        found["H"] = parse("twelfth % 12 + CASE half WHEN 'PM' THEN 12 ELSE 0 END").transform(
            lambda each: said[each.name].copy() if isinstance(each, exp.Column) else each
        )
    parts = [found.get(name) or exp.Literal.number(0) for name in SHAPE_PARTS]
    return _call("try_make_timestamp_ntz", *parts)


@cache
def accents() -> tuple[str, str]:
    """Letters that are a plain letter and marks, and those letters; then marks, which go."""
    written, plain, marks = [], [], []
    for point in range(sys.maxunicode + 1):
        letter = chr(point)
        if unicodedata.category(letter)[0] == "M":
            marks.append(letter)
            continue
        if unicodedata.decomposition(letter)[:1] in ("", "<"):
            continue
        parts = unicodedata.normalize("NFD", letter)
        bare = "".join(part for part in parts if unicodedata.category(part)[0] != "M")
        bare = unicodedata.normalize("NFC", bare)
        if len(bare) == 1 and bare != letter:
            written.append(letter)
            plain.append(bare)
    return "".join(written + marks), "".join(plain)


def _bare(node: Expression) -> Expression:
    written, plain = accents()
    return _call("translate", node.expressions[0], _text(written), _text(plain))


def _weekday(node: Expression) -> Expression:
    """``isodow``: Monday is 1."""
    counted = _call("weekday", node.this)
    return exp.paren(exp.Add(this=counted, expression=exp.Literal.number(1)))


def _minutes(node: Expression) -> Expression:
    zero = exp.Literal.number(0)
    (minutes,) = node.expressions
    return _call("make_dt_interval", zero, zero.copy(), exp.cast(minutes, "INT"), zero.copy())


def _micros(node: Expression) -> Expression:
    (moment,) = node.expressions
    return _call("unix_micros", exp.cast(moment, "TIMESTAMPTZ"))


def _renamed(name: str) -> Callable[[Expression], Expression]:
    return lambda node: _call(name, *node.expressions)


def _number_on(catalog: Catalog, node: Expression) -> Expression:
    """``workday_number('table', day)``: working days up to and including a day."""
    table, day = node.expressions
    calendar = catalog.calendar(table.name)
    place = _call("datediff", day, _date(calendar.first))
    return _call("get", _integers(calendar.numbers), exp.cast(place, "INT"))


def _days_after(catalog: Catalog, node: Expression) -> Expression:
    """``workday_after('table', day, count)``: the first day with so many working days more."""
    table, _, count = node.expressions
    calendar = catalog.calendar(table.name)
    number = exp.Add(this=_number_on(catalog, _number_call(node)), expression=exp.paren(count))
    place = exp.Sub(this=number, expression=exp.Literal.number(calendar.numbers[0]))
    day = _call("get", _integers(calendar.days), exp.cast(place, "INT"))
    return _call("date_add", _date(calendar.first), day)


def _number_call(node: Expression) -> exp.Anonymous:
    return _call("workday_number", *node.expressions[:2])


def _date(day: date) -> exp.Cast:
    return exp.cast(_text(day.isoformat()), "DATE")


def _integers(numbers: Iterable[int]) -> exp.Array:
    return exp.Array(expressions=[exp.Literal.number(number) for number in numbers])


_CALENDAR: dict[str, Callable[[Catalog, Expression], Expression]] = {
    "workday_number": _number_on,
    "workday_after": _days_after,
}
_BY_NAME: dict[str, Callable[[Expression], Expression]] = {
    "strip_accents": _bare,
    "strlen": _renamed("octet_length"),
    "hash": _hash,
    "epoch_us": _micros,
    "to_minutes": _minutes,
    "arg_min_null": _renamed("min_by"),
    "try_strptime": _shaped,
}
_BY_KIND: dict[type[Expression], Callable[[Expression], Expression]] = {
    exp.Bracket: _element,
    exp.Cast: _casting,
    exp.If: _truth,
    exp.TryCast: _casting,
    exp.RegexpReplace: _first_or_every,
    exp.RegexpFullMatch: _whole,
    exp.Max: _topmost("max_by"),
    exp.Min: _topmost("min_by"),
    exp.Greatest: _of_several,
    exp.Least: _of_several,
    exp.Sub: _days_between,
    exp.DayOfWeekIso: _weekday,
    exp.Window: _distinct_over,
}
