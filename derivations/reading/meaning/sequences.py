"""Lists of variables written by a range, x_{0:T}: the members that a chain of formulas tells apart.

Beside x_0 and x_{1:T} the list x_{0:T} is both of them together. What a chain writes so that two lists share members
which cannot be told apart (x_{1:T} beside x_t) has no reading here: `pieces` then says None, and nothing is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import sympy

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, tag_text

_END = r"(?:\d+|[A-Za-z](?:[+-]\d+)?)"
_LABELLED = re.compile(rf"(.+)_\{{({_END})(?::({_END}))?\}}")
Span = tuple[sympy.Expr, sympy.Expr]  # first and last, the same for a single member


def spans(trees: Iterable[S.Node]) -> dict[str, frozenset[Span]]:
    """Each name that carries a range somewhere in these formulas, with every span it is written with."""
    found: dict[str, set[Span]] = {}
    for tree in trees:
        for node in S.walk(tree):
            if (member := member_of(node)) is not None:
                found.setdefault(member[0], set()).add(member[1])
    return {name: frozenset(known) for name, known in found.items() if any(first != last for first, last in known)}


def member_of(node: S.Node) -> tuple[str, Span] | None:
    """(x, span) of x_{0:T} and x_t, whether the subscript was read as an index or as a label."""
    if isinstance(node, S.Index) and len(node.indices) == 1 and name_of(node):
        (index,) = node.indices
        ends = (index.lower, index.upper) if isinstance(index, S.Range) else (index, index)
        first, last = map(number, ends)
        return None if first is None or last is None else (name_of(node), (first, last))
    labelled = _LABELLED.fullmatch(tag_text(node)) if isinstance(node, S.Symbol) else None
    if labelled is None:
        return None
    first, last = _shifted(labelled[2]), _shifted(labelled[3] or labelled[2])
    return labelled[1], (first, last)


def _shifted(text: str) -> sympy.Expr:
    letter, sign, shift = re.fullmatch(r"(\w+)([+-]?)(\d*)", text).groups()
    start = sympy.Integer(letter) if letter.isdigit() else sympy.Symbol(letter, integer=True, positive=True)
    return start + int(sign + shift) if shift else start


def number(node: S.Node) -> sympy.Expr | None:
    """An index as an integer expression: 0, T, t - 1."""
    if isinstance(node, S.Number) and node.text.isdigit():
        return sympy.Integer(node.text)
    if isinstance(node, S.Symbol):
        return sympy.Symbol(tag_text(node), integer=True, positive=True)
    if isinstance(node, S.Neg):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, S.Add):
        parts = [number(term) for term in node.terms]
        return None if None in parts else sympy.Add(*parts)
    return None


def pieces(span: Span, others: frozenset[Span]) -> list[Span] | None:
    """A span cut where the others begin and end; None if what is left shares members with another."""
    cut = _cut(span, others)
    for other in others:
        for piece in _cut(other, others):
            if piece not in cut and not all(_apart(piece, mine) for mine in cut):
                return None
    return cut


def _cut(span: Span, others: frozenset[Span]) -> list[Span]:
    first, last = span
    front, back = [], []
    if first != last and (
        (first, first) in others or any(a == first + 1 and (a, b) != (first, first) for a, b in others)
    ):
        front, first = [(first, first)], first + 1
    if first != last and ((last, last) in others or any(b == last - 1 for _, b in others)):
        back, last = [(last, last)], last - 1
    return [*front, *([(first, last)] if last - first != -1 else []), *back]


def _apart(one: Span, two: Span) -> bool:
    """Whether one surely ends before the other begins."""
    return any((late - early).is_positive for early, late in ((one[1], two[0]), (two[1], one[0])))


def spelled(name: str, span: Span, known) -> str:
    """The name of a piece: that of a member, x_0, as `known` has it."""
    first, last = (str(end).replace(" ", "") for end in span)
    labelled = f"{name}_{{{first}}}"
    if first != last:
        return f"{name}_{{{first}:{last}}}"
    return labelled if labelled in known else f"{name}_{first}"


def numbered(trees: Iterable[S.Node]) -> dict[str, frozenset[str | None]]:
    """The names that sums and products in these formulas number, x_t or x_{t-1}, with the letters of their limits: x_1
    and x_T are members of the same sequence."""
    found: dict[str, set[str | None]] = {}
    for sum_ in S.every(S.BigOperator, *trees):
        letters = {name_of(i) for i in sum_.indices}
        for n in S.walk(sum_.body):
            if isinstance(n, S.Index) and not n.raised and name_of(n) and letters & _letters(*n.indices):
                limits = (end for end in (sum_.lower, sum_.upper) if end is not None)
                found.setdefault(name_of(n), set()).update(_letters(*limits))
    return {name: frozenset(letters) for name, letters in found.items()}


def is_member(read, name: str, index: S.Node) -> bool:
    """Whether x_t is a member of x: its index runs over a range in the note, or is that of a sum around it, t or t - 1;
    or another member is numbered so in these formulas, and this one by a number or by where that sum ends."""
    if isinstance(index, S.Range):  # x_{1:t-1} is several
        return False
    if read.survey.is_component(name, index) or _letters(index) & set(read.bound):
        return True
    return name in read.sequences and _letters(index) <= read.sequences[name]


def bound_in(node: S.Index, bound: Iterable[str]) -> bool:
    """Whether an index holds that of a sum around it."""
    return bool(_letters(*node.indices) & set(bound))


def _letters(*nodes: S.Node) -> set[str | None]:
    return {name_of(n) for n in S.every(S.Symbol, *nodes)}
