"""Notes in the formats in which people keep them: what is read, what is left alone, and that places are those of the
file."""

from __future__ import annotations

import pytest

from derivations.reading.manuscript import opened
from derivations.reading.note import Note, load_note, load_text, read_note
from derivations.reading.text.blocks import markdown_blocks
from derivations.reading.verdicts.walk import Judge
from derivations.telling.mended import mended

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
    return [j.verdict for j in Judge(note, mend=False).run()]


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
    colons = text.replace("```", ":::")
    assert signs(colons) == [(7, 11)] and judged(read_note(colons)) == ["proved"]
    (formula,) = note.blocks[0].formulas
    assert formula.latex == r"z \sim q(z|x)" and (formula.line, formula.column) == (1, 12)


def test_two_dollars_in_a_line_of_prose_are_kramdowns_where_the_note_has_no_others():
    prose = f"Let $$z = \\mu + \\sigma$$ where $$\\sigma > 0$$ holds, and\nso $${FALSE}$$.\n\n$${TRUE}$$\n"
    assert signs(prose) == [(4, 13)]
    assert len(signs(f"The prior is $q(z)$. {prose}")) == 3, "here two dollars are a display"
    assert signs(f"We have\n$$ {TRUE} $$ (1)\nand more.\n") == [(2, 14)]


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


@pytest.mark.parametrize("tag", ["div", 'p align="center"', "section"])
def test_a_display_in_a_section_of_html_is_read(tag):
    inside = f"<{tag}>\n\\begin{{eqnarray}}\n{TRUE}\n\\end{{eqnarray}}\n</{tag.split()[0]}>\n"
    note = read_note(f"Text\n\n{inside}\nand\n")
    assert judged(note) == ["proved"] and [*note.steps()][-1].relation.line == 5
    assert signs(inside.replace(tag.split()[0], "script")) == []


def test_an_equation_between_ticks_ties_what_it_speaks_of():
    line = "$$ H(x,y) = H(x,n) $$\n"
    assert judged(read_note(f"Given noise `y - x = n` that is independent of x,\n\n{line}")) == ["doubtful"]
    assert judged(read_note(f"Run `lib.y == x` first.\n\n{line}")) == ["refuted"]


@pytest.mark.parametrize(
    "script",
    [
        '<script type="math/tex; mode=display">\n{}\n</script>',
        "<script type='math/tex; mode=display'>{}</script>",
        '<script type="math/tex; mode=display">% <![CDATA[\n{} %]]></script>',
    ],
)
def test_what_mathjax_has_in_script_elements_is_read(script):
    text = f"It is called\n{script.format(TRUE)}\nand\n\n{script.format(FALSE)}\n"
    assert judged(read_note(text)) == ["proved", "refuted"]
    assert {place in places(text) for place in signs(text)} == {True}
    wrong = script.format(SLIP)
    assert mended(read_note(wrong), Judge(read_note(wrong)).run()) == wrong.replace(SLIP, MENDED)


def test_a_script_that_is_no_formula_stays_hidden():
    assert signs(f'<script>\nlet t = "math/tex"; {FALSE}\n</script>\n') == []
    assert signs(f'```\n<script type="math/tex; mode=display">{FALSE}</script>\n```\n') == []
    (block,) = read_note(f'Let <script type="math/tex">{TRUE}</script> be.').blocks
    assert [(f.latex.strip(), f.line) for f in block.formulas] == [(TRUE, 1)]


def displays(text: str) -> list[str]:
    return [b.text.strip() for b in markdown_blocks(text) if b.kind == "display" and not b.trouble]


def test_a_display_in_a_quote_may_leave_out_the_marks_of_its_lines():
    for closer in ("$$", ">$$", "> $$ "):
        assert displays(f"> [!note]\n> $$\ns = 2 t\n{closer}\n\n>It is.\n\n$$ s = t $$") == ["s = 2 t", "s = t"]
    assert displays("> $$\n> s = 2 t\n\nIt is $s$.\n\n$$ s = t $$") == ["s = t"]
    assert displays("- $$\n  s = 2 t\nno\n\nIt is $s$.\n\n$$ s = t $$") == ["s = t"]


def test_what_holds_paragraphs_with_formulas_is_no_display():
    lone = "Recall $$\n\n\\begin{align}\na &= b\n\\end{align}\n$$so\n\nit gives $C$.\n\n$$ s = t $$\n\nAnd $D$."
    assert displays(lone)[1:] == ["s = t"]
    assert displays("$$\na = b\n\nc = d\n$$\n\nIt gives $C$.") == ["a = b\n\nc = d"]
    assert displays("$$\na = b\n\n\\text{as } \\text{for $C$}\n$$")[0].startswith("a = b")


def test_a_minus_in_a_script_ends_no_row():
    rows = r"$$ a^- = x - y^- \\ a = x - y $$"
    assert Judge(read_note(rows + "\n\nand\n\n$$ a - a^- = y^- - y $$"), mend=False).run()[-1].verdict == "proved"
    assert len(Judge(read_note(r"$$ a = x -\\ y $$"), mend=False).run()) == 1
    assert len(Judge(read_note(r"$$ a^- = b^- \quad c = d^- $$"), mend=False).run()) == 2
