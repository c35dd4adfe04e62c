"""Where a formula may be meant in several ways: a named point, its options, and the option that is taken.

    readings.choose("what a bare p is of", ("p(z)", "p(z|x)"))

takes the first option, unless another reading is being tried. `readings.others()` lists the readings that differ from
the first, each a choice for every point that was met: a step is refuted only if it is false in every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TypeVar

from derivations.reading.grammar import syntax as S

T = TypeVar("T")
MOST = 16  # readings of one step


@dataclass
class Readings:
    """`met`: each point of the step under way with its number of options; `taken`: the option of each that is tried."""

    met: dict[str, int] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def choose(self, point: str, options: Sequence[T], told: Callable[[T], str] = str) -> T:
        """The option of this point in the reading that is tried: the first, where none is; `told` names it."""
        self.met[point] = max(len(options), self.met.get(point, 1))
        chosen = options[self.taken.get(point, 0) % len(options)]
        if self.met[point] > 1:
            self.said[point] = f"{point}: {told(chosen)}"
        return chosen

    def begin(self) -> None:
        """Forgets the points of the step before."""
        self.met, self.taken, self.said = {}, {}, {}

    def others(self) -> Iterator[dict[str, int]]:
        """The readings but for the first, at most MOST in all."""
        points = sorted(point for point, options in self.met.items() if options > 1)
        every = product(*(range(self.met[point]) for point in points))
        yield from (dict(zip(points, one, strict=True)) for one in islice(every, 1, MOST))


AMBIGUOUS = "how far the function before a product reaches"


REACH_OF_A_SUM = "how far a sum or mean without brackets reaches"


def point_of(node: S.Ambiguous) -> str:
    """What is open in a formula with several readings."""
    return REACH_OF_A_SUM if node.of == "sum" else AMBIGUOUS


def reach(node: S.Ambiguous, reading: S.Node) -> str:
    """What is told of one reading of `\\log p q`: over the whole product, or over its first factor; and of a sum."""
    if node.of != "sum":
        return "over all that follows" if reading is node.readings[0] else "over what stands next to it"
    terms = {one: len(one.terms) if isinstance(one, S.Add) else 1 for one in node.readings}
    if terms[reading] == max(terms.values()):
        return "over what stands next to it"
    return "over all that follows" if terms[reading] == min(terms.values()) else "over a part of what follows"
