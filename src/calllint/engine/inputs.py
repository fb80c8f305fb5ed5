"""Everything a campaign is made of, read and checked: its YAML files, packs and judged days."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from calllint.document import Document, DocumentError, Place, load_bytes, load_text, read_bytes
from calllint.document.paths import portable
from calllint.document.schema import validate
from calllint.engine.options import InputError, Options
from calllint.engine.result import Problem
from calllint.facts.errors import FactError
from calllint.facts.instants import read_instant
from calllint.packs import PackError, load_packs
from calllint.packs.model import Pack

COMPANIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("script",), "script"),
    (("data", "consent_forms"), "forms"),
)
"""Files a campaign may name instead of writing inline: where, and their schema."""


@contextmanager
def input_errors() -> Iterator[None]:
    """Turn every way of saying that input is unusable into ``InputError``."""
    try:
        yield
    except DocumentError as error:
        raise InputError((Problem(error.place, error.message),)) from None
    except (FactError, PackError) as error:
        raise InputError(tuple(Problem(place, text) for place, text in error.problems)) from None


class Inputs(Struct, frozen=True):
    """A campaign that can be judged."""

    document: Document
    companions: dict[str, Document]
    packs: tuple[Pack, ...]
    first_day: date
    last_day: date
    known_at: datetime | None

    @property
    def documents(self) -> dict[str, Document]:
        """Every YAML file, by name."""
        return {each.name: each for each in (self.document, *self.companions.values())}


def read_inputs(path: Path, options: Options) -> Inputs:
    """Read and check the campaign and what it names. Raises InputError with all problems."""
    with input_errors():
        document = _checked(path, path.as_posix(), "campaign", options.texts, options.piped)
        companions = {
            keys[-1]: _companion(document, keys, (path, options.data_root), schema, options.texts)
            for keys, schema in COMPANIONS
            if _names_file(document, keys)
        }
        packs = _packs(options.rules, os.getcwd())
    first, last = options.dial or _schedule(document)
    if last < first:
        raise _wrong_option(
            "--dial",
            "the last day comes before the first",
            "le dernier jour vient avant le premier",
        )
    return Inputs(document, companions, packs, first, last, _known_at(options, packs, document))


def check_calls(inputs: Inputs, options: Options) -> None:
    """Raises InputError where an audit has no calls to judge."""
    document = inputs.document
    if "calls" in (document.get(("data",)) or {}) or "calls" in options.data:
        return
    raise InputError(
        (
            Problem(
                Place(document.name, document.nearest(("data",))),
                {
                    "en": "there are no calls to audit; name their lists under `data.calls`, "
                    "or write `calls: none`",
                    "fr": "il n'y a aucun appel à auditer ; nommez leurs listes sous `data.calls`, "
                    "ou écrivez `calls: none`",
                },
            ),
        )
    )


@cache
def _packs(folders: tuple[Path, ...], _: str) -> tuple[Pack, ...]:
    """Packs are read once a process and current folder: a folder of campaigns shares them."""
    return load_packs(folders)


def companion_paths(document: Document, campaign: Path, data_root: Path | None) -> Iterator[Path]:
    """The script and the forms that a campaign names as files, there or not."""
    for keys, _ in COMPANIONS:
        if _names_file(document, keys):
            yield _beside(document.get(keys), campaign, data_root)


def _beside(written: str, campaign: Path, data_root: Path | None) -> Path:
    """Words are kept with the campaign, wherever its lists are; else they came with the lists."""
    folders = (campaign.parent, *filter(None, (data_root,)))
    paths = [folder / portable(folder, written) for folder in folders]
    return next((path for path in paths if path.is_file()), paths[0])


def _names_file(document: Document, keys: tuple[str, ...]) -> bool:
    return isinstance(document.get(keys), str) and document.get(keys) != "none"


def _checked(
    path: Path, name: str, schema: str, texts: Mapping[str, str], piped: bytes | None = None
) -> Document:
    if name in texts and piped is None:
        document = load_text(texts[name], name)
    else:
        document = load_bytes(read_bytes(path, name) if piped is None else piped, name)
    return _fitting(document, schema)


def _fitting(document: Document, schema: str) -> Document:
    errors = validate(document, schema)
    if errors:
        raise InputError(tuple(Problem(error.place, error.message) for error in errors))
    return document


def _companion(
    document: Document,
    keys: tuple[str, ...],
    origin: tuple[Path, Path | None],
    schema: str,
    texts: Mapping[str, str],
) -> Document:
    path = _beside(document.get(keys), *origin)
    if not path.is_file():
        place = Place(document.name, document.nearest(keys))
        raise InputError(
            (
                Problem(
                    place,
                    {
                        "en": f"{path.as_posix()} does not exist; correct the path, "
                        "or write it inline",
                        "fr": f"{path.as_posix()} n'existe pas ; corrigez le chemin, "
                        "ou écrivez-le sur place",
                    },
                ),
            )
        )
    name = path.as_posix()
    if name in texts:
        return _checked(path, name, schema, texts)
    return _companion_of(read_bytes(path, name), name, schema)


@lru_cache(maxsize=64)
def _companion_of(data: bytes, name: str, schema: str) -> Document:
    """Read once for all campaigns of a folder that share it."""
    return _fitting(load_bytes(data, name), schema)


def _schedule(document: Document) -> tuple[date, date]:
    first, last = (date.fromisoformat(document.get(("schedule", key))) for key in ("from", "to"))
    return first, last


def _known_at(options: Options, packs: tuple[Pack, ...], document: Document) -> datetime | None:
    if options.known_at is None:
        return None
    zone = _zone(packs, document)
    moment = read_instant(options.known_at, zone)
    if moment is None:
        raise _wrong_option(
            "--known-at",
            f"{options.known_at!r} is not a moment; write 2026-11-23T09:00+01:00",
            f"{options.known_at!r} n'est pas un moment ; écrivez 2026-11-23T09:00+01:00",
        )
    if moment.time_known:
        return moment.utc
    return moment.utc + timedelta(days=1) - timedelta(seconds=1)


def _zone(packs: tuple[Pack, ...], document: Document) -> str:
    """Zone of a moment without offset: that of the pack whose country is called, else the first."""
    called = document.get(("campaign", "markets")) or [document.get(("advertiser", "country"))]
    zoned = [pack for pack in packs if pack.default_timezone]
    home = [pack for pack in zoned if set(pack.countries) & set(called)]
    return next((str(pack.default_timezone) for pack in home + zoned), "UTC")


def _wrong_option(option: str, en: str, fr: str) -> InputError:
    return InputError((Problem(Place(option), {"en": en, "fr": fr}),))
