"""Claims, traces, and `replay`, the only maker of `Proved`. It searches for nothing.

A claim is proved if the passes of its trace, on either side, lead to

    =   (value)        two terms whose difference is zero
    >=  (inequality)   a left, lowered by bounds, that is manifestly at least the right, raised by bounds; > strictly
    =   (minimiser)    left - c right free of what is optimised, c > 0 and free of it too; (constant) c = 1
    ~   (estimate)     the same as for values, every sample average replaced by the expectation that it samples
    =   (least)        left, a gap, to a divergence that a choice of what is optimised makes zero; right is free of it
    ∝   (proportion)   log left - log right free of the named variables
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass, field

from derivations.kernel.arithmetic import add, all_positive, cleared, difference, multiply, nonnegative, scale
from derivations.kernel.figures.bounds import bounded
from derivations.kernel.figures.densities import Fact
from derivations.kernel.figures.integrals import estimated, holds_average
from derivations.kernel.figures.table import one_pass
from derivations.kernel.making import logarithm
from derivations.kernel.matching import mentions
from derivations.kernel.terms import ONE, ZERO, Atom, Refused, Term, only, require
from derivations.kernel.varying import Varying, is_fixed, is_reached, unrestricted

Pass = str | tuple[str, Term]
"""A rule at every place where it fits; or with the term that it leads to: a bound at one place, or a rule by which
this term and the one before come to the same."""

DIRECTION = {"=": 0, "~": 0, "∝": 0, ">=": 1, ">": 1, "<=": -1, "<": -1}
"""By sign: 1 where the left side is the greater one, -1 where the right side is."""
SIGNS = {"value": ("=", "∝"), "inequality": (">=", ">", "<=", "<"), "estimate": ("~",)}
"""The signs under which each kind of line is claimed; every other kind under = alone."""


@dataclass(frozen=True)
class Claim:
    """What is claimed: a relation of two terms, under facts, with earlier theorems (left, relation, right) at hand."""

    left: Term
    right: Term
    relation: str = "="
    kind: str = "value"
    facts: tuple[Fact, ...] = ()
    theorems: tuple[tuple[Term, str, Term], ...] = ()
    varying: Varying = field(default_factory=Varying)
    of: frozenset[Atom] = frozenset()
    """The variables as a function of which a proportion is meant."""


@dataclass(frozen=True)
class Trace:
    """The passes by which each side is opened until the two meet, and what else closes the line.

    `cited` multiplies each theorem's difference, right - left, that is added to the left side. `least` are terms with
    the bound by which they are at least 0; the left side is lowered by them. `logarithms`: the logarithms of both
    sides are compared, which are positive.
    """

    left: tuple[Pass, ...] = ()
    right: tuple[Pass, ...] = ()
    cited: tuple[Term, ...] = ()
    scale: Term = ONE
    least: tuple[tuple[str, Term], ...] = ()
    logarithms: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why a trace does not prove a claim."""

    reason: str


_SEAL = object()


@dataclass(frozen=True)
class Proved:
    """What only `replay` makes: the claim, the rules used, the factor c and what was dropped, the terms on the way.

    `left` and `right` are the ways from either side: (the pass that led there, the term), the first by no pass.
    """

    claim: Claim
    rules: frozenset[str]
    scale: Term
    dropped: Term
    left: tuple[tuple[str, Term], ...]
    right: tuple[tuple[str, Term], ...]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("a line is proved by replaying its trace, and in no other way")


def replay(claim: Claim, trace: Trace, allowed: frozenset[str] | None = None) -> Proved | Refusal:
    """The proof of a claim by its trace. `allowed` are the rules that may be used; None for any."""
    try:
        return replayed(claim, trace, allowed)
    except Refused as why:
        return Refusal(str(why))


