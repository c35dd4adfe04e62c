"""What is said of a variable's law in words that are not used: that it has mean zero, is symmetric, equals another.

No line about such a variable is refuted by a law that is not so. A sentence that draws it from a law says it there.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import not_understood
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of

OF_A_LAW = re.compile(
    r"\b(?:zero|unit)[- ](?:mean|variance)|\bmean (?:zero|0)|\b(?:centred|centered|standardi[sz]ed)\b|"
    r"\bsymmetric(?:ally)? (?:about|around)|零均值|均值为零|中心化|"
    rf"\b(?:bounded|nonnegative|non-negative|positive) random|{MARK}[^{MARK}.;]{{0,20}}? "
    r"(?:minimi[sz]es?|maximi[sz]es?|attains?|achieves?)\b"
)


ALIKE = re.compile(r"\bidentically distributed|\bi\. ?i\. ?d\b|\biid\b|独立同分布")  # from a bare p, that is
NUMBERS = re.compile(rf"\b(?:mean|variance|deviation) (?:of )?{MARK}|(?:均值|方差)(?:为|是)\s*{MARK}")


def hear_laws_unused(known, sentence: Sentence) -> None:
    """Notes the formulas of such a sentence as not understood."""
    trees = {f: [s.tree for c in f.chains for s in c.sides if s.read] for f in sentence.formulas}
    drawn = any(isinstance(n, S.Draw | S.Gaussian) for some in trees.values() for t in some for n in S.walk(t))
    in_numbers = NUMBERS.search(sentence.text) and any(isinstance(t, S.Number) for some in trees.values() for t in some)
    bare = ALIKE.search(sentence.text) and any(
        isinstance(t, S.Density) and t.bare for some in trees.values() for t in some
    )
    for formula, some in trees.items():
        alike = len(some) == 2 and all(isinstance(t, S.Symbol) and is_random(known, t) for t in some)  # Y = X
        if alike or ((bare or in_numbers or OF_A_LAW.search(sentence.text)) and not drawn):
            not_understood(known, formula, some, sentence.text)


def is_random(known, name: S.Symbol) -> bool:
    return name_of(name) in known.survey.variables or name_of(name) in known.survey.capital
