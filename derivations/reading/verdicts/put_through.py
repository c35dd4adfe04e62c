"""A law put through what another letter has: `q(y) = \\int q(x) p(y|x) dx`, of a q of which nothing else is said of y.

This is what q(y) is, as under a kernel k(y|x) or where the inputs alone have another law; no world may deny it.
"""

from __future__ import annotations

from sympy import Expr

from derivations.language import words as L
from derivations.reading.verdicts.doubting import roles_of_density


def put_through(survey, left: Expr, right: Expr) -> list[str]:
    """Why a line is not refuted: one side is a density of a variable that its letter is written with nowhere else."""
    for one, other in ((left, right), (right, left)):
        own = one if isinstance(one, L.Density) and not one.givens and len(one.targets) == 1 else None
        inside = sorted(other.atoms(L.Density), key=str) if own is not None else []
        for d in inside:
            of, given = roles_of_density(d)
            own_of = roles_of_density(own)[0]
            source = any(e.name == own.name and roles_of_density(e) == (given, frozenset()) for e in inside)
            if d.name != own.name and of == own_of and given and source and not written_with(survey, own, given):
                return [f"nothing says before what {own} is: write `let` before the line if it is chosen here"]
    return []


def written_with(survey, own: L.Density, given: frozenset[str]) -> bool:
    """Whether the note has this letter of both variables together."""
    wanted = roles_of_density(own)[0] | given
    return any(wanted <= {*targets, *givens} for targets, givens in survey.signatures.get(own.name, ()))
