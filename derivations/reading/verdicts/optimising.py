"""min, max, argmin and argmax: the same minimiser, or the least value itself, as claims."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import sympy
from sympy import Expr, Integer, Rational

from derivations.judging.claim import Claim, decide, prove
from derivations.judging.proofs import LEAST
from derivations.judging.step import CONSISTENT, REFUTED
from derivations.kernel.theorem import INEQUALITY, MINIMISER, VALUE
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.prover.estimates import unbiased
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.freedom import (
    free_under,
    nothing_varies,
    one_of_two_is_data,
    tags_of_joints,
    with_names_that_carry,
)
from derivations.reading.verdicts.judgement import Meaning
from derivations.reading.verdicts.putting import proved_as, put, within_ranges
from derivations.reading.verdicts.refuting import look
from derivations.reading.verdicts.value_or_place import keep_to_the_value
from derivations.reading.verdicts.values import settle

NEARBY = (Rational(1, 2), Rational(9, 10), Rational(11, 10), Integer(2))  # where a wrong optimum is seen to be none
FLIPPED = {"<=": ">=", ">=": "<="}


def decide_optimum(judge, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
    """min A = min B: same value, or the same minimiser with a recorded scale and dropped terms."""
    sign_a, sign_b = ("max" in m.optimum or m.optimum == "sup" for m in (a, b))
    one, two = (m.expression.exp if isinstance(m.expression, sympy.exp) else m.expression for m in (a, b))
    left, right = (-e if s else e for e, s in ((one, sign_a), (two, sign_b)))  # exp is increasing
    out.kind = MINIMISER
    if a.optimum.startswith("arg") != b.optimum.startswith("arg"):
        out.leave("one side is a value, the other where it is reached")
        return
    if vary_differently(judge, a, b) or in_other_families(a, b):
        out.leave("the two sides do not vary the same")
        return
    if sign not in ("=", "~"):
        decide_optima_compared(judge, a, sign, b, facts, out)
        return
    right = one_draw(judge, left, right)
    sampled = left.atoms(L.SampleAverage) | right.atoms(L.SampleAverage)
    if sign == "~" and not sampled:
        out.leave("an approximation without a sample average is not decided")
        return
    if sampled:
        left, right = (unbiased(e) if e.atoms(L.SampleAverage) else e for e in (left, right))
        if left is None or right is None:
            raise Unreadable("a sample average stands inside a nonlinear function", S.Number("0"))
    side = a if a.over else b
    free = values_alone(side.over, left, right) or free_under(judge, side)
    free = with_names_that_carry(free, side.over, left, right, *(f.formula for f in facts))
    if not is_positive_number(left / right) and side.over and nothing_varies(free, left, right, facts=facts):
        out.leave(f"nothing here varies with {', '.join(side.over)}")
        return
    claim = Claim(left, right, "=", MINIMISER, facts, free)
    bounded = within_ranges(judge, claim)
    if not proved_as(judge, (claim, bounded), out):
        claim = bounded
        put(judge, replace(claim, free=replace(free, maximised=sign_a and sign_b)), out, tried=True)
    out.expressions = (claim.left, "min", claim.right, facts)
    if out.verdict == REFUTED and not a.over:
        doubt_which_is_data(judge, claim, out)
    keep_to_the_value(judge, a, b, out)
    if out.proof and out.scale != 1:
        out.message = f"true for the minimiser, scale {out.scale}: not to be added to another term as it stands"


def values_alone(over: tuple[str, ...], left: Expr, right: Expr) -> Free | None:
    """What varies where the names below an optimum are variables of the densities in it: the \\theta of p(\\theta|x)
    p(\\theta), of which the densities themselves are none, though the note has a p_\\theta elsewhere."""
    laws = [e.atoms(L.Density) for e in (left, right)]
    targets = ({v.name for d in some for v in d.targets if isinstance(v, L.RandomVariable)} for some in laws)
    tagged = any("_" in d.name for some in laws for d in some)
    if not over or tagged or not all(set(over) <= names for names in targets):
        return None
    return Free((), frozenset(over), frozenset(over), frozenset())


def vary_differently(judge, a: Meaning, b: Meaning) -> bool:
    """min over theta beside min over phi: equal objectives do not make them equal. A bare min varies what the other
    does."""
    return bool(a.over and b.over) and a.over != b.over and free_under(judge, a) != free_under(judge, b)


def in_other_families(a: Meaning, b: Meaning) -> bool:
    """min over q in Q beside min over q; the Theta of theta in Theta is all that there is of it."""
    return bool(a.over and b.over) and a.narrowed != b.narrowed and not all(map(PARAMETERS.match, a.over))


def is_positive_number(ratio: Expr) -> bool:
    return bool(ratio.is_number and ratio.is_positive)


def doubt_which_is_data(judge, claim: Claim, out) -> None:
    """What holds if one of two densities is the data, and fails otherwise, accuses nobody."""
    for data in one_of_two_is_data(judge):
        given = replace(claim, free=replace(claim.free, fixed=(*claim.free.fixed, data)))
        if prove(given, partial(look, judge)) is not None:
            out.doubt(f"it holds if {data} is the data, which is not said")
            return


def decide_optima_compared(judge, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
    """min A <= min B where A <= B everywhere (the sign may hold though the objectives cross)."""
    out.kind = INEQUALITY
    if a.optimum == b.optimum and not a.optimum.startswith("arg") and sign in FLIPPED:
        if proved_as(judge, (Claim(a.expression, b.expression, sign, INEQUALITY, facts),), out):
            return
    out.leave("how two optima compare is not decided")


def one_draw(judge, left: Expr, right: Expr) -> Expr:
    """Where the left averages over draws of z and the right has z itself, a declared draw: an average over one."""
    for average in left.atoms(L.SampleAverage):
        targets = L.targets_of(average.density)
        role = getattr(targets[0], "role", "")
        if len(targets) == 1 and targets[0] in right.free_symbols and role in judge.known.step_draws:
            return L.SampleAverage(right, average.density, 1)
    return right


def decide_location(judge, side: Meaning, place: Expr, facts, out) -> None:
    """argmin_v F = w: F at w is no larger than F anywhere, be w a number or a density that may be chosen."""
    out.kind = MINIMISER
    by_itself = any(s.name in side.over for s in place.free_symbols)  # `argmin_v F = v` puts in what it looks for
    there = None if by_itself else put_in(side, place, facts)
    if there is None or side.narrowed or restricted(side, facts):
        out.leave("where this optimum lies is not decided")
        return
    sign = ">=" if "max" in side.optimum else "<="
    out.kind = INEQUALITY
    settle(judge, there, sign, side.expression, facts, out)
    for factor in NEARBY if out.verdict == CONSISTENT and not place.atoms(L.Density) else ():
        claim = within_ranges(judge, Claim(there, put_in(side, factor * place, facts), sign, INEQUALITY, facts))
        near = decide(claim, partial(look, judge))
        if near.verdict == REFUTED:
            out.take(near)
            break
    out.kind = MINIMISER
    if out.verdict == REFUTED:
        out.message = f"another choice does better there: {out.message}"


def restricted(side: Meaning, facts) -> bool:
    """Whether a fact narrows what the densities under the optimum may be."""
    return any(f.density.name in side.over for f in facts)


def put_in(side: Meaning, place: Expr, facts) -> Expr | None:
    """The objective with a value for what it is optimised over; None if it cannot be put in."""
    objective = side.expression
    if not any(s.name in side.over for s in objective.free_symbols):  # it may stand in a density's formula
        given = {f.density: f.formula for f in facts}
        objective = objective.xreplace({d: given[d] for d in objective.atoms(L.Density) if d in given})
    if len(side.over) != 1:
        return None
    (name,) = side.over
    symbols = [s for s in objective.free_symbols if s.name == name and not isinstance(s, L.RandomVariable)]
    if len(symbols) == 1 and not place.atoms(L.Density):
        return objective.subs(symbols[0], place ** (1 / side.power))
    swaps = {}
    for d in objective.atoms(L.Density):
        if d.name == name:
            if not isinstance(place, L.Density) or set(d.targets) != set(place.targets) or place.name == name:
                return None
            swaps[d] = L.Density(place.distribution, list(d.targets), list(place.givens))
    return objective.xreplace(swaps) if swaps else None


def decide_optimal_value(judge, a: Meaning, sign: str, b: Meaning, facts, out) -> None:
    """min_q F = value: F - value is a KL that some choice of q makes zero, so its least value is zero."""
    side, other = (a, b) if a.optimum else (b, a)
    if side.optimum.startswith("arg"):
        decide_location(judge, side, other.expression, facts, out)
        return
    objective, value = side.expression, other.expression
    maximum = "max" in side.optimum or side.optimum == "sup"
    gap = (value - objective) if maximum else (objective - value)
    out.kind = VALUE if sign == "=" else INEQUALITY
    out.expressions = (objective, sign, value, facts)
    if sign == "=":
        letters = () if side.narrowed else tuple(n for n in side.over if n in judge.survey.letters)
        untagged = all(tags_of_joints(judge).get(n, {""}) <= {""} for n in letters) and len(letters) == len(side.over)
        claim = Claim(gap, value, "=", LEAST, facts, about=letters if untagged else ())
        put(judge, claim, out)
        if out.verdict == CONSISTENT:
            out.message = "no proof that this optimum is reached"
        return
    relation = sign if a.optimum else FLIPPED.get(sign, sign)
    # F >= min F holds for every F; value >= min F needs only one F
    attained = ">=" if maximum else "<="
    claim = Claim(objective, value, "=", VALUE, facts)
    equation = prove(claim, partial(look, judge)) if relation == attained else None
    if equation is not None:
        out.take(equation)
        return
    out.leave("a bound on an optimum is not decided")
