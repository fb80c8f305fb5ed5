"""Verdicts as a dataset: written by the cluster, whole or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import ContactVerdict, Problem
from calllint.engine.spark.trouble import ClusterFailed, QueryFailed, asking
from calllint.engine.verdicts import Verdicts, verdicts_sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from calllint.engine.run import Judgement
    from calllint.engine.spark.cluster import Cluster

DATASET = {
    "file": "STRING",
    "line": "BIGINT",
    "contact_id": "STRING",
    "verdict": "STRING",
    "breached": "ARRAY<STRING>",
    "unknown": "ARRAY<STRING>",
    "duties": "ARRAY<STRING>",
    "callable_from": "DATE",
    "callable_until": "DATE",
    "attempts_left": "BIGINT",
}
"""Its columns; ``verdict`` is what it is partitioned by. There is no number in it."""
DONE = "_SUCCESS"
_MARKS = "mapreduce.fileoutputcommitter.marksuccessfuljobs"
"""Whether Spark writes that file by itself, before anything was counted."""


def write_dataset(
    judgement: Judgement, out: str, shown: Callable[[ContactVerdict], str | None]
) -> None:
    """Write a folder ``verdict=allow``, ``verdict=review``, ``verdict=block`` of Parquet.

    Rows are written beside it, counted, and only then is the folder given its name, and at last its
    ``_SUCCESS``: a folder without that file is not whole. Raises InputError where it is there
    already, or cannot be written.
    """
    cluster, run = judgement.workspace.store, judgement.contacts
    if run is None or cluster.dialect != "spark":
        raise AssertionError("a dataset is written by a cluster, of contacts")
    from calllint.engine.spark.cluster import Cluster

    assert isinstance(cluster, Cluster)
    partial = f"{out.rstrip('/')}.partial-{uuid.uuid4().hex}"
    try:
        with asking():
            if _there(cluster, out):
                raise _wrong(
                    out,
                    "this folder is there already; name another, or remove it",
                    "ce dossier existe déjà ; donnez-en un autre, ou supprimez-le",
                )
            rows = cluster.query_text(verdicts_sql(run))
            told = Verdicts.of(judgement.workspace, run, judgement.selection)
            shape = ", ".join(f"{name} {kind}" for name, kind in DATASET.items())
            made = rows.mapInArrow(_told(told, shown), shape)
            made.write.option(_MARKS, "false").partitionBy("verdict").parquet(partial)
            written = cluster.session.read.parquet(partial).count()
            if written != judgement.report.totals.contacts:
                raise ClusterFailed("verdicts")
            _name(cluster, partial, out, written)
    except QueryFailed as error:
        raise _wrong(
            out,
            f"the verdicts cannot be written here ({error}); name a folder the cluster may write",
            f"les verdicts ne peuvent pas être écrits ici ({error}) ; donnez un dossier où le "
            "cluster peut écrire",
        ) from None
    finally:
        with asking():
            cluster.remove(partial)


def _told(
    told: Verdicts, shown: Callable[[ContactVerdict], str | None]
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What the workers make of the rows: the same as the driver would."""

    def tell(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow

        texts = pyarrow.list_(pyarrow.string())
        kinds = {"STRING": pyarrow.string(), "BIGINT": pyarrow.int64(), "DATE": pyarrow.date32()}
        schema = pyarrow.schema([(name, kinds.get(kind, texts)) for name, kind in DATASET.items()])
        for batch in batches:
            verdicts = map(told.read, zip(*(column.to_pylist() for column in batch), strict=True))
            made = [
                {name: getattr(each, name) for name in DATASET} | {"contact_id": shown(each)}
                for each in verdicts
            ]
            yield pyarrow.RecordBatch.from_pylist(made, schema)

    return tell


def _there(cluster: Cluster, out: str) -> bool:
    path, system = cluster.path(out)
    return bool(system.exists(path))


def _name(cluster: Cluster, partial: str, out: str, rows: int) -> None:
    """Give the folder its name, then the file that says it is whole."""
    source, system = cluster.path(partial)
    target, _ = cluster.path(out)
    if not system.rename(source, target):
        raise ClusterFailed("rename")
    stream = system.create(cluster.path(f"{out.rstrip('/')}/{DONE}")[0], True)
    stream.write(bytearray(json.dumps({"rows": rows}).encode()))
    stream.close()


def _wrong(out: str, en: str, fr: str) -> InputError:
    return InputError((Problem(Place(out), {"en": en, "fr": fr}),))
