"""A line that depends on the base of its logarithms, in a note whose words name another base than e: not decided.

Both sides of the first degree in logarithms, entropies and divergences, or free of them, hold to every base or none.
"""

from __future__ import annotations

import sympy
from sympy import Expr

from derivations.judging.step import PROVED, REFUTED
from derivations.language import words as L
from derivations.reading.grammar import syntax as S

LOGARITHMIC = (sympy.log, L.Entropy, L.ConditionalEntropy, L.CrossEntropy, L.KL, L.MutualInformation, L.ELBO)
LOGARITHMIC_TREES = (S.KL, S.VariableEntropy, S.Entropy, S.CrossEntropy, S.MutualInformation)


def depends_on_base(left: Expr, right: Expr) -> bool:
    """Whether a claim may hold to one base and not to another."""
    if not any(e.has(*LOGARITHMIC) for e in (left, right)):
        return False
    degrees = {degree(e) for e in (left, right) if e != 0}
    return len(degrees) > 1 or None in degrees


def degree(e: Expr) -> Expr | None:
    """How often a factor of every logarithm comes out of an expression; None if it does not come out whole."""
    if not isinstance(e, Expr) or not e.has(*LOGARITHMIC):
        return sympy.Integer(0)
    inside = [a for a in e.args if isinstance(a, Expr) and a.has(*LOGARITHMIC)]
    if isinstance(e, LOGARITHMIC):
        return None if isinstance(e, sympy.log) and inside else sympy.Integer(1)
    if isinstance(e, sympy.Add):
        found = {degree(a) for a in e.args}
        return found.pop() if len(found) == 1 else None
    if isinstance(e, sympy.Mul):
        found = [degree(a) for a in e.args]
        return None if None in found else sum(found)
    if isinstance(e, sympy.Pow) and not e.exp.has(*LOGARITHMIC):
        base = degree(e.base)
        return None if base is None else base * e.exp
    if isinstance(e, L.Binder) and len(inside) == 1:
        return degree(inside[0])
    return None


def undone(tree: S.Node) -> bool:
    """Whether a logarithm is taken of an exponential, or the other way round: log e, log e^x, exp(log p)."""
    for node in S.walk(tree):
        if isinstance(node, S.Apply) and node.function == "log" and any(map(exponential, S.walk(node))):
            return True
        power = isinstance(node, S.Power) and exponential(node.base)
        if power or (isinstance(node, S.Apply) and node.function == "exp"):
            parts = [n for n in S.walk(node) if n is not node]
            if any(isinstance(n, LOGARITHMIC_TREES) or getattr(n, "function", "") == "log" for n in parts):
                return True
    return False


def slope_of_one(trees: list[S.Node]) -> bool:
    """Whether a derivative of logarithms stands beside what has none: d/dx log x = 1/x."""
    logarithms = [any(is_logarithm(n) for n in S.walk(tree)) for tree in trees]
    slopes = any(S.every(S.Derivative | S.Gradient, *trees))
    return slopes and len(set(logarithms)) == 2 and S.Number("0") not in trees


def is_logarithm(node: S.Node) -> bool:
    return isinstance(node, LOGARITHMIC_TREES) or getattr(node, "function", "") == "log"


def exponential(node: S.Node) -> bool:
    """Whether a node is e, or exp of something."""
    named = isinstance(node, S.NamedNumber | S.Symbol) and node.name == "e"
    return named or (isinstance(node, S.Apply) and node.function == "exp")


def other_base(judge, out) -> None:
    """Leaves open what depends on the base, where the note says that it is not e."""
    line = judge.survey.told_base
    if not line or out.verdict not in (PROVED, REFUTED) or not out.expressions or out.at is None:
        return
    left, _, right, _facts = out.expressions
    chain = judge.note.chains[out.at[0]]
    trees = [side.tree for side in chain.sides[out.at[1] : out.at[1] + 2] if side.read]
    mixed = all(sign in f"{out.left} {out.right}" for sign in (r"\ln", r"\log"))
    if not (depends_on_base(left, right) or any(map(undone, trees)) or slope_of_one(trees) or mixed):
        return
    failed = out.verdict == REFUTED
    out.leave(f"line {line} has logarithms to another base than e, and this line depends on the base")
    out.suggestion = ""
    if failed:
        out.verdict = "doubtful"
