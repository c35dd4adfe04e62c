"""Sums whose index numbers the values of a variable: sum_i p(x_i) f(x_i), sum_i p_i log p_i, sum_{y=1}^K q(y|x)."""

from __future__ import annotations

from collections.abc import Iterable

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of


def weighted_by_own_density(body: S.Node, index: str) -> Iterable[str]:
    """The x of sum_i p(x_i) f(x_i), and of sum_i w_i p(y|x_i) unless x is a parameter: it runs over the values of x."""
    factors = body.factors if isinstance(body, S.Mul) else (body,)
    weight = any(isinstance(f, S.Index) and [*map(name_of, f.indices)] == [index] for f in factors)
    for factor in factors:
        if isinstance(factor, S.Density):
            for t in (*factor.targets, *(g for g in factor.givens if weight and "\\" not in (name_of(g) or ""))):
                if isinstance(t, S.Index) and [name_of(i) for i in t.indices] == [index] and name_of(t):
                    yield name_of(t)


def is_value_index(node: S.SumOver) -> bool:
    """Whether the index of sum_{y=1}^K is itself what a density is of, as in q(y|x): it runs over values."""
    (index,) = node.indices if len(node.indices) == 1 else (None,)
    return isinstance(index, S.Symbol) and any(
        isinstance(d, S.Density) and index in (*d.targets, *d.givens) for d in S.walk(node.body)
    )


def mass_letters(node: S.SumOver, index: str | None) -> frozenset[str]:
    """The letters p, q of sum_i p_i log(p_i / q_i), where i numbers values; none if it numbers anything else too."""
    nodes = list(S.walk(node.body))
    masses = {n.letter for n in nodes if isinstance(n, S.Density) and n.bare and [*map(name_of, n.indices)] == [index]}
    others = [n for n in nodes if isinstance(n, S.Index) and any(name_of(i) == index for i in n.indices)]
    others += [n for n in nodes if isinstance(n, S.Density) and not n.bare]  # q_j log p(x): x is not what j numbers
    return frozenset() if others else frozenset(masses)
