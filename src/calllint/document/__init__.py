"""Reading YAML with its meaning (YAML 1.2) and its places (file, line, column)."""

from calllint.document.errors import DocumentError, Words
from calllint.document.model import Comment, Document
from calllint.document.place import Path, Place, Span, dotted
from calllint.document.reader import load, load_bytes, load_text, read_bytes

__all__ = [
    "Comment",
    "Document",
    "DocumentError",
    "Path",
    "Place",
    "Span",
    "Words",
    "dotted",
    "load",
    "load_bytes",
    "load_text",
    "read_bytes",
]
