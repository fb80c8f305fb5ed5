"""What each level says, what is wrong with it, and what holds in the end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calllint.config.find import ConfigError, find, read
from calllint.config.resolve import Level, resolve
from calllint.config.tables import SETTINGS
from calllint.document.schema import schema_text


def of_file(folder: Path, text: str, name: str = "calllint.toml") -> Level:
    (folder / name).write_text(text, encoding="utf-8")
    return Level.of_file(read(str(folder / name)))


def words(found: Any) -> list[str] | None:
    return None if found is None else [word.value for word in found]


# What holds


def test_the_stronger_level_wins_and_every_value_knows_where_it_is_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = of_file(tmp_path, 'fail-on = "info"\nthreads = 1\nmemory-limit = "1GB"\n')
    environment = Level.of_environment({"CALLLINT_THREADS": "2", "CALLLINT_FAIL_ON": "warning"})
    settings = resolve([file, environment, Level.of_command({"fail-on": "error"})])

    said = {name: (settings.get(name), word.origin) for name, word in settings.scalars.items()}
    assert said == {
        "fail-on": ("error", "--fail-on"),
        "threads": (2, "CALLLINT_THREADS"),
        "memory-limit": ("1GB", "calllint.toml:3"),
    }
    assert resolve([]).get("fail-on") == "error", "what is built in"


LISTS = {
    "lists replace": (
        'select = ["AB1"]\nignore = ["AB2"]', {"ignore": ("AB9",)}, (["AB1"], ["AB9"])
    ),
    "extend adds": (
        'select = ["AB1"]\nignore = ["AB2"]',
        {"extend-select": ("AB5",), "extend-ignore": ("AB9",)},
        (["AB1", "AB5"], ["AB2", "AB9"]),
    ),
    "select means exactly these": (
        'ignore = ["AB2"]', {"select": ("AB2",)}, (["AB2"], [])
    ),
    "there is nothing to add to everything": (
        "", {"extend-select": ("AB5",)}, (None, [])
    ),
    "one file may do both": (
        'select = ["AB1"]\nextend-select = ["AB2"]\nextend-ignore = ["AB3"]', {},
        (["AB1", "AB2"], ["AB3"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "typed", "holds"), LISTS.values(), ids=LISTS)
def test_lists_of_rules(
    tmp_path: Path, text: str, typed: dict[str, Any], holds: tuple[Any, Any]
) -> None:
    settings = resolve([of_file(tmp_path, text), Level.of_command(typed)])

    assert (words(settings.select), words(settings.ignore)) == holds


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.just("require"), st.tuples(st.text("AB1", min_size=1)))))
def test_require_only_ever_grows(levels: list[dict[str, tuple[str, ...]]]) -> None:
    settings = resolve([Level.of_command(level) for level in levels])

    assert words(settings.require) == [
        word for level in levels for word in level.get("require", ())
    ]


def test_tables_are_joined_key_by_key(tmp_path: Path) -> None:
    file = of_file(tmp_path, '[severity]\nAB1 = "info"\nAB2 = "info"\n')
    settings = resolve([file, Level.of_command({"severity": {"AB2": "error"}})])

    assert settings.table("severity") == {"AB1": "info", "AB2": "error"}


def test_naming_a_pack_takes_no_house_pack_away(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    file = of_file(tmp_path, 'packs = ["house"]')
    settings = resolve([file, Level.of_command({"packs": ("other",)})])

    assert [Path(word).name for word in words(settings.packs) or ()] == ["house", "other"]


# What cannot be

BROKEN = {
    "a key there is not": ('ingore = ["A"]', 1, "did you mean `ignore`?"),
    "a key nobody means": ("zzzzzz = 1", 1, "`calllint schema config` lists them all"),
    "a list that is none": ('\nselect = "AB1"', 2, "`select` must be a list of texts"),
    "a level there is not": ('[severity]\nAB1 = "fatal"', 2, "one of: error, warning, info"),
    "a version that is none": ('pack-versions = {x = "new"}', 1, 'a version, as "2026.11"'),
    "a number that is none": ("threads = 0", 1, "a whole number of one or more"),
    "true as a number": ("threads = true", 1, "a whole number of one or more"),
    "a folder that is not there": (
        'data-root = "nowhere"',
        1,
        "there is no folder nowhere",
    ),
    "an amount that is none": ('memory-limit = "lots"', 1, "an amount such as 500MB"),
    "a language we do not speak": ('lang = "de"', 1, "one of: en, fr"),
    "rules that are none": ('[per-file-ignores]\n"a.yaml" = []', 2, "a list of rules"),
    "a table that is none": ("severity = 3", 1, "a table, as"),
    "a pack that is not there": ('packs = [\n  "nowhere",\n]', 1, "there is no folder nowhere"),
    "the table of a pyproject.toml": (
        '\n[tool.calllint]\nfail-on = "info"',
        2,
        "remove `[tool.calllint]`",
    ),
    "no rule at all": ("select = []", 1, "leave it out to apply them all"),
    "no TOML": ("select = [\n", 1, "this is not valid TOML"),
    "a key twice": ('lang = "en"\nlang = "fr"', 2, "this is not valid TOML"),
}


@pytest.mark.parametrize(("text", "line", "said"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_told_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        of_file(tmp_path, text)
    ((place, message),) = caught.value.problems

    assert said in message["en"]
    assert message["fr"] != message["en"]
    assert place.file == "calllint.toml"
    assert place.span is not None
    assert place.span.line == line


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        of_file(tmp_path, 'selct = []\nlang = "de"\nthreads = -1\n')

    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xff\xfea", "not UTF-8"), (b"a" * (1 << 20) + b"bb", "larger than 1 MiB")],
)
def test_a_file_that_is_no_text(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "calllint.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=said):
        read(str(tmp_path / "calllint.toml"))


def test_a_variable_that_is_wrong_is_named() -> None:
    with pytest.raises(ConfigError, match="CALLLINT_THREADS"):
        Level.of_environment({"CALLLINT_THREADS": "many"})


@pytest.mark.parametrize(
    ("name", "meant"),
    [("SELEKT", "SELECT"), ("REQUIRES", "REQUIRE"), ("FAILON", "FAIL_ON"), ("IGNORED", "IGNORE")],
)
def test_a_variable_that_is_nearly_one_of_ours_is_refused(name: str, meant: str) -> None:
    with pytest.raises(ConfigError, match=f"CALLLINT_{name}: .*did you mean `CALLLINT_{meant}`"):
        Level.of_environment({f"CALLLINT_{name}": "AB1"})


@pytest.mark.parametrize(
    "name", ["CACHE", "CAMPAIGNS", "DATABASE", "INSTALL", "LISTS_URL", "RECORD_KEY", "SPARK", "DSN"]
)
def test_variables_of_others_are_left_alone(name: str) -> None:
    assert Level.of_environment({f"CALLLINT_{name}": "x", "SELEKT": "AB1"}).said == {}


def test_a_language_that_is_not_spoken_is_refused_wherever_it_is_said() -> None:
    with pytest.raises(ConfigError, match="CALLLINT_LANG: `lang` must be one of: en, fr"):
        Level.of_environment({"CALLLINT_LANG": "de"})


def test_variables_hold_lists_and_tables() -> None:
    level = Level.of_environment(
        {"CALLLINT_IGNORE": "AB1, AB2", "CALLLINT_SEVERITY": "AB3=info", "CALLLINT_VERSION": "9"}
    )
    settings = resolve([level])

    assert words(settings.ignore) == ["AB1", "AB2"]
    assert settings.table("severity") == {"AB3": "info"}


# Where it is looked for


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository two folders deep; what lies above it is nobody's business."""
    (tmp_path / "calllint.toml").write_text("threads = 9\n")
    repository = tmp_path / "repository"
    (repository / "team" / "campaigns").mkdir(parents=True)
    (repository / ".git").mkdir()
    monkeypatch.chdir(repository)
    return repository


