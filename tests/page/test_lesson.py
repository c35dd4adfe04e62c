"""The lesson notebook: kept without outputs, and every cell runs and shows what its text says."""

import ast
import importlib
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import derivations

LESSON = Path(derivations.__file__).parent / "lesson.ipynb"


slow = pytest.mark.slow  # a kernel is started, and matplotlib in it


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    notebook = nbformat.read(LESSON, as_version=4)
    folder = tmp_path_factory.mktemp("lesson")
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def output(cell, form: str) -> str:
    """The text of a cell's outputs in a form."""
    return "".join(o.text if o.output_type == "stream" else o.data.get(form, "") for o in cell.outputs)


def test_the_lesson_is_kept_without_outputs():
    notebook = nbformat.read(LESSON, as_version=4)
    nbformat.validate(notebook)
    assert all(not c.outputs and c.execution_count is None for c in notebook.cells if c.cell_type == "code")
    assert LESSON.stat().st_size < 20_000


@pytest.mark.parametrize("notebook", sorted(LESSON.parent.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_name_that_a_notebook_imports_is_there(notebook):
    """The notebooks run in the slow tests only; a name that has moved is noticed in the quick ones."""
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    imports = [node for cell in cells for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if node.module.split(".")[0] in {"derivations", "numerics", "figures"}]
    missing = [
        f"{node.module}.{name.name}"
        for node in ours
        for name in node.names
        if not hasattr(importlib.import_module(node.module), name.name)
    ]
    assert ours and missing == []


@slow
def test_a_derivation_shows_itself_typeset(executed):
    shown = output(executed[0], "text/html")
    assert shown.count("✓") == 8 and "<math" in shown and "Gibbs" in shown


@slow
def test_a_wrong_reason_is_refused(executed):
    shown = output(executed[1], "text/html")
    assert "true, but not for this reason" in shown and "product rule" in shown


@slow
def test_the_false_line_comes_with_its_world(executed):
    shown = output(executed[2], "text/html")
    assert "refuted" in shown and "<table" in shown and "left side" in shown


@slow
def test_the_witness_tells_the_true_line_from_the_false_one(executed):
    assert "would have been noticed" in output(executed[3], "text/plain")
    assert output(executed[4], "text/plain").rstrip().endswith("contradicted")


@slow
def test_the_picture_is_drawn(executed):
    assert "<svg" in output(executed[5], "image/svg+xml")
