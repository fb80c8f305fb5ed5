"""A PostgreSQL server of the tests' own: made from nothing, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENVIRONMENT = {**os.environ, "LC_ALL": "C", "TZ": "Asia/Tokyo"}  # of no consequence


def binaries() -> Path:
    """Where the server's programs are."""
    named = shutil.which("initdb")
    places = [Path(named).parent] if named else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert places, (
        "PostgreSQL is not installed: make test installs it, or apt-get install postgresql"
    )
    return places[-1]


@contextmanager
def server() -> Iterator[str]:
    """The connection string of a server with an empty database."""
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name:
        folder = Path(name)
        if owner:
            shutil.chown(folder, owner)

        def call(program: str, *arguments: str) -> None:
            subprocess.run(
                [str(binaries() / program), *arguments],
                check=True, capture_output=True, user=owner, env=ENVIRONMENT, cwd=folder,
            )  # fmt: skip

        data = str(folder / "data")
        call("initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql://tester:secret-word@/postgres?host={folder}"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
