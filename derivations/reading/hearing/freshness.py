"""Whether a name is new at its place: neither defined nor used before, nor a name with a meaning of its own."""

from __future__ import annotations

import sympy
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.document import Chain, Relation
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import base, plain
from derivations.reading.meaning.substitution import head_of, is_name, is_quantity
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS


def fresh(judge, tree: S.Node, sign: Relation | None = None) -> bool:
    """A name that stands for nothing yet: not defined, no variable, not used as a parameter before; told to be one
    by its sign, `... =: L(a, b)` beside an L(a), it may have stood with other arguments."""
    told = sign is not None and sign.sign == "=:"
    if isinstance(tree, S.Neg):
        tree = tree.operand
    if not isinstance(base(tree), (S.Symbol, S.Apply)):
        return False
    name, arguments, _, _ = head_of(tree)
    if not name or judge.known.speaks_of(base(tree)) or name in judge.survey.variables:
        return False
    if name in judge.survey.matrices - judge.survey.shown:
        return False
    if isinstance(base(tree), S.Symbol) and (name in ("0", "1") or name in judge.survey.parameters):
        return False
    if name == "I" and has_identity(judge):
        return False
    return name not in KNOWN_FUNCTIONS and ((told and bool(arguments)) or first_use(judge, tree, name))


def has_identity(judge) -> bool:
    """Whether I is the identity matrix in this note rather than a name an author may give."""
    return bool(judge.survey.vectors or judge.survey.matrices)


def first_use(judge, tree: S.Node, name: str) -> bool:
    """Whether no formula before this place, in displays or in prose, uses the name."""
    if not judge.first_places:
        for side in (side for c in (*judge.note.chains, *judge.note.spoken) for side in c.sides if side.read):
            for node in S.walk(side.tree):
                if isinstance(node, (S.Symbol, S.Apply)):
                    used = head_of(node)[0]
                    place = judge.first_places.get(used, node.span[0])
                    judge.first_places[used] = min(place, node.span[0])
    return judge.first_places.get(name, tree.span[0]) >= tree.span[0]


def goes_round(judge, name: S.Node, right: S.Node) -> bool:
    """Whether a formula holds the name that it is said to define, as it stands or once what was defined is put in:
    after alpha_t = 1 - beta_t no `beta_t = 1 - alpha_t` is new."""
    if holds(right, name) or leads_back(judge, name, right, frozenset()):
        return True
    try:
        mine, formula = judge.known.read.expression(name), judge.known.read.expression(right)
    except Unreadable:
        return False
    written = {head_of(n)[0] for n in S.every(S.Symbol | S.Index | S.Apply, right)}
    members = {type(f).__name__ for f in formula.atoms(AppliedUndef)}
    members |= {getattr(c.base, "name", "") for c in formula.atoms(L.Component)}
    if isinstance(name, S.Index) and head_of(name)[0] in members - written:  # alpha_t, and the alpha_s of a product
        return True
    return isinstance(mine, sympy.Symbol) and mine.name in {s.name for s in formula.free_symbols}


def solves(judge, chain: Chain, place: int) -> bool:
    """Whether a line gives a name by what it stands in: `x = (y - b) / a` after y = a x + b is no equation to solve."""
    if place or not all(side.read for side in chain.sides[:2]):
        return False
    left, right = (side.tree for side in chain.sides[:2])
    return is_name(left) and not holds(right, left) and goes_round(judge, left, right)


def leads_back(judge, name: S.Node, tree: S.Node, seen: frozenset[str]) -> bool:
    """Whether the formulas of the quantities in a formula lead back to one of them: R = L - D after L = R + D."""
    if not isinstance(name, S.Symbol) or not is_quantity(plain(name.name)):
        return False
    for node in S.walk(tree):
        inside = plain(node.name) if isinstance(node, S.Symbol) else ""
        if node == name:
            return True
        given = judge.known.definitions.get(inside, ()) if inside not in seen else ()
        if any(leads_back(judge, name, one.tree, seen | {inside}) for one in given):
            return True
    return False


def holds(tree: S.Node, name: S.Node) -> bool:
    """Whether a formula has the name in it that it is said to define: a = a + 1 defines nothing, s = s_1 + s_2 does."""
    if tree == name:
        return True
    inside = tree.indices if isinstance(tree, S.Index) and tree.base == name else S.children(tree)
    return any(holds(part, name) for part in inside)
