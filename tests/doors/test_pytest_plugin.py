"""Notes as tests: real runs of pytest in a process and a folder of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree

import pytest
from places import ROOT

from derivations.reading.manuscript import ACCEPTED

PLUGIN = "derivations.doors.pytest_plugin"
TRUE, FALSE = r"$$ \log p(x) = \log \int p(x,z) dz $$", r"$$ \log p(x) = [5] $$"
DOUBTFUL = "Frobenically speaking $a = 2 b$.\n\n$$ a + b = 2 b $$"
NOTES = {
    "notes/right.md": f"# Right\n\n{TRUE}\n\n{TRUE}{TRUE}\n",
    "notes/wrong.tex": f"\\section{{Wrong}}\n{FALSE}\n",
    "notes/deep er/变分.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": ["x\n", DOUBTFUL]}]}),
    "notes/broken.ipynb": "{",
    "notes/empty.md": "\n",
    "notes/no_note.txt": FALSE,
    "tests/test_own.py": "def test_own(): pass\n",
}


@pytest.fixture
def here(tmp_path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = tests\n", encoding="utf-8")
    return tmp_path


def run(here: Path, *words: str) -> tuple[dict[str, int], str]:
    """What pytest counts at its end, and all that it says."""
    installed = any(point.value == PLUGIN for point in entry_points(group="pytest11"))
    load = [] if installed else ["-p", PLUGIN]  # where an older version of the project is installed
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *load, *words], cwd=here, capture_output=True, text=True, encoding="utf-8",
        env={**settings, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    counts = re.findall(r"(\d+) (passed|failed|warnings?|errors?|deselected|tests? collected)", said.splitlines()[-1])
    return {what.rstrip("s"): int(number) for number, what in counts}, said


def ids(here: Path, *words: str) -> list[str]:
    return [row for row in run(here, "--collect-only", "-q", *words)[1].splitlines() if "::" in row]


RIGHT = ["3 = \\log \\int p(x,z) dz", "5 = \\log \\int p(x,z) dz", "5 = \\log \\int p(x,z) dz (2)"]
ALL = [
    "notes/broken.ipynb::unreadable",
    "notes/deep er/变分.ipynb::cell 1:4 = 2 b",
    *(f"notes/right.md::{name}" for name in RIGHT),
    "notes/wrong.tex::2 = (5)",
]
OWN = ["tests/test_own.py::test_own"]


@pytest.mark.slow
def test_a_refuted_sign_fails_with_its_explanation_and_a_doubtful_one_warns(here):
    counts, said = run(here, "--derivations", "notes", "-v")
    assert counts == {"passed": 5, "failed": 2, "warning": 1}, said
    assert "notes/wrong.tex:2:14: refuted: the sides are not equal" in said and "Traceback" not in said
    assert "    finite world: x ∈ {2, 1}" in said
    assert "notes/broken.ipynb: not a Jupyter notebook: broken JSON" in said
    assert "NoteWarning: notes/deep er/变分.ipynb:cell 1:4:10: doubtful" in said
    assert "notes/right.md::5 = \\log \\int p(x,z) dz (2) PASSED" in said


@pytest.mark.slow
def test_what_is_collected(here):
    """Off unless asked; by the ini file as test paths are; by the option beside whatever else is asked for."""
    assert ids(here) == OWN
    assert sorted(ids(here, "--derivations", "notes")) == sorted(ALL + OWN)
    assert sorted(ids(here, "--derivations", "notes", "tests")) == sorted(ALL + OWN)
    assert sorted(ids(here, "--derivations", "notes", ".")) == sorted(ALL + OWN)
    assert ids(here, "--derivations", "notes/*.tex", "--derivations", "notes/right.md", "tests") == [
        *OWN, *ALL[-1:], *ALL[2:5]]  # fmt: skip
    for name in ALL:
        assert ids(here, "--derivations", "notes", name) == [name]
    (here / "pytest.ini").write_text(
        "[pytest]\ntestpaths = tests\nderivations_notes = notes/wrong.tex 'notes/deep er'\n"
    )
    assert sorted(ids(here)) == sorted([ALL[1], ALL[-1], *OWN])
    assert ids(here, "tests") == OWN and ids(here, "notes/wrong.tex") == ALL[-1:]
    (here / "pytest.ini").write_text("[pytest]\n")
    assert sorted(ids(here, "--derivations", "notes")) == sorted(ALL + OWN), "each once, though it lies below the root"


@pytest.mark.slow
def test_strict_selected_last_failed_spread_and_written_down(here):
    counts, _ = run(here, "--derivations", "notes", "--derivations-strict", "-n", "2", "--junitxml", "out.xml")
    assert counts == {"passed": 4, "failed": 3}
    cases = ElementTree.parse(here / "out.xml").getroot().iter("testcase")
    failed = {case.get("name"): case.find("failure") is not None for case in cases}
    assert failed == {
        **dict.fromkeys([*RIGHT, "test_own"], False),
        "2 = (5)": True,
        "cell 1:4 = 2 b": True,
        "unreadable": True,
    }
    counts, said = run(here, "--derivations", "notes", "--lf", "-v")
    assert counts == {"passed": 1, "failed": 2, "warning": 1} and "right.md" not in said
    assert run(here, "--derivations", "notes", "-k", "wrong")[0] == {"failed": 1, "deselected": 6}
    assert run(here, "-o", "derivations_strict=true", "--derivations", "notes/deep er", "-k", "变分")[0]["failed"] == 1
    assert "已推翻" in run(here, "--derivations", "notes/wrong.tex", "--derivations-lang", "zh")[1]


@pytest.mark.slow
def test_a_note_is_judged_once_and_only_if_one_of_its_lines_is_run(here):
    (here / "conftest.py").write_text(
        "from derivations.reading.verdicts.walk import Judge\n"
        "run = Judge.run\n"
        "def counted(judge):\n"
        "    print('JUDGED', judge.note.source.name)\n"
        "    return run(judge)\n"
        "Judge.run = counted\n"
    )
    said = run(here, "--derivations", "notes", "-s", "-k", "right or wrong")[1]
    assert sorted(re.findall(r"JUDGED (\S+)", said)) == ["notes/right.md", "notes/wrong.tex"]


@pytest.mark.parametrize(
    "word", ["nowhere", *(pytest.param(word, marks=pytest.mark.slow) for word in ("notes/no_note.txt", "-"))]
)
def test_what_is_no_note_is_wrong_usage(here, word):
    _, said = run(here, f"--derivations={word}")
    assert said.count("ERROR") == 1 and "--derivations: " in said and "Traceback" not in said


def test_pytest_loads_nothing_heavy_where_it_is_not_asked(here):
    code = (
        "import sys, pytest\n"
        "status = pytest.main(['-q', '-p', 'no:xdist', *sys.argv[1:]])\n"
        "print('LOADED', sorted(m for m in sys.modules if m.split('.')[0] in ('sympy', 'numpy', 'markdown_it', 'rich')"
        " or m.startswith(('derivations.reading', 'derivations.judging'))))\n"
        "sys.exit(status)"
    )
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, "-p", PLUGIN], cwd=here, capture_output=True, text=True, env=settings
    )
    assert done.returncode == 0 and "1 passed" in done.stdout and "LOADED []" in done.stdout, done.stdout + done.stderr


def test_the_commands_are_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"derivations": PLUGIN}
    module, _, name = project["scripts"]["derivations"].partition(":")
    assert callable(getattr(__import__(module, fromlist=[name]), name))
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: derivations check\n" in hook
    (pattern,) = re.findall(r"^  files: (.+)$", hook, re.M)
    assert all(re.search(pattern, f"note{suffix}".replace(".rmd", ".Rmd")) for suffix in ACCEPTED)
    assert not re.search(pattern, "note.py")
