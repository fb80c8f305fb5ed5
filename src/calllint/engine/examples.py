"""Running a rule's own examples, in the database and in the process: both must give the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

from msgspec import Struct

from calllint.document import Place
from calllint.engine.calls import facts_asked
from calllint.engine.compiler import ScopeCompiler
from calllint.engine.direct import Reader
from calllint.engine.judges import kind_of
from calllint.engine.slices import Slice, in_force, law_on
from calllint.engine.workdays import Workdays, working_weekdays
from calllint.engine.writer import DIALECTS, Dialect
from calllint.facts.sql import SQL_TYPES, literal, quote
from calllint.facts.store import Database, InProcess
from calllint.packs.language.tree import Type
from calllint.packs.model import Example, Pack, Rule
from calllint.packs.scopes import SCOPES, Value, fact_column
from calllint.packs.vocabulary import columns_of

_DEFAULT_DAY = date(2026, 11, 23)
"""Judged day of an example that gives none."""


class ExampleResult(Struct, frozen=True):
    """What an example should give, and what it gave."""

    rule: Rule
    scope: str
    example: Example
    expected: str
    got: str
    place: Place
    message: str
    """Why it could not be run, where it could not."""

    @property
    def passed(self) -> bool:
        """Whether the rule does what its example says."""
        return self.expected == self.got


class _Case(Struct, frozen=True):
    """An example in one scope of its rule, on its day."""

    rule: Rule
    scope: str
    example: Example
    day: date
    workdays: Workdays
    cells: Mapping[str, tuple[Value, Type]]
    """Every column of its row, and the type of it."""


def run_examples(packs: Iterable[Pack]) -> Iterator[ExampleResult]:
    """Every example of every rule, in each scope of the rule that knows its columns."""
    from calllint.facts.database import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_external_access = false")
        for pack in packs:
            bench = Bench(InProcess(connection), pack)
            for rule in pack.rules:
                for example in rule.examples:
                    yield from bench.run(rule, example)


class Bench:
    """Runs the examples of one pack."""

    def __init__(self, database: Database, pack: Pack) -> None:
        self._database = database
        self._pack = pack
        self._calendars: dict[tuple[int, tuple[str, ...] | None], Workdays] = {}

    def run(self, rule: Rule, example: Example) -> Iterator[ExampleResult]:
        """The example in every scope of its rule that has all the columns it gives."""
        from calllint.facts.database import duckdb

        for scope in rule.scopes:
            if not self._fits(scope, example):
                continue
            message = ""
            try:
                got, direct = self._outcomes(rule, scope, example)
                if got != direct:
                    got, message = "failure", f"{got} in the database, {direct} without"
            except (duckdb.Error, ArithmeticError, TypeError, ValueError, KeyError) as error:
                got = "failure"
                named = isinstance(error, TypeError | KeyError)
                message = str(error) if named else kind_of(error)
            yield ExampleResult(rule, scope, example, example.outcome, got, example.place, message)

    def _fits(self, scope: str, example: Example) -> bool:
        known = {*columns_of(scope, self._pack), *SCOPES[scope].functions, *self._pack.definitions}
        return set(example.given) <= known

    def _outcomes(self, rule: Rule, scope: str, example: Example) -> tuple[str, str]:
        """What the rule says by each of the two ways it may be run."""
        case = self._case(rule, scope, example)
        if case is None:
            return "ok", "ok"
        said = {None: "unknown", True: "breach", False: "ok"}
        return said[self._in_sql(case)], said[self._in_process(case)]

    def _case(self, rule: Rule, scope: str, example: Example) -> _Case | None:
        """All that the example hangs on; None on a day without the rule."""
        day = example.on or _DEFAULT_DAY
        if not in_force(rule, self._pack, day):
            return None
        cells = self._cells(scope, example, day, rule)
        return _Case(rule, scope, example, day, self._workdays(day), cells)

    def _in_sql(self, case: _Case) -> bool | None:
        written = {name: self._written(case, dialect) for name, dialect in DIALECTS.items()}
        return cast("bool | None", self._database.rows(written[self._database.dialect])[0][0])

    def query(self, rule: Rule, scope: str, example: Example) -> str | None:
        """An example as a query that gives its outcome; None on a day without the rule."""
        case = self._case(rule, scope, example) if self._fits(scope, example) else None
        return None if case is None else self._written(case, DIALECTS[self._database.dialect])

    def _written(self, case: _Case, dialect: Dialect) -> str:
        defined = {name: literal(value) for name, value in self._defined(case).items()}
        days = Slice(case.day, case.day)
        compiler = ScopeCompiler(case.scope, days, case.workdays, defined, dialect=dialect)
        compiled = compiler.compile([(case.rule, self._pack)], {})
        row = ", ".join(
            f"CAST({literal(value)} AS {SQL_TYPES[kind]}) AS {quote(name)}"
            for name, (value, kind) in case.cells.items()
        )
        columns = "".join(f", {sql} AS {name}" for name, sql in compiled.columns.items())
        return (
            f"SELECT {compiled.judges[0].outcome} AS outcome FROM (SELECT *{columns} FROM "
            f"(SELECT {row}) AS facts)"
        )

    def _in_process(self, case: _Case) -> bool | None:
        columns = frozenset(columns_of(case.scope, self._pack))
        row: dict[str, Any] = {name: value for name, (value, _) in case.cells.items()}
        row |= {f"{self._pack.name}.{name}": value for name, value in self._defined(case).items()}
        reader = Reader(self._pack, law_on(self._pack, case.day), case.workdays, columns)
        if SCOPES[case.scope].per_contact and row["phone_country"] not in (
            self._pack.countries or (row["phone_country"],)
        ):
            return False
        truth = reader.outcome(case.rule)(row)
        return truth if truth is None else bool(truth)

    def _defined(self, case: _Case) -> dict[str, Value]:
        """The definitions that the example gives a value of its own."""
        given = case.example.given.items()
        return {name: value for name, value in given if name in self._pack.definitions}

    def _cells(
        self, scope: str, example: Example, day: date, rule: Rule
    ) -> dict[str, tuple[Value, Type]]:
        """Every column of the example's row and its type; neutral where the example is silent."""
        given: dict[str, Value] = {"judged_from": day, "judged_to": day, **example.given}
        if self._pack.countries and "phone_country" not in example.given:
            given["phone_country"] = self._pack.countries[0]
        cells: dict[str, tuple[Value, Type]] = {
            name: (given.get(name, column.neutral), column.type)
            for name, column in columns_of(scope, self._pack).items()
        }
        functions = SCOPES[scope].functions
        asked = facts_asked(scope, [(rule, self._pack)], {self._pack.name: law_on(self._pack, day)})
        for name, arguments in sorted(asked):
            value = given.get(name, functions[name].neutral)
            cells[fact_column(name, arguments)] = (value, functions[name].returns)
        return cells

    def _workdays(self, day: date) -> Workdays:
        """The pack's working days around a day, made once a year and workweek."""
        key = (day.year, working_weekdays(self._pack, day))
        if key not in self._calendars:
            name = str(len(self._calendars))
            self._calendars[key] = Workdays(Slice(day, day), name, self._database)
        return self._calendars[key]
