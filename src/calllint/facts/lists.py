"""Lists into tables: one per kind, canonical columns as text, moments split, counts kept.

Each file fills a table of its own, in its own order; ``list_KIND`` shows them all as one: row_id
BIGINT (1, 2, … over all files of the kind), file_no INTEGER, line BIGINT, readable BOOLEAN,
stated_zone VARCHAR, unknown_values TINYINT, and each canonical column: text as VARCHAR, a day as
DATE, a moment ``m`` as m_naive TIMESTAMP, m_time BOOLEAN (the time of day is given) and m_offset
INTEGER (minutes, where written). ``m_bad`` / ``day_bad`` BOOLEAN tell an unreadable cell from a
blank one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct

from calllint.facts.entries import Entry
from calllint.facts.errors import FactError
from calllint.facts.hashes import keep_hashes
from calllint.facts.headings import fold_heading
from calllint.facts.instants import parts_sql
from calllint.facts.mapping import cell_sql, headings_read, map_columns, reaches
from calllint.facts.sources.reading import Opened
from calllint.facts.sources.table import AS_WRITTEN, Source
from calllint.facts.sql import literal, quote
from calllint.facts.store import InProcess
from calllint.facts.traces import row_digest
from calllint.facts.workspace import FileStats, Workspace
from calllint.packs.canonical import KINDS, LAYOUTS, Layout
from calllint.phones.bulk import fill_in, read_together, unread
from calllint.phones.regular import COLUMNS, one_of

_SLOWER = "statistics_propagation,common_subexpressions,common_subplan,join_order"
"""What takes the database longer to find out about a query than short lists take without."""


def load_lists(workspace: Workspace) -> None:
    """Read every entry of the campaign and create each ``list_KIND``.

    Raises FactError for a file that cannot be read as the entry says.
    """
    sizes = _Sizes(workspace)
    opener = workspace.store.open_lists
    if workspace.shared is not None and isinstance(workspace.store, InProcess):
        opener = partial(workspace.shared.open_lists, workspace.connection)
    if workspace.short:
        workspace.execute("SET threads = 1")
    read: list[Entry] = []
    waiting: list[Callable[[], None]] = []
    for entry in workspace.declared.entries:
        if entry.asked:
            opened = workspace.store.open_query(entry, workspace.temp)
            _take(workspace, entry, Path(opened.name), opened)
        for path in entry.files:
            sizes.next(path)
            lists = opener(path, path.as_posix(), entry.how, workspace.temp)
            for opened in lists:
                waiting += _take(workspace, entry, path, opened)
        read += [entry] * (len(workspace.files) - len(read))
        _check_read(workspace, entry)
    workspace.together(*waiting)
    if workspace.short:
        workspace.execute(f"SET disabled_optimizers = '{AS_WRITTEN},{_SLOWER}'")
        numbers, rest = partial(_read_numbers, workspace), partial(_conclude_all, workspace, read)
        workspace.together(numbers, rest)
    else:
        workspace.store.forget()
        _show_all(workspace)


class _Sizes:
    """How far reading has come, by the size of the files."""

    def __init__(self, workspace: Workspace) -> None:
        self._progress = workspace.progress
        files = [path for entry in workspace.declared.entries for path in entry.files]
        self._whole = sum(map(_size, files)) or 1
        self._begun = 0
        self._progress.stage("read", 0)

    def next(self, path: Path) -> None:
        """Another file begins."""
        self._begun += _size(path)
        self._progress.step(self._begun / self._whole)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _check_read(workspace: Workspace, entry: Entry) -> None:
    """Some reading of a profile must have found its columns in each file of its entry."""
    last = [each for each in workspace.declared.entries if each.node == entry.node][-1]
    if entry is last and not any(stats.node == entry.node for stats in workspace.files):
        raise FactError.at(
            entry.place,
            f"the file has no column that the profile `{entry.profile}` knows as a phone or an id; "
            "name it with `columns:`",
            f"le fichier n'a aucune colonne que le profil `{entry.profile}` connaisse comme "
            "téléphone ou identifiant ; nommez-la par `columns:`",
        )


def drop_list(workspace: Workspace, kind: str) -> None:
    """Remove a list that is no longer needed; short ones are in nobody's way."""
    if workspace.short:
        return
    workspace.execute(f"DROP VIEW list_{kind}")
    parts = (number for number, stats in enumerate(workspace.files) if stats.kind == kind)
    workspace.drop(*(f"part_{number}" for number in parts))


