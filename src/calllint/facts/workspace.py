"""One campaign's working place: its document, its packs, its database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from calllint.document import Document, Place
from calllint.document import Path as DocPath
from calllint.facts.beside import together
from calllint.facts.declared import Declared
from calllint.facts.errors import FactError
from calllint.facts.progress import QUIET, Progress
from calllint.facts.store import Database, InProcess
from calllint.facts.zones import to_local
from calllint.lang import why
from calllint.packs.model import Pack
from calllint.packs.scopes import GROUNDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from calllint.facts.archive import Archive
    from calllint.facts.sources.shared import Shared
    from calllint.facts.sources.table import Seen
    from calllint.phones import Plan
    from calllint.phones.blocks import Blocks
    from calllint.phones.regular import Reading

DEFAULT_MEMORY = "1GB"
_SHORT = 1 << 20
"""Bytes that short lists have together at most, as text."""


class FileStats(Struct):
    """What became of one file's rows."""

    kind: str
    name: str
    path: Path
    sha256: str
    node: DocPath
    headers: tuple[str, ...]
    delimiter: str
    seen: Seen
    rows: int = 0
    """Rows that are judged or are evidence, unreadable ones included."""
    unreadable_rows: int = 0
    local_times: bool = False
    """Some moment is written without its offset to UTC."""
    first_day: date | None = None
    """Day of its earliest moment, as written; None where it holds none."""
    last_day: date | None = None
    counts: dict[str, int] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of counts of cells, how many stand in each canonical column that has any."""
    headings: dict[str, str] = field(default_factory=dict)
    """Headings that are not called as the canonical column is, as the entry or a profile says."""
    first_line: int = 2
    """Line of the first row, where rows and lines go together."""
    left_out: int = 0
    """Rows that `where` leaves out."""
    profile: str | None = None
    headed: bool = True
    """The file names its columns itself."""
    told: frozenset[str] = frozenset()
    """The canonical columns that it fills."""

    def count_cells(self, name: str, cells: Mapping[str, int]) -> None:
        """Add to a count of cells, by canonical column."""
        self.counts[name] = self.counts.get(name, 0) + sum(cells.values())
        columns = self.columns.setdefault(name, {})
        for column, count in cells.items():
            if count:
                columns[column] = columns.get(column, 0) + count


class Placed(Struct, frozen=True):
    """What became of the rows of the calls in an audit: together they are all of them."""

    rows: int
    audited: int
    """Calls that are judged."""
    other_days: int
    """Calls of days that are not audited; they count as attempts."""
    repeated: int
    """Rows that tell again of a call."""
    others: int
    """Calls for another advertiser."""
    later: int
    """Rows that were not known yet at ``--known-at``."""


class ProofCount(Struct, frozen=True):
    """What was found of the proofs that consents name."""

    named: int
    missing: int
    altered: int
    """There, with another digest than the record states."""
    undigested: int
    """There, and the record states no digest."""


class Workspace(Struct, dict=True):
    """Everything the facts of one campaign are made from, and the database they live in.

    ``documents`` holds every YAML file read, by name, for places and snippets.
    """

    database: Database | None
    """None where no list is read: the rest of a campaign needs none."""
    temp_folder: Path | None
    document: Document
    packs: tuple[Pack, ...]
    declared: Declared
    known_at: datetime | None
    first_day: date
    last_day: date
    documents: dict[str, Document]
    companions: dict[str, Document] = field(default_factory=dict)
    """The script and forms files the campaign names, by key (``script``, ``consent_forms``)."""
    keep_sources: bool = False
    """Keep the contacts as they came, for a callable list in their own layout."""
    untrusted: frozenset[Path] = frozenset()
    """Folders of packs that may not run their ``facts.py``, as installed packs do."""
    files: list[FileStats] = field(default_factory=list)
    keys: dict[int, bytes] = field(default_factory=dict)
    """The key of each file that holds hashed numbers, by its place in ``files``."""
    blocks: Blocks | None = None
    """The blocks of numbers allotted at all, where the campaign names a file of them."""
    progress: Progress = QUIET
    shared: Shared | None = None
    """Lists that other campaigns of the run read too, where there are any."""
    secret: bytes | None = None
    """The key of the record that is made of the run: rows are then traced to whom they reach."""
    proofs: Path | None = None
    """Folder of the archived proofs, where one is named."""
    proof_count: ProofCount | None = None
    audit: bool = False
    """Calls that were placed are judged, in place of the contacts."""
    placed: Placed | None = None
    """What became of the rows of the calls, in an audit."""

    @property
    def store(self) -> Database:
        """The database. Raises AssertionError where no list is read."""
        if self.database is None:
            raise AssertionError("a run without lists has no database")
        return self.database

    @property
    def connection(self) -> DuckDBPyConnection:
        """DuckDB itself. Raises AssertionError where the lists are not there."""
        if not isinstance(self.store, InProcess):
            raise AssertionError("the lists are not inside the process")
        return self.store.connection

    @property
    def judged_scope(self) -> str:
        """What is judged one by one: a contact, or in an audit a call."""
        return "call" if self.audit else "contact"

    @property
    def temp(self) -> Path:
        """The folder of its temporary files, there where the database is."""
        if self.temp_folder is None:
            raise AssertionError("a run without lists writes no temporary files")
        return self.temp_folder

    def execute(self, sql: str) -> None:
        """Run a statement for its effect."""
        self.store.execute(sql)

    def drop(self, *tables: str) -> None:
        """Remove tables that nothing reads again; those of short lists are in nobody's way."""
        for table in () if self.short else tables:
            self.execute(f"DROP TABLE {table}")

    def together(self, *tasks: Callable[[], Any]) -> list[Any]:
        """What some tasks give that need nothing of one another.

        Where lists are short they run side by side; a statement over longer ones takes every
        processor by itself.
        """
        if self.short and isinstance(self.store, InProcess):
            return together(tasks, self.store.apart)
        return [task() for task in tasks]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a query; all its rows."""
        return self.store.rows(sql)

    @property
    def whereabouts(self) -> list[tuple[Any, ...]]:
        """Territory, zone, whether that is sure, and country of the number, of all who are called.

        Asked once; an audit, which puts calls in the place of contacts, asks again.
        """
        return self._asked_whereabouts() if self.audit else self._whereabouts

    @cached_property
    def _whereabouts(self) -> list[tuple[Any, ...]]:
        return self._asked_whereabouts()

    def _asked_whereabouts(self) -> list[tuple[Any, ...]]:
        return self.rows("SELECT DISTINCT territory, zone, zone_sure, phone_country FROM contact")

    @property
    def has_moments(self) -> bool:
        """Whether some row may have a moment: a list plans one, or a call was placed."""
        return self.audit or "planned_at" in self.told("contacts")

    def has_rows(self, table: str) -> bool:
        """Whether a table holds anything."""
        return bool(self.rows(f"SELECT 1 FROM {table} LIMIT 1"))

    @cached_property
    def has_kin(self) -> bool:
        """Whether somebody has several numbers; to be asked once ``kin`` is whole."""
        return self.has_rows("kin")

    @cached_property
    def short(self) -> bool:
        """Whether the lists are so short that planning a query takes longer than running it."""
        if not isinstance(self.database, InProcess):
            return False
        entries = self.declared.entries
        files = [path for entry in entries for path in entry.files]
        if any(entry.asked for entry in entries) or not all(path.is_file() for path in files):
            return False
        from calllint.facts.sources.reading import format_of

        packed = [path for path in files if format_of(path, path.as_posix()) != "text"]
        return sum(path.stat().st_size for path in [*files, *packed * 10]) <= _SHORT

    @cached_property
    def archive(self) -> Archive | None:
        """The archived proofs."""
        if self.proofs is None:
            return None
        from calllint.facts.archive import Archive

        return Archive(self.proofs)

    @cached_property
    def plan(self) -> Plan:
        """The numbering plans of the packs."""
        from calllint.phones.plan import plan_of

        return plan_of(self.packs)

    @cached_property
    def reading(self) -> Reading:
        """How the numbers of its lists are read."""
        from calllint.phones.bulk import reading

        return reading(self.plan, self.region, few=self.short)

    def local_times(self, kind: str) -> bool:
        """Whether a list of that kind holds moments without an offset to UTC."""
        return any(stats.local_times for stats in self.files if stats.kind == kind)

    def has_list(self, kind: str) -> bool:
        """Whether a file of that kind was read."""
        return any(stats.kind == kind for stats in self.files)

    def told(self, kind: str) -> frozenset[str]:
        """The canonical columns that some list of a kind fills."""
        lists = [stats.told for stats in self.files if stats.kind == kind]
        return frozenset().union(*lists)

    def rows_of(self, kind: str) -> int:
        """Rows of the lists of a kind, unreadable ones included."""
        return sum(stats.rows for stats in self.files if stats.kind == kind)

    @property
    def grounds(self) -> dict[str, str]:
        """The grounds that some list speaks of: scope of their records, and column of contacts."""
        return {scope: holds for scope, holds in GROUNDS.items() if self.has_list(f"{scope}s")}

    @cached_property
    def markets(self) -> tuple[str, ...]:
        """Countries the campaign calls.

        As it says; else the advertiser's own where a pack covers it; else those of the only pack
        with a numbering plan.
        """
        stated = self.document.get(("campaign", "markets"))
        if stated:
            return tuple(stated)
        country = self.document.get(("advertiser", "country"))
        plans = [pack for pack in self.packs if pack.dialling is not None]
        if any(country in pack.countries for pack in self.packs) or len(plans) != 1:
            return (country,) if country else ()
        return plans[0].countries

    @cached_property
    def home(self) -> Pack | None:
        """The pack whose country numbers without a country code are read in."""
        plans = [pack for pack in self.packs if pack.dialling is not None]
        return next(
            (pack for market in self.markets for pack in plans if market in pack.countries), None
        )

    @property
    def region(self) -> str | None:
        """Country whose national dialling is assumed."""
        if self.home is not None and self.home.dialling is not None:
            return self.home.dialling.region
        return self.markets[0] if self.markets else None

    @property
    def known_on(self) -> date | None:
        """The day of --known-at, in the zone of times without an offset."""
        return None if self.known_at is None else to_local(self.default_zone, self.known_at).date()

    def stated_zone(self, stats: FileStats) -> str:
        """Zone of the moments of a file that are written without an offset."""
        stated = {entry.node: entry.timezone for entry in self.declared.entries}
        return stated[stats.node] or self.default_zone

    @property
    def default_zone(self) -> str:
        """Zone of times without an offset where the entry states none."""
        return (self.home.default_timezone if self.home else None) or "UTC"

    def place(self, path: Sequence[str | int], file: str | None = None) -> Place:
        """The place of a path in the campaign, or in another of its YAML files."""
        document = self.documents[file or self.document.name]
        return Place(document.name, document.nearest(tuple(path)))

    def seal(self) -> None:
        """No file is read from here on: rules run in a database that reaches nothing outside."""
        self.store.seal()

    def close(self) -> None:
        """Close the database and remove every temporary file."""
        if self.database is not None:
            # Nothing of short lists is on disk, and taking them down takes a while. It is not asked
            # anew whether they are short: one may be there no more, or not to be opened.
            if vars(self).get("short"):
                Thread(target=self.database.close).start()
            else:
                self.database.close()
        if self.temp_folder is not None:
            from calllint.facts import temporary

            temporary.remove(self.temp_folder)


def open_database(
    memory_limit: str | None, threads: int | None, temp_dir: Path | None
) -> tuple[InProcess, Path]:
    """A private database that installs and loads nothing, and its temporary folder.

    Raises FactError for settings that are none.
    """
    from calllint.facts import temporary
    from calllint.facts.database import duckdb
    from calllint.facts.sources.table import AS_WRITTEN

    try:
        temp = temporary.make(temp_dir)
    except OSError as error:
        raise FactError.at(
            Place(str(temp_dir)),
            f"temporary files cannot be written here ({why(error.strerror, 'en')}); give "
            "--temp-dir",
            f"impossible d'écrire les fichiers temporaires ici ({why(error.strerror, 'fr')}) ; "
            "donnez --temp-dir",
        ) from None
    settings: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(temp),
        # What is written once and dropped soon is not worth packing tighter in between.
        "checkpoint_threshold": "1TB",
        "disabled_optimizers": AS_WRITTEN,
        "memory_limit": memory_limit or DEFAULT_MEMORY,
        **({"threads": threads} if threads else {}),
    }
    try:
        connection = duckdb.connect(":memory:", config=settings)
        connection.execute("SET enable_progress_bar = false")  # a notebook's own
    except BaseException as error:  # Ctrl-C too: nobody else knows of the folder yet
        temporary.remove(temp)
        if not isinstance(error, duckdb.Error):
            raise
        raise FactError.at(
            Place("--memory-limit"),
            f"{memory_limit!r} is not an amount of memory; write it as 500MB or 2GB",
            f"{memory_limit!r} n'est pas une quantité de mémoire ; écrivez 500MB ou 2GB",
        ) from None
    return InProcess(connection), temp


def get(document: Document, dotted: str) -> Any:
    """The value at a dotted path, or None."""
    return document.get(tuple(dotted.split(".")))
