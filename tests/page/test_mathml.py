"""Formulas on the page: all that the project prints and all that a note may contain, typeset or shown as LaTeX."""

import random
import re
from collections import Counter

import pytest
from language_expressions import random_expression
from places import NOTES

from derivations.contents import CHAPTERS, load
from derivations.page.formulas import latex_of, width_class
from derivations.page.latex_source import one_formula
from derivations.page.mathml import lost, mathml
from derivations.printing.printing import to_latex
from derivations.reading.note import load_note

NOTE_FILES = [*sorted((NOTES / "seen").glob("*.md")), *sorted((NOTES / "seen").glob("*.tex")),
              NOTES / "vae-note-displays.md"]  # fmt: skip
OPERATORS = ("log", "ln", "exp", "min", "max", "det")
ALPHABETS = [(0x1D400, 52), (0x1D468, 52)]


def formulas_of(name: str) -> list[str]:
    """Every formula the page prints of a chapter."""
    found = []
    for derivation in load(name).derivations:
        found += [latex_of(derivation.start), latex_of(derivation.start, minimised=True)]
        found += [latex_of(step.right, minimised) for step in derivation.steps for minimised in (False, True)]
        found += [latex_of(side) for fact in derivation.assumes for side in (fact.density, fact.formula)]
        theorem = derivation.theorem()
        found += [latex_of(part) for part in (theorem.left, theorem.right, theorem.scale, *theorem.dropped)]
    return found


def visible(formula: str) -> str:
    """The text a reader sees of a formula."""
    return re.sub(r"<[^>]*>", "", formula).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def letters_of(latex: str) -> Counter:
    """The Latin letters and digits that LaTeX source puts on paper: those of no command, and the operators' names."""
    shown = re.sub(r"\\(" + "|".join(OPERATORS) + r")(?![A-Za-z])", r" \1 ", latex)
    shown = shown.replace(r"\mathbb{E}", "").replace(r"\mathcal{N}", "")
    return Counter(re.findall(r"[A-Za-z0-9]", re.sub(r"\\[A-Za-z]+", " ", shown)))


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_formula_of_a_chapter_is_typeset_and_loses_no_letter(name):
    for latex in formulas_of(name):
        made = mathml(latex, display=True)
        assert made.startswith('<math display="block">'), latex
        assert Counter(re.findall(r"[A-Za-z0-9]", visible(made))) == letters_of(latex), latex
        assert len(re.findall(r"[∫∑∏∬∭]", visible(made))) == sum(
            {"int": 1, "iint": 1, "iiint": 1, "sum": 1, "prod": 1}.get(c, 0) for c in re.findall(r"\\([a-z]+)", latex)
        )


def test_random_expressions_of_the_language_are_typeset():
    seed = random.Random(7)
    for _ in range(300):
        latex = to_latex(random_expression(seed, 3))
        assert mathml(latex).startswith("<math>"), latex


@pytest.mark.parametrize("path", NOTE_FILES, ids=lambda path: path.stem)
def test_every_formula_of_a_note_is_typeset(path):
    note = load_note(path)
    sides = [side.latex for chain in note.chains for side in chain.sides if side.latex]
    sides += [formula.latex for block in note.blocks for formula in block.formulas]
    for latex in sides:
        assert mathml(latex).startswith("<math>"), latex


