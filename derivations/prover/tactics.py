"""Not trusted: finds the trace by which the kernel replays a line.

    found = prove(claim, allowed)          Proved, or None

Both sides are opened by the allowed rules in a few orders (`strategies`); every term on the way is kept, and the line is
closed where the two sides meet, where their gap is free of what is optimised, or where bounds and divergences explain
it. Whatever is found is replayed; passes that the trace does without are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from derivations.kernel.figures.averages import estimated
from derivations.kernel.figures.table import FIGURES, one_pass
from derivations.kernel.making import logarithm
from derivations.kernel.replay import Claim, Proved, Trace, replay
from derivations.kernel.terms import (
    ONE,
    ZERO,
    Refused,
    Term,
    add,
    all_positive,
    cleared,
    difference,
    multiply,
    number,
    scale,
)
from derivations.prover.closing import BOUNDS, closed

OPEN = (
    "declared", "elbo", "variance", "mutual_information", "kl", "entropy", "cross_entropy", "expectation",
    "derivative", "independence", "product", "bayes", "chain", "independence", "declared", "formula", "log", "gaussian", "change", "polar", "linearity",
)  # fmt: skip
"""The rules that open what stands there, in the order in which they are tried."""

CLOSE = (
    "constant", "draws", "normalisation", "marginalisation", "moments", "quadratic_form", "parts", "antiderivative",
    "renaming",
)  # fmt: skip
"""The rules that take something away."""

ANY = frozenset(FIGURES) - {"swap", "formula", "polar", "parts", "antiderivative", "bayes"}
ANY |= {*BOUNDS, "drop_constant", "rescale", "sample_average"}
"""What is tried where no reason is declared: all but the rules that hide an equality as often as they show one."""

MOST_ROUNDS = 6

Way = tuple[str, ...]


def saturate(term: Term, keys: Iterable[str], facts, terms: dict[Term, Way], way: Way) -> tuple[Term, Way]:
    """The rules of a group, each as often as it changes something; every term on the way is kept with its passes."""
    for _ in range(MOST_ROUNDS):
        before = term
        for key in keys:
            new = one_pass(key, term, facts)
            if new != term:
                term, way = new, (*way, key)
                terms.setdefault(term, way)
        if term == before:
            break
    return term, way


def strategies(allowed: frozenset[str]) -> Iterator[list[list[str]]]:
    """Orders in which the allowed rules are tried: lists of groups."""
    opening = [k for k in OPEN if k in allowed or (k == "chain" and "product" in allowed)]
    closing = [k for k in CLOSE if k in allowed]
    merging = ["fubini"] if "fubini" in allowed else []
    yield [opening, closing, opening, closing]
    if "independence" in allowed and "log" not in allowed:
        yield [[k for k in opening if k != "independence"], ["independence"], closing]
    for left_out in ("product", "log", "linearity", "change", "gaussian", "declared"):
        if left_out in opening:  # what integrates to one does so before its conditional is opened
            rest = [k for k in opening if k != left_out]
            yield [rest, closing, rest, closing, *([opening, closing] if left_out == "product" else [])]
    if merging:
        yield [opening, merging, ["linearity"] if "linearity" in allowed else []]
        yield [opening, merging, opening, closing, merging]
        yield [opening, merging, ["swap"], opening, closing]
        yield [opening, closing, merging, closing, opening]
        yield [opening, ["swap"], opening, closing, merging]
        yield [merging, opening, merging, closing]


def reached(start: Term, strategy: list[list[str]], facts, terms: dict[Term, Way]) -> Term | None:
    """The term at the end of one strategy."""
    term, way = start, ()
    try:
        for group in strategy:
            term, way = saturate(term, group, facts, terms, way)
    except Refused:
        return None
    return term


def prove(claim: Claim, allowed: frozenset[str] | None = None) -> tuple[Trace, Proved] | None:
    """A trace for the claim and what the kernel makes of it; None if none is found.

    `allowed` are the declared reasons, and only they are used; None for any rule that may be used unnamed.
    """
    for trace in traces(claim, ANY if allowed is None else allowed):
        found = replay(claim, trace, allowed)
        if isinstance(found, Proved):
            return shortened(claim, trace, found, allowed)
    return None


def shortened(claim: Claim, trace: Trace, found: Proved, allowed) -> tuple[Trace, Proved]:
    """The trace without the passes that it does without."""
    for side in ("right", "left"):
        n = len(getattr(trace, side)) - 1
        while n >= 0:
            passes = getattr(trace, side)
            shorter = replace(trace, **{side: passes[:n] + passes[n + 1 :]})
            again = replay(claim, shorter, allowed)
            if isinstance(again, Proved):
                trace, found = shorter, again
            n -= 1
    return trace, found


def traces(claim: Claim, allowed: frozenset[str]) -> Iterator[Trace]:
    """Traces that are worth replaying."""
    for cited in multiples(claim):
        left, right = started(claim, cited)
        for logarithms in (False, True):
            if logarithms:
                if claim.kind not in ("value", "estimate") or "log" not in allowed:
                    continue
                if claim.relation != "∝" and not (all_positive(left) and all_positive(right)):
                    continue
                left, right = logarithm(left), logarithm(right)
            elif claim.relation == "∝":
                continue
            for trace in meeting(claim, left, right, allowed):
                yield replace(trace, cited=cited, logarithms=logarithms)


def multiples(claim: Claim) -> Iterator[tuple[Term, ...]]:
    """How often each cited theorem is added: once, forwards or backwards."""
    if not claim.theorems:
        yield ()
        return
    yield from product(*[(ONE, number(-1))] * len(claim.theorems))


def started(claim: Claim, cited) -> tuple[Term, Term]:
    """The two sides at which the passes begin (with expectations for sample averages in an estimate)."""
    shift = [multiply(n, difference(r, l)) for n, (l, _, r) in zip(cited, claim.theorems, strict=True)]
    sides = claim.left, claim.right
    if claim.kind == "estimate":
        sides = estimated(sides[0]), estimated(sides[1])
    return (add(sides[0], *shift), sides[1]) if claim.relation not in ("<=", "<") else (sides[0], add(sides[1], *shift))


def meeting(claim: Claim, left: Term, right: Term, allowed: frozenset[str]) -> Iterator[Trace]:
    """Traces by which the two sides meet: anywhere on the way, or by what closes a line of this kind at the ends."""
    ways: tuple[dict[Term, Way], dict[Term, Way]] = ({left: ()}, {right: ()})
    ends: tuple[list[Term], list[Term]] = ([left], [right])
    tried: set = set()
    yield from compared(claim, ways, ends, tried, allowed)
    for strategy in strategies(allowed):
        for start, terms, found in zip((left, right), ways, ends, strict=True):
            end = reached(start, strategy, claim.facts, terms)
            if end is not None and end not in found:
                found.append(end)
        yield from compared(claim, ways, ends, tried, allowed)


def compared(claim: Claim, ways, ends, tried: set, allowed) -> Iterator[Trace]:
    """Where the sides meet among the terms found so far."""
    if claim.kind in ("value", "estimate", "minimiser") and claim.relation != "∝":
        common = [t for t in ways[0] if t in ways[1]]
        if common:
            best = min(common, key=lambda t: len(ways[0][t]) + len(ways[1][t]))
            yield Trace(ways[0][best], ways[1][best])
    for l, r in product(*ends):
        if (l, r) not in tried:
            tried.add((l, r))
            for more in closed(claim, l, r, allowed):
                yield replace(more, left=(*ways[0][l], *more.left), right=(*ways[1][r], *more.right))
