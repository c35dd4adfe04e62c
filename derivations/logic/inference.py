"""Reasons found, not given: the smallest set of named rules that proves a step.

Every kind of step comes down to equations. An inequality is proved by one equation of a short list (the difference
is a KL, or one logarithm exchanged for its Jensen or t - 1 companion); a minimiser by A - c B = what is dropped.
The equation is first tried with every rule on; then rules are left out in halves, and one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from sympy import Expr

from derivations.logic import certificates as C
from derivations.logic import language as L
from derivations.logic import polynomial as P
from derivations.logic.normal_form import NormalForm
from derivations.logic.rules import REWRITING

HEAVIEST_FIRST = (
    "polar", "parts", "antiderivative", "derivative", "draws", "change", "formula", "moments", "quadratic_form",
    "independence", "declared", "gaussian", "bayes", "variance",
    "mutual_information", "elbo", "cross_entropy", "entropy", "kl", "expectation", "renaming", "fubini",
    "marginalisation", "normalisation", "constant", "linearity", "product", "log",
)  # fmt: skip
"""The order in which rules are left out when reasons are inferred, so that the lightest stay."""

RARE = frozenset({"change", "draws", "derivative"})
ONLY_NAMED = frozenset({"polar", "parts", "antiderivative"})
PLAIN = REWRITING - {"bayes", "formula"} - RARE - ONLY_NAMED
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
    form = NormalForm(keys, facts)
    try:
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
    if shown and all(c > 0 and C._kl_term(m, inert) for m, c in shown.items()):

        def holds(keys):
            one = NormalForm(frozenset(keys) - {"kl", "mutual_information"}, facts)
            rest = P.add(one.normal(large), P.scale(one.normal(small), -1))
            return bool(rest) and all(c > 0 and C._kl_term(m, one) for m, c in rest.items())

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


def is_discrete_entropy(small, large, keys, facts) -> bool:
    """Whether large - small is a positive multiple of one (conditional) entropy of discrete variables."""
    roles = {v.role for e in (small, large) for v in e.atoms(L.RandomVariable) if v.discrete}
    if not roles:
        return False
    form = NormalForm(keys, facts)
    try:
        gap = P.add(form.normal(large), P.scale(form.normal(small), -1))
    except (TypeError, ZeroDivisionError):
        return False
    return one_entropy(gap, form, roles)


def one_entropy(gap: P.Polynomial, form: NormalForm, roles: set[str]) -> bool:
    """Whether a gap is c E[-log w], c > 0, w a conditional probability of discrete variables."""
    terms = [_flatten_term(m, c) for m, c in gap.items()]
    if not terms or any(t is None for t in terms):
        return False
    letters = {a[1] for t in terms for a in t.above}
    scale = min(abs(t.coefficient) for t in terms)
    if len(letters) != 1 or any(abs(t.coefficient) != scale for t in terms):
        return False
    (letter,) = letters
    over = [t.inner for t in terms if t.coefficient < 0]
    under = [t.inner for t in terms if t.coefficient > 0]
    if len(over) != 1 or len(under) > 1 or over[0][1] != letter or (under and under[0][1] != letter):
        return False
    below = under[0][2] if under else frozenset()
    return below < over[0][2] and {r for r, _ in over[0][2] - below} <= roles


def exchanges(small: Expr, large: Expr) -> Iterable[Equation]:
    """Pairs (rule, a, b) with small <= a, b <= large by the rule alone: a <= b then proves small <= large."""
    for a in C.jensen_raised(small):
        yield "jensen", a, large
    for b in C.jensen_lowered(large):
        yield "jensen", small, b
    for a in C.log_raised(small):
        yield "log_bound", a, large
    for b in C.log_lowered(large):
        yield "log_bound", small, b


def _bounded(a, b, keys, facts) -> set[str] | None:
    form = NormalForm(keys, facts)
    try:
        gap = form.clear_fractions(P.add(form.normal(b), P.scale(form.normal(a), -1)))
    except (TypeError, ZeroDivisionError):
        return None
    return set(form.fired) if not gap or manifestly_nonnegative(gap, form) else None


def _nonnegative_under(small, large, keys, facts) -> bool:
    return _bounded(small, large, keys, facts) is not None


def _gibbs_under(small, large, keys, facts) -> bool:
    form = NormalForm(keys, facts)
    try:
        return averaged_kl(P.add(form.normal(large), P.scale(form.normal(small), -1)), form)
    except (TypeError, ZeroDivisionError):
        return False


def manifestly_nonnegative(gap, form) -> bool:
    """Each term is a positive multiple of even powers and positive things (or an average or sum of such)."""

    def fine(m) -> bool:
        for a, e in m:
            even = Fraction(e).denominator == 1 and e % 2 == 0
            if even or form.positive(a):
                continue
            if a[0] in ("int", "E", "sum", "avg") and all(c > 0 and fine(inner) for inner, c in a[-1]):
                continue
            return False
        return True

    return all(c > 0 and fine(m) for m, c in gap.items())


def averaged_kl(gap: P.Polynomial, form: NormalForm) -> bool:
    """Whether a linear combination of averaged logarithms of marginals is a sum of (averaged, conditional) KLs."""
    return optimal_kl(gap, form) is not None


def optimal_kl(gap: P.Polynomial, form: NormalForm):
    """The pairs (averaging letter, factors of the other density), if the gap is a positive sum of KLs; else None.

    gap = E_J log F with F a product of powers of marginals. It is E KL(w || r) when w is a conditional density under
    the averaging letter and r = w / F integrates to one over w's targets: then Gibbs applies.
    """
    terms = [_flatten_term(m, c) for m, c in gap.items()]
    if not terms or any(t is None for t in terms):
        return None
    terms = _strip_outer(terms)
    groups: dict = {}
    for t in terms:
        letters = frozenset(a[1] for a in t.above)
        groups.setdefault(letters, []).append(t)
    loose = groups.pop(frozenset(), [])
    if any(len(letters) > 1 for letters in groups):
        return None
    every = [letter for (letter,) in groups]
    for split in ([[letter] for letter in every], [every]) if len(every) > 1 else ([every],):
        found = set()
        for letters in split:
            mine = [t for letter in letters for t in groups[frozenset((letter,))]]
            mine += loose if len(split) == 1 else []
            leading = next(((x, r) for x in letters for r in (_one_kl(mine, x, form),) if r is not None), None)
            if leading is None:
                break
            found.add(leading)
        else:
            if not (loose and len(split) > 1) and found:
                return frozenset(found)
    return None


def _one_kl(terms, letter, form: NormalForm) -> tuple | None:
    """Whether these terms are one averaged KL whose averaging density is `letter`'s (or a marginal given as its)."""
    given = frozenset().union(*(t.free for t in terms))
    roles = frozenset().union(*(t.inner[2] for t in terms), *(a[2] for t in terms for a in t.above))
    if len(roles) > 5:
        return None
    conditions = {frozenset().union(*(a[2] for a in t.below)) for t in terms if t.above}
    if len(conditions) != 1:
        return None
    (condition,) = conditions  # what the averaging density itself is conditioned on; other free slots only vary r
    for t in terms:
        for a in t.above:
            if a[1] != letter and form.joint(letter, a[2]) != P.atom(a):
                return None
    scale = min(abs(t.coefficient) for t in terms)
    powers: dict = {}
    for t in terms:
        ratio = P.quotient(t.coefficient, scale)
        if ratio.denominator != 1:
            return None
        powers[t.inner] = powers.get(t.inner, 0) + int(ratio)
    factor = frozenset((a, e) for a, e in powers.items() if e)
    averaged = sorted(roles - given, key=P.order)
    for size in range(1, len(averaged) + 1):
        for targets in combinations(averaged, size):
            rest = sorted(roles - set(targets) - given, key=P.order)
            for count in range(len(rest), -1, -1):
                for below in combinations(rest, count):
                    r = _density_ratio(letter, frozenset(targets), frozenset(below) | condition, given, factor, form)
                    if r is not None:
                        return r
    return None


