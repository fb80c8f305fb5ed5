"""Values of settings, read from TOML or from text, refused in words that say what to write."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from calllint.config.tables import SEVERITIES, Setting
from calllint.document.errors import Words, words

_MEMORY = re.compile(r"\d+(\.\d+)?\s*[kmgt]i?b", re.IGNORECASE)
_VERSION = re.compile(r"\d+(\.\d+)*", re.ASCII)


class Wrong(Exception):
    """A value a setting cannot take; ``key`` is the entry of a table it is about."""

    def __init__(self, message: Words, key: str | None = None) -> None:
        super().__init__(message["en"])
        self.message = message
        self.key = key


def from_toml(setting: Setting, value: object, folder: str) -> object:
    """The value as the engine wants it; paths start from ``folder``. Raises Wrong."""
    if setting.is_table:
        return _table(setting, value)
    if setting.is_list:
        listed = _texts(value)
        if listed is None or not all(listed):
            raise Wrong(_must(setting, 'a list of texts, as ["A", "B"]', 'une liste, comme ["A"]'))
        if setting.name == "select" and not listed:
            raise Wrong(_EVERY_RULE)
        return (
            tuple(_folder(setting, each, folder) for each in listed)
            if _is_path(setting)
            else listed
        )
    if setting.kind == "flag":
        if not isinstance(value, bool):
            raise Wrong(_must(setting, "true or false", "true ou false"))
        return value
    if setting.kind == "count":
        return _count(setting, value)
    if not isinstance(value, str) or not value:
        raise Wrong(_must(setting, "a text between quotes", "un texte entre guillemets"))
    return _scalar(setting, value, folder)


def from_text(setting: Setting, text: str, folder: str) -> object:
    """The same from an environment variable: commas between words, ``key=value`` in tables."""
    if setting.kind == "patterns":
        raise Wrong(
            words(
                "files and their rules are too much for a variable; write them in the file",
                "des fichiers et leurs règles n'entrent pas dans une variable ; "
                "écrivez-les dans le fichier",
            )
        )
    if setting.is_table:
        pairs = [part.partition("=") for part in _split(text)]
        return _table(setting, {key.strip(): value.strip() for key, _, value in pairs})
    if setting.is_list:
        return from_toml(setting, _split(text), folder)
    if setting.kind == "flag":
        if text.lower() not in ("true", "false", "1", "0"):
            raise Wrong(_must(setting, "true or false", "true ou false"))
        return text.lower() in ("true", "1")
    if setting.kind == "count":
        return _count(setting, int(text[:9]) if text.isascii() and text.isdigit() else text)
    return _scalar(setting, text, folder)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_path(setting: Setting) -> bool:
    return setting.kind in ("folders", "folder", "file")


def _path(text: str, folder: str) -> str:
    """The path from the current folder, so that reports are the same on every machine."""
    return os.path.normpath(os.path.join(folder, text)).replace(os.sep, "/")


def _count(setting: Setting, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Wrong(_must(setting, "a whole number of one or more", "un nombre entier positif"))
    return value


def _scalar(setting: Setting, value: str, folder: str) -> str:
    if setting.kind == "choice" and value not in setting.choices:
        listed = ", ".join(setting.choices)
        raise Wrong(_must(setting, f"one of: {listed}", f"l'un de : {listed}"))
    if setting.kind == "memory" and not _MEMORY.fullmatch(value):
        raise Wrong(
            _must(setting, "an amount such as 500MB or 2GB", "une quantité comme 500MB ou 2GB")
        )
    if not _is_path(setting):
        return value
    return _path(value, folder) if setting.kind == "file" else _folder(setting, value, folder)


def _folder(setting: Setting, value: str, start: str) -> str:
    path = _path(value, start)
    if os.path.isdir(path):
        return path
    raise Wrong(
        words(
            f"`{setting.name}`: there is no folder {path}; check the path",
            f"`{setting.name}` : il n'y a pas de dossier {path} ; vérifiez le chemin",
        )
    )


def _table(setting: Setting, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(value):
        example = {"levels": 'AB101 = "info"', "versions": 'pack = "2026.11"'}
        shown = example.get(setting.kind, '"old/*.yaml" = ["AB1"]')
        raise Wrong(_must(setting, f"a table, as {{{shown}}}", f"une table, comme {{{shown}}}"))
    return {key: _entry(setting, key, each) for key, each in value.items()}


def _entry(setting: Setting, key: str, value: object) -> object:
    if setting.kind == "patterns":
        listed = _texts(value)
        if not listed or not all(listed):
            raise Wrong(_must(setting, "a list of rules", "une liste de règles", key), key)
        return listed
    if setting.kind == "levels" and value not in SEVERITIES:
        known = ", ".join(SEVERITIES[::-1])
        raise Wrong(_must(setting, f"one of: {known}", f"l'un de : {known}", key), key)
    if setting.kind == "versions" and not _VERSION.fullmatch(str(value)):
        raise Wrong(_must(setting, 'a version, as "2026.11"', 'une version ("2026.11")', key), key)
    if not isinstance(value, str):
        raise Wrong(_must(setting, "between quotes", "entre guillemets", key), key)
    return value


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, str) for each in value):
        return None
    return tuple(value)


def _must(setting: Setting, en: str, fr: str, key: str | None = None) -> Words:
    name = setting.name if key is None else f"{setting.name}.{key}"
    return words(f"`{name}` must be {en}", f"`{name}` doit être {fr}")


_EVERY_RULE = words(
    "`select` names no rule; leave it out to apply them all",
    "`select` ne nomme aucune règle ; retirez-le pour les appliquer toutes",
)
