"""Two objectives refuted by where they are least, where that can be told: exactly, in one number, all else held."""

from fractions import Fraction

import pytest
from sympy import Function, Rational, Symbol, exp, log, symbols

from derivations.language.facts import Free
from derivations.language.words import Distribution, Expectation, RandomVariable
from derivations.worlds.candidates import POINTS, Optimum, _turning
from derivations.worlds.objectives import compare_objectives
from derivations.worlds.outcomes import Agrees, Refuted

p = Distribution("p")
x, z = RandomVariable("x"), RandomVariable("z")
m, n = symbols("m n", real=True)
s = Symbol("s", positive=True)
f = Function("f", real=True)
spread = Expectation((x - m) ** 2, p(x))
OVER_M, OVER_S = Free(symbols=frozenset({"m"})), Free(symbols=frozenset({"s"}))


def lines(found) -> list[str]:
    return found.description.split("; ")[1:]


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (spread, spread + m, ("least at A, ", "least at B, ")),
        (spread, -spread, ("least at A, ", "greatest at A, ")),
        (m**2 + n * m, m**2 - n * m, ("least at A, ", "least at B, ")),
        (log(s) + m**2, log(s) + (m - 2) ** 2, ("least at A, ", "least at B, ")),
    ],
)
def test_the_candidates_are_where_the_sides_are_least(left, right, said):
    found = compare_objectives(left, right, OVER_M)
    assert isinstance(found, Refuted)
    for line, side, best in zip(lines(found), ("left", "right"), said, strict=True):
        assert line.startswith(f"{side}: {best}")
    differing = {name[3:] for name in found.details["asked"] if name[:3] in ("A: ", "B: ")}
    assert differing == {"m"}


def test_nothing_is_less_than_at_the_candidate():
    """The left side put in by hand: at A, and around it."""
    found = compare_objectives((m - Rational(3, 2)) ** 2, m**2, OVER_M)
    assert found.details["asked"] == {"A: m": "3/2", "B: m": "0"}
    assert found.details["left"] == ["0", "9/4 = 2.25"] and found.details["right"] == ["9/4 = 2.25", "0"]


def test_a_function_that_is_optimised_has_its_optimum_at_the_point_that_stands_there():
    found = compare_objectives((f(x) - 1) ** 2, (f(x) + 1) ** 2, Free(functions=frozenset({"f"})))
    asked = found.details["asked"]
    assert [asked[name] for name in asked if name.startswith(("A: f(", "B: f("))] == ["1", "-1"]


@pytest.mark.parametrize(
    ("left", "right", "over"),
    [
        (log(s) + 1 / s, log(s), OVER_S),  # in a positive number
        (m, -m, OVER_M),  # linear: nowhere least
        (exp(m), exp(-m), OVER_M),
        (m**4, (m - 1) ** 4, OVER_M),
        (m**3, m**2, OVER_M),
        (m**2, 3 - (m - 1) ** 2, OVER_M),  # from the one's least to the other's greatest value both rise
    ],
)
def test_else_two_candidates_stand_in_a_table(left, right, over):
    found = compare_objectives(left, right, over)
    assert isinstance(found, Refuted)
    assert not any(" at A, " in line or " at B, " in line for line in lines(found))


def test_objectives_that_are_least_at_one_place_agree():
    assert isinstance(compare_objectives(spread, 2 * spread + 1, OVER_M), Agrees)


def test_what_is_quadratic_on_some_of_the_points_is_not_taken_for_it():
    quadratic = tuple(2 * t * t - 3 * t + 1 for t in POINTS)
    assert _turning(quadratic) == Optimum(Fraction(3, 4), True)
    assert _turning(tuple(-v for v in quadratic)) == Optimum(Fraction(3, 4), False)
    for k in range(len(POINTS)):
        assert _turning((*quadratic[:k], quadratic[k] + Fraction(1, 9), *quadratic[k + 1 :])) is None
    assert _turning(tuple(3 * t for t in POINTS)) is None
