"""May this number be called at this moment? From the lists, or from an index made of them."""

from calllint.engine.cancall.answer import Answer, Ground, Limit
from calllint.engine.cancall.gate import Gate
from calllint.engine.cancall.index import (
    Prepared,
    default_index,
    gate_for,
    open_index,
    prepare,
)
from calllint.engine.cancall.origin import StaleIndexError
from calllint.engine.cancall.when import When

__all__ = [
    "Answer",
    "Gate",
    "Ground",
    "Limit",
    "Prepared",
    "StaleIndexError",
    "When",
    "default_index",
    "gate_for",
    "open_index",
    "prepare",
]
