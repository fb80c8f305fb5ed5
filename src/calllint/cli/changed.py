"""``--changed-since REV``: campaigns of which something changed, by git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.cli.configured import Configured
    from calllint.cli.find import Found


def changed(found: Iterable[Found], since: str, configured: Configured, lang: str) -> list[Found]:
    """The campaigns that use a file that changed; how many do not is said on standard error.

    One is left out only where git knows every file it is judged by, and none of them differs from
    the revision: a list that git does not hold may have changed.
    """
    from calllint.engine.uses import files_used

    listed = list(found)
    same = _unchanged(since, lang)
    kept = []
    for one in listed:
        used = None
        if not one.trouble:
            used = files_used(Path(one.file), configured.options(one.file))
        if used is None or not used <= same:
            kept.append(one)
    if len(kept) < len(listed):
        left = len(listed) - len(kept)
        click.echo(count("changed.left_out", left, lang, since=since), err=True)
    return kept


def _unchanged(since: str, lang: str) -> frozenset[Path]:
    """Files that git holds and that are as they were."""
    root = Path(_git(lang, "rev-parse", "--show-toplevel").rstrip("\n"))
    wanted = ("rev-parse", "--verify", "--quiet", "--end-of-options", since + "^{commit}")
    if not _git(lang, "rev-list", "--max-count=1", "--all"):
        return frozenset()  # nothing is committed yet: all of it is new
    revision = _git(lang, *wanted, unknown=since).strip()
    held = _names(_git(lang, "-C", str(root), "ls-files", "-z"))
    differ = _git(lang, "-C", str(root), "diff", "--name-only", "--no-renames", "-z", revision)
    return frozenset((root / name).resolve() for name in held - _names(differ))


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
