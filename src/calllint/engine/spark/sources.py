"""Lists as Spark reads them: what they look like is found out here, their rows are read there.

A source gives the columns every source gives (line, readable, c0 …) and ``rowid``, the row's place
in its list: what a list is numbered by must not depend on who read which part of it first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from calllint.document import Place
from calllint.engine.spark.jdbc import answering, asked
from calllint.engine.spark.trouble import QueryFailed, asking
from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.sources import csvfile
from calllint.facts.sources.reading import Opened, format_of
from calllint.facts.sources.reading import open_lists as open_here
from calllint.facts.sources.scan import Scan, digest
from calllint.facts.sources.table import STDIN, How, Seen, Source, fill

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from calllint.engine.spark.cluster import Cluster

_LONGEST_LINE = 400_000
_OTHERWISE = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".xlsx", ".xls", ".gz", ".zip")
_SHIPPED = 200_000
"""Rows that go to the cluster at a time, of a list that is read beside the driver."""


def open_lists(cluster: Cluster, path: Path, name: str, how: How, temp: Path) -> Iterator[Opened]:
    """The lists of a file: Parquet and regular CSV by Spark, all else through the driver."""
    if path != STDIN and path.is_file() and format_of(path, name) == "parquet":
        found = dataset(cluster, path.resolve().as_uri(), name, Place(name))
        yield Opened(name, digest(path), found, Seen("parquet"))
        return
    for opened in open_here(cluster.driver.connection, path, name, how, temp):
        yield _moved(cluster, opened, path)


def _moved(cluster: Cluster, opened: Opened, path: Path) -> Opened:
    """The list with a source on the cluster."""
    given = opened.source
    if path.is_file() and path.stat().st_size < cluster.short:
        return replace(opened, source=cluster.beside.add(given))
    if given.written is not None and given.written[0].path == path:
        lines = _Lines(cluster, *given.written)
        if lines.regular():
            given.close()
            return replace(opened, source=lines.source())
    return replace(opened, source=_shipped(cluster, given, opened.name))


# -- files and tables --------------------------------------------------------------------------


def dataset(cluster: Cluster, address: str, name: str, place: Place) -> Source:
    """A Parquet file, or a folder of them, in the order of their names."""
    from pyspark.sql import functions as f

    try:
        with asking():
            frame = cluster.session.read.parquet(address)
            file = f.col("_metadata.file_path")
            counts = frame.groupBy(file.alias("file")).count().orderBy("file").collect()
    except QueryFailed:
        raise FactError.at(
            place,
            f"{name}: this is not Parquet that can be read; export it again, or check the address",
            f"{name} : ce n'est pas du Parquet lisible ; exportez-le de nouveau, ou vérifiez "
            "l'adresse",
        ) from None
    starts, before = [], 0
    for each, count in counts:
        starts.append((each, before))
        before += count
    begun = cluster.session.createDataFrame(starts, "file STRING, begun BIGINT")
    cells = _texts(frame)
    placed = frame.select(file.alias("file"), f.col("_metadata.row_index").alias("place"), *cells)
    rowid = f.col("begun") + f.col("place")
    numbered = placed.join(f.broadcast(begun), "file").withColumn("rowid", rowid)
    return _source(cluster, frame.columns, numbered.withColumn("line", rowid + 1), first_line=1)


def open_entry(cluster: Cluster, entry: Entry, temp: Path) -> Opened:
    """What is no file: a dataset at an address, a table of the catalogue, a query to a server."""
    if entry.address is not None:
        _check_parquet(entry)
        found = dataset(cluster, entry.address, entry.address, entry.place)
        return Opened(entry.address, _digest_at(cluster, entry.address), found, Seen("parquet"))
    if entry.spark_table is not None:
        return _ordered(cluster, entry.spark_table, _table(cluster, entry), "table")
    with answering(entry):
        headers, rows = asked(cluster.session, entry)
        return _ordered(cluster, str(entry.dsn_env), rows, "jdbc", headers)


def _check_parquet(entry: Entry) -> None:
    """Refuse an address whose name says that it is something else than Parquet."""
    address = str(entry.address)
    if address.lower().rstrip("/").endswith(_OTHERWISE):
        raise FactError.at(
            entry.place,
            f"{address}: at an address only Parquet is read; write this list as Parquet, make it a "
            "table of Spark's (`spark_table:`), or copy the file to where calllint runs",
            f"{address} : à une adresse, seul le Parquet est lu ; écrivez cette liste en Parquet, "
            "faites-en une table de Spark (`spark_table:`), ou copiez le fichier là où calllint "
            "tourne",
        )


def _table(cluster: Cluster, entry: Entry) -> DataFrame:
    try:
        with asking():
            return cluster.session.table(str(entry.spark_table))
    except QueryFailed as error:
        raise FactError.at(
            entry.place,
            f"Spark knows no table {entry.spark_table} ({error}); check the name, the catalogue "
            "and what this user may read",
            f"Spark ne connaît pas de table {entry.spark_table} ({error}) ; vérifiez le nom, le "
            "catalogue et les droits de lecture",
        ) from None


def _ordered(
    cluster: Cluster, name: str, frame: DataFrame, kind: str, headers: Sequence[str] = ()
) -> Opened:
    """Rows without an order, in that of their cells: the same rows are the same list."""
    from pyspark.sql import functions as f

    cells = [f"c{index}" for index in range(len(frame.columns))]
    with asking():
        texts = cluster.numbered(frame.select(*_texts(frame)), cells)
        sums = texts.select(f.xxhash64(*cells).cast("decimal(38,0)").alias("h"))
        count, total = sums.agg(f.count("*"), f.sum("h")).collect()[0]
    told = hashlib.sha256(f"{count} {total}".encode()).hexdigest()
    lines = texts.withColumn("line", f.col("rowid") + 1)
    found = _source(cluster, headers or frame.columns, lines, first_line=1)
    return Opened(name, told, found, Seen(kind))


def _digest_at(cluster: Cluster, address: str) -> str:
    """SHA-256 of a file at an address; of a folder, of the digests of its files by name."""
    with asking():
        path, system = cluster.path(address)
        java = cluster.session.sparkContext._jvm
        assert java is not None
        told, walk = [], system.listFiles(path, True)
        while walk.hasNext():
            each = walk.next().getPath()
            if each.getName().startswith(("_", ".")):
                continue
            stream = system.open(each)
            sha = java.org.apache.commons.codec.digest.DigestUtils.sha256Hex(stream)
            stream.close()
            told.append((each.toString(), sha))
    if len(told) == 1:
        return str(told[0][1])
    return hashlib.sha256("\n".join(sha for _, sha in sorted(told)).encode()).hexdigest()


def _texts(frame: DataFrame) -> list[Column]:
    """The cells of a row as text, written as DuckDB writes them; an instant is in UTC."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import DoubleType, FloatType, TimestampType

    nested = ("array", "binary", "map", "struct", "variant")
    cells = []
    for index, field in enumerate(frame.schema):
        column = frame[f"`{field.name}`"]
        text = column.cast("string")
        if isinstance(field.dataType, DoubleType | FloatType):  # no exponent in a number
            whole = (column == f.floor(column)) & (f.abs(column) < 1e15)
            text = f.when(whole, f.concat(column.cast("bigint").cast("string"), f.lit(".0")))
            text = text.otherwise(column.cast("string"))
        elif field.dataType.typeName() in nested:  # only where the column is read at all
            text = f.raise_error(f.lit(field.name)).cast("string")
        elif isinstance(field.dataType, TimestampType):
            text = f.concat(text, f.lit("Z"))
        cells.append(text.alias(f"c{index}"))
    return cells


