"""Which files a campaign is judged by, without judging it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from calllint.document import Document, DocumentError, load
from calllint.engine.inputs import companion_paths
from calllint.engine.options import Options
from calllint.facts.entries import declared
from calllint.facts.errors import FactError
from calllint.facts.sources.table import STDIN
from calllint.packs import PackError, load_packs


def files_used(campaign: Path, options: Options) -> frozenset[Path] | None:
    """The campaign, its script, forms and lists, the configuration, the baseline, house packs.

    None where nobody can tell: the campaign cannot be read, a list is no file, or proofs are
    looked for, which the lists name.
    """
    named = _named(campaign, options)
    if named is None or None in named or options.proofs is not None:
        return None
    return _resolved({campaign, *_settings(options), *named})


def files_named(campaign: Path, options: Options) -> frozenset[Path]:
    """The same as far as it can be told, with the lists that are named and not read."""
    named = _named(campaign, replace(options, without_data=False)) or set()
    return _resolved({campaign, *_settings(options), *named})


def _resolved(paths: Iterable[Path | None]) -> frozenset[Path]:
    return frozenset(path.resolve() for path in paths if path is not None)


def _named(campaign: Path, options: Options) -> set[Path | None] | None:
    """What the campaign names: None among it for a list that is no file."""
    try:
        document = load(campaign, campaign.as_posix())
        words = companion_paths(document, campaign, options.data_root)
        return {*words, *_lists(document, options)}
    except (DocumentError, FactError, PackError, LookupError):
        return None


def _lists(document: Document, options: Options) -> Iterator[Path | None]:
    if options.without_data:
        return
    packs = load_packs(options.rules)
    data = declared(document, options.data_root, options.data, packs)
    yield from data.numbering
    for entry in data.entries:
        if entry.asked or STDIN in entry.files:
            yield None
        yield from entry.files


def _settings(options: Options) -> Iterator[Path]:
    if options.config is not None:
        yield Path(options.config)
    if options.baseline is not None and options.baseline.exists():
        yield options.baseline
    for folder in options.rules:
        yield from (path for path in folder.rglob("*") if path.is_file())
