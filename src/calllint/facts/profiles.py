"""Profiles: the layouts of known exports, as YAML, and how one is found by its name.

Those of products come with calllint; a pack brings those of its country in ``profiles/``; anybody's
own stand in a file or a folder that the entry names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from calllint.document import Document, DocumentError, Place, load
from calllint.document import Path as DocPath
from calllint.document.suggest import nearest
from calllint.facts.errors import FactError
from calllint.packs.model import Pack

_FOLDER = Path(__file__).parent.parent / "profiles"


class Profile(Struct, frozen=True):
    """The layout of an export: how it is written, and what its columns mean for each kind."""

    name: str
    document: Document

    @property
    def title(self) -> Mapping[str, str]:
        """What it is, in both languages."""
        return dict(self.document.value["title"])

    @property
    def written(self) -> Mapping[str, Any]:
        """How the file is written, as the keys of an entry say it."""
        value = self.document.value
        return {key: value[key] for key in WRITTEN if key in value}

    @property
    def match(self) -> tuple[str, ...]:
        """Headings that together tell this export from others."""
        return tuple(self.document.value.get("match", ()))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of list it reads."""
        return tuple(self.document.value["kinds"])

    @property
    def generic(self) -> bool:
        """Whether it is nobody's export in particular: usual headings, and no more."""
        return not self.match and "header" not in self.written

    @property
    def tells(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Words that tell which kind of list a file is: by kind, then ``files``, ``headings``."""
        return dict(self.document.value.get("tells", {}))

    def readings(self, kind: str) -> Iterator[tuple[DocPath, Mapping[str, Any]]]:
        """Each way the file is read for a kind, and where that stands."""
        for index, reading in enumerate(self.document.value["kinds"].get(kind, ())):
            yield ("kinds", kind, index), reading


WRITTEN = ("encoding", "separator", "quote", "header", "header_line", "sheet")


def find_profile(name: str, place: Place, root: Path, packs: Sequence[Pack]) -> Profile:
    """The profile an entry names: a file, one in a folder, or one that comes with a package.

    Raises FactError where there is none, or its file is wrong.
    """
    own = root / name
    if own.is_dir():
        found = sorted(own.glob("*.yaml"))
        if len(found) == 1:
            return _read(found[0])
        raise _unknown(name, place, [f"{name.rstrip('/')}/{path.stem}" for path in found])
    if "/" in name or name.endswith((".yaml", ".yml")):
        for path in (own, own.with_name(f"{own.name}.yaml")):
            if path.is_file():
                return _read(path)
        raise _unknown(name, place, [])
    paths = {path.stem: path for path in _known(packs)}
    if name not in paths:
        raise _unknown(name, place, sorted(paths))
    return _read(paths[name])


def every_profile(packs: Iterable[Pack]) -> list[Profile]:
    """All profiles that come with calllint and its packs, by name."""
    return sorted(map(_read, _known(packs)), key=lambda profile: profile.name)


def _known(packs: Iterable[Pack]) -> Iterator[Path]:
    for folder in (_FOLDER, *(pack.folder / "profiles" for pack in packs)):
        yield from sorted(folder.glob("*.yaml"))


def _read(path: Path) -> Profile:
    from calllint.document.schema import validate

    name = path.stem if path.parent == _FOLDER else path.as_posix()
    try:
        document = load(path, name)
    except DocumentError as error:
        raise FactError([(error.place, dict(error.message))]) from None
    errors = validate(document, "profile")
    if errors:
        raise FactError([(error.place, dict(error.message)) for error in errors])
    return Profile(path.stem, document)


def _unknown(name: str, place: Place, known: list[str]) -> FactError:
    near = nearest(name, known)
    listed = ", ".join(known)
    en = f"did you mean `{near}`?" if near else f"there are: {listed}" if known else "check it"
    fr = (
        f"vouliez-vous dire `{near}` ?"
        if near
        else f"il y a : {listed}"
        if known
        else "vérifiez le chemin"
    )
    return FactError.at(
        place, f"there is no profile `{name}`; {en}", f"il n'y a pas de profil `{name}` ; {fr}"
    )


def recognise(headers: Sequence[str], profiles: Iterable[Profile], fold: Any) -> Profile | None:
    """The profile whose telling headings are all there; the one with most of them."""
    there = {fold(header) for header in headers}
    fitting = [
        profile
        for profile in profiles
        if profile.match and all(fold(heading) in there for heading in profile.match)
    ]
    return max(fitting, key=lambda profile: len(profile.match), default=None)
