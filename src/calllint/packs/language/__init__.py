"""The language of rules: a text becomes a tree, or an error that points into the text."""

from calllint.packs.language.errors import ExpressionError
from calllint.packs.language.parser import parse

__all__ = ["ExpressionError", "parse"]
