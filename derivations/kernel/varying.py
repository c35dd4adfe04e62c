"""What a minimisation varies, whether a term is free of it, and least values: a divergence that is zero somewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from derivations.kernel.figures.bounds import bounded
from derivations.kernel.figures.densities import Fact
from derivations.kernel.matching import everything, lone, mentions, opened, product, the
from derivations.kernel.terms import ZERO, Atom, Term, of, only


@dataclass(frozen=True)
class Varying:
    """What is optimised. By default every density and every function, and no symbol.

    `given` are marginals that are data, (letter, roles): a marginal of that letter over these variables only is fixed.
    `symbols` are the parameters that are optimised, `functions` and `densities` the names that are, None for all.
    """

    given: frozenset[tuple[str, frozenset[str]]] = frozenset()
    symbols: frozenset[str] = frozenset()
    functions: frozenset[str] | None = None
    densities: frozenset[str] | None = None


def is_fixed(thing: Atom | Term, varying: Varying, facts: tuple[Fact, ...] = ()) -> bool:
    """Whether nothing that is optimised stands anywhere in a term."""
    return all(may_stand(a, varying, facts) for a in everything(thing) if isinstance(a, tuple) and a)


def may_stand(a: Atom, varying: Varying, facts: tuple[Fact, ...]) -> bool:
    """Whether an atom is fixed, as far as its own name says; a density by what facts declare of it too."""
    kind = a[0]
    if kind == "density":
        return density_is_fixed(a, varying, facts)
    if kind == "function":
        return not (varying.functions is None or speaks_of(a[1][0].rstrip("'"), varying.functions))
    if kind in ("symbol", "vector", "det", "entry", "var"):
        name = a[2] if kind == "var" else a[1][0] if kind == "entry" else a[1]
        return not speaks_of(name, varying.symbols)
    return True


def speaks_of(name: str, names: Collection[str]) -> bool:
    """Whether a name is one of these, or a formula that holds one: (beta - 1)."""
    return name in names or ("(" in name and any(one in name for one in names))


def density_is_fixed(a: Atom, varying: Varying, facts: tuple[Fact, ...]) -> bool:
    """Whether a density is given, by facts that are, at whatever values."""
    letter, *parameters = a[1].split(";")
    data = [roles for name, roles in varying.given if name == a[1] and roles_of(a) <= roles and not a[3][1]]
    if not data and (varying.densities is None or letter in varying.densities or varying.symbols & set(parameters)):
        return False
    about = [f for f in facts if the(f[1])[1] == a[1] and (not data or roles_of(the(f[1])) <= data[0])]
    return all(is_fixed(f[2], varying, tuple(g for g in facts if g != f)) for f in about)


def roles_of(a: Atom) -> frozenset[str]:
    """The variables of the joint that a density speaks of."""
    return frozenset(r for part in a[3] for r, _, _ in part)


def is_reached(t: Term, varying: Varying, facts: tuple[Fact, ...], averaged: tuple[Atom, ...] = ()) -> bool:
    """min over q of c E KL[q||p]  =  0        q := p can be chosen; nothing else in it varies

    That both are densities of the same variables is what bounds KL[q||p]; no fact restricts what is optimised. What is
    averaged over and stands in p is what q is given as well.
    """
    if ZERO not in bounded("gibbs", t, 1):
        return False
    a, _ = lone(product(t)[0], lambda b: not is_fixed(b, varying, facts))
    vs, bodies = opened(a)
    if a[0] in ("E", "int", "Sum"):
        return is_fixed(bodies[:-1], varying, facts) and is_reached(bodies[-1], varying, facts, (*averaged, *vs))
    for body, other in (bodies, reversed(bodies)) if a[0] == "KL" else ():
        q = only(body)
        if q and q[1] in (varying.densities or ()) and is_fixed(other, varying, facts):
            given = {v for _, _, v in q[3][1]}
            return all(of(v) in given for v in averaged if mentions(other, v))
    return False


def unrestricted(varying: Varying, facts: tuple[Fact, ...]) -> bool:
    """Whether densities alone are optimised, all of them: no fact speaks of one or holds one."""
    plain = varying.functions == frozenset() and not varying.symbols and not varying.given
    return bool(varying.densities) and plain and all(is_fixed(t, varying) for fact in facts for t in fact[1:])
