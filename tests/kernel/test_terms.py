"""The arithmetic of terms: what is equal by it, what keeps a term well formed, which signs are known."""

from fractions import Fraction

import pytest
from sympy import Function, Symbol

from derivations.kernel.arithmetic import content, multiply, nonnegative, power, primes, scale
from derivations.kernel.making import make
from derivations.kernel.matching import the
from derivations.kernel.terms import ONE, ZERO, Refused, of, only
from derivations.kernel.translation import term
from derivations.language.words import Distribution, Expectation, Integral, RandomVariable

p, x = Distribution("p"), RandomVariable("x")
a, b = Symbol("a", positive=True), Symbol("b", positive=True)
m, u = Symbol("m", real=True), Symbol("u", real=True)
f = Function("f", real=True)
X, DENSITY = only(term(x)), term(p(x))
HALF = Fraction(1, 2)


def test_nothing_stands_in_a_term_without_a_number():
    assert scale(ONE, 0) == ZERO
    assert content(term(a + b)) == (ONE, term(a + b))


def test_the_atom_is_asked_for_where_there_is_one():
    assert the(term(x)) == X
    for t in (ZERO, term(2 * x), term(x * x), term(x + a)):
        with pytest.raises(Refused, match="a single atom"):
            the(t)


def test_primes_are_prime():
    assert primes(Fraction(35, 4)) == [(5, 1), (7, 1), (2, -1), (2, -1)]
    assert power(power(term(a + a), HALF), 2) == term(2 * a)


def test_what_has_no_small_prime_is_left_whole():
    hard = (2**107 - 1) * (2**127 - 1)
    assert primes(Fraction(9 * hard, 2)) == [(3, 1), (3, 1), (hard, 1), (2, -1)]
    assert power(power(scale(ONE, 9 * hard), HALF), 2) == scale(ONE, 9 * hard)


def test_no_root_loses_a_sign():
    assert power(scale(term(a), -4), HALF) != power(term(a), HALF) != power(scale(term(a), -1), HALF)
    assert power(power(term(m), HALF), 4) == term(m**2)


def test_what_a_sum_has_in_common_is_taken_from_below_a_bar():
    taken = multiply(power(term(m), -1), power(term(a + u), -1))
    assert power(term(a * m + u * m), -1) == taken
    assert power(term(a * m + u * m), -HALF) != multiply(power(term(m), -HALF), power(term(a + u), -HALF))


def average(weight, body):
    return make("E", None, (X,), (), (weight, body))


@pytest.mark.parametrize(
    ("why", "t"),
    [
        ("an average of what has no sign", term(Expectation(f(x), p(x)))),
        ("an integral of what has no sign", term(Integral(f(x), x))),
        ("a weight of no sign", average(scale(DENSITY, -1), term(f(x) ** 2))),
        ("a product of two", multiply(term(m), average(DENSITY, term(f(x) ** 2)))),
        ("an odd power", term(m**3)),
        ("a root", power(term(m), HALF)),
    ],
)
def test_not_known_to_be_at_least_zero(why, t):
    assert nonnegative(average(DENSITY, term(f(x) ** 2))) and nonnegative(term(m**2 + a))
    assert not nonnegative(t), why


def test_one_positive_part_is_not_enough():
    assert nonnegative(term(a + m**2), strictly=True) and not nonnegative(term(m**2), strictly=True)
    assert not nonnegative(term(a - b), strictly=True) and not nonnegative(ZERO, strictly=True)
    assert of(("symbol", "a", True)) == term(a)
