"""Not trusted: terms of the kernel said again in the language, in the names of a line, to be shown to people."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from sympy import Add, Derivative, Expr, Function, Integer, KroneckerDelta, Mul, Pow, Rational, Symbol, exp, log, oo, pi
from sympy import Integral as Between

from derivations.kernel.arithmetic import difference
from derivations.kernel.arithmetic import multiply as product
from derivations.kernel.matching import open_binder
from derivations.kernel.terms import Atom, Term, only, rank
from derivations.language import words as L

INDICES = "ijklmn"


class Unsayable(ValueError):
    """A term for which the language has no word."""


@dataclass
class Names:
    """The names of a line: its variables by role, its symbols and indices; and those that are taken where one is.

    `said` are the atoms that were said, each with what was bound around it: most of a line stands in the next again.
    """

    variables: dict[tuple, list] = field(default_factory=dict)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    matrices: dict[str, Expr] = field(default_factory=dict)
    indices: list[Symbol] = field(default_factory=list)
    bound: dict[Atom, Expr] = field(default_factory=dict)
    said: dict[tuple, Expr] = field(default_factory=dict)


def names_of(*expressions: Expr) -> Names:
    """The names that these expressions use."""
    found = Names()
    for symbols, units, sums in map(named_in, expressions):
        for s in symbols:
            sizes = [getattr(s, "dimension", None), getattr(s, "size", None), getattr(s, "upper", None)]
            for symbol in (symbol for size in sizes if size is not None for symbol in size.free_symbols):
                found.symbols.setdefault(symbol.name, symbol)
            if isinstance(s, L.RandomVariable):
                found.variables.setdefault((s.role, s.dimension is not None), []).append(s)
            elif isinstance(s, L.MatrixName):
                found.matrices[s.name] = s
            else:
                found.symbols.setdefault(s.name, s)
        for unit in units:
            found.symbols.update({symbol.name: symbol for symbol in unit.size.free_symbols})
        for sum_ in sums:
            found.indices += [i for i, _, _ in sum_.limits if i not in found.indices]
    return found


@lru_cache(maxsize=256)
def named_in(e: Expr) -> tuple[list, list, list]:
    """The symbols, the identities and the sums of an expression, which stands in many lines if it is of a fact."""
    found = e.atoms(Symbol, L.Identity, L.Sum, L.Product)
    kinds = [[n for n in found if isinstance(n, kind)] for kind in (Symbol, L.Identity, (L.Sum, L.Product))]
    return sorted(kinds[0], key=lambda s: s.name), kinds[1], sorted(kinds[2], key=str)


def expression(t: Term, names: Names) -> Expr:
    """The expression of a term. Raises Unsayable."""
    parts = []
    for m, c in t:
        factors = [atom(a, names) if e == 1 else Pow(atom(a, names), number(e)) for a, e in m]
        parts.append(factors[0] if c == 1 and len(factors) == 1 else Mul(number(c), *factors))
    return parts[0] if len(parts) == 1 else Add(*parts)


def number(value) -> Expr:
    return Rational(value.numerator, value.denominator)


def variable(sort: tuple, names: Names, name: str = "") -> Expr:
    """A variable of this sort: the line's own name for its role, primed while that is taken."""
    role, dimension, discrete, positive = sort
    own = names.variables.get((role, dimension is not None), [])
    first = next((v for v in own if v.name == name or not name), None)
    if name and first is not None:
        return first
    size = None if dimension is None else expression(dimension, names)
    made = L.RandomVariable(
        name or (first.name if first else role or "epsilon"), role or None, size, discrete, positive
    )
    if not name:
        taken = {name_of(v) for v in names.bound.values()} | {v.name for v in own if v not in own[:1]}
        while made.name in taken:
            made = made.renamed(made.name + "'")
    return made


def name_of(bound: Expr) -> str:
    """What a bound variable, an index or a component is written as."""
    return bound.name if isinstance(bound, Symbol) else str(bound)


