"""Special cases in which a line might hold, each kind with the words that may speak of it.

A supposition is a claim changed: with one more fact (a density that is another one, a joint that factorises), or with
a number, a range, a constant put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

from sympy import Add, Expr, Function, Integer, Mul, Symbol, Tuple
from sympy.core.function import AppliedUndef

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.worlds.outcomes import Agrees, Outcome

Change = Callable[[Claim], Claim]
Cases = Callable[[Claim], Iterator[tuple[str, Change]]]
MOST_NUMBERS = 6  # names of a line into which numbers are put


def of_one_law(claim: Claim) -> Iterator[tuple[str, Change]]:
    """q(z|x) is p(z|x), or p(z), or q(z)."""
    densities = sorted(_densities(claim), key=str)
    free = _free(claim)
    letters = {d.name: d.distribution for d in densities}
    for d in densities:
        targets, givens = d.args[1].args, d.args[2].args
        others = [g for g in (*(free - set(d.targets)),) if isinstance(g, L.RandomVariable)]
        for given in dict.fromkeys((givens, tuple(sorted(others, key=str)), ())):
            for name, letter in sorted(letters.items()):
                try:
                    other = L.Density(letter, targets, given)
                except L.DensityError:
                    continue
                if other != d and (name != d.name or not given):
                    yield f"{d} = {other}", with_facts(Fact(d, other, "declared"))


def of_independence(claim: Claim) -> Iterator[tuple[str, Change]]:
    """The joint density of a letter is a product, or one given what is fixed; a condition says nothing."""
    for _given, facts in _products(claim):
        yield ", ".join(f"{f.density} = {f.formula}" for f in facts), with_facts(*facts)
    for d in sorted(_densities(claim), key=str):
        for left_out in d.args[2].args if len(d.args[2].args) > 1 else ():
            fewer = L.Density(d.distribution, d.args[1].args, [g for g in d.args[2].args if g != left_out])
            yield f"{d} = {fewer}", with_facts(Fact(d, fewer, "independence"))


def of_a_chain(claim: Claim) -> Iterator[tuple[str, Change]]:
    """Two variables are independent given a third."""
    for given, facts in _products(claim):
        if given and all(len(f.density.targets) == 2 for f in facts):
            yield ", ".join(f"{f.density} = {f.formula}" for f in facts), with_facts(*facts)


def _products(claim: Claim) -> list[tuple[str, list[Fact]]]:
    """By what is given, if anything is, the facts that make every other variable of a letter independent."""
    densities = sorted(_densities(claim), key=str)
    products: dict[str, list[Fact]] = {}
    for name, letter in sorted({d.name: d.distribution for d in densities}.items()):
        own = [d for d in densities if d.name == name]
        slots = {r: v for d in own for r, v in (*d.target_slots, *d.given_slots) if isinstance(v, L.RandomVariable)}
        for given in (None, *sorted(slots)):
            parts = [v for r, v in sorted(slots.items()) if r != given]
            if 1 < len(parts) < 5:
                condition = [slots[given]] if given else []
                whole = L.Density(letter, parts, condition)
                one = Fact(whole, Mul(*(L.Density(letter, [v], condition) for v in parts)), "independence")
                products.setdefault(given or "", []).append(one)
    return sorted(products.items())


def of_ones(claim: Claim) -> Iterator[tuple[str, Change]]:
    """A name, or each of them, is 1."""
    names = _names_and_laws(claim)
    for some in (*([n] for n in names), names):
        yield _told(some, Integer(1)), put(dict.fromkeys(some, Integer(1)))


def of_zeros(claim: Claim) -> Iterator[tuple[str, Change]]:
    """A name, or each that may be, is 0."""
    names = [n for n in _names_and_laws(claim) if not n.is_positive]
    for some in (*([n] for n in names), names):
        yield _told(some, Integer(0)), put(dict.fromkeys(some, Integer(0)))


def of_twos(claim: Claim) -> Iterator[tuple[str, Change]]:
    """There are two of what is counted: two classes, two components."""
    return _of_counts(claim, Integer(2))


def of_one_of_it(claim: Claim) -> Iterator[tuple[str, Change]]:
    """There is one of what is counted: one dimension, a batch of size one, whose only member is the first."""
    firsts = {Symbol(f"{one.base}_{{1}}", real=True): L.Component(one.base, Integer(1)) for one, _ in _members(claim)}
    for told, change in _of_counts(claim, Integer(1)):
        yield told, lambda claim, change=change: put(firsts)(change(claim))
    matrices = {m for side in (claim.left, claim.right) for m in side.atoms(L.MatrixName)}
    if matrices:
        yield "d = 1", put({m: L.MatrixName(m.name, 1, m.symmetric) for m in matrices})


def _of_counts(claim: Claim, value: Expr) -> Iterator[tuple[str, Change]]:
    counts = [s for s in _free(claim) if s.is_integer and not isinstance(s, L.RandomVariable)]
    for one in sorted(counts, key=str):
        yield _told([one], value), put({one: value})


def of_equals(claim: Claim) -> Iterator[tuple[str, Change]]:
    """Two names of one letter are one; those with a number are the one without; the members of a sequence are the first
    of them, or, as weights are, one by their number."""
    names = _names_and_laws(claim)
    for one, two in combinations(names, 2):
        if _letter(one) == _letter(two):
            yield _told([two], one), put({two: one})
    for shared in names:
        alike = [n for n in names if n != shared and _letter(n) == shared.name]
        if alike:
            yield _told(alike, shared), put(dict.fromkeys(alike, shared))
    for one, (_, _, last) in _members(claim):
        for value in (L.Component(one.base, Integer(1)), 1 / last):
            yield f"{one} = {value}", put({one: value})


def of_centred(claim: Claim) -> Iterator[tuple[str, Change]]:
    """The members of a sequence have been shifted by their mean."""
    for one, limit in _members(claim):
        mean = L.Sum(one, limit) / (limit[2] - limit[1] + 1)
        yield f"{one.base} = {one.base} - mean", put({one: one - mean})


def _members(claim: Claim) -> Iterator[tuple[Expr, Tuple]]:
    """The members of sequences that sums go through, with the limits of these sums."""
    sums = sorted({n for side in (claim.left, claim.right) for n in side.atoms(L.Sum)}, key=str)
    for total in sums:
        for limit in total.limits:
            for one in sorted(total.atoms(L.Component), key=str):
                if one.index == limit[0]:
                    yield one, limit


def of_symmetric_matrices(claim: Claim) -> Iterator[tuple[str, Change]]:
    """The matrices are symmetric and positive definite."""
    matrices = {m for side in (claim.left, claim.right) for m in side.atoms(L.MatrixName) if not m.symmetric}
    if matrices:
        told = ", ".join(sorted(f"{m} = {m}^T" for m in matrices))
        yield told, put({m: L.MatrixName(m.name, m.size) for m in matrices})


def at_the_prior(claim: Claim) -> Iterator[tuple[str, Change]]:
    """Every scale is 1, and every other name 0."""
    values = {n: Integer(1 if n.is_positive else 0) for n in _names(claim)}
    yield ", ".join(f"{n.name} = {v}" for n, v in values.items()), put(values)


def at_the_standard(claim: Claim) -> Iterator[tuple[str, Change]]:
    """Every scale of the line and of the laws that are given is 1; and every other name 0."""
    given = replace(claim, left=Tuple(claim.left, *(part for f in claim.facts for part in (f.density, f.formula))))
    names = _names(given)
    scales = {n: Integer(1) for n in names if n.is_positive}
    for values in (scales, scales | {n: Integer(0) for n in names if not n.is_positive}):
        yield ", ".join(f"{n.name} = {v}" for n, v in values.items()), put(values)


def of_a_standard_normal(claim: Claim) -> Iterator[tuple[str, Change]]:
    """A density of one number without a formula is N(0, 1), or each of them is."""
    given = {f.density for f in claim.facts}
    alone = sorted((d for d in _densities(claim) if not d.givens and len(d.targets) == 1 and d not in given), key=str)
    alone = [d for d in alone if isinstance(d.targets[0], L.RandomVariable) and d.targets[0].dimension is None]
    for some in (*([d] for d in alone), *([alone] if len(alone) > 1 else ())):
        facts = [Fact(d, L.Normal(d.targets[0], Integer(0), Integer(1)), "gaussian") for d in some]
        yield ", ".join(f"{f.density} = {f.formula}" for f in facts), with_facts(*facts)


def of_ranges(claim: Claim) -> Iterator[tuple[str, Change]]:
    """A name is at least 1, between 0 and 1, or of one sign; so are the values of a function."""
    for one in _names(claim):
        more = Symbol(f"{one.name}'", positive=True)
        ranges = ((">= 1", 1 + more), ("<= 1", more / (1 + more)), ("<< 1", more / (100 + more)), (">= 0", more))
        for told, value in ranges if not isinstance(one, L.RandomVariable) else ():
            yield f"{one.name} {told}", put({one: value})
        if not one.is_positive and not isinstance(one, L.RandomVariable):
            yield f"{one.name} <= 0", put({one: -more})
    for name in sorted({type(f).__name__ for f in _applied(claim)}):
        calls = [f for f in _applied(claim) if type(f).__name__ == name]
        yield f"{name} >= 0", put({f: f**2 for f in calls})
        yield f"{name} <= 0", put({f: -(f**2) for f in calls})


def of_constants(claim: Claim) -> Iterator[tuple[str, Change]]:
    """A function is constant, or gives back what it is given."""
    for name in sorted({type(f).__name__ for f in _applied(claim)}):
        calls = [f for f in _applied(claim) if type(f).__name__ == name]
        yield f"{name} = c", put(dict.fromkeys(calls, Function(name, real=True)(Integer(0))))
        yield f"{name}(x) = x", put({f: f.args[0] for f in calls if len(f.args) == 1})


def of_discrete(claim: Claim) -> Iterator[tuple[str, Change]]:
    """Every variable has a probability for each of its values."""
    single = as_discrete(claim)
    line = Tuple(claim.left, claim.right)
    if line.has(L.Entropy, L.ConditionalEntropy, L.MutualInformation) or line.atoms(L.Density):
        yield f"sum {', '.join(sorted({v.name for v in single}))}", lambda claim: with_others(claim, single)


def as_discrete(claim: Claim) -> dict[Expr, Expr]:
    """The continuous variables that a claim integrates over nowhere, with those that have values in their place."""
    line = Tuple(claim.left, claim.right, *(part for f in claim.facts for part in (f.density, f.formula)))
    shown = {v.role for n in line.atoms(L.Integral) for v in n.bound_symbols if isinstance(v, L.RandomVariable)}
    continuous = (v for v in line.atoms(L.RandomVariable) if not v.discrete and v.role not in shown)
    return {v: L.RandomVariable(v.name, v.role, v.dimension, True) for v in continuous}


def _told(names: list[Expr], value: Expr) -> str:
    return f"{', '.join(n.name for n in names)} = {value}"


def _letter(name: Expr) -> str:
    return name.name.rstrip("_{}0123456789'")


def with_facts(*facts: Fact) -> Change:
    """More facts for a claim."""
    return lambda claim: replace(claim, facts=(*claim.facts, *facts))


def put(values: dict[Expr, Expr]) -> Change:
    """Values in the place of names in a claim, also in its facts."""
    return lambda claim: with_others(claim, values, densities=False)


def with_others(claim: Claim, swaps: dict[Expr, Expr], densities: bool = True) -> Claim:
    """A claim with others in the place of its names, also in its facts."""
    given = ((f.density.xreplace(swaps) if densities else f.density, f.formula.xreplace(swaps)) for f in claim.facts)
    facts = tuple(replace(f, density=d, formula=e) for f, (d, e) in zip(claim.facts, given, strict=True))
    return replace(claim, left=claim.left.xreplace(swaps), right=claim.right.xreplace(swaps), facts=facts)


def _densities(claim: Claim) -> set[Expr]:
    return {d for e in (claim.left, claim.right) for d in e.atoms(L.Density)}


def _free(claim: Claim) -> set[Expr]:
    return claim.left.free_symbols | claim.right.free_symbols


def _applied(claim: Claim) -> list[Expr]:
    return sorted({f for e in (claim.left, claim.right) for f in e.atoms(AppliedUndef)}, key=str)


def _names(claim: Claim) -> list[Expr]:
    """The numbers of a line that no density is of."""
    roles = {role for d in _densities(claim) for role, _ in (*d.target_slots, *d.given_slots)}
    free = [s for s in _free(claim) if getattr(s, "role", None) not in roles and not s.is_integer]
    return sorted((s for s in free if not isinstance(s, L.MatrixName)), key=lambda s: s.name)[:MOST_NUMBERS]


def _names_and_laws(claim: Claim) -> list[Expr]:
    """The numbers of a line, and of the laws that are given."""
    of_laws = replace(claim, left=Add(claim.left, *(f.formula for f in claim.facts)))
    return list(dict.fromkeys((*_names(claim), *_names(of_laws))))


SUPPOSITIONS: dict[str, Cases] = {
    "one law": of_one_law, "independence": of_independence, "a chain": of_a_chain,
    "ones": of_ones, "zeros": of_zeros, "twos": of_twos,
    "one of it": of_one_of_it, "centred": of_centred, "symmetric matrices": of_symmetric_matrices,
    "equals": of_equals, "the prior": at_the_prior, "standard law": at_the_standard,
    "a standard normal": of_a_standard_normal, "ranges": of_ranges,
    "constants": of_constants, "discrete": of_discrete,
}  # fmt: skip
"""By the kinds of conditions.toml, the cases that their words may mean."""


# -- a variable that a note sums over in one line and integrates over in another -------------------------------------


def of_either_kind(claim: Claim, look: Callable[[Claim, bool], Outcome], either: set[str]) -> list[str]:
    """Why a claim that fails is doubtful: worlds agree with it for discrete variables, as those of `either` may be."""
    single = {v: other for v, other in as_discrete(claim).items() if v.role in either}
    if not single or not isinstance(look(with_others(claim, single), False), Agrees):
        return []
    return [f"whether {min(v.name for v in single)} is discrete here is not said, and it holds if it is"]