def _density_ratio(letter, targets, below, given, factor, form) -> tuple | None:
    """The densities r = w / F is made of, if it integrates to one over the targets of w = letter(targets | below),
    whatever `given` is; None otherwise."""
    w = form.joint(letter, targets | below)
    if below:
        w = P.multiply(w, form.raise_to(form.joint(letter, below), Fraction(-1)))
    r = P.multiply(w, P.monomial_power(factor, -1))
    if len(r) != 1:
        return None
    leaves = [("t", v[1], v[2], next(form.fresh)) for _, v in targets if v[0] == "v"]
    if len(leaves) != len(targets):
        return None
    mapping = {v: leaf for (_, v), leaf in zip(targets, leaves, strict=True)}
    renamed = {P.rename(m, mapping): c for m, c in r.items()}
    ((m, c),) = renamed.items()
    outside = {v for a, _ in m for v in P.mentions(a)} - set(leaves)
    allowed = {v for _, v in below | given}
    if not outside <= allowed or c <= 0 or any(a[0] != "m" for a, _ in m):
        return None
    return tuple(sorted(m, key=P.order)) if form.integrate(renamed, leaves) == P.ONE else None


@dataclass(frozen=True)
class Term:
    """coefficient * E_{above/below} log inner: the averaging densities, the marginal inside, the slots left free."""

    coefficient: Fraction
    above: frozenset
    below: frozenset
    inner: tuple
    free: frozenset


