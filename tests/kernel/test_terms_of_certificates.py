"""Terms that no expression says and a certificate may hold: each is left alone by the figure that it imitates."""

import pytest
from sympy import Function, Symbol

from derivations.kernel.arithmetic import add, multiply, power, scale
from derivations.kernel.figures.bounds import bounded
from derivations.kernel.figures.integrals import estimated
from derivations.kernel.figures.slopes import INFINITY
from derivations.kernel.figures.table import one_pass
from derivations.kernel.making import holds_average, make
from derivations.kernel.terms import Refused, of, only
from derivations.kernel.translation import term
from derivations.kernel.varying import Varying, is_fixed, is_reached, speaks_of, unrestricted
from derivations.language.words import (
    CrossEntropy,
    Density,
    Distribution,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    Normal,
    RandomVariable,
    SampleAverage,
    exp,
    log,
    slot,
)

p, q = Distribution("p"), Distribution("q")
x, y, z = (RandomVariable(n) for n in "xyz")
coin = RandomVariable("c", discrete=True)
half_line = RandomVariable("r", positive=True)
n = Symbol("n", integer=True, positive=True)
a, b, theta = Symbol("a", positive=True), Symbol("b", positive=True), Symbol("theta", real=True)
f, up = Function("f", real=True), Function("up", positive=True)
X, Y, Z, COIN, HALF = (only(term(v)) for v in (x, y, z, coin, half_line))
DRAWN = term(SampleAverage(f(z), p(z), n))
OTHER = term(SampleAverage(exp(f(z)), p(z), n))
DETERMINANT = of(("det", "p", (), (), ()))
Q = Varying(densities=frozenset("q"), functions=frozenset())
JOINT, ONE, TWO = term(p(x, z)), term(p(x)), term(p(z))


def over(*bodies, vs=(X, Z)):
    return make("MI", None, vs, (), bodies)


@pytest.mark.parametrize(
    ("why", "t"),
    [
        ("the weight is no density of its variables", over(JOINT, JOINT, ONE, TWO, vs=(X, Y, Z))),
        ("a product stands for one of them", over(JOINT, JOINT, multiply(ONE, ONE), TWO)),
        ("a number stands for one of them", over(JOINT, JOINT, ONE, term(Normal(z, 0, 1)))),
        ("one is of another joint", over(JOINT, term(q(x, z)), ONE, TWO)),
        ("one part is missing", over(JOINT, JOINT, ONE, ONE)),
        ("the parts overlap", over(JOINT, JOINT, JOINT, TWO)),
        ("the weight is of more", over(term(p(x, y, z)), JOINT, ONE, TWO, vs=(X, Y, Z))),
        ("the parts are not all of it", over(term(p(x, y, z)), term(p(x, y, z)), ONE, TWO, vs=(X, Y, Z))),
        ("the weight is conditional", over(term(p(x, z | y)), JOINT, ONE, TWO)),
        ("a determinant stands for one of them", over(JOINT, JOINT, ONE, DETERMINANT)),
        ("one part is conditional", over(JOINT, JOINT, term(p(x | y)), TWO)),
    ],
)
def test_an_information_is_of_one_joint(why, t):
    assert bounded("gibbs", over(JOINT, JOINT, ONE, TWO), 1)
    assert not bounded("gibbs", t, 1), why


@pytest.mark.parametrize(
    ("key", "why", "t", "sign"),
    [
        ("discrete_entropy", "of a product", term(Entropy(p(coin) * q(x))), 1),
        ("discrete_entropy", "of a Gaussian", term(Entropy(Normal(z, 0, 1))), 1),
        ("discrete_entropy", "a weight of no sign",
         make("H", None, (COIN,), (), (scale(term(p(coin)), -1), term(p(coin)))), 1),
        ("discrete_entropy", "of a determinant", make("H", None, (COIN,), (), (term(p(coin)), DETERMINANT)), 1),
        ("jensen", "no logarithm over draws", make("over", None, (), (), (DRAWN,)), -1),
        ("jensen", "a function, not a logarithm", term(Expectation(f(up(z)), p(z))), -1),
        ("jensen", "two logarithms", term(Integral(p(z) * log(up(z)) + q(z) * log(up(z)), z)), -1),
        ("gibbs", "under a weight of no sign",
         make("E", None, (X,), (), (scale(ONE, -1), make("KL", None, (Z,), (), (term(q(z | x)), term(p(z | x)))))), 1),
    ],
)  # fmt: skip
def test_no_bound(key, why, t, sign):
    assert not bounded(key, t, sign), why


def test_averages_inside_averages_are_no_expectations():
    inside = make("avg", None, (X,), (term(n),), (ONE, multiply(DRAWN, term(f(x)))))
    assert estimated(inside) == inside
    weighted = make("E", None, (X,), (), (multiply(DRAWN, ONE), multiply(DRAWN, term(f(x)))))
    assert estimated(weighted) == weighted and holds_average(weighted)


def test_over_draws():
    square, other = power(DRAWN, 2), power(OTHER, 2)
    twice = make("over", None, (), (), (scale(square, 2),))
    once = make("over", None, (), (), (square,))
    for key in ("linearity", "constant"):
        assert one_pass(key, twice) == scale(once, 2)
    both = make("over", None, (), (), (add(square, other),))
    assert one_pass("constant", both) == both
    assert one_pass("linearity", both) == add(once, make("over", None, (), (), (other,)))


