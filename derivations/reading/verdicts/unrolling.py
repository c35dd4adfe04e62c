"""A recursion put into itself: `x_t = a x_{t-1} + e_t = a (a x_{t-2} + e_{t-1}) + e_t`.

Its first sign says how any member is made of the one before. A later sign may use that one step earlier: the member
that only its left side has is replaced by what it is made of, so that both sides speak of the same members.
"""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, tag_text
from derivations.reading.meaning.reindexing import reindexed
from derivations.reading.meaning.sequences import number
from derivations.reading.meaning.substitution import substituted
from derivations.reading.verdicts.judgement import Judgement, Meaning

MOST = 6  # steps back in one sign


def unrolled(head: S.Index, made: S.Node, left: S.Node, right: S.Node) -> S.Node | None:
    """The left side with its latest members written by earlier ones, as far back as the right side reaches; None if
    there is nothing to put in."""
    letter = head.indices[0]
    latest = max(steps_from(head, right).values(), default=None)
    if latest is None or latest >= max(steps_from(head, made).values()):
        return None  # as far as the recursion itself reaches: what it says is not put in for itself
    tree = left
    for _ in range(MOST):
        later = {node: step for node, step in steps_from(head, tree).items() if step > latest}
        if not later:
            return None if tree == left else tree
        tree = substituted(tree, {node: reindexed(made, letter, node.indices[0]) for node in later})
    return None


def recursions(judge, index: int, place: int) -> Iterator[tuple[S.Index, S.Node]]:
    """(x_t, what it is made of), by the first sign of this chain and by the sentences before it."""
    root = index
    while judge.note.chains[root].continues is not None:
        root = judge.note.chains[root].continues
    chain = judge.note.chains[root]
    if root == index:  # the results of the chain under way are the last
        found = [judge.results[-place]] if place else []
    else:
        found = [done for done in judge.results if done.at == (root, 0)]
    if found and found[0].at == (root, 0) and found[0].verdict == "definition":
        if all(side.read for side in chain.sides[:2]):
            yield chain.sides[0].tree, chain.sides[1].tree
    for left, right, _ in reversed(judge.known.given):
        yield left, right


def is_recursion(head: S.Node, made: S.Node) -> bool:
    """Whether this gives any member of a sequence by earlier ones."""
    general = isinstance(head, S.Index) and not head.raised and len(head.indices) == 1
    if not general or not isinstance(head.indices[0], S.Symbol) or number(head.indices[0]) is None:
        return False
    steps = steps_from(head, made).values()
    return bool(steps) and all(step < 0 for step in steps)


def steps_from(head: S.Index, tree: S.Node) -> dict[S.Index, int]:
    """The members of a sequence in a formula, each with how many steps after x_t it is: -1 for x_{t-1}."""
    found: dict[S.Index, int] = {}
    here = number(head.indices[0])
    for node in (n for n in S.every(S.Index, tree) if not n.raised and len(n.indices) == 1):
        there = number(node.indices[0]) if name_of(node) == name_of(head) else None
        if there is not None and isinstance(there - here, sympy.Integer):
            found[node] = int(there - here)
    return found


def put_into_itself(judge, index: int, place: int, sign: str, out: Judgement) -> Meaning | None:
    """What the left side of a later sign means with the recursion put in, which the judgement says; None if it stays
    as it is."""
    chain = judge.note.chains[index]
    before = chain if place or chain.continues is None else judge.note.chains[chain.continues]
    left, right = before.sides[place if before is chain else -1], chain.sides[place + 1]
    if sign != "=" or not (left.read and right.read):
        return None
    for head, made in recursions(judge, index, place):
        tree = unrolled(head, made, left.tree, right.tree) if is_recursion(head, made) else None
        if tree is not None:
            out.reading += (f"{tag_text(head)} is made in this way at every step",)
            return judge.elaborate(index, tree)
    return None
