"""Not trusted: finds the trace by which the kernel replays a line.

    found = prove(claim, allowed)          (Trace, Proved), or None

Both sides are opened by the allowed rules in a few orders (opening.py); every term on the way is kept, and the line is
closed where the two sides meet, where their gap is free of what is optimised, or where bounds and divergences explain
it (closing.py, divergences.py). Whatever is found is replayed; passes that the trace does without are left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, product

from derivations.kernel.arithmetic import add, all_positive, difference, multiply, scale
from derivations.kernel.figures.integrals import estimated
from derivations.kernel.figures.table import PASSES
from derivations.kernel.making import logarithm
from derivations.kernel.replay import Claim, Proved, Trace, closes, replay
from derivations.kernel.terms import ONE, ZERO, Refused, Term, number, only
from derivations.numbers.budget import OverBudget, at_most_steps, spend
from derivations.prover.bounding import BOUNDS, bounded_twice
from derivations.prover.closing import FLIPPED, MOST_BOUNDS, closed, multiple_of
from derivations.prover.divergences import divergences
from derivations.prover.opening import STEPS, Passes, Way, kinds_in, reached, strategies

ANY = frozenset(PASSES) - {
    "chain",
    "gathered",
    "gathered_declared",
    "formula",
    "polar",
    "parts",
    "antiderivative",
    "bayes",
}
ANY |= {*BOUNDS, "drop_constant", "rescale", "sample_average"}
"""What is tried where no reason is declared: all but the rules that hide an equality as often as they show one."""

OF_FACTS = {"declared", "independence", "gaussian", "quadratic_form", "moments", "change"}
SMALL = frozenset({"kl", "entropy", "cross_entropy", "mutual_information", "elbo", "expectation", "fubini", "product"})
LINEAR = frozenset({"linearity", "constant", *BOUNDS})
MOST_DIVERGENCES = 24
MOST_STEPS = 400_000  # about a second
OF_SHORTENING = 100_000  # for leaving out what a trace does without
FEW_STEPS = 20_000  # where nothing speaks for a proof


def prove(claim: Claim, allowed: frozenset[str] | None = None) -> tuple[Trace, Proved] | None:
    """A trace for the claim and what the kernel makes of it; None if none is found.

    `allowed` are the declared reasons, and only they are used; None for any rule that may be used unnamed.
    """
    passes = Passes(claim.facts)
    found = None
    try:
        with at_most_steps(MOST_STEPS):
            for reasons in rule_sets(claim) if allowed is None else (allowed,):
                for trace in traces(claim, reasons, passes):
                    proved = replay(claim, trace, allowed)
                    if isinstance(proved, Proved):
                        found = trace, proved
                        with at_most_steps(OF_SHORTENING):
                            return shortened(claim, trace, proved, allowed, passes)
    except OverBudget:  # what was found is a proof, though a longer one than need be
        pass
    return found


def rule_sets(claim: Claim) -> Iterator[frozenset[str]]:
    """The rules that are tried where none is declared: the lightest first."""
    yield SMALL
    if claim.kind == "inequality":
        yield LINEAR
    gaussians = speaks_of_gaussians(claim)
    if claim.facts or gaussians:
        yield ANY - OF_FACTS
    yield ANY
    if claim.kind == "value" and gaussians:
        yield ANY | {"formula"}


def speaks_of_gaussians(claim: Claim) -> bool:
    """Whether the formula of a Gaussian might be of use."""
    terms = (claim.left, claim.right, *(formula for _, _, formula in claim.facts))
    return any({"N", "exp"} & kinds_in(t).keys() for t in terms)


def shortened(claim: Claim, trace: Trace, found: Proved, allowed, passes: Passes) -> tuple[Trace, Proved]:
    """The trace without the theorems and the passes that it does without."""
    for n, multiple in enumerate(trace.cited):
        fewer = replace(trace, cited=(*trace.cited[:n], ZERO, *trace.cited[n + 1 :]))
        again = replay(claim, fewer, allowed) if multiple else None
        if isinstance(again, Proved):
            trace, found = fewer, again
    if is_foreseen(trace):  # then only what it comes to is replayed
        shortest = with_fewer_passes(trace, lambda shorter: may_meet(claim, shorter, found, passes))
        again = found if shortest == trace else replay(claim, shortest, allowed)
        if isinstance(again, Proved):
            return shortest, again
    latest = found

    def proves(shorter: Trace) -> bool:
        nonlocal latest
        again = replay(claim, shorter, allowed) if may_meet(claim, shorter, latest, passes) else None
        latest = again if isinstance(again, Proved) else latest
        return latest is again

    return with_fewer_passes(trace, proves), latest


def with_fewer_passes(trace: Trace, enough: Callable[[Trace], bool]) -> Trace:
    """The trace without passes that are not needed, many at a time first."""
    for side in ("right", "left"):
        size = max(1, len(getattr(trace, side)) // 2)
        while size:
            n = len(getattr(trace, side))
            while n > 0:
                way = getattr(trace, side)
                shorter = replace(trace, **{side: way[: max(0, n - size)] + way[n:]})
                trace = shorter if enough(shorter) else trace
                n -= size
            size //= 2
    return trace


def is_foreseen(trace: Trace) -> bool:
    """Whether a trace is made of rules alone, without bounds: then where it leads is known without a replay."""
    return not trace.least and all(isinstance(p, str) or p[0] not in BOUNDS for p in (*trace.left, *trace.right))


def may_meet(claim: Claim, trace: Trace, found: Proved, passes: Passes) -> bool:
    """Whether it is worth replaying a shorter trace: what its passes are known to lead to leaves a gap that closes."""
    if not is_foreseen(trace):
        spend(STEPS * sum(kinds_in(t).total() for _, t in (*found.left, *found.right)))
        return True
    ends = []
    for ((_, term), *_), way in ((found.left, trace.left), (found.right, trace.right)):
        try:
            for p in way:
                key, new = (p, None) if isinstance(p, str) else p
                made, _ = passes(key, term)
                if new is not None and passes(key, new)[0] != made:
                    return False
                term = made if new is None else new
        except Refused:
            return False
        ends.append(term)
    down = claim.relation in FLIPPED
    gap = difference(*reversed(ends)) if down else difference(ends[0], multiply(trace.scale, ends[1]))
    return closes(claim, trace, gap)


def traces(claim: Claim, allowed: frozenset[str], passes: Passes) -> Iterator[Trace]:
    """Traces that are worth replaying."""
    for cited in multiples(claim):
        left, right = started(claim, cited)
        if claim.relation != "∝":
            for trace in meeting(claim, left, right, passes, allowed):
                yield replace(trace, cited=cited)
        if claim.kind in ("value", "estimate") and "log" in allowed and all_positive(left) and all_positive(right):
            for trace in meeting(claim, logarithm(left), logarithm(right), passes, allowed):
                yield replace(trace, cited=cited, logarithms=True)


def multiples(claim: Claim) -> Iterator[tuple[Term, ...]]:
    """How often each cited theorem is added: once, forwards or backwards."""
    yield from product(*[(ONE, number(-1))] * len(claim.theorems))


def started(claim: Claim, cited: tuple[Term, ...]) -> tuple[Term, Term]:
    """The two sides at which the passes begin, in an estimate with expectations for sample averages."""
    shift = [multiply(n, difference(r, l)) for n, (l, _, r) in zip(cited, claim.theorems, strict=True)]
    left, right = claim.left, ZERO if claim.kind == "least" else claim.right
    if claim.kind == "estimate":
        left, right = estimated(left), estimated(right)
    return (left, add(right, *shift)) if claim.relation in FLIPPED else (add(left, *shift), right)


def meeting(claim: Claim, left: Term, right: Term, passes: Passes, allowed: frozenset[str]) -> Iterator[Trace]:
    """Traces by which the two sides meet: anywhere on the way, or by what closes a line of this kind at the ends."""
    ways: tuple[dict[Term, Way], dict[Term, Way]] = ({left: ()}, {right: ()})
    ends: tuple[list[Term], list[Term]] = ([left], [right])
    tried: set = set()
    equation = claim.kind in ("value", "estimate") and claim.relation != "∝"
    yield from compared(claim, ways, ends, tried, allowed)
    for n, strategy in enumerate(strategies(allowed)):
        for start, terms, found, other in zip((left, right), ways, ends, reversed(ways), strict=True):
            end = reached(start, strategy, passes, terms, other if equation else ())
            if end is not None and end[0] not in found:
                found.append(end[0])
        yield from compared(claim, ways, ends, tried, allowed)
        if n == 0 and claim.kind == "inequality":
            yield from bounded_and_opened(claim, left, right, strategy, passes, allowed)
        if n == 0 and claim.kind in ("inequality", "least") and {"gibbs", "discrete_entropy"} & allowed:
            yield from by_a_divergence(claim, left, right, strategy, passes)


def compared(claim: Claim, ways, ends, tried: set, allowed) -> Iterator[Trace]:
    """Where the sides meet among the terms found so far."""
    if claim.kind in ("value", "estimate", "minimiser", "constant") and claim.relation != "∝":
        common = [t for t in ways[0] if t in ways[1]]
        if common:
            best = min(common, key=lambda t: len(ways[0][t]) + len(ways[1][t]))
            yield Trace(ways[0][best], ways[1][best])
    for l, r in product(*ends):
        if (l, r) not in tried:
            tried.add((l, r))
            for more in closed(claim, l, r, allowed):
                yield replace(more, left=(*ways[0][l], *more.left), right=(*ways[1][r], *more.right))


def bounded_and_opened(claim: Claim, left: Term, right: Term, strategy, passes: Passes, allowed) -> Iterator[Trace]:
    """An inequality by bounds on its sides as they are written, opened afterwards."""
    down = claim.relation in FLIPPED
    large, small = (right, left) if down else (left, right)
    keys = [k for k in BOUNDS if k in allowed]
    for lower, upper, low, high in islice(bounded_twice(large, small, keys), MOST_BOUNDS):
        one, two = (reached(t, strategy, passes, {}) for t in (low, high))
        if one and two:
            sides = ((*lower, *one[1]), (*upper, *two[1]))
            for more in closed(claim, *((two[0], one[0]) if down else (one[0], two[0])), allowed):
                if not more.left and not more.right:
                    yield replace(more, **dict(zip(("left", "right"), reversed(sides) if down else sides, strict=True)))


def by_a_divergence(claim: Claim, left: Term, right: Term, strategy, passes: Passes) -> Iterator[Trace]:
    """An inequality as an equation with a divergence in it, which is brought as a witness.

    Passes act on each product of a sum by itself: what is left of the gap is that of the divergence, so each
    candidate is opened alone.
    """
    down = claim.relation in FLIPPED
    large, small = (right, left) if down else (left, right)
    ends = [reached(t, strategy, passes, {}) for t in (large, small)]
    if None in ends:
        return
    gap = difference(ends[0][0], ends[1][0])
    for w in divergences(gap, large, small)[:MOST_DIVERGENCES]:
        end = reached(w, strategy, passes, {})
        k = multiple_of(gap, end[0]) if end else None
        if k is not None and k > 0:
            least = scale(w, k)
            start = difference(large, least)
            one, two = (reached(t, strategy, passes, {}) for t in (start, small))
            if one and two:
                key = "discrete_entropy" if only(w) and only(w)[0] == "H" else "gibbs"
                yield Trace(*((two[1], one[1]) if down else (one[1], two[1])), least=((key, least),))
