"""What the command line, the environment and the nearest configuration say together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from msgspec import Struct, field

from calllint.cli import read
from calllint.cli.output import BASELINE
from calllint.lang import say, variable

if TYPE_CHECKING:
    from calllint.config.find import ConfigFile
    from calllint.config.resolve import Settings
    from calllint.engine import Options
    from calllint.packs.model import Severity


class Configured(Struct, frozen=True, dict=True):
    """The options of one command, and how they change from folder to folder."""

    given: Mapping[str, Any]
    lang: str
    _files: dict[str, ConfigFile | None] = field(default_factory=dict)

    @cached_property
    def _command(self) -> dict[str, Any]:
        """What was typed, by the name of its setting."""
        given = self.given
        typed = {name: given.get(name.replace("-", "_")) for name in _SCALARS}
        typed["lang"] = self.lang if _lang_typed() else None
        typed |= {
            name: tuple(chain.from_iterable(given.get(name.replace("-", "_")) or ()))
            for name in _WORDS
        }
        folders = tuple(path.as_posix() for path in given.get("rules") or ())
        return {**typed, "packs": folders, "severity": dict(given.get("severity") or ())}

    def file(self, campaign: str) -> ConfigFile | None:
        """The configuration for a campaign, or for a folder of them."""
        from calllint.config.find import find
        from calllint.config.find import read as read_file

        if self.given.get("isolated"):
            if self.given.get("config"):
                raise click.UsageError(say("error.isolated_config", self.lang))
            return None
        folder = campaign if os.path.isdir(campaign) else os.path.dirname(campaign) or "."
        if folder not in self._files:
            named = self.given.get("config")
            self._files[folder] = read_file(str(named)) if named else find(folder)
        return self._files[folder]

    def settings(self, campaign: str) -> Settings:
        """What holds for a campaign. Raises ConfigError."""
        from calllint.config.resolve import Level, resolve

        file = self.file(campaign)
        levels = [] if file is None else [Level.of_file(file)]
        if not self.given.get("isolated"):
            levels.append(Level.of_environment(os.environ))
        return resolve([*levels, Level.of_command(self._command)])

    def packs(self) -> tuple[Path, ...]:
        """Folders of house packs, for commands that judge nothing: those of this folder."""
        return tuple(Path(word.value) for word in self.settings(".").packs)

    def options(self, campaign: str) -> Options:
        """The engine's options for one campaign. Raises ConfigError."""
        from calllint.engine import Options

        settings, file = self.settings(campaign), self.file(campaign)
        root = self._root(campaign)
        dial, known_at = self._days()
        data_root, temp_dir = settings.get("data-root"), settings.get("temp-dir")
        return Options(
            dial=dial,
            audit="calls" in self.given,
            proofs=self.given.get("proofs"),
            known_at=known_at,
            data_root=None if data_root is None else Path(data_root),
            data=self._data(),
            without_data=settings.get("without-data"),
            rules=tuple(Path(word.value) for word in settings.packs),
            trust_rules=bool(self.given.get("trust_rules")),
            select=tuple(word.value for word in settings.select or ()),
            ignore=tuple(word.value for word in settings.ignore),
            require=tuple(word.value for word in settings.require),
            per_file_ignores=settings.table("per-file-ignores"),
            severity=settings.table("severity"),
            pack_versions=settings.table("pack-versions"),
            baseline=self.baseline(campaign),
            root=Path(root),
            config=None if file is None else file.name,
            said=_said(settings),
            memory_limit=settings.get("memory-limit"),
            threads=settings.get("threads"),
            temp_dir=None if temp_dir is None else Path(temp_dir),
            hours=self._tells_hours(),
            engine=self.given.get("engine", "duckdb"),
            cluster_temp=self.given.get("cluster_temp"),
        )

    def _tells_hours(self) -> bool:
        """Whether some format tells when people may be called."""
        wanted = self.given.get("format") or ()
        return any(name.startswith(("json", "html")) for name, *_ in wanted)

    def fail_on(self, campaign: str) -> Severity:
        """Least severity that makes exit code 1 for a campaign."""
        least: Severity = self.settings(campaign).get("fail-on")
        return least

    def check_given(self) -> None:
        """A usage error where one option would leave another without effect."""
        self._days()
        for first, second in _APART:
            if self.given.get(first) and self.given.get(second):
                names = {"first": first, "second": second}
                said = {key: "--" + name.replace("_", "-") for key, name in names.items()}
                raise click.UsageError(say("error.apart", self.lang, **said))

    def _root(self, campaign: str) -> str:
        """The folder of the configuration, else of the repository, else the current one."""
        from calllint.config.find import repository

        file = self.file(campaign)
        folder = campaign if os.path.isdir(campaign) else os.path.dirname(campaign) or "."
        return file.folder if file else repository(folder) or "."

    def baseline(self, campaign: str) -> Path | None:
        """The baseline for a campaign: the one that is named, or the one that is there."""
        if self.given.get("no_baseline"):
            return None
        named = self.settings(campaign).get("baseline")
        if named is not None:
            return Path(named)
        own = os.path.join(self._root(campaign), BASELINE)
        isolated = self.given.get("isolated")
        return Path(os.path.relpath(own)) if not isolated and os.path.exists(own) else None

    def _days(self) -> tuple[Any, Any]:
        """``--as-of DAY`` is ``--dial DAY..DAY`` with what was known at the end of that day.

        An audit has ``--calls`` in place of ``--dial``.
        """
        audit = "calls" in self.given
        dial = self.given.get("calls" if audit else "dial")
        known_at = self.given.get("known_at")
        as_of = self.given.get("as_of")
        if as_of is None:
            return dial, known_at
        if dial is not None or known_at is not None:
            raise click.UsageError(say("error.as_of_calls" if audit else "error.as_of", self.lang))
        return (as_of, as_of), read.end_of(as_of)

    def _data(self) -> dict[str, tuple[str, ...]]:
        data: dict[str, tuple[str, ...]] = {}
        for kind, path in self.given.get("data") or ():
            data[kind] = (*data.get(kind, ()), path)
        return data


