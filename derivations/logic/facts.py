"""What is given: a density by its formula, a factorisation, each an assumption with a name of its own."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr


@dataclass(frozen=True)
class Fact:
    """A density that is given: `density = formula`, an assumption with a name of its own.

    `rule` names the switch that may use it: "independence" for a factorisation, "gaussian" for a formula.
    """

    density: Expr
    formula: Expr
    rule: str
    name: str = ""

    @property
    def roles(self) -> tuple[frozenset, frozenset]:
        return frozenset(r for r, _ in self.density.target_slots), frozenset(r for r, _ in self.density.given_slots)
