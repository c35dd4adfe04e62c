"""Sums, products, powers, norms, matrices: what arithmetic signs mean between numbers, vectors and matrices.

Each function takes the reader and a node, and gives (kind, value) or a number: 's' number, 'v' vector, 'm' matrix,
'r' a row vector (u, A) that waits for its column, 'diag' a diagonal. `READ` says which function reads which node,
`BUILTIN` which reads which applied name.
"""

from __future__ import annotations

from dataclasses import replace

import sympy
from sympy import Integer, Symbol

from derivations.language import words as L
from derivations.language.words import vector_dimension
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.listed_entries import vector_of
from derivations.reading.meaning.naming import name_of, plain, tag_text
from derivations.reading.meaning.numbered_matrices import no_changing_places
from derivations.reading.meaning.size import check_size
from derivations.reading.meaning.slopes import read_derivative, read_gradient
from derivations.reading.meaning.unreadable import Unreadable


def read_add(read, node):
    parts = [read.typed(t) for t in node.terms]
    kinds = {k for k, v in parts if v != 0}
    if len(kinds) > 1:
        if kinds == {"s", "v"} and all(k != "s" or v.is_number for k, v in parts):
            raise Unreadable("a number added to a vector", node)
        if kinds != {"s", "v"}:
            raise Unreadable("terms of different shape are added", node)
        kinds = {"v"}
    return next(iter(kinds), "s"), sympy.Add(*(v for _, v in parts))


def read_neg(read, node):
    kind, value = read.typed(node.operand)
    if kind == "r":
        return kind, (-value[0], value[1])
    return kind, -value


def read_mul(read, node):
    first = node.factors[0]
    if isinstance(first, S.ProductOver) and first.span == node.span != (0, 0):  # \prod_i a_i c, without brackets
        inside = replace(first, body=S.Mul((first.body, *node.factors[1:]), span=first.span))
        told = {False: "to the last factor with its index", True: "over all that follows"}
        if read.readings.choose("how far the product reaches", (False, True), told.get):
            check_size(inside)
            return read.typed(inside)
    kind, value = "s", Integer(1)
    parts = [read.typed(factor) for factor in node.factors]
    no_changing_places(read, node.factors, [one for one, _ in parts])
    for factor, part in zip(node.factors, parts, strict=True):
        kind, value = times(kind, value, *part, factor)
    if kind == "r":
        raise Unreadable("a row vector is left over", node)
    return kind, value


def times(kind, value, other, factor, node):
    if kind == "s" and other == "s":
        return "s", value * factor
    if "diag" in (kind, other) and any(isinstance(v, (L.Identity, L.FullIdentity)) for v in (value, factor)):
        return "diag", value if kind == "diag" else factor
    if kind == "s":
        return (other, (value * factor[0], factor[1])) if other == "r" else (other, value * factor)
    if other == "s":
        return (kind, (value[0] * factor, value[1])) if kind == "r" else (kind, value * factor)
    if kind == "r":
        if other == "m":
            return "r", (value[0], value[1] * factor)
        if other == "v":
            return "s", L.Bilinear(value[0], value[1], factor)
    if kind == "m" and other == "m":
        return "m", value * factor
    if kind == "m" and other == "v":
        return "v", L.MatVec(value, factor)
    if kind == "v" and other == "r":
        return "m", L.Outer(value, factor[0]) * factor[1]
    if kind == "m" and other == "r":
        raise Unreadable("a matrix times a row", node)
    raise Unreadable("two vectors are multiplied without a transpose", node)


def read_divide(read, node):
    below = read.expression(node.denominator)
    if below == 0:
        raise Unreadable("division by zero", node)
    kind, above = read.typed(node.numerator)
    if kind == "r":
        return "r", (above[0] / below, above[1])
    return kind, above / below


