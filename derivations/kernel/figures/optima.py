"""Least values that are reached: a divergence that some choice of an optimised density makes zero."""

from __future__ import annotations

from derivations.kernel.binders import mentions, opened
from derivations.kernel.figures.densities import Fact, fills, is_density
from derivations.kernel.matching import the
from derivations.kernel.signs import positive
from derivations.kernel.terms import Atom, Term, of, only
from derivations.kernel.varying import Varying, is_fixed


def is_reached(t: Term, varying: Varying, facts: tuple[Fact, ...], averaged: tuple[Atom, ...] = ()) -> bool:
    """min over q of c E KL[q||p]  =  0        q := p can be chosen, c > 0; nothing else in it varies

    No fact restricts what is optimised. What is averaged over and stands in p is what q is given as well.
    """
    if len(t) != 1:
        return False
    ((m, c),) = t
    loose = [(a, e) for a, e in m if not is_fixed(a, varying, facts)]
    if c <= 0 or len(loose) != 1 or loose[0][1] != 1 or not all(positive(a) for a, _ in m - {loose[0]}):
        return False
    a = loose[0][0]
    if a[0] in ("E", "int", "Sum"):
        vs, bodies = opened(a)
        weights = [b for b in bodies[:-1] if not (is_fixed(b, varying, facts) and is_density(b, vs))]
        return not weights and is_reached(bodies[-1], varying, facts, (*averaged, *vs))
    return a[0] == "KL" and is_zero_somewhere(a, varying, facts, averaged)


def is_zero_somewhere(a: Atom, varying: Varying, facts: tuple[Fact, ...], averaged: tuple[Atom, ...]) -> bool:
    """Whether one side of KL[q||p] is a density that varies, the other is fixed and one that it can be."""
    vs, bodies = opened(a)
    for body, other in (bodies, reversed(bodies)):
        q = only(body)
        if q and q[1] in (varying.densities or ()) and is_fixed(other, varying, facts):
            plain = len(q[3][0]) == len(vs) and all(any(fills(s, v) for s in q[3][0]) for v in vs)
            given = {v for _, _, v in q[3][1]}
            seen = all(of(v) in given for v in averaged if mentions(other, v))
            return plain and seen and is_density(other, vs) and not any(mentions(q[3][1], v) for v in vs)
    return False


def unrestricted(varying: Varying, facts: tuple[Fact, ...]) -> bool:
    """Whether densities alone are optimised, all of them: no fact speaks of one or holds one."""
    letters = varying.densities
    if not letters:
        return False
    plain = varying.functions == frozenset() and not varying.symbols and not varying.given
    return plain and all(the(f[1])[1] not in letters and is_fixed(f[2], varying) for f in facts)