def opened(a: Atom, names: Names) -> tuple[list[Expr], list[Term], Names]:
    """The bound variables as expressions, the bodies with marks for them, and the names inside."""
    marks = [("var", s, f"~{len(names.bound) + n}") for n, s in enumerate(a[2])]
    inside = Names(names.variables, names.symbols, names.matrices, names.indices, dict(names.bound), names.said)
    chosen, bodies = [], list(open_binder(a[4], marks))
    for mark, sort in zip(marks, a[2], strict=True):
        if sort[0] == "#":
            taken = set(map(name_of, inside.bound.values()))
            own = chain(inside.indices, (Symbol(n, integer=True) for n in INDICES))
            new: Expr | None = next((i for i in own if i.name not in taken), None)
            if new is None:
                raise Unsayable("more indices than there are names for")
        else:
            new = component_of(mark, bodies, inside) or variable(sort, inside)
        inside.bound[mark] = new
        chosen.append(new)
    return chosen, bodies, inside


def component_of(mark: Atom, bodies, names: Names) -> Expr | None:
    """The component of a vector as which a variable stands in a density; None where it is a variable of its own."""
    vectors = names.variables.get((mark[1][0], True))
    if not vectors:
        return None
    own = [slot for slot in slots_in(bodies) if slot[0] == mark[1][0] and slot[1] is not None]
    index = next((index for _, index, value in sorted(own, key=rank) if only(value) == mark), None)
    return None if index is None else L.Component(vectors[0], expression(index, names))


def slots_in(thing) -> set:
    """The slots of all densities inside."""
    if isinstance(thing, tuple) and thing and thing[0] == "density":
        return set().union(*thing[3])
    return set().union(*map(slots_in, thing)) if isinstance(thing, tuple | frozenset | list) else set()


def atom(a: Atom, names: Names) -> Expr:
    """The expression of an atom. Raises Unsayable."""
    here = a, *names.bound.values()
    if here not in names.said:
        names.said[here] = made(a, names)
    return names.said[here]


def made(a: Atom, names: Names) -> Expr:
    """The expression of an atom, made anew. Raises Unsayable."""
    kind = a[0]
    if a in names.bound:
        return names.bound[a]
    if kind == "var":
        return variable(a[1], names, a[2])
    if kind == "symbol":
        return {"pi": pi, "oo": oo}.get(a[1]) or names.symbols.get(a[1]) or Symbol(a[1], real=True)
    if kind == "vector":
        return names.symbols.get(a[1]) or Symbol(a[1], real=True)
    if kind == "prime":
        return Integer(a[1])
    if kind == "density":
        return density(a, names)
    beside = [expression(t, names) for t in a[3]]
    if kind in WITHOUT_BINDING:
        return WITHOUT_BINDING[kind](a, beside, names)
    vs, bodies, inside = opened(a, names)
    if kind == "Sum" and any(b[0] == "entry" for m, _ in bodies[0] for b, _ in m):
        return quadratic(bodies[0], list(inside.bound)[len(names.bound) :], inside)
    if kind == "MN":
        entry = only(bodies[0])
        return L.Normal(*beside, names.matrices[entry[1][0]] ** entry[1][1])
    if kind in ("Sum", "Prod"):
        beside = [expression(s[1], names) for s in a[2]]
    if kind not in BINDING:
        raise Unsayable(kind)
    return BINDING[kind](vs, [expression(b, inside) for b in bodies], beside, a)


def density(a: Atom, names: Names) -> Expr:
    name, *parameters = a[1].split(";")
    known = [names.symbols.get(p) or Symbol(p, real=True) for p in parameters]
    slots = [[L.slot(r, expression(v, names)) for r, _, v in sorted(part, key=rank)] for part in a[3]]
    return L.Density(L.Distribution(name, known), *slots)


