"""The hooks, run by the real pre-commit on scratch repositories, as the README has them set up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.building import CAMPAIGN, merged, write_pack

ROOT = Path(__file__).parent.parent
NIGHT = {"schedule": {"windows": [{"days": ["mon"], "hours": ["05:00-23:00"]}]}}
LISTS = dict.fromkeys(("contracts", "requests", "suppressions", "calls"), "none")
FILES = {kind: [{"path": f"{kind}.csv"}] for kind in ("contacts", "consents")}
DATA = {"data": {**FILES, **LISTS}}  # the lists themselves are in no repository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    who = ("-c", "user.name=Test", "-c", "user.email=test@exemple.fr")
    allow = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *who, *allow, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def from_readme(file: str) -> str:
    """What the README says to write in a file."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"```yaml\n# {re.escape(file)}\n(.*?)```", readme, re.DOTALL)
    assert found is not None, file
    return found[1]


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This very code as a repository of hooks, whatever is committed of it, and its revision."""
    clone = tmp_path_factory.mktemp("calllint")
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout
    for name in filter(None, listed.split("\0")):
        if name.startswith(("src/", "rules/", ".pre-commit", "README", "LICENSE", "pyproject")):
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    git(clone, "init")
    git(clone, "add", "--all")
    git(clone, "commit", "-m", "hooks")
    return clone, git(clone, "rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="module")
def scratch(hooks: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of campaigns with both hooks, installed once."""
    folder, cache = tmp_path_factory.mktemp("scratch"), tmp_path_factory.mktemp("cache")
    os.environ["PRE_COMMIT_HOME"] = str(cache)
    clone, rev = hooks
    config = yaml.safe_load(from_readme(".pre-commit-config.yaml"))
    (repository,) = config["repos"]
    repository |= {"repo": str(clone), "rev": rev}
    repository["hooks"].append({"id": "calllint-rules", "args": ["packs/house"]})
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(folder, "init")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install", "--install-hooks"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode and ("onnection" in done.stdout or "No matching" in done.stdout):
        pytest.skip("no package index to install the hook from")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def commit(folder: Path, name: str, content: Mapping[str, Any]) -> tuple[int, str]:
    """Commits a campaign, as its author would; the code, and what was said."""
    text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False)
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    done = git(folder, "commit", "-m", name)
    return done.returncode, done.stdout + done.stderr


def test_a_good_campaign_is_committed_and_a_bad_one_is_not(scratch: Path) -> None:
    good = merged(CAMPAIGN, DATA)
    code, said = commit(scratch, "fibre.campaign.yaml", good)
    assert code == 0, said

    code, said = commit(scratch, "campaign-nuit.yaml", merged(good, NIGHT))
    assert code == 1
    assert "campaign-nuit.yaml" in said
    assert "FR301" in said
    assert git(scratch, "log", "--oneline").stdout.count("\n") == 1
    git(scratch, "rm", "--force", "--cached", "campaign-nuit.yaml")
    (scratch / "campaign-nuit.yaml").unlink()


def test_files_that_are_no_campaigns_are_left_alone(scratch: Path) -> None:
    code, said = commit(scratch, "docker-compose.yaml", {"services": {}})

    assert code == 0, said
    assert "no files to check" in said


def test_a_pack_whose_examples_fail_is_not_committed(scratch: Path) -> None:
    near, far = {"postal_code": "75011"}, {"postal_code": "69001"}
    examples = [{"breach": near}, {"ok": far}]
    ok = {"id": "HB101", "breach": "postal_code = '75011'", "examples": examples}
    write_pack(scratch / "packs" / "house", ok)
    git(scratch, "add", "--all")
    passed = git(scratch, "commit", "-m", "pack")
    assert passed.returncode == 0, passed.stdout + passed.stderr

    wrong = {**ok, "examples": [{"breach": far}, {"ok": near}]}
    write_pack(scratch / "packs" / "house", wrong)
    git(scratch, "add", "--all")
    refused = git(scratch, "commit", "-m", "pack")
    assert refused.returncode == 1
    assert "HB101" in refused.stdout + refused.stderr
