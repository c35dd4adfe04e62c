"""Budgets of work: charged where they should be, to all that stand around, and in their own thread alone."""

from __future__ import annotations

import threading
from fractions import Fraction

import pytest

from derivations.numbers import polynomial as P
from derivations.numbers.budget import MOST_BITS, Budget, OverBudget, at_most_steps, charged_to, spend, spend_bits
from derivations.numbers.exact_numbers import power


def test_what_is_spent_is_taken_from_every_budget_around():
    note = Budget(100)
    with at_most_steps(50) as outer, at_most_steps(30, of=note) as inner:
        spend(10)
        assert inner.left == 20
    assert (outer.left, note.left) == (40, 90)


def test_no_more_than_the_smallest_budget_has_left():
    note = Budget(5)
    with at_most_steps(50), pytest.raises(OverBudget), at_most_steps(30, of=note):
        spend(4)
        spend(4)
    assert note.left < 0
    with pytest.raises(OverBudget), at_most_steps(30, of=note):
        spend(1)


def test_work_of_its_own_leaves_what_is_around_as_it_was():
    repairs = Budget(40)
    with at_most_steps(10) as around:
        with charged_to(repairs, 30):
            spend(25)
        spend(1)
        with pytest.raises(OverBudget), charged_to(repairs, 30):  # only 15 are left
            spend(16)
    assert (around.left, repairs.left) == (9, -1)
    with pytest.raises(OverBudget), charged_to(repairs, 30):
        spend(1)


def test_without_a_budget_nothing_is_refused():
    spend(10**12)
    with at_most_steps(1):
        pass
    spend(10**12)


def test_another_thread_has_its_own():
    ended = []

    def work():
        spend(10**9)
        ended.append(True)

    with at_most_steps(1):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert ended


def test_nothing_that_catches_errors_catches_it():
    with pytest.raises(OverBudget), at_most_steps(1):
        try:
            spend(2)
        except Exception:
            pytest.fail("caught on the way")


def letters(count: int) -> P.Polynomial:
    return P.add(*(P.atom(("s", f"x{k}", False)) for k in range(count)))


@pytest.mark.slow
def test_a_product_is_refused_before_it_is_multiplied_out():
    large = letters(1000)
    with pytest.raises(OverBudget), at_most_steps(999_999):
        P.multiply(large, large)
    with at_most_steps(1_000_000):
        assert len(P.multiply(large, large)) == 500_500


def test_a_power_of_a_number_is_refused_before_it_is_written_out():
    with pytest.raises(OverBudget):
        P.number_power(Fraction(3), Fraction(MOST_BITS))
    with pytest.raises(OverBudget):
        power(Fraction(2), -Fraction(MOST_BITS))
    assert P.number_power(Fraction(2), Fraction(100)) == {P.UNIT: 2**100}
    with pytest.raises(OverBudget):
        spend_bits(MOST_BITS + 1)


LONG_PRIMES = (2**107 - 1, 2**127 - 1)  # Mersenne's


def test_only_numbers_that_are_easily_factored_are():
    assert dict(P.prime_factors(Fraction(2**200 * 3, LONG_PRIMES[0]))) == {2: 200, 3: 1, LONG_PRIMES[0]: -1}
    with pytest.raises(OverBudget):
        P.prime_factors(Fraction(LONG_PRIMES[0] * LONG_PRIMES[1]))


def test_products_of_many_roots_are_charged_for_their_roots():
    """A fractional exponent costs what many whole ones do: a cube of such sums took 20 s and hardly any steps."""
    plain = {frozenset({(("s", f"a{k}"), 1)}): 1 for k in range(4)}
    roots = {frozenset({(("n", p), Fraction(1, k + 2)) for p in (2, 3, 5)}): 1 for k in range(4)}
    with at_most_steps(1000) as budget:
        P.multiply(plain, plain)
        of_plain = 1000 - budget.left
        P.multiply(roots, roots)
    assert of_plain == 16 and 1000 - budget.left - of_plain > 20 * of_plain


def test_long_sums_are_charged_for_their_terms():
    """Adding and scaling them is what a world with many logarithms does: it cost 16 s and hardly any steps."""
    short, long = ({frozenset({(("s", f"a{k}"), 1)}): 1 for k in range(n)} for n in (4, 100))
    with at_most_steps(1000) as budget:
        P.add(short, short)
        P.scale(short, Fraction(1, 2))
        assert budget.left == 1000
        P.add(long, long)
        P.scale(long, Fraction(1, 2))
        assert budget.left == 1000 - 300
