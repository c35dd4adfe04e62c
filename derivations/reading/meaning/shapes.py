"""Which names are vectors, matrices, scales: read off Gaussians, norms, transposes, inverses and determinants.

Each function takes the survey and a node and notes what the node shows; `SEE` says which function sees which node.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.factors import factors_of
from derivations.reading.meaning.naming import base, name_of, plain

MATRIX = re.compile(r"\\(Sigma|Lambda)")
CAPITAL = re.compile(r"[A-Z]|\\(Psi|Omega|Gamma|Phi)")  # a matrix where it is a Gaussian's variance
SMALL_GREEK = re.compile(r"\\[a-z]")
FIXED = frozenset({"diag", "log", "exp", "sqrt", "odot"})
COUNTED = frozenset("KNMLTBDJS")  # capitals that count draws, components or examples, where nothing says otherwise


def covariances(variance: S.Node) -> Iterable[str]:
    """The matrices that must be symmetric for this to be a covariance: S, S^{-1}, S + R, A S A^T (S alone)."""
    if isinstance(variance, S.Symbol | S.Index) and name_of(variance):
        yield name_of(variance)
    elif isinstance(variance, S.Apply) and variance.function not in ("diag", "exp", "log"):
        yield plain(variance.function)
    elif isinstance(variance, S.Power):
        yield from covariances(variance.base)
    elif isinstance(variance, S.Add):
        for term in variance.terms:
            yield from covariances(term)
    elif isinstance(variance, S.Mul):
        first, *middle, last = variance.factors
        if isinstance(last, S.Transpose) and last.operand == first and len(middle) == 1:
            yield from covariances(middle[0])
        elif not any(isinstance(f, S.Transpose) for f in variance.factors):
            capitals = [f for f in variance.factors if CAPITAL.match(name_of(f) or "")]
            if len(capitals) == 1:
                yield name_of(capitals[0])


def see_add(survey, node):
    """In \\mu + \\sigma \\odot \\epsilon and \\mu(x) + \\sigma(x) \\epsilon all names are of one size."""
    if any(isinstance(n, S.Apply) and n.function == "odot" for n in S.walk(*node.terms)):
        alike_in(survey, *node.terms)
    heads = [head_of(f) for t in node.terms for f in factors_of(bare_term(t))]
    if any(isinstance(t, S.Mul) for t in node.terms) and None not in heads:
        survey.alike.append(set(heads) - {""})


def head_of(factor: S.Node) -> str | None:
    """The small name that a factor is, or applies; "" of a number; None for anything else, as a matrix W."""
    if isinstance(factor, S.Number):
        return ""
    applied = isinstance(factor, S.Apply) and factor.function not in FIXED
    name = plain(factor.function) if applied else plain(factor.name) if isinstance(factor, S.Symbol) else ""
    return name if name[:1].islower() or SMALL_GREEK.match(name) else None


def alike_in(survey, *nodes: S.Node | None) -> None:
    """Names that are of one size, because they stand together in a Gaussian or a difference."""
    parts = [t for n in nodes if n is not None for t in S.every(S.Symbol | S.Apply, n)]
    names = {plain(p.function if isinstance(p, S.Apply) else p.name) for p in parts}
    applied = [p for p in parts if isinstance(p, S.Apply) and p.function != "odot"]
    arguments = {name_of(a) for p in applied for a in (*p.arguments, *p.parameters)}
    survey.alike.append((names - arguments) - {"I", *FIXED})


def see_gaussian(survey, node):
    value = node.value
    if isinstance(node.mean, S.Symbol):
        survey.means.add(plain(node.mean.name))
    alike_in(survey, value, node.mean if not isinstance(node.mean, (S.Add, S.Mul)) else None)
    if isinstance(node.variance, S.Apply) and "diag" in node.variance.function:
        survey.vectors |= {name_of(n) for n in (value, node.mean) if isinstance(n, S.Symbol)} - {"0"}
    for part in (*S.walk(node.mean), *S.walk(node.variance)):
        if isinstance(part, S.Symbol):
            survey.gaussian_names.add(plain(part.name))
    if isinstance(value, S.Symbol) and isinstance(node.variance, (S.Power, S.Symbol, S.Number)):
        if not any(isinstance(n, S.Symbol) and n.name in ("I", "\\mathbf{I}") for n in S.walk(node.variance)):
            survey.scalar_gaussians.add(plain(value.name))
    elif value is None and isinstance(node.variance, (S.Power, S.Number)):
        survey.plain_gaussian = True
    survey.covariances |= set(covariances(node.variance))
    for part in factors_of(node.variance):
        if isinstance(part, (S.Symbol, S.Index)) and name_of(part):
            name = name_of(part)
            if name == "I" or (isinstance(part, S.Symbol) and re.fullmatch(r"\\mathbf\{I\}|I_.*", part.name)):
                if value is not None and name_of(value):
                    (survey.member_vectors if isinstance(value, S.Index) else survey.vectors).add(name_of(value))
                continue
            if MATRIX.match(name) or (part is node.variance and CAPITAL.fullmatch(name)):
                survey.matrices.add(name)
                survey.vectors |= {name_of(n) for n in (value, node.mean) if n is not None and name_of(n)} - {"0"}
            else:
                survey.positive.add(name)
        elif isinstance(base(part), S.Apply):
            name = plain(base(part).function)
            (survey.matrices if MATRIX.match(name) else survey.positive).add(name)


def see_difference(survey, node: S.Node) -> None:
    """The x and \\mu of |x - \\mu| or (x - \\mu)^T are of one size."""
    if isinstance(node, S.Add) and all(isinstance(bare_term(t), (S.Symbol, S.Apply)) for t in node.terms):
        alike_in(survey, node)


def see_norm(survey, node):
    see_difference(survey, node.operand)
    numbers = set(coefficients(node.operand))
    for part in S.walk(node.operand):
        if isinstance(part, S.Symbol) and part not in numbers:
            survey.vectors.add(plain(part.name))
        elif isinstance(part, S.Apply):
            survey.vector_functions.add(plain(part.function))


def coefficients(node: S.Node) -> Iterator[S.Symbol]:
    """Greek letters before what they multiply: \\sigma in x + \\sigma \\epsilon, \\alpha in \\sqrt{\\alpha} x."""
    for product in S.every(S.Mul, node):
        *before, last = product.factors
        if isinstance(last, S.Symbol | S.Index | S.Add):
            yield from (n for n in S.every(S.Symbol, *before) if n.name.startswith("\\"))


def bare_term(node: S.Node) -> S.Node:
    return node.operand if isinstance(node, S.Neg) else node


def see_rows(survey, node: S.Mul) -> None:
    """The names u and v of u^T v are of one size."""
    for row, column in pairwise(node.factors):
        turned = row.operand if isinstance(row, S.Transpose) else None
        if isinstance(turned, S.Symbol) and isinstance(column, S.Symbol) and plain(column.name)[-1:].islower():
            alike_in(survey, turned, column)


def see_transpose(survey, node):
    survey.transposed.add(name_of(node.operand))
    see_difference(survey, node.operand)
    steps = {s for n in S.every(S.Index, node.operand) for s in S.walk(*n.indices)}
    for part in S.walk(node.operand):
        if isinstance(part, S.Symbol) and name_of(part) not in survey.matrices and part not in steps:
            survey.vectors.add(plain(part.name))


def columns_in(tree: S.Node) -> set[str]:
    """The u and v of tr(A u v^T): no matrices."""
    turned = [n.operand for n in S.every(S.Transpose, tree)]
    symbols = ((t, s) for t in turned for s in S.every(S.Symbol, t))
    names = {name_of(s) for t, s in symbols if isinstance(t, S.Add) or plain(s.name).islower()}
    for product in (n.factors for n in S.every(S.Mul, tree)):
        rows = ((u, v) for u, v in pairwise(product) if isinstance(v, S.Transpose))
        names |= {name_of(u) for u, v in rows if name_of(v.operand) in names}
    return names


def see_power(survey, node):
    if isinstance(node.exponent, S.Neg) and isinstance(node.base, S.Symbol) and MATRIX.match(plain(node.base.name)):
        survey.matrices.add(plain(node.base.name))


def see_bars(survey, node):
    if isinstance(node.operand, S.Symbol) and MATRIX.match(plain(node.operand.name)):
        survey.matrices.add(plain(node.operand.name))


def see_conditional_draw(survey, node: S.ConditionalDraw):
    """The x and z of `x | z \\sim N(z, 1)` are random."""
    for name in filter(None, map(name_of, node.variables)):
        survey.variables[name] += 1
        survey.targets.add(name)
    survey.conditioned |= set(filter(None, map(name_of, node.givens)))
    survey.givens |= survey.conditioned
    if isinstance(node.density, S.Gaussian) and len(node.variables) == 1:
        see_gaussian(survey, replace(node.density, value=node.variables[0]))


SEE = {
    S.Add: see_add, S.Gaussian: see_gaussian, S.Norm: see_norm, S.Transpose: see_transpose, S.Power: see_power,
    S.Bars: see_bars, S.ConditionalDraw: see_conditional_draw,
}  # fmt: skip
