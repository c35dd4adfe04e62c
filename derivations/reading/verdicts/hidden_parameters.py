"""What depends on a parameter by words alone, `the prior $p(z)$ also depends on $\\theta$`, is no constant beside it: a
line that drops it under an optimum by $\\theta$, takes it out as a factor, or pulls a gradient past it, is not proved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.document import Chain, InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, Sentence, in_full
from derivations.reading.meaning.naming import PARAMETERS, name_of, plain, tag_of
from derivations.reading.meaning.tags import squeezed
from derivations.reading.tables import Table, any_of
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.not_taken import DENIES

_TABLE = Table(__file__)
LAST, FIRST, ALL, SHORT = _TABLE.patterns("last", "first", "all", "short")
ROLES = tuple((re.compile(any_of(one["words"])), tuple(one["names"])) for one in _TABLE["role"])
_WORD = re.compile(rf"[{MARK}a-z\u4e00-\u9fff]")
LEAVES_OUT = ("dropping a constant", "positive rescaling")
OF_GRADIENTS = ("linearity of the gradient", "product rule of the gradient")


class Depends(NamedTuple):
    """The name of what depends, of a density with what it is of and under which conditions; the parameter; the line
    and the words that say so."""

    name: str
    of: tuple[frozenset[str], frozenset[str]] | None
    parameter: str
    line: int
    words: str


def hidden_parameters(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: what it leaves out depends on what is varied, as a sentence says."""
    if out.at is None or not {*LEAVES_OUT, *OF_GRADIENTS} & set(out.reasons):
        return
    trees = judge.note.chains[out.at[0]].trees
    varied = {squeezed(name) for tree in trees for name in varied_in(tree)}
    told = [one for one in judge.prose.once("depends", 0, lambda: list(said(judge))) if one.parameter in varied]
    gradient = bool(set(OF_GRADIENTS) & set(out.reasons))
    for one in told:
        if (
            any(stands_in(judge, one, t) for t in trees)
            if gradient
            else is_in(one, out.dropped) or is_in(one, out.scale)
        ):
            yield f"line {one.line} says that it depends on what is varied: {one.words}"


def varied_in(tree: S.Node) -> Iterator[str]:
    """The names that gradients and optima of a formula vary."""
    for node in S.walk(tree):
        if isinstance(node, S.Gradient | S.Derivative | S.Optimum):
            over = node.over if isinstance(node, S.Optimum) else node.variables
            yield from filter(None, map(name_of, over))


def said(judge) -> Iterator[Depends]:
    """What the sentences of a note say depends on a parameter that it is written without."""
    for sentence in judge.prose.between(_WORD, 0, len(judge.note.blocks)):
        for pattern, at in ((LAST, -1), (FIRST, 0)):
            for found in pattern.finditer(sentence.text):
                formulas = list(sentence.within(found))
                parameter = name_in(formulas[at])
                if PARAMETERS.match(parameter) and not DENIES.search(found[0]):
                    del formulas[at]
                    yield from (one for f in formulas for one in depends(judge, f, parameter, sentence))
        for found in ALL.finditer(sentence.text):
            yield Depends("", None, squeezed(name_in(sentence.within(found)[0])), *place_of(sentence))
        for words, named in ROLES:
            for found in words.finditer(sentence.text):
                parameter = name_in(sentence.within(found)[0])
                if PARAMETERS.match(parameter) and not DENIES.search(found[0]):
                    yield from (Depends(name, None, squeezed(parameter), *place_of(sentence)) for name in named)
        yield from in_short(judge, sentence)
        for formula in sentence.formulas:
            yield from (one for chain in formula.chains for one in parts(chain, *place_of(sentence)))
    for chain in judge.note.chains:
        yield from parts(chain, chain.sides[0].line, f"${chain.sides[0].latex} = {chain.sides[-1].latex}$")


def place_of(sentence: Sentence) -> tuple[int, str]:
    return sentence.line, in_full(sentence)


