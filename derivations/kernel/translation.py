"""From the language's expressions to the kernel's terms; this too must be right. It makes no choice.

What the language leaves open is refused, not guessed: an index whose end is not known to be a whole number, a vector
of no known dimension, a matrix of no known size, a range or a name that hangs on what is bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from sympy import Add, Derivative, Expr, KroneckerDelta, Mul, Pow, Rational, Symbol, exp, log, oo, pi
from sympy import Integral as DefiniteIntegral
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1

from derivations.kernel.arithmetic import add, all_positive, multiply, power, scale
from derivations.kernel.making import component, exponential, logarithm, make, substitute
from derivations.kernel.matching import fresh, mentions, the
from derivations.kernel.matrices import OF_MATRICES, Line, delta, entries, separated, vector
from derivations.kernel.terms import ONE, ZERO, Atom, Refused, Slot, Term, number, of, only, require
from derivations.language import words as L


def line_of(*sides: Expr) -> Line:
    """The line of these expressions."""
    return Line(term, sides)


def term(e: Expr, line: Line | None = None) -> Term:
    """The term of an expression. Raises Refused for what the kernel cannot say."""
    line = line or Line(term)
    if isinstance(e, Rational):
        return number(e.p if e.q == 1 else Fraction(e.p, e.q))
    if type(e) in TABLE and e.is_commutative is not False:
        return TABLE[type(e)](e, line)
    if isinstance(e, AppliedUndef):
        label = (line.symbol(type(e).__name__), bool(e.is_positive))
        return make("function", label, outer=[term(a, line) for a in e.args])
    if isinstance(e, Symbol) and e.is_commutative:
        return line.leaf(("symbol", line.symbol(e.name), bool(e.is_positive)))
    raise Refused(f"{type(e).__name__} is no term of this kernel")


def sort(v: Expr, line: Line) -> tuple:
    """(role, dimension, discrete, positive). Raises Refused for what is no variable of a density."""
    if isinstance(v, L.Component):
        return (v.base.role, None, v.base.discrete, bool(v.base.is_positive))
    require(isinstance(v, L.RandomVariable), f"{v} is no variable that a density could be one of")
    return (v.role, None if v.dimension is None else line.end(v.dimension), v.discrete, bool(v.is_positive))


def slots(pairs: Iterable[tuple[str, Expr]], line: Line) -> frozenset[Slot]:
    """(role, index, value) of each slot; the index is that of a component of the role's own variable."""

    def one(role: str, value: Expr) -> Slot:
        own = isinstance(value, L.Component) and isinstance(value.base, L.RandomVariable) and value.base.role == role
        return role, term(value.index, line) if own else None, term(value, line)

    return frozenset(one(role, value) for role, value in pairs)


def density(e: L.Density, line: Line) -> Term:
    parameters = tuple(map(str, e.args[0][1:]))
    names = {a[2 if a[0] == "var" else 1] for a in line.bound}
    require(not names & set(parameters), "a bound variable in the name of a density")
    letter = ";".join((e.name, *parameters))
    return of(("density", letter, (), (slots(e.target_slots, line), slots(e.given_slots, line)), ()))


def normal(e: L.Normal, line: Line) -> Term:
    """N(value; mean, variance): of a number, of a vector by its components, or with a named covariance."""
    dimension = getattr(e.value, "dimension", None)
    if dimension is None:
        return make("N", outer=[term(a, line) for a in e.args])
    i, j = (fresh(("#", line.end(dimension), True, True)) for _ in range(2))
    if isinstance(e.variance, L.MatrixName) and e.variance.symmetric:
        outer = (term(e.value, line), vector(e.mean, line))
        return make("MN", None, (i, j), outer, (entries(e.variance, i, j, line),))
    scalar, matrix = separated(e.variance)
    require(all(isinstance(m, L.Identity) for m in matrix), "a covariance that is no named symmetric matrix")
    parts = (e.value, e.mean, Mul(*scalar))
    one = make("N", outer=[component(term(a, line), of(i)) for a in parts])
    return make("Prod", variables=(i,), inner=(one,))


def bound(symbols: Iterable[Expr], line: Line, *parts: Expr) -> tuple[tuple[Atom, ...], tuple[Term, ...]]:
    """The symbols as fresh variables, in the order of their roles and names, and the parts with these in them."""
    values = {v: fresh(sort(v, line)) for v in sorted(symbols, key=lambda v: (sort(v, line)[0], str(v)))}
    return tuple(values.values()), under(values, line, *parts)


def under(values: Mapping[Expr, Atom], line: Line, *parts: Expr) -> tuple[Term, ...]:
    """The parts with variables for what is bound around them. Raises Refused where the vector of a bound component
    stands in one too: it holds the component."""
    bodies = tuple(term(e, line.binding({free(v, line): new for v, new in values.items()})) for e in parts)
    for v in values:
        vectors = [a for m, _ in term(v.base, line) for a, _ in m] if isinstance(v, L.Component) else []
        require(not any(mentions(bodies, a) for a in vectors), f"{v} is bound, and stands in its vector too")
    return bodies


