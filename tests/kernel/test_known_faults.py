"""Steps that an earlier judge called proved and that are false, and right ones that it could not prove."""

import pytest
from sympy import Derivative, Function, Integer, Symbol, log, sqrt, sympify

from derivations.kernel.terms import Refused
from derivations.language.facts import Fact, Free
from derivations.language.words import (
    KL,
    Bilinear,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    MatrixName,
    Normal,
    Outer,
    OverDraws,
    RandomVariable,
    SampleAverage,
    Sum,
    Trace,
    Transpose,
)
from derivations.prover.claims import claim_of
from derivations.prover.tactics import prove

p, q, r = Distribution("p"), Distribution("q"), Distribution("r")
x, z = RandomVariable("x"), RandomVariable("z")
d, n = Symbol("d", integer=True, positive=True), Symbol("n", integer=True, positive=True)
i = Symbol("i", integer=True)
w = RandomVariable("w", dimension=d)
a, m = Symbol("a", real=True), Symbol("m", real=True)
s, t = Symbol("s", positive=True), Symbol("t", positive=True)
A, B = MatrixName("A", d, symmetric=False), MatrixName("B", d, symmetric=False)
mixture = Fact(q(z), Normal(z, 0, 1) / 2 + Normal(z, m, 1) / 2, "gaussian")
gaussian = Fact(p(x), Normal(x, a, 1), "gaussian")
same = Fact(p(z), q(z), "declared")
standard = Fact(p(x), Normal(x, 0, s**2), "gaussian")
other = Fact(q(x), Normal(x, m, t**2), "gaussian")
f = Function("f", real=True)
mean = Expectation(f(z), p(z))
over_a, over_q = Free((), frozenset("a"), None, frozenset()), Free(densities=frozenset("q"))


def proved(left, right, relation="=", kind="value", facts=(), free=None) -> bool:
    try:
        return prove(claim_of(sympify(left), relation, sympify(right), kind, facts, free)) is not None
    except Refused:
        return False


rows = Sum(w[i], (i, 1, d))
hidden = Symbol("(beta - 1)", positive=True)
beta = Symbol("beta", real=True)
tied = Fact(p(x), Normal(x, hidden, 1), "gaussian")