def _flatten_term(m, c) -> Term | None:
    flat = _flatten(m)
    if flat is None:
        return None
    densities, inner, bound = flat
    roles: dict = {}
    for a in (*(a for a, _ in densities), inner):
        for role, v in a[2]:
            if roles.setdefault(v, role) != role:
                return None
    if any(not isinstance(role, str) or v[0] not in ("v", "b") for v, role in roles.items()):
        return None
    if len(set(roles.values())) != len(roles) or any(e not in (1, -1) for _, e in densities):
        return None
    names = {v: ("v", role, role) for v, role in roles.items()}
    above = frozenset(P.rename(a, names) for a, e in densities if e == 1)
    below = frozenset(P.rename(a, names) for a, e in densities if e == -1)
    free = frozenset((role, names[v]) for v, role in roles.items() if v not in bound)
    term = Term(c, above, below, P.rename(inner, names), free)
    return term if _proper(term) else None


def _proper(t: Term) -> bool:
    """The weight is a product of conditionals: each letter's joint over its own free or outer slots."""
    for a in t.below:
        if not any(b[1] == a[1] and a[2] < b[2] for b in t.above):
            return False
    covered = frozenset().union(*(a[2] for a in t.above)) if t.above else frozenset()
    divided = frozenset().union(*(a[2] for a in t.below)) if t.below else frozenset()
    return (t.free & covered) <= divided and len(t.above) <= 2


def _strip_outer(terms: list[Term]) -> list[Term]:
    """An average over an outer density that all terms share (E_{p(x)} of something) is set aside: x becomes free."""
    for outer in terms[0].above:
        if len(terms[0].above) + len(terms) < 3 or not all(outer in t.above for t in terms):
            continue
        mixed = any(a[1] != outer[1] for t in terms for a in t.above)
        if mixed:
            return [Term(t.coefficient, t.above - {outer}, t.below, t.inner, t.free | outer[2]) for t in terms]
    return terms


def _flatten(m):
    """(density factors, the marginal inside the one logarithm, bound leaves) of one averaged log; None otherwise."""
    bound: set = set()
    factors = list(m)
    while len(integrals := [a for a, e in factors if a[0] == "int" and e == 1]) == 1:
        (one,) = integrals
        if len(one[2]) != 1:
            return None
        ((inner, c),) = one[2]
        if c != 1:
            return None
        bound |= set(one[1])
        factors = [f for f in factors if f[0] != one] + list(inner)
    logs = [a for a, e in factors if a[0] == "log" and e == 1]
    rest = [(a, e) for a, e in factors if a[0] != "log"]
    if len(logs) != 1 or any(a[0] != "m" for a, _ in rest) or len(logs) + len(rest) != len(factors):
        return None
    argument = list(logs[0][1])
    if len(argument) != 1 or argument[0][1] != 1 or len(argument[0][0]) != 1:
        return None
    ((inner, e),) = argument[0][0]
    return (rest, inner, bound) if inner[0] == "m" and e == 1 else None