def free(v: Expr, line: Line) -> Atom:
    """The atom that a variable, an index or a component would be if it were not bound already."""
    if isinstance(v, L.Component):
        return the(component(term(v.base, line), term(v.index, line)))
    return the(term(v, replace(line, bound={})))


def binder(kind: str, *names: str, outer: tuple[str, ...] = ()) -> Callable[[Expr, Line], Term]:
    """The translation of a node that binds the variables of its densities: `names` are its parts in order."""

    def translated(e: Expr, line: Line) -> Term:
        variables, bodies = bound(e.bound_symbols, line, *(getattr(e, name) for name in names))
        return make(kind, None, variables, [term(getattr(e, name), line) for name in outer], bodies)

    return translated


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
    """The translation of a sum or product over indices. The kernel's begin at 1; one that begins at 0 or at 2, or ends
    one early, is that from 1 to a whole number n >= 1, with the terms at these ends added or taken away."""

    def translated(e: Expr, line: Line) -> Term:
        *inner, (symbol, low, high) = e.limits
        n = high if high.is_positive else high + 1
        require(n.is_integer and n.is_positive, "an index runs from 1 to a positive whole number")
        require(low in (0, 1) or (low == 2 and n == high), "an index runs from 0, 1 or 2; from 2 to 0 it is none")
        v = fresh(("#", line.end(n), True, True))
        (body,) = under({symbol: v}, line, without_one(e, e.function, inner))
        whole, join = make(kind, None, (v,), (), (body,)), add if kind == "Sum" else multiply
        ends = [(ZERO, 1)] * (low == 0) + [(ONE, -1)] * (low == 2) + [(term(n, line), -1)] * (n != high)
        return join(whole, *(at_an_end(kind, substitute(body, {v: place}), sign) for place, sign in ends))

    return translated


def at_an_end(kind: str, one: Term, sign: int) -> Term:
    """What a sum has at one of its ends, or a product, and the kernel's has not, or the other way round."""
    if kind == "Sum":
        return scale(one, sign)
    require(sign > 0 or all_positive(one), "a factor that may be zero, left out")
    return power(one, sign)


def between(e: DefiniteIntegral, line: Line) -> Term:
    """A definite integral: its variable is positive inside its ends but for one point."""
    *inner, (symbol, *ends) = e.limits
    low, high = (of(("symbol", "oo", True)) if end is oo else term(end, line) for end in ends)
    v = fresh(("", None, False, low == ZERO and all_positive(high)))
    return make("dint", None, (v,), (low, high), under({symbol: v}, line, without_one(e, e.function, inner)))


def slope(e: Derivative, line: Line) -> Term:
    """A derivative, at the place where its variable stands."""
    *inner, symbol = e.variables
    v = fresh(("", None, False, bool(symbol.is_positive)))
    return make("D", None, (v,), (term(symbol, line),), under({symbol: v}, line, without_one(e, e.expr, inner)))


def without_one(e: Expr, body: Expr, inner: list) -> Expr:
    """What stands under the outermost of a node's sums, integrals or derivatives."""
    return e.func(body, *inner) if inner else body


def of_a_vector(e: L.Component, line: Line) -> Term:
    found = component(term(e.base, line), term(e.index, line))
    a = only(found)
    return found if a is None else line.leaf(a)


def raised(e: Pow, line: Line) -> Term:
    count = e.exp.as_coeff_Add()[0]
    count = int(count) if count.is_integer else 0
    rest = make("pow", outer=(term(e.base, line), term(e.exp - count, line)))
    return multiply(power(term(e.base, line), count), rest)


TABLE = OF_MATRICES | {
    Add: lambda e, line: add(*(term(a, line) for a in e.args)),
    Mul: lambda e, line: multiply(*(term(a, line) for a in e.args)),
    KroneckerDelta: lambda e, line: delta(*(term(a, line) for a in e.args)),
    type(pi): lambda e, line: of(("symbol", "pi", True)),
    L.Integral: binder("int", "body"),
    L.Density: density,
    L.Normal: normal,
    L.Expectation: binder("E", "density", "body"),
    L.Variance: binder("Var", "density", "body"),
    L.OverDraws: lambda e, line: make("over", inner=(term(e.body, line),)),
    L.SampleAverage: binder("avg", "density", "body", outer=("count",)),
    L.KL: binder("KL", "left", "right"),
    L.CrossEntropy: binder("CE", "left", "right"),
    L.Entropy: entropy,
    L.ConditionalEntropy: entropy,
    L.MutualInformation: mutual_information,
    L.ELBO: binder("ELBO", "encoder", "decoder", "prior"),
    L.Sum: indexed("Sum"),
    L.Product: indexed("Prod"),
    L.Component: of_a_vector,
    L.RandomVariable: lambda e, line: line.leaf(("var", sort(e, line), line.symbol(e.name))),
    DefiniteIntegral: between,
    Derivative: slope,
    Pow: raised,
    log: lambda e, line: logarithm(term(e.args[0], line)),
    exp: lambda e, line: exponential(term(e.args[0], line)),
    Exp1: lambda e, line: exponential(ONE),
}
"""By the language's node, its translation."""
