"""Integrals, averages and facts that no expression says and a certificate may hold: the figures leave them alone."""

from fractions import Fraction

import pytest
from figure_terms import S, at, d, draws, f, i, k, m, p, q, r, w, x, z

from derivations.kernel.arithmetic import add, multiply, power, scale
from derivations.kernel.figures.table import one_pass
from derivations.kernel.making import make
from derivations.kernel.matching import close_binder, fresh
from derivations.kernel.replay import Claim, Proved, Refusal, Trace, replay
from derivations.kernel.terms import ONE, ZERO, number, of, only, whole
from derivations.kernel.translation import term
from derivations.language.words import Density, Normal, Product, Sum, slot

W, X, Z, DRAWS = (only(term(one)) for one in (w, x, z, draws))
INDEX = fresh(("#", term(d), True, True))
GAUSSIAN, MANY = term(Normal(z, 0, 1)), term(Normal(w, m, S))
HALVES = ("var", ("w", term(d), False, True), "w")
LONGER = ("var", ("w", add(term(d), ONE), False, False), "w")


def raw(kind, variable, *bodies):
    """A binder as it is written, whatever the maker of atoms would make of it."""
    return of((kind, None, (variable[1],), (), close_binder(bodies, (variable,))))


def entry(vector, index):
    return make("comp", outer=(vector, index))


def normal(value):
    return make("N", outer=(value, ZERO, ONE))


OF_HALVES = multiply(
    make("Prod", None, (INDEX,), (), (normal(entry(of(HALVES), of(INDEX))),)),
    make("function", ("f", False), (), (of(HALVES),)),
)
SEVERAL = of(("sum", None, (), (add(*(term(f(draws[n])) for n in (i, k))),), ()))
OF_DRAWS = term(Product(Density(p, [slot("z", draws[i])], []), (i, 1, d)))


TWICE = of(("density", "p", (), (only(term(p(z)))[3][0], only(term(at("z", m)))[3][0]), ()))


@pytest.mark.parametrize(
    ("key", "why", "t"),
    [
        ("moments", "half a power", raw("int", Z, multiply(of(Z, Fraction(1, 2)), GAUSSIAN))),
        ("quadratic_form", "half a power",
         raw("int", W, multiply(of(only(entry(of(W), of(INDEX))), Fraction(1, 2)), MANY))),
        ("quadratic_form", "a component of a function", raw("int", W, multiply(entry(term(f(w)), of(INDEX)), MANY))),
        ("change", "half a space", raw("int", HALVES, OF_HALVES)),
        ("product", "one variable twice", TWICE),
        ("linearity", "nothing", raw("int", Z, ZERO)),
        ("draws", "a sum in brackets", raw("int", DRAWS, whole(frozenset({(only(OF_DRAWS), 1), (only(SEVERAL), 1)})))),
        ("normalisation", "a number's Gaussian at a vector", raw("int", W, normal(of(W)))),
        ("normalisation", "a vector of another dimension",
         raw("int", LONGER, of((*only(MANY)[:3], (of(LONGER), ZERO), only(MANY)[4])))),
        ("normalisation", "a sum of densities", raw("E", Z, add(term(p(z)), term(q(z))), ONE)),
        ("normalisation", "the square of one", raw("E", Z, multiply(term(p(z)), power(term(q(x)), 2)), ONE)),
    ],
)  # fmt: skip
def test_what_stands_there_is_left_alone(key, why, t):
    assert one_pass(key, t) == t, why


# -- facts -------------------------------------------------------------------------------------------------------

PARTS = term(Product(p(w[i]), (i, 1, d)))
ENTRY, OTHER = term(p(w[k])), term(p(w[2]))
AT_NUMBER = term(Density(p, [slot("w", 1)], []))
AT_COMPONENT = of(("density", "p", (), (frozenset({("w", None, term(w[k]))}), frozenset()), ()))
AT_VECTOR = of(("density", "p", (), (frozenset({("w", number(2), term(w))}), frozenset()), ()))
GIVEN_ITSELF = (term(Density(p, [w], [slot("x", w)])), term(Density(p, [slot("w", draws)], [slot("x", w)])))
BOTH = of(("density", "p", (), (only(ENTRY)[3][0] | only(OTHER)[3][0], frozenset()), ()))


@pytest.mark.parametrize(
    ("why", "density", "formula", "t"),
    [
        ("of two variables", term(p(x, z)), PARTS, ENTRY),
        ("of a component already, at a vector", AT_VECTOR, term(Product(q(w[i]), (i, 1, d))), ENTRY),
        ("no product", term(p(w)), add(PARTS, PARTS, ONE), ENTRY),
        ("a sum and no product", term(p(w)), term(Sum(q(w[i]), (i, 1, d))), ENTRY),
        ("of another letter", term(r(w)), term(Product(q(w[i]), (i, 1, d))), ENTRY),
        ("a product of no densities", term(p(w)), term(Product(f(w[i]), (i, 1, d))), ENTRY),
        ("its value is a number", AT_NUMBER, PARTS, ENTRY),
        ("its value is a number, and so is this one's", AT_NUMBER, term(q(x)), term(p(w))),
        ("its value is a component", AT_COMPONENT, PARTS, ENTRY),
        ("of a component already", ENTRY, PARTS, term(p(w))),
        ("of one component, and these are two", ENTRY, term(q(w[k])), BOTH),
        ("the vector itself, given another", GIVEN_ITSELF[0], PARTS, GIVEN_ITSELF[1]),
        ("its value is a function", term(at("z", f(x))), term(q(x)), term(at("z", m))),
    ],
)
def test_a_fact_that_does_not_fit(why, density, formula, t):
    for key in ("declared", "independence"):
        assert one_pass(key, t, ((key, density, formula),)) == t, why


@pytest.mark.parametrize("of_what", [scale(ONE, 2), add(term(p(z)), ONE), term(m), term(f(x))])
def test_a_fact_speaks_of_a_density(of_what):
    density = term(p(z))
    assert isinstance(replay(Claim(ONE, ONE, facts=(("declared", density, ONE),)), Trace()), Proved)
    facts = (("declared", of_what, ONE),)
    assert isinstance(replay(Claim(ONE, ONE, facts=facts), Trace()), Refusal)


def test_a_covariance_without_a_name_has_no_determinant():
    i, j = fresh(INDEX[1]), fresh(INDEX[1])
    same = make("delta", outer=(add(of(i), of(j)), multiply(of(i), of(j))))
    t = make("log", outer=(make("MN", None, (i, j), (of(W), term(m)), (same,)),))
    assert one_pass("gaussian", t) == t
