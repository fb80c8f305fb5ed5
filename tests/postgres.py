"""A PostgreSQL server of the tests' own: made from nothing, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "tester", "secret-word"
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
def server(loopback: bool = False) -> Iterator[str]:
    """The connection string of a server with an empty database.

    It listens on a socket of its own; or, for who knows no sockets, on ``loopback``, where it asks
    for the password.
    """
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

        data, secret, port = str(folder / "data"), folder / "password", _free_port()
        secret.write_text(PASSWORD)
        call(
            "initdb", "-D", data, "-U", USER, f"--pwfile={secret}", "--auth-local=trust",
            "--auth-host=scram-sha-256", "-E", "UTF8", "--no-sync",
        )  # fmt: skip
        options = f"-c listen_addresses={'127.0.0.1' if loopback else ''} -p {port}"
        options += f" -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            where = (
                f"127.0.0.1:{port}/postgres" if loopback else f"/postgres?host={folder}&port={port}"
            )
            yield f"postgresql://{USER}:{PASSWORD}@{where}"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
