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
    named = [(folder, name) for name, folder in discovery.installed(problems, only).items()]
    waiting = {
        folder.resolve(): (folder, name, discovery.extends(folder))
        for folder, name in reversed((*named, *((one, one.as_posix()) for one in folders)))
    }
    found: dict[str, Pack] = {}
    loaded: list[Pack] = []
    while waiting:
        ready = [key for key, (_, _, base) in waiting.items() if base is None or base in found]
        for key in ready or [*waiting]:  # those left extend what is not there, and say so
            folder, name, base = waiting.pop(key)
            try:
                loaded.append(_load(folder, name, found.get(base or "")))
                found.setdefault(loaded[-1].name, loaded[-1])
            except PackError as error:
                problems.found.extend(error.problems)
    packs = tuple(sorted(_extended(loaded, problems), key=lambda pack: pack.name))
    check_together(packs, problems)
    problems.stop_if_any()
    return packs


def _extended(packs: Sequence[Pack], problems: Problems) -> Sequence[Pack]:
    """The packs as those that extend others make them; nothing to do where none does."""
    if not any(pack.extends for pack in packs) or problems.found:
        return packs
    from calllint.packs.house import extended

    return extended(packs, problems)


def load_pack(folder: File) -> Pack:
    """The pack in one folder; its files are reported under the folder as given.

    One that extends another is found with the installed ones.
    """
    if discovery.extends(folder) is None:
        return _load(folder, folder.as_posix())
    own = folder.resolve()
    return next(pack for pack in load_packs((folder,)) if pack.folder.resolve() == own)


def _load(folder: File, name: str, base: Pack | None = None) -> Pack:
    problems = Problems()
    try:
        pack = _kept_or_read(folder, name, problems, base)
    except OSError:
        problems.add(
            Place(name),
            both(
                "a file of this pack cannot be read; check its permissions",
                "un fichier de ce recueil ne se lit pas ; vérifiez ses droits",
            ),
        )
        pack = None
    problems.stop_if_any()
    if pack is None:
        raise AssertionError("a pack that cannot be read has a problem")
    return pack


def _kept_or_read(folder: File, name: str, problems: Problems, base: Pack | None) -> Pack | None:
    digest = discovery.digest(folder)
    if base is not None:
        digest = discovery.joined(digest, base.digest)
    found = cache.kept(folder, name, digest)
    if found is not None:
        return found
    from calllint.packs.reader import read_pack

    pack = read_pack(folder, name, problems, base)
    # Not where a file changed while it was being read.
    if pack is not None and not problems.found and pack.digest == digest:
        cache.keep(pack, name)
    return pack
