"""Trees as text again, and what a tree mentions."""

from __future__ import annotations

from datetime import date

from calllint.packs.language.tree import (
    Add,
    Between,
    Call,
    Case,
    Coalesce,
    Compare,
    Expr,
    In,
    IsNull,
    Like,
    Literal,
    Logic,
    Name,
    Not,
    Param,
    Table,
    children,
    walk,
)

_OR, _AND, _NOT, _PREDICATE, _SUM, _TERM = range(6)


def names(tree: Expr) -> frozenset[str]:
    """Columns and definitions a tree mentions; expand definitions first to have columns only."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Name))


def params(tree: Expr) -> frozenset[str]:
    """Parameters a tree mentions, without their ``$``."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Param))


def functions(tree: Expr) -> frozenset[str]:
    """Helpers and fact functions a tree calls, by name."""
    return frozenset(call.function for call in calls(tree))


def calls(tree: Expr) -> tuple[Call, ...]:
    """Every call of a helper or a fact function, with its arguments, in source order."""
    return tuple(node for node in walk(tree) if isinstance(node, Call))


def tables(tree: Expr) -> frozenset[str]:
    """Tables a tree reads."""
    return frozenset(node.name for node in walk(tree) if isinstance(node, Table))


def measure(tree: Expr) -> tuple[int, int]:
    """Nodes and levels of a tree; needs no stack, however deep the tree is."""
    size, depth, todo = 0, 0, [(tree, 1)]
    while todo:
        node, level = todo.pop()
        size, depth = size + 1, max(depth, level)
        todo.extend((child, level + 1) for child in children(node))
    return size, depth


def unparse(tree: Expr) -> str:
    """The tree in the rule language: ``parse(unparse(tree)) == tree``.

    Times of day come back as minutes and ``!=`` as ``<>``; parentheses only where needed.
    Raises ValueError on a constant the language cannot write (a negative number).
    """
    return _write(tree, _OR)


def _write(node: Expr, least: int) -> str:
    """The node, in parentheses if it binds less tightly than its neighbour asks."""
    text, level = _print(node)
    return text if level >= least else f"({text})"


def _print(node: Expr) -> tuple[str, int]:
    """Text of a node and how tightly it binds."""
    match node:
        case Literal(value=value):
            return _literal(value), _TERM
        case Name(name=name):
            return name, _TERM
        case Param(name=name):
            return f"${name}", _TERM
        case Table(name=name):
            return f"table({name})", _TERM
        case Not(operand=operand):
            return f"not {_write(operand, _NOT)}", _NOT
        case Logic(op=op, operands=operands):
            level = _OR if op == "or" else _AND
            return f" {op} ".join(_write(part, level + 1) for part in operands), level
        case Add(op=op, left=left, right=right):
            return f"{_write(left, _SUM)} {op} {_write(right, _TERM)}", _SUM
        case Call(function=function, arguments=arguments):
            return f"{function}({_list(arguments)})", _TERM
        case Coalesce(arguments=arguments):
            return f"coalesce({_list(arguments)})", _TERM
        case Case():
            return _case(node), _TERM
    return _predicate(node), _PREDICATE


def _predicate(node: Compare | IsNull | In | Between | Like) -> str:
    if isinstance(node, Compare):
        return f"{_write(node.left, _SUM)} {node.op} {_write(node.right, _SUM)}"
    operand = _write(node.operand, _SUM)
    negation = "not " if node.negated else ""
    match node:
        case IsNull():
            return f"{operand} is {negation}null"
        case In(options=options):
            inside = f"({_list(options)})" if isinstance(options, tuple) else _write(options, _TERM)
            return f"{operand} {negation}in {inside}"
        case Between(low=low, high=high):
            return f"{operand} {negation}between {_write(low, _SUM)} and {_write(high, _SUM)}"
        case Like(pattern=pattern):
            return f"{operand} {negation}like {_literal(pattern)}"


def _list(parts: tuple[Expr, ...]) -> str:
    return ", ".join(_write(part, _OR) for part in parts)


def _case(node: Case) -> str:
    branches = [
        f"when {_write(test, _OR)} then {_write(value, _OR)}" for test, value in node.branches
    ]
    otherwise = [] if node.otherwise is None else [f"else {_write(node.otherwise, _OR)}"]
    return " ".join(["case", *branches, *otherwise, "end"])


def _literal(value: bool | int | str | date | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            if value < 0:
                raise ValueError("the language has no negative constants")
            return str(value)
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date():
            return value.isoformat()
