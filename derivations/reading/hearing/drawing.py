"""What the variables of a note are drawn from, as its words and its sums of draws say."""

from __future__ import annotations

import sympy

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.substitution import head_of
from derivations.reading.meaning.sums import is_draw
from derivations.reading.meaning.unreadable import Unreadable

UNSAID = "what the draws of {} are from"


def drawn_from(known, name: str) -> sympy.Expr | None:
    tree = known.step_draws.get(name, known.draws.get(name))
    if tree is None:
        return None
    if isinstance(tree, tuple):
        return known.read.readings.choose(UNSAID.format(name), tree)
    try:
        variable = known.read.random(name)
        return along(known, tree, density_of(known.read, tree, (variable,)))
    except Unreadable:
        return None


def along(known, tree: S.Node, density: sympy.Expr) -> sympy.Expr | None:
    """z_1^{(s)} ~ r(z_1 | z_2^{(s)}, x) where z_2^{(s)} ~ r(z_2 | x): each is a draw from r(z_1 | x)."""
    for given in tree.givens if isinstance(tree, S.Density) else ():
        if not (isinstance(given, S.Index) and given.raised) or not isinstance(density, L.Density):
            continue
        if name_of(given) not in known.draws:
            continue
        before = drawn_from(known, name_of(given))
        if not isinstance(before, L.Density) or before.distribution != density.distribution:
            return None
        rest = [g for g in density.givens if g not in before.targets]
        density = L.Density(density.distribution, list(density.targets), [*dict.fromkeys([*rest, *before.givens])])
    return density


def is_sampled_name(known, node: S.Node) -> bool:
    """Whether a name was defined by an average over draws, as an estimator is."""
    if not isinstance(node, (S.Symbol, S.Index, S.Apply)):
        return False
    for d in known.definitions.get(head_of(node)[0], ()):
        if any(isinstance(v, S.Index) and is_draw(known.read, v) for v in S.walk(d.tree)):
            return True
    return False


def drawn_jointly(known, names: tuple[str, ...]) -> sympy.Expr | None:
    return drawn_from(known, names[0]) if len(names) == 1 else None
