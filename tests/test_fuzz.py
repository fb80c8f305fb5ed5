"""Hostile lists: a few of each kind; `python -m benchmarks.fuzz` looks at thousands."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import MAKERS, bomb, case, run, zipped

FEW = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


HEADS = [b"", b"phone\n", b"phone;x\n", b'{"phone":']


@pytest.mark.parametrize("name", sorted(MAKERS))
@FEW
@given(seed=st.integers(0, 10**9))
def test_a_spoilt_list_is_refused_or_every_row_is_accounted_for(
    name: str, seed: int, tmp_path: Path
) -> None:
    run(case(tmp_path, name, Random(seed)))


@settings(FEW, max_examples=20)
@given(
    data=st.binary(max_size=200), head=st.sampled_from([b"", b"phone\n", b"phone;x\n", b'{"a":'])
)
def test_any_bytes_are_refused_or_every_row_is_accounted_for(
    data: bytes, head: bytes, tmp_path: Path
) -> None:
    (tmp_path / "list.csv").write_bytes(head + data)
    run(tmp_path / "list.csv")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(bomb(Random(1)))
    assert run(tmp_path / "list.xlsx") == "refused"
    seed = next(n for n in range(1000) if len(zipped(Random(n))) > 300_000)
    (tmp_path / "list.zip").write_bytes(zipped(Random(seed)))
    assert run(tmp_path / "list.zip") == "refused"