FALSE = [
    ("a component bound, its vector summed", lambda: (Integral(p(w[1]) * rows, w[1]), rows)),
    ("a component of any index bound", lambda: (Integral(p(w[i]) * rows, w[i]), rows)),
    ("a component averaged, its vector summed", lambda: (Expectation(rows, p(w[1])), rows)),
    ("another index may be the same", lambda: (Expectation(w[i], p(w[1])), w[i])),
    ("a sum by one of its entries", lambda: (Derivative(Sum(w[i] ** 2, (i, 1, d)), w[1]), 0)),
    ("differentiated by what a name hides", lambda: (Derivative(hidden, beta), 0)),
    ("a fact whose name hides it", lambda: (Derivative(log(p(x)), beta), 0, "=", "value", (tied,))),
    (
        "a minimiser that a name hides",
        lambda: (
            KL(q(x), p(x)) + hidden,
            KL(q(x), p(x)),
            "=",
            "minimiser",
            (),
            Free((), frozenset({"beta"}), None, None),
        ),
    ),
    (
        "no expectation over draws in a logarithm",
        lambda: (OverDraws(log(SampleAverage(s * f(z) ** 2 + s, p(z), n))), log(Expectation(s * f(z) ** 2 + s, p(z)))),
    ),
    ("no square over draws", lambda: (OverDraws(SampleAverage(f(z), p(z), n) ** 2), mean**2)),
    (
        "Jensen over draws upside down",
        lambda: (
            log(OverDraws(SampleAverage(q(z), p(z), n))),
            OverDraws(log(SampleAverage(q(z), p(z), n))),
            "<=",
            "inequality",
        ),
    ),
    (
        "a factor is no constant",
        lambda: (2 * KL(q(x), p(x)), KL(q(x), p(x)), "=", "constant", (), over_q),
    ),
    ("an irrational number lost", lambda: (Trace(Outer(sqrt(2) * w, sqrt(2) * w)), Bilinear(w, 1, w))),
    ("the inverse of a transpose", lambda: (Trace(Transpose(A) ** -1 * B), Trace(A**-1 * B))),
    ("the inverse of a sum", lambda: (Trace((A + B) ** -1 * A), Trace(Transpose(A) * (A + B) ** -1))),
    ("no commuting", lambda: (Trace(A * B * A * Transpose(B)), Trace(A * A * B * Transpose(B)))),
    (
        "a mixture is no product",
        lambda: (Integral(q(x, z), x), Normal(z, 0, 1) * Normal(z, m, 1) / 4, "=", "value", (mixture,)),
    ),
    (
        "a Gaussian marginal with an optimised mean",
        lambda: (
            KL(q(x), p(x)) + a**2,
            a**2,
            "=",
            "minimiser",
            (gaussian,),
            Free((), frozenset("a"), None, frozenset()),
        ),
    ),
    (
        "a marginal declared to be optimised",
        lambda: (
            KL(r(z), q(z)) + Entropy(p(z)),
            KL(r(z), q(z)),
            "=",
            "minimiser",
            (same,),
            Free(densities=frozenset("q")),
        ),
    ),
    (
        "an average under the marginals",
        lambda: (
            Integral(p(x) * p(z) * log(p(x, z) / (p(x) * p(z))), x, z),
            KL(p(x, z), p(x) * p(z)),
        ),
    ),
    (
        "a denominator of unknown sign",
        lambda: ((a**2 + 1) / a, Integer(0), ">=", "inequality"),
    ),
    ("the square of a mean", lambda: (Expectation(f(z), p(z)) ** 2, Expectation(f(z) ** 2, p(z)))),
    (
        "the log of an average",
        lambda: (log(Expectation(f(z), p(z))), log(SampleAverage(f(z), p(z), n)), "~", "estimate"),
    ),
    ("the diagonal lost", lambda: (Sum(w[i], (i, 1, d)) ** 2, Sum(w[i] ** 2, (i, 1, d)))),
    ("a strict bound", lambda: (KL(p(x), q(x)), Integer(0), ">", "inequality")),
    ("a reversed divergence", lambda: (KL(p(x), q(x)), KL(q(x), p(x)))),
]
TRUE = [
    ("the trace of an outer product", lambda: (Trace(Outer(sqrt(2) * w, sqrt(2) * w)), 2 * Bilinear(w, 1, w))),
    ("a trace turned round", lambda: (Trace(A * B), Trace(B * A))),
    (
        "the right mixture",
        lambda: (Integral(q(x, z), x), Normal(z, 0, 1) / 2 + Normal(z, m, 1) / 2, "=", "value", (mixture,)),
    ),
    ("a mean of zero", lambda: (Expectation(z, Normal(z, 0, 1)), Integer(0))),
    ("a third moment of zero", lambda: (Expectation(z**3, Normal(z, 0, 1)), Integer(0))),
    ("a shifted square", lambda: (Expectation((x - a) ** 2, p(x)), s**2 + a**2, "=", "value", (standard,))),
    (
        "a divergence from a mean of zero",
        lambda: (
            KL(p(x), q(x)),
            log(t / s) + (s**2 + m**2) / (2 * t**2) - Integer(1) / 2,
            "=",
            "value",
            (standard, other),
        ),
    ),
    ("a divergence is at least 0", lambda: (KL(p(x), q(x)), Integer(0), ">=", "inequality")),
]


@pytest.mark.parametrize(("what", "step"), FALSE, ids=[w for w, _ in FALSE])
def test_is_not_proved(what, step):
    assert not proved(*step())


@pytest.mark.parametrize(("what", "step"), TRUE, ids=[w for w, _ in TRUE])
def test_is_proved(what, step):
    assert proved(*step())
