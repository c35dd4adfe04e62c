"""What a note calls a matrix, and which matrices it calls symmetric; a Gaussian's variance and Sigma are so unsaid.

No other matrix is: of "let A be a matrix" nothing follows for A and its transpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.reading.meaning.naming import plain
from derivations.reading.note import Note

SENTENCE = re.compile(r"[.;!?。；！？]\s|\n\s*\n|[。；！？]")
LIST = r"((?:\$[^$]+\$\s*+(?:,|and\b|or\b|、|和|与)?\s*+)++)"  # gives nothing back: else it takes time without end
NEAR = r"[^$]{0,60}?"
SYMMETRIC = (
    r"(?:\bsymmetric|positive[- ](?:semi-?)?definite|\bSPD\b|对称|正定|(?<!cross-)(?<!cross )covariance|协方差"
    r"|precision matri|精度矩阵)"
)
CALLED_SYMMETRIC = re.compile(SYMMETRIC, re.IGNORECASE)
OF_MATRICES = (
    r"(?:\bmatri(?:x|ces)\b|矩阵|方阵|\bJacobians?\b|\bHessians?\b|\brotations?\b|\bproject(?:ions?|ors?)\b|可逆|正定"
    r"|\blinear (?:operators?|maps?|transformations?)\b|positive[- ](?:semi-?)?definite"
    r"|\binvertible\b(?! (?:map|function|transform|flow|neural)))"
)
CALLED_MATRIX = re.compile(OF_MATRICES, re.IGNORECASE)
COVARIANCES = re.compile(rf"{LIST}{NEAR}{SYMMETRIC}|{SYMMETRIC}[\w\s]{{0,20}}?{LIST}", re.IGNORECASE)
DENIED = re.compile(
    r"\b(not|never|nor|neither|without|asymmetric|non-?symmetric|un-?symmetric)\b|n't|非对称|不对称|不一定|未必|并非|不是"
)
MATRICES = re.compile(rf"{LIST}[^$]{{0,40}}?{OF_MATRICES}|{OF_MATRICES}\s*{LIST}", re.IGNORECASE)
SIZE = re.compile(r"\$[^$]*\\times[^$]*\$|\$\w\$(?=\s*阶)")
CAPITAL = re.compile(r"(?:[A-Z]|\\(?:Sigma|Lambda|Phi|Psi|Gamma|Delta|Omega|Theta|Pi))(?:_\{?\w+\}?)?")
FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")
NAME = re.compile(r"\\?[A-Za-z]+(?:_\{?\\?\w+\}?)?|\\(?:mathbf|boldsymbol|bm)\{\\?[A-Za-z]+\}(?:_\{?\w+\}?)?")


def said_matrices(note: Note) -> set[str]:
    """The capital letters that stand in a list before or after "matrix", "matrices" or the name of some."""
    found: set[str] = set()
    for block in note.blocks:
        for sentence in SENTENCE.split(block.text) if block.kind == "prose" else ():
            if not CALLED_MATRIX.search(sentence):  # most say nothing of it: a list is looked for in the others alone
                continue
            for match in MATRICES.finditer(SIZE.sub(" ", sentence)):
                found |= {name for name in names_in(match[1] or match[2]) if CAPITAL.fullmatch(name)}
    return found


def said_symmetric(note: Note) -> set[str]:
    """The names in a list beside "symmetric", "positive definite" or "covariance", unless the sentence denies it."""
    found: set[str] = set()
    for block in note.blocks:
        if block.kind != "prose":
            continue
        for sentence in SENTENCE.split(block.text):
            if not CALLED_SYMMETRIC.search(sentence) or DENIED.search(sentence):
                continue
            for match in COVARIANCES.finditer(SIZE.sub(" ", sentence)):
                found |= set(names_in(match[1] or match[2]))
    return found


def names_in(sentence: str) -> Iterable[str]:
    """The names that stand alone between dollars, also several with commas between."""
    for match in FORMULA.finditer(sentence):
        for part in re.split(r",|\\succ.*|>.*|\\in\b.*|=.*", match[1] or match[2]):
            if NAME.fullmatch(part.strip()):
                yield plain(part.strip())
                yield re.sub(r"_\{?(\w+)\}?$", r"_{\1}", plain(part.strip()))  # as a name with a number is spelled