def _source(
    cluster: Cluster, headers: Sequence[str], frame: DataFrame, *, first_line: int
) -> Source:
    """Rows as a source, under a name of their own."""
    from pyspark.sql import functions as f

    if "readable" not in frame.columns:
        frame = frame.withColumn("readable", f.lit(True))
    name = cluster.fresh("source")
    frame.createOrReplaceTempView(name)
    return Source(tuple(headers), name, first_line=first_line)


# -- lines of text -----------------------------------------------------------------------------


class _Lines:
    """A CSV file of which every line is a row, parsed line by line wherever a line is.

    It is trusted on the terms on which DuckDB's reader is: every line has the cells of the header.
    """

    def __init__(self, cluster: Cluster, scan: Scan, dialect: csvfile.Dialect) -> None:
        from pyspark.sql import functions as f

        self._cluster, self._scan, self._dialect = cluster, scan, dialect
        reader = cluster.session.read.option("lineSep", "\n")
        text = reader.text(scan.path.resolve().as_uri())
        self._lines = text.select(
            f.regexp_replace("value", "\r$", "").alias("text"),
            f.col("_metadata.file_block_start").alias("block"),
            f.monotonically_increasing_id().alias("place"),
        )
        self._starts: list[tuple[int, int]] = []

    def regular(self) -> bool:
        """Whether every line below the header is a row; counts the lines of each part."""
        from pyspark.sql import functions as f

        width = len(self._dialect.headers)
        cells = self._lines.withColumn("cells", self._cells())
        odd = (f.size("cells") != width) | (f.length("text") > _LONGEST_LINE)
        if width == 1:  # a blank line is no row
            odd = odd | (f.col("text") == "")
        judged = cells.withColumn("odd", f.coalesce(odd, f.lit(True)).cast("int"))
        with asking():
            counted = (
                judged.groupBy("block")
                .agg(f.min("place"), f.count("*"), f.sum("odd"))
                .orderBy("block")
                .collect()
            )
            above = judged.where("block = 0").orderBy("place").limit(self._dialect.skip)
            odds = sum(each[3] for each in counted)
            if odds:  # the header, and a `sep=` line, need not be like the rows
                odds -= above.agg(f.sum("odd")).collect()[0][0] or 0
        before = 0
        for block, place, lines, _ in counted:
            self._starts.append((block, before - place))
            before += lines
        return before == self._scan.lines and odds == 0

    def source(self) -> Source:
        """The rows as a source."""
        from pyspark.sql import functions as f

        begun = self._cluster.session.createDataFrame(self._starts, "block BIGINT, begun BIGINT")
        above = self._dialect.skip
        rows = self._lines.join(f.broadcast(begun), "block").select(
            (f.col("place") + f.col("begun") - above).alias("rowid"), self._cells().alias("cells")
        )
        cells = [
            f.col("cells")[index].alias(f"c{index}") for index in range(len(self._dialect.headers))
        ]
        line = (f.col("rowid") + 1 + above).alias("line")
        frame = rows.where("rowid >= 0").select("rowid", line, *cells)
        found = _source(self._cluster, self._dialect.headers, frame, first_line=above + 1)
        return replace(found, rows=self._scan.lines - above)

    def _cells(self) -> Column:
        """The cells of a line; NULL where quotation marks are not used as in every CSV file."""
        from pyspark.sql import functions as f

        mark, sign = self._dialect.quote, _escaped(self._dialect.delimiter)
        text = f.regexp_replace("text", "^\ufeff", "")
        plain = f.split(text, sign, -1)
        if not mark:
            return plain
        quoted, other = _escaped(mark), f"[^{_escaped(self._dialect.delimiter)}{_escaped(mark)}]*+"
        cell = f"(?:{quoted}[^{quoted}]*+(?:{quoted}{quoted}[^{quoted}]*+)*+{quoted}|{other})"
        whole = text.rlike(f"\\A{cell}(?:{sign}{cell})*+\\z")
        found = f.regexp_extract_all(
            f.concat(f.lit(self._dialect.delimiter), text), f.lit(f"{sign}({cell})"), 1
        )
        bare = f.transform(found, lambda each: _unquoted(each, mark))
        return f.when(~f.contains(text, f.lit(mark)), plain).when(whole, bare)


