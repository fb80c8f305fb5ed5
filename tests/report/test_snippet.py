"""The caret points right, whatever stands before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.document import Span
from calllint.report.console import cells
from calllint.report.snippet import snippet


def under(text: str, span: Span, width: int = 80) -> str:
    """What the carets underline."""
    shown = snippet(text, span, width, show_numbers=True)
    assert shown is not None
    start = shown.carets.index("^")
    taken, column = [], 0
    for character in shown.source:
        if start <= column < len(shown.carets):
            taken.append(character)
        column += cells(character)
    return "".join(taken)


@pytest.mark.parametrize(
    "before", ["", "key: ", "\t", "a\t\t", "宽 ", "e\u0301: ", "x" * 200 + ": "]
)
def test_the_value_is_underlined(before: str) -> None:
    column = len(before) + 1

    assert under(f"first\n{before}value  # why", Span(2, column, 2, column + 5)) == "value"


def test_a_span_of_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    assert under("a: [1,\n  2]\n", Span(1, 4, 2, 5)) == "[1,"


def test_an_empty_span_has_one_caret() -> None:
    shown = snippet("a:\n", Span(1, 3, 1, 3), 80, show_numbers=True)

    assert shown is not None
    assert shown.carets == "  ^"


def test_lines_are_counted_as_documents_count_them() -> None:
    assert under("a\r\nb\rc\nd\u2028e", Span(4, 3, 4, 4)) == "e"


def test_a_line_that_does_not_exist_gives_nothing() -> None:
    assert snippet("a\n", Span(9, 1, 9, 2), 80, show_numbers=True) is None


def test_numbers_are_hidden_without_moving_the_caret() -> None:
    shown = snippet('n: "+33612345678", to: me', Span(1, 24, 1, 26), 80, show_numbers=False)

    assert shown is not None
    assert "612345" not in shown.source
    assert shown.carets.index("^") == shown.source.index("me")


@given(
    st.text(st.sampled_from("ab\t宽é 0:"), max_size=150),
    st.integers(1, 160),
    st.integers(0, 160),
    st.integers(20, 100),
)
def test_a_snippet_never_leaves_its_room(text: str, column: int, length: int, width: int) -> None:
    shown = snippet(text, Span(1, column, 1, column + length), width, show_numbers=True)

    assert shown is not None
    assert cells(shown.source) <= width
    assert "^" in shown.carets
