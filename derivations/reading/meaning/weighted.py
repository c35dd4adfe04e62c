"""How far a logarithm reaches under a sum: in `\\sum_z \\log p(x, z) q(z)` the q is the weight that is summed with."""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.grammar import syntax as S


def weighted(node: S.SumOver | S.Integral) -> S.SumOver | S.Integral:
    """A sum, or an integral, of `log A B` as that of (log A) B, where B is the density of what is summed over."""
    over = node.indices if isinstance(node, S.SumOver) else node.variables
    body, sign = (node.body.operand, True) if isinstance(node.body, S.Neg) else (node.body, False)
    for reading in body.readings if isinstance(body, S.Ambiguous) else ():
        factors = reading.factors if isinstance(reading, S.Mul) else ()
        weights = [f for f in factors if isinstance(f, S.Density) and set(f.targets) == set(over)]
        if len(weights) == 1 and any(isinstance(f, S.Apply) and f.function == "log" for f in factors):
            return replace(node, body=S.Neg(reading, span=node.body.span) if sign else reading)
    return node
