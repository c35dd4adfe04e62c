"""Not trusted: divergences that the densities of a line could form, plain and averaged; one of them may be its gap."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from derivations.kernel.arithmetic import multiply
from derivations.kernel.making import make
from derivations.kernel.matching import open_binder
from derivations.kernel.terms import LEAVES, Atom, Term, of, only, rank

MARK = "~"  # of variables that stand for a bound one, by their role


def divergences(gap: Term, *terms: Term) -> list[Term]:
    """KL(a || b) for densities a and b of the same variables that stand in these terms, or could: with another letter,
    or as marginals. What would stay bound is averaged over (or summed, an index). Those first whose densities stand
    in the opened gap."""
    there = spoken_of(gap)
    return sorted(candidates(gap, *terms), key=lambda w: len(spoken_of(w) - there))


def spoken_of(thing) -> set:
    """Each letter with the variables of its joint that are spoken of, before and behind the bar."""
    if isinstance(thing, tuple) and thing and thing[0] == "density":
        roles = [frozenset(r for r, _, _ in part) for part in thing[3]]
        return {(thing[1], roles[0] | roles[1])} | ({(thing[1], roles[1])} if roles[1] else set())
    return set().union(*map(spoken_of, thing)) if isinstance(thing, tuple | frozenset) else set()


def candidates(*terms: Term) -> Iterator[Term]:
    found: set = set()
    for t in terms:
        collect(t, found)
    plain = {d for d in found if d[0] == "density"}
    plain |= {(*d[:3], (d[3][0], frozenset()), ()) for d in plain}
    targets = {roles(d[3][0]) for d in plain}
    for d in [d for d in plain if not d[3][1]]:  # a joint gives a conditional of what another density is one of
        for some in targets:
            if some < roles(d[3][0]):
                split = [frozenset(s for s in d[3][0] if (s[0] in some) == one) for one in (True, False)]
                plain |= {(*d[:3], tuple(split), ()), (*d[:3], tuple(reversed(split)), ())}
    letters = {d[1] for d in plain}
    plain |= {(d[0], letter, *d[2:]) for d in plain for letter in letters}
    for d in sorted((d for d in plain if not d[3][1] and len(d[3][0]) > 1), key=rank):
        yield from from_marginals(d, targets)
    yield from discrete_entropies(plain, letters)
    ordered = sorted(plain | found, key=lambda d: (d not in found, len(d[3][-1]) if d[0] == "density" else 0, rank(d)))
    seen = set()
    for a, b in product(ordered, repeat=2):
        if a == b or variables(a) != variables(b) or not variables(a):
            continue
        if a[0] == b[0] == "density" and a[1] == b[1] and not a[3][1] > b[3][1]:
            continue
        for w in averaged(a, b, ordered, letters):
            if w not in seen:
                seen.add(w)
                yield w


def from_marginals(d: Atom, targets: set[frozenset]) -> Iterator[Term]:
    """KL of a joint from the product of its marginals: of two groups of its variables, of each by itself."""
    groups = [[some, roles(d[3][0]) - some] for some in sorted(targets, key=rank) if some < roles(d[3][0])]
    for parts in (*groups, [frozenset({r}) for r in sorted(roles(d[3][0]))]):
        marginals = [(*d[:3], (frozenset(s for s in d[3][0] if s[0] in part), frozenset()), ()) for part in parts]
        if variables(d):
            yield make("KL", None, variables(d), (), (of(d), multiply(*map(of, marginals))))


def discrete_entropies(plain: set[Atom], letters) -> Iterator[Term]:
    """H of each density of discrete variables."""
    for d in sorted(plain, key=rank):
        vs = variables(d)
        if vs and all(v[0] == "var" and v[1][2] for v in vs):
            yield make("H", None, vs, (), (of(d), of(d)))


def roles(slots) -> frozenset:
    """The roles of slots."""
    return frozenset(r for r, _, _ in slots)


def collect(t: Term, found: set) -> None:
    """The densities in a term, bound variables under the names of their roles."""
    for m, _ in t:
        for a, _ in m:
            if a[0] in LEAVES:
                continue
            if a[0] in ("density", "N", "MN") or (a[0] == "Prod" and "density" in rank(a)):
                found.add(a)
            if a[0] != "density":
                names = tuple(("var", s, f"{MARK}{s[0]}") for s in a[2])
                for body in (*a[3], *open_binder(a[4], names)):
                    collect(body, found)


def variables(a: Atom) -> tuple:
    """What an atom is a density of, in order."""
    if a[0] == "density":
        held = [only(v) for _, _, v in a[3][0]]
    elif a[0] == "Prod":
        inside = [b for m, _ in a[4][0] for b, _ in m if b[0] in ("density", "N")]
        values = [v for b in inside for v in ([s[2] for s in b[3][0]] if b[0] == "density" else [b[3][0]])]
        held = [only(only(v)[3][0]) if only(v) and only(v)[0] == "comp" else None for v in values]
    else:
        held = [only(a[3][0])]
    leaves = [v for v in held if v and (v[0] == "var" or v[0] == "comp")]
    return tuple(sorted(set(leaves), key=rank)) if len(leaves) == len(held) else ()


def averaged(a: Atom, b: Atom, densities, letters) -> Iterator[Term]:
    """KL(a || b), averaged over the variables of the line that are bound and still stand in it."""
    vs = variables(a)
    if any(v[0] != "var" for v in vs):
        return
    kl = make("KL", None, vs, (), (of(a), of(b)))
    free = {v for v in marked(kl) if v not in vs}
    indices = tuple(sorted((v for v in free if v[1][0] == "#"), key=rank))
    free -= set(indices)
    if not free:
        yield make("Sum", None, indices, (), (kl,)) if indices else kl
        return
    slots = {only(v): s for d in densities if d[0] == "density" for part in d[3] for s in part for v in [s[2]]}
    if not free <= set(slots):
        return
    target = frozenset(slots[v] for v in free)
    rest = {s for d in densities if d[0] == "density" for s in d[3][1]} - target
    for letter in sorted(letters):
        for given in (frozenset(), frozenset(s for s in rest if only(s[2]) and not only(s[2])[2:3] == MARK)):
            weight = ("density", letter, (), (target, frozenset()), ())
            if given and not any(d[1] == letter and d[3] == (target, given) for d in densities if d[0] == "density"):
                continue
            if given:
                weight = ("density", letter, (), (target, given), ())
            average = make("E", None, tuple(sorted(free, key=rank)), (), (of(weight), kl))
            yield make("Sum", None, indices, (), (average,)) if indices else average


def marked(thing) -> set:
    """The variables that stand for bound ones."""
    if isinstance(thing, tuple) and len(thing) == 3 and thing[0] == "var":
        return {thing} if isinstance(thing[2], str) and thing[2].startswith(MARK) else set()
    return set().union(*map(marked, thing)) if isinstance(thing, tuple | frozenset) else set()
