"""What ``calllint check --fix`` and ``--diff`` do: fixes are shown, or written; never to a list."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calllint.cli import exits
from calllint.cli.configured import Configured
from calllint.cli.find import Found
from calllint.cli.trouble import complain, problems_of, troubled
from calllint.lang import count, say

if TYPE_CHECKING:
    from calllint.engine.fixes import Fixed

_BOM = b"\xef\xbb\xbf"


def show(found: Sequence[Found], configured: Configured, *, show_numbers: bool) -> int:
    """Prints the changes that ``--fix`` would make and writes nothing; 1 where there are some.

    2 or 3 where a campaign cannot be judged, as everywhere.
    """
    from calllint.report.patch import patch

    files: dict[str, tuple[str, str]] = {}
    codes = []
    for one in found:
        fixed = _fixed(one, configured)
        files |= fixed.files
        complain(fixed.problems, configured.lang)
        codes += [exits.UNUSABLE if each.fatal else exits.INCOMPLETE for each in fixed.problems]
    for name, (before, after) in files.items():
        for line in patch(name, before, after, show_numbers=show_numbers):
            click.echo(line)
    click.echo(count("fix.would", len(files), configured.lang), err=True)
    return exits.worst([*codes, exits.FINDINGS if files else exits.CLEAN])


def write(found: Sequence[Found], configured: Configured) -> None:
    """Writes the fixes of every campaign, and says on standard error which files they changed."""
    for one in found:
        for name, (before, after) in _fixed(one, configured).files.items():
            try:
                _replace(Path(name), before, after)
            except OSError as error:
                reason = error.strerror
                text = say("error.output", configured.lang, file=name, reason=reason)
                raise click.UsageError(text) from None
            click.echo(say("fix.written", configured.lang, file=name), err=True)


def _fixed(one: Found, configured: Configured) -> Fixed:
    from calllint.engine.fixes import Fixed, fix

    if one.trouble:
        return Fixed(problems=troubled(one).problems)
    try:
        fixed = fix(Path(one.file), configured.options(one.file))
    except Exception as error:  # noqa: BLE001 - told as a problem: exit 2 or 3, never a clean 0
        return Fixed(problems=problems_of(error, one.file))
    if fixed.refused:
        click.echo(f"{one.file}: {say('fix.refused', configured.lang)}", err=True)
    return fixed


def _replace(path: Path, before: str, after: str) -> None:
    """Writes the whole file or nothing, through a link to what it names, with its permissions."""
    real = path.resolve()
    old = real.read_bytes()
    mark = _BOM if old.startswith(_BOM) else b""
    if old != mark + before.encode("utf-8"):
        raise OSError(0, "it changed meanwhile")
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(mark + after.encode("utf-8"))
        os.chmod(name, real.stat().st_mode & 0o7777)
        os.replace(name, real)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