def _take(
    workspace: Workspace, entry: Entry, path: Path, opened: Opened
) -> Sequence[Callable[[], None]]:
    """Read a list; or, of those that can wait for one another, what will."""
    number, source = len(workspace.files), opened.source
    if entry.one_of and not reaches(entry, source.headers):
        source.close()
        return ()
    stats = FileStats(
        entry.kind,
        opened.name,
        path,
        opened.sha256,
        entry.node,
        source.headers,
        opened.seen.separator or ",",
        opened.seen,
        first_line=source.first_line,
        profile=entry.profile,
        headed=entry.how.header is None,
    )
    workspace.files.append(stats)
    load = partial(_load, workspace, entry, number, source)
    if workspace.short and opened.seen.packed is None:
        return (load,)
    load()
    return ()


def _load(workspace: Workspace, entry: Entry, number: int, source: Source) -> None:
    stats = workspace.files[number]
    cells = _cells(workspace, entry, number, source)
    source = _fill(workspace, number, source, cells)
    if workspace.keep_sources and entry.kind == "contacts":
        workspace.execute(f"CREATE TABLE source_{number} AS {cells.kept_rows(source)}")
    source.close()
    if not workspace.short:
        if "phone" in stats.told:
            numbers = _numbers(_described(workspace, entry.kind))
            workspace.store.read_rest(f"part_{number}", "phone", workspace.reading, numbers)
        _conclude(workspace, entry, number)


def _read_numbers(workspace: Workspace) -> None:
    """Read the numbers of short lists, of all at once."""
    tables = {
        f"part_{number}": _numbers(_described(workspace, stats.kind))
        for number, stats in enumerate(workspace.files)
        if "phone" in stats.told
    }
    if tables:
        read_together(workspace.connection, tables, "phone", workspace.reading)

    def fill(table: str) -> None:
        fill_in(workspace.connection, table, "phone", tables[table])

    workspace.together(*(partial(fill, table) for table in tables))


def _conclude_all(workspace: Workspace, read: Sequence[Entry]) -> None:
    """What there is to do for short lists beside their numbers; ``read`` has each one's entry."""
    for number, entry in enumerate(read):
        _conclude(workspace, entry, number)
    _show_all(workspace)


def _conclude(workspace: Workspace, entry: Entry, number: int) -> None:
    """What is left to do for a list; of a long one, once its numbers are read."""
    if entry.kind == "suppressions":
        keep_hashes(workspace, entry, number)
    if not (_described(workspace, entry.kind) or workspace.short):
        workspace.execute(f"ALTER TABLE part_{number} DROP COLUMN phone")
    _count_cells(workspace, entry, number)


class _Cells(Struct, frozen=True):
    """What is made of the columns of one file."""

    texts: str
    """Select list: each canonical column as text, and what ``where`` asks for."""
    moments: str
    """What follows it: each moment, day and closed value, read once."""
    typed: str
    kept: str | None
    """Condition on a row to be read."""

    def kept_rows(self, source: Source) -> str:
        """The rows that are read, as their file has them."""
        own = ", ".join(f"c{index}" for index in range(len(source.headers)))
        if self.kept is None:
            return f"SELECT {own} FROM {source.query}"
        rows = f"SELECT readable, {own}, {self.texts} FROM {source.query}"
        return f"SELECT {own} FROM ({rows}) WHERE {self.kept}"


def _cells(workspace: Workspace, entry: Entry, number: int, source: Source) -> _Cells:
    layout = LAYOUTS[entry.kind]
    mapping = map_columns(entry, source.headers, workspace.files[number].name)
    told = frozenset({*mapping, *entry.constants})
    workspace.files[number].told = told
    workspace.files[number].headings = {
        column: heading
        for column, heading in headings_read(mapping, source.headers).items()
        if fold_heading(heading) != column and not entry.columns.get(column, "").startswith("#")
    }
    texts = ", ".join(
        f"{cell_sql(entry, column, mapping)} AS {quote(column)}" for column in layout.columns
    )
    moments = "".join(
        f", {parts_sql(quote(column), entry.dates).naive} AS {column}_naive"
        for column in (*layout.instants, *layout.days)
        if column in told
    )
    known = "".join(
        f", coalesce(try_cast({quote(column)} AS {one_of(allowed)}), "
        f"try_cast(lower({quote(column)}) AS {one_of(allowed)})) AS {column}_known"
        for column, allowed in layout.closed
        if column in told
    )
    typed = ", ".join(
        f"{sql} AS {quote(name)}"
        for column in layout.columns
        if column in told or column == "phone"
        for name, sql in _typed(layout, column, entry.dates)
    )
    if entry.where is None:
        return _Cells(texts, moments + known, typed, None)
    from calllint.facts.where import kept_sql

    given = dict.fromkeys({*mapping, *entry.constants} & {*layout.columns}, entry.dates)
    kept = kept_sql(entry.where, entry.kind, given, source.headers, own=entry.profile is None)
    asked = "".join(
        f", nullif(trim(c{index}), '') AS {alias}" for alias, index in kept.cells.items()
    )
    return _Cells(texts + asked, moments + known, typed, kept.sql)


