"""Not trusted: how a line may be closed once its sides are opened: factors, bounds, divergences as witnesses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from derivations.kernel.arithmetic import all_positive, cleared, difference, divided, multiply, nonnegative, scale
from derivations.kernel.figures.bounds import bounded
from derivations.kernel.replay import Claim, Trace
from derivations.kernel.terms import ONE, ZERO, Term, ordered, whole
from derivations.kernel.varying import is_fixed
from derivations.prover.bounding import BOUNDS, bounded_twice

MOST_BOUNDS = 30
FLIPPED = {"<=": ">=", "<": ">"}


def closed(claim: Claim, left: Term, right: Term, allowed: frozenset[str]) -> Iterator[Trace]:
    """Traces without passes that may close a line at these two terms."""
    if claim.kind in ("minimiser", "constant"):
        yield from minimised(claim, left, right, allowed)
    elif claim.kind == "least":
        yield Trace(least=(("gibbs", left),))
    elif claim.kind == "inequality":
        yield from at_least(claim, left, right, allowed)
    elif claim.relation == "∝" or not cleared(difference(left, right)):
        yield Trace()


def minimised(claim: Claim, left: Term, right: Term, allowed: frozenset[str]) -> Iterator[Trace]:
    """With the factors that take a varying product of the right side to one of the left."""
    scales = [ONE]
    if "rescale" in allowed and claim.kind == "minimiser":
        varying = [whole(m, c) for m, c in ordered(right) if not is_fixed(whole(m, c), claim.varying, claim.facts)]
        scales += [divided(whole(m, c), n) for n in varying[:1] for m, c in ordered(left)]
    for c in scales:
        gap = difference(left, multiply(c, right))
        if all_positive(c) and is_fixed(c, claim.varying, claim.facts):
            if not cleared(gap) or is_fixed(gap, claim.varying, claim.facts):
                yield Trace(scale=c)


def at_least(claim: Claim, left: Term, right: Term, allowed: frozenset[str]) -> Iterator[Trace]:
    """An inequality, by what is manifest, by divergences that stand in the gap, by one bound or by two."""
    down = claim.relation in FLIPPED
    large, small = (right, left) if down else (left, right)
    strict = claim.relation in ("<", ">")

    def fine(gap: Term) -> bool:
        return nonnegative(gap, strict) or (not strict and not cleared(gap))

    if fine(difference(large, small)):
        yield Trace()
    keys = [k for k in BOUNDS if k in allowed]
    least, rest = set_aside(difference(large, small), keys)
    if least and fine(rest):
        yield Trace(least=least)
    for lower, upper, low, high in islice(bounded_twice(large, small, keys), MOST_BOUNDS // 4):
        least, rest = set_aside(difference(low, high), keys)
        if fine(rest):
            yield Trace(upper, lower, least=least) if down else Trace(lower, upper, least=least)


def set_aside(gap: Term, keys) -> tuple[tuple[tuple[str, Term], ...], Term]:
    """The products in a gap that are at least 0 by a bound, each with it, and what is left."""
    least, rest = [], gap
    for m, c in ordered(gap):
        key = next((k for k in keys if k in ("gibbs", "discrete_entropy") and ZERO in bounded(k, whole(m, c), 1)), None)
        if key:
            least.append((key, whole(m, c)))
            rest = difference(rest, whole(m, c))
    return tuple(least), rest


def multiple_of(a: Term, b: Term):
    """The number that b has to be multiplied with to give a, fractions cleared; None if there is none."""
    if not a or not b:
        return None
    values = dict(a)
    m, c = min(b, key=lambda part: len(part[0]))
    k = Fraction(values[m]) / c if m in values else None
    return k if k is not None and not cleared(difference(a, scale(b, k))) else None
