"""The sum done: what is written of a side is what it comes to, read as a student would read it."""

import math
import re

import pytest
from sympy import Function, Rational, Symbol, exp

from derivations.language.words import (
    ELBO,
    KL,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    MutualInformation,
    RandomVariable,
    Sum,
    Variance,
    log,
)
from derivations.worlds.counterexample import compare
from derivations.worlds.finite.written import LONGEST, Written
from derivations.worlds.outcomes import Refuted

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
a, m = Symbol("a", positive=True), Symbol("m", real=True)
f = Function("f", real=True)
j, n = Symbol("j", integer=True), Symbol("n", integer=True, positive=True)


def read(written: str) -> float:
    """The value of a written sum: a space between factors multiplies, as do brackets."""
    code = re.sub(r"log (\w+)", r"log(\1)", written).replace("^", "**").replace("·", "*")
    code = re.sub(r"(?<=[\d)\w])\s+(?=[\w(])", " * ", code)
    return eval(code, {"log": math.log, "exp": math.exp, "π": math.pi})  # our own text


WRONG = [
    (CrossEntropy(p(x), q(x)), KL(p(x), q(x)) - Entropy(p(x))),
    (log(Expectation(q(x), p(x))), Expectation(log(q(x)), p(x))),
    (ELBO(p(z | x), q(x | z), q(z)), log(q(x)) + KL(p(z | x), q(z | x))),
    (MutualInformation(p(x, z), (x,), (z,)), Entropy(p(x)) + Entropy(p(z))),
    (Expectation(f(x) ** 2, p(x)), Expectation(f(x), p(x)) ** 2),
    (Variance(f(x), p(x)), Expectation(f(x) ** 2, p(x))),
    (p(x, z) / p(x), p(x | z)),
    (log(p(x)) / a, Rational(1, 3) * log(p(x)) - m),
    (exp(m) * p(x), exp(-m) / p(x)),
    (Sum(j * m, (j, 1, 3)) + p(x), m * p(x)),
]


@pytest.mark.parametrize(("left", "right"), WRONG, ids=range(len(WRONG)))
def test_what_is_written_is_what_it_comes_to(left, right):
    found = compare(left, right)
    assert isinstance(found, Refuted)
    sums = found.details["sums"]
    assert any(sums) and all(len(one) <= LONGEST for one in sums)
    for side, written in zip(("left", "right"), sums, strict=True):
        value = float(found.details[side].rpartition(" = ")[2]) if " = " in found.details[side] else None
        if written and value is not None:
            assert read(written) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Written(2) + 0, "2"),
        (0 + Written(2) + Written(3), "2 + 3"),
        (Written(2) - Written(3) * 4, "2 - 3 · 4"),
        (-(Written(2) - Written(3)), "-2 + 3"),
        (2 * (Written(2) + 3), "2 (2 + 3)"),
        (-1 * (Written(2) + 3), "-2 - 3"),
        (Written(-2) * Written(-3), "2 · 3"),
        (1 / (Written(2) + 3), "1 / (2 + 3)"),
        (Written(0) * Written(3), "0"),
    ],
)
def test_how_it_is_written(made, said):
    assert made.said == said and read(said) == pytest.approx(float(made))
