"""Exact numbers: what the polynomial decides, what the value decides, and the edges."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivations.numbers import exact_numbers as X
from derivations.numbers.exact_numbers import PI, Exact, compare_numbers, exp, log, power, sign, value
from derivations.numbers.exact_text import text

half = Fraction(1, 2)
positive = st.fractions(min_value=Fraction(1, 30), max_value=50, max_denominator=30)


def test_logs_of_rationals_are_combinations_of_logs_of_primes():
    assert log(Fraction(12, 5)) == 2 * log(2) + log(3) - log(5)
    assert log(Fraction(1)) == 0 and not isinstance(log(Fraction(1)), Exact)


def test_roots_split_into_primes_and_come_back():
    assert power(12, half) == 2 * power(3, half)
    assert power(power(Fraction(8, 27), Fraction(1, 3)), 3) == Fraction(8, 27)
    assert power(2, half) * power(2, half) == 2
    assert power(Fraction(9, 4), half) == Fraction(3, 2)


def test_exponentials_multiply_and_undo_logs():
    assert exp(Fraction(1, 3)) * exp(Fraction(2, 3)) == exp(1)
    assert exp(2 * log(3) + half * log(2)) == 9 * power(2, half)
    assert exp(half + log(PI)) == exp(half) * PI
    assert exp(log(PI + 1)) == PI + 1


def test_log_of_a_gaussian_constant():
    density = power(2 * PI * Fraction(4, 9), -half) * exp(Fraction(-1, 8))
    assert log(density) == -half * (log(2) + log(PI) + log(Fraction(4, 9))) - Fraction(1, 8)


def test_log_of_a_sum_is_kept_and_compared_by_value():
    inside = PI + log(2)
    assert compare_numbers(log(inside * inside), 2 * log(inside)) == 0
    assert log(inside * inside) != 2 * log(inside)  # as polynomials they are two things
    assert compare_numbers(log(inside * inside), 2 * log(inside) + Fraction(1, 10**30)) == -1


@pytest.mark.parametrize(
    "a, b", [(log(2) * log(9), 2 * log(2) * log(3)), (PI * PI / PI, PI), (1 / power(3, half), power(3, half) / 3)]
)
def test_equal_by_the_polynomial(a, b):
    assert a - b == 0 and compare_numbers(a, b) == 0


@pytest.mark.parametrize(
    "a, b", [(log(2) * log(6), log(3) * log(4)), (PI, Fraction(355, 113)), (exp(1), Fraction(19, 7))]
)
def test_different_by_value(a, b):
    assert compare_numbers(a, b) == (1 if float(a) > float(b) else -1) != 0


def test_a_tiny_difference_is_seen_and_nothing_at_all_is_not():
    assert sign(log(2) - log(2)) == 0
    assert compare_numbers(log(2), log(2) + Fraction(1, 10**35)) == -1
    close = Fraction(mpmath.nstr(value(log(2)), 55))  # agrees with log 2 to 55 digits: not told apart
    assert compare_numbers(log(2), close) == 0 and log(2) != close


def test_edges_of_the_support():
    assert log(Fraction(0)) == -math.inf and log(math.inf) == math.inf
    assert power(Fraction(0), -1) == math.inf and power(Fraction(0), half) == 0
    assert exp(-math.inf) == 0 and exp(math.inf) == math.inf
    assert compare_numbers(math.inf, math.inf) == 0 and compare_numbers(log(7), math.inf) == -1
    assert compare_numbers(-math.inf, Fraction(-(10**9))) == -1


@pytest.mark.parametrize(
    "make", [lambda: log(Fraction(-1)), lambda: log(log(half)), lambda: power(Fraction(-2), half), lambda: log(-PI),
             lambda: log(-math.inf), lambda: power(log(half), half)],
)  # fmt: skip
def test_numbers_that_do_not_exist(make):
    with pytest.raises(X.Undefined):
        make()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(positive, positive, positive, st.integers(-3, 3))
def test_arithmetic_agrees_with_mpmath(a, b, c, n):
    exact = log(a) * power(b, half) + exp(c / 10) / PI - power(log(b) + 5, n) * c
    with mpmath.workdps(40):
        m = [mpmath.mpf(v.numerator) / v.denominator for v in (a, b, c)]
        expected = (
            mpmath.log(m[0]) * mpmath.sqrt(m[1])
            + mpmath.exp(m[2] / 10) / mpmath.pi
            - (mpmath.log(m[1]) + 5) ** n * m[2]
        )
        assert abs(value(exact) - expected) < mpmath.mpf(10) ** -30 * (1 + abs(expected))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(positive, positive, positive)
def test_ring_laws_hold_as_polynomials(a, b, c):
    x, y, z = log(a), power(b, half), PI * c
    assert (x + y) * z == x * z + y * z
    assert x - x == 0 and (x + y) - y == x
    assert log(a * b) == log(a) + log(b)
    assert log(power(b, Fraction(1, 3))) == log(b) * Fraction(1, 3)


def test_text_gives_the_exact_form_where_it_is_short_and_a_decimal():
    assert text(Fraction(3)) == "3" and text(Fraction(-1, 4)) == "-1/4 = -0.25"
    assert text(power(2 * PI, half)) == "√2 √π = 2.50663"
    assert text(math.inf) == "infinity" and text(-math.inf) == "-infinity"
    assert text(log(PI + 1)) == "1.42108"
    long = log(Fraction(math.prod((2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37))))  # too long to be written out
    assert text(long) == f"{math.log(7420738134810):.6g}"
