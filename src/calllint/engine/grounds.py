"""Grounds: whether some record makes a contact callable, on which days, and if not, why.

A ground holds when *some* record of it breaches no rule of its scope: a three-valued "exists".
Where records begin or end inside the judged days, a number's days are cut into stretches on which
every ground says one thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from calllint.engine.passes import Bits
from calllint.engine.slices import Slice
from calllint.facts.sql import literal, quote
from calllint.facts.workspace import Workspace

_CALLABLE = "NOT hard AND free_from <= free_until"


_MOST = (1 << 17) - 1
"""What a record's breaches count for at most: with its day and its place, 63 bits."""


def build_ground(
    workspace: Workspace,
    scope: str,
    bits: Bits,
    decides: list[int],
    kept: tuple[str, ...] = (),
) -> None:
    """Create ``SCOPE_ground`` from ``SCOPE_outcome``: one row per number with a record.

    ``whole`` is 2 where a record holds on every judged day, 1 where one may, else 0; ``partial``
    where one holds on some of them. ``b…, u…`` and the columns ``kept``, of which the first is the
    record's day, are those of the least-breached record, the latest where several are equal.
    """
    cost = " + ".join(
        f"bit_count(b{word} & {mask}) * 1000 + bit_count(u{word} & {mask})"
        for word, mask in enumerate(decides)
    )
    carried_over = ", ".join(
        f"o.{name}" for name in (*bits.columns("b"), *bits.columns("u"), *map(quote, kept))
    )
    order = _latest(kept[0]) if kept else "record_id"
    workspace.execute(
        f"CREATE OR REPLACE TABLE {scope}_ground AS "
        f"SELECT best.number, whole, partial, {carried_over} "
        f"FROM {scope}_outcome o JOIN (SELECT number, "
        f"max(CASE WHEN {_CALLABLE} AND free_from <= judged_from AND free_until >= judged_to "
        "THEN CASE WHEN unsure THEN 1 ELSE 2 END ELSE 0 END) AS whole, "
        f"bool_or({_CALLABLE} AND (free_from > judged_from OR free_until < judged_to)) AS partial, "
        "arg_min(record_id, cost) AS record_id "
        f"FROM (SELECT *, least({cost}, {_MOST}) * {1 << 46} - ({order}) AS cost "
        f"FROM {scope}_outcome) "
        "GROUP BY number) AS best USING (number, record_id)"
    )


def _latest(day: str) -> str:
    """A number below 2⁴⁶ that grows with a record's day and, within a day, with its place.

    Places differ throughout a list of a billion rows: no two records of a number are equal, and
    every engine chooses the same one.
    """
    since = f"coalesce({quote(day)} - DATE '1970-01-01', 0)"
    return f"greatest(0, least(65535, {since})) * {1 << 30} + record_id % {1 << 30}"


