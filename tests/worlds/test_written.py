"""The sum done: what is written of a side is what it comes to, read as a student would read it."""

import math
import re

import pytest
from sympy import E, Function, Rational, Symbol, exp, pi, sqrt, sympify

from derivations.language.words import (
    ELBO,
    KL,
    CrossEntropy,
    Distribution,
    Entropy,
    Expectation,
    MutualInformation,
    Normal,
    RandomVariable,
    Sum,
    Variance,
    log,
)
from derivations.worlds.counterexample import compare
from derivations.worlds.outcomes import Refuted
from derivations.worlds.written.numbers import Written
from derivations.worlds.written.sides import LONGEST

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
a, m = Symbol("a", positive=True), Symbol("m", real=True)
f = Function("f", real=True)
j, n = Symbol("j", integer=True), Symbol("n", integer=True, positive=True)


def read(written: str) -> float:
    """The value of a written sum: a space between factors multiplies, as do brackets."""
    code = re.sub(r"√(\w+)", r"(\1)**0.5", written)
    code = re.sub(r"log (\w+)", r"log(\1)", code).replace("^", "**").replace("·", "*")
    code = re.sub(r"(?<=[\d)\w])\s+(?=[\w(])", " * ", code)
    return eval(code, {"log": math.log, "exp": math.exp, "π": math.pi, "e": math.e})  # our own text


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


s, mu, sigma = Symbol("s", positive=True), Function("mu", real=True), Function("sigma", positive=True)
encoder = Normal(z, mu(x), sigma(x) ** 2)
GAUSSIAN_WRONG = [
    (Entropy(Normal(x, m, s**2)), log(2 * pi * E * s**2)),
    (KL(Normal(x, m, s**2), Normal(x, 0, 1)), m**2 + s**2 - log(s) - 1),
    (KL(encoder, Normal(z, 0, 1)), (mu(x) ** 2 + sigma(x)) / 2),
    (Expectation(log(Normal(x, z, 1)) + z**2, encoder), -log(2 * pi) / 2 - (x - mu(x)) ** 2 / 2),
    (log(Normal(x, m, s)) - 3 * x, -log(s) - x**2 / (2 * s)),
    (Normal(x, m, s) * sqrt(2 * pi * s), exp(-(x**2))),
    (ELBO(p(z | x), q(x | z), q(z)) + m, log(q(x)) - m),
    (Variance(x + x**2, Normal(x, m, s)), s + 2 * m),
]


@pytest.mark.parametrize(("left", "right"), GAUSSIAN_WRONG, ids=range(len(GAUSSIAN_WRONG)))
def test_in_a_gaussian_world_every_average_is_a_value(left, right):
    told_as_computed(compare(left, right, finite=0))


def test_a_divergence_is_put_in_as_its_two_averages():
    found = compare(KL(Normal(x, 1, 1), Normal(x, 0, 4)), sympify(0), finite=0)
    written, _ = found.details["sums"]
    assert written.count("(") == 2 and read(written) == pytest.approx(log(2).evalf() - Rational(1, 4))


def test_one_value_alone_is_no_sum():
    found = compare(Entropy(Normal(x, 0, 4)), sympify(0), finite=0)
    assert "sums" not in found.details


@pytest.mark.parametrize(("left", "right"), WRONG, ids=range(len(WRONG)))
def test_what_is_written_is_what_it_comes_to(left, right):
    told_as_computed(compare(left, right))


def told_as_computed(found):
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
