"""What an earlier run read may be used again only where it would be read the same."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

import calllint_base
from calllint.packs import PackError, cache, load_pack

BASE = Path(next(iter(calllint_base.__path__)))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "packs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "pack"))


def test_a_pack_is_the_same_read_or_kept(kept: Path, folder: Path) -> None:
    read = load_pack(folder)
    (stored,) = kept.iterdir()
    untouched = stored.stat().st_mtime_ns

    again = load_pack(folder)

    assert again == read
    assert again is not read
    assert stored.stat().st_mtime_ns == untouched


def test_it_is_taken_from_the_cache_and_not_read_twice(
    kept: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pack(folder)
    monkeypatch.setattr("calllint.packs.reader.read_pack", _never)

    assert load_pack(folder).rules


def _never(*_: object) -> None:
    raise AssertionError("the pack was read again")


def test_one_byte_changed_is_another_pack(kept: Path, folder: Path) -> None:
    before = load_pack(folder)
    rule = next(folder.rglob("CL009*.yaml"))
    rule.write_text(rule.read_text("utf-8").replace("severity: error", "severity: info"), "utf-8")
    rule.write_text(rule.read_text("utf-8").replace("severity: warning", "severity: info"), "utf-8")

    after = load_pack(folder)

    assert before.by_id["CL009"].severity != after.by_id["CL009"].severity == "info"
    assert len(list(kept.iterdir())) == 1, "what the old state left behind is removed"


def test_a_pack_with_a_problem_is_never_kept(kept: Path, folder: Path) -> None:
    next(folder.rglob("CL009*.yaml")).write_text("id: CL009\n", "utf-8")

    for _ in range(2):
        with pytest.raises(PackError):
            load_pack(folder)

    assert not kept.exists()


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(["another thing"])])
def test_what_cannot_be_read_is_no_cache(kept: Path, folder: Path, content: bytes) -> None:
    read = load_pack(folder)
    (stored,) = kept.iterdir()
    stored.write_bytes(content)

    assert load_pack(folder) == read


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_others_may_write_is_never_run(
    kept: Path, folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pack(folder)
    (stored,) = kept.iterdir()
    (stored if place == "file" else kept).chmod(0o777)
    monkeypatch.setattr("pickle.loads", _never)

    assert load_pack(folder).rules


def test_nothing_is_kept_where_nobody_wants_it(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))

    assert load_pack(folder).rules
    assert not (tmp_path / "xdg").exists()


def test_a_folder_that_cannot_be_written_costs_nothing(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "a file"))

    assert load_pack(folder).rules


def test_what_every_run_asks_of_the_rules_is_kept_with_them(kept: Path, folder: Path) -> None:
    read, again = load_pack(folder), load_pack(folder)

    assert vars(again) == {name: getattr(read, name) for name in cache._WORKED_OUT}


def test_examples_are_read_when_they_are_asked_for(kept: Path, folder: Path) -> None:
    read, again = load_pack(folder), load_pack(folder)

    assert {type(rule.examples) for rule in again.rules} == {cache.Later}
    assert [tuple(rule.examples) for rule in again.rules] == [rule.examples for rule in read.rules]
    assert pickle.loads(pickle.dumps(again)) == read
