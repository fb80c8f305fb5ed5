"""Spark as the database of a campaign: its tables are files that every machine of it sees."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlglot import exp

from calllint.document import Place
from calllint.engine.spark.beside import Beside
from calllint.engine.spark.dialect import Calendar, parse, write
from calllint.engine.spark.trouble import FileFailed, QueryFailed, asking
from calllint.facts.errors import FactError
from calllint.facts.sources.table import How, Source, damaged

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from calllint.facts.entries import Entry
    from calllint.facts.sources.reading import Opened
    from calllint.facts.store import InProcess
    from calllint.phones.regular import Reading

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.datetime.java8API.enabled": "true",
    "spark.sql.crossJoin.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
"""What calllint counts on, whatever the site's own defaults are."""
_TABLES = "spark.calllint.tables"
"""Where tables are kept: in ``files``; or by the ``driver``, for campaigns of a few rows."""
SHORTEST = 16 * 2**20
_SHORT = "spark.calllint.shortLists"
"""Bytes of a file below which it is read beside the driver, and its rows sent; and the setting."""
_NESTED = "USER_RAISED_EXCEPTION"
"""What reading a cell that is no text, number or day comes to."""
_PARSED = "calllint_phones"


class Cluster:
    """The tables of one campaign on a Spark cluster, in a session of its own.

    A statement comes as DuckDB's SQL. A table is a Parquet folder below ``folder``, with a
    temporary view of its name; nothing is removed before ``close``, for views hang on one another.
    """

    dialect: Literal["duckdb", "spark"] = "spark"

    def __init__(self, session: SparkSession, folder: str, driver: InProcess) -> None:
        self.session = session.newSession()
        self.folder = f"{folder.rstrip('/')}/calllint-{uuid.uuid4().hex}"
        self.driver = driver
        """DuckDB beside the driver: it reads the small lists that Spark has no reader for."""
        self.beside = Beside(driver)
        self._made = 0
        self._small = self.session.conf.get(_TABLES, "files") == "driver"
        self.short = int(self.session.conf.get(_SHORT, str(SHORTEST)))
        self._calendars: dict[str, Calendar] = {}
        for name, value in _SETTINGS.items():
            self.session.conf.set(name, value)
        # A file is cut by how many cores there are, which grows while a cluster starts. A row is
        # known by its cut: the cuts are those of the beginning, to the end.
        parts = self.session.sparkContext.defaultParallelism
        self.session.conf.set("spark.sql.files.minPartitionNum", str(parts))

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """A statement that cannot be run; a cluster that fails is another thing."""
        return (QueryFailed,)

    def shared(self) -> bool:
        """Whether what any machine of the cluster writes is there for all the others."""
        parts = max(2, self.session.sparkContext.defaultParallelism)
        with asking():
            self.keep("calllint_probe", self.session.range(parts, numPartitions=parts))
            return bool(self.session.table("calllint_probe").count() == parts)

    # -- statements ----------------------------------------------------------------------------

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""
        tree = parse(sql)
        if self.beside.execute(tree, sql):
            return
        with asking():
            self._send(tree)
            match tree:
                case exp.Create():
                    self._create(tree)
                case exp.Insert():
                    self._insert(tree)
                case exp.Update():
                    self._update(tree)
                case exp.Drop():
                    for table in tree.find_all(exp.Table):
                        self.session.catalog.dropTempView(table.name)
                case exp.Alter():
                    dropped = [each.name for each in tree.find_all(exp.Column)]
                    name = tree.this.name
                    self._show(name, self.session.table(name).drop(*dropped))
                case _:
                    raise QueryFailed(tree.key)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query; all its rows."""
        tree = parse(sql)
        if self.beside.alone(tree):
            return self.driver.rows(sql)
        with asking():
            return [tuple(row) for row in self.query(tree).collect()]

    def stream(self, sql: str, size: int) -> Iterator[tuple[Any, ...]]:
        """Run a query; its rows, one part of it at a time."""
        with asking():
            for row in self.query_text(sql).toLocalIterator():
                yield tuple(row)

    def query(self, tree: exp.Expression) -> DataFrame:
        """A query in our words as one of Spark's."""
        self._send(tree)
        return self.session.sql(write(tree, self))

    def query_text(self, sql: str) -> DataFrame:
        """A query in our words, as text."""
        return self.query(parse(sql))

    def columns(self, table: str) -> Sequence[str]:
        """The columns of a table."""
        return list(self.session.table(table).columns)

    def calendar(self, table: str) -> Calendar:
        """A table of working days."""
        return self._calendars[table]

    def _create(self, tree: exp.Create) -> None:
        name, asked = tree.this, tree.expression
        if asked is None:
            columns = {each.name: each.args["kind"].sql("spark") for each in name.expressions}
            shape = ", ".join(f"`{column}` {kind}" for column, kind in columns.items())
            self._show(name.this.name, self.session.createDataFrame([], shape))
        elif tree.kind == "VIEW":
            # By its text: what it names may be updated between now and then.
            text = write(asked, self)
            self.session.sql(f"CREATE OR REPLACE TEMPORARY VIEW `{name.name}` AS {text}")
        elif asked.args.get("order") is not None:
            order = [each.this.name for each in asked.args["order"].expressions]
            asked.set("order", None)
            self.keep(name.name, self.numbered(self.query(asked).drop("rowid"), order))
        else:
            self.keep(name.name, self.query(asked))

    def _insert(self, tree: exp.Insert) -> None:
        name = tree.this.name
        there = self.session.table(name)
        added = self.query(tree.expression)
        cast = [
            added[own].cast(field.dataType).alias(field.name)
            for own, field in zip(added.columns, there.schema, strict=True)
        ]
        self._show(name, there.unionByName(self._written(name, added.select(*cast))))

    def _update(self, tree: exp.Update) -> None:
        """``UPDATE … FROM`` as what it gives: the rows joined with what changes them."""
        table, other = tree.this, tree.args["from_"].this
        own, alias = table.alias_or_name, other.alias_or_name
        new = {each.this.name: each.expression for each in tree.expressions}
        met = exp.column("met", alias)
        listed = [
            exp.alias_(
                exp.Case(
                    ifs=[exp.If(this=met.copy(), true=new[name])],
                    default=exp.column(name, own, quoted=True),
                ),
                name,
                quoted=True,
            )
            if name in new
            else exp.column(name, own, quoted=True)
            for name in self.columns(table.name)
        ]
        source = other.copy()
        source.set("alias", None)
        marked = exp.select("*", "TRUE AS met").from_(exp.alias_(source, "found", table=True))
        joined = (
            exp.select(*listed)
            .from_(table.copy())
            .join(marked.subquery(alias), on=tree.args["where"].this, join_type="left")
        )
        self._show(table.name, self.query(joined))

    # -- tables --------------------------------------------------------------------------------

    def keep(self, name: str, frame: DataFrame) -> None:
        """Write a table and call it by its name."""
        self._show(name, self._written(name, frame))

    def _written(self, name: str, frame: DataFrame) -> DataFrame:
        from pyspark.sql.types import IntegerType, NullType

        untyped = [each.name for each in frame.schema if isinstance(each.dataType, NullType)]
        for column in untyped:
            frame = frame.withColumn(column, frame[f"`{column}`"].cast(IntegerType()))
        self._made += 1
        if self._small:
            return self._local(frame)
        path = f"{self.folder}/{self._made:04}-{name}"
        frame.write.parquet(path)
        return self.session.read.schema(frame.schema).parquet(path)

    def _local(self, frame: DataFrame) -> DataFrame:
        """The rows as a part of the query itself."""
        from pyspark.sql import DataFrame

        java = frame._jdf.toDF()
        made = self.session._jsparkSession.createDataFrame(java.collectAsList(), java.schema())
        return DataFrame(made, self.session)

    def _show(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)

    def keep_rows(
        self, name: str, columns: Mapping[str, str], batches: Iterable[Sequence[Sequence[Any]]]
    ) -> None:
        """Write a table that comes in batches of rows, and call it by its name."""
        import pyarrow

        kinds = {"BIGINT": pyarrow.int64(), "BOOLEAN": pyarrow.bool_(), "STRING": pyarrow.string()}
        shape = pyarrow.schema([(column, kinds[kind]) for column, kind in columns.items()])

        def made(batch: Sequence[Sequence[Any]]) -> Any:
            cells = [pyarrow.array(list(each)) for each in zip(*batch, strict=True)]
            typed = [cell.cast(kind) for cell, kind in zip(cells, shape.types, strict=True)]
            return pyarrow.Table.from_arrays(typed, schema=shape)

        self._keep_parts(name, ", ".join(map(" ".join, columns.items())), map(made, batches))

    def _keep_parts(self, name: str, shape: str, parts: Iterable[Any]) -> None:
        """Write a table that comes as tables of Arrow, and call it by its name."""
        kept = [
            self._written(name, self.session.createDataFrame(part, shape))
            for part in parts
            if part.num_rows
        ]
        empty = self.session.createDataFrame([], shape)
        self._show(name, reduce(lambda one, other: one.union(other), kept) if kept else empty)

    def _send(self, tree: exp.Expression) -> None:
        """What a query names and is beside the driver is from here on a table like the others."""
        for table in self.beside.named(tree):
            self._keep_parts(table, *self.beside.take(table))

    def fresh(self, name: str) -> str:
        """A name that no table has."""
        self._made += 1
        return f"{name}_{self._made}"

    def numbered(self, frame: DataFrame, order: Sequence[str]) -> DataFrame:
        """The rows with ``rowid`` from 0, in that order: sorted in parts, and the parts counted."""
        from pyspark.sql import functions as f

        placed = frame.orderBy(*order).withColumn("place", f.monotonically_increasing_id())
        kept = self._written("numbered", placed)
        part = f.shiftright("place", 33)
        counts = kept.groupBy(part.alias("part")).count().orderBy("part").collect()
        starts, before = [], 0
        for number, count in counts:
            starts.append((number, before))
            before += count
        begun = self.session.createDataFrame(starts, "part BIGINT, begun BIGINT")
        joined = kept.withColumn("part", part).join(f.broadcast(begun), "part")
        rank = f.col("place").bitwiseAND((1 << 33) - 1)
        return joined.withColumn("rowid", f.col("begun") + rank).drop("place", "part", "begun")

    def create(self, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
        """Create a table of rows made in the process."""
        listed = [tuple(row) for row in rows]
        if list(columns) == ["day", "number"]:  # looked up in a list: no join inside a rule
            self._calendars[table] = Calendar.of(listed)
            return
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        with asking():
            self.keep(table, self.session.createDataFrame(listed, shape).coalesce(1))

    def digests(self, table: str, key: bytes) -> None:
        """Keyed digests, computed by the workers: the key is in no query that Spark would show."""

        def digest(batches: Iterable[Any]) -> Iterator[Any]:
            import pyarrow

            for batch in batches:
                numbers = batch.column(0).to_pylist()
                made = [_digest(key, number) for number in numbers]
                yield pyarrow.RecordBatch.from_arrays(
                    [batch.column(0), pyarrow.array(made, pyarrow.string())], ["number", "digest"]
                )

        with asking():
            people = self.session.table("person").select("number")
            self.keep(table, people.mapInArrow(digest, "number BIGINT, digest STRING"))

    # -- lists ---------------------------------------------------------------------------------

    def open_lists(self, path: Path, name: str, how: How, temp: Path) -> Iterator[Opened]:
        """The lists of a file."""
        from calllint.engine.spark.sources import open_lists

        return open_lists(self, path, name, how, temp)

    def open_query(self, entry: Entry, temp: Path) -> Opened:
        """The rows of a table, of a dataset at an address, or of a query to a server."""
        from calllint.engine.spark.sources import open_entry

        return open_entry(self, entry, temp)

    def fill(self, table: str, source: Source, select: Callable[[str], str], name: str) -> Source:
        """Create ``table`` from a select over the source; ``rowid`` goes wherever ``line`` goes."""
        if self.beside.reads(source):
            return self.beside.fill(table, source, select, name)
        tree = parse(select(source.query))
        for each in tree.find_all(exp.Select):
            if any(isinstance(own, exp.Column) and own.name == "line" for own in each.expressions):
                each.append("expressions", exp.column("rowid"))
            if each.args["from_"].this.name == source.query:
                _hide_constants(each)
        try:
            with asking():
                self.keep(table, self.query(tree))
                rows = self.session.table(table).count() if source.rows is not None else None
        except FileFailed:
            raise damaged(name) from None
        except QueryFailed as error:
            if str(error) != _NESTED:
                raise
            raise _unread(name) from None
        if rows != source.rows:
            raise _changed(name)
        return source

    def read_rest(self, table: str, raw: str, reading: Reading, columns: Iterable[str]) -> None:
        """Read the distinct cells that SQL left open, where they are: in Python, on the workers."""
        from calllint.engine.spark.phones import parsed

        if table in self.beside.tables:
            self.driver.read_rest(table, raw, reading, columns)
            return
        cell = f"`{raw}`"
        with asking():
            left = (
                self.session.table(table)
                .where(f"number_valid IS NULL AND {cell} IS NOT NULL AND trim({cell}) <> ''")
                .selectExpr(f"{cell} AS cell")
                .distinct()
            )
            self.keep(_PARSED, parsed(left, reading))
        filled = ", ".join(f"{column} = parsed.{column}" for column in columns)
        self.execute(
            f"UPDATE {table} SET {filled} FROM {_PARSED} AS parsed "
            f"WHERE {table}.{raw} = parsed.cell AND {table}.number_valid IS NULL"
        )

    def forget(self) -> None:
        """What was read on the cluster is a file among the others."""
        self.driver.forget()

    def progress(self) -> float:
        """Not known: the cluster has its own pages for that."""
        return -1.0

    def seal(self) -> None:
        """Nothing: rules name no file, and Spark has no such lock."""

    def close(self) -> None:
        """Remove every table."""
        self.driver.close()
        with asking():
            self.remove(self.folder)

    def path(self, name: str) -> tuple[Any, Any]:
        """A path as Hadoop's, and the file system it is on."""
        java = self.session.sparkContext._jvm
        assert java is not None
        path = java.org.apache.hadoop.fs.Path(name)
        return path, path.getFileSystem(self.session.sparkContext._jsc.hadoopConfiguration())

    def remove(self, name: str) -> None:
        """Remove a file or a folder, there or not."""
        path, system = self.path(name)
        system.delete(path, True)


def _hide_constants(cells: exp.Select) -> None:
    """Let the cells that are the same on every row hang on the row.

    Spark writes what it knows into whatever asks for it: a number into every step of its reading,
    each of which holds the one before several times.
    """
    for each in cells.expressions:
        if each.find(exp.Literal) and not each.find(exp.Column):
            there = exp.GTE(this=exp.column("rowid"), expression=exp.Literal.number(0))
            each.set("this", exp.Case(ifs=[exp.If(this=there, true=each.this)]))


def _unread(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "a column that is read holds lists, structures or bytes; map another one with `columns:`, "
        "or give a view that holds texts",
        "une colonne lue contient des listes, des structures ou des octets ; prenez-en une autre "
        "par `columns:`, ou donnez une vue qui contient des textes",
    )


def _changed(name: str) -> FactError:
    return FactError.at(
        Place(name),
        "the cluster did not read every row of it, or some of them twice: the file changed "
        "meanwhile; run again once nothing writes to it",
        "le cluster n'en a pas lu chaque ligne une fois et une seule : le fichier a changé pendant "
        "la lecture ; relancez quand plus rien n'y écrit",
    )


def _digest(key: bytes, number: int) -> str:
    return hmac.new(key, f"+{number}".encode(), hashlib.sha256).hexdigest()
