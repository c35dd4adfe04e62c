"""Sums written out: sum_{k=1}^3 a_k is a_1 + a_2 + a_3, and sum_{k=a}^b c is (b - a + 1) c where that is positive."""

from __future__ import annotations

import sympy
from sympy import Expr

from derivations.language import words as L

MOST_TERMS = 12  # of a sum that is written out


def in_full(e: Expr) -> Expr:
    """The expression with its sums and products between two numbers as their terms."""
    written: dict[Expr, Expr] = {}
    for node in e.atoms(L.Sum, L.Product):
        index, first, last = node.limits[0]
        if isinstance(node, L.Sum) and len(node.limits) == 1 and index not in node.function.free_symbols:
            times = last - first + 1
            written |= {node: in_full(node.function) * times} if times.is_positive and times.is_integer else {}
            continue
        if len(node.limits) == 1 and first.is_Integer and last.is_Integer and 0 <= last - first < MOST_TERMS:
            try:
                terms = [in_full(node.function.subs(index, k)) for k in range(int(first), int(last) + 1)]
            except L.DensityError:  # p(x_t|x_{t-1}, x_0) at t = 1
                continue
            written[node] = (sympy.Add if isinstance(node, L.Sum) else sympy.Mul)(*terms)
    return e.xreplace(written)
