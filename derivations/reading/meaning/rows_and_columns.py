r"""Matrices with other numbers of rows than of columns, and the letters of both: $W \in \mathbb{R}^{D \times K}$, "a
$D \times K$ matrix $W$", and the W of p(x|z) = N(Wz + b, ...) where x and z are of different spaces."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.covariances import CAPITAL, SENTENCE
from derivations.reading.meaning.naming import name_of, plain

Shape = tuple[str, str]
_NAME = rf"\$\s*({CAPITAL.pattern}|\\\w+)\s*\$"
_SIZE = r"\$\s*\(?\s*(\w)\s*\\times\s*(\w)\s*\)?\s*\$"
_MATRIX = r"[-\w\s]{0,20}(?:matri(?:x|ces)|矩阵)"
_SIZED = re.compile(r"\\?(?:mathbf\{I\}|I)_\{?(\w)\}?")
SAID = (
    re.compile(rf"{_NAME}\s*(?:is|be|are|为|是)\s*(?:an?|the|一个)?\s*(?:real|实)?\s*{_SIZE}\s*(?:的)?{_MATRIX}"),
    re.compile(rf"{_NAME}\s*,?\s*(?:of|with) (?:size|shape|dimensions?) {_SIZE}"),
)
SAID_BEFORE = (re.compile(rf"{_SIZE}\s*(?:的)?{_MATRIX}\s*{_NAME}"),)


def shapes_in(note: Note, trees: Iterable[S.Node], spaces: Mapping[str, S.Node]) -> dict[str, Shape]:
    """(rows, columns) of each matrix that is told not to be square, by the names of its sizes."""
    trees = list(trees)
    found = {**_beside_identities(trees), **_in_words(note), **_in_laws(note, spaces), **_in_spaces(trees)}
    return {name: shape for name, shape in found.items() if shape[0] != shape[1]}


def _in_words(note: Note) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for block in note.paragraphs:
        for sentence in SENTENCE.split(block.text):
            if r"\times" not in sentence:
                continue
            found |= {plain(m[1]): (m[2], m[3]) for p in SAID for m in p.finditer(sentence)}
            found |= {plain(m[3]): (m[1], m[2]) for p in SAID_BEFORE for m in p.finditer(sentence)}
    return found


def _in_spaces(trees: Iterable[S.Node]) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for tree in trees:
        for node in S.walk(tree):
            if isinstance(node, S.Membership) and isinstance(node.domain, S.Power):
                sizes = node.domain.exponent
                if isinstance(sizes, S.Mul) and len(sizes.factors) == 2:
                    shape = tuple(name_of(f) or S.outline(f) for f in sizes.factors)
                    found |= {name_of(e): shape for e in node.elements if name_of(e)}
    return found


def _in_laws(note: Note, spaces: Mapping[str, S.Node]) -> dict[str, Shape]:
    """The W of a mean Wz + b, of what has another space than z."""
    found: dict[str, Shape] = {}
    chains = [*note.chains, *note.spoken]
    for value, mean in (law for chain in chains for law in _laws(chain)):
        rows = _size(value, spaces)
        for term in mean.terms if isinstance(mean, S.Add) else (mean,):
            factors = term.factors if isinstance(term, S.Mul) else ()
            columns = _size(factors[1], spaces) if len(factors) == 2 else None
            if rows and columns and isinstance(factors[0], S.Symbol) and CAPITAL.fullmatch(plain(factors[0].name)):
                found[name_of(factors[0])] = rows, columns
    return found


def _beside_identities(trees: Iterable[S.Node]) -> dict[str, Shape]:
    """The W of W W' + s I_d and W' W + s I_k."""
    sides: dict[str, dict[bool, str]] = {}
    for node in S.every(S.Add, *trees):
        factors = [f for t in node.terms for f in (t.factors if isinstance(t, S.Mul) else (t,))]
        sizes = set(filter(None, map(_size_of_identity, factors)))
        for term in (t for t in node.terms if isinstance(t, S.Mul) and len(sizes) == 1):
            one, two = term.factors[-2:]
            turned = isinstance(one, S.Transpose)
            inner, other = (one.operand, two) if turned else (one, getattr(two, "operand", None))
            if inner == other and isinstance(inner, S.Symbol) and isinstance(two if not turned else one, S.Transpose):
                sides.setdefault(plain(inner.name), {})[turned] = next(iter(sizes))
    return {name: (found[False], found[True]) for name, found in sides.items() if len(found) == 2}


def _size_of_identity(node: S.Node) -> str | None:
    """The d of I_d, and the k of I_k, which may be an index elsewhere."""
    if isinstance(node, S.Index) and name_of(node) == "I" and len(node.indices) == 1:
        return name_of(node.indices[0])
    found = _SIZED.fullmatch(node.name) if isinstance(node, S.Symbol) else None
    return found[1] if found else None


def _laws(chain) -> Iterable[tuple[S.Node, S.Node]]:
    """(what is normal, its mean) of `p(x|z) = N(mean, ...)`, `x ~ N(mean, ...)` and `N(x; mean, ...)`."""
    trees = chain.trees
    for one, two in itertools.pairwise(trees):
        if isinstance(one, S.Density) and len(one.targets) == 1 and isinstance(two, S.Gaussian):
            yield one.targets[0], two.mean
    for node in S.walk(*trees):
        if isinstance(node, S.Gaussian) and node.value is not None:
            yield node.value, node.mean
        if isinstance(node, S.Draw) and isinstance(node.density, S.Gaussian) and len(node.variables) == 1:
            yield node.variables[0], node.density.mean


def _size(of: S.Node, spaces: Mapping[str, S.Node]) -> str | None:
    size = spaces.get(name_of(of) or "")
    return None if size is None else name_of(size)
