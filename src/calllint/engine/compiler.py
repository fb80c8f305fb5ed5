"""From rules to the columns of one query: what each says on a row, under one state of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from msgspec import Struct, field

from calllint.engine.calls import fact_arguments
from calllint.engine.judges import Judge
from calllint.engine.slices import Slice, in_force, law_on, values_cited
from calllint.engine.workdays import Workdays
from calllint.engine.writer import DUCKDB, Dialect, Writer
from calllint.facts.sql import literal, quote
from calllint.packs.language.text import calls, names
from calllint.packs.language.tree import Expr
from calllint.packs.model import Pack, Rule, Severity
from calllint.packs.scopes import GROUNDS, SCOPES, FactCall, fact_column, lineage
from calllint.packs.vocabulary import columns_of

_HOLDS = frozenset(GROUNDS.values())


class SqlJudge(Judge, frozen=True):
    """A rule as SQL over the relation of its scope."""

    outcome: str
    """BOOLEAN: TRUE breach (or duty), FALSE fine, NULL unknown."""
    clear_from: str | None
    clear_until: str | None
    attempts_left: str | None
    grounds: frozenset[str]
    """Columns ``…_holds`` it reads."""


class Compiled(Struct, frozen=True):
    """The rules of a scope under one state of the law."""

    judges: tuple[SqlJudge, ...]
    columns: Mapping[str, str]
    """SQL of each column computed before the rules read it: the definitions they use."""
    calls: frozenset[FactCall]
    """Facts that take a law value, to be made by the facts."""


def _as_it_is(_: Pack, tree: Expr) -> Expr:
    return tree


class ScopeCompiler(Struct):
    """Compiles rules of several packs over one scope's relation."""

    scope: str
    stretch: Slice
    workdays: Workdays
    given: Mapping[str, str] = field(default_factory=dict)
    """SQL that replaces a definition, for examples."""
    fold: Callable[[Pack, Expr], Expr] = _as_it_is
    """Shortens a tree by what is known of all rows."""
    dialect: Dialect = DUCKDB
    definitions: dict[str, str] = field(default_factory=dict)
    calls: set[FactCall] = field(default_factory=set)
    _writers: dict[str, Writer] = field(default_factory=dict)

    def compile(
        self, rules: Iterable[tuple[Rule, Pack]], severities: Mapping[str, Severity]
    ) -> Compiled:
        """Every rule of the scope that is in force, in order."""
        judges = [
            self._judge(rule, pack, severities.get(rule.id, rule.severity))
            for rule, pack in rules
            if self._judges(rule) and in_force(rule, pack, self.stretch.first)
        ]
        return Compiled(tuple(judges), dict(self.definitions), frozenset(self.calls))

    def _judges(self, rule: Rule) -> bool:
        return bool(set(lineage(self.scope)) & set(rule.scopes))

    def _judge(self, rule: Rule, pack: Pack, severity: Severity) -> SqlJudge:
        folded = {id(tree): self.fold(pack, tree) for tree in rule.expressions}
        writer = self._writer(pack, folded.values())

        def write(tree: Expr) -> str:
            return writer.write(folded[id(tree)])

        applies = [] if rule.applies is None else [write(rule.applies)]
        bounds = [
            None if tree is None else write(tree) for tree in (rule.clear_from, rule.clear_until)
        ]
        if pack.countries and SCOPES[self.scope].per_contact:
            applies.insert(0, self._covered(pack))
        outcome = _all([*applies, self._breach(rule, write, *bounds)])
        left = (
            None
            if rule.attempts_left is None
            else (f"CASE WHEN {_all(applies)} THEN {write(rule.attempts_left)} END")
        )
        return SqlJudge(
            rule,
            pack,
            severity,
            values_cited(rule, pack, self.stretch.first),
            outcome,
            bounds[0],
            bounds[1],
            left,
            pack.mentions[rule.id] & _HOLDS,
        )

    def _covered(self, pack: Pack) -> str:
        """The column that says whether a number is of a country of the pack."""
        column = quote(f"{pack.name}:covers")
        listed = ", ".join(literal(country) for country in pack.countries)
        self.definitions[column] = f"coalesce(phone_country IN ({listed}), FALSE)"
        return column

    def _breach(
        self,
        rule: Rule,
        write: Callable[[Expr], str],
        clear_from: str | None,
        clear_until: str | None,
    ) -> str:
        if rule.breach is not None:
            return write(rule.breach)
        if rule.duty is not None:
            return write(rule.duty)
        sides = []
        if clear_from is not None:
            sides.append(f"{clear_from} > judged_from")
        if clear_until is not None:
            sides.append(f"{clear_until} < judged_to")
        return "(" + " OR ".join(sides) + ")"

    def _writer(self, pack: Pack, trees: Iterable[Expr]) -> Writer:
        """The pack's writer, with everything ready that the trees use."""
        if pack.name not in self._writers:
            columns = columns_of(self.scope, pack)
            types = {name: column.type for name, column in columns.items()}
            types |= {name: fact.returns for name, fact in SCOPES[self.scope].functions.items()}
            self._writers[pack.name] = Writer(
                {name: quote(name) for name in columns},
                types,
                law_on(pack, self.stretch.first),
                pack.tables,
                partial(self.workdays.table, pack),
                self.dialect,
            )
        writer = self._writers[pack.name]
        for tree in trees:
            self._prepare(tree, pack, writer)
        return writer

    def _prepare(self, tree: Expr, pack: Pack, writer: Writer) -> None:
        """Make every definition and fact call of a tree writable, inner ones first."""
        for call in calls(tree):
            if call.function in SCOPES[self.scope].functions:
                asked = (call.function, fact_arguments(call, writer.params))
                self.calls.add(asked)
                writer.names[fact_column(*asked)] = quote(fact_column(*asked))
        for name in sorted(names(tree)):
            definition = pack.definitions.get(name)
            if definition is None or name in writer.names:
                continue
            meant = self.fold(pack, definition.tree)
            self._prepare(meant, pack, writer)
            column = quote(f"{pack.name}.{name}")
            self.definitions[column] = self.given.get(name) or self._inlined(meant, writer)
            writer.names[name] = column
            writer.types[name] = writer.type_of(definition.tree)

    def _inlined(self, tree: Expr, writer: Writer) -> str:
        """A definition over columns alone: inner definitions stand as their own SQL."""
        inner = {
            name: f"({self.definitions[sql]})" if sql in self.definitions else sql
            for name, sql in writer.names.items()
        }
        return Writer(
            inner, writer.types, writer.params, writer.tables, writer.workdays, writer.dialect
        ).write(tree)


def _all(tests: Iterable[str]) -> str:
    """SQL: whether all of them hold."""
    left = [test for test in tests if test != "TRUE"]
    return f"({' AND '.join(left)})" if left else "TRUE"
