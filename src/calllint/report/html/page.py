"""Whole pages: one file each, with its style and its script inside and nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from calllint import __version__
from calllint.lang import CODE, say
from calllint.report.console import clean
from calllint.report.html.palette import DARK, PAPER, of_charts, properties
from calllint.report.html.signs import print_signs

_NUMBER = re.compile(r"(\w+(?:-\w+)+)")


def page(template: str, lang: str, **content: Any) -> str:
    """A page of one of the templates, in one language."""
    style, script = _style(), _resource("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _templates(lang)
        .get_template(template)
        .render(
            policy=policy,
            style=Markup(style),
            script=Markup(script),
            made_by=say("html.made_by", lang, version=__version__),
            **content,
        )
    )


@lru_cache(maxsize=8)
def _templates(lang: str) -> Environment:
    found = Environment(
        loader=PackageLoader("calllint.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_one_line,
    )
    found.globals |= {
        "lang": lang,
        "say": lambda key, **values: print_signs(say(key, lang, **values)),
    }
    found.filters |= {"prose": _prose, "law": _law}
    return found


def _prose(text: str) -> Markup:
    """A sentence of ours or of a rule; what stands between backquotes is as files write it."""
    parts = CODE.split(clean(text))
    parts[::2] = [escape(print_signs(part)) for part in parts[::2]]
    parts[1::2] = [Markup("<code>{}</code>").format(part.strip("`")) for part in parts[1::2]]
    return Markup("").join(parts)


def _one_line(value: object) -> object:
    """Text without the signs that turn the reading order or that no file can hold."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else clean(value)


def _law(text: str) -> Markup:
    """An article: its number is not torn at a hyphen."""
    parts = _NUMBER.split(clean(text))
    parts[::2] = [escape(part) for part in parts[::2]]
    parts[1::2] = [Markup('<span class="whole">{}</span>').format(part) for part in parts[1::2]]
    return Markup("").join(parts)


@lru_cache(maxsize=1)
def _style() -> str:
    """The style sheet, the colours of the palette in front."""
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}}}"
    head = f":root{{{properties(PAPER)}}}\n{dark}\n{of_charts()}\n"
    return head + _resource("page.css")


def _resource(name: str) -> str:
    return (files("calllint.report.html") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """What a policy names a piece of style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
