"""What the maker of atoms does by itself, and what it leaves as it stands: sums, products, components, a walk."""

import pytest
from sympy import Function, Symbol

from derivations.kernel.arithmetic import add, multiply, power, scale
from derivations.kernel.figures.table import one_pass
from derivations.kernel.making import make
from derivations.kernel.matching import fresh
from derivations.kernel.matrices import entry
from derivations.kernel.terms import ONE, Refused, number, of, only, whole
from derivations.kernel.translation import term
from derivations.language.words import (
    KL,
    Distribution,
    Expectation,
    MatrixName,
    RandomVariable,
    SampleAverage,
    log,
)

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
d, a = Symbol("d", integer=True, positive=True), Symbol("a", positive=True)
w = RandomVariable("w", dimension=d)
f, g = Function("f", real=True), Function("g", real=True)
W, X = only(term(w)), only(term(x))
SORT = ("#", term(d), True, True)
i, j, k, v, more = (fresh(SORT) for _ in range(5))
elsewhere = fresh(("#", term(a), True, True))
S, T = MatrixName("S", d), MatrixName("T", d)


def total(body, *indices):
    return make("Sum", variables=indices or (v,), inner=(body,))


def delta(one, other, key=None):
    return of(("delta", None, (), (add(one, other), multiply(one, other) if key is None else key), ()))


def component(index, vector=W):
    return make("comp", outer=(of(vector), of(index)))


def keyed(index, other, exponent=1, symmetric=True, key=None):
    return of(("entry", ("S", exponent, symmetric), (), (add(index, other), key or multiply(index, other)), ()))


def is_sum(t, indices=1) -> bool:
    """Whether a term is one sum over so many indices, times what is free of them."""
    return any(b[0] == "Sum" and len(b[2]) == indices for m, _ in t for b, _ in m)


def test_a_delta_picks_one_index():
    assert total(multiply(delta(of(v), of(k)), component(v))) == component(k)
    assert make("delta", outer=(scale(of(v), 2), power(of(v), 2))) == ONE == make("delta", outer=(number(2), ONE))


@pytest.mark.parametrize(
    ("why", "t"),
    [
        ("another range", multiply(delta(of(v), of(elsewhere)), component(v))),
        ("a number", multiply(delta(of(v), ONE), component(v))),
        ("below a bar", multiply(power(delta(of(v), of(k)), -1), component(v))),
        ("itself", multiply(delta(of(v), of(v)), component(v))),
        ("its key speaks of another index", multiply(delta(of(v), of(k), number(5)), component(v))),
    ],
)
def test_this_delta_picks_none(why, t):
    assert is_sum(total(t)), why


def test_a_delta_of_two_indices_looks_at_both_keys():
    for key in (term(a), ONE):
        assert make("delta", outer=(scale(of(k), 2), key)) != ONE


def test_a_matrix_and_its_inverse_make_a_delta():
    for one, other in ((1, -1), (-1, 1)):
        made = total(multiply(entry(S, one, i, v), entry(S, other, v, j)))
        assert made == delta(of(i), of(j))


@pytest.mark.parametrize(
    ("why", "t"),
    [
        ("another factor", multiply(entry(S, 1, i, v), entry(S, -1, v, j), component(v))),
        ("another matrix", multiply(entry(S, 1, i, v), entry(T, -1, v, j))),
        ("no inverse", multiply(entry(S, 1, i, v), entry(S, 1, v, j))),
        ("a square", multiply(power(entry(S, 1, i, v), 2), entry(S, -1, v, j))),
        ("a diagonal", multiply(entry(S, 1, v, v), entry(S, -1, v, j))),
        ("two diagonals", multiply(entry(S, 1, v, v), entry(S, -1, v, v))),
        ("not symmetric", multiply(keyed(of(i), of(v), 1, False), keyed(of(j), of(v), -1, False))),
        ("one of them not symmetric", multiply(keyed(of(i), of(v)), keyed(of(j), of(v), -1, False))),
        ("an index that is a sum", multiply(keyed(add(of(i), of(k)), of(v)), keyed(of(j), of(v), -1))),
        ("keys that are no pairs", multiply(keyed(of(i), of(v), 1, True, number(7)),
                                            keyed(of(j), of(v), -1, True, number(8)))),
    ],
)  # fmt: skip
def test_these_entries_make_none(why, t):
    assert is_sum(total(t)), why


def test_sums_inside_sums():
    inner = total(multiply(entry(S, 1, i, v), component(v)))
    assert is_sum(total(multiply(component(i), power(inner, -1)), i)), "below a bar it stays"
    assert is_sum(total(multiply(component(i), inner), i), 2)
    assert total(multiply(component(i), total(component(v))), i) == power(total(component(v)), 2)


def test_of_more_than_four_indices_no_order_is_looked_for():
    chain = (entry(S, 1, one, two) for one, two in ((i, j), (j, k), (k, v), (v, more), (more, i)))
    with pytest.raises(Refused):
        total(multiply(*chain), i, j, k, v, more)


def test_products():
    def over(body):
        return make("Prod", variables=(v,), inner=(body,))

    one, two = component(v), multiply(power(component(v), 2), entry(S, 1, v, k))
    assert over(multiply(one, two)) == multiply(over(one), over(two))
    assert over(scale(one, 2)) != over(one) and over(add(one, two)) != add(over(one), over(two))


def test_components():
    own = make("comp", outer=(term(f(x)), of(i)))
    assert own != term(f(x)) and component(i, ("vector", "m")) != of(("vector", "m"))
    assert component(i, j) == of(j), "an index is a number"
    assert component(i, X) == of(X) and make("comp", outer=(term(log(a * x)), of(i))) == term(log(a * x))
    unknown = (term(log(w)), term(SampleAverage(f(z), p(z), d)), term(Expectation(f(z), p(z))))
    for t in unknown:
        with pytest.raises(Refused):
            make("comp", outer=(t, of(i)))


def test_a_rule_is_used_however_deep_and_after_what_is_inside():
    deep = log(2 + log(2 + log(KL(p(x), q(x)) + 2)))
    opened = one_pass("kl", term(deep))
    assert opened != term(deep) and opened == one_pass("kl", opened)
    twice = one_pass("expectation", term(Expectation(f(x) * Expectation(f(x) * g(z), p(z)), p(x))))
    assert twice == one_pass("expectation", twice) and whole(frozenset()) == ONE
