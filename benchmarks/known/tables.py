"""The fates as tables of the database, so that a row finds all of its own by one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.known.fates import (
    CALLED,
    CONSENTING,
    KINDS,
    OPPOSED,
    PAIRED,
    SPOILT,
    Called,
    Consenting,
    Opposed,
    Record,
)
from benchmarks.known.sql import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
EVERY_CALLED = (*CALLED, PAIRED)


def create_tables(database: DuckDBPyConnection) -> None:
    """Create ``consenting``, ``record``, ``called``, ``opposed``, ``spoilt`` and ``kind``."""
    _create(database, "consenting", [_consenting(each) for each in CONSENTING])
    _create(database, "record", [
        {"consenting": n, "k": k, **_record(record)}
        for n, each in enumerate(CONSENTING) for k, record in enumerate(each.records)
    ])  # fmt: skip
    _create(database, "called", [_called(each) for each in EVERY_CALLED])
    _create(database, "opposed", [_opposed(each) for each in OPPOSED])
    _create(database, "spoilt", [{"fault": each.rule} for each in SPOILT])
    _create(database, "kind", [{"covered": e.covered, "certain": e.certain} for e in KINDS])


def _create(database: DuckDBPyConnection, name: str, rows: Sequence[Row]) -> None:
    """A table of rows, with their place as the column of its own name where they have none."""
    numbered = [row if "k" in row else {name: n, **row} for n, row in enumerate(rows)]
    tuples = ", ".join(f"({', '.join(map(literal, row.values()))})" for row in numbered)
    database.execute(f"CREATE TABLE {name} AS FROM (VALUES {tuples}) t({', '.join(numbered[0])})")


def _consenting(each: Consenting) -> Row:
    low, high = each.records[0].ages if each.records else (0, 0)
    return {
        "flaws": each.breached,
        "doubts": each.unknown,
        "granted": not each.granted_none,
        "failing": each.fails,
        "refusable": each.refusable,
        "until_first": each.until_first,
        "from_first": each.from_first,
        "first_low": low,
        "first_span": high - low + 1,
    }


def _record(each: Record) -> Row:
    low, high = each.ages
    cells = {name: getattr(each, name) for name in vars(each) if name != "ages"}
    return {"low": low, "span": high - low + 1, **cells}


def _called(each: Called) -> Row:
    low, high = each.fourth or (None, None)
    return {
        "placed": each.calls,
        "fourth_low": low,
        "fourth_span": None if low is None or high is None else high - low + 1,
        "one_day": each is PAIRED,
        "theirs": each.theirs,
        "twice": each.twice,
        "latest": each.ends,
        "capped": each.capped or each is PAIRED,
    }


def _opposed(each: Opposed) -> Row:
    """``holds_until`` is the last day of an opposition that stands on a judged day."""
    standing = each.rows and not (each.until and each.until < "2026-11-23")
    return {
        "rows": each.rows,
        "since": each.since,
        "until": each.until or None,
        "filled": each.by,
        "holds_until": (each.until or "9999-12-31") if standing else None,
    }
