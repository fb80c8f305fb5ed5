"""Exact places: what a span covers reads again to the value it stands for."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.document import Comment, Document, Path, Span, load_text

TEXT = """\
# the campaign
campaign:
  id: "a # b"   # not in quotes
  tags: [x, {y: 1}]
  note: |  # how it reads
    # part of the text
    second line
  long: one
    two
centres:
- name: A
  country: MA
- &b
  name: B
again: *b
empty:
"""


@pytest.fixture
def document() -> Document:
    return load_text(TEXT, "c.yaml")


def cut(document: Document, span: Span) -> str:
    """The text a span covers, indented as it stands in the file."""
    lines = document.text.splitlines(keepends=True)
    chosen = [*lines[span.line - 1 : span.end_line - 1]]
    last = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
    chosen.append(last[: span.end_column - 1])
    chosen[0] = " " * (span.column - 1) + chosen[0][span.column - 1 :]
    return "".join(chosen)


def paths(value: Any, path: Path = ()) -> list[Path]:
    if not isinstance(value, (dict, list)):
        return [path]
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(found for key, item in inner for found in paths(item, (*path, key)))]


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("campaign", "id"), Span(3, 7, 3, 14)),
        (("campaign", "tags"), Span(4, 9, 4, 20)),
        (("campaign", "tags", 1, "y"), Span(4, 17, 4, 18)),
        (("campaign", "note"), Span(5, 9, 8, 1)),
        (("campaign", "long"), Span(8, 9, 9, 8)),
        (("campaign",), Span(3, 3, 9, 8)),
        (("centres",), Span(11, 1, 14, 10)),
        (("centres", 0), Span(11, 3, 12, 14)),
        (("again",), Span(15, 8, 15, 10)),
        (("again", "name"), Span(14, 9, 14, 10)),
        (("empty",), Span(16, 7, 16, 7)),
    ],
)
def test_span_of_a_value(document: Document, path: Path, span: Span) -> None:
    assert document.span(path) == span


def test_span_of_a_key(document: Document) -> None:
    assert document.key_span(("centres", 1, "name")) == Span(14, 3, 14, 7)
    for path in ((), ("centres", 0), ("nowhere",), ("campaign", "id", "deeper")):
        with pytest.raises(KeyError):
            document.key_span(path)
    with pytest.raises(KeyError):
        document.span(("centres", 7))


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("campaign", "id"), Span(3, 7, 3, 14)),
        (("campaign", "id", "deeper"), Span(3, 7, 3, 14)),
        (("campaign", "missing"), Span(2, 1, 2, 9)),
        (("campaign",), Span(2, 1, 2, 9)),
        (("centres", 0, "zone"), Span(11, 3, 11, 10)),
        (("centres", 9), Span(10, 1, 10, 8)),
        (("nowhere",), Span(2, 1, 2, 10)),
        ((), Span(2, 1, 2, 10)),
    ],
)
def test_nearest_is_where_a_person_should_look(document: Document, path: Path, span: Span) -> None:
    assert document.nearest(path) == span


def test_get_follows_a_path(document: Document) -> None:
    assert document.get(("campaign", "tags", 1, "y")) == 1
    assert document.get(("centres", 5, "name"), "none") == "none"
    assert document.get(("empty",), "none") is None
    assert document.get(()) is document.value


def test_comments_are_those_outside_texts(document: Document) -> None:
    assert document.comments == (
        Comment(1, 1, "# the campaign"),
        Comment(3, 17, "# not in quotes"),
        Comment(5, 12, "# how it reads"),
    )


@pytest.mark.parametrize(
    "text", ["'a # b'", '"a # b"', "a#b", "|\n  # a\n", ">-\n  a\n  # b\n", "a"]
)
def test_a_hash_inside_a_text_is_no_comment(text: str) -> None:
    document = load_text(f"x: {text}\n# real\n", "c.yaml")

    assert [comment.text for comment in document.comments] == ["# real"]


def test_windows_line_ends_count_once() -> None:
    document = load_text("a: 1\r\n# c\r\nb: x\r\n", "c.yaml")

    assert document.span(("b",)) == Span(3, 4, 3, 5)
    assert document.comments == (Comment(2, 1, "# c"),)


@pytest.mark.parametrize("path", paths(yaml.safe_load(TEXT)))
def test_what_a_span_covers_reads_again(document: Document, path: Path) -> None:
    if path in (("again",), ("empty",)):
        assert cut(document, document.span(path)).strip() in ("*b", "")
        return
    context = "_: &b 0\n" if path == () else ""
    again = load_text(context + cut(document, document.span(path)), "again")

    value = dict(again.value) if isinstance(again.value, dict) else again.value
    if context:
        del value["_"]
    assert value == document.get(path)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=12)
    .filter(lambda text: not any(0x7F <= ord(character) < 0xA0 for character in text))
    .filter(lambda text: not re.fullmatch(r"-?[0-9]+[eE][-+]?[0-9]+", text)),  # dumped plain
)  # fmt: skip
KEYS = st.from_regex(r"[a-z][a-z_ ]{0,8}[a-z]", fullmatch=True).filter(
    lambda key: yaml.safe_load(key) == key
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner,
                                                                                  max_size=3)),
    max_leaves=10,
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.dictionaries(KEYS, VALUES, min_size=1, max_size=3),
    st.sampled_from([None, True, False]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_span_reads_again_in_any_layout(
    value: dict[str, Any], flow: bool | None, newline: str
) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=10**6)
    document = load_text(text.replace("\n", newline), "c.yaml")

    assert document.value == value
    for path in paths(value):
        written = cut(document, document.span(path))
        if written.strip(" \r\n"):
            assert load_text(f"---\n{written}", "again").value == document.get(path)
        else:
            assert document.get(path) is None
        if path and isinstance(path[-1], str):
            assert load_text(cut(document, document.key_span(path)), "key").value == path[-1]
