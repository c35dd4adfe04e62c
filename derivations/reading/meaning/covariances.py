"""Which matrices a note calls symmetric: in words, by standing as a Gaussian's variance, or by being called Sigma.

No other matrix is: of "let A be a matrix" nothing follows for A and its transpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.reading.meaning.naming import plain
from derivations.reading.note import Note

SENTENCE = re.compile(r"[.;!?。；！？]\s|\n\s*\n|[。；！？]")
CLAUSE = re.compile(r"[,，、:：]")
SYMMETRIC = re.compile(r"\bsymmetric|positive[- ](semi-?)?definite|\bSPD\b|(?<!非)(?<!不)对称|正定", re.IGNORECASE)
COVARIANCE = re.compile(r"(?<!cross-)(?<!cross )covariance|协方差|precision matri|精度矩阵", re.IGNORECASE)
DENIED = re.compile(
    r"\b(not|never|nor|neither|without|asymmetric|non-?symmetric|un-?symmetric)\b|n't|非对称|不对称|不一定|未必|并非|不是"
)
FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")
NAME = re.compile(r"\\?[A-Za-z]+(?:_\{?\\?\w+\}?)?|\\(?:mathbf|boldsymbol|bm)\{\\?[A-Za-z]+\}(?:_\{?\w+\}?)?")


def said_symmetric(note: Note) -> set[str]:
    """The names that a sentence of the note calls symmetric, positive definite, or a covariance."""
    found: set[str] = set()
    for block in note.blocks:
        if block.kind != "prose":
            continue
        for sentence in SENTENCE.split(block.text):
            if DENIED.search(sentence):
                continue
            if SYMMETRIC.search(sentence):
                found |= set(names_in(sentence))
            for clause in CLAUSE.split(sentence):
                if COVARIANCE.search(clause):
                    found |= set(names_in(clause))
    return found


def names_in(sentence: str) -> Iterable[str]:
    """The names that stand alone between dollars, also several with commas between."""
    for match in FORMULA.finditer(sentence):
        for part in re.split(r",|\\succ.*|>.*|\\in\b.*|=.*", match[1] or match[2]):
            if NAME.fullmatch(part.strip()):
                yield plain(part.strip())
