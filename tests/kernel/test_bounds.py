"""Each bound: at how many places of a term it stands; and which sample averages stand linearly."""

import pytest
from figure_terms import a, at, coin, d, die, drawn, f, g, half_line, i, m, p, q, radius, up, w, x, y, z
from sympy import Integral as Between
from sympy import exp

from derivations.kernel.figures.bounds import bounded
from derivations.kernel.figures.integrals import estimated, holds_average
from derivations.kernel.translation import term
from derivations.language import words as L
from derivations.language.words import (
    KL,
    Entropy,
    Expectation,
    Integral,
    Normal,
    SampleAverage,
    Sum,
    log,
)

BOUNDS = [
    ("jensen", L.OverDraws(log(SampleAverage(up(z), p(z), d))), -1, 1),
    ("jensen", L.OverDraws(SampleAverage(log(up(z)), p(z), d)), -1, 1),
    ("jensen", SampleAverage(log(up(z)), p(z), d), -1, 1),
    ("jensen", SampleAverage(log(f(z)), p(z), d), -1, 0),
    ("jensen", L.OverDraws(log(drawn)), -1, 0),
    ("jensen", L.OverDraws(log(drawn)), 1, 0),
    ("jensen", L.OverDraws(m * log(SampleAverage(up(z), p(z), d))), 1, 0),
    ("jensen", L.OverDraws(2 * log(SampleAverage(up(z), p(z), d))), -1, 0),
    ("jensen", log(SampleAverage(up(z), p(z), d)), -1, 0),
    ("gibbs", KL(p(x), q(x)), 1, 1),
    ("gibbs", KL(p(x) * q(z), q(x, z)), 1, 1),
    ("gibbs", KL(p(x, y), p(x) * p(y)), 1, 1),
    ("gibbs", a * KL(p(x), q(x)) + KL(q(z), p(z)), 1, 2),
    ("gibbs", Expectation(KL(p(z | x), q(z)), p(x)), 1, 1),
    ("gibbs", Integral(KL(p(z | x), q(z)) * p(x), x), 1, 1),
    ("gibbs", Sum(KL(p(w[i]), q(w[i])), (i, 1, d)), 1, 1),
    ("gibbs", L.MutualInformation(p(x, z), x, z), 1, 1),
    ("gibbs", L.MutualInformation(p(x, z | y), x, z), 1, 1),
    ("gibbs", KL(p(x), q(x)), -1, 0),
    ("gibbs", -KL(p(x), q(x)), 1, 0),
    ("gibbs", m * KL(p(x), q(x)), 1, 0),
    ("gibbs", KL(p(x), q(x)) ** 2, 1, 0),
    ("gibbs", KL(p(x), q(x)) * KL(q(x), p(x)), 1, 0),
    ("gibbs", log(KL(p(x), q(x))), 1, 0),
    ("gibbs", Integral(KL(p(z | x), q(z)) * f(x), x), 1, 0),
    ("gibbs", Between(KL(p(z), Normal(z, radius, 1)), (radius, 0, a)), 1, 0),
    ("gibbs", KL(Normal(half_line, 0, 1), Normal(half_line, m, 1)), 1, 0),
    ("gibbs", Entropy(p(x)), 1, 0),
    ("jensen", Expectation(log(a * p(x)), q(x)), -1, 1),
    ("jensen", Expectation(log(p(x)), q(x)), -1, 1),
    ("jensen", log(Expectation(f(x), q(x))), 1, 0),
    ("jensen", log(Expectation(p(x), q(x))), -1, 0),
    ("jensen", Expectation(log(p(x)), q(x)), 1, 0),
    ("jensen", -log(Expectation(p(x), q(x))), 1, 0),
    ("jensen", Expectation(log(f(x)), q(x)), -1, 0),
    ("jensen", Expectation(2 * log(p(x)) + 1, q(x)), -1, 0),
    ("jensen", log(Expectation(a, Normal(half_line, 0, 1))), 1, 0),
    ("jensen", Expectation(log(a * up(half_line)), Normal(half_line, 0, 1)), -1, 0),
    ("jensen", log(2 * Expectation(p(x), q(x))), 1, 0),
    ("jensen", Expectation(f(x) ** 2 * up(x) ** 4, q(x)), 1, 1),
    ("jensen", a * Expectation(f(x) ** 2, q(x)), 1, 1),
    ("jensen", m * Expectation(f(x) ** 2, q(x)), 1, 0),
    ("jensen", Expectation(f(x) ** 2, q(x)), -1, 0),
    ("jensen", -Expectation(f(x) ** 2, q(x)), 1, 0),
    ("jensen", Expectation(f(x) ** 3, q(x)), 1, 0),
    ("jensen", Expectation(f(x), q(x)), 1, 0),
    ("jensen", Expectation(f(half_line) ** 2, Normal(half_line, 0, 1)), 1, 0),
    ("jensen", Expectation(exp(f(x) - 2 * g(x)), q(x)), 1, 1),
    ("jensen", Expectation(f(x) * exp(g(x)), q(x)), 1, 0),
    ("jensen", Expectation(exp(f(x)), q(x)), -1, 0),
    ("jensen", Expectation(exp(f(half_line)), Normal(half_line, 0, 1)), 1, 0),
    ("jensen", L.Variance(f(x), q(x)), 1, 1),
    ("jensen", L.Variance(f(x), q(x)), -1, 0),
    ("jensen", L.Variance(f(x), q(x)) ** 3, 1, 0),
    ("jensen", L.Variance(f(half_line), Normal(half_line, 0, 1)), 1, 0),
    ("log_bound", log(a), -1, 1),
    ("log_bound", log(a), 1, 1),
    ("log_bound", log(m), -1, 0),
    ("log_bound", log(m), 1, 0),
    ("log_bound", m * log(a), -1, 0),
    ("discrete_entropy", Entropy(p(coin)), 1, 1),
    ("discrete_entropy", L.ConditionalEntropy(p(coin | x)), 1, 1),
    ("discrete_entropy", Entropy(p(coin, die)), 1, 1),
    ("discrete_entropy", Entropy(p(x)), 1, 0),
    ("discrete_entropy", Entropy(p(coin, x)), 1, 0),
    ("discrete_entropy", Entropy(p(coin)), -1, 0),
    ("discrete_entropy", Entropy(at("x", coin)), 1, 0),
]


@pytest.mark.parametrize(("key", "e", "sign", "places"), BOUNDS)
def test_bounds(key, e, sign, places):
    assert len(bounded(key, term(e), sign)) == places


def test_what_a_convex_function_is_at_least():
    """E f^2 >= (E f)^2, E exp f >= exp E f, Var f >= 0."""
    mean = Expectation(f(x), q(x))
    assert bounded("jensen", term(Expectation(f(x) ** 2, q(x))), 1) == [term(mean**2)]
    assert bounded("jensen", term(Expectation(exp(f(x)), q(x))), 1) == [term(exp(mean))]
    assert bounded("jensen", term(L.Variance(f(x), q(x))), 1) == [term(0 * a)]


def test_averages_that_stand_linearly():
    average = SampleAverage(f(z), p(z), d)
    other = SampleAverage(g(z), p(z), d)
    assert not holds_average(estimated(term(2 * average + 1)))
    assert not holds_average(estimated(term(Integral(average * f(x), x) + Sum(average * w[i], (i, 1, d)))))
    for e in (average**2, log(average), Integral(log(average * f(x)), x), average * other):
        assert holds_average(estimated(term(e)))
    nested = SampleAverage(f(z) * SampleAverage(g(x), q(x), d), p(z), d)
    assert holds_average(estimated(term(nested)))
