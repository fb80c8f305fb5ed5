"""Whether a ``pyproject.toml`` configures calllint, told without reading TOML.

Every project that installs calllint names it there, and few configure it there: what reads TOML
takes longer to load than the whole help.
"""

from __future__ import annotations

import re

_TABLE = re.compile(rb"""["']?tool["']?\s*(?:\.\s*["']?calllint|[\]=])""")
"""``[tool.calllint]``; a whole table ``tool``, which may hold it, is rare."""


def may_be_ours(content: bytes) -> bool:
    """Whether it may: only a file that certainly does not is left alone."""
    return b"calllint" in content and bool(_TABLE.search(content))
