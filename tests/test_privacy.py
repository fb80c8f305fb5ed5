"""Nobody known is in anything calllint writes: every command, every format, every way to fail.

The lists hold people with known numbers, names and addresses, in the columns made for them and in
columns they have no business in. All that is written is searched for them: standard output and
error, every file, and what lies in the temporary folder while a campaign is judged.
"""

from __future__ import annotations

import gzip
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from calllint.cli import main
from calllint.cli.app import COMMANDS
from calllint.cli.writers import AUDIT_FORMATS, FORMATS
from calllint.facts.workspace import Workspace
from calllint.report.folder import PAGES
from tests.building import write

NUMBERS = ("0199001234", "+33 1 99 00 56 78", "0033.261.910.123", "33353010456", "01 99 00 78 9")
TAILS = ("99001234", "99005678", "61910123", "53010456", "9900789")
"""The last digits of each, as they stand in whatever way the number is written."""
PEOPLE = ("Jeannette Dupontel", "MARTINEAU, Odile", "j.dupontel@exemple.fr", "odile+1@exemple.org")
NAMES = ("dupontel", "jeannette", "martineau", "odile")

Streams = pytest.CaptureFixture[str]


def _row(*cells: str) -> str:
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells) + "\n"


def _contacts() -> str:
    """Ids that are people and numbers, numbers that are people, and a column of names."""
    cells = [*zip(PEOPLE, NUMBERS, strict=False), (NUMBERS[0], NUMBERS[4]), (NUMBERS[3], PEOPLE[0])]
    rows = [_row(one, two, "75011", PEOPLE[0], PEOPLE[2]) for one, two in cells]
    return _row("contact_id", "phone", "postal_code", "nom", "courriel") + "".join(rows)


def _consents(at: str = "2026-09-01T10:12+02:00", status: str = "granted") -> str:
    head = _row("phone", "at", "status", "advertiser", "channel", "offer", "form", "proof")
    rest = ("Exemple SA", "live_call", "fibre internet", "F1", f"courriel de {PEOPLE[2]}")
    return head + "".join(_row(number, at, status, *rest) for number in NUMBERS)


def ordinary(folder: Path) -> Path:
    return write(folder, {"contacts": _contacts(), "consents": _consents()})


def dates_that_are_people(folder: Path) -> Path:
    cells = _consents(at=f"{PEOPLE[0]} {NUMBERS[0]}", status=PEOPLE[3])
    return write(folder, {"contacts": _contacts(), "consents": cells})


def ragged_rows(folder: Path) -> Path:
    broken = _contacts() + f'"{PEOPLE[0]},{NUMBERS[0]}\n{PEOPLE[1]}\n,,,,,,,{NUMBERS[1]},\n'
    return write(folder, {"contacts": broken, "consents": _consents() + f'{PEOPLE[0]},"'})


def no_headings(folder: Path) -> Path:
    rows = [_row(PEOPLE[0], NUMBERS[0], PEOPLE[2]), _row(PEOPLE[1], NUMBERS[1], PEOPLE[3])]
    return write(folder, {"contacts": "".join(rows), "consents": _consents()})


def odd_bytes(folder: Path) -> Path:
    file = ordinary(folder)
    data = _contacts().encode("cp1252") + b"\x81\x9d" + PEOPLE[0].encode() + b"\0\n"
    (folder / "contacts.csv").write_bytes(data)
    return file


def json_lines(folder: Path) -> Path:
    file = write(folder, {"contacts": [{}]}, {"data": {"contacts": [{"path": "contacts.jsonl"}]}})
    one = f'{{"phone": "{NUMBERS[0]}", "contact_id": "{PEOPLE[0]}"}}\n'
    (folder / "contacts.jsonl").write_text(one + f'{{"phone": "{NUMBERS[1]}" {PEOPLE[0]}\n')
    return file


def packed(folder: Path) -> Path:
    data = {"data": {"contacts": [{"path": "contacts.csv.gz"}]}}
    file = write(folder, {"consents": _consents()}, data)
    (folder / "contacts.csv.gz").write_bytes(gzip.compress(_contacts().encode(), mtime=0))
    return file


def in_the_campaign(folder: Path) -> Path:
    """A number where it may stand, and people where nobody belongs."""
    changes = {
        "campaign": {"title": f"Rappel de {PEOPLE[2]} au {NUMBERS[0]}"},
        "dialer": {"caller_ids": [{"number": NUMBERS[1], "assigned_to": "advertiser"}]},
        "schedule": {"windows": [{"days": ["sun"], "hours": ["05:00-23:00"]}]},
    }
    file = write(folder, {"contacts": _contacts(), "consents": _consents()}, changes)
    note = f"  # calllint: ignore[FR301] until 2027-01-31: vu avec {PEOPLE[3]}, {NUMBERS[0]}\n"
    text = re.sub(r"(- 05:00-23:00)\n", rf"\1{re.escape(note)}", file.read_text("utf-8"))
    file.write_text(text.replace("\\", ""), encoding="utf-8")
    return file


