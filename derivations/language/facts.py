"""What is given and what is varied: facts, each an assumption with a name, and the free things of a minimisation."""

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


@dataclass(frozen=True)
class Free:
    """What a minimisation leaves free. By default every density and every undefined function; symbols are fixed.

    `fixed` lists densities that are given (the data density p(x)): a marginal of the same letter over these
    variables only is fixed too. `symbols` lists parameters that are optimised; `functions` names functions that are
    free, None for all. `maximised`: the objectives are minus what is to be greatest, and are told so.
    """

    fixed: tuple[Expr, ...] = ()
    symbols: frozenset[str] = frozenset()
    functions: frozenset[str] | None = None
    densities: frozenset[str] | None = None
    parameters: frozenset[str] = frozenset()
    maximised: bool = False
