"""From a normal form back to an expression, for what a proof records: the scale and the dropped terms."""

from __future__ import annotations

from sympy import Expr, Function, Integer, Mul, Rational, Symbol, exp, log, pi

from derivations.language import words as L
from derivations.numbers import polynomial as P


def restore(p: P.Polynomial) -> Expr:
    """An expression with this normal form; bound variables get their role's name, primed where that is taken."""
    leaves = P.mentions(P.freeze(p))
    taken = {leaf[2] for leaf in leaves if leaf[0] == "v"}
    bound = [leaf for leaf in leaves if leaf[0] == "b"]
    shift = 0
    while any(variable_name((*leaf[:3], leaf[3] + shift)) in taken for leaf in bound):
        shift += 1
    return expression(P.thaw(P.rename(P.freeze(p), {leaf: (*leaf[:3], leaf[3] + shift) for leaf in bound})))


def expression(p: P.Polynomial) -> Expr:
    total = Integer(0)
    for m, c in sorted(p.items(), key=lambda item: P.order(item[0])):
        factors = [restore_atom(a) ** Rational(e) if e != 1 else restore_atom(a) for a, e in conditionals(m)]
        total += Mul(Rational(c.numerator, c.denominator), *factors)
    return total


def conditionals(m: P.Monomial) -> list[tuple]:
    """The factors of a monomial with each joint over a marginal of the same letter as a conditional density."""
    powers: dict = {}
    for a, e in m:
        a = ("m", *a[1:]) if a[0] == "S" else a
        powers[a] = powers.get(a, 0) + e
    for below in [a for a, e in powers.items() if a[0] == "m" and e == -1]:
        for above in [a for a, e in powers.items() if a[0] == "m" and e == 1]:
            if below in powers and below[1] == above[1] and below[2] < above[2]:
                del powers[below], powers[above]
                powers["d", above[1], above[2] - below[2], below[2]] = 1
    return sorted(((a, e) for a, e in powers.items() if e), key=P.order)


def restore_key(key) -> Expr:
    return restore_atom(key) if isinstance(key, tuple) else expression(P.thaw(key))


def variable_name(leaf) -> str:
    role = leaf[1] if isinstance(leaf[1], str) else leaf[1][0]
    return role + "'" * leaf[3]


def restore_atom(a) -> Expr:
    kind = a[0]
    if kind == "s":
        return Symbol(a[1], positive=True) if a[2] else Symbol(a[1], real=True)
    if kind == "v":
        return L.RandomVariable(a[2], a[1])
    if kind in ("b", "t"):
        return (
            Symbol("ijklmn"[a[3] % 6], integer=True)
            if a[1] == "#"
            else L.RandomVariable(variable_name(a), a[1] if isinstance(a[1], str) else a[1][0])
        )
    if kind == "c":
        return L.Component(restore_key(a[1]), restore_key(a[2]))
    if kind == "pi":
        return pi
    if kind == "n":
        return Integer(a[1])
    if kind == "f":
        return Function(a[1], positive=a[3] or None, real=True)(*(restore_key(k) for k in a[2]))
    if kind == "log":
        return log(expression(P.thaw(a[1])))
    if kind == "exp":
        return exp(expression({a[1]: 1}) if a[1] else 1)
    if kind == "poly":
        return expression(P.thaw(a[1]))
    if kind == "m" and not a[2]:
        return Integer(1)  # every variable integrated out
    if kind in ("m", "d"):
        letter = L.Distribution(a[1][0], tuple(Symbol(s) for s in a[1][1:]))
        slots = [
            [(r if isinstance(r, str) else r[0], restore_key(v)) for r, v in sorted(part, key=P.order)]
            for part in a[2:]
        ]
        return L.Density(letter, *([L.slot(r, v) for r, v in part] for part in slots))
    if kind == "N":
        return L.Normal(*(restore_key(k) for k in a[1:]))
    if kind == "int":
        return L.Integral(expression(P.thaw(a[2])), *(restore_atom(b) for b in a[1]))
    if kind in ("sum", "prod"):
        operator = L.Sum if kind == "sum" else L.Product
        return operator(expression(P.thaw(a[4])), (restore_atom(a[1]), restore_key(a[2]), restore_key(a[3])))
    if kind == "det":
        return L.Determinant(L.MatrixName(a[1], symmetric=a[2])) if isinstance(a[1], str) else Symbol("det")
    if kind == "abs":
        return abs(restore_atom(a[1]))
    if kind in ("E", "avg"):
        weight, body = expression(P.thaw(a[-2])), expression(P.thaw(a[-1]))
        if not weight.has(L.Density, L.Normal):  # a density that has no expression, as a Gaussian of matrices
            return Symbol(kind, real=True)
        return L.Expectation(body, weight) if kind == "E" else L.SampleAverage(body, weight, expression(P.thaw(a[2])))
    if kind == "op" and a[1] in OPERATORS:
        return OPERATORS[a[1]](*(expression(P.thaw(k)) for k in a[3]))
    return Symbol(kind, real=True)


OPERATORS = {
    "KL": L.KL, "CE": L.CrossEntropy, "H": L.Entropy, "HC": L.ConditionalEntropy, "Var": L.Variance, "ELBO": L.ELBO
}  # fmt: skip
