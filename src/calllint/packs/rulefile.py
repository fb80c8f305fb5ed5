"""A rule file: from its mapping to a ``Rule``. What the rule says is ``rulecheck``'s business."""

from __future__ import annotations

import re
from typing import Literal as OneOf
from typing import cast

from calllint.document import Document, Place
from calllint.packs import files
from calllint.packs.errors import Problems
from calllint.packs.fields import LANGUAGES, Malformed, Node, articles, in_force
from calllint.packs.language import ExpressionError, parse
from calllint.packs.language.errors import both, suggestion
from calllint.packs.language.tree import Expr
from calllint.packs.model import Basis, Example, Rule, Severity, Text
from calllint.packs.scopes import SCOPES, Value

EXPRESSIONS = ("applies", "breach", "clear_from", "clear_until", "duty", "attempts_left")
"""Keys of a rule that hold an expression."""
OUTCOMES = ("breach", "ok", "unknown")

_KEYS = (
    "id",
    "name",
    "title",
    "scope",
    "severity",
    "in_force",
    "law",
    "basis",
    "since",
    *EXPRESSIONS,
    "at",
    "message",
    "help",
    "explain",
    "doubt",
    "examples",
    "deprecated",
    "withdrawn",
    "why",
    "replaced_by",
    "review_by",
)


def read_rule(doc: Document, pack: str, problems: Problems) -> Rule | None:
    """The rule in a file, examples as written (not yet typed); None if it cannot be read."""
    try:
        node = Node.of(doc.value).only(_KEYS)
        rule = _rule(doc, node, pack, _expressions(doc, node, problems))
        _check_names(node)
    except Malformed as error:
        files.report_shape(doc, "rule", error, problems)
        return None
    return rule


def _expressions(doc: Document, node: Node, problems: Problems) -> dict[str, Expr]:
    found = {}
    for key in EXPRESSIONS:
        text = node.expression(key)
        try:
            if text is not None:
                found[key] = parse(text)
        except ExpressionError as error:
            files.report_expression(doc, (key,), error, problems)
    return found


def _rule(doc: Document, node: Node, pack: str, trees: dict[str, Expr]) -> Rule:
    basis = cast(Basis, node.choice("basis", ("law", "policy"), "law"))
    return Rule(
        id=node.text("id"),
        name=node.text("name"),
        pack=pack,
        title=_words(node, "title", basis),
        scopes=_scopes(node),
        severity=cast(Severity, node.choice("severity", ("error", "warning", "info"))),
        basis=basis,
        in_force=in_force(node),
        law=articles(node),
        since=node.optional_text("since") or "0",
        applies=trees.get("applies"),
        breach=trees.get("breach"),
        clear_from=trees.get("clear_from"),
        clear_until=trees.get("clear_until"),
        duty=trees.get("duty"),
        attempts_left=trees.get("attempts_left"),
        at=node.optional_text("at"),
        message=_words(node, "message", basis),
        help=_words(node, "help", basis),
        explain=_words(node, "explain", basis),
        examples=_examples(doc, node),
        place=Place(doc.name, doc.nearest(("id",))),
        withdrawn=node.day("withdrawn"),
        review_by=node.day("review_by"),
        doubt=_words(node, "doubt", basis) if node.has("doubt") else {},
        why=node.words("why"),
        deprecated=node.day("deprecated"),
        replaced_by=node.texts("replaced_by"),
    )


def _words(node: Node, key: str, basis: Basis) -> Text:
    """Words in both languages for law; for a house rule one language will do."""
    if basis == "law" or key in ("title", "message"):
        node.need(key)
    found = node.words(key)
    missing = [language for language in LANGUAGES if language not in found]
    if missing and basis == "law":
        listed = ", ".join(missing)
        raise Malformed(
            (*node.path, key), both(f"`{key}` lacks: {listed}", f"il manque à `{key}` : {listed}")
        )
    return found


def _scopes(node: Node) -> tuple[str, ...]:
    one = isinstance(node.need("scope"), str)
    found = (node.text("scope"),) if one else node.texts("scope")
    for scope in found:
        if scope not in SCOPES:
            near = suggestion(scope, SCOPES)
            raise Malformed(
                ("scope",),
                both(
                    f"unknown scope `{scope}`{near['en']}", f"portée inconnue `{scope}`{near['fr']}"
                ),
            )
    if not found or len(set(found)) < len(found):
        raise Malformed(
            ("scope",),
            both(
                "`scope` names at least one scope, each once",
                "`scope` nomme au moins une portée, chacune une fois",
            ),
        )
    return found


def _check_names(node: Node) -> None:
    node.words("why")
    if not re.fullmatch(r"[A-Z]{2,5}[0-9]{3}", node.text("id")):
        raise node.bad(
            "id",
            "two to five capitals and three digits, as AB123",
            "deux à cinq majuscules et trois chiffres, comme AB123",
        )
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", node.text("name")):
        raise node.bad(
            "name",
            "small letters and digits joined by `-`",
            "en minuscules et chiffres reliés par `-`",
        )
    ended = node.has("withdrawn") or node.has("deprecated")
    if ended != node.has("why"):
        raise Malformed(
            ("why",) if node.has("why") else ("withdrawn",) if node.has("withdrawn") else ("id",),
            both(
                "`withdrawn` or `deprecated` (a date) and `why` go together",
                "`withdrawn` ou `deprecated` (une date) et `why` vont ensemble",
            ),
        )
    if node.has("replaced_by") and not ended:
        raise Malformed(
            ("replaced_by",),
            both(
                "`replaced_by` is for a rule that is deprecated or withdrawn",
                "`replaced_by` vaut pour une règle obsolète ou retirée",
            ),
        )


def _examples(doc: Document, node: Node) -> tuple[Example, ...]:
    return tuple(_example(doc, entry) for entry in node.children("examples"))


def _example(doc: Document, node: Node) -> Example:
    """One example; ``given`` is still as YAML has it, and typed later against the scopes."""
    node.only((*OUTCOMES, "because"))
    outcomes = [outcome for outcome in OUTCOMES if outcome in node.value]
    if len(outcomes) != 1:
        raise Malformed(
            node.path,
            both(
                "an example is `breach:`, `ok:` or `unknown:`, one of them",
                "un exemple est `breach:`, `ok:` ou `unknown:`, un seul",
            ),
        )
    outcome = outcomes[0]
    given = node.child(outcome)
    values = {key: value for key, value in given.value.items() if key != "on"}
    return Example(
        outcome=cast(OneOf["breach", "ok", "unknown"], outcome),
        given=cast("dict[str, Value]", values),
        on=given.day("on"),
        because=node.words("because"),
        place=Place(doc.name, doc.nearest(node.path)),
    )
