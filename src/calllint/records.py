"""``dataclass`` as the standard library has it, but made when used.

The standard library writes and compiles six functions for every class, half a millisecond each: for
a hundred and more of them a quarter of a short run, and most are never called. Here a class notes
its fields, and each function is made when it is first called. Type checkers see the original.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, astuple, field, fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["asdict", "astuple", "dataclass", "field", "fields", "replace"]

_Maker = Callable[[type], Callable[..., Any]]
_FACTORY = object()
"""Stands for a value that is made anew for each object."""


def _init(cls: type) -> Callable[..., None]:
    """``__init__``, written out and compiled: it is called thousands of times."""
    given, lines, names = [], [], {"_set": object.__setattr__, "_factory": _FACTORY}
    for each in fields(cls):
        name, value = each.name, each.name
        if each.default is not dataclasses.MISSING:
            names[f"_of_{name}"], default = each.default, f"=_of_{name}"
        elif each.default_factory is not dataclasses.MISSING:
            names[f"_of_{name}"], default = each.default_factory, "=_factory"
            value = f"_of_{name}()" + (f" if {name} is _factory else {name}" if each.init else "")
        else:
            default = ""
        if each.init:
            given.append(name + default)
        if each.init or default == "=_factory":
            lines.append(f" _set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__(self, {', '.join(given)}):\n" + ("\n".join(lines) or " pass"), names)
    return names["__init__"]  # type: ignore[return-value]


def _values(cls: type, names: list[str]) -> Callable[[Any], Any]:
    """The values of some fields, as something that compares and hashes as a tuple of them does."""
    return attrgetter(*names) if names else lambda record: ()


def _eq(cls: type) -> Callable[[Any, object], Any]:
    values = _values(cls, [each.name for each in fields(cls) if each.compare])

    def __eq__(self: Any, other: object) -> Any:
        return (
            values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented
        )

    return __eq__


def _hash(cls: type) -> Callable[[Any], int]:
    values = _values(cls, [each.name for each in fields(cls) if each.compare])
    return lambda self: hash(values(self))


def _repr(cls: type) -> Callable[[Any], str]:
    shown = [each.name for each in fields(cls) if each.repr]

    def __repr__(self: Any) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({told})"

    return __repr__


def _refuse(self: Any, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"cannot change field {name!r}")


def _when_used(cls: type, name: str, make: _Maker) -> None:
    def first(self: Any, *args: Any, **named: Any) -> Any:
        made = make(cls)
        setattr(cls, name, made)
        return made(self, *args, **named)

    setattr(cls, name, first)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, *, frozen=False):
        """The decorator, bare or with ``frozen``; what else the original takes is not there."""
        return _noted(cls, frozen) if cls else lambda given: _noted(given, frozen)


def _noted(cls: type, frozen: bool) -> type:
    cls.__doc__ = cls.__doc__ or cls.__name__  # or else the original works a signature out
    own = set(vars(cls))
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    made: dict[str, _Maker] = {"__init__": _init, "__repr__": _repr, "__eq__": _eq}
    for name, make in ({**made, "__hash__": _hash} if frozen else made).items():
        if name not in own:
            _when_used(cls, name, make)
    if frozen:
        cls.__setattr__ = cls.__delattr__ = _refuse  # type: ignore[assignment, method-assign]
    elif "__hash__" not in own:
        cls.__hash__ = None  # type: ignore[assignment, method-assign]
    return cls
