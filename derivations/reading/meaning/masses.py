r"""Probabilities of numbered values: after `$P(X=x_i)=p_i$` the p_i of a sum over i is p(x_i), the mass of that value.

Said by such an equation or in words, `$X$ takes the value $x_i$ with probability $p_i$`. A chain that differentiates by
the p_i keeps them as numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from derivations.reading.document import Chain, InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of

_WITH = re.compile(r"with (?:\w+ )?probabilit(?:y|ies)|的概率(?:分别)?[为是]")
_TAKES = re.compile(r"取(?:到|值|值为)?")
_PROBABILITY = re.compile(r"概率(?:分别)?为?\s*$")
_LIST = re.compile(r"\s*([A-Za-z])_\{?1\}?\s*,")


@dataclass(frozen=True)
class Told:
    """`P(X=x_i)=p_i`: the letter `p` of the mass, the letter `x` of the values, the letter `P` of the event, if any."""

    mass: str
    value: str
    event: str = ""


def with_masses(note: Note) -> Note:
    """The note with the p_i of its sums as the masses of values, and P(X = ...) as p, where it says that they are."""
    told = set(_told(note))
    variables = {one.mass: one.value for one in told}
    if not told or len({(one.mass, one.value) for one in told}) > len(set(variables.values())):
        return note
    alone = len(variables) == 1
    letters = {one.mass: one.mass if alone or not one.event else one.event for one in told}
    events = {one.event: one.mass for one in told if one.event and alone}

    def tree(node: S.Node, numbered: dict[str, str]) -> S.Node:
        letter, index = _entry(node)
        if letter in numbered:
            value = S.Index(S.Symbol(numbered[letter], span=node.span), (index,), span=node.span)
            return S.Density(letters.get(letter, letter), targets=(value,), span=node.span)
        event = isinstance(node, S.Density) and node.letter in events and _is_event(node)
        node = S.mapped(node, lambda part: tree(part, numbered))
        return replace(node, letter=events[node.letter]) if event else node

    def chain(c: Chain) -> Chain:
        numbered = _numbered(c.trees, variables)
        return c.with_trees(lambda one: tree(one, numbered))

    return note.with_chains(chain)


def _told(note: Note) -> Iterator[Told]:
    """What the equations of a note and its words say."""
    for chain in (*note.chains, *note.spoken):
        sides = [side.tree for side in chain.sides[:2] if side.read]
        if len(sides) == 2 and chain.relations[0].name in ("equal", "define"):
            yield from _equation(*sides)
    for block in note.blocks:
        for one, other in pairwise(block.formulas):
            between = other.paragraph[one.place[1] : other.place[0]].strip()
            if _TAKES.fullmatch(between) and _PROBABILITY.search(one.before):
                one, other = other, one
            elif not _WITH.fullmatch(between):
                continue
            value, mass = _value_in(one), _value_in(other)
            if value and mass and value != mass:
                yield Told(mass, value)


def _equation(left: S.Node, right: S.Node) -> Iterator[Told]:
    """P(X = x_i) = p_i"""
    mass, index = _entry(right)
    event = left.targets[0] if isinstance(left, S.Density) and len(left.targets) == 1 and not left.givens else None
    if mass and isinstance(event, S.Comparison) and isinstance(event.right, S.Index):
        same = (name_of(event.left) or "").lower() == name_of(event.right) and event.right.indices == (index,)
        if same and event.relation == "equal":
            yield Told(mass, name_of(event.right), left.letter)


def _value_in(formula: InlineFormula) -> str:
    """The x of `x_i`, `X = x_i` and of the list `x_1, ..., x_n`."""
    listed = _LIST.match(formula.latex)
    sides = formula.trees
    return listed[1] if listed else _entry(sides[-1])[0] if sides else ""


def _entry(node: S.Node) -> tuple[str, S.Node | None]:
    """(p, i) of a number p_i with one letter for its index; ("", None) of anything else."""
    if (isinstance(node, S.Density) and node.bare) or (isinstance(node, S.Index) and not node.raised):
        one = node.indices[0] if len(node.indices) == 1 else None
        if isinstance(one, S.Symbol) and len(one.name) == 1:
            return (node.letter if isinstance(node, S.Density) else name_of(node) or "", one)
    return "", None


def _is_event(node: S.Density) -> bool:
    return any(isinstance(slot, S.Comparison) for slot in (*node.targets, *node.givens))


def _numbered(trees: Iterable[S.Node], variables: dict[str, str]) -> dict[str, str]:
    """The letters of a chain whose p_i are masses, to the letter of the values: those that a sum runs over, and what
    stands there beside them as a density's letter, the q_i of a divergence."""
    nodes = list(S.walk(*trees))
    if any(isinstance(n, S.Derivative | S.Gradient | S.Optimum) for n in nodes):
        return {}
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, S.SumOver) and len(node.indices) == 1:
            inside = [n for n in S.walk(node.body) if _entry(n)[1] == node.indices[0]]
            told = {letter for n in inside if (letter := _entry(n)[0]) in variables}
            if len(told) == 1:
                (value,) = (variables[letter] for letter in told)
                found |= {_entry(n)[0]: value for n in inside if _entry(n)[0] in told or isinstance(n, S.Density)}
    return found