def broken_yaml(folder: Path) -> Path:
    file = ordinary(folder)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(f'\n"{NUMBERS[0]} {PEOPLE[2]}: [\n')
    return file


def wrong_values(folder: Path) -> Path:
    changes = {
        "campaign": {"channel": NUMBERS[0], "purpose": PEOPLE[2]},
        "data": {"contacts": [{"path": "contacts.csv", "columns": {"phone": PEOPLE[2]}}]},
    }
    return write(folder, {"contacts": _contacts(), "consents": _consents()}, changes)


def wrong_column(folder: Path) -> Path:
    data = {"contacts": [{"path": "contacts.csv", "columns": {"phone": NUMBERS[0]}}]}
    return write(folder, {"contacts": _contacts(), "consents": _consents()}, {"data": data})


NO_DATA = (
    *(("rules", "test"), ("rules", "list"), ("explain", "FR101"), ("schema", "campaign")),
    *(("completion", "bash"),),
)
"""Commands that read no list, for the test of connections."""
CASES = (
    *(ordinary, dates_that_are_people, ragged_rows, no_headings, odd_bytes, json_lines, packed),
    *(in_the_campaign, broken_yaml, wrong_values, wrong_column),
)


def check_text(text: str, where: str) -> None:
    """Nobody known is in it."""
    plain = re.sub(r"[ .\-\u00a0\u202f()/]", "", text)
    found = [tail for tail in TAILS if tail in plain]
    found += [name for name in NAMES if name in text.casefold()]
    assert not found, f"{where} holds {found}"


@pytest.fixture
def temp(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The temporary folder, looked into while campaigns are judged, and empty at the end."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("CALLLINT_TEMP_DIR", str(folder))
    monkeypatch.setenv("CALLLINT_RECORD_KEY", "0123456789abcdef" * 4)
    close: Callable[[Workspace], None] = Workspace.close

    def looked(workspace: Workspace) -> None:
        for path in folder.iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        close(workspace)

    monkeypatch.setattr(Workspace, "close", looked)
    yield folder
    assert list(folder.rglob("*")) == []


def _commands(out: Path) -> Iterator[tuple[str, ...]]:
    """Every command that reads a campaign or a list, in every format it has."""
    everything = [word for name in FORMATS for word in ("--format", f"{name}={out}/{name}")]
    yield ("check", "campaign.yaml", "--contacts", *everything)
    yield ("check", "campaign.yaml", "--lang", "fr")
    yield ("check", "campaign.yaml", "--format", "github", "--without-data")
    yield ("check", "campaign.yaml", "--statistics")
    yield ("check", "campaign.yaml", "--show-config")
    yield ("check", "campaign.yaml", "--memory-limit", "20MB", "--threads", "1")
    calls = [word for name in AUDIT_FORMATS for word in ("--format", f"{name}={out}/calls-{name}")]
    yield ("audit", "campaign.yaml", "--calls", "2026-10-01..2026-11-30", *calls)
    yield ("audit", "campaign.yaml", "--lang", "fr")
    yield ("scrub", "campaign.yaml", "--out", f"{out}/scrub")
    yield ("scrub", "campaign.yaml", "--out", f"{out}/recorded", "--record", f"{out}/book")
    yield ("record", "list", f"{out}/book")
    yield ("verify", f"{out}/book")
    for asked in (NUMBERS[0], PEOPLE[0]):
        yield ("prove", f"{out}/book", asked, "--format", "json")
    pages = [word for name in PAGES for word in ("--format", name)]
    yield ("check", ".", "--report-dir", f"{out}/pages", "--group-by", "advertiser", *pages,
           "--contacts")  # fmt: skip
    yield ("prepare", "campaign.yaml", "--index", f"{out}/cleared.index")
    moment = ("--at", "2026-11-24T11:00")
    index = ("--index", f"{out}/cleared.index")
    for asked in (NUMBERS[0], NUMBERS[2], NUMBERS[4], PEOPLE[0]):
        yield ("can-call", "campaign.yaml", asked, *moment, *index)
    yield ("can-call", "campaign.yaml", NUMBERS[0], *moment, "--format", "json", "--lang", "fr")
    yield ("can-call", "campaign.yaml", moment[1], "--at", NUMBERS[0], *index)
    yield ("impact", ".")
    yield ("impact", ".", "--format", "json", "--output", f"{out}/impact.json")
    lists = (*map(str, sorted(Path().glob("contacts.*"))), "consents.csv")
    yield ("init", *lists, "--advertiser", "Exemple SA", "--days", "2026-11-23..2026-11-27",
           "--out", f"{out}/begun.yaml")  # fmt: skip
    yield ("inspect", *lists)
    yield ("inspect", *map(str, sorted(Path().glob("contacts.*"))), "--format", "json")
    yield ("baseline", "write", "campaign.yaml", "--baseline", f"{out}/baseline.json",
           "--reason", "agreed")  # fmt: skip
    yield ("diff", f"{out}/json", f"{out}/json-v1")


def written(out: Path) -> Iterator[tuple[str, str]]:
    """Every file calllint wrote but those of who may be dialled, whose point is the numbers."""
    for path in sorted(out.rglob("*")):
        if path.name.startswith(("callable", "cleared")):
            continue
        if path.suffix == ".parquet":
            rows = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            yield path.name, "\n".join(map(str, rows))
        elif path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
            yield path.name, data.decode("utf-8", "replace")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_nobody_is_in_anything_that_is_written(
    monkeypatch: pytest.MonkeyPatch,
    capfd: Streams,
    tmp_path: Path,
    temp: Path,
    case: Callable[[Path], Path],
) -> None:
    folder, out = tmp_path / "campaign", tmp_path / "out"
    out.mkdir()
    case(folder)
    monkeypatch.chdir(folder)
    for command in _commands(out):
        code = main(command)
        streams = capfd.readouterr()
        shown = " ".join(command[:3])
        check_text(streams.out, f"standard output of {shown}")
        check_text(streams.err, f"standard error of {shown}")
        assert code in (0, 1, 2, 3)
        assert "Traceback" not in streams.err
        assert "fault in calllint" not in streams.err + streams.out
    for name, text in written(out):
        check_text(text, name)
    assert {path.name for path in out.iterdir()} >= set(FORMATS)


def test_nobody_is_in_what_commands_without_lists_write(
    monkeypatch: pytest.MonkeyPatch, capfd: Streams, tmp_path: Path
) -> None:
    ordinary(tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in NO_DATA:
        assert main(command) == 0
        streams = capfd.readouterr()
        check_text(streams.out + streams.err, " ".join(command))


def reading_a_pipe(folder: Path, temp: Path) -> subprocess.Popen[bytes]:
    """A run that has people in its temporary folder and waits for more of them."""
    temp.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "calllint", "campaign.yaml", "--data", "contacts=-"],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "CALLLINT_TEMP_DIR": str(temp)},
    )  # fmt: skip
    assert process.stdin is not None
    rows = _contacts().splitlines(keepends=True)
    process.stdin.write((rows[0] + "".join(rows[1:]) * 50_000).encode())
    process.stdin.flush()
    return process


