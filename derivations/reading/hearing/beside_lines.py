"""What a display gives beside what it says of it: laws and functions behind a \\qquad."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import is_density
from derivations.reading.meaning.naming import as_density
from derivations.reading.meaning.substitution import Definition, head_of, is_place
from derivations.reading.text.notation import KNOWN_FUNCTIONS


def hear_shapes(known, chains) -> None:
    """Laws that a display gives beside what it says of them: `..., \\qquad p(z) = N(z; 0, I)`, `q(z) = E_p[q(z|x)]`."""
    for place, chain in enumerate(chains):
        trees = chain.trees
        if len(trees) == len(chain.sides) == 2 and chain.continues is None:
            if place:
                foresee(known, *trees)
            left = as_density(trees[0]) if is_density(known, trees[0]) else trees[0]
            stated = [known.survey.signature(one) for one, _ in known.stated]
            if isinstance(left, S.Density) and (isinstance(trees[1], S.Gaussian) or is_aggregated(left, trees[1])):
                if known.survey.signature(left) not in stated and known.state_trees(left, trees[1]):
                    known.announced.add(known.survey.signature(left))


def is_aggregated(left: S.Density, right: S.Node) -> bool:
    """`q(z) = \\int p(x) q(z|x) dx`: a marginal of what two densities make."""
    letters = {n.letter for n in S.every(S.Density, right)}
    marginal = len(left.targets) == 1 and not left.givens and left.letter in letters
    return marginal and len(letters) == 2 and isinstance(right, S.Integral | S.SumOver | S.Expectation)


def foresee(known, left: S.Node, right: S.Node) -> None:
    """`..., \\quad f(a) = a^2`: a function that its display gives after it uses it."""
    if not isinstance(left, S.Apply) or not left.arguments or not all(map(is_place, left.arguments)):
        return
    name, arguments, index, parameters = head_of(left)
    new = name not in KNOWN_FUNCTIONS and not known.has_definition(name) and name not in known.survey.density_like
    inside = any(isinstance(n, S.Apply) and head_of(n)[0] == name for n in S.walk(right))
    if new and not inside:
        known.later.setdefault(name, [Definition(name, arguments, index, parameters, right)])