def _unquoted(cell: Column, mark: str) -> Column:
    from pyspark.sql import functions as f

    body = f.substring(cell, f.lit(2), f.length(cell) - 2)
    single = f.replace(body, f.lit(mark * 2), f.lit(mark))
    return f.when(f.startswith(cell, f.lit(mark)), single).otherwise(cell)


def _escaped(sign: str) -> str:
    return f"\\{sign}" if not sign.isalnum() and sign.isascii() and sign != "\t" else sign


# -- through the driver ------------------------------------------------------------------------


def _shipped(cluster: Cluster, source: Source, name: str) -> Source:
    """A list that DuckDB reads beside the driver, sent to the cluster part by part."""
    connection = cluster.driver.connection
    listed = ", ".join(["line", "readable", *(f"c{i}" for i in range(len(source.headers)))])
    read = fill(connection, "shipped", source, lambda query: f"SELECT {listed} FROM {query}", name)
    table = cluster.fresh("shipped")
    rows = connection.cursor().execute(
        f"SELECT rowid, coalesce(line, rowid + {read.first_line}), * EXCLUDE (line) FROM shipped"
    )
    with asking():
        cluster.keep_rows(
            table,
            {
                "rowid": "BIGINT",
                "line": "BIGINT",
                "readable": "BOOLEAN",
                **{f"c{index}": "STRING" for index in range(len(source.headers))},
            },
            iter(lambda: rows.fetchmany(_SHIPPED), []),
        )
    connection.execute("DROP TABLE shipped")
    return Source(source.headers, table, close=read.close, first_line=read.first_line)
