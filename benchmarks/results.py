"""RESULTS.md: one section for each benchmark, with the machine it ran on."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from calllint import __version__

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = """# What calllint takes

Written by `make bench`. Compare the ratios: seconds belong to one machine and one day.
"""


def record(section: str, title: str, command: str, body: str, results: Path = RESULTS) -> None:
    """Put ``body`` (Markdown) into the section's place, under its command and this machine."""
    begin, end = f"<!-- {section} -->", f"<!-- end of {section} -->"
    section_text = "\n\n".join([begin, f"## {title}", f"`{command}`", body, machine(), end])
    found = results.read_text(encoding="utf-8") if results.exists() else _HEAD
    before, old, rest = found.partition(begin)
    after = rest.partition(end)[2] if old else ""
    parts = [part.strip() for part in (before, section_text, after)]
    results.write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; every column but the first is aligned to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, rule, *rows])


def machine() -> str:
    """Processor, cores, memory, system, Python and the libraries that do the work."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "phonenumbers"))
    return (
        f"{_processor()}, {cores()} cores, {_memory() / 2**30:.0f} GiB; "
        f"{platform.system()} {platform.machine()}; "
        f"Python {platform.python_version()}, calllint {__version__}, {libraries}."
    )


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found[1] if found else platform.processor() or "unknown processor"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
