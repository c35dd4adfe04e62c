"""Another case than the one that was supposed, by how a sentence is built and not by which words it has.

A supposition that makes a special case, `q = p`, an independence, a number, may be over where a later sentence (a)
speaks of the supposition itself and does not use it, `The independent case ends here.`; (b) opens as cases open, and
names what it was about again without it, `When $q(z|x)$ is only an approximation,`; (c) leads to the line, and opens
with a case that has no formula, `For an imperfect encoder,`.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.releasing import is_taken
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.hearing.taking_back import Supposed, makes_special
from derivations.reading.meaning.naming import as_density, name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__, "another_case")
_OF_IT, _USED, _OPENS, _AGAIN = _TABLE.patterns("of_it", "used", "opens", "again")
_LEADS, _OF_A_LINE, _ANOTHER, _THE_SAME = _TABLE.patterns("leads", "of_a_line", "another", "the_same")
_KEPT, _OVER, _OF_EACH, _LAW, _DIVIDES = _TABLE.patterns("kept", "over", "of_each", "law", "divides")


def other_cases(judge, line: int, later: list[Sentence], lead: Sentence | None) -> Iterator[Sentence]:
    """The sentences after an assumption that may turn to another case; `lead` is the one that leads to the display."""
    supposed = [one for one in judge.known.supposed if one.line == line]
    special = [one for one in supposed if is_special(judge.known, one)]
    laws = [one for one in supposed if one not in special and isinstance(one.right, S.Gaussian)]
    texts = {one.told.text for one in supposed}
    for sentence in (s for s in later if s.text not in texts and (special or laws)):
        of_laws = laws if _LAW.search(sentence.text) else []
        leads = sentence is lead and (special or "instead" in sentence.text) and opens_a_case(sentence)
        again = any(names_again(judge, one, sentence) for one in (*special, *of_laws))
        if leads or again or (special and speaks_of_it(sentence)):
            yield sentence


def is_special(known, one: Supposed) -> bool:
    """Whether an equation makes a special case: a density that is another, a product, a number that is taken for it."""
    if isinstance(one.right, S.Number | S.Neg):
        return is_taken(known, one.left, one.right)  # no bound, a > 0
    return isinstance(one.right, S.Density) or makes_special(known, one)


def speaks_of_it(sentence: Sentence) -> bool:
    """Whether a sentence without a formula has the supposition itself for its subject, or parts the note: `Hereafter
    the pair is generic.`"""
    text = sentence.text
    if _DIVIDES.match(text) and not sentence.formulas and not _AGAIN.search(text):
        return True
    kept = _KEPT.search(text) is not None and not _OVER.search(text)
    return not sentence.formulas and _OF_IT.search(text) is not None and not (kept or _USED.search(text))


def opens_a_case(sentence: Sentence) -> bool:
    """Whether a sentence without a formula opens with a case: `For an imperfect encoder,`."""
    said = not sentence.formulas and _LEADS.match(sentence.text) is not None
    of_it = _OF_A_LINE.search(sentence.text) or _THE_SAME.match(sentence.text)
    return said and (not of_it or _ANOTHER.search(sentence.text) is not None)


def names_again(judge, one: Supposed, sentence: Sentence) -> bool:
    """Whether a sentence opens a case of what an equation is about, and does not say that equation again."""
    if _OPENS.match(sentence.text) is None or _AGAIN.search(sentence.text):
        return False
    named = [tree for f in sentence.formulas for chain in f.chains if not chain.relations for tree in chain.trees]
    named = [part for tree in named for part in (tree.elements if isinstance(tree, S.TupleOf) else (tree,))]
    left = as_density(one.left) if isinstance(one.left, S.Apply) else one.left
    if isinstance(left, S.Density):
        names = {judge.survey.role(name_of(tree)) for tree in named if name_of(tree)}
        whole = {judge.survey.role(name_of(tree)) for tree in left.targets if name_of(tree)}
        same = any(isinstance(tree, S.Density) and shape(tree) == shape(left) for tree in named)
        each = isinstance(one.right, S.Mul) and _OF_EACH.search(sentence.text) is not None
        return same or (isinstance(one.right, S.Mul | S.Gaussian) and not left.givens and whole <= names and not each)
    bounded = [
        tree
        for f in sentence.formulas
        for chain in f.chains
        if chain.relations and not any(r.name in ("equal", "define") for r in chain.relations)
        for tree in chain.trees
    ]
    return left in (*named, *bounded)


def shape(tree: S.Density) -> tuple:
    """A density by its letter and its names, whether these are written small or not."""
    targets, givens = ([S.outline(part).lower() for part in parts] for parts in (tree.targets, tree.givens))
    return tree.letter, tree.subscript, targets, givens
