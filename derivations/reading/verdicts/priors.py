"""Marginals that carry no parameter: the p(z) of p_theta(x|z) p(z), and what a sentence says does not depend on one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, only_tree, sentences
from derivations.reading.meaning.naming import label, tag_of, trees_of

_FREE_OF = re.compile(
    rf"{MARK} (?:does|do) not (?:depend on|involve|contain|carry) (?:[a-z]+ ){{0,2}}{MARK}|"
    rf"{MARK} is (?:free|independent) of (?:[a-z]+ ){{0,2}}{MARK}|"
    rf"{MARK}\s*(?:与\s*{MARK}\s*无关|不依赖于?\s*{MARK}|不含\s*{MARK})"
)


def priors(judge, letter: str) -> set[str]:
    """The variables of marginals that stand without a parameter beside a conditional with one, p_theta(x|z) p(z), or
    are said to have none, and stand with it nowhere: an author who writes so says that they have none."""
    own = [d for d in judge.survey.applied if judge.survey.joint_name(d) == letter and not d.givens]
    tagged = {d.targets for d in own if tag_of(d)}
    found = {d for d in (*beside_a_conditional(judge, letter), *free_in_words(judge, letter))}
    return {label(t) for d in found if d.targets not in tagged for t in d.targets}


def beside_a_conditional(judge, letter: str) -> Iterator[S.Density]:
    """The p(z) that multiply a p_theta(x|z)."""
    for node in S.every(S.Mul, *trees_of(judge.note)):
        factors = [f for f in node.factors if isinstance(f, S.Density) and f.letter == letter]
        given = {f.givens for f in factors if f.givens and tag_of(f)}
        yield from (f for f in factors if f.targets in given and not (f.givens or tag_of(f)))


def free_in_words(judge, letter: str) -> Iterator[S.Density]:
    """The p(z) of `$p(z)$ does not depend on $\\theta$`."""
    for sentence in (s for b in judge.note.paragraphs for s in sentences(b)):
        for found in _FREE_OF.finditer(sentence.text):
            tree = only_tree(sentence.formulas[sentence.text[: found.start()].count(MARK)])
            if isinstance(tree, S.Density) and tree.letter == letter and not (tree.givens or tag_of(tree)):
                yield tree