def _fill(workspace: Workspace, number: int, source: Source, cells: _Cells) -> Source:
    """Create ``part_NUMBER``; the source it was read from."""
    stats = workspace.files[number]
    layout, kept = LAYOUTS[stats.kind], cells.kept
    test = "" if kept is None else f", {kept} AS kept"
    described = _described(workspace, stats.kind)
    traced = row_digest(workspace, len(source.headers))
    numbered = _numbered(workspace, stats, described)
    read = workspace.store.fill(
        f"part_{number}" if kept is None else f"whole_{number}",
        source,
        lambda query: (
            f"WITH cells AS NOT MATERIALIZED (SELECT line, readable, {cells.texts}{traced} "
            f"FROM {query}), "
            f"numbered AS NOT MATERIALIZED ({numbered}) "
            f"SELECT line, readable, {_unknown(layout, stats.told)} AS unknown_values, "
            f"{cells.typed}, "
            f"{', '.join(_numbers(described))}, phone IS NOT NULL AS phone_given"
            f"{', row_digest' if traced else ''}{test} "
            f"FROM (SELECT *{cells.moments} FROM numbered)"
        ),
        stats.name,
    )
    if kept is not None:
        workspace.execute(
            f"CREATE TABLE part_{number} AS SELECT coalesce(line, rowid + {stats.first_line}) "
            f"AS line, * EXCLUDE (line, kept) FROM whole_{number} WHERE kept ORDER BY rowid"
        )
        left_out = f"SELECT count(*) FILTER (NOT kept) FROM whole_{number}"
        stats.left_out = workspace.rows(left_out)[0][0]
        workspace.drop(f"whole_{number}")
    return read


def _numbered(workspace: Workspace, stats: FileStats, described: bool) -> str:
    """The rows with what their numbers are read as, or, where that comes later or never, blank.

    In a list without numbers no step of the reading is written: Spark would copy the one NULL into
    each of them.
    """
    if "phone" not in stats.told or workspace.short:
        return f"SELECT *, {unread(workspace.reading, _numbers(described))} FROM cells"
    return workspace.reading.query("cells", "phone", described=described)


def _described(workspace: Workspace, kind: str) -> bool:
    """Whether a list says whom is called: what its numbers are is asked of no other."""
    return kind == "contacts" or (workspace.audit and kind == "calls")


def _numbers(described: bool) -> tuple[str, ...]:
    """The columns that reading the numbers of a list adds; only a contact's are described."""
    return tuple(COLUMNS) if described else tuple(COLUMNS)[:3]


def _typed(layout: Layout, column: str, dates: str | None) -> Iterator[tuple[str, str]]:
    """The typed columns of one canonical column, over its text: name and SQL."""
    cell = quote(column)
    if column in layout.instants:
        parts = parts_sql(cell, dates, f"{column}_naive")
        yield f"{column}_naive", f"{column}_naive"
        yield f"{column}_time", parts.time_known
        yield f"{column}_offset", parts.offset
        yield f"{column}_bad", parts.unreadable
    elif column in layout.days:
        parts = parts_sql(cell, dates, f"{column}_naive")
        yield column, f"CAST({column}_naive AS DATE)"
        yield f"{column}_bad", parts.unreadable
    elif column in dict(layout.closed):
        yield column, f"{column}_known"
        yield f"{column}_bad", f"{cell} IS NOT NULL AND {column}_known IS NULL"
    elif column == "phone":  # the number is there where the cell was read
        yield column, f"CASE WHEN number_valid IS NOT TRUE THEN {cell} END"
    else:
        yield column, cell


def _unknown(layout: Layout, told: frozenset[str]) -> str:
    """How many of a row's cells hold none of the values their column takes."""
    tests = [
        f"CAST({quote(column)} IS NOT NULL AND {column}_known IS NULL AS TINYINT)"
        for column, _ in layout.closed
        if column in told
    ]
    return " + ".join(tests) or "CAST(0 AS TINYINT)"


