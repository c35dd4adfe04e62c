"""Notes in the formats in which people keep them: what is read, what is left alone, and that places are those of the
file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derivations.reading.manuscript import opened
from derivations.reading.note import Note, load_note, load_text, read_note
from derivations.reading.text import notebooks
from derivations.reading.verdicts.walk import Judge
from derivations.telling.mended import diff, elsewhere, mended
from derivations.telling.note_report import document, report
from derivations.telling.wording import Wording

TRUE, FALSE = r"\log p(x) = \log \int p(x,z) dz", r"\log p(x) = 5"
SLIP = r"KL(p(x)||q(x)) = E_{p(x)}[\log \frac{q(x)}{p(x)}]"
MENDED = r"KL(p(x)||q(x)) = -E_{p(x)}[\log \frac{q(x)}{p(x)}]"


def signs(text: str, name: str = "note.md") -> list[tuple[int, int]]:
    """Where the signs of the displays stand."""
    return [(s.relation.line, s.relation.column) for s in load_text(text.encode(), name).steps()]


def places(text: str, sign: str = "=") -> list[tuple[int, int]]:
    """Every place of a sign in a text, for comparison."""
    return [(k, c + 1) for k, row in enumerate(text.split("\n"), 1) for c in range(len(row)) if row[c] == sign]


def judged(note: Note) -> list[str]:
    return [j.verdict for j in Judge(note).run()]


# -- Markdown: what is no part of the note ---------------------------------------------------------------------------

LEFT_ALONE = {
    "front matter of Quarto": f"---\ntitle: $${FALSE}$$\nformat: html\n---\n",
    "front matter that ends with dots": f"---\ntitle: x\nabstract: |\n  $$ {FALSE} $$\n...\n",
    "front matter of Hugo": f"+++\ntitle = 'x'\n# $$ {FALSE} $$\n+++\n",
    "a chunk of R Markdown": f"```{{r, echo=FALSE}}\n$$ {FALSE} $$\n```\n",
    "a fence in a list": f"- item\n\n  ~~~python\n  $$ {FALSE} $$\n  ~~~\n",
    "a comment over blank lines": f"Text <!-- hidden\n\n$$ {FALSE} $$\n\n--> text\n",
    "a comment within a display": f"$$\n{TRUE} <!-- = 5 -->\n$$\n",
    "a directive of code": f"```{{code-block}} latex\n$$ {FALSE} $$\n```\n",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_is_no_note_is_left_alone_and_moves_nothing(name):
    before = LEFT_ALONE[name]
    note = read_note(f"{before}\n$$ {TRUE} $$\n")
    assert judged(note)[-1] == "proved" and set(judged(note)) == {"proved"}
    assert [*note.steps()][-1].relation.line == before.count("\n") + 2


def test_what_only_looks_like_a_comment_or_front_matter_is_read():
    assert signs(f"`<!--` begins\n\n$$ {TRUE} $$\n\n`-->` ends\n") == [(3, 14)]
    assert signs(f"```\n<!--\n```\n\n$$ {TRUE} $$\n\n-->\n") == [(5, 14)]
    assert signs(f"---\n\n$$ {TRUE} $$\n\n---\n") == [(3, 14)]
    assert signs(f"---\nno: end\n\n$$ {TRUE} $$\n") == [(4, 14)]
    declared = read_note(f"<!-- derivation\ndensity: r\n-->\n\n$$ {TRUE} $$\n")
    assert [(d.key, d.value) for d in declared.declarations] == [("density", "r")]


def test_formulas_as_myst_writes_them():
    text = f"Let {{math}}`z \\sim q(z|x)` be drawn.\n\n```{{math}}\n:label: one\n:class: wide\n\n{TRUE}\n```\n"
    note = read_note(text)
    assert signs(text) == [(7, 11)] and judged(note) == ["proved"]
    (formula,) = note.blocks[0].formulas
    assert formula.latex == r"z \sim q(z|x)" and (formula.line, formula.column) == (1, 12)


def test_two_dollars_in_a_line_of_prose_are_kramdowns_where_the_note_has_no_others():
    prose = f"Let $$z = \\mu + \\sigma$$ where $$\\sigma > 0$$ holds, and\nso $${FALSE}$$.\n\n$${TRUE}$$\n"
    assert signs(prose) == [(4, 13)]
    assert len(signs(f"The prior is $q(z)$. {prose}")) == 3, "here two dollars are a display"
    assert signs(f"We have\n$$ {TRUE} $$ (1)\nand more.\n") == [(2, 14)]


# -- notebooks -------------------------------------------------------------------------------------------------------


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


def test_messages_name_the_cell_or_the_file(tmp_path):
    unheard, line = "Frobenically speaking $a = 2 b$.", "$$ a + b = 2 b $$"
    cells = load_text(notebook("Words.", unheard, line).encode(), "n.ipynb")
    parts = paper(tmp_path, main=rf"\input{{one}} {line}", one=unheard)
    for note, where, says, chinese in (
        (cells, {"cell": 3, "line": 1}, "cell 3, line 1 says", "第 3 单元第 1 行有一句"),
        (
            parts,
            {"file": str(tmp_path / "one.tex"), "line": 1},
            f"line 1 of {tmp_path / 'one.tex'} says",
            "one.tex 第 1 行有一句",
        ),
    ):
        found = Judge(note).run()
        (step,) = document(note.source.name, note, found, Wording())["steps"]
        (heard,) = step["not_understood"]
        assert step["verdict"] == "doubtful" and where.items() <= heard.items() and says in step["message"]
        assert chinese in "".join(report("n", note, found, Wording("zh"), 0))
    given = load_text(notebook(r"Let $p(x) = \mathcal{N}(x; 0, 1)$.", r"$$ E_{p(x)}[x^2] = 1 $$").encode(), "n.ipynb")
    (step,) = document("n.ipynb", given, Judge(given).run(), Wording())["steps"]
    assert step["assumes"][-1].endswith("(cell 2, line 1)")


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


# -- reStructuredText ------------------------------------------------------------------------------------------------

RST = rf"""
~~~~~~~
Heading
~~~~~~~

