"""Charts as SVG that stands in a page: no script, no style, nothing fetched, the same bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import altair as alt
import vl_convert
from markupsafe import Markup, escape

from calllint.report.console import clean
from calllint.report.html.signs import print_signs

_SVG = "http://www.w3.org/2000/svg"
_DROPPED = ("role", "class", "pointer-events")
_NUMBER = re.compile(r"-?[0-9]+\.[0-9]{3,}")


def draw(chart: alt.LayerChart, name: str, title: str, described: str) -> Markup:
    """The chart as an image with a title and a description. ``name`` is unique in its page."""
    version = ".".join(alt.SCHEMA_VERSION.split(".")[:2])
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=version)
    root = ElementTree.fromstring(drawn)
    _plain(root, name)
    box = escape(root.get("viewBox") or "")
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    inner = _NUMBER.sub(lambda found: f"{float(found.group()):.2f}", inner)
    return Markup(
        '<svg class="chart" viewBox="{box}" role="img" aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{described}</desc>{inner}</svg>'
    ).format(
        box=Markup(box),
        name=name,
        title=print_signs(clean(title)),
        described=print_signs(clean(described)),
        inner=Markup(inner.replace(f' xmlns:ns0="{_SVG}"', "").replace("ns0:", "")),
    )


def _plain(root: ElementTree.Element, name: str) -> None:
    """Takes out what only a browser's own drawing needs: roles in English, empty shapes, ids."""
    for parent in root.iter():
        for child in list(parent):
            if child.get("display") == "none" or child.get("class") == "background":
                parent.remove(child)
    for element in root.iter():
        element.text = element.text and print_signs(element.text)
        for attribute in list(element.attrib):
            if attribute in _DROPPED or attribute.startswith("aria-"):
                del element.attrib[attribute]
        for attribute in ("id", "clip-path"):
            if attribute in element.attrib:
                element.set(attribute, re.sub(r"clip", f"{name}-clip", element.attrib[attribute]))
