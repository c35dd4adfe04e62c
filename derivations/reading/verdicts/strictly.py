"""Strict signs between sides that may be equal: `b >= 0` bounds b, and does not keep it from being zero.

The rules write a bounded number as its bound and a positive rest, which proves too much of a strict sign. What is told
weakly, by a sign, a closed interval or a word, anywhere in a note may be at its bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.ranges import listed, number
from derivations.reading.meaning.naming import name_of, plain

STRICT = ("<", ">")
WEAK = ("less_equal", "greater_equal")
IN_WORDS = re.compile(
    r"non-?negative|(?:possibly|may be|can be|or|be|is|are) zero\b|\bzero for\b|非负|[可能]?[以能]?为零"
)
_SENTENCE = re.compile(r"[.;。；!?！？]|\n\s*\n")
MOST_BOUNDS = 4  # of a line: with more of them it is not looked whether it holds where they are met


def at_a_bound(note: Note, left: Expr, sign: str, right: Expr) -> list[str]:
    """Why a strict line is not proved: where one of its numbers is at its bound the sides may be equal."""
    if sign not in STRICT:
        return []
    weak = set(weakly_told(note))
    line = sympy.Tuple(left, right)
    met = {s: name for s in line.free_symbols | line.atoms(AppliedUndef) for name in weak if stands_for(s, name)}
    gap = left - right if sign == ">" else right - left
    if met and not (len(met) <= MOST_BOUNDS and all(map(is_positive, at_bounds(gap, sorted(met, key=str))))):
        return [f"{min(met.values())} may be at its bound, where the sides may be equal"]
    return []


def stands_for(part: Expr, name: str) -> bool:
    """Whether a symbol or function is a number of this name, or the rest above its bound, as ranges.py writes it."""
    written = type(part).__name__ if isinstance(part, AppliedUndef) else part.name
    return written == name or any(piece in written for piece in (f"({name} - ", f"{name}/(", f" - {name})"))


def at_bounds(gap: Expr, met: list[Expr]) -> Iterator[Expr]:
    """The gap with each of these at its bound, and with several: a rest is zero there, or beyond all bounds."""
    for count in range(1, len(met) + 1):
        for some in combinations(met, count):
            yield gap.xreplace(dict.fromkeys(some, sympy.Integer(0)))
    for rest in met:
        if "/(" in getattr(rest, "name", ""):
            turned = sympy.Symbol("t", positive=True)
            yield sympy.cancel(gap.xreplace({rest: 1 / turned})).subs(turned, 0)


def is_positive(gap: Expr) -> bool:
    return gap.is_finite is not False and gap.is_positive is True


def weakly_told(note: Note) -> Iterator[str]:
    """The names that a note bounds weakly."""
    for block in note.blocks:
        for formula in block.formulas:
            if any(IN_WORDS.search(part) for part in (said_before(formula.before), said_after(formula.after))):
                yield from (head for tree in formula.trees for head in heads(tree))
    for chain in (*note.chains, *note.spoken):
        for one, sign, other in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if sign.name in WEAK and one.read and other.read:
                names = [side for side, beside in ((one, other), (other, one)) if number(beside.tree) is not None]
                yield from (head for side in names for head in heads(side.tree))
        for tree in (one.tree for one in (*chain.sides, *chain.qualifiers)):
            if isinstance(tree, S.Membership) and is_closed(tree.domain):
                yield from filter(None, map(head_name, tree.elements))


def said_before(words: str) -> str:
    return _SENTENCE.split(words)[-1]


def said_after(words: str) -> str:
    return _SENTENCE.split(words)[0]


def heads(tree: S.Node) -> list[str]:
    """The names of a name, of its members and values, or of a list of names."""
    return [head for name in listed(tree) or (tree,) if (head := head_name(name))]


def head_name(tree: S.Node) -> str | None:
    """b of b, b_i and b(x); none of what is more than a name."""
    base = tree.base if isinstance(tree, S.Index) else tree
    if isinstance(base, S.Apply):
        return plain(base.function)
    return name_of(base) if isinstance(base, S.Symbol) else None


def is_closed(domain: S.Node) -> bool:
    """Whether a set has an end of its interval in it: [0, 1), or the numbers from zero on."""
    if isinstance(domain, S.Interval):
        return bool(set("[]") & set(domain.brackets[:1])) or "]" in domain.brackets[-1:]
    return isinstance(domain, S.Symbol) and "R" in domain.name and ("+" in domain.name or "0" in domain.name)
