"""What a sentence says of where numbers lie, heard where it is said; and what it says of it that no table here holds.

A later sentence of the same letter takes the place of an earlier one. What was not understood, or is said of what has
no range here, a random variable or two functions beside each other, keeps lines of its letters from being refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import CASE, DECLARED
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.ranges import GREATER, LESS, bounds_in, number
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.hearing.signs_in_words import signs_in, takes_back_a_sign
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.sorts import POSITIVE

_INSTEAD = re.compile(
    r"^(?:now,? )?(?:instead,? )?(?:let us |we )?(?:suppose|assume|let)(?: that| now)* instead\b|"
    r"^instead,? (?:suppose|assume|let)\b"
)
_ELSE = re.compile(
    r"^(?:but |and )?(?:if|when) (?:it is |they are |this is |it does )?not\b|^else\b|^(?:若不|反之|不然|如果不)"
)
_PLAIN = (
    S.Symbol, S.Bars, S.Index, S.Number, S.NamedNumber, S.Neg, S.Apply, S.TupleOf, S.SetOf, S.Interval, S.Membership,
    S.Mul, S.Divide,
)  # fmt: skip


def hear_signs(known, sentence: Sentence, leads: bool) -> None:
    """Takes the ranges that a sentence tells in words, and keeps what it says of ranges and was not understood."""
    heard = signs_in(sentence, leads)
    missed = set(heard.unheard)
    if takes_back_a_sign(sentence):
        missed |= known.ranges.bounds.keys()
    for name in missed - heard.unheard | heard.weakened:
        known.ranges.forget(name)
    if _ELSE.search(sentence.text):
        missed |= known.ranges.leave_cases(False)
    for _, said in heard.said:
        bounds = dict(known.ranges.bounds)
        if known.survey.sorts.get(said.name) == POSITIVE and said.positive:
            continue  # once and for all
        if not said.trees or not known.ranges.learn(list(said.trees), list(said.relations), said.case):
            known.ranges.forget(said.name)
        elif bounds.get(said.name) != known.ranges.bounds[said.name]:
            known.ranges.said.pop(said.name, None)
    missed |= {said.name for _, said in heard.said if said.trees and is_variable(known, said.name)}
    for formula in sentence.formulas:
        kind = known.told[formula].kind  # looked up once: it compares the whole formula
        if kind in (DECLARED, CASE):
            for chain in formula.chains:
                learn_each(known, chain, kind == CASE)
        else:
            missed |= contradicted(known, sentence, formula)
        told = [c for c in formula.chains if kind in (DECLARED, CASE) or not bounds_one(c)]
        missed |= {name for chain in told for name in bounded_without_range(known, chain)}
    missed -= known.survey.letters  # of densities
    if missed:
        spoken = missed | {*map(known.survey.role, missed)}
        known.unheard.append(Unheard(sentence.line, in_full(sentence), frozenset(spoken)))


def contradicted(known, sentence: Sentence, formula) -> set[str]:
    """`Suppose instead $a < 1$`: the range of now; of what is told in another way, and contradicts a range that was
    told before, neither is used. The letters of the latter."""
    found = set()
    for chain in formula.chains:
        trees, relations = chain.trees, [r.name for r in chain.relations]
        if len(trees) == len(chain.sides) > 1 and known.ranges.denies(trees, relations):
            if _INSTEAD.search(sentence.text):
                known.ranges.learn(trees, relations)
            else:
                found |= {name for name in bounds_in(trees, relations) if known.ranges.forget(name)}
    return found


def is_variable(known, *names: str) -> bool:
    """Whether one of these letters is a random variable, which has no range here."""
    return any(name in known.survey.variables or name in known.survey.capital for name in names)


def bounds_one(chain) -> bool:
    """Whether a formula has the ranges of names, functions or lists alone: in passing, that is a recollection."""
    plain_ones = (S.Symbol, S.Index, S.Apply, S.TupleOf, S.Membership)
    told = [side.tree for side in chain.sides if side.read and number(side.tree) is None]
    equal = any(r.name not in LESS + GREATER for r in chain.relations)
    return all(isinstance(t, plain_ones) for t in told) and (len(told) == 1 or equal)


def bounded_without_range(known, chain) -> set[str]:
    """The letters of `|c| \\leq 1`, `a > b > 0`, `f(x) \\leq g(x)`, `s \\in \\{-1, 1\\}`: no ranges."""
    trees = chain.trees
    members = [q.tree for q in chain.qualifiers if isinstance(q.tree, S.Membership)]
    members += [tree for tree in trees if isinstance(tree, S.Membership)]
    bounds = {relation.name for relation in chain.relations} & {*LESS, *GREATER}
    if len(trees) < len(chain.sides) or not (bounds or members):
        return set()
    if not all(isinstance(n, _PLAIN) for n in S.walk(*trees, *members)):
        return set()
    if members and not isinstance(members[0].domain, S.SetOf | S.Interval):
        return set()
    heads = [e for tree in members for e in tree.elements] if members else trees
    heads = [part for tree in heads for part in (tree.elements if isinstance(tree, S.TupleOf) else (tree,))]
    missed = set()
    orders = [pair for pair, r in zip(pairwise(trees), chain.relations, strict=False) if r.name in bounds]
    compared = any(number(tree) is None and number(other) is None for tree, other in orders)
    for head in heads:
        all_names = (plain(n.function) if isinstance(n, S.Apply) else name_of(n) for n in _outside(head))
        names = {name for name in all_names if name}
        alone = isinstance(head, S.Symbol | S.Index | S.Apply) and not is_variable(known, *names)
        above_zero = bounds and any(tree == S.Number("0") for tree in trees)
        if (
            alone
            and not compared
            and (names <= known.ranges.bounds.keys() or (above_zero and all(map(known.read.is_positive, names))))
        ):
            continue
        missed |= names
    return missed - known.survey.binary - known.weights.keys()


def _outside(tree: S.Node) -> Iterator[S.Node]:
    """The nodes of a tree that are no index, and no argument of a function."""
    yield tree
    for inner in () if isinstance(tree, S.Index | S.Apply) else S.children(tree):
        yield from _outside(inner)


def learn_each(known, chain, case: bool) -> None:
    """`$a, b > 0$`: of each letter of the list; `$0 < a_i < 1$`: of the letter, for any index."""
    trees, relations = chain.trees, [r.name for r in chain.relations]
    lists = [tree.elements for tree in trees if isinstance(tree, S.TupleOf)]
    if len(trees) < len(chain.sides) or len(lists) > 1:
        return
    for one in lists[0] if lists else (None,):
        told = [_of_any_index(known, one if isinstance(tree, S.TupleOf) else tree) for tree in trees]
        if one is not None or told != trees:
            known.ranges.learn(told, relations, case)


def _of_any_index(known, tree: S.Node) -> S.Node:
    """The letter of an entry whose index is a letter, where it is no random variable."""
    running = isinstance(tree, S.Index) and all(isinstance(i, S.Symbol) for i in tree.indices)
    name = name_of(tree) if running else None
    return S.Symbol(name) if name and not is_variable(known, name) else tree
