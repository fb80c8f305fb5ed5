"""Hooks of MkDocs: the pages about rules, and the way from one language to the other.

There is a site for each language, built from its own folder: ``docs`` for English, ``docs/fr`` for
French, which stands in ``site/fr``. Pages about rules and law values are written by the code behind
``calllint rules docs`` while the site is built; none of them is committed.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from calllint.lang import typeset
from calllint.packs import load_packs
from calllint.report.markdown import linked
from calllint.report.pages import pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./|fr/)[^)\s]+\.md)(#[^)\s]*)?\)")
SAME = {
    "outcomes.md": "resultats.md",
    "coverage.md": "couverture.md",
    "lists.md": "listes.md",
    "scrub.md": "nettoyage.md",
    "can-call.md": "un-numero.md",
    "proof.md": "preuve.md",
    "folders.md": "dossiers.md",
    "impact.md": "portefeuille.md",
    "waivers.md": "derogations.md",
    "report-page.md": "page-du-rapport.md",
    "ci.md": "integration.md",
    "fixes.md": "corrections.md",
    "editor.md": "editeur.md",
    "house-packs.md": "recueils-maison.md",
}
"""Pages that are called otherwise in French. Those written by the program have one name."""
PAGES_OF_COVERAGE = {"coverage.md", "couverture.md"}
"""Pages on which every rule named is a link."""
_NO_PROSE = re.compile(r"(<pre\b.*?</pre>|<code\b.*?</code>|<[^>]+>)", re.DOTALL)
"""Splits a page into prose and, at odd places, what is left as it is."""
ONLY_ENGLISH = {
    "campaign-file.md",
    "record-format.md",
    "write-a-rule.md",
    "rule-language.md",
    "law/scripts-messages-data.md",
    "architecture.md",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages the program writes."""
    from mkdocs.structure.files import File

    for page in pages(load_packs(), config.extra["lang"]):
        files.append(File.generated(config, page.path, content=page.text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turns links into the other language's site, unknown to MkDocs, into addresses."""

    def address(found: re.Match[str]) -> str:
        text, target, anchor = found[1], found[2], found[3] or ""
        path = _resolved(page.file.src_path, target)
        crosses = path.startswith("../") if config.extra["lang"] == "fr" else path.startswith("fr/")
        if not crosses:
            return found[0]
        url = _url(path.removeprefix("../"), page.url, config)
        return f'<a href="{url}{anchor}">{text}</a>'

    if page.file.src_path in PAGES_OF_COVERAGE:
        markdown = linked(markdown, lambda rule: _rule(rule, files))
    return _LINK.sub(address, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Puts a link to the same page in the other language above every page, and no-break spaces."""
    source, french = page.file.src_path, config.extra["lang"] == "fr"
    parts = _NO_PROSE.split(html)
    parts[::2] = [typeset(part, config.extra["lang"]) for part in parts[::2]]
    html = "".join(parts)
    if french:
        target = {fr: en for en, fr in SAME.items()}.get(source, source)
        text, lang = "In English", "en"
    else:
        other = "index.md" if source in ONLY_ENGLISH else SAME.get(source, source)
        target, text, lang = f"fr/{other}", "En français", "fr"
    url = _url(target, page.url, config)
    link = f'<a href="{url}" hreflang="{lang}" lang="{lang}">{text}</a>'
    return f'<p class="other-language">{link}</p>\n{html}'


def _rule(rule: str, files: Files) -> str:
    page = f"rules/{rule}.md"
    return f"[{rule}]({page})" if files.get_file_from_path(page) else rule


def _resolved(source: str, target: str) -> str:
    """A link as a path below the folder of the page's language; ``../`` where it leaves it."""
    parts = list(PurePosixPath(source).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _url(target: str, here: str, config: MkDocsConfig) -> str:
    """The address of a page of the whole site, from one that stands at ``here`` in its language."""
    depth = here.count("/") + (config.extra["lang"] == "fr")
    path = PurePosixPath(target)
    parts = path.parent.parts if path.stem == "index" else (*path.parent.parts, path.stem)
    return "".join([*["../"] * depth, *(f"{part}/" for part in parts)]) or "./"