@pytest.mark.parametrize(
    "latex, seen",
    [
        (r"& min \\{ KL[p//q] \\} \\\\", "min{KL[p//q]}"),
        (r"\operatorname*{arg\,min}_\theta L", "arg\u2009minθL"),
        (r"\arg\max_q L", "arg\u2009maxqL"),
        (r"\big{\lVert} x \big{\rVert}^2", "‖x‖2"),
        (r"KL\Big(p\Big\Vert q\Big)", "KL(p‖q)"),
        (r"D_{KL}(q\,\|\,p)", "DKL(q‖p)"),
        (r"\left\langle U", "⟨U"),
        (r"a \nonumber \label{x} \tag{3}", "a(3)"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(abcd)"),
        (r"\boldsymbol{\mu} \tfrac12 \mathbf{x}", "𝝁12𝐱"),
        (r"\textcolor{blue}{x} \color{red} y", "xy"),
        (r"\boxed{a} \hspace{1em} b", "ab"),
        (r"H(x)是信息熵", "H(x)是信息熵"),
        (r"\xrightarrow{Encoder} z", "⟶Encoderz"),
        (r"z \sim p, \tilde{p}", "z∼p,p~"),
        (r"-ln[q(x_j)]dzdx", "−ln[q(xj)]dzdx"),
    ],
)
def test_the_habits_of_notes(latex, seen):
    made = mathml(latex)
    assert made.startswith("<math>") and visible(made) == seen


HOSTILE = [
    r"\text{<script>alert(1)</script>}",
    r"<img src=x onerror=alert(1)>",
    r"\href{javascript:alert(1)}{x}",
    r'\color{red" onload="alert(1)}{y}',
    r"\style{background:url(//evil)}{x}",
    r"\class{verified}{x}",
    r"\text{&lt;script&gt;}",
    r"\unknowncommand x",
    r"\frac{1}{",
    r"\left( \right. \left[",
    "{" * 3000,
    r"\sqrt{" * 2000,
    "x" * 30_000,
    "",
    "\x00\ufffe",
    r"\begin{pmatrix} a",
    "\\",
]


@pytest.mark.parametrize("latex", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_formula_is_text(latex):
    made = mathml(latex)
    allowed = (
        r"</?(?:math|mrow|mi|mo|mn|mtext|mspace|mfrac|msqrt|msub|msup|mtable|mtr|mtd|code)( [a-z]+=\"[\w.% -]*\")*>"
    )
    assert "<" not in re.sub(allowed, "", made)
    assert not re.search(r"\b(?:href|style|on\w+|src)=", re.sub(r">[^<]*<", "><", made))


@pytest.mark.parametrize("latex", [r"\unknowncommand x", r"\href{u}{x}", r"\frac{1}{", r"\left( a \right] \foo"])
def test_what_cannot_be_converted_is_shown_as_its_source(latex):
    assert mathml(latex) == f'<code class="latex">{latex}</code>'


def test_a_conversion_that_loses_a_letter_is_noticed():
    assert lost("a b + 12", "<mi>a</mi><mo>+</mo><mn>2</mn>") == Counter("b1")
    assert not lost(r"\mathbf{x} \log \begin{array}{cc} a \end{array}", "<mi>𝐱</mi><mi>log</mi><mi>a</mi>")


def test_a_sign_at_the_beginning_is_no_subtraction():
    assert mathml("-x").count('form="prefix"') == 1
    assert mathml("[-x]").count('form="prefix"') == 1
    assert "form" not in mathml("a-x")


def test_rows_of_a_display_become_one_formula():
    assert one_formula("\\begin{split} a \\\\\\\\ & b \\end{split}").split() == ["a", "b"]


def test_a_formula_shrinks_on_paper_by_its_width():
    assert width_class(mathml("x + y")) is None
    assert width_class(mathml(" + ".join(["x_1"] * 17))) == "w2"
    assert width_class(mathml(rf"\frac{{{' + '.join(['x_1'] * 17)}}}{{{' + '.join(['x_1'] * 17)}}}")) == "w2"
    assert width_class(mathml(" + ".join(["x_1"] * 90))) == "w6"
    assert width_class(mathml(r"\unknown")) is None


def test_limits_stand_below_and_above_in_a_display():
    for latex in (r"\sum_{i=1}^d x", r"\left\{ \prod_{i=1}^d x \right\}"):
        assert "<munderover>" in mathml(latex, display=True)
    assert "<munder>" in mathml(r"\min_\theta L", display=True) and "<msub>" in mathml(r"\min_\theta L")
