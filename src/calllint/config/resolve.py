"""From what each level says to what holds: built in < file < environment < command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from calllint.config.find import ConfigError, ConfigFile
from calllint.config.tables import SETTINGS, Setting
from calllint.config.values import Wrong, from_text, from_toml
from calllint.document.errors import Words, words
from calllint.document.place import Place
from calllint.document.suggest import nearest

_OURS = "CALLLINT_"
_BELOW = ("tool", "calllint")
"""The table of a pyproject.toml, which a calllint.toml does not have."""


class Word(Struct, frozen=True):
    """One value, and where it was said."""

    value: Any
    place: Place

    @property
    def origin(self) -> str:
        """``calllint.toml:4``, ``CALLLINT_SELECT`` or ``--select``."""
        span = self.place.span
        return self.place.file if span is None else f"{self.place.file}:{span.line}"


class Level(Struct, frozen=True):
    """What one level says: a Word per scalar, Words per list, Words by key per table."""

    said: Mapping[str, Any]

    @classmethod
    def of_file(cls, file: ConfigFile) -> Level:
        """What a file says. Raises ConfigError with everything wrong in it."""
        problems: list[tuple[Place, Words]] = []
        said: dict[str, Any] = {}
        for key, value in file.values.items():
            setting = SETTINGS.get(key)
            if setting is None:
                below = _BELOW if key == "tool" else (key,)
                problems.append((file.place(*below), _unknown(key)))
                continue
            try:
                said[key] = _placed(setting, from_toml(setting, value, file.folder), file)
            except Wrong as wrong:
                at = (key,) if wrong.key is None else (key, wrong.key)
                problems.append((file.place(*at), wrong.message))
        if problems:
            raise ConfigError(*problems)
        return cls(said)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str]) -> Level:
        """What ``CALLLINT_…`` variables say. Raises ConfigError."""
        ours = sorted(name for name in environment if name.startswith(_OURS))
        misspelt = list(filter(None, map(_misspelt, ours)))
        if misspelt:
            raise ConfigError(*misspelt)
        said: dict[str, Any] = {}
        for setting in SETTINGS.values():
            text = environment.get(setting.variable)
            if not text:
                continue
            place = Place(setting.variable)
            try:
                said[setting.name] = _at(setting, from_text(setting, text, "."), place)
            except Wrong as wrong:
                raise ConfigError((place, wrong.message)) from None
        return cls(said)

    @classmethod
    def of_command(cls, given: Mapping[str, Any]) -> Level:
        """What options say, by name of the setting; what is None or empty says nothing."""
        return cls(
            {
                name: _at(
                    SETTINGS[name], value, Place("--rules" if name == "packs" else f"--{name}")
                )
                for name, value in given.items()
                if value not in (None, (), {}, False)
            }
        )


def _placed(setting: Setting, value: Any, file: ConfigFile) -> Any:
    if setting.is_table:
        return {key: Word(each, file.place(setting.name, key)) for key, each in value.items()}
    if setting.is_list:
        return tuple(Word(each, file.word_place(setting.name, each)) for each in value)
    return Word(value, file.place(setting.name))


def _at(setting: Setting, value: Any, place: Place) -> Any:
    if setting.is_table:
        return {key: Word(each, place) for key, each in value.items()}
    if setting.is_list:
        return tuple(Word(each, place) for each in value)
    return Word(value, place)


def _misspelt(variable: str) -> tuple[Place, Words] | None:
    """What is wrong with a variable that is nearly one of ours: others may be anybody's."""
    name = variable.removeprefix(_OURS)
    known = [setting.variable.removeprefix(_OURS) for setting in SETTINGS.values()]
    alike = [one for one in known if one[:2] == name[:2] and abs(len(one) - len(name)) < 3]
    if name in known or not alike:
        return None
    from difflib import get_close_matches

    near = get_close_matches(name, alike, 1, 0.8)
    if not near:
        return None
    return Place(variable), words(
        f"there is no such variable; did you mean `{_OURS}{near[0]}`?",
        f"pas de variable de ce nom ; vouliez-vous dire `{_OURS}{near[0]}` ?",
    )


def _unknown(key: str) -> Words:
    if key == _BELOW[0]:
        return words(
            "in calllint.toml the settings stand at the top: remove `[tool.calllint]`",
            "dans calllint.toml les réglages sont en tête : supprimez `[tool.calllint]`",
        )
    near = nearest(key, SETTINGS)
    hint_en = f"did you mean `{near}`?" if near else "`calllint schema config` lists them all"
    hint_fr = f"vouliez-vous dire `{near}` ?" if near else "`calllint schema config` les liste"
    return words(f"there is no setting `{key}`; {hint_en}", f"pas de réglage `{key}` ; {hint_fr}")


class Settings(Struct, frozen=True):
    """What holds once every level has spoken."""

    select: tuple[Word, ...] | None = None
    """None: every rule."""
    ignore: tuple[Word, ...] = ()
    require: tuple[Word, ...] = ()
    packs: tuple[Word, ...] = ()
    tables: Mapping[str, Mapping[str, Word]] = field(default_factory=dict)
    scalars: Mapping[str, Word] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """A scalar, or what it is where nobody says anything."""
        found = self.scalars.get(name)
        return SETTINGS[name].default if found is None else found.value

    def table(self, name: str) -> dict[str, Any]:
        """A table, without where its entries were said."""
        return {key: word.value for key, word in self.tables.get(name, {}).items()}

    def lists(self) -> dict[str, tuple[Word, ...] | None]:
        """The lists by name; None where there is no limit."""
        return {
            "select": self.select,
            "ignore": self.ignore,
            "require": self.require,
            "packs": self.packs,
        }


def resolve(levels: Iterable[Level]) -> Settings:
    """The settings that hold; ``levels`` from the weakest to the strongest.

    Scalars and lists of a stronger level replace, ``extend-…`` adds, tables are joined key by key.
    ``select`` means exactly these rules: it drops what weaker levels ignore. ``require`` only ever
    grows, and ``--rules`` adds to ``packs``: nobody loses a house pack by naming another.
    """
    select: tuple[Word, ...] | None = None
    ignore: tuple[Word, ...] = ()
    require: tuple[Word, ...] = ()
    packs: tuple[Word, ...] = ()
    tables: dict[str, dict[str, Word]] = {}
    scalars: dict[str, Word] = {}
    for level in levels:
        said = level.said
        if "select" in said:
            select, ignore = said["select"], ()
        if select is not None:
            select = (*select, *said.get("extend-select", ()))
        ignore = (*said.get("ignore", ignore), *said.get("extend-ignore", ()))
        require = (*require, *said.get("require", ()))
        named = said.get("packs", ())
        packs = (*packs, *named) if named and named[0].place.file == "--rules" else named or packs
        for name, value in said.items():
            if SETTINGS[name].is_table:
                tables.setdefault(name, {}).update(value)
            elif not SETTINGS[name].is_list:
                scalars[name] = value
    return Settings(select, ignore, require, packs, tables, scalars)
