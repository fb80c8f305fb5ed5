"""Numbers that no pattern reads, through the exact reading, by the workers and in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from calllint.phones.regular import COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from calllint.phones.regular import Reading


def parsed(cells: DataFrame, reading: Reading) -> DataFrame:
    """What ``Plan.parse`` makes of each cell: ``cell``, then the columns of ``phones.bulk``."""
    plan, region = reading.plan, reading.region

    def parse(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            written = batch.column(0).to_pylist()
            numbers = [plan.parse(cell, region) for cell in written]
            made: list[tuple[str, Any, Any]] = [
                ("cell", written, pyarrow.string()),
                ("number", [_digits(each.e164) for each in numbers], pyarrow.int64()),
                ("number_valid", [each.valid for each in numbers], pyarrow.bool_()),
                ("number_repaired", [each.repaired for each in numbers], pyarrow.bool_()),
                ("phone_kind", [each.kind for each in numbers], pyarrow.string()),
                ("phone_country", [each.country for each in numbers], pyarrow.string()),
                ("phone_territory", [each.territory for each in numbers], pyarrow.string()),
            ]
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array(values, kind) for _, values, kind in made],
                [name for name, _, _ in made],
            )

    shape = ", ".join(["cell STRING", *(f"{name} {kind}" for name, kind in COLUMNS.items())])
    return cells.mapInArrow(parse, shape.replace("VARCHAR", "STRING"))


def _digits(e164: str | None) -> int | None:
    return int(e164[1:]) if e164 else None
