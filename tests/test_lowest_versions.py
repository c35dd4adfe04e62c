"""The versions in .ci/lowest.txt are the lowest that pyproject.toml allows, all of them and no other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = {"ruff", "mypy"}  # look at the code, and are run in one version alone


def test_the_lowest_versions_are_those_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lowest = dict(re.fullmatch(r"([\w-]+)>=([\d.]+)", one).groups() for one in asked)
    pinned = dict(re.findall(r"^([\w-]+)==([\d.]+)$", (ROOT / ".ci/lowest.txt").read_text(encoding="utf-8"), re.M))
    assert pinned.keys() == lowest.keys() - TOOLS
    for name, version in pinned.items():
        parts = lowest[name].split(".")
        assert version.split(".")[: len(parts)] == parts and set(version.split(".")[len(parts) :]) <= {"0"}, name
