"""Fixes change form alone: what they write means what stood there, and nothing gets worse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calllint.cli import main
from calllint.document import load_text
from calllint.document.edits import Edit, applied
from calllint.document.formatting import formatting
from calllint.engine import Options
from calllint.engine.fixes import fix
from tests.building import JUDGING, judged, write

WAIVER = "# calllint: ignore[{}]: agreed with the lawyer"


NUMBER = 'number: "+33199000099"'


def mend(file: Path) -> str:
    """What the campaign reads like after its fixes."""
    for name, (_, after) in fix(file, Options()).files.items():
        Path(name).write_bytes(after.encode())
    return file.read_bytes().decode()


def campaign(folder: Path, old: str, new: str) -> Path:
    """The ordinary campaign, written as people write, with one stretch of it replaced."""
    file = write(folder)
    text = file.read_text(encoding="utf-8").replace("number: 0199000099", NUMBER)
    assert old in text
    file.write_bytes(text.replace(old, new).encode())
    return file


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("[9:00-13:00]", '["09:00-13:00"]'),
        ("['9h-13h']", '["09:00-13:00"]'),
        ('["9h30 – 24h"]', '["09:30-24:00"]'),
        ('["10:00 - 13:00"]', '["10:00-13:00"]'),
        ("[10:00-13:00]", "[10:00-13:00]"),
        ("['13h-9h']", "['13h-9h']"),
        ("['9-13']", "['9-13']"),
        ("['9h70-13h']", "['9h70-13h']"),
        ("[&a 9h-13h, *a]", "[&a 9h-13h, *a]"),
    ],
)
def test_hours_are_written_as_hours(written: str, fixed: str) -> None:
    text = f"a: 9h-13h  # 9h-13h\nhours: {written}  # hours: 9h\n"
    better = applied(text, formatting(load_text(text, "x.yaml")))

    assert better == text.replace(written, fixed)


@given(st.text("ab\r\né", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9))))
def test_what_no_edit_names_stays(text: str, places: list[tuple[int, int]]) -> None:
    edits = [Edit(a, a + n, "") for a, n in places if a + n <= len(text)]
    kept = applied(text, edits)
    removed = {place for edit in edits for place in range(edit.start, edit.end)}

    assert kept == "".join(applied(text, edits))
    assert len(kept) >= len(text) - len(removed)


PLAIN = "hours:\n    - 10:00-13:00\n    - 14:00-20:00"


def test_a_window_is_cut_at_the_lunch_gap_in_either_kind_of_list(tmp_path: Path) -> None:
    block = campaign(tmp_path / "a", PLAIN, "hours:\n    - 10h-20h  # all day")
    flow = campaign(tmp_path / "b", PLAIN, "hours: ['11:00-14:30' ] # all day")

    assert 'hours:\n    - "10:00-13:00"\n    - "14:00-20:00"  # all day\n' in mend(block)
    assert 'hours: ["11:00-13:00", "14:00-14:30" ] # all day\n' in mend(flow)
    assert not judged(block).findings("FR301")


@pytest.mark.parametrize("hours", ["09:00-20:00", "10:00-21:00", "13:15-13:45", "12:00-13:30"])
def test_a_window_that_begins_or_ends_in_closed_hours_is_for_a_person(
    tmp_path: Path, hours: str
) -> None:
    file = campaign(tmp_path, PLAIN, f'hours: ["{hours}"]')

    assert judged(file).findings("FR301")
    assert fix(file, Options()).files == {}


def test_a_window_on_another_clock_is_not_cut(tmp_path: Path) -> None:
    file = campaign(tmp_path, "timezone: contact", "timezone: America/Martinique")
    file.write_text(file.read_text().replace("10:00-13:00", "06:00-15:00"))

    assert judged(file).findings("FR301")
    assert fix(file, Options()).files == {}


def test_a_window_that_somebody_answers_for_is_not_cut(tmp_path: Path) -> None:
    line = f'hours: ["10:00-20:00"]  {WAIVER.format("FR301")}'
    file = campaign(tmp_path, PLAIN, line)

    assert fix(file, Options()).files == {}


@pytest.mark.parametrize(
    ("written", "fixed"),
    [
        ("'0199000099'", '"+33199000099"'),
        ("01 99 00 00 99", '"+33199000099"'),
        ("33199000099", '"+33199000099"'),
        ("+33199000099", '"+33199000099"'),
        ("'+33199000099'", "'+33199000099'"),
        ("withheld", "withheld"),
        ("3639", '"3639"'),
        ("0199", "0199"),
    ],
)
def test_a_caller_number_is_written_as_it_is_read(tmp_path: Path, written: str, fixed: str) -> None:
    file = campaign(tmp_path, NUMBER, f"number: {written}  # ours")

    assert f"number: {fixed}  # ours\n" in mend(file)


def test_a_waiver_of_no_use_goes_and_others_stay(tmp_path: Path) -> None:
    unused, both = WAIVER.format("FR303"), WAIVER.format("FR302, FR301")
    old = "  holidays: skip\n"
    file = campaign(tmp_path, old, f"  {unused}\n  # mine\n  holidays: skip   {unused}\n")
    text = file.read_text().replace("10:00-13:00", f"10:00-13:30  {both}")
    file.write_text(text)

    fixed = mend(file)

    assert "  # mine\n  holidays: skip\n" in fixed
    assert f"10:00-13:30  {WAIVER.format('FR301')}\n" in fixed
    assert "FR303" not in fixed


def test_a_waiver_of_no_use_behind_other_words_goes_without_them(tmp_path: Path) -> None:
    old = "  holidays: skip\n"
    file = campaign(tmp_path, old, f"  holidays: skip  # mine {WAIVER.format('FR303')}\n")

    assert "  holidays: skip  # mine\n" in mend(file)


def test_nothing_is_taken_for_unused_without_the_lists(tmp_path: Path) -> None:
    file = campaign(tmp_path, "  holidays: skip\n", f"  holidays: skip {WAIVER.format('FR303')}\n")

    assert fix(file, Options(without_data=True)).files == {}


def test_what_a_baseline_holds_is_not_rewritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, changes={"dialer": {"mode": "predictive"}})
    monkeypatch.chdir(tmp_path)
    assert main(["campaign.yaml"]) == 1
    assert main(["baseline", "write", "campaign.yaml", "--reason", "known"]) == 0
    before = file.read_bytes()
    capsys.readouterr()

    assert main(["campaign.yaml", "--fix"]) == 0
    assert file.read_bytes() == before
    assert "not fixed" in capsys.readouterr().err


HOURS = st.sampled_from(
    ["10h-13h", "10:00-20:00", "9:00-12:00", "09:00-21:00", "'14h30-19:00'", '"11:00-15:00"']
)
NUMBERS = st.sampled_from(
    ["'0199000099'", "33199000099", "01 99 00 00 99", "withheld", "+212520000000", "0692123456"]
)
COMMENTS = st.sampled_from(
    ["", "# by hand", *(WAIVER.format(ids) for ids in ("FR301", "FR303", "FR301, FR302", "CL912"))]
)
ZONES = st.sampled_from(["contact", "Europe/Paris", "Africa/Casablanca"])


@JUDGING
@given(st.lists(HOURS, min_size=1, max_size=3), NUMBERS, COMMENTS, ZONES, st.booleans())
def test_fixes_are_made_once_and_nothing_gets_worse(
    tmp_path_factory: pytest.TempPathFactory,
    hours: list[str],
    number: str,
    comment: str,
    zone: str,
    crlf: bool,
) -> None:
    folder = tmp_path_factory.mktemp("fix")
    file = campaign(folder, PLAIN, f"hours: [{', '.join(hours)}] {comment}")
    text = file.read_text().replace(NUMBER, f"number: {number}  {comment}")
    text = text.replace("timezone: contact", f"timezone: {zone}")
    file.write_bytes(text.replace("\n", "\r\n" if crlf else "\n").encode())
    lists = {path: path.read_bytes() for path in folder.glob("*.csv")}
    try:
        before = judged(file)
    except Exception:  # noqa: BLE001 - what could not be judged cannot get worse
        before = None

    once = mend(file)

    assert {path: path.read_bytes() for path in folder.glob("*.csv")} == lists
    assert once.count("\r\n") == (once.count("\n") if crlf else 0)
    assert mend(file) == once
    if before is not None:
        after = judged(file)
        assert after.verdicts == before.verdicts
        assert after.rules <= before.rules


def test_diff_writes_nothing_and_fix_writes_what_it_showed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = campaign(tmp_path, PLAIN, "hours: [10h-13h]")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    monkeypatch.chdir(tmp_path)

    assert main(["campaign.yaml", "--diff"]) == 1
    shown = capsys.readouterr()
    assert "+  - days: [" not in shown.out
    assert '+    hours: ["10:00-13:00"]' in shown.out
    assert "nothing was written" in shown.err
    assert file.read_bytes() == before

    assert main(["campaign.yaml", "--fix", "--lang", "fr"]) == 0
    assert "campaign.yaml : corrigé" in capsys.readouterr().err.replace("\u00a0", " ")
    assert file.read_bytes() == before.replace(b"[10h-13h]", b'["10:00-13:00"]')
    assert main(["campaign.yaml", "--diff"]) == 0


@pytest.mark.parametrize("text", ["", "calllint: [", "\x00", "calllint: 1\n"])
def test_what_cannot_be_read_is_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / "bad.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)

    assert main(["bad.yaml", "--diff"]) == 2
    assert "bad.yaml" in capsys.readouterr().err
    assert main(["bad.yaml", "--fix"]) == 2
    assert (tmp_path / "bad.yaml").read_text() == text
