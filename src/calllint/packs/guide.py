"""``guide.yaml``: what readers of a pack want to know and no rule reads.

Names of the families of rules, what the law's dates brought, and what breaches cost. Read only when
somebody asks for an explanation or for pages; judging a campaign never needs it.
"""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from calllint.document import Document
from calllint.packs import files
from calllint.packs.errors import Problems
from calllint.packs.fields import LANGUAGES, Malformed, Node, articles
from calllint.packs.language.errors import both
from calllint.packs.model import Article, Pack, Rule, Text

_PREFIX = re.compile(r"[A-Z]{2,5}\d{0,3}", re.ASCII)


class Family(Struct, frozen=True):
    """Rules whose ids begin alike."""

    prefix: str
    title: Text
    about: Text


class Event(Struct, frozen=True):
    """What happened to the law on a day."""

    on: date
    what: Text
    law: tuple[Article, ...]


class Penalty(Struct, frozen=True):
    """What a breach may cost. Sums are the most that may be asked, in whole units of currency."""

    what: Text
    currency: str
    person: int | None
    """Most for a natural person."""
    company: int | None
    """Most for a legal person."""
    note: Text
    law: tuple[Article, ...]
    rules: tuple[str, ...]
    """Ids, or beginnings of ids, of the rules whose breach it answers."""

    def answers(self, rule: Rule) -> bool:
        """Whether a breach of that rule may cost it. A warning speaks of no certain breach."""
        return rule.severity == "error" and rule.id.startswith(self.rules)


class Guide(Struct, frozen=True):
    """All of it; empty for a pack without a guide."""

    families: tuple[Family, ...] = ()
    events: tuple[Event, ...] = ()
    penalties: tuple[Penalty, ...] = ()

    def answering(self, rule: Rule) -> list[Penalty]:
        """What a breach of a rule may cost."""
        return [one for one in self.penalties if one.answers(rule)]

    def family(self, rule: Rule) -> Family:
        """The family of a rule; one without a title where the guide names none."""
        found = [one for one in self.families if rule.id.startswith(one.prefix)]
        longest = max(found, key=lambda one: len(one.prefix), default=None)
        return longest or Family(rule.id[:-2], {}, {})


def read_guide(pack: Pack) -> Guide:
    """The guide of a pack. Raises PackError with all that is wrong in it."""
    path = pack.folder / "guide.yaml"
    if not path.is_file():
        return Guide()
    problems = Problems()
    doc = files.read(path, path.as_posix(), problems)
    guide = None if doc is None else _guide(doc, pack, problems)
    problems.stop_if_any()
    assert guide is not None
    return guide


def _guide(doc: Document, pack: Pack, problems: Problems) -> Guide | None:
    try:
        node = Node.of(doc.value).only(("families", "timeline", "penalties"))
        families = tuple(_family(prefix, each) for prefix, each in node.child("families").items())
        events = tuple(_event(each) for each in node.children("timeline"))
        penalties = tuple(_penalty(each, pack) for each in node.children("penalties"))
    except Malformed as error:
        files.report_shape(doc, "guide", error, problems)
        return None
    return Guide(families, tuple(sorted(events, key=lambda one: one.on)), penalties)


def _family(prefix: str, node: Node) -> Family:
    if not _PREFIX.fullmatch(prefix):
        raise Malformed(
            node.path,
            both(
                f"`{prefix}` is not the beginning of rule ids, as AB1",
                f"`{prefix}` n'est pas un début d'identifiants de règles, comme AB1",
            ),
        )
    node.only(("title", "about"))
    return Family(prefix, _words(node, "title"), node.words("about"))


def _event(node: Node) -> Event:
    node.only(("on", "what", "law"))
    node.need("on")
    on = node.day("on")
    assert on is not None
    return Event(on, _words(node, "what"), articles(node))


def _penalty(node: Node, pack: Pack) -> Penalty:
    node.only(("what", "currency", "person", "company", "note", "law", "rules"))
    node.need("law")
    node.need("rules")
    prefixes = node.texts("rules")
    for prefix in prefixes:
        if not any(rule.id.startswith(prefix) for rule in pack.rules):
            raise Malformed(
                (*node.path, "rules"),
                both(
                    f"no rule of this pack begins with `{prefix}`",
                    f"aucune règle de ce recueil ne commence par `{prefix}`",
                ),
            )
    return Penalty(
        what=_words(node, "what"),
        currency=node.optional_text("currency") or "EUR",
        person=_sum(node, "person"),
        company=_sum(node, "company"),
        note=node.words("note"),
        law=articles(node),
        rules=prefixes,
    )


def _sum(node: Node, key: str) -> int | None:
    if not node.has(key):
        return None
    found = node.integer(key)
    if found < 0:
        raise node.bad(key, "a sum of money", "une somme d'argent")
    return found


def _words(node: Node, key: str) -> Text:
    """Words in every language: whoever reads the guide reads it in one of them."""
    node.need(key)
    found = node.words(key)
    missing = [language for language in LANGUAGES if language not in found]
    if missing:
        listed = ", ".join(missing)
        raise Malformed(
            (*node.path, key), both(f"`{key}` lacks: {listed}", f"il manque à `{key}` : {listed}")
        )
    return found
