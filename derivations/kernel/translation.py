"""From the language's expressions to the kernel's terms; this too must be right. It makes no choice.

What the language leaves open is refused, not guessed: an index that does not run from 1 to a positive whole number, a
vector of no known dimension, a matrix of no known size, a range that hangs on a bound index.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sympy import Add, Derivative, Expr, KroneckerDelta, Mul, Pow, Rational, Symbol, exp, log, oo, pi
from sympy import Integral as DefiniteIntegral
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1

from derivations.kernel.binders import fresh, mentions
from derivations.kernel.making import component, exponential, logarithm, make, nested, substitute
from derivations.kernel.matrices import (
    Line,
    bilinear,
    delta,
    determinant,
    entries,
    named,
    separated,
    squared_norm,
    trace,
    vector,
)
from derivations.kernel.terms import (
    ONE,
    ZERO,
    Atom,
    Refused,
    Term,
    add,
    all_positive,
    multiply,
    number,
    of,
    only,
    power,
)  # fmt: skip
from derivations.language import words as L


def line_of(*expressions: Expr) -> Line:
    """The line of these expressions."""
    return Line(term, frozenset(m.size for e in expressions for m in e.atoms(L.MatrixName, L.Identity)) - {None})


def term(e: Expr, line: Line | None = None) -> Term:
    """The term of an expression. Raises Refused for what the kernel cannot say."""
    line = line or Line(term)
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


def sort(v: Expr, line: Line) -> tuple:
    """(role, dimension, discrete, positive)"""
    if isinstance(v, L.Component):
        return (v.base.role, None, v.base.discrete, bool(v.base.is_positive))
    return (v.role, None if v.dimension is None else term(v.dimension, line), v.discrete, bool(v.is_positive))


def slots(pairs, line: Line) -> frozenset:
    """(role, index, value) of each slot; the index is that of a component of the role's own variable."""

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


def renamed(t: Term, old: Atom, new: Atom) -> Term:
    """The term with a fresh variable for what is bound; refused where the old one ranges something, or is a parameter
    in the name of a density."""
    done = substitute(t, {old: of(new)})
    name = old[2] if old[0] == "var" else old[1]
    if mentions(done, old) or name in parameters_in(t):
        raise Refused("a bound variable in the range of another, or in the name of a density")
    return done


def parameters_in(thing) -> set[str]:
    """The parameters that densities carry in their names, p_theta."""
    if isinstance(thing, tuple) and thing and thing[0] == "density":
        own = set(thing[1].split(";")[1:])
        return own.union(*(parameters_in(part) for part in thing[3]))
    return set().union(*map(parameters_in, thing)) if isinstance(thing, tuple | frozenset) else set()


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
    variables, bodies = bound(e.bound_symbols, line, joint, d)
    return make("H", variables=variables, inner=bodies)


def mutual_information(e: L.MutualInformation, line: Line) -> Term:
    one, two = (L.Density(e.joint.distribution, group, e.joint.givens) for group in (e.left, e.right))
    everything = e.joint.distribution(*e.joint.targets, *e.joint.givens)
    variables, bodies = bound(e.bound_symbols, line, everything, e.joint, *sorted((one, two), key=str))
    return make("MI", variables=variables, inner=bodies)


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
    L.RandomVariable: lambda e, line: of(("var", sort(e, line), named(e.name))),
    DefiniteIntegral: definite,
    Derivative: derivative,
    Pow: raised,
    log: lambda e, line: logarithm(term(e.args[0], line)),
    exp: lambda e, line: exponential(term(e.args[0], line)),
    Exp1: lambda e, line: exponential(ONE),
}
"""By the language's node, its translation."""
