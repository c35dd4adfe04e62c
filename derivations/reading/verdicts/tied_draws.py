"""Draws that a sentence says hang together, a Markov chain, antithetic pairs, or does not say are independent: the
spread of their average, and whatever else rests on their independence, is not decided. A mean of a sum is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.independent_examples import EXAMPLES, LISTED, THEY, families_in, of_a_list
from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.hearing.several_draws import DEPENDENT, INDEPENDENT, MARKED
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.since_then import ALIKE, TIED

SPREADS = (S.Variance, S.Covariance, S.ProductOver)


def tied_draws(judge, out: Judgement) -> Iterator[str]:
    """Why a line that rests on the independence of draws is left open: the sentence that ties them together."""
    if out.at is None:
        return
    chain = judge.note.chains[out.at[0]]
    trees = [side.tree for side in chain.sides[out.at[1] : out.at[1] + 2] if side.read]
    named_by = {plain(n.name) for n in S.every(S.Symbol, *trees)}
    trees += [d.tree for name in sorted(named_by) for d in judge.known.definitions.get(name, ())]
    told = judge.prose.once("tied draws", chain.block, lambda: list(said_so_far(judge, chain.block)))
    for sentence, families in told if any(map(of_several, trees)) else ():
        named = {name for n in S.every(S.Index, *trees) if (name := name_of(n))}
        if named & families if families else named:
            yield f"line {sentence.line} says of its draws how they hang together: {in_full(sentence)}"


def said_so_far(judge, here: int) -> Iterator[tuple[Sentence, frozenset[str]]]:
    """The sentences before a block that tie draws together, with their families, all of them where none is named."""
    tied: list[tuple[Sentence, frozenset[str]]] = []
    alike: list[tuple[Sentence, frozenset[str]]] = []
    free = False
    for sentence in (s for k in range(here) for s in judge.prose.sentences(k)):
        families = frozenset().union(*map(families_in, sentence.formulas))
        about = bool(families) or EXAMPLES.search(sentence.text) or THEY.search(sentence.text)
        marked = any(MARKED.search(f.latex) for f in sentence.formulas)
        if marked or (INDEPENDENT.search(sentence.text) and not DEPENDENT.search(sentence.text)):
            free = True
            tied = [one for one in tied if families and not one[1] & families]
        elif about and (TIED.search(sentence.text) or any(all_equal(f) or correlates(f) for f in sentence.formulas)):
            tied.append((sentence, families))
        elif about and ALIKE.search(sentence.text):
            alike.append((sentence, families))
    yield from islice((*tied, *(() if free else alike)), 1)


def all_equal(formula) -> bool:
    """Whether a formula says that the members of a family are all the same: x_1 = ... = x_n."""
    return bool(LISTED.match(formula.latex)) and re.search(r"=\s*\\(?:c|l)?dots\s*=", formula.latex) is not None


def correlates(formula) -> bool:
    """Whether a formula gives two draws a covariance that is not zero: Cov(x_i, x_j) = rho."""
    pairs = (chain.trees for chain in formula.chains if [r.name for r in chain.relations] == ["equal"])
    return any(len(t) == 2 and isinstance(t[0], S.Covariance) and t[1] != S.Number("0") for t in pairs)


def of_several(tree: S.Node) -> bool:
    """Whether what a formula comes to hangs on how its draws hang together: a spread, a product, the density of
    several, the mean of a power or of a product of sums."""
    for node in S.walk(tree):
        several = isinstance(node, S.Density) and (of_a_list(node) if node.targets else False)
        if isinstance(node, SPREADS) or several:
            return True
        if isinstance(node, S.Expectation) and any(map(of_a_power, S.walk(node.body))):
            return True
    return False


def of_a_power(node: S.Node) -> bool:
    """Whether a node multiplies what several draws come to."""
    if isinstance(node, S.Power):
        return any(S.every(S.SumOver | S.Add, node.base))
    factors = node.factors if isinstance(node, S.Mul) else ()
    drawn = [f for f in factors if any(S.every(S.Index, f))]
    return len(drawn) > 1
