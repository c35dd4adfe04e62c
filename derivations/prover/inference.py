"""Reasons found, not given: the smallest set of named rules that proves a step.

Every kind of step comes down to equations. An inequality is proved by one equation of a short list (the difference
is a KL, or one logarithm exchanged for its Jensen or t - 1 companion); a minimiser by A - c B = what is dropped.
The equation is first tried with every rule on; then rules are left out in halves, and one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sympy import Expr

from derivations.kernel.rules import REWRITING
from derivations.numbers import polynomial as P
from derivations.prover import certificates as C
from derivations.prover import companions
from derivations.prover.averaged_logarithms import averaged_kl, is_discrete_entropy, optimal_kl
from derivations.prover.normal_form.normal_form import NormalForm
from derivations.prover.signs import manifestly_nonnegative, strictly_below

__all__ = ["BASES", "PLAIN", "inequality_reasons", "infer", "optimal_kl", "proves"]

HEAVIEST_FIRST = (
    "polar", "parts", "antiderivative", "derivative", "draws", "change", "formula", "moments", "quadratic_form",
    "independence", "declared", "gaussian", "bayes", "variance",
    "mutual_information", "elbo", "cross_entropy", "entropy", "kl", "expectation", "renaming", "fubini",
    "marginalisation", "normalisation", "constant", "linearity", "product", "log",
)  # fmt: skip
"""The order in which rules are left out when reasons are inferred, so that the lightest stay."""

RARE = frozenset({"change", "draws", "derivative"})
ONLY_NAMED = frozenset({"polar", "parts", "antiderivative"})
PLAIN = REWRITING - {"bayes", "formula", "completing"} - RARE - ONLY_NAMED
LIGHT = PLAIN - {"gaussian", "moments", "quadratic_form"}
BASES = (LIGHT, PLAIN, PLAIN | {"formula"}, PLAIN | RARE)
Equation = tuple[str, Expr, Expr]


def infer(left: Expr, step, facts: tuple = (), free: C.Free | None = None) -> tuple[str, ...] | None:
    """The keys of the rules that prove a step (a Step's relation, right and kind); None if none do."""
    right, kind = step.right, step.kind
    if kind == "estimate":
        sides = C.expected(left, right)
        found = None if sides is None else equation_reasons(*sides, facts)
        return None if found is None else (*(k for k in found if k != "algebra"), "sample_average")
    if kind == "value":
        return equation_reasons(left, right, facts)
    if kind == "minimiser":
        return minimiser_reasons(left, right, facts, free or C.Free())
    return inequality_reasons(left, step.relation, right, facts)


def equation_reasons(left: Expr, right: Expr, facts: tuple) -> tuple[str, ...] | None:
    """The smallest set of rewriting rules under which both sides agree."""
    for base in BASES:
        fired = proves(left, right, base, facts)
        if fired is not None:
            return shrink(fired, lambda keys: proves(left, right, keys, facts) is not None, base) or ("algebra",)
    return None


def proves(left: Expr, right: Expr, keys: Iterable[str], facts: tuple) -> set[str] | None:
    """The rules that fired if the equation holds under these rules; None if it does not."""
    try:
        form = NormalForm(keys, facts)
        form.meet(left)
        form.meet(right)
        one, two = form.normal(left), form.normal(right)
        if not form.clear_fractions(P.add(one, P.scale(two, -1))):
            return set(form.fired)
        return set(form.fired) if same_logarithm(one, two, form) else None
    except (TypeError, ZeroDivisionError):
        return None


def same_logarithm(one: P.Polynomial, two: P.Polynomial, form: NormalForm) -> bool:
    """Two positive products are equal when their logarithms are: this reaches fractions inside exponentials."""
    for p in (one, two):
        if len(p) != 1 or any(c <= 0 or not all(form.positive(a) for a, _ in m) for m, c in p.items()):
            return False
    if not any(a[0] == "exp" for p in (one, two) for m in p for a, _ in m):
        return False
    return not form.clear_fractions(P.add(form.logarithm(one, True), P.scale(form.logarithm(two, True), -1)))


def shrink(keys: Iterable[str], holds: Callable[[list[str]], bool], base=PLAIN) -> tuple[str, ...]:
    """Leave out what is not needed, first in large pieces, then one by one; the heaviest rules first."""
    kept = sorted(keys, key=HEAVIEST_FIRST.index)
    if not holds(kept):  # a rule that fires nowhere may still be asked for: keep all
        kept = [k for k in HEAVIEST_FIRST if k in base]
        if not holds(kept):
            return tuple(kept)
    size = max(1, len(kept) // 2)
    while True:
        place = 0
        while place < len(kept):
            rest = kept[:place] + kept[place + size :]
            if holds(rest):
                kept = rest
            else:
                place += size
        if size == 1:
            return tuple(kept)
        size = max(1, size // 2)


def minimiser_reasons(left, right, facts, free) -> tuple[str, ...] | None:
    """Rewriting rules, and of dropping and rescaling only what the certificate needs."""
    for base in BASES:
        fired = proves(left, right, base, facts)
        extra: tuple[str, ...] = ()
        if fired is None:
            found = C.certify_minimiser(left, right, base | {"drop_constant", "rescale"}, facts, free, [])
            if found is None:
                continue
            scale, dropped = found
            extra = (("drop_constant",) if dropped != 0 else ()) + (("rescale",) if scale != 1 else ())
            fired = fired_by(left, right, base, facts)

        def holds(keys, extra=extra):
            return C.certify_minimiser(left, right, {*keys, *extra}, facts, free, []) is not None

        return (*shrink(fired, holds), *extra) or ("algebra",)
    return None


def fired_by(left: Expr, right: Expr, base: Iterable[str], facts: tuple) -> set[str]:
    """The rules that do something on either side."""
    form = NormalForm(base, facts)
    form.normal(left)
    form.normal(right)
    return set(form.fired)


def inequality_reasons(left, relation, right, facts) -> tuple[str, ...] | None:
    small, large = (left, right) if relation in ("<=", "<") else (right, left)
    for base in BASES[:3]:
        if relation in ("<", ">"):  # no bound here is strict by itself: KL and Jensen have their equalities
            if strictly_below(small, large, base, facts):
                return shrink(base, lambda keys: strictly_below(small, large, keys, facts)) or ("algebra",)
            continue
        found = _inequality(small, large, base, facts) or _discrete(small, large, base, facts)
        if found is not None:
            return found
    return None


def _inequality(small, large, base, facts) -> tuple[str, ...] | None:
    form = NormalForm(base, facts)
    try:
        gap = P.add(form.normal(large), P.scale(form.normal(small), -1))
    except (TypeError, ZeroDivisionError):
        return None
    if not gap or manifestly_nonnegative(gap, form):
        kept = shrink(base, lambda keys: _nonnegative_under(small, large, keys, facts))
        return kept or ("algebra",)
    inert = NormalForm(base - {"kl", "mutual_information"}, facts)
    shown = P.add(inert.normal(large), P.scale(inert.normal(small), -1))
    if shown and all(c > 0 and C.kl_term(m, inert) for m, c in shown.items()):

        def holds(keys):
            one = NormalForm(frozenset(keys) - {"kl", "mutual_information"}, facts)
            rest = P.add(one.normal(large), P.scale(one.normal(small), -1))
            return bool(rest) and all(c > 0 and C.kl_term(m, one) for m, c in rest.items())

        return (*shrink(base, holds), "gibbs")
    if averaged_kl(gap, form):
        return (*shrink(form.fired & base, lambda keys: _gibbs_under(small, large, keys, facts)), "gibbs")
    for rule, a, b in exchanges(small, large):
        fired = _bounded(a, b, base, facts)
        if fired is not None:
            return (*shrink(fired, lambda keys, a=a, b=b: _bounded(a, b, keys, facts) is not None), rule)
    return None


def _discrete(small, large, base, facts) -> tuple[str, ...] | None:
    """The rules under which large - small is one entropy of discrete variables."""
    if not is_discrete_entropy(small, large, base, facts):
        return None
    return (*shrink(base, lambda keys: is_discrete_entropy(small, large, keys, facts)), "discrete_entropy")


def exchanges(small: Expr, large: Expr) -> Iterable[Equation]:
    """Pairs (rule, a, b) with small <= a, b <= large by the rule alone: a <= b then proves small <= large."""
    for a in companions.jensen_raised(small):
        yield "jensen", a, large
    for b in companions.jensen_lowered(large):
        yield "jensen", small, b
    for a in companions.log_raised(small):
        yield "log_bound", a, large
    for b in companions.log_lowered(large):
        yield "log_bound", small, b


def _bounded(a, b, keys, facts) -> set[str] | None:
    form = NormalForm(keys, facts)
    try:
        gap = P.add(form.normal(b), P.scale(form.normal(a), -1))
        if not form.clear_fractions(gap):
            return set(form.fired)
    except (TypeError, ZeroDivisionError):
        return None
    signed = form.clear_fractions(gap, only_positive=True)
    return set(form.fired) if manifestly_nonnegative(signed, form) else None


def _nonnegative_under(small, large, keys, facts) -> bool:
    return _bounded(small, large, keys, facts) is not None


def _gibbs_under(small, large, keys, facts) -> bool:
    form = NormalForm(keys, facts)
    try:
        return averaged_kl(P.add(form.normal(large), P.scale(form.normal(small), -1)), form)
    except (TypeError, ZeroDivisionError):
        return False


def agrees(left: Expr, relation: str, right: Expr, kind: str, facts: tuple, free: C.Free) -> bool:
    """Whether the normal form sees a proof: any rules, none named."""
    if kind == "value":
        return any(proves(left, right, base, facts) is not None for base in BASES)
    if kind == "minimiser":
        both = {"drop_constant", "rescale"}
        return any(
            proves(left, right, base, facts) is not None
            or C.certify_minimiser(left, right, base | both, facts, free, []) is not None
            for base in BASES
        )
    return inequality_reasons(left, relation, right, facts) is not None
