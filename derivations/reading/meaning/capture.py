"""Letters that a sum, an integral or a mean binds, where something with a letter of that name is put in under it.

After o_i = sum_j a_{ij} v_j, o_j is sum_k a_{jk} v_k: the letter of a sum has another name then. The variable of an
integral or a mean has its name from its density and keeps it: nothing is put in where it would be taken for it.
"""

from __future__ import annotations

from collections.abc import Callable

from derivations.reading.grammar import syntax as S

_LETTERS = "ijklmrsabch"  # for the index of a sum
_OVER = S.Integral | S.Expectation | S.Variance | S.Covariance | S.Derivative | S.Gradient | S.Optimum
_OF_DENSITIES = S.KL | S.Entropy | S.CrossEntropy


def renamed_for(node: S.BigOperator, swaps: dict) -> dict[S.Node, S.Node]:
    """Other names for those indices of a sum that stand in what is put in under it."""
    taken = [
        i for i in node.indices if i not in swaps and any(_brings(node, old, new, i) for old, new in swaps.items())
    ]
    if not taken:
        return {}
    used = {n.name for n in S.every(S.Symbol, node, *(new for new in swaps.values() if isinstance(new, S.Node)))}
    free = (letter for letter in _LETTERS if letter not in used)
    return {index: S.Symbol(letter) for index, letter in zip(taken, free, strict=False)}


def put_in(value, names: dict[S.Node, S.Node], substituted: Callable[[S.Node, dict], S.Node]):
    """A part of a sum with other names for its indices."""
    if isinstance(value, tuple):
        return tuple(put_in(one, names, substituted) for one in value)
    return value if value is None else substituted(value, names)


def captured(tree: S.Node, swaps: dict) -> str:
    """The letter that an integral or a mean binds and that stands in what is put in under it; or nothing."""
    for node in S.every(_OVER | _OF_DENSITIES | S.BigOperator, tree):
        letters = bound_in(node)
        for old, new in swaps.items():
            if isinstance(old, S.Node) and old not in letters:
                found = next((b for b in letters if _brings(node, old, new, b)), None)
                if found is not None:
                    return S.outline(found)
    return ""


def bound_in(node: S.Node) -> list[S.Node]:
    """What an integral, a mean, a derivative or an optimum runs over, as it is written; a mean of which that is not
    said may run over all that stands in it."""
    if isinstance(node, _OF_DENSITIES):
        densities = [part for part in S.children(node) if isinstance(part, S.Density)]
        return [target for density in densities for target in density.targets]
    if isinstance(node, S.BigOperator):  # over the values of a variable, which keeps its name as well
        values = {part for d in S.every(S.Density, node.body) for part in (*d.targets, *d.givens)}
        return [index for index in node.indices if index in values]
    found = [*getattr(node, "variables", ()), *getattr(node, "over", ())]
    draws = getattr(node, "draws", ())
    for draw in draws:
        found += [*draw.variables, *(draw.density.targets if isinstance(draw.density, S.Density) else ())]
    if not found and isinstance(node, S.Expectation | S.Variance | S.Covariance):
        found = list(S.every(S.Symbol | S.Index, node))
    return found


def _brings(node: S.Node, old, new, bound: S.Node) -> bool:
    """Whether `new` for `old` brings a letter under a sign that binds it."""
    if not (isinstance(old, S.Node) and isinstance(new, S.Node)) or not any(part == bound for part in S.walk(new)):
        return False
    return any(part == old for part in S.walk(node))
