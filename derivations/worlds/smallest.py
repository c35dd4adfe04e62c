"""Of all worlds that refute a statement, one that a person can check: the smallest that a ladder of small worlds finds.

    smallest(found, tries)      found, or a refutation with fewer and shorter numbers
    at_place(place, tries)      the refutation that such a search has found there before, if it is one still

`tries(make, seed)` puts the statement into one world: a refutation, False where the sides agree, None where the world
cannot speak of it. It is asked for each rung of `pools.LADDER` in turn; the first rung that has something smaller ends
the search. A world of a rung is made anew and knows of nothing but this statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from derivations.worlds.asked import numbers_to_read
from derivations.worlds.outcomes import Place, Refuted
from derivations.worlds.pools import LADDER
from derivations.worlds.world import World

SMALL_ENOUGH = 4  # numbers, short ones in a world of the ladder: no need to look on
FEW = 10  # numbers in a table: no need to try another kind of world
SEEDS = 6  # three kinds of reals (see World), twice
SILENT_ENOUGH = 2  # worlds in a row that cannot speak of the statement


def reading(found: Refuted) -> tuple[int, int]:
    """How much there is to read: how many numbers, and how long all of it is."""
    shown = found.details["asked"]
    return numbers_to_read(shown.values()), sum(len(name) + len(value) for name, value in shown.items())


Tries = Callable[[Callable, int], Refuted | bool | None]


def smallest(found: Refuted, tries: Tries, makers: Sequence[type[World]]) -> Refuted:
    """The smallest refutation of the first rung that has any smaller than `found`; `makers` are classes of worlds."""
    if not reading(found)[0]:
        return found
    for step, pools in enumerate(LADDER):
        rung: list[Refuted] = []
        for maker in makers:
            silent = 0
            for seed in range(SEEDS):
                outcome = tries(partial(maker, pools=pools), seed)
                silent = silent + 1 if outcome is None else 0
                if isinstance(outcome, Refuted):
                    outcome = replace(outcome, place=(step, maker.kind, seed))
                    rung.append(outcome)
                    if reading(outcome)[0] <= SMALL_ENOUGH:
                        return outcome
                if silent == SILENT_ENOUGH:
                    break
            if rung and reading(min(rung, key=reading))[0] <= FEW:
                break  # a table is easier than a Gaussian
        best = min(rung, key=reading, default=None)
        if best is not None and reading(best) < reading(found):
            return best
    return found


def at_place(place: Place | None, tries: Tries, makers: Sequence[type[World]]) -> Refuted | None:
    """The refutation by the world of one place alone; None where that is no world, or none that refutes."""
    rung, kind, seed = place or (-1, "", 0)
    maker = next((m for m in makers if m.kind == kind), None)
    if maker is None or not 0 <= rung < len(LADDER):
        return None
    outcome = tries(partial(maker, pools=LADDER[rung]), seed)
    return replace(outcome, place=place) if isinstance(outcome, Refuted) else None
