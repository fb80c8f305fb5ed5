"""What is wrong with a record, or with what a record is asked for."""

from __future__ import annotations

from msgspec import Struct, field

from calllint.document import Place
from calllint.engine.options import InputError
from calllint.engine.result import Problem
from calllint.lang import LANGUAGES, say


class Unusable(InputError):
    """A key, a folder or a file that cannot be used: exit 2. ``key`` names the sentence."""

    def __init__(self, where: str, key: str, *, part: str = "error", **values: object) -> None:
        text = {lang: say(f"proof.{part}.{key}", lang, **values) for lang in LANGUAGES}
        super().__init__((Problem(Place(where), text),))
        self.key = key


class Fault(Struct, frozen=True):
    """Something that does not hold: in which file, and what."""

    file: str
    key: str
    """The sentence is ``proof.fault.KEY``."""
    values: tuple[tuple[str, object], ...] = ()

    @classmethod
    def of(cls, file: object, key: str, **values: object) -> Fault:
        """A fault with what its sentence needs."""
        return cls(str(file), key, tuple(values.items()))

    def said(self, lang: str) -> str:
        """``FILE: what is wrong``."""
        return f"{self.file}: {say(f'proof.fault.{self.key}', lang, **dict(self.values))}"

    def as_error(self) -> Unusable:
        """The same, where nothing can be answered because of it."""
        return Unusable(self.file, self.key, part="fault", **dict(self.values))


class Verified(Struct):
    """What was found."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What holds, and what it does not say."""
    unchecked: list[Fault] = field(default_factory=list)
    """What could not be checked here."""
    records: int = 0
    numbers: int = 0
    files: int = 0
    """Files of a scrub."""
