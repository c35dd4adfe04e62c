"""What is said of a variable's law in words that are not used: that it has mean zero, is symmetric, equals another.

No line about such a variable is refuted by a law that is not so. A sentence that draws it from a law says it there.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import BERNOULLI, family, not_understood
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
OF_A_LAW, DENIED = _TABLE.patterns("of_a_law", "denied")


ALIKE = re.compile(r"\bidentically distributed|\bi\. ?i\. ?d\b|\biid\b|独立同分布")  # from a bare p, that is
_DRAWN = re.compile(r"\s*(\\?[A-Za-z]+)\s*\\sim\b")
INDEPENDENT = re.compile(r"\bindependent\b|独立")
NORMAL = re.compile(r"\b(?:normal|gaussian)|正态|高斯")
NUMBERS = re.compile(rf"\b(?:mean|variance|deviation) (?:of )?{MARK}|(?:均值|方差)(?:为|是)\s*{MARK}")


def hear_laws_unused(known, sentence: Sentence, used: bool) -> None:
    """Notes the formulas of such a sentence as not understood; `used`, if it has declared something."""
    if not sentence.formulas:
        return
    trees = [(f, f.trees) for f in sentence.formulas]
    spoken = [t for _, some in trees for t in some]
    unused = is_unused(sentence, spoken) or (not used and independence(known, sentence, spoken))
    for formula, some in trees:
        alike = any(len(c.relations) > 1 and all(r.name == "equal" for r in c.relations) for c in formula.chains)
        named = all(isinstance(t, S.Symbol) for t in some)
        equals = len(some) == 2 and named and all(is_random(known, t) for t in some)  # Y = X
        random = unused and any(is_random(known, t) for t in some)
        if equals or random:
            not_understood(known, formula, some, sentence.text)
        elif alike and named:  # a line that speaks of the last alone asks for none of the others
            not_understood(known, formula, some[:-1], sentence.text)
        elif some and isinstance(some[0], S.Draw) and is_of_no_law(some[0]):
            not_understood(known, formula, [*some[0].variables])
        elif not some and (name := _DRAWN.match(formula.latex)):
            not_understood(known, formula, [S.Symbol(name[1])])


def is_unused(sentence: Sentence, spoken: list[S.Node]) -> bool:
    """Whether the words say something of a law, and no formula gives it."""
    text = sentence.text
    if NORMAL.search(text) or any(S.every(S.Draw | S.Gaussian, *spoken)):
        return False
    names = all(isinstance(t, S.Symbol | S.Index | S.TupleOf) for t in spoken)
    bare = ALIKE.search(text) and (names or any(isinstance(t, S.Density) and t.bare for t in spoken))
    in_numbers = NUMBERS.search(text) and any(isinstance(t, S.Number) for t in spoken)
    return bool(bare or in_numbers or OF_A_LAW.search(text))


def independence(known, sentence: Sentence, spoken: list[S.Node]) -> bool:
    """Whether names and nothing else are called independent, and not of what or given what."""
    names = {name_of(n) for n in S.walk(*spoken) if is_random(known, n)}
    only = all(isinstance(t, S.Symbol | S.Index | S.TupleOf) for t in spoken)
    return len(names) > 1 and only and bool(INDEPENDENT.search(sentence.text)) and not DENIED.search(sentence.text)


def is_of_no_law(draw: S.Draw) -> bool:
    """`U \\sim Uniform(0, 1)`: a law that nothing here knows."""
    return isinstance(draw.density, S.Apply) and family(draw.density.function) not in BERNOULLI


def is_random(known, tree: S.Node) -> bool:
    """Whether a formula is the name of a random variable, or a bare density."""
    if isinstance(tree, S.TupleOf):
        return any(is_random(known, one) for one in tree.elements)
    if isinstance(tree, S.Density):
        return tree.bare
    name = name_of(tree) if isinstance(tree, S.Symbol | S.Index) else None
    return name is not None and (name in known.survey.variables or name in known.survey.capital)
