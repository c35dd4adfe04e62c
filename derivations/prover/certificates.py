"""Certificates of the steps that are no equations: minimisers, inequalities, unbiased estimates.

minimiser    A - c B holds nothing that is optimised, with one positive c free of it. (That the two have the same
             argmin over all densities would be too weak: KL and reversed KL share theirs.)
inequality   the difference is a positive combination of KLs (Gibbs), or one side becomes the other when one
             logarithm is exchanged for its Jensen or t - 1 companion, in the right direction.
estimate     replacing each sample average by the expectation it samples gives an equation; the averages stand
             linearly, for the log of an average is biased.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Add, Dummy, Expr, Integer, Mul, sympify

from derivations.kernel.rules import REWRITING
from derivations.language import words as L
from derivations.language.facts import Free
from derivations.numbers import polynomial as P
from derivations.prover.averaged_logarithms import is_discrete_entropy
from derivations.prover.companions import jensen_lowered, jensen_raised, log_lowered, log_raised
from derivations.prover.freedom import is_free
from derivations.prover.normal_form.normal_form import NormalForm
from derivations.prover.restoring import restore
from derivations.prover.signs import strictly_below


def certify_minimiser(left, right, keys, facts, free: Free, theorems) -> tuple[Expr, Expr] | None:
    """(c, dropped) with left - c right = dropped, dropped free of what is optimised, c > 0; None if there is none."""
    shift = sum((t.left - t.right for t in theorems), sympify(0))
    try:
        form = NormalForm(keys & REWRITING, facts)
        a = form.normal(left - shift)
        b = form.normal(right)
    except (TypeError, ZeroDivisionError):
        return None
    scales = [P.ONE]
    if "rescale" in keys:
        scales = list(candidate_scales(a, b, free, form, facts))
    for c in scales:
        gap = P.add(a, P.scale(P.multiply(c, b), -1))
        if not form.clear_fractions(gap):
            return restore(c), Integer(0)
        # what is optimised may stand in a denominator, so its absence is read from the gap as it is
        if "drop_constant" not in keys or any(is_free(free, atom, facts) for m in gap for atom, _ in m):
            continue
        return restore(c), restore(gap)
    return None


def candidate_scales(a, b, free: Free, form: NormalForm, facts=()) -> Iterable[P.Polynomial]:
    """Positive factors, free of what is optimised, that take one free term of b to one of a."""
    varying = [(m, c) for m, c in b.items() if any(is_free(free, x, facts) for x, _ in m)]
    if not varying:
        return
    m, c = min(varying, key=lambda item: P.order(item[0]))
    for other, d in sorted(a.items(), key=lambda item: P.order(item[0])):
        ratio = P.multiply({other: d}, P.inverse_monomial(m, c))
        ((rest, number),) = ratio.items()
        if number > 0 and not any(is_free(free, x, facts) or not form.positive(x) for x, _ in rest):
            yield ratio


def expected(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """The two sides of an estimate, each average replaced by what it estimates; None where that cannot be done.

    A left side that is itself a sample average (of more draws, say) stands for its own expectation.
    """
    above = unbiased(left) if left.has(L.SampleAverage) else left
    below = unbiased(right)
    return None if above is None or below is None else (above, below)


def sides_of_an_estimate(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """Both sides, each average replaced by what it estimates; None where one does not stand linearly, or none stands.

    What averages over draws already (OverDraws) is an exact side.
    """
    random = [e.has(L.SampleAverage) and not e.has(L.OverDraws) for e in (left, right)]
    sides = [unbiased(e) if r else e for e, r in zip((left, right), random, strict=True)]
    return None if None in sides or not any(e.has(L.SampleAverage) for e in (left, right)) else tuple(sides)


def unbiased(right: Expr) -> Expr | None:
    """Each sample average replaced by its expectation; None where an average does not stand linearly."""
    marks = {}
    marked = right.replace(
        lambda e: isinstance(e, L.SampleAverage), lambda e: marks.setdefault(e, Dummy("average", real=True))
    )
    if not marks:
        return None
    expanded = marked.expand()
    for term in Add.make_args(expanded):
        inside = [m for m in marks.values() if term.has(m)]
        if len(inside) > 1 or (inside and not Mul.make_args(term).count(inside[0]) == 1):
            return None
        if inside and any(f.has(inside[0]) for f in Mul.make_args(term) if f != inside[0]):
            return None
    return marked.xreplace({mark: L.Expectation(e.body, e.density) for e, mark in marks.items()})


def certify_inequality(left, relation: str, right, keys, facts, theorems) -> bool:
    """Whether left <= right (or >=) by Gibbs, Jensen or log t <= t - 1, with the rewriting rules given.

    None of these is strict: < and > hold only where the signs of the terms say so.
    """
    small, large = (left, right) if relation in ("<=", "<") else (right, left)
    if relation in ("<", ">"):
        return strictly_below(small, large, keys & REWRITING, facts)
    for t in theorems:
        if t.relation in ("<=", ">=") and t.kind == "inequality":
            low, high = (t.left, t.right) if t.relation == "<=" else (t.right, t.left)
            if _equal(large - small, high - low, keys, facts):
                return True
    if "gibbs" in keys and _gibbs(small, large, keys, facts):
        return True
    if "jensen" in keys and any(_equal(s, large, keys, facts) for s in jensen_raised(small)):
        return True
    if "jensen" in keys and any(_equal(small, s, keys, facts) for s in jensen_lowered(large)):
        return True
    if "log_bound" in keys and any(_equal(s, large, keys, facts) for s in log_raised(small)):
        return True
    if "log_bound" in keys and any(_equal(small, s, keys, facts) for s in log_lowered(large)):
        return True
    return "discrete_entropy" in keys and is_discrete_entropy(small, large, keys & REWRITING, facts)


def _equal(a, b, keys, facts) -> bool:
    form = NormalForm(keys & REWRITING, facts)
    try:
        return not form.clear_fractions(P.add(form.normal(a), P.scale(form.normal(b), -1)))
    except (TypeError, ZeroDivisionError):
        return False


def _gibbs(small, large, keys, facts) -> bool:
    """large - small is a positive combination of (averages of) KLs: as written, or of one KL that fits."""
    form = NormalForm((keys & REWRITING) - {"kl"}, facts)
    try:
        gap = P.add(form.normal(large), P.scale(form.normal(small), -1))
    except (TypeError, ZeroDivisionError):
        return False
    if gap and all(c > 0 and kl_term(m, form) for m, c in gap.items()):
        return True
    return "kl" in keys and any(_equal(large - small, kl, keys, facts) for kl in candidate_kls(small, large))


def kl_term(m, form) -> bool:
    """A product of positive factors and one KL (perhaps inside averages over positive weights)."""
    kls = 0
    for a, e in m:
        if a[0] == "op" and a[1] == "KL" and e == 1:
            kls += 1
        elif a[0] in ("int", "E", "sum", "avg") and not form.positive(a):
            if not all(c > 0 and kl_term(inner, form) for inner, c in a[-1]):
                return False
            kls += 1
        elif not form.positive(a):
            return False
    return kls == 1


def candidate_kls(small: Expr, large: Expr) -> Iterable[Expr]:
    """KLs between densities of the same variables that occur in the two sides, plain and averaged."""
    densities = sorted({*small.atoms(L.Density), *large.atoms(L.Density)}, key=str)
    letters = {d.name: d.distribution for d in densities}
    for a in list(densities):
        for b in letters.values():
            for given in ((), a.givens):
                try:
                    densities.append(L.Density(b, a.targets, given))
                except L.DensityError:
                    continue
            if a.givens:
                densities.append(b(*a.targets, *a.givens))
    densities = list(dict.fromkeys(densities))
    for a in densities:
        for b in densities:
            if a != b and set(a.targets) == set(b.targets) and not set(L.givens_of(b)) - set(a.givens):
                kl = L.KL(a, b)
                yield kl
                if a.givens:
                    for c in densities:
                        if set(c.targets) == set(a.givens) and not c.givens:
                            yield L.Expectation(kl, c)
