"""Whatever the file holds: no exception, no hang, every unread formula with a place inside the file."""

import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivations.reading.grammar.syntax import UnreadFormula, walk
from derivations.reading.note import read_note

FORMULAS = (
    r"\log p_\theta(x) = \mathbb{E}_{q_\phi(z|x)}\left[\log\frac{p_\theta(x,z)}{q_\phi(z|x)}\right] + D_{KL}(q\|p)",
    r"min \\{ -H(p(x)) + \int p(x) (KL[p(z/x)//q(z)]- \int p(z/x) log[q(x/z)]dz)dx \\}",
    r"q(z_{i}) = \frac{1}{\sqrt{2 \pi }}e^{-\frac{1}{2}z_{i}^2} , i\in 1 .. d",
    r"\frac12\sum_{j=1}^{d}\left\{\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2\right\}",
    r"p(x) = \begin{cases} a & \text{if } x = 1 \\ b & \text{otherwise} \end{cases}",
    r"\theta^* = \operatorname*{arg\,min}_\theta \mathcal{L}(\theta), \quad z^{(l)}\sim q(z|x)",
    r"a &= \left\langle \ln q \right. \\ &\quad \left. - \ln p \right\rangle_{q}",
    r"0 \leq \underset{q}{\max}\, |x| + \|y\|^2 - \left|\Sigma\right|",
)
SCRAPS = [
    *r"$$ $ \( \[ \] { } ( ) [ ] \{ \} | || \| & \\ = _ ^ \left \right \frac \begin{align} \end{align} \text{".split(),
    *r"\begin{cases} 是 ， \overset \underset <!-- ``` \log \int dx E_ KL( p(x| \sum_ , \mathrm{ \tilde 𝔼".split(),
    *["\\Rightarrow", "%", "~", "\n", "\t", "> ", "- ", "\u200b"],
]


def check(text: str, name: str = "note.md") -> None:
    note = read_note(text, name)
    lines = text.count("\n") + text.count("\r") + 1
    for step in note.steps():
        assert 1 <= step.relation.line <= lines and step.relation.column >= 1
        for side in (step.left, step.right):
            if isinstance(side.tree, UnreadFormula):
                assert side.tree.message and 1 <= side.tree.line <= lines and "^" in side.tree.excerpt
            else:
                hash(side.tree)
                assert all(0 <= node.span[0] <= node.span[1] <= len(text) for node in walk(side.tree))


def mutated(rng: random.Random) -> str:
    text = rng.choice(FORMULAS)
    for _ in range(rng.randint(1, 6)):
        at, to = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
        text = rng.choice([text[:at] + text[to:], text[:at] + rng.choice(SCRAPS) + text[at:], text[:to] + text[at:]])
    wrap = rng.choice(
        ["$$\n{}\n$$", "$$ {} $$", "\\begin{{align}}\n{}\n\\end{{align}}", "> $$\n> {}\n> $$", "${}$", "{}"]
    )
    return wrap.format(text)


def test_mutations_of_formulas():
    rng = random.Random(20)
    for _ in range(1500):
        check(mutated(rng), rng.choice(["note.md", "note.tex"]))


@pytest.mark.slow
def test_many_mutations_of_formulas():
    rng = random.Random(21)
    for _ in range(25_000):
        check(mutated(rng), rng.choice(["note.md", "note.tex"]))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.sampled_from(["note.md", "note.tex"]))
def test_any_text(text, name):
    check(text, name)
    check("$$" + text + "$$", name)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SCRAPS), max_size=40))
def test_any_scraps(scraps):
    check("$$\n" + " ".join(scraps) + "\n$$\n")
    check("".join(scraps))


DEEP = {"(": ")", "{": "}", "[": "]", r"\left(": r"\right)", r"\frac{1}{": "}", "x^{": "}", "x_{": "}",
        r"\mathrm{": "}",
        "|": "|", r"\sqrt": "", r"\log ": "", "-": "", "KL(": ")", "p(x|": ")", r"\begin{cases}": "", r"\int ": "",
        r"\underset{x}{": "}"}  # fmt: skip


@pytest.mark.parametrize("opener", DEEP)
def test_a_thousand_nested_brackets(opener):
    check("$$ a = " + opener * 1_000 + "x" + DEEP[opener] * 1_000 + " $$")


@pytest.mark.slow
@pytest.mark.parametrize("opener", DEEP)
def test_ten_thousand_nested_brackets(opener):
    check("$$ a = " + opener * 10_000 + "x" + DEEP[opener] * 10_000 + " $$")
    check("$$ a = " + opener * 10_000 + " $$")


@pytest.mark.parametrize(
    "unit",
    [
        "$$ a = b $$\n\n",
        "$$ a = b + c",
        "$x=1$ ",
        "= x ",
        "\\( x ",
        "\\[ a=b ",
        "`a ",
        "<!-- ",
        "\\begin{align} a=b ",
        "{a=",
        "\\\\{ ",
        "&",
        "\\quad (\\text{a",
    ],
)
def test_work_is_linear(unit):
    """Ten times the text takes at most some fifteen times the lines of code: counted, not timed."""

    def lines(count: int) -> int:
        seen = 0

        def count_one(_frame, _event, _argument):
            nonlocal seen
            seen += 1
            return count_one

        sys.settrace(count_one)
        try:
            read_note(unit * count, "note.md")
            read_note("$$ a " + unit * count + " $$", "note.tex")
        finally:
            sys.settrace(None)
        return seen

    assert lines(400) < 15 * lines(40)