def found(folder: Path) -> str | None:
    file = find(str(folder))
    return None if file is None else file.name


def test_the_nearest_file_upward_is_used_up_to_the_root_of_the_repository(project: Path) -> None:
    inner = project / "team" / "campaigns"
    assert found(inner) is None, "the one above the repository decides nothing"

    (project / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert found(inner) is None, "a project without a table of ours"
    (project / "pyproject.toml").write_text("[tool.calllint]\nthreads = 1\n")
    assert found(inner) == "pyproject.toml"
    (project / "team" / "calllint.toml").write_text("threads = 2\n")
    assert found(inner) == "team/calllint.toml"
    assert found(project) == "pyproject.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[tool.calllint]\nthreads = 1\n",
        "[ tool . 'calllint' ]\nthreads = 1\n",
        '["tool"."calllint"]\nthreads = 1\n',
        "[tool]\ncalllint.threads = 1\n",
        "[tool]\ncalllint = {threads = 1}\n",
        "tool.calllint.threads = 1\n",
        "tool = {calllint = {threads = 1}}\n",
        "[tool.calllint.severity]\nAB1 = 'info'\n",
    ],
)
def test_however_a_table_of_ours_is_written_it_is_found(project: Path, text: str) -> None:
    (project / "pyproject.toml").write_text(text)

    assert found(project) == "pyproject.toml"


