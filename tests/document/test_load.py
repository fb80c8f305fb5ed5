"""Opening a file: whatever the bytes, a document or one clear error."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from calllint.document import Document, DocumentError, compose, load, load_text
from calllint.document.reader import MAX_BYTES


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        load_text(text, "c.yaml")
    assert caught.value.message["en"] != caught.value.message["fr"]
    return caught.value


def refused_file(path: Path, data: bytes) -> DocumentError:
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        load(path, "c.yaml")
    return caught.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "c.yaml"


def test_a_file_is_read_with_its_digest_under_the_name_given(file: Path) -> None:
    data = b"\xef\xbb\xbfcalllint: 1\r\nnom: \xc3\xa9t\xc3\xa9\r\n"
    file.write_bytes(data)

    document = load(file, "shown.yaml")

    assert document.value == {"calllint": 1, "nom": "été"}
    assert document.name == "shown.yaml"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.text.startswith("calllint")
    assert document.span(("calllint",)).column == 11


def test_the_name_is_the_path_unless_given(file: Path) -> None:
    file.write_text("a: 1")

    assert load(file).name == str(file)


@pytest.mark.parametrize(
    ("data", "says", "line"),
    [
        (b"", "empty", None),
        (b"  \n\n", "empty", None),
        (b"# only a comment\n", "empty", 1),
        (b"---\n", "empty", 1),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a text file", None),
        ("a: 1".encode("utf-16"), "UTF-16", None),
        (b"a: 1\nnom: \xe9t\xe9\n", "byte 0xE9", 2),
        (b"a: \x1b[31mred", "U+001B", 1),
        ("a: 1\nb: x\u2028y".encode(), "U+2028", 2),
        (b"a: 1\n" + b"#" * MAX_BYTES, "1 MiB", None),
    ],
)
def test_a_file_that_is_no_yaml_says_why(
    file: Path, data: bytes, says: str, line: int | None
) -> None:
    error = refused_file(file, data)

    assert says in error.message["en"]
    assert error.place.file == "c.yaml"
    assert (error.place.span.line if error.place.span else None) == line


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path / "nowhere.yaml", "no such file"),
        (tmp_path, "a folder"),
        (tmp_path / ("x" * 5000), "cannot be read"),
        (Path("nul\0byte"), "cannot be read"),
    ):
        with pytest.raises(DocumentError) as caught:
            load(path)
        assert says in caught.value.message["en"]


@pytest.mark.parametrize(
    ("text", "says", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "first on line 1", 3, 1),
        ("a: {x: 1, x: 2}", "twice", 1, 11),
        ('1: a\n"1": b', "twice", 2, 1),
        ("a: 1\n---\nb: 2", "second YAML document", 2, 1),
        ("base: &b {x: 1}\nc:\n  <<: *b", "`<<`", 3, 3),
        ("? [a, b]\n: 1", "key: value", 1, 3),
        ("a: 1\n: 2", "indentation", 2, 1),
        ("&x a: 1\n*x : 2", "key: value", 2, 1),
        ("a: !!python/object:os.system x", "tags", 1, 4),
        ("a: !!int '3'", "tags", 1, 4),
        ("a: !!set {x}", "tags", 1, 4),
        ("a: !!omap [x]", "tags", 1, 4),
        ("a: *nobody", "no anchor", 1, 4),
        ("a: &a [*a]", "inside the value", 1, 8),
        ("a: [" + "[" * 60, "levels", 1, 53),
        ("a:\n  - b\n c: d", "indentation", 3, 2),
        ("a:\n\tb: 1", "tab stands", 2, 1),
        ("a: b: c", "a `:` too many", 1, 5),
        ('a: "never closed', "quote opened here", 1, 4),
        ("a: [1, 2\nb: 3", "bracket opened here", 1, 4),
        ("a: [1, [2", "bracket opened here", 1, 8),
        ("a: [", "bracket opened here", 1, 5),
        ("a: @x", "cannot start", 1, 4),
        ('a: "\\q"', "escape", 1, 5),
        ("a: 1\nword\nb: 2", "`:` is missing", 2, 1),
        ("a: ]", "cannot start", 1, 4),
        ("? \n: 1", "key: value", 1, 2),
    ],
)
def test_a_text_calllint_cannot_take_is_refused_at_its_place(
    text: str, says: str, line: int, column: int
) -> None:
    error = refusal(text)

    assert says in error.message["en"]
    assert error.place.span is not None
    assert (error.place.span.line, error.place.span.column) == (line, column)


def test_aliases_repeat_values_but_cannot_multiply_them() -> None:
    fine = load_text("a: &a {x: [1, 2]}\nb: *a\n", "c.yaml")
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 40)
    )
    deep = "a0: &a0 [x]\n" + "".join(
        f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, 60)
    )

    assert fine.value["b"] == {"x": [1, 2]}
    assert "values in one file" in refusal(bomb).message["en"]
    assert "levels" in refusal(deep).message["en"]


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MAX_NODES", 100)

    assert load_text("[" + "1," * 99 + "]", "c.yaml").value == [1] * 99
    assert "more than 100 values" in refusal("[" + "1," * 100 + "]").message["en"]


def test_a_file_that_may_not_be_read_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)

    with pytest.raises(DocumentError, match="permissions"):
        load(file)


def test_nested_merge_keys_are_refused_at_once() -> None:
    levels = "".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}\n" for n in range(1, 200))

    assert "`<<`" in refusal("m0: &m0 {a: 1}\n" + levels).message["en"]


def test_keys_are_text_as_written() -> None:
    document = load_text("1: a\ntrue: b\n2023-03-01: c\n1.50: d\nNO: e\n~: f", "c.yaml")

    assert list(document.value) == ["1", "true", "2023-03-01", "1.50", "NO", "~"]


def test_quotes_and_str_tags_make_text() -> None:
    document = load_text("a: '12'\nb: \"true\"\nc: !!str 12\nd: ''\n\"<<\": x", "c.yaml")

    assert document.value == {"a": "12", "b": "true", "c": "12", "d": "", "<<": "x"}


def test_a_text_too_large_is_refused_like_a_file() -> None:
    assert "1 MiB" in refusal("a: " + "é" * (MAX_BYTES // 2)).message["en"]


def outcome(read: Callable[[], Document]) -> Document | DocumentError:
    try:
        return read()
    except DocumentError as error:
        return error


YAMLISH = st.lists(
    st.sampled_from(
        [*"ab0é-[]{},|>'\"#!%\\:\n\r\t\x85\ufeff", ": ", "- ", "? ", "  ", "&a ", "*a",
         "<<", "!!str ", "---", "...", "\\U99999999", "%YAML 1." + "9" * 5000]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.binary())
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\xff")
def test_no_bytes_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(data)

    assert outcome(lambda: load(file)) is not None


@given(st.one_of(YAMLISH, st.text()))
def test_no_text_raises_anything_else(text: str) -> None:
    result = outcome(lambda: load_text(text, "fuzz"))

    assert isinstance(result, Document) or set(result.message) == {"en", "fr"}


@given(YAMLISH)
@example('"\\UFFFFFFFF"')
@example("%YAML 1." + "9" * 5000)
def test_pythons_own_parser_is_no_different(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "_LOADER", yaml.SafeLoader)
        result = outcome(lambda: load_text(text, "fuzz"))

    assert isinstance(result, Document) or set(result.message) == {"en", "fr"}
