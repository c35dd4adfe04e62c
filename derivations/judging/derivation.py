"""Derivations: chains of steps, judged one by one and composed to a theorem. They are data; judging comes after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sympy import Expr, S, sympify

from derivations.judging.claim import Claim, Look, by_proof
from derivations.judging.sharing import in_a_world
from derivations.judging.step import Reason, Step, Verdict, at_least, at_most, equals, estimated_by, same_minimiser
from derivations.kernel.replay import Trace
from derivations.kernel.rules import DEFINITIONS, Rule
from derivations.kernel.theorem import (
    ESTIMATE,
    INEQUALITY,
    MINIMISER,
    VALUE,
    ChainError,
    Citation,
    Theorem,
    cite,
    compose,
)
from derivations.language.display import Displayed
from derivations.language.facts import Fact, Free
from derivations.prover.kept import kept

__all__ = [
    "ESTIMATE", "INEQUALITY", "MINIMISER", "VALUE", "ChainError", "Citation", "Derivation", "Free", "Reason", "Step",
    "Theorem", "Verdict", "at_least", "at_most", "cite", "claim_of", "compose", "derivation",
    "equals", "estimated_by", "judge", "same_minimiser",
]  # fmt: skip


@dataclass(frozen=True)
class Derivation(Displayed):
    """A chain of steps from `start`, with the facts it assumes and what a minimisation leaves free."""

    name: str
    start: Expr
    steps: tuple[Step, ...]
    assumes: tuple[Fact, ...] = ()
    free: Free = field(default_factory=Free)
    statement: str = ""
    statement_zh: str = ""

    def lines(self) -> Iterable[tuple[Expr, Step]]:
        """Each step with the expression just before it."""
        before = self.start
        for step in self.steps:
            yield before, step
            before = step.right

    def verdicts(self) -> tuple[Verdict, ...]:
        return self._verdicts

    @cached_property
    def _verdicts(self) -> tuple[Verdict, ...]:
        look = in_a_world(tuple(self.lines()), self.assumes)
        return tuple(
            judge(left, step, self.assumes, self.free, look, kept(f"{self.name}-{step.note}"))
            for left, step in self.lines()
        )

    def theorem(self, until: str = "") -> Theorem:
        """The conclusion (at the label `until`), if every step is proved. Raises ChainError naming one that is not."""
        if until and all(step.note != until for step in self.steps):
            raise ChainError(f"{self.name} has no line {until}")
        relation, kind, scale = "=", VALUE, S.One
        dropped: list = []
        assumptions, definitions = {f.name or str(f.density) for f in self.assumes}, set[str]()
        for (_, step), verdict in zip(self.lines(), self.verdicts(), strict=True):
            if not verdict.holds:
                raise ChainError(f"{self.name} {step.note} is not proved: {verdict.message}")
            relation = compose(relation, step.relation, f"{self.name} {step.note}")
            if INEQUALITY in (kind, step.kind) and {kind, step.kind} & {MINIMISER, ESTIMATE}:
                raise ChainError(
                    f"{self.name} {step.note}: a bound on values and a step that keeps only the minimiser or the mean"
                    " give no relation between the ends"
                )
            if step.kind in (MINIMISER, ESTIMATE):
                if kind in (MINIMISER, ESTIMATE) and kind != step.kind:
                    kind = ESTIMATE
                else:
                    kind = step.kind
            elif step.kind == INEQUALITY and kind == VALUE:
                kind = INEQUALITY
            scale *= verdict.scale
            if verdict.dropped != 0:
                dropped.append(verdict.dropped)
            assumptions.update(verdict.assumes)
            definitions.update(r.name for r in step.by if isinstance(r, Rule) and r.key in DEFINITIONS)
            last = step.right
            if step.note == until:
                break
        return Theorem(
            self.name, self.start, relation, last, kind, tuple(sorted(assumptions)), tuple(sorted(definitions)),
            scale, tuple(dropped),
        )  # fmt: skip


def derivation(
    name: str,
    start: Expr,
    *steps: Step,
    assumes: Iterable[Fact] = (),
    free: Free | None = None,
    statement: str = "",
    statement_zh: str = "",
) -> Derivation:
    """A derivation written down line by line, as a page reads."""
    return Derivation(name, sympify(start), steps, tuple(assumes), free or Free(), statement, statement_zh)


def judge(
    left: Expr,
    step: Step,
    facts: tuple[Fact, ...] = (),
    free: Free | None = None,
    look: Look | None = None,
    hint: Trace | None = None,
) -> Verdict:
    """The verdict on one step, by its declared reasons alone; `hint` is a trace that was found for it before."""
    return by_proof(claim_of(left, step, facts, free or Free(), hint), look)


def claim_of(left: Expr, step: Step, facts: tuple[Fact, ...], free: Free, hint: Trace | None = None) -> Claim:
    """What a line of a chapter claims of the line above it."""
    return Claim(left, step.right, step.relation, step.kind, tuple(facts), free, step.by, hint=hint)
