"""Derivatives of formulas in plain numbers: d f / d x, of sums over entries and examples too, and f'(x).

Of an expectation, a density or a function without a formula nothing is known here: those derivatives stay unread. So do
those of a formula with a quantity in it, a loss, a bound, that may hold the variable; but in `f(x) = A x` the letter A
is a constant, for f is a function of x alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

import sympy
from sympy import Dummy, Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import plain, replaced, trees_of
from derivations.reading.meaning.substitution import is_quantity
from derivations.reading.meaning.unreadable import Unreadable

UNKNOWN = "a derivative of this is not understood"
SPOKEN = re.compile(r"\b(?:derivatives?|differentiat\w*|slopes?|gradients?)\b|导|微分|斜率|梯度", re.IGNORECASE)


def read_derivative(read, node: S.Derivative) -> sympy.Expr:
    """d f / d x, where f is a formula or a name that has one."""
    body = node.body
    for_alone = isinstance(body, S.Symbol) and len(node.variables) == 1 and read.known.has_definition(plain(body.name))
    if for_alone and all(len(d.arguments) == 1 for d in read.known.definitions.get(plain(body.name), ())):
        body = S.Apply(body.name, node.variables, span=body.span)  # d f / d x, after f(x) = ...
    value = read.expression(body)
    own = isinstance(body, S.Apply) and read.known.has_definition(plain(body.function))
    for variable in node.variables:
        x = read.expression(variable)
        if not isinstance(x, Symbol) or not value.has(x):
            raise Unreadable(UNKNOWN, node)
        constant = own and variable in body.arguments
        if any(may_vary(s, x, constant) for s in value.free_symbols):
            raise Unreadable(UNKNOWN, node)
        value = slope(read, value, x, node)
    return value


def may_vary(s: Symbol, x: Symbol, constant: bool) -> bool:
    """Whether a letter may hold the variable unseen; a single capital does not, if it is a constant."""
    if s == x or (constant and re.fullmatch("[A-Z]", s.name)):
        return False
    return s.name.startswith("constant:") or is_quantity(s.name)


def slope(read, value: sympy.Expr, x: Symbol, node: S.Node) -> sympy.Expr:
    """The derivative, with a sum over entries or examples taken term by term."""
    sums = sorted(outermost(value), key=str)
    places = {s: sympy.Function(f"sum{n}")(x) if s.has(x) else Dummy() for n, s in enumerate(sums)}
    found = value.xreplace(places)
    places |= {one: Dummy() for one in found.atoms(L.Component, AppliedUndef) if numbered(one, x)}
    found = found.xreplace(places)
    if found.atoms(L.Notation, AppliedUndef) - {x, *places.values()}:
        raise Unreadable(UNKNOWN, node)
    found = sympy.diff(found, x)
    inner = {sympy.Derivative(places[s], x): inside(read, s, x, node) for s in sums if s.has(x)}
    return found.xreplace(inner).xreplace({place: one for one, place in places.items()})


def outermost(value: sympy.Expr) -> set[sympy.Expr]:
    """The sums and averages over draws in a formula that stand in no other."""
    if isinstance(value, L.Sum | L.SampleAverage):
        return {value}
    return set().union(*map(outermost, value.args)) if value.args and not isinstance(value, L.Notation) else set()


def inside(read, total: sympy.Expr, x: Symbol, node: S.Node) -> sympy.Expr:
    """The derivative of a sum, as the sum of derivatives: what is drawn is held fixed, and so are the ends."""
    body, *others = total.args
    drawn = L.targets_of(total.density) if isinstance(total, L.SampleAverage) else ()
    made = [v for v in drawn if v in read.known.paths or v.name in read.known.tied or read.known.has_definition(v.name)]
    if any(o.has(x) for o in others) or made:
        raise Unreadable(UNKNOWN, node)
    return total.func(slope(read, body, x, node), *others)


def numbered(one: sympy.Expr, x: Symbol) -> bool:
    """Whether this is the i-th of some given numbers, as x_i is in the derivative by another name."""
    name, places = (one.base, (one.index,)) if isinstance(one, L.Component) else (type(one).__name__, one.args)
    plainly = isinstance(name, Symbol | str) and str(name) != x.name
    return plainly and all(isinstance(a, Symbol) and a.is_integer for a in places)


def with_slopes(note: Note) -> Note:
    """The note with f'(x) as the derivative of f(x), where f(x) has a formula, f' has none and derivatives are spoken
    of. Anywhere else a prime is a part of a name."""
    inline = [chain for block in note.blocks for formula in block.formulas for chain in formula.chains]
    given = {
        a.function
        for chain in (*note.chains, *inline)
        for side, relation in zip(chain.sides, chain.relations[:1], strict=False)
        if side.read and relation.name in ("equal", "define") and isinstance(a := side.tree, S.Apply)
        if len(a.arguments) == 1 and isinstance(a.arguments[0], S.Symbol) and not a.parameters
    }
    primed = {f"{name}'" for name in given}
    nodes = [n for tree in trees_of(note) for n in S.walk(tree)]
    spoken = any(isinstance(n, S.Derivative) for n in nodes) or any(
        b.kind == "prose" and SPOKEN.search(b.text) for b in note.blocks
    )
    if not spoken or not any(isinstance(n, S.Apply) and n.function in primed for n in nodes):
        return note

    def changed(tree: S.Node) -> S.Node:
        for n in S.walk(tree):
            if isinstance(n, S.Apply) and n.function in primed and [*map(type, n.arguments)] == [S.Symbol]:
                body = replace(n, function=n.function[:-1])
                return changed(replaced(tree, n, S.Derivative(n.arguments, body, span=n.span)))
        return tree

    chains = tuple(
        replace(c, sides=tuple(replace(s, tree=changed(s.tree)) if s.read else s for s in c.sides)) for c in note.chains
    )
    return replace(note, chains=chains)
