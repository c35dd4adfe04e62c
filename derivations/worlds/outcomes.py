"""What exact worlds can say of a statement: refuted by this world, agreed in so many, or nothing, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.worlds.world import listed

MOST_CELLS_SHOWN = 60


@dataclass(frozen=True)
class Refuted:
    """A world in which the statement is false. `description` is for people, `details` the same for JSON."""

    world: str
    left_value: str
    right_value: str
    description: str
    details: dict = field(compare=False)
    refutes = True

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


def described(details: dict) -> str:
    """A world's details as a line of text."""
    parts = []
    for name, values in details.get("values", {}).items():
        parts.append(f"{name}∈{{{', '.join(values)}}}")
    for name, table in details.get("tables", {}).items():
        written = listed(table)
        parts.append(
            f"{name} = {written}" if written.count("/") <= MOST_CELLS_SHOWN else f"{name}: a table too long to show"
        )
    parts += details.get("densities", [])
    for group in ("functions", "symbols", "at", "draws"):
        for name, value in details.get(group, {}).items():
            parts.append(f"{name} = {listed(value)}")
    return f"{details['kind']} world: " + (", ".join(parts) or "nothing is free in it")
