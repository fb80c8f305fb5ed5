"""From text to tree, by recursive descent over the grammar of ``docs/rule-language.md``.

Nesting is bounded, so a hostile text is an error and never the end of Python's stack.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from calllint.packs.language.errors import ExpressionError, Message, both
from calllint.packs.language.lexer import Token, tokens
from calllint.packs.language.text import measure
from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    Extent,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Param,
    Table,
)

MAX_NESTING = 30
"""Parentheses, `not`, calls and cases inside each other."""
MAX_DEPTH = 60
"""Levels of a parsed tree, chains of `+` and `-` included."""

_COMPARISONS = frozenset(("=", "<>", "<", "<=", ">", ">="))
_TOO_DEEP = both(
    "the expression is nested too deeply; cut it into definitions",
    "l'expression a trop de niveaux ; découpez-la en définitions",
)


def parse(text: str, definition: bool = False) -> Expr:
    """The tree of an expression. ``definition`` allows `case` and `coalesce` too.

    Raises ExpressionError, and nothing else, on any text that is not in the language.
    """
    parser = _Parser(tokens(text), definition)
    tree = parser.expression()
    if parser.token.kind != "end":
        parser.fail(
            both(
                "expected the end, or `and`, `or`, a comparison",
                "on attendait la fin, ou `and`, `or`, une comparaison",
            )
        )
    if measure(tree)[1] > MAX_DEPTH:
        raise ExpressionError(Extent(0, len(text)), _TOO_DEEP)
    return tree


class _Parser:
    """One method per line of the grammar; ``token`` is the next token."""

    def __init__(self, found: list[Token], definition: bool) -> None:
        self.tokens = found
        self.position = 0
        self.nesting = 0
        self.definition = definition
        self.token = found[0]

    # -- moving ---------------------------------------------------------------------------

    def take(self) -> Token:
        """The next token, which is then behind us."""
        taken = self.token
        self.position = min(self.position + 1, len(self.tokens) - 1)
        self.token = self.tokens[self.position]
        return taken

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these operators or words."""
        return self.token.kind in ("op", "keyword", "word") and self.token.text in texts

    def eat(self, text: str) -> bool:
        """Take the next token if it is this one."""
        found = self.at(text)
        if found:
            self.take()
        return found

    def need(self, text: str) -> Token:
        """Take this token; anything else is an error."""
        if not self.at(text):
            self.fail(both(f"expected `{text}`", f"on attendait `{text}`"))
        return self.take()

    def fail(self, wanted: Message, token: Token | None = None) -> NoReturn:
        """Raise at a token (the next one unless told)."""
        here = token or self.token
        en = "the expression ends here" if here.kind == "end" else f"found `{here.text[:40]}`"
        fr = "l'expression s'arrête ici" if here.kind == "end" else f"`{here.text[:40]}` trouvé"
        raise ExpressionError(here.extent, both(f"{wanted['en']}; {en}", f"{wanted['fr']} ; {fr}"))

    def nested(self, rule: Callable[[], Expr]) -> Expr:
        """One level further down."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise ExpressionError(self.token.extent, _TOO_DEEP)
        tree = rule()
        self.nesting -= 1
        return tree

    def since(self, start: int) -> Extent:
        """From ``start`` to the end of the last token taken."""
        return Extent(start, self.tokens[self.position - 1].end)

    # -- the grammar ----------------------------------------------------------------------

    def expression(self) -> Expr:
        """``expression = conjunction { "or" conjunction }``."""
        return self.logic("or", lambda: self.logic("and", self.negation))

    def logic(self, op: str, operand: Callable[[], Expr]) -> Expr:
        """Operands joined by one connective, as one node."""
        start = self.token.start
        operands = [operand()]
        while self.eat(op):
            operands.append(operand())
        if len(operands) == 1:
            return operands[0]
        return Logic("or" if op == "or" else "and", tuple(operands), self.since(start))

    def negation(self) -> Expr:
        """``negation = "not" negation | predicate``."""
        start = self.token.start
        if self.eat("not"):
            return Not(self.nested(self.negation), self.since(start))
        return self.predicate()

    def predicate(self) -> Expr:
        """``predicate = sum [ comparison | null test | membership ]``."""
        start, left = self.token.start, self.sum()
        if self.token.text in _COMPARISONS and self.token.kind == "op":
            op = self.take().text
            right = self.sum()
            # The lexer yields exactly the six operators of Compare.
            return Compare(op, left, right, self.since(start))  # type: ignore[arg-type]
        if self.eat("is"):
            negated = self.eat("not")
            self.need("null")
            return IsNull(left, negated, self.since(start))
        negated = self.eat("not")
        if negated and not self.at("in", "between", "like"):
            self.fail(
                both(
                    "after `not` comes `in`, `between` or `like`",
                    "après `not` vient `in`, `between` ou `like`",
                )
            )
        return self.membership(left, start, negated)

    def membership(self, left: Expr, start: int, negated: bool) -> Expr:
        """What follows `in`, `between` or `like`, if one of them does."""
        if self.eat("in"):
            options = self.options()
            return In(left, options, negated, self.since(start))
        if self.eat("between"):
            low = self.sum()
            self.need("and")
            high = self.sum()
            return Between(left, low, high, negated, self.since(start))
        if self.eat("like"):
            pattern = self.pattern()
            return Like(left, pattern, negated, self.since(start))
        return left

    def options(self) -> tuple[Literal, ...] | Param | Table:
        """``options = parameter | "table" "(" name ")" | "(" literal { "," literal } ")"``."""
        start = self.token.start
        if self.token.kind == "param":
            return Param(self.take().text[1:], self.since(start))
        if self.eat("table"):
            self.need("(")
            if self.token.kind != "word":
                self.fail(both("expected the name of a table", "on attendait le nom d'une table"))
            name = self.take().text
            self.need(")")
            return Table(name, self.since(start))
        self.need("(")
        found = [self.option()]
        while self.eat(","):
            found.append(self.option())
        self.need(")")
        return tuple(found)

    def option(self) -> Literal:
        """A literal inside `in (…)`; `null` would make the test never false."""
        token = self.token
        literal = self.literal()
        if literal is None or literal.value is None:
            self.fail(
                both(
                    "a list holds literals, and no `null`; for NULL add `or x is null`",
                    "une liste contient des constantes, et pas de `null` ; pour NULL, "
                    "ajoutez `or x is null`",
                ),
                token,
            )
        return literal

    def pattern(self) -> str:
        """The text after `like`. Engines disagree on what a backslash means there."""
        token = self.token
        if token.kind != "text" or "\\" in token.text:
            self.fail(
                both(
                    "`like` takes a text without backslashes, as `'97%'`",
                    "`like` attend un texte sans barre oblique inverse, comme `'97%'`",
                )
            )
        self.take()
        return str(token.value)

    def sum(self) -> Expr:
        """``sum = term { ( "+" | "-" ) term [ "day" | "days" ] }``."""
        start, left = self.token.start, self.term()
        while self.at("+", "-"):
            plus = self.take().text == "+"
            right = self.term()
            _ = self.eat("days") or self.eat("day")
            left = Add("+" if plus else "-", left, right, self.since(start))
        return left

    def term(self) -> Expr:
        """``term = literal | parameter | name | call | case | "(" expression ")"``."""
        token = self.token
        literal = self.literal()
        if literal is not None:
            return literal
        if token.kind == "param":
            return Param(self.take().text[1:], token.extent)
        if token.kind == "word":
            return self.name_or_call()
        if self.at("case"):
            return self.case()
        if self.eat("("):
            inner = self.nested(self.expression)
            self.need(")")
            return inner
        return self.fail(
            both(
                "expected a value: a name, a literal, a parameter or `(`",
                "on attendait une valeur : un nom, une constante, un paramètre ou `(`",
            )
        )

    def literal(self) -> Literal | None:
        """The next token as a constant, taken; None, and nothing taken, if it is none."""
        token = self.token
        if token.kind in ("int", "text", "date", "time"):
            self.take()
            return Literal(token.value, token.extent)
        if self.at("true", "false", "null"):
            self.take()
            constants = {"true": True, "false": False, "null": None}
            return Literal(constants[token.text], token.extent)
        return None

    def name_or_call(self) -> Expr:
        """A name, or a helper with its arguments in parentheses."""
        token = self.take()
        if not self.eat("("):
            return Name(token.text, token.extent)
        if token.text == "coalesce" and not self.definition:
            self.only_in_definitions(token)
        arguments = [] if self.at(")") else [self.nested(self.expression)]
        while self.eat(","):
            arguments.append(self.nested(self.expression))
        self.need(")")
        extent = self.since(token.start)
        if token.text == "coalesce":
            return Coalesce(tuple(arguments), extent)
        return Call(token.text, tuple(arguments), extent)

    def case(self) -> Expr:
        """``case = "case" { "when" expression "then" expression } [ "else" expression ] "end"``."""
        token = self.take()
        if not self.definition:
            self.only_in_definitions(token)
        branches: list[tuple[Expr, Expr]] = []
        while not branches or self.at("when"):
            self.need("when")
            test = self.nested(self.expression)
            self.need("then")
            branches.append((test, self.nested(self.expression)))
        otherwise = self.nested(self.expression) if self.eat("else") else None
        self.need("end")
        return Case(tuple(branches), otherwise, self.since(token.start))

    def only_in_definitions(self, token: Token) -> NoReturn:
        """`case` and `coalesce` decide what NULL means, which a definition has to state."""
        raise ExpressionError(
            token.extent,
            both(
                f"`{token.text}` is for definitions (pack.yaml), where what NULL means is stated",
                f"`{token.text}` est pour les définitions (pack.yaml), où le sens de NULL est dit",
            ),
        )
