"""From the language's expressions to the kernel's terms; this too must be right. It makes no choice.

What the language leaves open is refused, not guessed: an index that does not run from 1 to a positive whole number, a
vector of no known dimension, a matrix of no known size, a range that hangs on a bound index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from sympy import Add, Derivative, Expr, KroneckerDelta, Mul, Pow, Rational, Symbol, exp, log, oo, pi
from sympy import Integral as DefiniteIntegral
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Infinity

from derivations.kernel.binders import fresh, mentions
from derivations.kernel.making import component, exponential, is_vector, logarithm, make, nested, substitute
from derivations.kernel.terms import ONE, ZERO, Atom, Refused, Term, add, all_positive, multiply, number, of, only, power, scale
from derivations.language import words as L

RESERVED = "#"


@dataclass(frozen=True)
class Line:
    """What the two sides and the facts of a line say together: the sizes of its matrices."""

    sizes: frozenset = frozenset()


def line_of(*expressions: Expr) -> Line:
    """The line that these expressions stand in."""
    return Line(frozenset(m.size for e in expressions for m in e.atoms(L.MatrixName, L.Identity)) - {None})


def term(e: Expr, line: Line = Line()) -> Term:
    """The term of an expression. Raises Refused for what the kernel cannot say."""
    if isinstance(e, Rational):
        return number(e.p if e.q == 1 else Fraction(e.p, e.q))
    if isinstance(e, Add):
        return add(*(term(a, line) for a in e.args))
    if isinstance(e, Mul):
        return multiply(*(term(a, line) for a in e.args))
    if type(e) in TABLE and e.is_commutative is not False:
        return TABLE[type(e)](e, line)
    if isinstance(e, KroneckerDelta):
        return delta(*(term(a, line) for a in e.args))
    if e is pi:
        return of(("symbol", "pi", True))
    if isinstance(e, AppliedUndef):
        return make("function", (named(type(e).__name__), bool(e.is_positive)), outer=[term(a, line) for a in e.args])
    if isinstance(e, Symbol) and e.is_commutative:
        return of(("symbol", named(e.name), bool(e.is_positive)))
    raise Refused(f"{type(e).__name__} is no term of this kernel")


def named(name: str) -> str:
    """A name, which is none of those that bound variables get."""
    if name.startswith(RESERVED):
        raise Refused(f"the name {name} is reserved")
    return name


# -- variables and densities -------------------------------------------------------------------------------------


def sort(v: Expr, line: Line) -> tuple:
    """(role, dimension, discrete, positive)"""
    if isinstance(v, L.Component):
        return (v.base.role, None, v.base.discrete, bool(v.base.is_positive))
    return (v.role, None if v.dimension is None else term(v.dimension, line), v.discrete, bool(v.is_positive))


def slots(pairs, line: Line) -> frozenset:
    def one(role: str, value: Expr):
        own = isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable) and value.base.role == role
        return role, term(value.index, line) if own else None, term(value, line)

    return frozenset(one(role, value) for role, value in pairs)


def density(e: L.Density, line: Line) -> Term:
    letter = ";".join([e.name, *map(str, e.args[0][1:])])
    return of(("density", letter, (), (slots(e.target_slots, line), slots(e.given_slots, line)), ()))


def normal(e: L.Normal, line: Line) -> Term:
    """N(value; mean, variance): of a number, of a vector by its components, or with a named covariance."""
    dimension = getattr(e.value, "dimension", None)
    if dimension is None:
        return make("N", outer=[term(a, line) for a in e.args])
    i, j = (fresh(("#", term(dimension, line), True, True)) for _ in range(2))
    if isinstance(e.variance, L.MatrixName) and e.variance.symmetric:
        outer = (term(e.value, line), vector(e.mean, line))
        return make("MN", None, (i, j), outer, (entries(e.variance, i, j, line),))
    scalar, matrix = separated(e.variance)
    if matrix and not (len(matrix) == 1 and isinstance(matrix[0], L.Identity)):
        raise Refused("a covariance that is no named symmetric matrix")
    parts = (e.value, e.mean, Mul(*scalar))
    one = make("N", outer=[component(term(a, line), of(i)) for a in parts])
    return make("Prod", variables=(i,), inner=(one,))


# -- binders -----------------------------------------------------------------------------------------------------


def renamed(t: Term, old: Atom, new: Atom) -> Term:
    """The term with a fresh variable for what is bound; refused where the old one sizes or ranges something."""
    done = substitute(t, {old: of(new)})
    if mentions(done, old):
        raise Refused("a bound variable in the range of another")
    return done


def bound(symbols, line: Line, *parts: Expr) -> tuple[tuple[Atom, ...], tuple[Term, ...]]:
    """The symbols as fresh variables, in the order of their roles and names, and the parts with these in them."""
    symbols = sorted(symbols, key=lambda v: (sort(v, line)[0], str(v)))
    variables = tuple(fresh(sort(v, line)) for v in symbols)
    done = []
    for part in parts:
        t = term(part, line)
        for v, new in zip(symbols, variables, strict=True):
            t = renamed(t, only(term(v, line)), new)
        done.append(t)
    return variables, tuple(done)


def binder(kind: str, *names: str, outer: tuple[str, ...] = ()) -> Callable[[Expr, Line], Term]:
    """The translation of a node that binds the variables of its densities: `names` are its parts in order."""

    def translated(e: Expr, line: Line) -> Term:
        variables, bodies = bound(e.bound_symbols, line, *(getattr(e, name) for name in names))
        return make(kind, None, variables, [term(getattr(e, name), line) for name in outer], bodies)

    return translated


def nested_integral(e: L.Integral, line: Line) -> Term:
    variables, (body,) = bound(e.variables, line, e.body)
    return nested(variables, body)


def entropy(e: L.Entropy, line: Line) -> Term:
    d = e.density
    joint = d.distribution(*d.targets, *d.givens) if isinstance(e, L.ConditionalEntropy) else d
    return make("H", None, *open_parts(e, line, joint, d))


def mutual_information(e: L.MutualInformation, line: Line) -> Term:
    one, two = (L.Density(e.joint.distribution, group, e.joint.givens) for group in (e.left, e.right))
    everything = e.joint.distribution(*e.joint.targets, *e.joint.givens)
    return make("MI", None, *open_parts(e, line, everything, e.joint, *sorted((one, two), key=str)))


def open_parts(e: Expr, line: Line, *parts: Expr):
    variables, bodies = bound(e.bound_symbols, line, *parts)
    return variables, (), bodies


def indexed(kind: str) -> Callable[[Expr, Line], Term]:
    def translated(e: Expr, line: Line) -> Term:
        body = term(e.function, line)
        for i, low, high in e.limits:
            if low != 1 or not (high.is_integer and high.is_positive):
                raise Refused("an index runs from 1 to a positive whole number")
            v = fresh(("#", term(high, line), True, True))
            body = make(kind, None, (v,), (), (renamed(body, only(term(i, line)), v),))
        return body

    return translated


def definite(e: DefiniteIntegral, line: Line) -> Term:
    body = term(e.function, line)
    for v, low, high in e.limits:
        ends = tuple(of(("symbol", "oo", True)) if end is oo else term(end, line) for end in (low, high))
        new = fresh(("", None, False, ends[0] == ZERO and all_positive(ends[1])))  # but for one point
        body = make("dint", None, (new,), ends, (renamed(body, only(term(v, line)), new),))
    return body


def derivative(e: Derivative, line: Line) -> Term:
    body = term(e.expr, line)
    for v, times in e.variable_count:
        for _ in range(int(times)):
            old = only(term(v, line))
            new = fresh(("", None, False, bool(v.is_positive)))
            body = make("D", None, (new,), (of(old),), (renamed(body, old, new),))
    return body


def raised(e: Pow, line: Line) -> Term:
    if isinstance(e.exp, Rational):
        return power(term(e.base, line), Fraction(e.exp.p, e.exp.q))
    count = e.exp.as_coeff_Add()[0]
    count = int(count) if count.is_integer else 0
    rest = make("pow", outer=(term(e.base, line), term(e.exp - count, line)))
    return multiply(power(term(e.base, line), count), rest)


# -- vectors and matrices, by their entries ----------------------------------------------------------------------


def vector(e: Expr, line: Line) -> Term:
    """A vector: in every product one vector; a bare symbol where there is no other is one."""
    total = []
    for m, c in term(e, line):
        vectors = [a for a, n in m if is_vector(a)]
        symbols = [a for a, n in m if a[0] == "symbol" and n == 1]
        if len(vectors) == 1:
            total.append(scale(multiply(*(of(a, n) for a, n in m)), c))
        elif not vectors and len(symbols) == len(m) == 1:
            total.append(scale(of(("vector", symbols[0][1])), c))
        else:
            raise Refused(f"{e} is no vector")
    return add(*total)


def separated(e: Expr) -> tuple[list[Expr], list[Expr]]:
    """The numbers and the matrices of a product."""
    parts = e.args if isinstance(e, Mul) else (e,)
    return [a for a in parts if a.is_commutative is not False], [a for a in parts if a.is_commutative is False]


def delta(i: Term, j: Term) -> Term:
    return make("delta", outer=(add(i, j), multiply(i, j)))


def entry(m: L.MatrixName, exponent: int, i: Atom, j: Atom) -> Term:
    """An entry of a named matrix or of its inverse; where that is symmetric, keyed by i + j and i j."""
    pair = (add(of(i), of(j)), multiply(of(i), of(j))) if m.symmetric else (of(i), of(j))
    return of(("entry", (named(m.name), exponent, m.symmetric), (), pair, ()))


def entries(e: Expr, i: Atom, j: Atom, line: Line) -> Term:
    """The entry i, j of a matrix expression."""
    if isinstance(e, L.MatrixName):
        return entry(e, 1, i, j)
    if isinstance(e, L.Identity):
        return delta(of(i), of(j))
    if isinstance(e, L.Transpose):
        return entries(e.args[0], j, i, line)
    if isinstance(e, L.Outer):
        return multiply(*(component(vector(u, line), of(k)) for u, k in zip(e.args, (i, j), strict=True)))
    if isinstance(e, Add):
        return add(*(entries(a, i, j, line) for a in e.args))
    if isinstance(e, Pow) and e.exp == -1 and isinstance(e.base, L.MatrixName):
        return entry(e.base, -1, i, j)
    if isinstance(e, Pow) and e.exp == -1 and isinstance(e.base, L.Identity):
        return entries(e.base, i, j, line)
    scalars, (first, *rest) = separated(e)
    if isinstance(e, Mul) and not rest:
        return multiply(*(term(s, line) for s in scalars), entries(first, i, j, line))
    if isinstance(e, Mul):
        k = fresh(i[1])
        inner = multiply(entries(first, i, k, line), entries(Mul(*rest), k, j, line))
        return multiply(*(term(s, line) for s in scalars), make("Sum", None, (k,), (), (inner,)))
    raise Refused(f"{type(e).__name__} is no matrix of this kernel")


def size(line: Line, e: Expr, *vectors: Expr) -> tuple:
    """The sort of an index of a matrix: its one size, its vectors' dimension, or else the line's one size."""
    sizes = {m.size for m in e.atoms(L.MatrixName, L.Identity)} | {L.vector_dimension(v) for v in vectors}
    sizes = sizes - {None} or line.sizes
    if len(sizes) != 1:
        raise Refused("matrices of different or unknown sizes")
    (only_size,) = sizes
    return ("#", term(only_size, line), True, True)


def bilinear(e: L.Bilinear, line: Line) -> Term:
    u, matrix, v = e.args
    i, j = (fresh(size(line, matrix, u, v)) for _ in range(2))
    between = delta(of(i), of(j)) if matrix == 1 else entries(matrix, i, j, line)
    body = multiply(component(vector(u, line), of(i)), between, component(vector(v, line), of(j)))
    return make("Sum", variables=(i, j), inner=(body,))


def trace(e: L.Trace, line: Line) -> Term:
    i = fresh(size(line, e.args[0]))
    return make("Sum", variables=(i,), inner=(entries(e.args[0], i, i, line),))


def determinant(e: L.Determinant, line: Line) -> Term:
    if isinstance(e.args[0], L.Identity):
        return ONE
    if isinstance(e.args[0], L.MatrixName) and e.args[0].symmetric:
        return of(("det", named(e.args[0].name), (), (), ()))
    raise Refused("the determinant of what is no named covariance")


def squared_norm(e: L.SquaredNorm, line: Line) -> Term:
    dimension = L.vector_dimension(e.vector)
    if dimension is None:
        raise Refused("a vector of no known dimension")
    i = fresh(("#", term(dimension, line), True, True))
    return make("Sum", variables=(i,), inner=(power(component(term(e.vector, line), of(i)), 2),))


def infinity(e: Infinity, line: Line) -> Term:
    raise Refused("infinity is the end of an integral, and no number")


TABLE = {
    L.Integral: nested_integral,
    L.Density: density,
    L.Normal: normal,
    L.Expectation: binder("E", "density", "body"),
    L.Variance: binder("Var", "density", "body"),
    L.SampleAverage: binder("avg", "density", "body", outer=("count",)),
    L.KL: binder("KL", "left", "right"),
    L.CrossEntropy: binder("CE", "left", "right"),
    L.Entropy: entropy,
    L.ConditionalEntropy: entropy,
    L.MutualInformation: mutual_information,
    L.ELBO: binder("ELBO", "encoder", "decoder", "prior"),
    L.Sum: indexed("Sum"),
    L.Product: indexed("Prod"),
    L.SquaredNorm: squared_norm,
    L.Bilinear: bilinear,
    L.Trace: trace,
    L.Determinant: determinant,
    L.Component: lambda e, line: component(term(e.base, line), term(e.index, line)),
    L.Minimum: lambda e, line: term(e.objective, line),
    L.RandomVariable: lambda e, line: of(("var", sort(e, line), named(e.name))),
    DefiniteIntegral: definite,
    Derivative: derivative,
    Pow: raised,
    log: lambda e, line: logarithm(term(e.args[0], line)),
    exp: lambda e, line: exponential(term(e.args[0], line)),
    Exp1: lambda e, line: exponential(ONE),
    Infinity: infinity,
}
"""By the language's node, its translation."""
