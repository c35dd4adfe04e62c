"""What is said of a variable's law in words that are not used: that it has mean zero, is symmetric, equals another.

No line about such a variable is refuted by a law that is not so. A sentence that draws it from a law says it there.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import BERNOULLI, family, not_understood
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of

OF_A_LAW = re.compile(
    r"\b(?:zero|unit)[- ](?:mean|variance)|\bmean (?:zero|0)|\b(?:centred|centered|standardi[sz]ed)\b|"
    r"\bsymmetric(?:ally)? (?:about|around)|零均值|均值为零|中心化|"
    rf"{MARK} (?:is|be|are) (?:an? )?(?:binary|two-valued|bernoulli)\b|{MARK}\s*(?:是|为)(?:二值|二元)|"
    rf"\b(?:bounded|nonnegative|non-negative|positive) random|{MARK}[^{MARK}.;]{{0,20}}? "
    r"(?:minimi[sz]es?|maximi[sz]es?|attains?|achieves?)\b"
)


ALIKE = re.compile(r"\bidentically distributed|\bi\. ?i\. ?d\b|\biid\b|独立同分布")  # from a bare p, that is
_DRAWN = re.compile(r"\s*(\\?[A-Za-z]+)\s*\\sim\b")
NORMAL = re.compile(r"\b(?:normal|gaussian)|正态|高斯")
NUMBERS = re.compile(rf"\b(?:mean|variance|deviation) (?:of )?{MARK}|(?:均值|方差)(?:为|是)\s*{MARK}")


def hear_laws_unused(known, sentence: Sentence) -> None:
    """Notes the formulas of such a sentence as not understood."""
    trees = {f: [s.tree for c in f.chains for s in c.sides if s.read] for f in sentence.formulas}
    drawn = any(isinstance(n, S.Draw | S.Gaussian) for some in trees.values() for t in some for n in S.walk(t))
    in_numbers = NUMBERS.search(sentence.text) and any(isinstance(t, S.Number) for some in trees.values() for t in some)
    bare = ALIKE.search(sentence.text) and any(
        isinstance(t, S.Density) and t.bare for some in trees.values() for t in some
    )
    unused = (bare or in_numbers or OF_A_LAW.search(sentence.text)) and not (drawn or NORMAL.search(sentence.text))
    for formula, some in trees.items():
        alike = any(len(c.relations) > 1 and all(r.name == "equal" for r in c.relations) for c in formula.chains)
        named = all(isinstance(t, S.Symbol) for t in some)
        equals = len(some) == 2 and all(isinstance(t, S.Symbol) and is_random(known, t) for t in some)  # Y = X
        if equals or (unused and any(is_random(known, t) for t in some)):
            not_understood(known, formula, some, sentence.text)
        elif alike and named:  # a line that speaks of the last alone asks for none of the others
            not_understood(known, formula, some[:-1], sentence.text)
        elif some and isinstance(some[0], S.Draw) and is_of_no_law(some[0]):
            not_understood(known, formula, [*some[0].variables])
        elif not some and (name := _DRAWN.match(formula.latex)):
            not_understood(known, formula, [S.Symbol(name[1])])


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