def depends(judge, formula: InlineFormula, parameter: str, sentence: Sentence) -> Iterator[Depends]:
    """What a formula names: a density with its arguments, a letter, a number, a function."""
    tree = next(iter(formula.trees), None)
    tree = tree.base if isinstance(tree, S.Power) else tree
    carried = tag_of(tree) if isinstance(tree, S.Density) else name_of(tree) or ""
    if squeezed(parameter) in squeezed(carried):  # q_\phi is written with it
        return
    if isinstance(tree, S.Density):
        of = None if tree.bare else roles_of(judge, tree)
        yield Depends(judge.survey.joint_name(tree), of, squeezed(parameter), *place_of(sentence))
    elif tree is not None and (name := plain(tree.function) if isinstance(tree, S.Apply) else name_of(tree)):
        yield Depends(name, None, squeezed(parameter), *place_of(sentence))


def roles_of(judge, d: S.Density) -> tuple[frozenset[str], frozenset[str]]:
    named = (frozenset(filter(None, map(name_of, some))) for some in (d.targets, d.givens))
    targets, givens = (frozenset(map(judge.survey.role, some)) for some in named)
    return targets, givens


def in_short(judge, sentence: Sentence) -> Iterator[Depends]:
    """`We write $q$ for $q_\\theta$`, `$q(z) = q_\\theta(z)$`, `$\\beta = \\beta(\\theta)$`."""
    equations = [c.trees for f in sentence.formulas for c in f.chains if [r.name for r in c.relations] == ["equal"]]
    listed = [tree for f in sentence.formulas for tree in f.trees] if SHORT.search(sentence.text) else []
    for one, other in (*(pair for pair in equations if len(pair) == 2), *pairwise(listed)):
        letters = [t.letter if isinstance(t, S.Density) else name_of(t) or "" for t in (one, other)]
        parameter = tag_of(other) if isinstance(other, S.Density) else letters[1].partition("_")[2].strip("{}")
        if isinstance(other, S.Apply):
            letters[1], parameter = plain(other.function), next(iter(filter(None, map(name_of, other.arguments))), "")
        whole = letters[0] == letters[1].partition("_")[0] and not (isinstance(one, S.Density) and tag_of(one))
        if whole and parameter and not isinstance(one, S.Apply):
            yield Depends(letters[0], None, squeezed(parameter), *place_of(sentence))


def parts(chain: Chain, line: int, words: str) -> Iterator[Depends]:
    """`$\\theta = (\\mu, \\sigma)$`: the parts of a parameter."""
    trees = chain.trees
    if len(trees) == 2 and isinstance(trees[1], S.TupleOf) and PARAMETERS.match(name_of(trees[0]) or ""):
        nodes = (n for part in trees[1].elements for n in S.walk(part) if isinstance(n, S.Symbol | S.Index))
        yield from (
            Depends(name, None, squeezed(name_of(trees[0])), line, words) for name in map(name_of, nodes) if name
        )


def is_in(one: Depends, e: Expr) -> bool:
    """Whether what depends stands in an expression."""
    names = {s.name for s in e.free_symbols} | {type(f).__name__ for f in e.atoms(AppliedUndef)}
    densities = e.atoms(L.Density)
    if not one.name:
        return any("_{" not in d.name for d in densities)
    own = [d for d in densities if d.name == one.name]
    return one.name in names or any(one.of is None or is_of(d, *one.of) for d in own)


def is_of(d: L.Density, targets: frozenset[str], givens: frozenset[str]) -> bool:
    """Whether a density is this one, or the joint by which a conditional one is written, q(x, z) / q(x)."""
    slots = frozenset(r for r, _ in d.target_slots), frozenset(r for r, _ in d.given_slots)
    return slots == (targets, givens) or (bool(givens) and slots == (targets | givens, frozenset()))


def stands_in(judge, one: Depends, tree: S.Node) -> bool:
    """Whether what depends stands in a formula, without its parameter."""
    for node in S.walk(tree):
        if isinstance(node, S.Density) and not tag_of(node):
            if not one.name or judge.survey.joint_name(node) == one.name:
                if one.of is None or node.bare or roles_of(judge, node) == one.of:
                    return True
        elif isinstance(node, S.Symbol | S.Apply):
            name = plain(node.function) if isinstance(node, S.Apply) else plain(node.name)
            if name == one.name:
                return True
    return False


def name_in(formula: InlineFormula) -> str:
    """The name that a formula is."""
    trees = formula.trees
    return (name_of(trees[0]) or "") if len(trees) == 1 else ""
