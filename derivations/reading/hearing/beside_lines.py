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
            if isinstance(left, S.Density) and is_law(left, trees[1], bool(place)):
                if known.survey.signature(left) not in stated and known.state_trees(left, trees[1]):
                    known.announced.add(known.survey.signature(left))


def is_law(left: S.Density, right: S.Node, behind: bool) -> bool:
    """Whether a display gives this law for what it says, in its first line or behind it."""
    return isinstance(right, S.Gaussian) or (behind and is_mixed(left, right)) or is_aggregated(left, right)


def is_aggregated(left: S.Density, right: S.Node) -> bool:
    """`q(z) = \\int p(x) q(z|x) dx`: a marginal of what two densities make."""
    letters = {n.letter for n in S.every(S.Density, right)}
    marginal = len(left.targets) == 1 and not left.givens and left.letter in letters
    return marginal and len(letters) == 2 and isinstance(right, S.Integral | S.SumOver | S.Expectation)


def is_mixed(left: S.Density, right: S.Node) -> bool:
    """`m = (p + q) / 2`: a letter by others, as they are written without what they are of."""
    inside = list(S.every(S.Density, right))
    names = any(S.every(S.Symbol | S.Apply, right))
    bare = all(d.bare for d in (left, *inside))
    return bare and len(inside) > 1 and not names and left.letter not in {d.letter for d in inside}


def foresee(known, left: S.Node, right: S.Node) -> None:
    """`..., \\quad f(a) = a^2`: a function that its display gives after it uses it."""
    if not isinstance(left, S.Apply) or not left.arguments or not all(map(is_place, left.arguments)):
        return
    name, arguments, index, parameters = head_of(left)
    new = name not in KNOWN_FUNCTIONS and not known.has_definition(name) and name not in known.survey.density_like
    inside = any(isinstance(n, S.Apply) and head_of(n)[0] == name for n in S.walk(right))
    if new and not inside:
        known.later.setdefault(name, [Definition(name, arguments, index, parameters, right)])
