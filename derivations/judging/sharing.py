"""The lines of one derivation, looked at in the same few worlds."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr

from derivations.judging.claim import Claim, Look, in_worlds
from derivations.judging.step import Step
from derivations.kernel.theorem import MINIMISER
from derivations.language.facts import Fact
from derivations.worlds.outcomes import Outcome


def in_a_world(lines: tuple[tuple[Expr, Step], ...], facts: tuple[Fact, ...]) -> Look:
    """How the worlds are asked about the lines of a derivation: quickly together, thoroughly one by one."""
    shared: list[Callable] = []

    def look(claim: Claim, quick: bool) -> Outcome:
        if not quick or claim.kind == MINIMISER:
            return in_worlds(claim, quick)
        if not shared:
            from derivations.worlds.shared import comparing  # loaded when the first line is proved

            shared.append(comparing([e for left, step in lines for e in (left, step.right)], facts))
        return shared[0](claim.left, claim.relation, claim.right)

    return look
