"""Where the rows of a list are lost, and what evidence would win them back.

Both are worked out from the distinct outcomes of a report, of which there are few, however many
contacts there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from calllint.engine.compiler import SqlJudge
from calllint.engine.contacts import VERDICTS, ContactRun, masked
from calllint.engine.result import Loss, Reason, Verdict, WinBack
from calllint.facts.workspace import Workspace
from calllint.packs.language.tree import Coalesce, Expr, IsNull, Literal, Logic, Name, Not
from calllint.packs.model import Pack, Rule
from calllint.packs.scopes import GROUNDS

_FROM_LIST: Mapping[str, frozenset[str]] = {
    "suppressions": frozenset({"suppressed", "suppressed_until"}),
    "calls": frozenset({"refused", "refused_on", "attempts_within", "attempt_on", "calls_before"}),
}
"""What is unknown of a contact where a list of evidence against calls is not declared."""
_REACHED = dict.fromkeys(("readable", "phone_given", "number_valid", "covered"), True)
"""A contact whom the rules of a country see: of any other they cannot say what else is amiss."""


class Causes(Struct, frozen=True):
    """The rules that decide, by what they look at."""

    run: ContactRun

    def _judge(self, rule: str) -> SqlJudge:
        judge = self.run.judges[rule][0][1]
        assert isinstance(judge, SqlJudge)
        return judge

    def ground(self, rule: str) -> str | None:
        """The ground whose records a rule looks at; None for a rule that looks at contacts."""
        scopes = self._judge(rule).rule.scopes
        return None if "contact" in scopes else next((s for s in GROUNDS if s in scopes), None)

    def roots(self, failing: Iterable[str]) -> frozenset[str]:
        """What lies behind an outcome: a ground's record that fails, not the want of a ground."""
        failing = frozenset(failing)
        told = {GROUNDS[ground] for rule in failing if (ground := self.ground(rule))}
        return frozenset(
            rule
            for rule in failing
            if self.ground(rule) is not None or not self._judge(rule).grounds & told
        )

    def pieces(self, reason: Reason) -> Iterable[tuple[str, str]]:
        """Each single thing that would make the contacts of an outcome callable: kind, name."""
        failing = {*reason.rules, *reason.unknown}
        if any(self._fine(rule, _REACHED) for rule in failing):
            return
        own = {rule for rule in failing if self.ground(rule) is None}
        for ground in GROUNDS:
            if own and all(self._cleared(rule, ground) for rule in own):
                yield "record", ground
                records = [rule for rule in failing if self.ground(rule) == ground]
                if len(records) == 1:
                    yield "rule", records[0]
        if (
            len(failing) == 1
            and own
            and not any(self._cleared(rule, each) for rule in own for each in GROUNDS)
        ):
            yield "rule", next(iter(own))
        for kind, columns in _FROM_LIST.items():
            unsure = own == failing and not reason.rules
            if own and unsure and all(self._reads(rule) & columns for rule in own):
                yield "list", kind

    def _reads(self, rule: str) -> frozenset[str]:
        judge = self._judge(rule)
        return judge.pack.mentions[judge.rule.id]

    def _cleared(self, rule: str, ground: str) -> bool:
        """Whether a rule is certainly fine once a ground holds, whatever else is the case."""
        return self._fine(rule, {GROUNDS[ground]: True, f"{ground}_on_record": True})

    def _fine(self, rule: str, given: Mapping[str, bool]) -> bool:
        judge = self._judge(rule)
        return _outcome(judge.rule, judge.pack, given) is False


def _outcome(rule: Rule, pack: Pack, given: Mapping[str, bool]) -> bool | None:
    parts = [rule.applies, rule.breach]
    return _all([_known(part, pack, given) for part in parts if part is not None])