def build_stretches(
    workspace: Workspace,
    stretch: Slice,
    bits: Bits,
    kept: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> bool:
    """Create ``number_days``: the days of each number, cut where a ground begins or ends.

    Says whether those of any number are cut.

    It holds number, seg_from, seg_to, and for each ground read SCOPE_state (2 it holds, 1 it may,
    0), SCOPE_recorded (there is a record) and SCOPE_b…, SCOPE_u…: the reasons, where it fails; and
    what contacts are told of the record behind it, ``kept``. It is a view: few numbers have their
    days cut, ``torn_days``, or none, and the others are as their ground has them.
    """
    grounds = tuple(workspace.grounds)
    first, last = literal(stretch.first), literal(stretch.last)
    if not grounds:
        workspace.execute(_NONE_TORN)
        workspace.execute(
            "CREATE OR REPLACE VIEW number_days AS SELECT number, seg_from, seg_to FROM torn_days"
        )
        return False
    whole = ", ".join(f"coalesce({scope}_ground.whole, 0) AS {scope}_state" for scope in grounds)
    states = ", ".join(f"torn_days.{scope}_state" for scope in grounds)
    reasons = "".join(_reasons(scope, bits, kept.get(scope, ())) for scope in grounds)
    joins = " ".join(f"LEFT JOIN {scope}_ground USING (number)" for scope in grounds)
    everyone, others = _everyone(grounds)
    days = (
        f"SELECT number, {first} AS seg_from, {last} AS seg_to, {whole}{reasons} "
        f"FROM {everyone} {others}"
    )
    torn = _build_torn(workspace, grounds, first, last)
    if torn:
        days = (
            f"SELECT number, seg_from, seg_to, {states}{reasons} FROM torn_days {joins} "
            f"UNION ALL {days} ANTI JOIN torn_days USING (number)"
        )
    workspace.execute(f"CREATE OR REPLACE VIEW number_days AS {days}")
    return torn


_NONE_TORN = "CREATE OR REPLACE TABLE torn_days (number BIGINT, seg_from DATE, seg_to DATE)"


def carried(scope: str, bits: Bits) -> list[str]:
    """The columns of ``number_days`` that hold the reasons of a ground."""
    return [f"{scope}_{name}" for name in bits.columns("b") + bits.columns("u")]


def _build_torn(workspace: Workspace, grounds: Sequence[str], first: str, last: str) -> bool:
    """``torn_days``: the stretches of numbers for which no one record holds throughout.

    Says whether there are any.
    """
    torn = " UNION ".join(
        f"SELECT number FROM {scope}_ground WHERE partial AND whole < 2" for scope in grounds
    )
    if not workspace.has_rows(f"({torn}) AS torn"):
        workspace.execute(_NONE_TORN)
        return False
    cuts = " UNION ".join(
        f"SELECT number, free_from AS day FROM {scope}_outcome JOIN torn USING (number) "
        f"WHERE {_CALLABLE} AND free_from > {first} UNION "
        f"SELECT number, free_until + 1 AS day FROM {scope}_outcome JOIN torn USING (number) "
        f"WHERE {_CALLABLE} AND free_until < {last}"
        for scope in grounds
    )
    held = " ".join(
        f"LEFT JOIN (SELECT p.number, p.seg_from, max(CASE WHEN unsure THEN 1 ELSE 2 END) AS state "
        f"FROM {scope}_outcome r JOIN pieces p USING (number) WHERE {_CALLABLE} "
        f"AND free_from <= p.seg_from AND free_until >= p.seg_to GROUP BY ALL) {scope}_held "
        "USING (number, seg_from)"
        for scope in grounds
    )
    states = ", ".join(f"coalesce({scope}_held.state, 0) AS {scope}_state" for scope in grounds)
    workspace.execute(
        f"CREATE OR REPLACE TABLE torn_days AS WITH torn AS ({torn}), "
        f"cuts AS ({cuts} UNION SELECT number, {first} AS day FROM torn), "
        "pieces AS (SELECT number, day AS seg_from, coalesce(lead(day) OVER "
        f"(PARTITION BY number ORDER BY day) - 1, {last}) AS seg_to FROM cuts) "
        f"SELECT number, seg_from, seg_to, {states} FROM pieces {held}"
    )
    return True


def _reasons(scope: str, bits: Bits, kept: tuple[str, ...]) -> str:
    words = "".join(
        f", {scope}_ground.{quote(name)} AS {quote(f'{scope}_{name}')}"
        for name in (*bits.columns("b"), *bits.columns("u"), *kept)
    )
    return f", {scope}_ground.number IS NOT NULL AS {scope}_recorded{words}"


def _everyone(grounds: Sequence[str]) -> tuple[str, str]:
    """Every number with a record, and the joins that find its grounds."""
    if len(grounds) == 1:
        return f"{grounds[0]}_ground", ""
    numbers = " UNION ".join(f"SELECT number FROM {scope}_ground" for scope in grounds)
    joins = " ".join(f"LEFT JOIN {scope}_ground USING (number)" for scope in grounds)
    return f"({numbers}) AS everyone", joins
