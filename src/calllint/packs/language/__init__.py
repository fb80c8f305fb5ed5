"""The language of rules: a text becomes a tree, or an error that points into the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calllint.packs.language.errors import ExpressionError

if TYPE_CHECKING:
    from calllint.packs.language.tree import Expr

__all__ = ["ExpressionError", "parse"]


def parse(text: str, definition: bool = False) -> Expr:
    """The tree of an expression. Raises ExpressionError.

    The parser is loaded where something is parsed: packs that were read before need none.
    """
    from calllint.packs.language.parser import parse as read

    return read(text, definition=definition)
