"""Where each page about the packs stands, and who is on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from msgspec import Struct

from calllint.packs.guide import Guide, read_guide
from calllint.packs.model import Pack
from calllint.report import markdown as md
from calllint.report.rulebook import Entry, entries

RULES, DOUBTS, LAW = "rules/index.md", "rules/doubts.md", "law/index.md"
TIMELINE, PENALTIES = "law/timeline.md", "law/penalties.md"


class Shelf(Struct, frozen=True, dict=True):
    """The packs whose pages are written. Paths are the same in every language."""

    packs: tuple[Pack, ...]

    @cached_property
    def entries(self) -> list[Entry]:
        """Every rule, by id."""
        return entries(self.packs)

    @cached_property
    def _guides(self) -> dict[str, Guide]:
        return {pack.name: read_guide(pack) for pack in self.packs}

    def guide(self, pack: Pack) -> Guide:
        """What readers of a pack want to know. Raises PackError where its file is wrong."""
        return self._guides[pack.name]

    @cached_property
    def families(self) -> dict[str, list[Entry]]:
        """Rules by the prefix of their family."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(self.guide(entry.pack).family(entry.rule).prefix, []).append(entry)
        return found

    def rule(self, id: str) -> str:
        """The page of a rule."""
        return f"rules/{id}.md"

    def family(self, prefix: str) -> str:
        """The page of a family."""
        return f"rules/family-{prefix}.md"

    def value(self, pack: Pack, name: str) -> str:
        """The page of a law value."""
        return f"law/{pack.name}/{name}.md"

    def linker(self, here: str) -> Callable[[str], str]:
        """What turns the id of a rule into a link from a page; another word stays as it is."""
        known = {entry.rule.id for entry in self.entries}

        def link_rule(id: str) -> str:
            target = self.rule(id)
            return md.link(id, target, here) if id in known and target != here else id

        return link_rule
