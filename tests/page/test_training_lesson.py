"""The second notebook, from the derivation to the pictures: kept without outputs, and every cell does what it says."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import derivations

NOTEBOOK = Path(derivations.__file__).parent / "from_note_to_pictures.ipynb"


def test_it_is_kept_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert all(not c.outputs and c.execution_count is None for c in notebook.cells if c.cell_type == "code")
    assert NOTEBOOK.stat().st_size < 20_000


@pytest.mark.slow
def test_it_runs_and_its_numbers_come_in_order(tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    proof, line, gradients, training, worth, pictures = cells
    for shown in (proof, line):
        assert "✓" in "".join(o.get("data", {}).get("text/html", "") for o in shown.outputs)
    said = "".join(o.text for o in gradients.outputs)
    assert [float(e) < 1e-11 for e in re.findall(r"gradient (\S+)", said)] == [True] * 3
    first, last = map(float, re.findall(r"(-?[\d.]+) (?:nats )?after", "".join(o.text for o in training.outputs)))
    assert last > first + 10
    numbers = [float(n) for n in re.findall(r": +(-?\d+\.\d+)", "".join(o.text for o in worth.outputs))]
    assert len(numbers) == 4 and numbers == sorted(numbers)
    assert sum("image/png" in o.get("data", {}) for o in pictures.outputs) == 4