def read_power(read, node):
    if isinstance(node.base, S.Norm):
        square = squared_norm(read, node.base)
        return sympy.sqrt(square) ** read.expression(node.exponent) if node.exponent != S.Number("2") else square
    kind, value = read.typed(node.base)
    if kind == "v":
        if node.exponent == S.Number("2"):
            return "diag", value**2
        raise Unreadable("a power of a vector", node)
    if kind == "m":
        return "m", value ** read.expression(node.exponent)
    above, exponent = read.typed(node.exponent)
    if above != "s":
        raise Unreadable("a power of a vector", node)
    if exponent.is_Rational and written_out(value, exponent) > LONGEST_NUMBER:
        raise Unreadable("a number too long to be written out", node)
    return value**exponent


LONGEST_NUMBER = 10_000  # bits


def written_out(value, exponent):
    """How many bits the numbers have that this power writes out: 12^(2/5) is (2^4 3^2)^(1/5), 3^(-1/5) is 3^(4/5)/3.

    >>> half, x = sympy.Rational(1, 2), sympy.Symbol("x")
    >>> [int(written_out(value, Integer(2))) for value in (Integer(8), 8 * x, x)]
    [8, 8, 0]
    >>> int(written_out(Integer(2), half)), int(written_out(half, sympy.Rational(1, 100)))
    (2, 198)
    """
    if value.is_Rational:
        highest = exponent.q - 1 if exponent < 0 or value.q > 1 else abs(exponent.p) * value.p.bit_length()
        return max(abs(exponent), min(exponent.q - 1, highest)) * max(abs(value.p), value.q).bit_length()
    if value.is_Pow and value.exp.is_Rational:
        return written_out(value.base, value.exp * exponent)
    return sum(written_out(factor, exponent) for factor in value.args) if value.is_Mul else 0


def squared_norm(read, node: S.Norm):
    if node.order not in (None, S.Number("2")):
        raise Unreadable(f"a norm with the subscript {tag_text(node.order)} is not understood", node)
    _kind, value = read.typed(node.operand)
    if not read.survey.matrices and vector_dimension(value) is not None:
        return L.SquaredNorm(value)
    name = node.operand.function if isinstance(node.operand, S.Apply) else name_of(node.operand)
    size = read.dimension(name) if name and value.is_Function else None
    return L.Bilinear(value, 1 if size is None else L.Identity(size), value)


def read_norm(read, node):
    return sympy.sqrt(squared_norm(read, node))


def read_transpose(read, node):
    kind, value = read.typed(node.operand)
    if kind == "m":
        return "m", L.Transpose(value)
    if kind == "v":
        return "r", (value, Integer(1))
    return kind, value


def read_bars(read, node):
    if isinstance(node.operand, S.Symbol) and plain(node.operand.name) in read.survey.domains:
        role = plain(node.operand.name).strip("}")[-1].lower()
        if role in read.survey.discrete:  # how many values a variable has: the sum of one over all of them
            return L.Integral(Integer(1), read.random(role))
        return Symbol("|" + S.outline(node.operand) + "|", integer=True, positive=True)
    kind, value = read.typed(node.operand)
    if kind == "m":
        return determinant(read, value)
    if kind == "s":
        return sympy.Abs(value)
    raise Unreadable("bars around this are not understood", node)


def argument(read, node: S.Node) -> sympy.Expr:
    """What a function without a formula is of: a number, or a matrix or some examples by their name."""
    if isinstance(node, S.SetOf):
        return Symbol(S.outline(node), real=True)
    kind, value = read.typed(node)
    named = kind == "m" and isinstance(value, L.MatrixName)
    return Symbol(f"{value.name}", real=True) if named else read.expression(node)


def matrix_size(read) -> sympy.Expr:
    sizes = [read.dimension(v) for v in sorted(read.survey.vectors)]
    return sizes[0] if sizes else read.dimension("x")


def determinant(read, value) -> sympy.Expr:
    """det(c A) = c^n det A for a number c."""
    numbers, matrices = value.args_cnc()
    factor = sympy.Mul(*numbers) ** matrix_size(read) if numbers else Integer(1)
    return factor * L.Determinant(sympy.Mul(*matrices)) if matrices else factor


def _log(read, node):
    return sympy.log(read.expression(node.arguments[0]))


