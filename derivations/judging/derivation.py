"""Derivations, and the judge that turns a step into a verdict and a chain of them into a theorem.

A derivation is data; judging comes after. A step is `proved` only by its declared reasons: the two sides have the
same normal form under just these rules (`value`), or the certificate of its kind holds (`inequality`, `minimiser`,
`estimate`; see certificates.py). What is not proved is put into exact worlds (counterexample.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from sympy import Expr, S, sympify

from derivations.judging.step import Reason, Step, Verdict, at_least, at_most, equals, estimated_by, same_minimiser
from derivations.kernel.rules import DEFINITIONS, REWRITING, RULES, Rule
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
from derivations.numbers import polynomial as P
from derivations.prover.certificates import certify_inequality, certify_minimiser, expected
from derivations.prover.inference import infer
from derivations.prover.normal_form.normal_form import NormalForm

__all__ = [
    "ESTIMATE", "INEQUALITY", "MINIMISER", "VALUE", "ChainError", "Citation", "Derivation", "Free", "Reason", "Step",
    "Theorem", "Verdict", "accepted", "at_least", "at_most", "cite", "compose", "derivation", "difference", "equal",
    "equals", "estimated_by", "infer", "judge", "same_minimiser",
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
        return tuple(judge(left, step, self.assumes, self.free) for left, step in self.lines())

    def theorem(self, until: str = "") -> Theorem:
        """The conclusion (at the label `until`), if every step is proved. Raises ChainError naming one that is not."""
        if until and all(step.note != until for step in self.steps):
            raise ChainError(f"{self.name} has no line {until}")
        relation, kind, scale = "=", VALUE, S.One
        dropped: list = []
        assumptions, definitions = {f.name or str(f.density) for f in self.assumes}, set()
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
    name: str, start: Expr, *steps: Step, assumes=(), free=None, statement="", statement_zh=""
) -> Derivation:
    """A derivation written down line by line, as a page reads."""
    return Derivation(name, sympify(start), steps, tuple(assumes), free or Free(), statement, statement_zh)


def difference(left: Expr, right: Expr, rules: Iterable[str], facts: Iterable[Fact]) -> tuple[P.Polynomial, set[str]]:
    """Normal form of left minus right under the rules, and the rules that fired. Fractions are cleared."""
    form = NormalForm(rules, facts)
    gap = P.add(form.normal(left), P.scale(form.normal(right), -1))
    return form.clear_fractions(gap), form.fired


def equal(left: Expr, right: Expr, rules: Iterable[str], facts: Iterable[Fact] = ()) -> bool:
    """Whether the rules alone turn one side into the other; what the normal form cannot take is not equal."""
    try:
        return not difference(left, right, rules, facts)[0]
    except (TypeError, ZeroDivisionError):
        return False


def judge(left: Expr, step: Step, facts: tuple[Fact, ...] = (), free: Free | None = None) -> Verdict:
    """The verdict on one step, by its declared reasons alone."""
    free = free or Free()
    right = step.right
    try:
        declared = tuple(r.theorem if isinstance(r, Citation) else r for r in step.by)
    except ChainError as error:
        return Verdict("consistent", f"not proved: {error}")
    keys = tuple(r.key for r in declared if isinstance(r, Rule))
    if left == right:
        return Verdict("consistent", "says nothing: it repeats the line above")
    found = accepted(left, step, declared, facts, free)
    needed = () if found is None else _needed(left, step, found[0], facts, free)
    if len(needed) < 2 and step.kind != INEQUALITY and "algebra" not in keys and equal(left, right, ()):
        return Verdict("consistent", "says nothing new: both sides are the same by algebra alone, name algebra instead")
    if found is None:
        return _diagnose(left, step, facts, free)
    chosen, scale, dropped = found
    unused = tuple(r.name for r in declared if r not in needed)
    assumes = tuple(dict.fromkeys(a for r in chosen for a in _assumes(r)))
    message = f"not needed: {', '.join(unused)}" if unused else ""
    return Verdict("proved", message, tuple(r.name for r in chosen), unused, (), assumes, scale, dropped)


def accepted(left: Expr, step: Step, declared: tuple[Reason, ...], facts=(), free: Free | None = None):
    """The most of the declared reasons that prove the step: (reasons, scale, dropped); None if no part of them does.

    Adding a reason is not monotone (a logarithm split without linearity can hide an equality), so parts are tried
    too: those that leave out at most two, for a line with many reasons has far too many parts.
    """
    for size in range(len(declared), max(0, len(declared) - 3), -1):
        for chosen in combinations(declared, size):
            found = _prove(left, step, chosen, facts, free or Free())
            if found is not None:
                return chosen, *found
    return None


def _needed(left, step, chosen, facts, free) -> tuple[Reason, ...]:
    """A smallest part of the chosen reasons that still proves the step."""
    needed = list(chosen)
    for reason in chosen:
        rest = tuple(r for r in needed if r is not reason)
        if rest and _prove(left, step, rest, facts, free) is not None:
            needed.remove(reason)
    return tuple(needed)


def _assumes(reason: Reason) -> tuple[str, ...]:
    return reason.assumes if isinstance(reason, Rule) else (reason.name, *reason.assumptions)


def _prove(left, step: Step, chosen, facts, free):
    """(scale, dropped) if these reasons prove the step, else None."""
    keys = {r.key for r in chosen if isinstance(r, Rule)}
    theorems = [r for r in chosen if isinstance(r, Theorem)]
    right = step.right
    if step.kind == MINIMISER:
        if any(t.kind != VALUE or t.relation != "=" for t in theorems):
            return None
        return certify_minimiser(left, right, keys, facts, free, theorems)
    if step.kind == ESTIMATE:
        if "sample_average" not in keys:
            return None
        sides = expected(left, right)
        if sides is None:
            return None
        left, right = sides
    certified = False
    if step.kind == INEQUALITY:
        certified = certify_inequality(left, step.relation, right, keys, facts, theorems)
    elif theorems:
        certified = _by_theorems(left, right, keys, facts, theorems)
    else:
        certified = equal(left, right, keys & REWRITING, facts)
    return (S.One, S.Zero) if certified else None


def _by_theorems(left, right, keys, facts, theorems) -> bool:
    """Whether the two sides differ by the theorems' own differences: equals added to equals."""
    if any(t.kind != VALUE or t.relation != "=" for t in theorems):
        return False
    shift = sum((t.left - t.right for t in theorems), sympify(0))
    return equal(left, right + shift, keys & REWRITING, facts) or equal(left, right - shift, keys & REWRITING, facts)


def _diagnose(left, step: Step, facts, free) -> Verdict:
    """Why the declared reasons do not prove the step: wrong or missing reasons, or no proof at all."""
    names = ", ".join(r.name for r in step.by) or "no reason"
    found = infer(left, step, facts, free)
    if found is None:
        return Verdict("consistent", f"not proved: {names} does not give it, and no other known rules do")
    declared = {r.key for r in step.by if isinstance(r, Rule)}
    missing = tuple(RULES[k].name for k in found if k not in declared)
    wrong = tuple(r.name for r in step.by if isinstance(r, Rule) and r.key not in found)
    parts = ["true, but not for this reason"]
    if wrong:
        parts.append(f"wrong: {', '.join(wrong)}")
    if missing:
        parts.append(f"missing: {', '.join(missing)}")
    return Verdict("consistent", "; ".join(parts), missing=missing)
