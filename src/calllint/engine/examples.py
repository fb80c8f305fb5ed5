"""Running a rule's own examples: the same compiler and the same database as for real rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from calllint.document import Place
from calllint.engine.compiler import ScopeCompiler
from calllint.engine.crash import kind_of
from calllint.engine.slices import Slice
from calllint.engine.workdays import create_workdays, working_weekdays
from calllint.facts.sql import SQL_TYPES, literal, quote
from calllint.packs.model import Example, Pack, Rule
from calllint.packs.scopes import SCOPES, Value, fact_column
from calllint.packs.vocabulary import columns_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DEFAULT_DAY = date(2026, 11, 23)
"""Judged day of an example that gives none."""


@dataclass(frozen=True)
class ExampleResult:
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


def run_examples(packs: Iterable[Pack]) -> Iterator[ExampleResult]:
    """Every example of every rule, in each scope of the rule that knows its columns."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute("SET enable_external_access = false")
        for pack in packs:
            bench = _Bench(connection, pack)
            for rule in pack.rules:
                for example in rule.examples:
                    yield from bench.run(rule, example)


class _Bench:
    """Runs the examples of one pack."""

    def __init__(self, connection: DuckDBPyConnection, pack: Pack) -> None:
        self._connection = connection
        self._pack = pack
        self._calendars: dict[tuple[int, tuple[str, ...] | None], dict[str, str]] = {}

    def run(self, rule: Rule, example: Example) -> Iterator[ExampleResult]:
        """The example in every scope of its rule that has all the columns it gives."""
        import duckdb

        for scope in rule.scopes:
            if not self._fits(scope, example):
                continue
            message = ""
            try:
                got = self._outcome(rule, scope, example)
            except (duckdb.Error, TypeError, KeyError) as error:
                got = "failure"
                message = kind_of(error) if isinstance(error, duckdb.Error) else str(error)
            yield ExampleResult(rule, scope, example, example.outcome, got, example.place, message)

    def _fits(self, scope: str, example: Example) -> bool:
        known = {*columns_of(scope, self._pack), *SCOPES[scope].functions, *self._pack.definitions}
        return set(example.given) <= known

    def _outcome(self, rule: Rule, scope: str, example: Example) -> str:
        day = example.on or _DEFAULT_DAY
        compiler = ScopeCompiler(
            scope,
            Slice(day, day),
            self._workdays(day),
            {
                name: literal(value)
                for name, value in example.given.items()
                if name in self._pack.definitions
            },
        )
        compiled = compiler.compile([(rule, self._pack)], {})
        if not compiled.judges:
            return "ok"
        judge = compiled.judges[0]
        row = self._row(scope, example, day, compiled.calls)
        defined = "".join(f", {sql} AS {name}" for name, sql in compiled.columns.items())
        answer = self._connection.execute(
            f"SELECT {judge.outcome} FROM (SELECT *{defined} FROM (SELECT {row}) AS facts)"
        ).fetchone()
        return {None: "unknown", True: "breach", False: "ok"}[answer[0] if answer else None]

    def _row(
        self, scope: str, example: Example, day: date, calls: Iterable[tuple[str, tuple[int, ...]]]
    ) -> str:
        given: dict[str, Value] = {"judged_from": day, "judged_to": day, **example.given}
        if self._pack.countries and "phone_country" not in example.given:
            given["phone_country"] = self._pack.countries[0]
        cells = [
            f"CAST({literal(given.get(name, column.neutral))} AS {SQL_TYPES[column.type]}) "
            f"AS {quote(name)}"
            for name, column in columns_of(scope, self._pack).items()
        ]
        functions = SCOPES[scope].functions
        cells += [
            f"CAST({literal(given.get(name, functions[name].neutral))} AS "
            f"{SQL_TYPES[functions[name].returns]}) AS " + quote(fact_column(name, arguments))
            for name, arguments in sorted(calls)
        ]
        return ", ".join(cells)

    def _workdays(self, day: date) -> dict[str, str]:
        """The pack's working days of a year around a day, made once a year and workweek."""
        key = (day.year, working_weekdays(self._pack, day))
        if key not in self._calendars:
            year = Slice(date(day.year, 1, 1), date(day.year, 12, 31))
            name = f"{len(self._calendars)}"
            self._calendars[key] = (
                create_workdays(self._connection, [self._pack], day, year, name) if key[1] else {}
            )
        return self._calendars[key]