def there(temp: Path) -> bytes:
    return b"".join(path.read_bytes() for path in temp.rglob("*") if path.is_file())


@pytest.mark.skipif(sys.platform == "win32", reason="signals and locks of POSIX")
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGKILL"])
def test_nobody_stays_behind_after_a_run_that_was_ended(tmp_path: Path, ending: str) -> None:
    folder, temp = tmp_path / "campaign", tmp_path / "temp"
    ordinary(folder)
    process = reading_a_pipe(folder, temp)
    assert TAILS[0].encode() in there(temp).replace(b" ", b"")
    for path in temp.rglob("*"):
        assert path.stat().st_mode & 0o777 in ((0o700,) if path.is_dir() else (0o600, 0o644))
    process.send_signal(getattr(signal, ending))
    _, errors = process.communicate()

    check_text(errors.decode(), "standard error")
    if ending == "SIGTERM":
        assert process.returncode == 130
    else:
        assert there(temp), "nobody can clean up when killed: the next run does"
        other = reading_a_pipe(folder, temp)
        assert len(list(temp.iterdir())) == 1, "that of the run that goes on"
        other.communicate()
    assert list(temp.iterdir()) == []


def test_every_command_there_is_is_run(tmp_path: Path) -> None:
    assert {command[0] for command in (*_commands(tmp_path), *NO_DATA)} == set(COMMANDS)


def test_the_search_finds_what_is_shown_on_purpose(
    monkeypatch: pytest.MonkeyPatch, capfd: Streams, tmp_path: Path
) -> None:
    ordinary(tmp_path)
    monkeypatch.chdir(tmp_path)
    main(("check", "campaign.yaml", "--format", "csv-contacts", "--show-numbers"))

    with pytest.raises(AssertionError, match="99001234"):
        check_text(capfd.readouterr().out, "shown")


def test_nothing_opens_a_connection(
    monkeypatch: pytest.MonkeyPatch, capfd: Streams, tmp_path: Path
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    class Refused(socket.socket):  # a class, since libraries derive theirs from it
        __init__ = refused

    monkeypatch.setattr(socket, "socket", Refused)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refused)
    folder, out = tmp_path / "campaign", tmp_path / "out"
    out.mkdir()
    ordinary(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CALLLINT_RECORD_KEY", "0123456789abcdef" * 4)
    for command in (*_commands(out), *NO_DATA):
        code = main(command)  # 3: memory may run out; 2: a name where a number is asked for
        assert code in (0, 1, 3) or (code == 2 and command[0] in ("prove", "can-call"))
        streams = capfd.readouterr()
        assert "fault in calllint" not in streams.out + streams.err, command
    assert os.listdir(out)
