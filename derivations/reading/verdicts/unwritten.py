"""What is written without a variable and depends on it, `We write $q(z)$ for $q(z|x)$`, is no constant beside it: a
line that averages, sums or differentiates over the variable, and has the short name in it, is not proved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sympy import Expr

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, with_pairs_apart
from derivations.reading.meaning.naming import name_of, plain, tag_of
from derivations.reading.meaning.tags import squeezed
from derivations.reading.tables import Table
from derivations.reading.verdicts.hidden_parameters import (
    Depends,
    depends,
    is_in,
    name_in,
    place_of,
    roles_of,
    stands_in,
    varied_in,
)
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.not_taken import DENIES

_TABLE = Table(__file__)
_SHORT, _DEPENDS, _OWNS, _ARGUMENT = _TABLE.patterns("short", "depends", "owns", "argument")


def unwritten(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: something in it depends on what it is taken over, as a sentence says."""
    told = judge.prose.once("unwritten", 0, lambda: list(said(judge))) if out.at is not None else ()
    if not told:
        return
    trees = judge.note.chains[out.at[0]].trees
    over = {squeezed(judge.survey.role(name)) for tree in trees for name in (*varied_in(tree), *bound_in(tree))}
    for one in told:
        if one.parameter in over and (
            any(stands_in(judge, one, tree) for tree in trees)
            or any(is_in(one, e) for e in out.expressions if isinstance(e, Expr))
        ):
            yield f"line {one.line} says that it depends on what is varied: {one.words}"


def bound_in(tree: S.Node) -> Iterator[str]:
    """The names that a formula is averaged, integrated or summed over."""
    for node in S.walk(tree):
        over: tuple[S.Node, ...] = ()
        if isinstance(node, S.Expectation | S.Variance | S.Covariance):
            over = tuple(v for draw in node.draws for v in (*draw.variables, *targets_of(draw.density)))
        elif isinstance(node, S.Integral):
            over = node.variables
        elif isinstance(node, S.BigOperator):
            over = node.indices
        yield from filter(None, map(name_of, over))


def targets_of(law: S.Node | None) -> tuple[S.Node, ...]:
    return law.targets if isinstance(law, S.Density) else ()


def said(judge) -> Iterator[Depends]:
    """What the sentences of a note say is written without what it depends on."""
    for block in judge.note.paragraphs:
        before: list[InlineFormula] = []
        for sentence in map(with_pairs_apart, judge.prose.sentences(judge.note.blocks.index(block))):
            before += sentence.formulas
            for found in _DEPENDS.finditer(sentence.text):
                one, other = sentence.within(found)[:2]
                if not DENIES.search(found[0].partition(" depend")[0]):
                    yield from hangs(judge, one, name_in(other), sentence)
            for found in _OWNS.finditer(sentence.text):
                other, one = sentence.within(found)[:2]
                yield from hangs(judge, one, name_in(other), sentence)
            if _SHORT.search(sentence.text) or any(map(is_short, sentence.formulas)):
                yield from in_short(judge, sentence)
            if _ARGUMENT.search(sentence.text):
                yield from without_arguments(judge, before, sentence)


def hangs(judge, one: InlineFormula, parameter: str, sentence: Sentence) -> Iterator[Depends]:
    """What a formula names hangs on a variable that it is written without; a variable itself is no such thing."""
    tree = next(iter(one.trees), None)
    name = name_of(tree) if isinstance(tree, S.Symbol | S.Index) else ""
    written = {name_of(n) for n in S.walk(*one.trees) if isinstance(n, S.Symbol)}
    if parameter and parameter not in written and name not in judge.survey.variables:
        yield from depends(judge, one, judge.survey.role(parameter), sentence)


def is_short(formula: InlineFormula) -> bool:
    r"""Whether a formula is `\mu = \mu_\phi(x)`: a name, and the same name with more."""
    pairs = [chain.trees for chain in formula.chains if [r.name for r in chain.relations] == ["equal"]]
    return any(len(pair) == 2 and isinstance(pair[1], S.Apply) and heads(pair[0], pair[1]) for pair in pairs)


def heads(one: S.Node, other: S.Node) -> bool:
    """Whether a bare name is the head of another: \\mu of \\mu_\\phi(x)."""
    name = name_of(one) if isinstance(one, S.Symbol) else ""
    return bool(name) and isinstance(other, S.Apply) and plain(other.function).partition("_")[0] == name


def in_short(judge, sentence: Sentence) -> Iterator[Depends]:
    """`$q(z)$ for $q(z|x)$`, `$\\mu = \\mu_\\phi(x)$`, `$q(z) = q_x(z)$`: what only the second has."""
    equations = [c.trees for f in sentence.formulas for c in f.chains if [r.name for r in c.relations] == ["equal"]]
    alone = [f.trees[0] for f in sentence.formulas if len(f.trees) == 1]
    for one, other in (*(pair for pair in equations if len(pair) == 2), *pairwise(alone)):
        if heads(one, other):
            label = plain(other.function).partition("_")[2].strip("{}")
            for parameter in (label, *(name_of(a) or "" for a in other.arguments)):
                if parameter:
                    yield Depends(name_of(one), None, squeezed(judge.survey.role(parameter)), *place_of(sentence))
        elif (
            isinstance(one, S.Density) and isinstance(other, S.Density) and one.letter == other.letter and not one.bare
        ):
            has = {name for part in (*other.givens, *other.targets) if (name := name_of(part))} | {tag_of(other)}
            for name in has - {name_of(part) for part in (*one.givens, *one.targets)} - {tag_of(one), ""}:
                parameter = squeezed(judge.survey.role(name))
                yield Depends(judge.survey.joint_name(one), roles_of(judge, one), parameter, *place_of(sentence))


def without_arguments(judge, before: list[InlineFormula], sentence: Sentence) -> Iterator[Depends]:
    """`the mean $\\mu(x)$; the argument is dropped`."""
    for tree in (tree for f in before for tree in f.trees if isinstance(tree, S.Apply)):
        for name in filter(None, map(name_of, tree.arguments)):
            yield Depends(plain(tree.function), None, squeezed(judge.survey.role(name)), *place_of(sentence))