def _count_cells(workspace: Workspace, entry: Entry, number: int) -> None:
    layout, stats = LAYOUTS[entry.kind], workspace.files[number]
    dated = [column for column in (*layout.instants, *layout.days) if column in stats.told]
    instants = [column for column in layout.instants if column in stats.told]
    local = [f"{column}_naive IS NOT NULL AND {column}_offset IS NULL" for column in instants]
    asked = [
        "count(*)",
        "count(*) FILTER (NOT readable)",
        f"coalesce(bool_or({' OR '.join(local) or 'FALSE'}), FALSE)",
        "coalesce(sum(unknown_values), 0)",
        *(f"count(*) FILTER ({column}_bad)" for column in dated),
        *(f"count(*) FILTER ({column}_time AND {column}_offset IS NULL)" for column in instants),
        *(f"CAST(min({column}_naive) AS DATE)" for column in instants),
        *(f"CAST(max({column}_naive) AS DATE)" for column in instants),
    ]
    found = iter(workspace.rows(f"SELECT {', '.join(asked)} FROM part_{number}")[0])
    stats.rows, stats.unreadable_rows, stats.local_times, unknown = islice(found, 4)
    stats.count_cells("unreadable_dates", dict(zip(dated, islice(found, len(dated)), strict=True)))
    stats.count_cells(
        "zoneless_times", dict(zip(instants, islice(found, len(instants)), strict=True))
    )
    stats.first_day = min(filter(None, islice(found, len(instants))), default=None)
    stats.last_day = max(filter(None, found), default=None)
    stats.count_cells("unknown_values", _unknown_by_column(workspace, number) if unknown else {})


def _unknown_by_column(workspace: Workspace, number: int) -> dict[str, int]:
    """In which columns the values stand that are none of theirs: asked only where there are any."""
    stats = workspace.files[number]
    closed = [column for column, _ in LAYOUTS[stats.kind].closed if column in stats.told]
    counts = ", ".join(f"count(*) FILTER ({column}_bad)" for column in closed)
    return dict(zip(closed, workspace.rows(f"SELECT {counts} FROM part_{number}")[0], strict=True))


def _show_all(workspace: Workspace) -> None:
    for kind in KINDS:
        _show(workspace, kind)


def _show(workspace: Workspace, kind: str) -> None:
    parts, before = [], 0
    for number, stats in enumerate(workspace.files):
        if stats.kind == kind:
            zone = literal(workspace.stated_zone(stats))
            parts.append(
                f"SELECT {before} + rowid + 1 AS row_id, CAST({number} AS INTEGER) AS file_no, "
                f"coalesce(line, rowid + {stats.first_line}) AS line, {zone} AS stated_zone, "
                f"readable, unknown_values, {_shown(workspace, stats)} FROM part_{number}"
            )
            before += stats.rows
    workspace.execute(f"CREATE VIEW list_{kind} AS {' UNION ALL '.join(parts) or _nothing(kind)}")


def _shown(workspace: Workspace, stats: FileStats) -> str:
    """Every column of a list, in one order: those its file does not fill are blank."""
    layout = LAYOUTS[stats.kind]
    described = _described(workspace, stats.kind)
    columns = [
        quote(name)
        if column in stats.told or column == "phone"
        else f"CAST({'FALSE' if name.endswith('_bad') else 'NULL'} AS {sql}) AS {quote(name)}"
        for column in layout.columns
        for name, sql in _shape(layout, column).items()
        if column != "phone" or described
    ]
    digest = [] if workspace.secret is None else ["row_digest"]
    return ", ".join([*columns, *_numbers(described), "phone_given", *digest])


def _nothing(kind: str) -> str:
    layout = LAYOUTS[kind]
    shape = {
        "row_id": "BIGINT",
        "file_no": "INTEGER",
        "line": "BIGINT",
        "stated_zone": "VARCHAR",
        "readable": "BOOLEAN",
        "unknown_values": "TINYINT",
    }
    for column in layout.columns:
        # As it was written, the phone is kept of contacts, and in an audit of calls.
        if column != "phone" or kind in ("contacts", "calls"):
            shape |= _shape(layout, column)
    shape |= COLUMNS | {"phone_given": "BOOLEAN"}
    empty = [f"CAST(NULL AS {sql}) AS {quote(name)}" for name, sql in shape.items()]
    return f"SELECT {', '.join(empty)} WHERE FALSE"


def _shape(layout: Layout, column: str) -> dict[str, str]:
    """The typed columns of one canonical column, and their types."""
    closed = dict(layout.closed)
    if column in layout.instants:
        parts = {"naive": "TIMESTAMP", "time": "BOOLEAN", "offset": "INTEGER", "bad": "BOOLEAN"}
        return {f"{column}_{part}": sql for part, sql in parts.items()}
    if column in layout.days:
        return {column: "DATE", f"{column}_bad": "BOOLEAN"}
    if column in closed:
        return {column: one_of(closed[column]), f"{column}_bad": "BOOLEAN"}
    return {column: "VARCHAR"}
