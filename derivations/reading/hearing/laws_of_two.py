"""Normal laws and the names of their densities, told in one sentence: which law is whose.

let $p$ be the density of $N(m, S)$
let our two normals be $N(m_1, S_1)$ and $N(m_2, S_2)$, with densities $p$ and $q$
let $p$ and $q$ be the densities of $N(m_1, S_1)$ and $N(m_2, S_2)$
"""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import declare
from derivations.reading.hearing.noting import hear_bare_law


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
