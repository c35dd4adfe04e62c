"""Where the numbers of worlds come from, and what is too small for rounding to tell apart."""

from sympy import Symbol, exp

from derivations.worlds.counterexample import compare
from derivations.worlds.outcomes import Agrees, Refuted
from derivations.worlds.pools import AT_LARGE, LADDER
from derivations.worlds.sides import ABSOLUTE


def test_a_positive_number_at_large_is_never_one():
    """Its log is 0 and its square is itself: a world that has it tells neither from what it should be."""
    assert 1 not in AT_LARGE.positive and 1 not in AT_LARGE.squares


def test_a_rung_has_each_size_larger_by_one_in_turn():
    (pools,) = (rung for rung in LADDER if rung.one_larger)
    worlds = [pools.sizes_of(("D", "J", "L"), seed) for seed in range(3)]
    assert worlds == [{"D": 2, "J": 1, "L": 1}, {"D": 1, "J": 2, "L": 1}, {"D": 1, "J": 1, "L": 2}]
    assert pools.sizes_of((), 0) == {}


def test_small_numbers_are_compared_exactly():
    a = Symbol("a", positive=True)
    tiny = exp(-40) / 1000
    assert float(tiny) < ABSOLUTE / 1000
    assert isinstance(compare(tiny * a, 2 * tiny * a), Refuted)
    assert isinstance(compare(tiny * a, tiny * a + tiny * a - a * tiny), Agrees)
