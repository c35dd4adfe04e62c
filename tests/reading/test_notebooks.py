"""Jupyter notebooks as notes: their Markdown cells, places told as cell and line, mended cell by cell."""

from __future__ import annotations

import json

import pytest

from derivations.reading.note import Note, load_text
from derivations.reading.text import notebooks
from derivations.reading.verdicts.walk import Judge
from derivations.telling.mended import diff, mended
from derivations.telling.note_report import document, report
from derivations.telling.wording import Wording

TRUE, FALSE = r"\log p(x) = \log \int p(x,z) dz", r"\log p(x) = 5"
SLIP = r"KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}]"
MENDED = r"KL(p(x)||q(x)) = -E_{p(x)}[\log \frac{q(x)}{p(x)}]"


def judged(note: Note) -> list[str]:
    return [j.verdict for j in Judge(note).run()]


def notebook(*cells: str | list[str], **more) -> str:
    kinds = [{"cell_type": "code", "source": [f"$$ {FALSE} $$"], "outputs": []}]
    kinds += [{"cell_type": "markdown", "metadata": {}, "source": source} for source in cells]
    return json.dumps({"cells": kinds, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def test_places_of_a_notebook_are_cell_and_line():
    text = notebook(["# Title\n", "\n", f"$$ {TRUE} $$"], f"Words.\r\n\r\n$$ {FALSE} $$")
    note = load_text(text.encode(), "n.ipynb")
    told = document("n.ipynb", note, Judge(note).run(), Wording())
    assert [(s["cell"], s["line"], s["column"], s["verdict"]) for s in told["steps"]] == [
        (2, 3, 14, "proved"),
        (3, 3, 14, "refuted"),
    ]
    assert any(
        row.startswith("n.ipynb:cell 3:3:14: refuted")
        for row in report("n.ipynb", note, Judge(note).run(), Wording(), 0)
    )


def test_what_a_cell_leaves_open_ends_with_it():
    note = load_text(notebook("```python\nx", f"$$ {FALSE}", f"$$ {TRUE} $$").encode(), "n.ipynb")
    assert judged(note) == ["unread", "proved"]
    assert [str(note.source.written.place(w.line)) for w in note.warnings] == ["n.ipynb:cell 3:1"]


def test_what_one_cell_says_holds_in_the_next():
    gaussian = r"Let $p(x) = \mathcal{N}(x; 0, 1)$."
    note = load_text(notebook(gaussian, r"$$ E_{p(x)}[x^2] = 1 $$").encode(), "n.ipynb")
    assert judged(note) == ["proved"]


def test_a_notebook_of_the_third_format_and_of_plain_sources():
    old = json.dumps({"worksheets": [{"cells": [{"cell_type": "markdown", "source": f"$$ {TRUE} $$"}]}], "nbformat": 3})
    assert notebooks.markdown_cells(old) == {1: f"$$ {TRUE} $$"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "broken JSON at line 1, column 2"),
        ("", "broken JSON"),
        ("[1]", "no object"),
        ("{}", "no list of cells"),
        ('{"cells": {}}', "no list of cells"),
        ('{"cells": [3]}', "a cell is no object"),
        ('{"cells": [{"cell_type": "markdown", "source": [3]}]}', "the source of cell 1 is no text"),
        ('{"worksheets": [3]}', "no list of cells"),
        ("[" * 100_000, "not a Jupyter notebook"),
    ],
)
def test_what_is_no_notebook_is_told(text, says):
    with pytest.raises(ValueError, match=r"n\.ipynb: not a Jupyter notebook") as error:
        load_text(text.encode(), "n.ipynb")
    assert says in str(error.value) and "\n" not in str(error.value)


def test_a_notebook_is_mended_in_its_cells_and_nothing_else():
    written = notebook(["Words.\n", "\n", f"$$ {SLIP} $$\n"], f"$$ {TRUE} $$", extra={"kept": "变分"})
    note = load_text(written.encode(), "n.ipynb")
    found = Judge(note).run()
    before, after = json.loads(written), json.loads(mended(note, found))
    assert after["cells"][1].pop("source") == ["Words.\n", "\n", f"$$ {MENDED} $$\n"]
    before["cells"][1].pop("source")
    assert after == before
    assert "+++ n.ipynb cell 2 (mended)" in diff(note, found, "n.ipynb")


def test_messages_name_the_cell():
    note = load_text(notebook("Words.", "Frobenically speaking $a = 2 b$.", "$$ a + b = 2 b $$").encode(), "n.ipynb")
    found = Judge(note).run()
    (step,) = document("n.ipynb", note, found, Wording())["steps"]
    assert step["verdict"] == "doubtful" and "cell 3, line 1 says" in step["message"]
    assert [(u["cell"], u["line"]) for u in step["not_understood"]] == [(3, 1)]
    assert "第 3 单元第 1 行有一句" in "".join(report("n", note, found, Wording("zh"), 0))
    given = load_text(notebook(r"Let $p(x) = \mathcal{N}(x; 0, 1)$.", r"$$ E_{p(x)}[x^2] = 1 $$").encode(), "n.ipynb")
    (step,) = document("n.ipynb", given, Judge(given).run(), Wording())["steps"]
    assert step["assumes"][-1].endswith("(cell 2, line 1)")