Costs $5 and \* too. Let :math:`z \sim q(z|x)` be drawn,
where :math:`p(x) \geq
0` holds; see :ref:`foo $x$` and ``$$ code $$``.

.. math::
   :label: one

   \log p(x) &= \log \int p(x,z) dz \\
             &= \log p(x)

   \log q(x) = \log \int q(x,z) dz
.. note:: read
   :class: wide

   Inside a note:

      .. math:: {TRUE}

* an item

  .. math::
     :nowrap:

     \begin{{align}}
     {TRUE}
     \end{{align}}
"""
HIDDEN = f"""
.. code-block:: rst

   .. math:: {FALSE}

Literally::

   .. math:: {FALSE}

.. a comment

   .. math:: {FALSE}

..
   .. math:: {FALSE}

Underlined
~~~~~~~~~~
"""


def test_directives_and_roles_of_rst_stand_where_they_stood():
    found = signs(RST + HIDDEN, "n.rst")
    assert found == places(RST)
    note = load_text((RST + HIDDEN).encode(), "n.rst")
    assert set(judged(note)) == {"proved"}
    formulas = [(f.latex, f.line, f.column) for b in note.blocks for f in b.formulas]
    assert formulas == [(r"z \sim q(z|x)", 6, 33), ("p(x) \\geq\n0", 7, 14)]


def test_a_comment_of_rst_declares():
    note = load_text(f".. derivation\n   density: r\n\n.. math:: {TRUE}\n".encode(), "n.rst")
    assert [(d.key, d.value, d.line) for d in note.declarations] == [("density", "r", 2)] and len([*note.steps()]) == 1


@pytest.mark.parametrize(
    "text", ["", ".. math::", "..", ".. math::\n\n", "a::", ".. derivation", ":math:`", "::\n\n x"]
)
def test_odd_ends_of_rst_are_read(text):
    lines = load_text(text.encode(), "n.rst").source.text.count("\n")
    assert lines == text.count("\n")


def test_rst_is_mended_as_it_was_written():
    written = f"Costs $5.\n\n.. math::\n\n   {SLIP}\n"
    note = load_text(written.encode(), "n.rst")
    assert mended(note, Judge(note).run()) == written.replace(SLIP, MENDED)


# -- LaTeX: inputs ---------------------------------------------------------------------------------------------------


def paper(folder: Path, **files: str) -> Note:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_note(folder / "main.tex")


MAIN = rf"""\documentclass{{article}}
\input{{macros}}
\begin{{document}}
% \input{{nothing}}
\input{{parts/one}} and $$ {TRUE} $$
\begin{{verbatim}}\input{{nothing}}\end{{verbatim}}
\include{{parts/two.tex}}
$$ {SLIP} $$
\end{{document}}
"""
MACROS = r"\newcommand{\law}{p}" + "\n"
ONE = "\\section{A}\n$$ \\log \\law(x) = \\log \\int p(x,z) dz $$\n"
TWO = f"\\documentclass{{subfiles}}\n\\begin{{document}}\n$$ {SLIP} $$\n\\end{{document}}\n"


def test_inputs_are_followed_and_told_by_their_files(tmp_path):
    note = paper(tmp_path, main=MAIN, macros=MACROS, parts__one=ONE, parts__two=TWO)
    assert not note.warnings
    found = Judge(note).run()
    made = document(str(tmp_path / "main.tex"), note, found, Wording())["steps"]
    told = [(Path(s.get("file", "main.tex")).name, s["line"], s["column"], s["verdict"]) for s in made]
    assert told == [
        ("one.tex", 2, 17, "proved"),
        ("main.tex", 5, MAIN.split("\n")[4].index("=") + 1, "proved"),
        ("two.tex", 3, 19, "refuted"),
        ("main.tex", 8, 19, "refuted"),
    ]
    assert mended(note, found) == MAIN.replace(SLIP, MENDED)
    assert elsewhere(note, found) == [str(tmp_path / "parts" / "two.tex")]
    assert diff(note, found, "main.tex").count("(mended)") == 2


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("../outside", "outside the note's folder"),
        ("{tmp}/outside", "outside the note's folder"),
        ("link", "outside the note's folder"),
        ("gone", "no such file"),
        ("main", "inputs itself"),
        ("binary", "cannot be read"),
    ],
)
def test_inputs_that_are_not_followed_are_told_where_they_stand(tmp_path, asked, says):
    (tmp_path / "outside.tex").write_text(f"$$ {FALSE} $$", encoding="utf-8")
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "link.tex").symlink_to("../outside.tex")
    (folder / "binary.tex").write_bytes(b"\xff\0")
    note = paper(folder, main=f"Text\n  \\input{{{asked.format(tmp=tmp_path)}}}\n$$ {TRUE} $$\n")
    assert judged(note) == ["proved"]
    (warning,) = note.warnings
    assert says in warning.message and (warning.line, warning.column) == (2, 3)


def test_files_that_input_each_other_come_to_an_end(tmp_path):
    note = paper(tmp_path, main=r"\input{a}", a=r"\input{b}", b=rf"$$ {TRUE} $$ \input{{a}}")
    assert judged(note) == ["proved"] and ["inputs itself" in w.message for w in note.warnings] == [True]
    doubled = {f"d{k}": rf"\input{{d{k + 1}}}\input{{d{k + 1}}}" for k in range(40)}
    note = paper(tmp_path, main=r"\input{d0}", **doubled, d40=TRUE)
    assert len(note.source.written.inputs) <= 200 and note.warnings


def test_pictures_and_arguments_of_commands_are_no_inputs(tmp_path):
    (tmp_path / "plot.pgf").write_text("$$ x", encoding="utf-8")
    note = paper(
        tmp_path,
        main=r"\newcommand{\part}[1]{\input{#1}} \input{plot.pgf} \input{\dir/x}" + f"\n$$ {TRUE} $$",
    )
    assert judged(note) == ["proved"] and not note.warnings and not note.source.written.inputs


def test_without_a_folder_nothing_is_followed():
    note = load_text(b"\\documentclass{article}\n\\input{a}", "<stdin>")
    assert [("no folder" in w.message, w.line) for w in note.warnings] == [(True, 2)]


# -- all of them -----------------------------------------------------------------------------------------------------


def test_a_mended_copy_keeps_what_the_reader_blanks_out():
    """Remarks in small print, comments and front matter stand in it as their author wrote them."""
    row = rf"{SLIP} \scriptstyle{{\text{{; as said}}}}"
    written = f"---\ntitle: x\n---\n<!-- mine -->\n\n$$ {row} $$\n"
    note = read_note(written)
    assert mended(note, Judge(note).run()) == written.replace(SLIP, MENDED)


@pytest.mark.parametrize("name", ["n.md", "n.rst", "n.tex"])
def test_the_text_that_is_read_has_the_lines_that_were_written(tmp_path, name):
    written = f"{RST}\r\n{HIDDEN}<!-- a\n\n-->\n{LEFT_ALONE['front matter of Quarto']}"
    (tmp_path / name).write_text(written, encoding="utf-8")
    text = opened(tmp_path / name).text.split("\n")
    assert len(text) == written.count("\n") + 1
    assert load_note(tmp_path / name).source.text.count("\n") == written.count("\n")
