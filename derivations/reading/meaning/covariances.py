"""What a note calls a matrix, and which matrices it calls symmetric; a Gaussian's variance and Sigma are so unsaid.

No other matrix is: of "let A be a matrix" nothing follows for A and its transpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.shown_shapes import Shown, shown_shapes
from derivations.reading.note import Note
from derivations.reading.tables import Table

SENTENCE = re.compile(r"[.;!?。；！？]\s|\n\s*\n|[。；！？]")
_TABLE = Table(__file__)
COVARIANCES, MATRICES = _TABLE.patterns("covariances", "matrices", flags=re.IGNORECASE)
CALLED_SYMMETRIC, CALLED_MATRIX = _TABLE.patterns("symmetric", "of_matrices", flags=re.IGNORECASE)
DENIED, NAME = _TABLE.patterns("denied", "name")
RANDOM = re.compile(r"\b(?:random|data|design) (?:\w+ )?matri(?:x|ces)|(?:随机|数据|设计)矩阵", re.IGNORECASE)
SIZE = re.compile(r"\$[^$]*\\times[^$]*\$|\$\w\$(?=\s*阶)")
_CAPITAL = r"(?:[A-Z]|\\(?:Sigma|Lambda|Phi|Psi|Gamma|Delta|Omega|Theta|Pi))"
CAPITAL = re.compile(rf"{_CAPITAL}(?:_\{{?\w+\}}?)?")
NUMBERED = re.compile(rf"({_CAPITAL})(?:_\{{?\w+\}}?|\^\{{\(\w+(?:[+-]1)?\)\}})")  # A_t, W^{(l)}
FORMULA = re.compile(r"\$+([^$]+)\$+|\\\((.+?)\\\)")


def said_matrices(note: Note) -> set[str]:
    """The capital letters that stand in a list before or after "matrix", "matrices" or the name of some."""
    found: set[str] = set()
    for block in note.paragraphs:
        for sentence in SENTENCE.split(block.text):
            if not CALLED_MATRIX.search(sentence):  # most say nothing of it: a list is looked for in the others alone
                continue
            for match in MATRICES.finditer(SIZE.sub(" ", sentence)):
                names = set(names_in(match[1] or match[2]))
                found |= {name for name in names if CAPITAL.fullmatch(name) or NUMBERED.fullmatch(name)}
    return found


def told_matrices(note: Note, trees: list[S.Node]) -> set[str]:
    """The letters that are no random variables wherever a mean stands around them: matrices, by the words, by their
    space or by the formulas, where nobody speaks of random ones; and I beside them."""
    if any(RANDOM.search(block.text) for block in note.blocks if block.kind == "prose"):
        return set()
    nodes = list(S.walk(*trees))
    spaces = (
        n for n in nodes if isinstance(n, S.Membership) and isinstance(getattr(n.domain, "exponent", None), S.Mul)
    )
    chains = (c for c in note.spoken if c.relations)
    made = {name_of(c.sides[0].tree) for c in chains if c.sides[0].read}  # the Y of "a linear map $Y = AX$"
    told = (said_matrices(note) - made) | {name_of(e) or "" for n in spaces for e in n.elements}
    random = {name_of(v) or "" for n in nodes if isinstance(n, S.Density) for v in (*n.targets, *n.givens)}
    random |= {name_of(v) or "" for n in nodes if isinstance(n, S.Draw) for v in n.variables}
    shown = Shown({(name, False) for name in told}, random=random)
    shown_shapes(trees, (), shown)
    found = {name for name, index in shown.matrices if not index}
    return found | {"I"} if found else found


def see_matrices(survey, note: Note, trees: Iterable[S.Node]) -> tuple[set[str], dict[str, bool], set[str]]:
    """Notes the matrices and vectors that the prose tells of and the formulas show; gives the letters that are matrices
    wherever they carry an index, those that are vectors so (whether an equation says what a member of it is), and the
    matrices that formulas alone show."""
    told, random = said_matrices(note), {*survey.variables, *survey.targets, *survey.givens, *survey.capital}
    survey.matrices |= {re.sub(r"_(\w+)$", r"_{\1}", name) for name in told - random} | (told - random)
    numbered = {found[1] for name in told if (found := NUMBERED.fullmatch(name))}
    for node in S.every(S.Membership, *trees):
        if isinstance(getattr(node.domain, "exponent", None), S.Mul):
            indexed = (name_of(e) or "" for e in node.elements if isinstance(e, S.Index))
            numbered |= {name for name in indexed if re.fullmatch("[A-Z]", name)}
    counted = {*survey.sorts, *survey.summed, *survey.scalars, *survey.scalar_gaussians}
    shown = Shown(
        {(name, False) for name in survey.matrices} | {(name, True) for name in numbered - random},
        {(name, False) for name in survey.vectors if not CAPITAL.fullmatch(name)}, random, counted,
    )  # fmt: skip
    chains = [*note.chains, *note.spoken]
    sides = [c.trees for c in chains if {r.name for r in c.relations} <= {"equal", "define"}]
    shown_shapes(trees, sides, shown)
    by_formulas = {name for name, index in shown.matrices if not index} - survey.matrices - survey.gaussian_names
    survey.matrices |= {name for name, index in shown.matrices if not index}
    beside = {name for name, index in shown.vectors if not index} - survey.vectors
    survey.vectors |= beside
    survey.alike.append(beside)
    heads = {name_of(one[0]) for one in sides if one and isinstance(one[0], S.Index)}
    vectors = {name: name in heads for name, index in shown.vectors if index}
    return {name for name, index in shown.matrices if index}, vectors, by_formulas


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
            name = re.sub(r"\(\\?\w+\)$", "", part.strip())  # the A of A(t)
            if NAME.fullmatch(name):
                yield plain(name)
                yield re.sub(r"_\{?(\w+)\}?$", r"_{\1}", plain(name))  # as a name with a number is spelled