_SCALARS = (
    "fail-on", "data-root", "without-data", "memory-limit", "threads", "temp-dir", "baseline",
)  # fmt: skip
_WORDS = ("select", "extend-select", "ignore", "extend-ignore", "require")
_APART = (("no_baseline", "baseline"), ("without_data", "data"), ("without_data", "proofs"))
"""Options of which the second would do nothing beside the first."""


def _said(settings: Settings) -> dict[tuple[str, str], Any]:
    """Where each word was said, for errors about it."""
    found = {
        (name, word.value): word.place
        for name, words in settings.lists().items()
        for word in words or ()
    }
    tables = {
        (name, key): word.place
        for name, table in settings.tables.items()
        for key, word in table.items()
    }
    return {**found, **tables}


def _lang_typed() -> bool:
    """Whether ``--lang`` was given, before the command or after it."""
    context = click.get_current_context(silent=True)
    while context is not None:
        if context.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False


def show(settings: Settings, baseline: Path | None, lang: str) -> Iterator[tuple[str, str, str]]:
    """Each setting that holds, its value as the file would have it, and where it is from.

    ``baseline`` is the one that is used, named or found; ``lang`` the language that is spoken.
    """
    from calllint.config.tables import SETTINGS

    built_in = say("config.built_in", lang)
    lists = settings.lists()
    for setting in SETTINGS.values():
        if setting.name.startswith("extend-"):
            continue
        if setting.is_table:
            for key, word in sorted(settings.tables.get(setting.name, {}).items()):
                yield f'{setting.name}."{key}"', _toml(word.value), word.origin
        elif setting.is_list:
            words = lists[setting.name]
            origins = ", ".join(dict.fromkeys(word.origin for word in words or ()))
            value = (
                say("config.all", lang) if words is None else _toml([word.value for word in words])
            )
            yield setting.name, value, origins or built_in
        else:
            said = settings.scalars.get(setting.name)
            origin = built_in if said is None else said.origin
            holds = baseline if setting.name == "baseline" else settings.get(setting.name)
            if setting.name == "lang":
                holds, origin = lang, origin if said else variable(os.environ) or built_in
            yield setting.name, "" if holds is None else _toml(holds), origin


def _toml(value: object) -> str:
    import json

    return json.dumps(
        value if not isinstance(value, Path) else value.as_posix(), ensure_ascii=False
    )
