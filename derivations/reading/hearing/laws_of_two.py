"""Normal laws and the names of their densities, told in one sentence: which law is whose.

let $p$ be the density of $N(m, S)$
let our two normals be $N(m_1, S_1)$ and $N(m_2, S_2)$, with densities $p$ and $q$
let $p$ and $q$ be the densities of $N(m_1, S_1)$ and $N(m_2, S_2)$
"""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import declare
from derivations.reading.hearing.noting import hear_bare_law
from derivations.reading.hearing.sentences import MARK

_M = MARK
AND = r"\s*(?:and|,|，|、|与|和|跟|及|,\s*and)\s*"
_NORMALS = r"(?:[a-z-]+ ){0,3}(?:normals?|gaussians?)(?: distributions?| laws?| densities| random variables)?"
_SIZE = rf"(?:[^{_M}.;。；]{{0,24}}{_M}[- ]?(?:dimensional|维))?"  # both $k$ dimensional
_BETWEEN = rf"[^{_M}.;。；]{{0,40}}"


def laws_first(known, one: S.Node, other: S.Node, *rest: S.Node) -> None:
    """Two laws, perhaps a number of dimensions, and then two names in the same order."""
    names_first(known, *rest[-2:], one, other)


def names_first(known, p: S.Node, q: S.Node, one: S.Node, other: S.Node) -> None:
    """Two names, and then their laws in the same order; nothing where one of these is no law without a variable."""
    if p != q and all(isinstance(law, S.Gaussian) and law.value is None for law in (one, other)):
        hear_bare_law(known, p, one)
        hear_bare_law(known, q, other)


def name_first(known, p: S.Node, law: S.Node) -> None:
    """A name, or a density with its variable, and its law."""
    if isinstance(law, S.Gaussian) and law.value is None:
        if isinstance(p, S.Density) and not p.bare:
            declare(known, p, law)
        else:
            hear_bare_law(known, p, law)


_DENSITY = r"(?:probability )?(?:density(?: function)?|pdf|law|distribution)"
TABLE = (
    (name_first, rf"{_M} (?:be |is |being |denote |denotes |for )?the {_DENSITY} of (?:an? |the )?{_M}",
     rf"{_M}\s*(?:为|是|表示)\s*{_M}\s*的(?:概率)?密度(?:函数)?"),
    (laws_first, (
        rf"{_NORMALS}(?: be| are|,|:)* {_M}{AND}{_M}{_SIZE}{_BETWEEN}"
        rf"\b(?:densit(?:y|ies)|called|denoted?)(?: functions?)?(?: by| as)? {_M}{AND}{_M}"
    ), (
        rf"(?:正态|高斯)(?:分布)?(?:分别)?(?:为|是)?\s*{_M}{AND}{_M}{_SIZE}{_BETWEEN}"
        rf"(?:密度|记)(?:函数)?(?:分别)?(?:为|是|作)?\s*{_M}{AND}{_M}"
    )),
    (names_first, (
        rf"{_M}{AND}{_M} (?:be|are|denote|being) (?:the )?(?:probability )?(?:density functions? |densities )?"
        rf"(?:of )?(?:{_NORMALS})?[,:]?\s*{_M}{AND}{_M}"
    ), (
        rf"{_M}{AND}{_M}\s*(?:分别)?(?:为|是|表示|服从)\s*(?:两个)?(?:正态分布|高斯分布)?[:：,，]?\s*{_M}{AND}{_M}"
    )),
)  # fmt: skip
