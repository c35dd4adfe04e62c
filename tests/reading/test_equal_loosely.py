"""Equalities that words call loose: up to a constant, a factor, an order, in a limit. They hold so or fail."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SQUARE = r"-\frac12(z-1)^2 = -\frac12z^2 + z"
NORMAL = r"Let $p(x)=\mathcal N(x;0,1)$."
LOG = r"\log p(x) = -\frac12x^2"
TWO = r"Let $q=\mathcal N(\mu,\sigma^2)$ and $p=\mathcal N(0,1)$."
KL = r"KL(q\|p) = \frac12\mu^2"


def verdict(before: str, line: str, after: str = "") -> str:
    return Judge(read_note(f"{before}\n\n$$ {line} $$\n\n{after}"), mend=False).run()[-1].verdict


OUTRIGHT = [
    ("Up to an additive constant,", SQUARE, ""),
    ("Up to terms that do not depend on $z$,", SQUARE, ""),
    ("不计常数,", SQUARE, ""),
    ("Here and below we write $=$ for equality up to an additive constant.", SQUARE, ""),
    ("", SQUARE.replace("=", r"\stackrel{c}{=}"), ""),
    ("", SQUARE.replace("=", r"\overset{+}{=}"), ""),
    (f"{NORMAL} Up to a constant,", LOG, ""),
    (NORMAL, LOG + r" \quad\text{(up to a constant)}", ""),
]
LEFT_OUT = [
    ("Ignoring constants,", SQUARE, ""),
    (f"{NORMAL} Dropping constants,", LOG, ""),
    (f"Constants are omitted throughout. {NORMAL}", LOG, ""),
    (NORMAL, LOG, "(constants are omitted throughout)"),
    (f"本文省略所有与参数无关的常数。{NORMAL}", LOG, ""),
    (NORMAL, LOG, "这里略去了常数。"),
    (f"{TWO} Keeping only terms in $\\mu$,", KL, ""),
    (f"{TWO} 只保留与 $\\mu$ 有关的项:", KL, ""),
    (r"Let $q=\mathcal N(\mu,1)$ and $p=\mathcal N(0,1)$. Ignoring the factor $\frac12$,", r"KL(q\|p) = \mu^2", ""),
    (f"{NORMAL} Up to normalisation,", "p(x) = e^{-x^2/2}", ""),
    ("For small $h$, to first order,", "e^h = 1 + h", ""),
    ("To leading order in $h$ one finds", "(1+h)^2 = 1 + 2h", ""),
    (r"When $h\ll1$,", "(1+h)^2 = 1 + 2h", ""),
    ("忽略高阶项,", "(1+h)^2 = 1 + 2h", ""),
    ("当 $h$ 很小时,", "e^h = 1+h", ""),
    ("For large $n$,", r"\frac{n}{n+1} = 1", ""),
    (r"As $\sigma\to0$,", r"\mu^2+\sigma^2 = \mu^2", ""),
    ("In the noise-free limit,", r"\mu^2+\sigma^2 = \mu^2", ""),
]
FAILS_ANYWAY = [
    ("Up to an additive constant,", SQUARE.replace("+ z", "+ 2z"), ""),
    ("", SQUARE.replace("=", r"\stackrel{c}{=}").replace("+ z", "- z"), ""),
    ("", r"z(z-1) \overset{a}{=} z^2-z \overset{b}{=} z(z-1) \overset{c}{=} z(z-1)+1", ""),
    (f"Constants are omitted throughout. {NORMAL}", r"\log p(x) = -x^2", ""),
    (f"We do not drop constants. {NORMAL}", LOG, ""),
    (NORMAL, LOG, "Up to a constant we have\n\n$$ x = x"),
    (f"{TWO} Keeping only terms in $\\mu$,", r"KL(q\|p) = \mu^2", ""),
    (f"{NORMAL} Up to normalisation,", "p(x) = e^{-x^2}", ""),
    ("For small $h$, to first order,", "e^h = 1 + 2h", ""),
    ("For large $n$,", r"\frac{n}{n+1} = 2", ""),
    ("In the noise-free limit,", r"\mu^2+\sigma^2 = 2\mu^2", ""),
    ("Expanding the square,", "(a+b)^2 = a^2+2ab", ""),
    ("Collecting terms,", "(z-1)^2 = z^2 - 2z", ""),
]


@pytest.mark.parametrize(("before", "line", "after"), OUTRIGHT)
def test_what_is_told_outright_is_judged_up_to_a_constant(before, line, after):
    assert verdict(before, line, after) == "proved"


@pytest.mark.parametrize(("before", "line", "after"), LEFT_OUT)
def test_words_of_terms_left_out_acquit_a_line_that_holds_so(before, line, after):
    assert verdict(before, line, after) == "doubtful"


@pytest.mark.parametrize(("before", "line", "after"), FAILS_ANYWAY)
def test_what_fails_in_that_sense_too_is_refuted(before, line, after):
    note = f"{before}\n\n$$ {line} $$\n\n{after}" + (" $$" if after.count("$$") == 1 else "")
    assert "refuted" in [judged.verdict for judged in Judge(read_note(note), mend=False).run()]


def test_a_line_proved_so_tells_in_what_sense():
    judged = Judge(read_note(f"Up to an additive constant,\n\n$$ {SQUARE} $$"), mend=False).run()[-1]
    assert "equal up to a constant, as line 1 says" in judged.assumes
