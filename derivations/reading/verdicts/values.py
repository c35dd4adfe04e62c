"""One value, bound or proportion of a note settled: as it stands, or as authors mean it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import sympy
from sympy import Expr

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import CONSTANT
from derivations.judging.step import CONSISTENT, REFUTED
from derivations.kernel.theorem import MINIMISER, VALUE
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.prover.tactics import FEW_STEPS
from derivations.reading.meaning.arbitrary import NAME, is_called_constant, may_be_lost
from derivations.reading.meaning.between import between
from derivations.reading.meaning.last_factors import as_numbers
from derivations.reading.verdicts.freedom import free_of, tags_of_joints, with_names_that_carry
from derivations.reading.verdicts.keeping import itself, normalised
from derivations.reading.verdicts.proportional import decide_proportional
from derivations.reading.verdicts.putting import proved_as, put, within_ranges
from derivations.reading.verdicts.refuting import look, weight_limits
from derivations.reading.verdicts.still_said import still_said
from derivations.reading.verdicts.sums_in_full import in_full

BETWEEN = "a matrix M is read as u^T M v, a vector a as u^T a, for all vectors"
BOUNDS = ("<=", ">=", "<", ">")


def without_common_factor(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """Both sides of a bound divided by the positive numbers that multiply them: N sum >= N sum."""
    for s in sorted((s for s in left.free_symbols if s.is_positive and not isinstance(s, L.RandomVariable)), key=str):
        divided = tuple(sympy.expand_mul(e / s) for e in (left, right))
        if not any(e.has(s) for e in divided):
            left, right = divided
    return left, right


def settle(judge, left, sign, right, facts, out) -> None:
    """Prove the step as it stands or as it may be meant, else put it into worlds."""
    out.expressions = (left, sign, right, facts)
    constants = {s for s in (left - right).free_symbols if s.name.startswith("constant:")}
    constants |= {s for e in (left, right) for s in e.free_symbols if s.name == "constant:const"}  # any two differ
    if constants and sign == "=":
        decide_constant(judge, left, right, constants, facts, out)
        return
    if sign in BOUNDS:
        left, right = without_common_factor(left, right)
    claim = Claim(left, right, sign, out.kind, facts)
    formed = (replace(claim, left=form) for form in (judge.forms if sign in BOUNDS else ()))
    bounded = within_ranges(judge, claim)
    full = replace(bounded, left=in_full(bounded.left), right=in_full(bounded.right))
    one, two = as_numbers(bounded.left, bounded.right)
    numbers, told = in_numbers(claim, out)
    plainly = (claim, *formed, bounded, full, replace(bounded, left=one, right=two))
    ways = plainly if numbers is None else (numbers, claim)
    if proved_as(judge, ways, out) or proved_by_weights(judge, bounded, out):
        return
    claim = bounded
    averaged = averaged_reading(claim.left, claim.right)
    if averaged is not None:
        claim = replace(claim, left=averaged[0], right=averaged[1])
        if prove(claim, partial(look, judge)) is not None:
            out.leave("true if the divergence of conditionals is averaged over what they are conditioned on")
            return
    if judge.known.paths:
        swapped = [e.subs(judge.known.paths) for e in (claim.left, claim.right)]
        if swapped != [claim.left, claim.right]:
            claim = replace(claim, left=swapped[0], right=swapped[1])
    put(judge, claim, out, tried=claim == bounded)
    if numbers is not None and out.verdict == CONSISTENT:
        put_in_numbers(judge, numbers, told, out)


def in_numbers(claim: Claim, out) -> tuple[Claim | None, str]:
    """(a line of matrices, or of vectors or numbers with a matrix in them, as one of numbers; what its numbers are);
    None of any other."""
    numbers = between(claim.left, claim.right) if claim.relation == "=" else None
    if numbers is None:
        return None, ""
    old = {s.name for e in (claim.left, claim.right) for s in e.free_symbols}
    new = sorted(s.name for s in {s for e in numbers for s in e.free_symbols} if isinstance(s, L.RandomVariable))
    new = [name for name in new if name not in old]
    if new:
        out.reading += (f"{BETWEEN}: {', '.join(new)}",)
    told = {1: "{0}^T a", 2: "{0}^T M {1}"}.get(len(new), "").format(*new)
    return replace(claim, left=numbers[0], right=numbers[1]), told


def put_in_numbers(judge, numbers: Claim, told: str, out) -> None:
    """The line put into worlds of normal vectors, which have numbers alone; it is told which numbers they compare."""
    found = put(judge, numbers, out, tried=True)
    if found.verdict == REFUTED and told:
        out.message = f"{found.message}; {told}"


def proved_by_weights(judge, claim: Claim, out) -> bool:
    """Whether a line is proved of weights that sum to one, each written as its share of their sum."""
    known = judge.known
    told = {name: known.line_of(total) for name, total in known.weights.items()}
    held = {n for n, line in told.items() if still_said(judge.note, line, out.line, n, n in known.weights_of_a_case)}
    limits = {name: ends for name, ends in weight_limits(judge).items() if name in held}
    left, right = (normalised(e, limits, of=itself) for e in (claim.left, claim.right))
    shares = replace(claim, left=left, right=right)
    if shares == claim or not proved_as(judge, (shares,), out):
        return False
    lines = sorted({told[name] for name in held})
    out.assumes = (*out.assumes, *(f"numbers that sum to one, as line {line} says" for line in lines))
    return True


def averaged_reading(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """D(p(y|x) || q(y|x)) as course books mean it, averaged over p(x), where x would stand on one side only."""

    def free(e: Expr) -> set:
        return {s for s in e.free_symbols if isinstance(s, L.RandomVariable)}

    loose = free(left) ^ free(right)
    if not loose:
        return None
    swaps = {}
    for e in (left, right):
        for node in e.atoms(L.KL, L.Entropy):
            density = node.args[0]
            conditions = L.givens_of(density) if isinstance(density, L.Density) else ()
            alike = all(isinstance(d, L.Density) and L.givens_of(d) == conditions for d in node.args)
            if conditions and alike and set(conditions) <= loose and type(node) in (L.KL, L.Entropy):
                swaps[node] = L.Expectation(node, L.Density(density.distribution, list(conditions)))
    if not swaps:
        return None
    one, two = left.xreplace(swaps), right.xreplace(swaps)
    return (one, two) if free(one) == free(two) else None


def decide_constant(judge, left, right, constants, facts, out) -> None:
    """`+ const`: the rest is free of what is optimised, or of the variable whose log-density the chain writes.

    What is optimised is said by the chain's name, `G(\\phi) = ...`, or around the display. Where nothing says it,
    every density, variable and parameter of the line is; a step that holds for some of them alone is left undecided.
    """
    zero = dict.fromkeys(constants, sympy.S.Zero)
    a, b = left.xreplace(zero), right.xreplace(zero)
    equal = Claim(a, b, "=", VALUE, facts)
    lost = may_be_lost(left, right, constants, is_called_constant(judge.note))
    if lost and (a == b or prove(equal, partial(look, judge), FEW_STEPS) is not None):
        out.leave("these are equal only if the constant is zero")
        return
    out.kind = MINIMISER
    free = with_names_that_carry(free_of(judge, judge.varied), judge.varied, a, b, *(f.formula for f in facts))
    if not judge.varied:
        spoken = {d.name for e in (a, b) for d in e.atoms(L.Density)}
        given = (f.formula for f in facts if f.density.name in spoken)
        free = replace(free, symbols=free.symbols | letters_of(a, b, *given))
    claim = Claim(a, b, "=", CONSTANT, facts, free)
    found = prove(claim, partial(look, judge)) or up_to_scale(judge, claim)
    if found is not None:
        out.take(found)
        if NAME in {s.name for s in constants} and found.holds:
            out.assumes = (*out.assumes, "C is no quantity but any constant, another on each side")
        alone = replace(claim, right=sympy.S.Zero)
        if judge.varied and found.holds and prove(alone, partial(look, judge)) is not None:
            out.leave(f"nothing here varies with {', '.join(judge.varied)}")
        return
    sign, density = log_density(judge.subject)
    if density is not None and not judge.varied:
        out.kind = VALUE
        decide_proportional(judge, sympy.exp(sign * a), sympy.exp(sign * b), facts, out, density)
        if out.verdict == "refuted" and holds_for_some(judge, claim):
            out.leave("the constant is one for some of the letters alone: what varies is not said")
        return
    here = {d.name for d in b.atoms(L.Density)}
    for letter in () if judge.varied else sorted(here & set(tags_of_joints(judge))):
        other = free_of(judge, (letter,))
        if claim.free.densities != {letter} and prove(replace(claim, free=other), partial(look, judge)) is not None:
            out.leave(f"the constant is one if only {letter} varies: what varies is not said")
            return
    if not judge.varied and holds_for_some(judge, claim):
        out.leave("the constant is one for some of the letters alone: what varies is not said")
        return
    put(judge, claim, out, tried=True)


def letters_of(*sides: Expr) -> frozenset[str]:
    """The variables and parameters of some expressions, but for counts and sizes."""
    return frozenset(s.name for e in sides for s in e.free_symbols if not s.is_integer)


def log_density(subject) -> tuple[int, L.Density | None]:
    """The sign and the density of log p or -log p."""
    sign, inner = (-1, -subject) if isinstance(subject, sympy.Mul) else (1, subject)
    density = inner.args[0] if isinstance(inner, sympy.log) else None
    return sign, density if isinstance(density, L.Density) else None


def up_to_scale(judge, claim: Claim):
    """The proof of E log q, written up to what is free of q's variable, of every density and every function: as of
    log q itself, q's scale is no more than a factor of it."""
    inner = -judge.subject if isinstance(judge.subject, sympy.Mul) else judge.subject
    body = inner.body if isinstance(inner, L.Expectation) else None
    density = log_density(body)[1] if body is not None else None
    if density is None or judge.varied:
        return None
    variables = frozenset(v.name for v in L.targets_of(density) if isinstance(v, L.RandomVariable))
    free = replace(claim.free, symbols=variables)
    return prove(replace(claim, free=free), partial(look, judge))


def holds_for_some(judge, claim: Claim) -> bool:
    """Whether what is left out is free of one letter of what is kept: as a function of that one the line may hold."""
    alone = (frozenset({name}) for name in sorted(letters_of(claim.right)))
    frees = (Free((), name, name, frozenset()) for name in alone)
    return any(prove(replace(claim, free=free), partial(look, judge)) for free in frees)
