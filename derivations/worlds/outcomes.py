"""What exact worlds can say of a statement: refuted by this world, agreed in so many, or nothing, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

BEYOND = "a number beyond what a world computes with"
Place = tuple[int, str, int]
"""Where on the ladder of small worlds (smallest.py) one was found: the rung, the kind of world, the seed."""


@dataclass(frozen=True)
class Refuted:
    """A world in which the statement is false. `description` is for people, `details` the same for JSON: a quick look
    has neither."""

    world: str
    left_value: str = ""
    right_value: str = ""
    description: str = ""
    details: dict = field(default_factory=dict, compare=False)
    fuller: Callable[[Refuted], Refuted] | None = field(default=None, compare=False, repr=False)
    place: Place | None = field(default=None, compare=False, repr=False)
    refutes = True

    def in_full(self) -> Refuted:
        """With all that the world can say of how its numbers came about."""
        return replace(self.fuller(self) if self.fuller else self, fuller=None, place=self.place)

    def __str__(self) -> str:
        return self.description


@dataclass(frozen=True)
class Agrees:
    """No world told the sides apart: how many were tried of each kind, and the smallest gap they would have shown."""

    tried: int
    kinds: tuple[tuple[str, int], ...]
    smallest_gap_visible: float
    refutes = False

    @property
    def description(self) -> str:
        counts = " and ".join(f"{n} {kind}" for kind, n in self.kinds)
        return f"agrees in {counts} worlds; a gap above {self.smallest_gap_visible:.1g} would have been seen"

    def __str__(self) -> str:
        return self.description


@dataclass(frozen=True)
class Silent:
    """No world could speak of the statement, and why."""

    reasons: tuple[str, ...]
    refutes = False

    @property
    def description(self) -> str:
        return "no exact world can speak of this: " + "; ".join(self.reasons)

    def __str__(self) -> str:
        return self.description


Outcome = Refuted | Agrees | Silent


class Search:
    """What has been seen so far, over all worlds."""

    def __init__(self) -> None:
        self.tried: Counter = Counter()
        self.reasons, self.gap = {}, 0.0

    def silenced(self, by: Exception) -> None:
        """A world could not speak. What the machine says of its own numbers is not for people."""
        said = str(by) if not isinstance(by, (OverflowError, RecursionError)) else BEYOND
        self.reasons[said] = None

    def outcome(self) -> Agrees | Silent:
        if self.tried:
            return Agrees(sum(self.tried.values()), tuple(self.tried.items()), self.gap)
        return Silent(tuple(self.reasons) or ("nothing was tried",))


def described(details: dict) -> str:
    """What is to be known of a world, as a line of text."""
    shown = ", ".join(_entry(name, value) for name, value in details["asked"].items())
    return f"{details['kind']} world: {shown or 'nothing is free in it'}"


def _entry(name: str, value: str) -> str:
    if name.endswith("∈"):
        return f"{name} {{{value}}}"
    if value.startswith("N("):
        return f"{name} ~ {value}"
    return f"{name} = ({value})" if ", " in value and not value.startswith(("[", "(")) else f"{name} = {value}"
