r"""Equations of densities that are no assumptions, since the words before say otherwise: `q(z) = p(z|x)` of a q that is
the best Gaussian, `p(x|z,y) = p(x|z)` of an x that depends on y.

Neither is such a line proved, nor does it prove another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import Chain, InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import Unheard, names_spoken_of
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_BEST, _FAMILY, _CRUDE, _AFTER_ALL, _NOT_SO = _TABLE.patterns("best", "family", "crude", "after_all", "not_so")
_ASKS, _ANSWERS_NO = _TABLE.patterns("asks", "answers_no")
_DEPENDS, _TOGETHER, _TAKEN_BACK = _TABLE.patterns("depends", "together", "taken_back")
_APPROXIMATION, _PARAMETERS = _TABLE.patterns("approximation", "parameters")
_COUNTED = re.compile(
    r"\s*(?P<of>[A-Za-z])\s*\\in\s*\\\{\s*0\s*,(?:\s*1\s*,)?(?:\s*2\s*,)?\s*\\[lc]?dots\s*,\s*(?P<last>[A-Za-z])\s*\\\}"
)


def told_otherwise(judge, chain: Chain, tree: S.Density, right: S.Node, out) -> bool:
    """Whether the words before a display say otherwise than it: then it is left open, and no fact for later lines."""
    found = next(_denials(judge, chain, tree, right), None)
    if found is None:
        return False
    words = in_full(found)
    judge.known.unheard.append(Unheard(found.line, words, names_spoken_of(judge.known, [tree, right])))
    out.verdict = "doubtful"
    out.message = f"line {found.line} says something of it that was not understood: {words}"
    return True


def _denials(judge, chain: Chain, tree: S.Density, right: S.Node) -> Iterator[Sentence]:
    before = judge.note.prose_before(chain)
    yield from _asked(judge.prose.sentences(chain.block - 1)[-2:] if before is not None else [])
    spoken = [s for k in range(chain.block) for s in judge.prose.sentences(k)]
    yield from (s for s in spoken if any(_has_one_more(f, tree, right) for f in s.formulas))
    factors = right.factors if isinstance(right, S.Mul) else (right,)
    if not spoken or not all(isinstance(f, S.Density) for f in factors):
        return
    yield from (s for s in spoken if any(_averages(f, tree, right) for f in s.formulas))
    if len(factors) == 1 and right.letter != tree.letter:
        if not any(_AFTER_ALL.search(_NOT_SO.sub("", s.text)) for s in spoken):
            yield from (s for s in spoken if _of_a_family(s, tree, right))
            yield from (s for s in spoken if _CRUDE.search(s.text) and _APPROXIMATION.search(s.text))
    elif before is not None and all(f.letter == tree.letter for f in factors):
        last = judge.prose.sentences(chain.block - 1)
        yield from (s for s in last if any(_joins(f, tree) for f in s.formulas) and any(f.givens for f in factors))
        if any(_TAKEN_BACK.search(s.text) for s in last):
            return
        kept = {name_of(n) for f in factors for n in f.givens}
        dropped = {name for n in tree.givens if (name := name_of(n))} - kept
        yield from (s for s in last if len(factors) == 1 and dropped & _depended_on(s))
        yield from (s for s in last if len(factors) > 1 and _TOGETHER.search(s.text))


def _asked(last: list[Sentence]) -> Iterator[Sentence]:
    """The question that leads to a display, `is X independent of Y?`, or the one to which `in general no` answers."""
    if last and (_ASKS.search(last[-1].text) or (_ASKS.search(last[0].text) and _ANSWERS_NO.search(last[-1].text))):
        yield last[0] if _ASKS.search(last[0].text) else last[-1]


def _of_a_family(sentence: Sentence, tree: S.Density, right: S.Density) -> bool:
    """Whether a sentence tells the left density as the best of a family."""
    letters = {n.letter for f in sentence.formulas for n in S.every(S.Density, *f.trees)}
    letters |= {name for f in sentence.formulas for n in S.every(S.Symbol, *f.trees) if (name := name_of(n))}
    written = sentence.text + " ".join(f.latex for f in sentence.formulas)
    over = [n for found in _PARAMETERS.finditer(sentence.text) for f in sentence.within(found) for n in f.trees]
    restricted = any(not isinstance(n, S.Density) and name_of(n) not in (None, tree.letter) for n in over)
    restricted = restricted or _FAMILY.search(sentence.text) is not None
    return tree.letter in letters and restricted and _BEST.search(written) is not None


def _averages(formula: InlineFormula, tree: S.Density, right: S.Density) -> bool:
    """Whether a formula gives the left density as the average of the right one."""
    sides = formula.trees
    if len(sides) != 2 or sides[0] != tree:
        return False
    return any(right in S.walk(n) for n in S.every(S.Integral | S.SumOver, sides[1]))


def _has_one_more(formula: InlineFormula, tree: S.Density, right: S.Node) -> bool:
    """Whether a formula gives one value more than K to what has the probability 1/K for each: z of 0, ..., K."""
    counted = _COUNTED.match(formula.latex)
    one_of = isinstance(right, S.Divide) and right.numerator == S.Number("1") and name_of(right.denominator)
    return counted is not None and counted["last"] == one_of and [counted["of"]] == [name_of(n) for n in tree.targets]


def _joins(formula: InlineFormula, tree: S.Density) -> bool:
    """Whether a formula gives a joint of all that the left density speaks of, without its givens as givens."""
    sides = formula.trees
    joint = sides[0] if len(sides) == 2 and isinstance(sides[1], S.Mul) else None
    own = isinstance(joint, S.Density) and joint.letter == tree.letter and not joint.givens
    return own and bool(tree.givens) and {*tree.targets, *tree.givens} <= {*joint.targets}


def _depended_on(sentence: Sentence) -> set[str]:
    """The variables on which something depends by a sentence."""
    formulas = (f for found in _DEPENDS.finditer(sentence.text) for f in sentence.within(found))
    named = (
        n for f in formulas for tree in f.trees[:1] for n in (tree.givens if isinstance(tree, S.Density) else [tree])
    )
    return {name for n in named if (name := name_of(n))}
