"""``--changed-since REV``: campaigns of which something changed, by git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.cli.output import BASELINE
from calllint.config.find import FILES
from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.cli.configured import Configured
    from calllint.cli.find import Found
    from calllint.engine.options import Options

_SETTINGS = {*FILES, BASELINE}


def changed(found: Iterable[Found], since: str, configured: Configured, lang: str) -> list[Found]:
    """The campaigns that use a file that changed; how many do not is said on standard error.

    One is left out only where git knows every file it is judged by, and none of them differs from
    the revision: a list that git does not hold may have changed.
    """
    listed = list(found)
    same, differ = _compared(since, lang)
    kept = [one for one in listed if one.trouble or _touched(one.file, configured, same, differ)]
    if len(kept) < len(listed):
        left = len(listed) - len(kept)
        click.echo(count("changed.left_out", left, lang, since=since), err=True)
    return kept


def _touched(
    file: str, configured: Configured, same: frozenset[Path], differ: frozenset[Path]
) -> bool:
    from calllint.engine.uses import files_used

    options = configured.options(file)
    used = files_used(Path(file), options)
    return used is None or not used <= same or any(_decided(one, file, options) for one in differ)


def _decided(path: Path, file: str, options: Options) -> bool:
    """Whether this may have decided something of a campaign that does not use it any more."""
    if path.name in _SETTINGS and path.parent in Path(file).resolve().parents:
        return True
    folders = (folder.resolve() for folder in options.rules)
    named = options.baseline is not None and path == options.baseline.resolve()
    return named or any(folder in path.parents for folder in folders)


def _compared(since: str, lang: str) -> tuple[frozenset[Path], frozenset[Path]]:
    """Files that git holds and that are as they were; files that are not, or are gone."""
    root = Path(_git(lang, "rev-parse", "--show-toplevel").rstrip("\n"))
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", since + "^{commit}")
    if not _git(lang, "rev-list", "--max-count=1", "--all"):
        return frozenset(), frozenset()  # nothing is committed yet: all of it is new
    revision = _git(lang, *wanted, unknown=since).strip()
    held = _names(_git(lang, "-C", str(root), "ls-files", "-z"))
    listed = _git(lang, "-C", str(root), "diff", "--name-only", "--no-renames", "-z", revision)
    differ = _names(listed)
    changed = _placed(root, differ)  # of a link that leads elsewhere now, the file it leads to
    return _placed(root, held) - changed, changed


def _placed(root: Path, names: Iterable[str]) -> frozenset[Path]:
    return frozenset((root / name).resolve() for name in names)


def _names(listed: str) -> set[str]:
    return set(filter(None, listed.split("\0")))


def _git(lang: str, *arguments: str, unknown: str | None = None) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError:
        raise click.UsageError(say("error.no_git", lang)) from None
    if done.returncode and unknown is not None:
        raise click.UsageError(say("error.no_revision", lang, name=unknown))
    if done.returncode:
        raise click.UsageError(say("error.no_git", lang))
    return done.stdout.decode("utf-8", "surrogateescape")
