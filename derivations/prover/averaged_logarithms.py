"""What a combination of averaged logarithms of marginals is: a sum of KLs, one entropy, or neither.

    E_p(x,z) log p(x,z) - E_p(x,z) log q(x,z)    is a KL: w = p(x,z), F = w/r, and r = q(x,z) integrates to one
    -E_p(x,z) log p(x,z) + E_p(x) log p(x)       is an entropy: of z given x

Read off the normal form, where every density is a product of powers of joint marginals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from derivations.language import words as L
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.normal_form import NormalForm


@dataclass(frozen=True)
class Term:
    """coefficient * E_{above/below} log inner: the averaging densities, the marginal inside, the slots left free.

    `places` says for each free role at which variable it stands: x and x' are two places of one role.
    """

    coefficient: int | Fraction
    above: frozenset
    below: frozenset
    inner: tuple
    free: frozenset
    places: frozenset

    @property
    def covered(self) -> frozenset:
        return frozenset().union(*(a[2] for a in self.above))

    @property
    def condition(self) -> frozenset:
        """The slots that the average is conditioned on."""
        return frozenset().union(*(a[2] for a in self.below))


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
    condition = _one_law(terms, letter, form)
    if condition is None:  # other free slots than the condition's only vary r
        return None
    scale = min(abs(t.coefficient) for t in terms)
    powers: dict = {}
    for t in terms:
        ratio = P.quotient(t.coefficient, scale)
        if ratio.denominator != 1:
            return None
        powers[t.inner] = powers.get(t.inner, 0) + int(ratio)
    factor = frozenset((a, e) for a, e in powers.items() if e)
    averaged = sorted(roles - given - condition, key=P.order)
    for size in range(1, len(averaged) + 1):
        for targets in combinations(averaged, size):
            rest = sorted(roles - set(targets) - given, key=P.order)
            for count in range(len(rest), -1, -1):
                for below in combinations(rest, count):
                    r = _density_ratio(letter, frozenset(targets), frozenset(below) | condition, given, factor, form)
                    if r is not None:
                        return r
    return None


def _one_law(terms, letter, form: NormalForm) -> frozenset | None:
    """What the averages are conditioned on, if all of them are under one and the same law of `letter`; else None.

    p(x) p(z) is not p(x,z), p(z|x) at x is not p(z|x) at x', and what is averaged in one term is not free in another.
    """
    conditions = {t.condition for t in terms if t.above}
    places = frozenset().union(*(t.places for t in terms))
    free = frozenset().union(*(t.free for t in terms))
    bound = frozenset().union(*((t.inner[2] | t.covered) - t.free for t in terms))
    if len(conditions) != 1 or free & bound or len({role for role, _ in places}) != len(places):
        return None
    if not all(_proper(t) and _averages_under(t, letter, form) for t in terms):
        return None
    return next(iter(conditions))


def _averages_under(t: Term, letter, form: NormalForm) -> bool:
    """Whether the weight of a term is the density of `letter` of just its slots, given the condition's."""
    if not t.above:
        return True
    weight = form.joint(letter, t.covered)
    if t.condition:
        weight = P.multiply(weight, form.raise_to(form.joint(letter, t.condition), -1))
    return weight == {frozenset([*((a, 1) for a in t.above), *((a, -1) for a in t.below)]): 1}


def _density_ratio(letter, targets, below, given, factor, form) -> tuple | None:
    """The densities r = w / F is made of, if it integrates to one over the targets of w = letter(targets | below),
    whatever `given` is; None otherwise."""
    w = form.joint(letter, targets | below)
    if below:
        w = P.multiply(w, form.raise_to(form.joint(letter, below), -1))
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
    if _one_law(terms, letter, form) is None:
        return False
    return below < over[0][2] and {r for r, _ in over[0][2] - below} <= roles


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
    if any(
        not isinstance(role, str) or not isinstance(v, tuple) or v[0] not in ("v", "b") for v, role in roles.items()
    ):
        return None
    if len(set(roles.values())) != len(roles) or any(e not in (1, -1) for _, e in densities):
        return None
    names = {v: ("v", role, role) for v, role in roles.items()}
    above = frozenset(P.rename(a, names) for a, e in densities if e == 1)
    below = frozenset(P.rename(a, names) for a, e in densities if e == -1)
    free = frozenset((role, names[v]) for v, role in roles.items() if v not in bound)
    places = frozenset((role, v) for v, role in roles.items() if v not in bound)
    term = Term(c, above, below, P.rename(inner, names), free, places)
    return term if _proper(term) else None


def _proper(t: Term) -> bool:
    """The weight is a product of conditionals: each letter's joint over its own free or outer slots.

    What is averaged inside the logarithm has a density in the weight, and no free slot has one.
    """
    if not t.inner[2] <= t.covered | t.free:
        return False
    for a in t.below:
        if not any(b[1] == a[1] and a[2] < b[2] for b in t.above):
            return False
    return (t.free & t.covered) <= t.condition and len(t.above) <= 2


def _strip_outer(terms: list[Term]) -> list[Term]:
    """An average over an outer density that all terms share (E_{p(x)} of something) is set aside: x becomes free."""
    for outer in sorted(terms[0].above, key=P.order):
        if len(terms[0].above) + len(terms) < 3 or not all(outer in t.above for t in terms):
            continue
        mixed = any(a[1] != outer[1] for t in terms for a in t.above)
        if mixed:
            return [replace(t, above=t.above - {outer}, free=t.free | outer[2]) for t in terms]
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
