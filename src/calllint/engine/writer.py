"""Writing SQL from rule trees: the only way an author's words reach a database.

Nothing of the author's text is copied. Names are looked up, literals are written anew, and each
node has one meaning. What differs between engines is in ``Dialect``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from calllint.engine.calls import fact_arguments
from calllint.facts.sql import literal
from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Param,
    Table,
    Type,
)
from calllint.packs.model import ParamValue
from calllint.packs.scopes import fact_column


class Dialect:
    """How DuckDB writes what engines write differently."""

    def shift_days(self, day: str, op: str, count: str) -> str:
        """A date moved by whole days."""
        return f"({day} {op} CAST({count} AS INTEGER))"

    def add_months(self, day: str, count: str) -> str:
        """A date moved by calendar months, clipped to the month's last day."""
        return f"CAST({day} + to_months(CAST({count} AS INTEGER)) AS DATE)"

    def add_workdays(self, table: str, day: str, count: str) -> str:
        """The day on which ``count`` working days after ``day`` are complete."""
        return (
            f"(SELECT min(w2.day) FROM {table} w1 JOIN {table} w2 "
            f"ON w2.number = w1.number + {count} WHERE w1.day = {day})"
        )

    def workdays_between(self, table: str, first: str, last: str) -> str:
        """Working days after ``first`` up to and including ``last``."""
        at = "(SELECT max(number) FROM {table} WHERE day = {day})"
        return f"({at.format(table=table, day=last)} - {at.format(table=table, day=first)})"


class _Spark(Dialect):
    """What of it has no counterpart in Spark, in words of its own; see ``engine.spark.dialect``."""

    def shift_days(self, day: str, op: str, count: str) -> str:
        """A date moved by whole days; a NULL that stands for a day has no type there."""
        return f"(CAST({day} AS DATE) {op} CAST({count} AS INTEGER))"

    def add_months(self, day: str, count: str) -> str:
        """A date moved by calendar months, clipped to the month's last day."""
        return f"add_months(CAST({day} AS DATE), CAST({count} AS INTEGER))"

    def add_workdays(self, table: str, day: str, count: str) -> str:
        """Looked up in a list: Spark has no query inside an expression that depends on its row."""
        return f"workday_after({literal(table)}, {day}, {count})"

    def workdays_between(self, table: str, first: str, last: str) -> str:
        """Working days after ``first`` up to and including ``last``."""
        last, first = (f"workday_number({literal(table)}, {day})" for day in (last, first))
        return f"({last} - {first})"


DUCKDB = Dialect()
SPARK = _Spark()
DIALECTS = {"duckdb": DUCKDB, "spark": SPARK}


