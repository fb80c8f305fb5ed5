"""Packs are found by entry point or folder, told apart by name, and never run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from calllint.packs import PackError, load_pack, load_packs
from tests.packs.building import edit, put, write


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack installed as any distribution would be; importing it would fail."""
    site = tmp_path / "site"
    folder = write(site / "house_rules")
    put(folder, "__init__.py", "raise RuntimeError('a pack is data')\n")
    edit(folder, "pack.yaml", "name: house\n", "name: installed_house\n")
    put(site, "house_rules-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: house-rules\n")
    put(
        site,
        "house_rules-1.0.dist-info/entry_points.txt",
        "[calllint.packs]\ninstalled_house = house_rules\n",
    )
    monkeypatch.syspath_prepend(str(site))
    return folder


def test_an_installed_pack_is_found_and_not_imported(installed: Path) -> None:
    (pack,) = load_packs(only=["installed_house"])

    assert (pack.name, pack.folder) == ("installed_house", installed)
    assert pack.by_id["AB101"].place.file == "house_rules/contact/AB101-no-consent.yaml"


def test_a_folder_that_is_installed_is_loaded_once(installed: Path) -> None:
    packs = load_packs([installed, installed], only=["installed_house"])

    assert [pack.name for pack in packs] == ["installed_house"]


def test_a_folder_needs_no_installing(pack: Path) -> None:
    assert [found.name for found in load_packs([pack], only=[])] == ["house"]


def test_packs_are_sorted_by_name(pack: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "a")
    edit(other, "pack.yaml", "name: house\n", "name: a_house\n")
    shutil.rmtree(other / "contact")
    shutil.rmtree(other / "tables")
    edit(other, "pack.yaml", "default_territory: T1\n", "")

    assert [found.name for found in load_packs([pack, other], only=[])] == ["a_house", "house"]


def test_two_rules_of_one_id_are_an_error_naming_both_files(pack: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other")
    edit(other, "pack.yaml", "name: house\n", "name: other\n")

    with pytest.raises(PackError) as caught:
        load_packs([pack, other], only=[])

    place, message = next(
        (place, message) for place, message in caught.value.problems if "AB101" in message["en"]
    )
    assert place.file == f"{other.as_posix()}/contact/AB101-no-consent.yaml"
    assert f"{pack.as_posix()}/contact/AB101-no-consent.yaml" in message["en"]
    assert any("territory T1" in message["en"] for _, message in caught.value.problems)


def test_two_rules_of_one_id_in_one_pack_are_an_error(pack: Path) -> None:
    shutil.copy(pack / "contact/AB101-no-consent.yaml", pack / "AB101-no-consent.yaml")

    with pytest.raises(PackError, match="`AB101` is already"):
        load_pack(pack)


def test_a_name_that_is_not_installed_is_said(installed: Path) -> None:
    with pytest.raises(PackError, match="did you mean `installed_house`"):
        load_packs(only=["instaled_house"])


def test_an_entry_point_without_its_package_is_said(installed: Path) -> None:
    shutil.rmtree(installed)

    with pytest.raises(PackError, match="its package is not there"):
        load_packs(only=["installed_house"])


def test_a_broken_pack_does_not_hide_another(pack: Path, tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_packs([tmp_path / "one", pack, tmp_path / "two"], only=[])

    assert [Path(place.file).name for place, _ in caught.value.problems] == ["one", "two"]


def test_the_digest_is_of_names_and_contents(pack: Path, tmp_path: Path) -> None:
    before = load_pack(pack).digest

    put(pack, "__pycache__/x.pyc", "compiled")
    put(pack, ".github/workflow.yaml", "no rule")
    assert load_pack(pack).digest == before
    assert load_pack(write(tmp_path / "elsewhere")).digest == before

    put(pack, "README.md", "words")
    with_readme = load_pack(pack).digest
    (pack / "README.md").rename(pack / "READ.md")
    with_other_name = load_pack(pack).digest
    put(pack, "READ.md", "other words")
    assert len({before, with_readme, with_other_name, load_pack(pack).digest}) == 4


def test_importing_packs_loads_nothing_costly() -> None:
    import subprocess
    import sys

    code = (
        "import sys, calllint.packs; "
        "print([name for name in ('yaml', 'jsonschema', 'duckdb', 'phonenumbers', "
        "'importlib.metadata', 'calllint.packs.loader') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src"},
    )

    assert done.stdout.strip() == "[]"