def quadratic(body: Term, indices: list[Atom], names: Names) -> Expr:
    """u' A v of Sum_ij u_i A_ij v_j."""
    total = []
    for m, c in body:
        entries = [b for b, e in m if b[0] == "entry" and e == 1]
        vectors = [b for b, e in m if b[0] == "comp" for _ in range(int(e))]
        if len(entries) != 1 or len(vectors) != 2 or len(indices) != 2:
            raise Unsayable("entries of a matrix")
        ends = [only(v[3][1]) for v in vectors]
        if set(ends) != set(indices) or entries[0][1][0] not in names.matrices:
            raise Unsayable("entries of a matrix")
        (_, _, symmetric), (row, _) = entries[0][1], entries[0][3]
        vectors = sorted(vectors, key=rank) if symmetric else [v for v in vectors if v[3][1] == row] + [
            v for v in vectors if v[3][1] != row
        ]  # fmt: skip
        u, v = (expression(w[3][0], names) for w in vectors)
        others = Mul(*(Pow(atom(b, names), number(e)) for b, e in m if b[0] not in ("entry", "comp")))
        total.append(number(c) * others * L.Bilinear(u, names.matrices[entries[0][1][0]] ** entries[0][1][1], v))
    return Add(*total)


def delta(a: Atom, beside, names: Names) -> Expr:
    """d_ij, which is kept as i + j and i j."""
    (i, j) = (m for m, _ in sorted(a[3][0], key=rank)) if len(a[3][0]) == 2 else (None, None)
    if i is None or difference(product(frozenset({(i, 1)}), frozenset({(j, 1)})), a[3][1]):
        raise Unsayable("a delta")
    return KroneckerDelta(*(expression(frozenset({(k, 1)}), names) for k in (i, j)))


def function(a: Atom, beside, names: Names) -> Expr:
    name, positive = a[1]
    return Function(name, **({"positive": True} if positive else {"real": True}))(*beside)


def unsayable(a: Atom, beside, names: Names) -> Expr:
    raise Unsayable(a[0])


def integral(vs, bodies, beside, a) -> Expr:
    inner = bodies[0]
    if isinstance(inner, L.Integral):
        return L.Integral(inner.body, *vs, *inner.variables)
    return L.Integral(inner, *vs)


def entropy(vs, bodies, beside, a) -> Expr:
    return L.Entropy(bodies[1]) if bodies[0] == bodies[1] else L.ConditionalEntropy(bodies[1])


def indexed(node):
    def made(vs, bodies, beside, a) -> Expr:
        e = bodies[0]
        for v, end in reversed(list(zip(vs, beside, strict=True))):
            e = node(e, (v, 1, end))
        return e

    return made


WITHOUT_BINDING = {
    "log": lambda a, beside, names: log(*beside),
    "exp": lambda a, beside, names: exp(*beside),
    "sum": lambda a, beside, names: beside[0],
    "pow": lambda a, beside, names: Pow(*beside),
    "comp": lambda a, beside, names: L.Component(*beside),
    "N": lambda a, beside, names: L.Normal(*beside),
    "det": lambda a, beside, names: L.Determinant(names.matrices[a[1]]),
    "delta": delta,
    "function": function,
    "entry": unsayable,
}
BINDING = {
    "int": integral,
    "E": lambda vs, bodies, beside, a: L.Expectation(bodies[1], bodies[0]),
    "Var": lambda vs, bodies, beside, a: L.Variance(bodies[1], bodies[0]),
    "over": lambda vs, bodies, beside, a: L.OverDraws(*bodies),
    "avg": lambda vs, bodies, beside, a: L.SampleAverage(bodies[1], bodies[0], beside[0]),
    "KL": lambda vs, bodies, beside, a: L.KL(*bodies),
    "CE": lambda vs, bodies, beside, a: L.CrossEntropy(*bodies),
    "H": entropy,
    "MI": lambda vs, bodies, beside, a: L.MutualInformation(bodies[1], bodies[2].targets, bodies[3].targets),
    "ELBO": lambda vs, bodies, beside, a: L.ELBO(*bodies),
    "Sum": indexed(L.Sum),
    "Prod": indexed(L.Product),
    "dint": lambda vs, bodies, beside, a: Between(bodies[0], (vs[0], *beside)),
    "D": lambda vs, bodies, beside, a: Derivative(bodies[0], vs[0]).xreplace({vs[0]: beside[0]}),
}


def said(t: Term, names: Names) -> Expr | None:
    """The expression of a term; None where the language has no word for it."""
    try:
        return expression(t, names)
    except (Unsayable, L.DensityError, KeyError, AttributeError, TypeError, ValueError):
        return None
