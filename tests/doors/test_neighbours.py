"""A package of another project that is called as one of ours: said in one line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from places import ROOT

from derivations.doors.neighbours import check_ours


@pytest.mark.parametrize("name", ["numerics", "figures"])
def test_our_own_are_known(name):
    check_ours(name)


def run(folder, *words):
    path = os.pathsep.join([str(folder), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
    )


@pytest.mark.slow
@pytest.mark.parametrize("foreign", ["__version__ = '1.0'", "raise ImportError('half installed')"])
def test_another_numerics_is_named(foreign, tmp_path):
    (tmp_path / "numerics").mkdir()
    (tmp_path / "numerics" / "__init__.py").write_text(foreign)
    done = run(tmp_path, "derivations", "show", "gibbs")
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "the package numerics" in done.stderr
    assert "--no-witness" in done.stderr
    assert run(tmp_path, "derivations", "show", "gibbs", "--no-witness").returncode == 0
    done = run(tmp_path, "figures", "--list")
    assert done.returncode and "AttributeError" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("ImportError: the package numerics")
