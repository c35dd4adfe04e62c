r"""What a note says does not exist or does not hold: `the mean of $p(x)$ does not exist`, `$f$ is discontinuous in
$\\phi$`, `let $A$ be singular`, `$a$ may vanish`, `let $\\int q(x)dx = 1$ fail`. Nothing that needs it is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.meaning.naming import base, name_of, plain
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement

_TABLE = Table(__file__)
_DENIED = _TABLE.pattern("denied")
Needs = Callable[[S.Node, str], bool]


class Failure(NamedTuple):
    """A sentence, the name that it speaks of, and whether a node of a line needs what fails."""

    sentence: Sentence
    name: str
    needs: Needs


def told_failures(judge, out: Judgement) -> Iterator[str]:
    """Why a proof is left open: a sentence says that what it needs is not so."""
    if out.at is None:
        return
    told = judge.prose.once("failures", 0, lambda: list(_said(judge)))
    chain = judge.note.chains[out.at[0]]
    nodes = list(S.walk(*chain.trees)) if told else []
    for one in told:
        if any(one.needs(node, one.name) for node in nodes):
            yield f"line {one.sentence.line} says something of it that was not understood: {in_full(one.sentence)}"
            return


def _said(judge) -> Iterator[Failure]:
    for k in range(len(judge.note.blocks)):
        for sentence in judge.prose.sentences(k):
            for words, needs, which in _KINDS:
                for found in words.finditer(sentence.text):
                    named = map(which, sentence.within(found)[:1]) if which is not None else ("*",)
                    names = set(named) if not _DENIED.search(found[0]) else set()
                    yield from (Failure(sentence, name, needs) for name in sorted(names) if name)


def _name(formula: InlineFormula) -> str:
    """The letter of a density, of a function or of a name that a formula is."""
    tree = formula.trees[0] if len(formula.trees) == 1 else None
    if isinstance(tree, S.Density):
        return tree.letter
    if isinstance(tree, S.Apply):
        return _letter(tree.function)
    return _letter(name_of(tree) or "") if isinstance(tree, S.Symbol | S.Index) else ""


def _inverted(formula: InlineFormula) -> str:
    """The A of a formula that is A^{-1}."""
    tree = formula.trees[0] if len(formula.trees) == 1 else None
    return _letter(name_of(tree.base) or "") if isinstance(tree, S.Power) else ""


def _weighed(formula: InlineFormula) -> str:
    """The letter of the density that an equation integrates alone."""
    tree = formula.trees[0] if formula.trees else None
    body = tree.body if isinstance(tree, S.Integral | S.SumOver) else None
    return body.letter if isinstance(body, S.Density) else ""


def _letter(name: str) -> str:
    return plain(name).partition("_")[0]


def _averages(node: S.Node, letter: str) -> bool:
    """Whether a mean or an integral is under a density."""
    if isinstance(node, S.KL | S.Entropy | S.CrossEntropy):
        return any(d.letter == letter for d in S.every(S.Density, node))
    if isinstance(node, S.Expectation | S.Variance | S.Covariance):
        given = [d.density for d in node.draws if isinstance(d.density, S.Density)]
        return not node.draws or any(d.letter == letter for d in given)
    return isinstance(node, S.Integral | S.SumOver) and any(d.letter == letter for d in S.every(S.Density, node.body))


def _differentiates(node: S.Node, name: str) -> bool:
    if not isinstance(node, S.Derivative | S.Gradient):
        return False
    functions = (_letter(n.function) for n in S.every(S.Apply, node.body))
    return name in {*functions, *(_letter(n.name) for n in S.every(S.Symbol, node.body))}


def _inverts(node: S.Node, name: str) -> bool:
    """Whether an inverse of a matrix is taken, or its determinant is divided by."""
    if isinstance(node, S.Power):
        below = node.base if isinstance(node.exponent, S.Neg) else None
    else:
        below = node.denominator if isinstance(node, S.Divide) else None
    return below is not None and any(_letter(n.name) == name for n in S.every(S.Symbol, below))


def _weighs(node: S.Node, letter: str) -> bool:
    return isinstance(node, S.Density) and node.letter == letter


def _exchanges(node: S.Node, _name: str) -> bool:
    """Whether a line needs that a slope and an integral, or two integrals, may be exchanged."""
    if isinstance(node, S.Derivative | S.Gradient):
        return True
    several = isinstance(node, S.Integral) and len(node.variables) > 1
    return several or (isinstance(node, S.Integral | S.SumOver) and any(S.every(S.Integral | S.SumOver, node.body)))


def _divides(node: S.Node, name: str) -> bool:
    """Whether a name alone, or a product with it, is divided by, or stands under a logarithm."""
    inside = isinstance(node, S.Apply) and node.function == "log"
    below = node.arguments[0] if inside else node.denominator if isinstance(node, S.Divide) else None
    below = node.base if isinstance(node, S.Power) and isinstance(node.exponent, S.Neg) else below
    factors = below.factors if isinstance(below, S.Mul) else (below,) if below is not None else ()
    return any(_letter(name_of(base(f)) or "") == name for f in factors)


_KINDS = tuple(
    (_TABLE.pattern(key), needs, which)
    for key, needs, which in (
        ("no_mean", _averages, _name),
        ("no_slope", _differentiates, _name),
        ("singular", _inverts, _name),
        ("pseudo", _inverts, _inverted),
        ("vanishing", _divides, _name),
        ("fails", _weighs, _weighed),
        ("no_exchange", _exchanges, None),
    )
)
