"""Text reaches any console, and cannot take it over."""

import io

import pytest

from calllint.report.console import Console, Styled, clean, encodable
from calllint.report.interface import Look


def test_a_value_cannot_forge_a_line_or_move_the_cursor() -> None:
    assert clean("a\x1b[2Jb\r\nc\u202ed") == "a\ufffd[2Jb c\ufffdd"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "•• « à » – 1\u00a0204…"),
        ("cp1252", "•• « à » – 1\u00a0204…"),
        ("ascii", '** " a " - 1 204...'),
        ("cp437", "** « à » - 1\u00a0204..."),
    ],
)
def test_signs_a_console_cannot_show_are_replaced(encoding: str, shown: str) -> None:
    text = encodable("•• « à » – 1\u00a0204…", encoding)

    assert text == shown
    assert text.encode(encoding).decode(encoding) == shown


def test_an_ascii_stream_takes_every_line() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Console(stream, Look()).line(Styled("+33 6 •• 78", "error"), " 宽\udc80")
    stream.flush()

    assert raw.getvalue() == b"+33 6 ** 78 ??\n"


def test_colour_is_there_only_when_asked_for() -> None:
    plain, bright = io.StringIO(), io.StringIO()
    Console(plain, Look()).line(Styled("x", "error"))
    Console(bright, Look(color=True)).line(Styled("x", "error"))

    assert plain.getvalue() == "x\n"
    assert bright.getvalue() == "\x1b[31m\x1b[1mx\x1b[0m\n"


def test_paragraphs_keep_to_the_width() -> None:
    stream = io.StringIO()
    Console(stream, Look(width=40)).paragraph("word " * 30, first="= help: ", rest="        ")
    lines = stream.getvalue().splitlines()

    assert len(lines) > 2
    assert all(len(line) <= 40 for line in lines)
    assert all(line.startswith("        word") for line in lines[1:])
