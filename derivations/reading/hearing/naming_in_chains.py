"""Definitions that a chain makes on its way: `Y = g(X) = a X` names Y and g; `x_t = a x_{t-1} + b \\epsilon` says how a
variable comes from others. Both are taken as given: nothing was said of these names before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.freshness import first_use
from derivations.reading.meaning.naming import base, name_of, replaced
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

DEFINED_IN_NOTES = {"Corr"}  # the reader knows its name alone
MADE = "how a variable is made of others"


def named_again(judge, index: int, place: int, left: S.Node, right: S.Node, out) -> bool:
    """The second sign of `Y = g(X) = a X`, where the first one only named Y: it says what g is."""
    before = judge.results[-1] if judge.results else None
    fresh_before = before is not None and before.verdict == "definition" and before.message.startswith("a fresh name")
    if not fresh_before or not is_name(left) or not isinstance(base(left), S.Symbol | S.Apply):
        return False
    name = head_of(left)[0]
    if (
        not name
        or name in {*judge.survey.variables, *KNOWN_FUNCTIONS} - DEFINED_IN_NOTES
        or judge.known.has_definition(name)
        or not first_use(judge, left, name)
    ):
        return False
    if any(node == left for node in S.walk(right)) or isinstance(right, S.Optimum):
        return False
    judge.known.define(left, right)
    judge.meanings.pop((index, place), None)
    judge.meanings.pop((index, 0), None)
    try:
        judge.meanings[(index, place)] = judge.elaborate(index, left)
    except Unreadable:
        del judge.known.definitions[name]
        raise
    return out.define("a fresh name")


def factorises_list(judge, left: S.Node, right: S.Node, out) -> bool:
    """`p(x_{0:T}) = p(x_T) \\prod_t p(x_{t-1}|x_t)`: how a list is generated, taken as given, and put in where a
    later chain speaks of single members beside the list."""
    if not isinstance(left, S.Density):
        return False
    if unlimited(left, right):
        judge.known.vague.add(judge.survey.signature(left))
        return out.define("a modelling assumption")
    if not any(S.every(S.Range, *left.targets)):
        return False
    factors = right.factors if isinstance(right, S.Mul) else (right,)
    parts = [f.body if isinstance(f, S.ProductOver) else f for f in factors]
    own = all(isinstance(p, S.Density) and p.letter == left.letter and not p.bare for p in parts)
    if not own or not any(isinstance(f, S.ProductOver) for f in factors):
        return False
    judge.known.vague.add(judge.survey.signature(left))
    judge.known.lists = [pair for pair in judge.known.lists if pair[0] != left] + [(left, right)]
    judge.note = replace(judge.note, chains=tuple(unfolded(judge, out.at[0])))
    return out.define("a modelling assumption")


def unfolded(judge, index: int) -> Iterator[Chain]:
    """The chains of the note; those after this one with products in place of lists, where no list is left then and
    single members are spoken of: p(x_{0:T}) / q(x_{1:T}|x_0) beside p(x_{t-1}|x_t)."""
    for place, chain in enumerate(judge.note.chains):
        trees = chain.trees
        if place <= index or len(trees) < len(chain.sides) or trees[0] in [left for left, _ in judge.known.lists]:
            yield chain
            continue
        new = [put_in(tree, judge.known.lists) for tree in trees]
        lists = any(S.every(S.Range, *new))
        products = any(S.every(S.SumOver | S.ProductOver, *trees))
        if lists or not products:
            yield chain
        else:
            yield replace(chain, sides=tuple(replace(s, tree=t) for s, t in zip(chain.sides, new, strict=True)))


def put_in(tree: S.Node, lists: list[tuple[S.Density, S.Node]]) -> S.Node:
    """A formula with what each list's density is said to be in its place."""
    for left, right in lists:
        tree = replaced(tree, left, right)
    return tree


def unlimited(left: S.Density, right: S.Node) -> bool:
    """`q(z) = \\prod_i q_i(z_i)`: a factor of its own for each entry, however many there are."""
    if not isinstance(right, S.ProductOver) or right.upper is not None or len(left.targets) != 1 or left.givens:
        return False
    factor = right.body
    if not isinstance(factor, S.Density) or factor.letter != left.letter or len(factor.targets) != 1 or factor.givens:
        return False
    entry = factor.targets[0]
    own = [S.outline(i) for i in right.indices] == list(
        map(S.outline, entry.indices if isinstance(entry, S.Index) else ())
    )
    return own and name_of(entry) == name_of(left.targets[0]) and bool(factor.indices or factor.subscript)


def makes_variable(judge, left: S.Node, right: S.Node, out) -> bool:
    """`x_t = \\sqrt{a} x_{t-1} + \\sqrt{b} \\epsilon`: how one variable is made of others, noise among them."""
    name = name_of(left) if isinstance(left, S.Symbol | S.Index) else None
    if name is None or name not in judge.survey.variables or any(node == left for node in S.walk(right)):
        return False
    if not isinstance(left, S.Index) or any(S.every(S.Density, right)):
        return False
    parts = list(S.every(S.Symbol | S.Index, right))
    noisy = any(name_of(node) in judge.known.noises for node in parts)
    other_member = any(isinstance(node, S.Index) and name_of(node) == name for node in parts)
    if not (noisy or other_member):
        return False
    judge.known.read.typed(right)  # what cannot be read says nothing
    return out.define(MADE)