def replayed(claim: Claim, trace: Trace, allowed: frozenset[str] | None) -> Proved:
    """`replay`; raises Refused."""
    left, right = claim.left, claim.right
    require(claim.relation in SIGNS.get(claim.kind, ("=",)), f"{claim.relation} is no sign of this kind of line")
    sign = DIRECTION[claim.relation]
    require(all(only(density, "density") for _, density, _ in claim.facts), "a fact speaks of a density")
    if claim.kind == "estimate":
        left, right = estimated(left), estimated(right)
        require(not holds_average((left, right)), "a sample average that does not stand linearly is biased")
    if claim.kind == "least":
        close_least(claim, trace)
        right = ZERO
    shift = shift_of(claim, trace, bool(sign))
    left, right = (left, add(right, shift)) if sign < 0 else (add(left, shift), right)
    if trace.logarithms:
        equation = not sign and claim.kind not in ("minimiser", "constant")
        require(equation and all_positive(left) and all_positive(right), "only positive sides of an equation have logs")
        left, right = logarithm(left), logarithm(right)
    one, two = way(left, trace.left, claim.facts, sign), way(right, trace.right, claim.facts, -sign)
    require(trace.scale == ONE or claim.kind == "minimiser", "a factor is left out in a minimisation alone")
    gap = scale(difference(one[-1][1], multiply(trace.scale, two[-1][1])), sign or 1)
    constant = all_positive(trace.scale) and is_fixed(trace.scale, claim.varying, claim.facts)
    require(constant, "the factor is not a positive constant")
    require(closes(claim, trace, gap), "the two sides do not meet")
    dropped = gap if claim.kind in ("minimiser", "constant") and cleared(gap) else ZERO
    others = {
        "sample_average": claim.kind == "estimate", "log": trace.logarithms, "drop_constant": dropped,
        "rescale": trace.scale != ONE,
    }  # fmt: skip
    used = frozenset(key for key, on in others.items() if on) | {key for key, _ in (*one[1:], *two[1:], *trace.least)}
    undeclared = frozenset() if allowed is None else used - allowed
    require(not undeclared, f"not declared: {', '.join(sorted(undeclared))}")
    return Proved(claim, used, trace.scale, dropped, one, two, seal=_SEAL)


def shift_of(claim: Claim, trace: Trace, inequality: bool) -> Term:
    """What theorems and divergences add to the left side: nothing in an equation, nothing above 0 in an inequality."""
    bounds = inequality or claim.kind == "least" or not trace.least
    require(len(trace.cited) <= len(claim.theorems) and bounds, "no such theorem, or a bound in an equation")
    shift = []
    for n, (left, relation, right) in zip(trace.cited, claim.theorems, strict=False):
        fine = relation == "=" or (inequality and DIRECTION.get(relation) and all_positive(n))
        require(fine, "a theorem that is a bound is added to a bound, times what is positive")
        shift.append(scale(multiply(n, difference(right, left)), DIRECTION[relation] or 1))
    for key, t in trace.least:
        require(ZERO in bounded(key, t, 1), "not known to be at least 0")
        shift.append(scale(t, -1))
    return add(*shift)


def way(start: Term, passes: tuple[Pass, ...], facts: tuple[Fact, ...], sign: int) -> tuple[tuple[str, Term], ...]:
    """The terms that the passes lead to, each with its pass; bounds go down for sign 1, up for sign -1."""
    terms = [("", start)]
    for p in passes:
        term = terms[-1][1]
        if isinstance(p, str):
            p = (p, one_pass(p, term, facts))
        else:
            key, new = p
            bound = new in bounded(key, term, sign) or term in bounded(key, new, -sign) if sign else False
            require(bound or one_pass(key, new, facts) == one_pass(key, term, facts), f"{key} does not lead there")
        terms.append(p)
    return tuple(terms)


def close_least(claim: Claim, trace: Trace) -> None:
    """The gap, at least 0 by one bound, is zero for some choice, its value is fixed; raises Refused."""
    require(len(trace.least) == 1, "a least value is shown by one divergence")
    free = unrestricted(claim.varying, claim.facts) and is_fixed(claim.right, claim.varying, claim.facts)
    require(free, "what is optimised is restricted, or the value itself varies")
    require(is_reached(trace.least[0][1], claim.varying, claim.facts), "no choice is known that makes it zero")


def closes(claim: Claim, trace: Trace, gap: Term) -> bool:
    """Whether the gap that is left, by which the greater side is more, closes the line."""
    if claim.relation in (">", "<"):
        return nonnegative(gap, strictly=True)
    if claim.relation in (">=", "<="):
        return nonnegative(gap) or not cleared(gap)
    if claim.relation == "∝":
        return trace.logarithms and bool(claim.of) and not any(mentions(gap, v) for v in claim.of)
    return not cleared(gap) or (claim.kind in ("minimiser", "constant") and is_fixed(gap, claim.varying, claim.facts))
