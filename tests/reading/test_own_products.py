r"""`$f * g$ denotes the convolution`, `$z$ is complex`: what a note says of a sign or letter takes a verdict away."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = [
    (r"$A\odot B$ denotes the Hadamard product of two matrices.", r"A\odot B = AB", False),
    (r"Here $\odot$ is the elementwise product.", r"\sigma\odot\epsilon = \epsilon\odot\sigma", True),
    (r"Let $A\circ B$ be their entrywise product.", r"A\circ B = AB", False),
    ("Let $f*g$ be the convolution.", "f*g = fg", False),
    ("Let $f*g$ be the product.", "f*g = fg", True),
    ("$f*g$ 表示卷积。", "f*g = fg", False),
    ("The optimum is $x^*$, and $f*g$ is the convolution.", "x^*+x^* = 2x^*", True),
    (r"$f\circ g$ is composition.", r"f\circ g = g\circ f", False),
    (r"Let $a\times b$ be the cross product of two vectors.", r"a\times b = b\times a", False),
    (r"The matrix $W$ is $n\times m$, where $n\times m$ is its size.", r"a\times b = b\times a", True),
    ("$[x]$ is the integer part of $x$.", "[x]+[y] = [x+y]", False),
    ("$[x]$ is the integer part of $x$.", r"\mathbb{E}_{p(x)}[x+y] = \mathbb{E}_{p(x)}[x]+y", True),
    (r"$a\cdot b$ is the inner product of the vectors $a$, $b$.", r"(a\cdot b)c = a(b\cdot c)", False),
    (r"$a\cdot b$ is the product of two numbers.", r"(a\cdot b)c = a(b\cdot c)", True),
    ("Let $z$ be a complex number.", "|z|^2 = z^2", False),
    ("Let $z$ be a real number.", "|z|^2 = z^2", True),
    (r"Let $z\in\mathbb{C}$.", r"|z|^2 \ge z^2", False),
    ("The posterior $p(z|x)$ is complex and intractable.", r"p(x,z) = p(x)p(z|x)", True),
    ("$A$ and $B$ are operators.", "AB = BA", False),
    ("$A$ and $B$ are operators.", "a+b = b+a", True),
    ("Let $x$ and $y$ be non-commuting symbols.", "xy = yx", False),
    ("Let $x$ and $y$ be symbols.", "xy = yx", True),
]


@pytest.mark.parametrize(("words", "line", "proved"), LINES)
def test_a_product_of_the_notes_own(words, line, proved):
    found = Judge(read_note(f"{words}\n\n$$ {line} $$\n"), mend=False).run()[-1]
    assert (found.verdict == "proved") is proved and not found.fault
