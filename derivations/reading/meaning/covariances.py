"""What a note calls a matrix, and which matrices it calls symmetric; a Gaussian's variance and Sigma are so unsaid.

No other matrix is: of "let A be a matrix" nothing follows for A and its transpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain
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
_CAPITAL = r"(?:[A-Z]|\\(?:Sigma|Lambda|Phi|Psi|Gamma|Delta|Omega|Theta|Pi))"
CAPITAL = re.compile(rf"{_CAPITAL}(?:_\{{?\w+\}}?)?")
NUMBERED = re.compile(rf"({_CAPITAL})(?:_\{{?\w+\}}?|\^\{{\(\w+(?:[+-]1)?\)\}})")  # A_t, W^{(l)}
FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")
NAME = re.compile(
    r"\\?[A-Za-z]+(?:_\{?\\?\w+\}?|\^\{\(\w+(?:[+-]1)?\)\})?|\\(?:mathbf|boldsymbol|bm)\{\\?[A-Za-z]+\}(?:_\{?\w+\}?)?"
)


def said_matrices(note: Note) -> set[str]:
    """The capital letters that stand in a list before or after "matrix", "matrices" or the name of some."""
    found: set[str] = set()
    for block in note.blocks:
        for sentence in SENTENCE.split(block.text) if block.kind == "prose" else ():
            if not CALLED_MATRIX.search(sentence):  # most say nothing of it: a list is looked for in the others alone
                continue
            for match in MATRICES.finditer(SIZE.sub(" ", sentence)):
                names = set(names_in(match[1] or match[2]))
                found |= {name for name in names if CAPITAL.fullmatch(name) or NUMBERED.fullmatch(name)}
    return found


def see_matrices(survey, note: Note, trees: Iterable[S.Node]) -> set[str]:
    """Notes the matrices that the prose tells of; gives the letters that are matrices wherever they carry an index:
    those told so with one, those of A_t S_t A_t^T + R_t, and of (A_t B_t)^T."""
    told, random = said_matrices(note), {*survey.variables, *survey.targets, *survey.givens, *survey.capital}
    survey.matrices |= {re.sub(r"_(\w+)$", r"_{\1}", name) for name in told - random} | (told - random)
    numbered = {found[1] for name in told if (found := NUMBERED.fullmatch(name))}
    for node in (n for tree in trees for n in S.walk(tree)):
        if _is_between(node) or (isinstance(node, S.Transpose) and isinstance(node.operand, S.Mul)):
            numbered |= inside if len(inside := _capitals(node)) > 1 else set()
        elif isinstance(node, S.Add) and any(map(_is_between, node.terms)):
            numbered |= {name for term in node.terms if isinstance(term, S.Index) for name in _capitals(term)}
        elif isinstance(node, S.Membership) and isinstance(getattr(node.domain, "exponent", None), S.Mul):
            numbered |= {name for e in node.elements if isinstance(e, S.Index) for name in _capitals(e)}
    return numbered - random


def _is_between(node: S.Node) -> bool:
    """Whether this is A_t S_t A_t^T: a column has no other between itself and its row."""
    factors = node.factors if isinstance(node, S.Mul) else ()
    turned = (k for k, f in enumerate(factors) if isinstance(f, S.Transpose) and _capitals(f))
    return any(factors[k].operand in factors[: k - 1] and _capitals(factors[k - 1]) for k in turned if k > 1)


def _capitals(node: S.Node) -> set[str]:
    """The capitals with an index in a formula."""
    return {name for n in S.walk(node) if isinstance(n, S.Index) and re.fullmatch("[A-Z]", name := name_of(n) or "")}


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