def test_a_sum_below_a_bar():
    assert one_pass("log", term(log(a / (a + b)))) == term(log(a) - log(a + b))
    assert one_pass("log", term(log(exp(f(x)) / (a + b)))) == term(f(x) - log(a + b))
    assert one_pass("log", term(log(log(a)))) == term(log(log(a)))


def test_a_primitive_has_two_finite_ends_or_its_zero():
    body = term(exp(-(z**2)) * z)
    one, far = term(Symbol("a", real=True)), of(INFINITY)
    right = make("dint", None, (Z,), (one, far), (body,))
    assert one_pass("antiderivative", right) != right
    for ends in ((far, one), (far, far), (one, add(far, one)), (one, scale(far, -1))):
        left = make("dint", None, (Z,), ends, (body,))
        assert one_pass("antiderivative", left) == left
    two = make("dint", None, (Z,), (one, far), (add(body, term(exp(-(z**2)))),))
    assert one_pass("antiderivative", two) == two


def test_no_such_rule():
    with pytest.raises(Refused):
        one_pass("gibbs", ONE)


# -- what is optimised -----------------------------------------------------------------------------------------


def test_names_that_are_spoken_of():
    assert speaks_of("(beta - 1)", {"beta"}) and speaks_of("beta", {"beta"})
    assert not speaks_of("alphabet", {"alpha"}) and not speaks_of("(gamma)", {"beta"})


def test_what_is_fixed():
    no_functions = Varying(densities=frozenset("q"), functions=frozenset())
    assert is_fixed(term(f(x)), no_functions) and not is_fixed(term(f(x)), Varying())
    assert is_fixed(term(f(x)), Varying(functions=frozenset("g"))) and not is_fixed(
        term(f(x)), Varying(functions=frozenset("f"))
    )
    at_theta = term(Density(p, [slot("x", theta)], []))
    assert is_fixed(at_theta, no_functions)
    assert not is_fixed(at_theta, Varying(frozenset(), frozenset({"theta"}), frozenset(), frozenset("q")))
    data = Varying(given=frozenset({("p", frozenset("xz"))}))
    assert is_fixed(JOINT, data) and is_fixed(ONE, data) and not is_fixed(term(p(z | x)), data)
    assert not is_fixed(term(q(x)), data) and not is_fixed(term(p(x, y)), data)


def test_a_fact_is_asked_about_its_own_density_alone():
    data = Varying(given=frozenset({("p", frozenset("x"))}))
    says = ("declared", ONE, term(f(x)))
    of_another, of_more = ("declared", term(q(x)), term(f(x))), ("declared", term(p(x, z)), term(f(x)))
    assert not is_fixed(ONE, data, (says,)) and is_fixed(ONE, data, (of_another,)) and is_fixed(ONE, data, (of_more,))
    others = Varying(densities=frozenset("q"))
    assert not is_fixed(ONE, others, (says,)) and is_fixed(ONE, others, (("declared", term(q(x)), term(f(x))),))


def divergence(one, two, vs=(Z,)):
    return make("KL", None, vs, (), (one, two))


@pytest.mark.parametrize(
    ("why", "t"),
    [
        ("below zero", scale(divergence(term(q(z)), TWO), -1)),
        ("its square", power(divergence(term(q(z)), TWO), 2)),
        ("a factor of no sign", multiply(term(theta), divergence(term(q(z)), TWO))),
        ("a cross-entropy", term(CrossEntropy(q(z), p(z)))),
        ("an information", term(MutualInformation(q(x, z), x, z))),
        ("a weight that is no density", make("E", None, (X,), (), (scale(ONE, -1), divergence(term(q(z | x)), TWO)))),
        ("a symbol for a density", divergence(of(("symbol", "q", True)), TWO)),
        ("a joint over one of its variables", divergence(term(q(x, z)), TWO)),
        ("another variable in the slot",
         divergence(term(Density(q, [slot("z", half_line)], [])), term(p(half_line)), (HALF,))),
        ("the other side is no density", divergence(term(q(z)), multiply(TWO, ONE))),
        ("given itself", divergence(term(Density(q, [slot("z", z)], [slot("x", z)])), TWO)),
    ],
)  # fmt: skip
def test_no_choice_makes_it_zero(why, t):
    assert is_reached(divergence(term(q(z)), TWO), Q, ())
    assert not is_reached(t, Q, ()), why


def test_a_parameter_is_no_density():
    r = Distribution("r", [theta])
    varying = Varying(frozenset(), frozenset({"theta"}), frozenset(), frozenset("q"))
    assert not is_reached(divergence(term(r(z)), TWO), varying, ())
    assert not is_reached(divergence(term(q(z)), TWO), Varying(functions=frozenset()), ())


def test_nothing_restricts_what_is_optimised():
    named = ("declared", term(q(x)), ONE), ("declared", ONE, term(q(x)))
    assert unrestricted(Q, ()) and unrestricted(Q, (("declared", ONE, TWO),))
    assert not any(unrestricted(Q, (fact,)) for fact in named)
    for more in ({"densities": None}, {"functions": None}, {"symbols": frozenset("a")}):
        assert not unrestricted(Varying(**({"densities": frozenset("q"), "functions": frozenset()} | more)), ())
    given = Varying(frozenset({("q", frozenset("x"))}), frozenset(), frozenset(), frozenset("q"))
    assert not unrestricted(given, ())