class Writer(Struct, frozen=True):
    """Writes the expressions of one pack, in one scope, under one state of the law."""

    names: dict[str, str]
    """SQL of each column and definition; the compiler adds to it."""
    types: dict[str, Type]
    """Type of each column and definition."""
    params: Mapping[str, ParamValue]
    tables: Mapping[str, tuple[tuple[str, ...], ...]]
    workdays: Callable[[], str] | None = None
    """Gives the table (day, number) of the pack's working days."""
    dialect: Dialect = DUCKDB

    def write(self, node: Expr) -> str:
        """The node as SQL, in parentheses where needed."""
        match node:
            case Literal(value=value):
                return literal(value)
            case Name(name=name):
                return self.names[name]
            case Param(name=name):
                return self._scalar(name)
            case Not(operand=operand):
                return f"(NOT {self.write(operand)})"
            case Logic(op=op, operands=operands):
                return "(" + f" {op.upper()} ".join(self.write(part) for part in operands) + ")"
            case Compare(op=op, left=left, right=right):
                return f"({self.write(left)} {op} {self.write(right)})"
            case IsNull(operand=operand, negated=negated):
                return f"({self.write(operand)} IS {'NOT ' if negated else ''}NULL)"
            case Add() | Call():
                return self._arithmetic(node)
            case In() | Between() | Like():
                return self._membership(node)
            case Case(branches=branches, otherwise=otherwise):
                whens = " ".join(
                    f"WHEN {self.write(test)} THEN {self.write(value)}" for test, value in branches
                )
                tail = "NULL" if otherwise is None else self.write(otherwise)
                return f"(CASE {whens} ELSE {tail} END)"
            case Coalesce(arguments=arguments):
                return "coalesce(" + ", ".join(self.write(part) for part in arguments) + ")"
            case Table():
                raise TypeError("a table stands only after `in`")

    def _scalar(self, name: str) -> str:
        value = self.params[name]
        if isinstance(value, tuple):
            raise TypeError(f"${name} is a list")
        return literal(value)

    def _arithmetic(self, node: Add | Call) -> str:
        if isinstance(node, Call):
            return self._call(node)
        left, right = self.write(node.left), self.write(node.right)
        if self.type_of(node.left) == "date":
            return self.dialect.shift_days(left, node.op, right)
        if self.type_of(node.right) == "date":
            return self.dialect.shift_days(right, node.op, left)
        return f"({left} {node.op} {right})"

    def _membership(self, node: In | Between | Like) -> str:
        negation = "NOT " if node.negated else ""
        operand = self.write(node.operand)
        if isinstance(node, Between):
            low, high = self.write(node.low), self.write(node.high)
            return f"({operand} {negation}BETWEEN {low} AND {high})"
        if isinstance(node, Like):
            return f"({operand} {negation}LIKE {literal(node.pattern)})"
        options = [literal(value) for value in self._options(node)]
        if not options:
            outcome = "TRUE" if node.negated else "FALSE"
            return f"(CASE WHEN {operand} IS NULL THEN NULL ELSE {outcome} END)"
        return f"({operand} {negation}IN ({', '.join(options)}))"

    def _options(self, node: In) -> list[object]:
        match node.options:
            case Param(name=name):
                value = self.params[name]
                return list(value) if isinstance(value, tuple) else [value]
            case Table(name=name):
                return [row[0] for row in self.tables[name]]
            case options:
                return [option.value for option in options]

    def _call(self, node: Call) -> str:
        if node.function == "within":
            return self._within(node)
        arguments = [self.write(argument) for argument in node.arguments]
        match node.function:
            case "add_months":
                return self.dialect.add_months(*arguments)
            case "add_workdays":
                return self.dialect.add_workdays(self._workdays(), *arguments)
            case "workdays_between":
                return self.dialect.workdays_between(self._workdays(), *arguments)
        return self.names[fact_column(node.function, fact_arguments(node, self.params))]

    def _within(self, node: Call) -> str:
        first, last, windows = node.arguments
        start, end = self.write(first), self.write(last)
        if not isinstance(windows, Param):
            raise TypeError("within() takes its windows from a parameter")
        spans = self.params[windows.name]
        parts = []
        for span in spans if isinstance(spans, tuple) else ():
            if not isinstance(span, tuple):
                raise TypeError(f"${windows.name} does not hold windows")
            parts.append(f"({start} >= {span[0]} AND {end} <= {span[1]})")
        return "(" + " OR ".join(parts or ["FALSE"]) + ")"

    def _workdays(self) -> str:
        if self.workdays is None:
            raise TypeError("the pack declares no calendar with a workweek")
        return self.workdays()

    def type_of(self, node: Expr) -> Type:
        """The type of an expression that has already been checked."""
        match node:
            case Literal(value=value):
                return "date" if isinstance(value, date) else "int"
            case Name(name=name):
                return self.types[name]
            case Param(name=name):
                return "date" if isinstance(self.params[name], date) else "int"
            case Add(left=left, right=right):
                kinds = {self.type_of(left), self.type_of(right)}
                return "date" if "date" in kinds else "int"
            case Call(function=function):
                return self.types.get(function, "date" if function.startswith("add_") else "int")
            case Case(branches=branches):
                return self._type_of_any([value for _, value in branches])
            case Coalesce(arguments=arguments):
                return self._type_of_any(arguments)
        return "int"

    def _type_of_any(self, nodes: Sequence[Expr]) -> Type:
        """The type several expressions share; a NULL among them has none of its own."""
        return "date" if any(self.type_of(node) == "date" for node in nodes) else "int"