def _known(node: Expr, pack: Pack, given: Mapping[str, bool]) -> bool | None:
    """What a few columns alone make of an expression; None where more would have to be known."""
    match node:
        case Literal(value=bool() as value):
            return value
        case Name(name=name) if name in given:
            return given[name]
        case Name(name=name) if name in pack.definitions:
            return _known(pack.definitions[name].tree, pack, given)
        case Not(operand=operand):
            inner = _known(operand, pack, given)
            return None if inner is None else not inner
        case Logic(op=op, operands=operands):
            parts = [_known(part, pack, given) for part in operands]
            if op == "and":
                return _all(parts)
            negated = _all([None if part is None else not part for part in parts])
            return None if negated is None else not negated
        case IsNull(operand=Name(name=name), negated=negated) if name in given:
            return negated
        case Coalesce(arguments=arguments):
            return _known(arguments[0], pack, given)
    return None


def _all(parts: Sequence[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True


def waterfall(causes: Causes, reasons: Iterable[Reason], readable: int) -> tuple[Loss, ...]:
    """The causes for which readable rows are lost, the largest first, each row once."""
    waiting = [
        (causes.roots(_blamed(each)), each.verdict, each.contacts)
        for each in reasons
        if each.verdict != "allow"
    ]
    found: list[Loss] = []
    left = readable
    while waiting:
        counts: Counter[str] = Counter()
        for roots, _, contacts in waiting:
            counts.update(dict.fromkeys(roots, contacts))
        largest = min(counts, key=lambda rule: (-counts[rule], rule), default=None)
        taken = [each for each in waiting if largest is None or largest in each[0]]
        waiting = [each for each in waiting if not (largest is None or largest in each[0])]
        left -= sum(contacts for _, _, contacts in taken)
        found.append(Loss(largest, _of(taken, "block"), _of(taken, "review"), left))
    return tuple(found)


def _blamed(reason: Reason) -> tuple[str, ...]:
    """What keeps contacts out: where a breach is certain, not what is unknown besides."""
    return reason.rules if reason.verdict == "block" else (*reason.rules, *reason.unknown)


def _of(rows: Iterable[tuple[frozenset[str], Verdict, int]], verdict: Verdict) -> int:
    return sum(contacts for _, each, contacts in rows if each == verdict)


def win_back(causes: Causes, reasons: Iterable[Reason]) -> tuple[WinBack, ...]:
    """What would win back how many, the most first. One contact may count in several."""
    found: Counter[tuple[str, str]] = Counter()
    for reason in reasons:
        if reason.verdict != "allow":
            for piece in set(causes.pieces(reason)):
                found[piece] += reason.contacts
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(WinBack(kind, name, contacts) for (kind, name), contacts in ranked)


def supplier_causes(
    workspace: Workspace, causes: Causes, order: Sequence[Loss]
) -> dict[str, dict[str, int]]:
    """For each supplier whose consents fail, contacts by cause, in the order of the waterfall."""
    if "consent" not in workspace.grounds:
        return {}
    run = causes.run
    deciding = {rule for rule, each in run.judges.items() if any(j.decides for _, j in each)}
    words = masked(run.bits, deciding, "b") + masked(run.bits, deciding, "u")
    columns = ", ".join(f"{sql} AS w{number}" for number, sql in enumerate(words))
    rank = {loss.rule: place for place, loss in enumerate(order)}
    found: dict[str, Counter[str]] = {}
    rows = workspace.rows(
        f"SELECT supplier, count(*), {columns} FROM (SELECT DISTINCT row_id, supplier FROM outcome "
        f"WHERE supplier IS NOT NULL) JOIN verdict USING (row_id) "
        f"WHERE code <> {VERDICTS.index('allow')} GROUP BY ALL"
    )
    for supplier, contacts, *bits in rows:
        half = run.bits.words
        failing = (*run.bits.rules(bits[:half]), *run.bits.rules(bits[half:]))
        cause = min(causes.roots(failing), key=lambda rule: rank.get(rule, len(rank)), default="")
        found.setdefault(supplier, Counter())[cause] += contacts
    return {
        supplier: dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        for supplier, counts in sorted(found.items())
    }
