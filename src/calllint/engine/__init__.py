"""Running rules over facts. Importing this module costs nothing; ``judge`` brings the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calllint.engine.options import InputError, Options

if TYPE_CHECKING:
    from calllint.engine.run import judge

__all__ = ["InputError", "Options", "judge"]


def __getattr__(name: str) -> object:
    if name == "judge":
        from calllint.engine.run import judge

        return judge
    raise AttributeError(name)
