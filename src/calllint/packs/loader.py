"""Loading packs: find them, take what an earlier run read, read the others, check them together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as File

from calllint.document.place import Place
from calllint.packs import cache, discovery
from calllint.packs.errors import PackError, Problems
from calllint.packs.language.errors import both
from calllint.packs.model import Pack
from calllint.packs.together import check_together


def load_packs(folders: Sequence[File] = (), only: Sequence[str] | None = None) -> tuple[Pack, ...]:
    """Installed packs (those of ``only``, if given) and those in ``folders``, sorted by name.

    A folder that is an installed pack is loaded once. Raises PackError with all problems.
    """
    problems = Problems()
    found: dict[File, Pack] = {}
    named = [(folder, name) for name, folder in discovery.installed(problems, only).items()]
    for folder, name in (*named, *((folder, folder.as_posix()) for folder in folders)):
        if folder.resolve() in found:
            continue
        try:
            found[folder.resolve()] = _load(folder, name)
        except PackError as error:
            problems.found.extend(error.problems)
    packs = tuple(sorted(found.values(), key=lambda pack: pack.name))
    check_together(packs, problems)
    problems.stop_if_any()
    return packs


def load_pack(folder: File) -> Pack:
    """The pack in one folder; its files are reported under the folder as given."""
    return _load(folder, folder.as_posix())


def _load(folder: File, name: str) -> Pack:
    problems = Problems()
    try:
        pack = _kept_or_read(folder, name, problems)
    except OSError:
        problems.add(
            Place(name),
            both(
                "a file of this pack cannot be read; check its permissions",
                "un fichier de ce pack ne se lit pas ; vérifiez ses droits",
            ),
        )
        pack = None
    problems.stop_if_any()
    if pack is None:
        raise AssertionError("a pack that cannot be read has a problem")
    return pack


def _kept_or_read(folder: File, name: str, problems: Problems) -> Pack | None:
    digest = discovery.digest(folder)
    found = cache.kept(folder, name, digest)
    if found is not None:
        return found
    from calllint.packs.reader import read_pack

    pack = read_pack(folder, name, problems)
    # Not where a file changed while it was being read.
    if pack is not None and not problems.found and pack.digest == digest:
        cache.keep(pack, name)
    return pack