def test_a_project_that_only_installs_calllint_has_no_toml_read(project: Path) -> None:
    text = "[project]\ndependencies = ['calllint']\n[tool.other]\ncalllint = no TOML at all\n"
    (project / "pyproject.toml").write_text(text)
    assert found(project) is None


def test_an_empty_table_of_ours_ends_the_search(project: Path) -> None:
    (project / "calllint.toml").write_text("threads = 1\n")
    (project / "team" / "pyproject.toml").write_text("[tool.calllint]\n")

    assert found(project / "team") == "team/pyproject.toml"


def test_outside_a_repository_no_folder_above_the_current_one_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "calllint.toml").write_text("threads = 9\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert found(inner) is None
    assert found(tmp_path) == "../calllint.toml", "asked about that folder itself, it does"

    monkeypatch.chdir(tmp_path)
    assert found(inner) == "calllint.toml"


def test_keys_of_pyproject_have_their_lines_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = '[project]\nname = "x"\n\n[tool.calllint.severity]\n"AB1" = "fatal"\n'
    with pytest.raises(ConfigError, match=r"pyproject.toml:5:1: `severity.AB1` must be"):
        of_file(tmp_path, text, "pyproject.toml")


# One list of settings


def test_the_schema_knows_every_setting_and_no_other() -> None:
    schema = json.loads(schema_text("config"))

    assert list(schema["properties"]) == list(SETTINGS)
    for setting in SETTINGS.values():
        described = schema["properties"][setting.name]
        if setting.choices:
            assert described["enum"] == list(setting.choices)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(SETTINGS)),
        st.one_of(
            st.none(), st.booleans(), st.integers(-2, 9), st.text(max_size=5), st.floats(),
            st.lists(st.one_of(st.text(max_size=5), st.integers()), max_size=3),
            st.dictionaries(st.text(max_size=4), st.one_of(st.text(max_size=7), st.integers())),
        ),
        max_size=3,
    )
)  # fmt: skip
def test_what_the_schema_refuses_the_reader_refuses(values: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    from calllint.config.find import ConfigFile

    valid = Draft202012Validator(json.loads(schema_text("config"))).is_valid(values)
    try:
        Level.of_file(ConfigFile("calllint.toml", ".", values, {}, ""))
    except ConfigError:
        return
    assert valid, values
