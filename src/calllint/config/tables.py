"""Every setting there is: its name, what it holds and what it is where nobody says anything.

The one list that the reader, the schema, the environment and ``--show-config`` go by.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

Kind: TypeAlias = OneOf[
    "words", "folders", "folder", "file", "choice", "memory", "count", "flag", "levels",
    "versions", "patterns",
]  # fmt: skip
"""What a setting holds; the last three are tables."""

SEVERITIES = ("info", "warning", "error")


class Setting(Struct, frozen=True):
    """One setting, by the name it has in the file and on the command line."""

    name: str
    kind: Kind
    default: str | bool | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return "CALLLINT_" + self.name.upper().replace("-", "_")

    @property
    def is_list(self) -> bool:
        """Whether it holds several words."""
        return self.kind in ("words", "folders")

    @property
    def is_table(self) -> bool:
        """Whether it holds values by key."""
        return self.kind in ("levels", "versions", "patterns")


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("select", "words"),
        Setting("extend-select", "words"),
        Setting("ignore", "words"),
        Setting("extend-ignore", "words"),
        Setting("per-file-ignores", "patterns"),
        Setting("require", "words"),
        Setting("severity", "levels"),
        Setting("packs", "folders"),
        Setting("pack-versions", "versions"),
        Setting("baseline", "file"),
        Setting("fail-on", "choice", "error", SEVERITIES[::-1]),
        Setting("lang", "choice", None, ("en", "fr")),
        Setting("data-root", "folder"),
        Setting("without-data", "flag", False),
        Setting("memory-limit", "memory"),
        Setting("threads", "count"),
        Setting("temp-dir", "folder"),
    )
}
