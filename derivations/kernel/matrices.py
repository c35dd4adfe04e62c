"""Vectors and matrices of the language by their entries: sums over indices, no words. Part of the translation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sympy import Add, Expr, Mul, Pow

from derivations.kernel.arithmetic import add, multiply, power, scale
from derivations.kernel.making import component, is_vector, make
from derivations.kernel.matching import fresh, mentions, the
from derivations.kernel.terms import ONE, Atom, Refused, Term, of, require, whole
from derivations.language import words as L

RESERVED = "#"


@dataclass(frozen=True)
class Line:
    """How a number is translated, the two sides (they say together the size of a matrix), what is bound around it."""

    term: Callable[[Expr, Line], Term]
    sides: tuple[Expr, ...] = ()
    bound: Mapping[Atom, Atom] = field(default_factory=dict)

    def binding(self, values: Mapping[Atom, Atom]) -> Line:
        """The same with fresh variables for what is bound here too."""
        return replace(self, bound={**self.bound, **values})

    def leaf(self, atom: Atom) -> Term:
        """An atom, or the variable that it is bound as."""
        return of(self.bound.get(atom, atom))

    def end(self, e: Expr) -> Term:
        """A dimension or the end of an index; refused where it hangs on what is bound."""
        found = self.term(e, self)
        require(not any(mentions(found, v) for v in self.bound.values()), "a bound variable in the range of another")
        return found

    def symbol(self, name: str) -> str:
        """A symbol's name. One that is itself a formula, (beta - 1), must not hide what is bound."""
        require("(" not in name or not any(hides(name, a) for a in self.bound), f"{name} hides what is bound")
        return named(name, formulas=True)


def hides(name: str, a: Atom) -> bool:
    """Whether a name speaks of a variable: of its letter as a word, of a longer name anywhere."""
    if a[0] == "comp":
        return hides(name, the(a[3][0]))
    own = a[2 if a[0] == "var" else 1].strip("\\")
    return own in "".join(c if c.isalnum() else " " for c in name).split() or (len(own) > 1 and own in name)


def named(name: str, formulas: bool = False) -> str:
    """A name: none of those that bound variables get, and none that hides an argument, A(z)."""
    plain = not name.startswith(RESERVED) and (formulas or "(" not in name)
    require(plain, f"the name {name} is reserved, or names an argument")
    return name


def sizes_in(sides: tuple[Expr, ...]) -> set:
    """The sizes of the matrices of a line."""
    return {m.size for e in sides for m in e.atoms(L.MatrixName, L.Identity)} - {None}


def vector(e: Expr, line: Line) -> Term:
    """A vector: in every product one vector; a bare symbol where there is no other is one."""
    total = []
    for m, c in line.term(e, line):
        vectors = [a for a, n in m if is_vector(a)]
        symbols = [a for a, n in m if a[0] == "symbol" and n == 1]
        bare = not vectors and len(symbols) == len(m) == 1
        require(bare or len(vectors) == 1, f"{e} is no vector")
        total.append(scale(of(("vector", symbols[0][1])), c) if bare else whole(m, c))
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
    base, exponent = (e.base, -1) if isinstance(e, Pow) and e.exp == -1 else (e, 1)
    if isinstance(base, L.MatrixName):
        return entry(base, exponent, i, j)
    if isinstance(base, L.Identity):
        return delta(of(i), of(j))
    if isinstance(e, L.Transpose):
        return entries(e.args[0], j, i, line)
    if isinstance(e, L.Outer):
        return multiply(*(component(vector(u, line), of(k)) for u, k in zip(e.args, (i, j), strict=True)))
    if isinstance(e, Add):
        return add(*(entries(a, i, j, line) for a in e.args))
    if isinstance(e, Mul) or (isinstance(e, Pow) and e.exp.is_integer and e.exp > 1):
        scalars, (first, *rest) = separated(e) if isinstance(e, Mul) else ([], (e.base, e.base ** (e.exp - 1)))
        factor = multiply(*(line.term(s, line) for s in scalars))
        if not rest:
            return multiply(factor, entries(first, i, j, line))
        k = fresh(i[1])
        body = multiply(entries(first, i, k, line), entries(Mul(*rest), k, j, line))
        return multiply(factor, make("Sum", variables=(k,), inner=(body,)))
    raise Refused(f"{type(e).__name__} is no matrix of this kernel")


def size(line: Line, e: Expr, *vectors: Expr) -> tuple:
    """The sort of an index of a matrix: its one size, its vectors' dimension, or else the line's one size."""
    vectors += tuple(u for outer in e.atoms(L.Outer) for u in outer.args)
    sizes = (sizes_in((e,)) | {L.vector_dimension(v) for v in vectors}) - {None} or sizes_in(line.sides)
    require(len(sizes) == 1, "matrices of different or unknown sizes")
    (only_size,) = sizes
    return ("#", line.end(only_size), True, True)


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
    require(isinstance(e.args[0], L.MatrixName) and e.args[0].symmetric, "the determinant of no named covariance")
    return of(("det", named(e.args[0].name), (), (), ()))


def squared_norm(e: L.SquaredNorm, line: Line) -> Term:
    dimension = L.vector_dimension(e.vector)
    require(dimension is not None, "a vector of no known dimension")
    i = fresh(("#", line.end(dimension), True, True))
    return make("Sum", variables=(i,), inner=(power(component(line.term(e.vector, line), of(i)), 2),))


OF_MATRICES: dict[type, Callable[[Expr, Line], Term]] = {
    L.SquaredNorm: squared_norm, L.Bilinear: bilinear, L.Trace: trace, L.Determinant: determinant
}  # fmt: skip
"""By the language's node, the translation of what vectors and matrices make a number."""