def _exp(read, node):
    kind, value = read.typed(node.arguments[0])
    if kind not in ("s", "v"):
        raise Unreadable("the exponential of a matrix", node)
    return kind, sympy.exp(value)  # of a vector: of each entry


def _sqrt(read, node):
    return sympy.sqrt(read.expression(node.arguments[0]))


def _trace(read, node):
    linear = under_sums_and_means(read, node.arguments[0])
    if linear is not None:
        return read.expression(linear)
    kind, value = read.typed(node.arguments[0])
    if kind == "s" and has_transpose(node.arguments[0]):  # tr(v^T A v) is the trace of a number
        return value
    if kind != "m":
        raise Unreadable("the trace of something that is no matrix", node)
    if value.is_commutative:  # A^-1 A is the identity
        return value * matrix_size(read)
    return L.Trace(value)


def under_sums_and_means(read, node: S.Node) -> S.Node | None:
    """tr(A (B + C)) as tr(A B) + tr(A C), tr(A E[v v^T]) as E[tr(A v v^T)] where A is not random: None if there is no
    such sum of products, or mean of one. A mean of matrices is read in this place alone."""
    factors = node.factors if isinstance(node, S.Mul) else (node,)
    for place, one in enumerate(factors):
        before, after = factors[:place], factors[place + 1 :]
        around = {name_of(n) for n in S.every(S.Symbol | S.Index, *before, *after)}

        def inside(part: S.Node, before=before, after=after) -> S.Node:
            return S.Apply("tr", (S.Mul((*before, part, *after), span=node.span),), span=node.span)

        if isinstance(one, S.Neg):
            return S.Neg(inside(one.operand), span=node.span)
        if isinstance(one, S.Add) and all(map(has_transpose, one.terms)):
            return S.Add(tuple(map(inside, one.terms)), span=node.span)
        if isinstance(one, S.Expectation) and has_transpose(one.body) and not around & set(read.survey.variables):
            return replace(one, body=inside(one.body))
    return None


def has_transpose(node: S.Node) -> bool:
    """Whether a formula holds a transpose, as the products v v^T and v^T A v do."""
    return any(S.every(S.Transpose, node))


def _determinant(read, node):
    kind, value = read.typed(node.arguments[0])
    if kind != "m":
        raise Unreadable("the determinant of something that is no matrix", node)
    return determinant(read, value)


def _odot(read, node):
    (ka, a), (kb, b) = (read.typed(x) for x in node.arguments)
    return ("v" if "v" in (ka, kb) else "s"), a * b


def _diag(read, node):
    (entries,) = node.arguments if len(node.arguments) == 1 else (S.TupleOf(node.arguments),)
    if isinstance(entries, S.TupleOf):
        entries = vector_of(entries)
    _kind, value = read.typed(entries)
    return "diag", value


def _factorial(read, node):
    """y! of a name is a positive number of which no more is known: no world chooses it (`MEANT_ELSEWHERE`)."""
    kind, value = read.typed(node.arguments[0])
    if kind == "s" and isinstance(node.arguments[0], S.Symbol | S.Index) and not value.is_number:
        return sympy.Function("factorial", positive=True)(value)
    if kind != "s" or not (value.is_Integer and 0 <= value <= 1000):
        raise Unreadable("a factorial of something that is no small number", node)
    return sympy.factorial(value)


BUILTIN = {
    "factorial": _factorial,
    "log": _log, "exp": _exp, "sqrt": _sqrt, "tr": _trace, "det": _determinant, "odot": _odot, "diag": _diag,
    "\\mathrm{diag}": _diag, "abs": lambda read, node: sympy.Abs(read.expression(node.arguments[0])),
}  # fmt: skip

READ = {
    S.Add: read_add, S.Neg: read_neg, S.Mul: read_mul, S.Divide: read_divide, S.Power: read_power, S.Norm: read_norm,
    S.Transpose: read_transpose, S.Bars: read_bars, S.Derivative: read_derivative,
    S.Gradient: read_gradient,
}  # fmt: skip
