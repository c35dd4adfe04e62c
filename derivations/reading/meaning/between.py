"""Equations of matrices and of vectors as the kernel can say them: M = N is u'Mv = u'Nv for all vectors u and v, and
a = b is u'a = u'b for all u.

    between(left, right)      the two numbers, or None where no side is a matrix, holds A x, or E[x] of a vector

Nothing is proved here. A number u'Mv is written out by what the signs mean: sums and transposes of products, the
inverse of a product of square matrices, u'(a b')v = (u'a)(b'v), u'(A x) = u'Ax, u'E[M]v = E[u'Mv].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count, pairwise

from sympy import Add, Expr, Integer, Mul, Pow

from derivations.language import words as L
from derivations.language.linear_algebra import is_covariance

MOST_FACTORS = 3
Product = tuple[Expr, tuple[Expr, ...]]  # a number, and the matrices in their order


class NotWritten(ValueError):
    """A product of matrices that is not written out here."""


def between(left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
    """The two sides as numbers; None where there is nothing to be written, or it is not known how."""
    try:
        sides = with_inverses((left, right))
        if any(map(is_matrix, sides)):
            if not all(is_matrix(e) or e == 0 for e in sides):
                return None
            u, v = fresh(sides, size_of(*sides), "u", "v")
            return shortened(*(number(u, e, v) for e in sides))
        means = (a for e in sides for a in e.atoms(L.Expectation))
        if not any(e.has(L.MatVec, L.MatrixMean) for e in sides) and not any(map(is_vector, means)):
            return None
        if any(map(is_vector, sides)):
            (u,) = fresh(sides, size_of(*sides), "u")
            return shortened(*(number(u, Integer(1), e) for e in sides))
        return shortened(*map(written, sides))
    except NotWritten:
        return None


def shortened(*sides: Expr) -> tuple[Expr, ...]:
    """The sides with a name for two factors that stand side by side, while a product has more than the kernel's four
    indices: what holds of any matrix in its place holds of A B."""
    while True:
        forms = {b: word(b.args[1]) for e in sides for b in e.atoms(L.Bilinear)}
        pairs = Counter(min(pair, turned_pair(*pair), key=str)
                        for w in forms.values() if len(w) > MOST_FACTORS for pair in pairwise(w))  # fmt: skip
        if not pairs:
            return sides
        (one, two), _ = min(pairs.items(), key=lambda item: (-item[1], str(item[0])))
        name = L.MatrixName(f"{one}·{two}", size_of(*sides), symmetric=False)
        swaps = {(one, two): name, turned_pair(one, two): L.Transpose(name)}
        new = {
            b: L.Bilinear(b.args[0], product(with_names(w, swaps)), b.args[2]) for b, w in forms.items() if len(w) > 1
        }
        sides = tuple(e.xreplace(new) for e in sides)


def turned_pair(one: Expr, two: Expr) -> tuple[Expr, Expr]:
    return turned(two), turned(one)


def word(m: Expr) -> tuple[Expr, ...]:
    """The factors of a product of matrices, each by itself."""
    factors = m.args if isinstance(m, Mul) else (m,)
    repeated = ((f.base, int(f.exp)) if isinstance(f, Pow) and f.exp.is_positive else (f, 1) for f in factors)
    return tuple(f for f, times in repeated for _ in range(times))


def with_names(w: tuple[Expr, ...], swaps: dict) -> tuple[Expr, ...]:
    """A product with these names for pairs in it, from the left."""
    if len(w) < 2:
        return w
    return (swaps[w[:2]], *with_names(w[2:], swaps)) if w[:2] in swaps else (w[0], *with_names(w[1:], swaps))


def is_matrix(e: Expr) -> bool:
    return e.is_commutative is False


def is_vector(e: Expr) -> bool:
    """Whether this is a vector, as far as it shows."""
    if isinstance(e, Add | Mul):
        return any(map(is_vector, e.args))
    if type(e) is L.Expectation:
        return is_vector(e.body)
    return isinstance(e, L.MatVec) or (isinstance(e, L.RandomVariable) and e.dimension is not None)


def size_of(*sides: Expr) -> Expr:
    """The one size of all that stands there."""
    sizes = {m.size for e in sides for m in e.atoms(L.MatrixName, L.Identity)}
    sizes |= {v.dimension for e in sides for v in e.atoms(L.RandomVariable)}
    if len(sizes - {None}) != 1:
        raise NotWritten
    return (sizes - {None}).pop()


def fresh(sides: tuple[Expr, ...], size: Expr, *names: str) -> Iterator[Expr]:
    """Vectors that stand nowhere yet."""
    taken = {getattr(s, "role", s.name) for e in sides for s in e.atoms(L.RandomVariable)}
    taken |= {s.name for e in sides for s in e.free_symbols}
    for name in names:
        spelled = next(n for n in (name + "'" * k for k in count()) if n not in taken)
        yield L.RandomVariable(spelled, dimension=size)


def products(m: Expr) -> list[Product]:
    """The products of which a matrix is the sum."""
    if m == 1:
        return [(Integer(1), ())]
    if not is_matrix(m):
        return [] if m == 0 else [(written(m), ())]
    if isinstance(m, Add):
        return [p for part in m.args for p in products(part)]
    if isinstance(m, Mul):
        found: list[Product] = [(Integer(1), ())]
        for factor in m.args:
            found = [(c * d, (*a, *b)) for c, a in found for d, b in products(factor)]
        return found
    if isinstance(m, Pow):
        if m.exp.is_Integer and m.exp > 0:
            return products(Mul(*[m.base] * int(m.exp), evaluate=False))
        return [(Integer(1), (m,))]
    if isinstance(m, L.Transpose):
        return [(c, tuple(map(turned, reversed(a)))) for c, a in products(m.args[0])]
    return [(Integer(1), () if isinstance(m, L.Identity) else (m,))]


def with_inverses(sides: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The sides with (A B)^{-1} as B^{-1} A^{-1}, where the line itself inverts A and B: they are square then."""
    inverted = {p.base for e in sides for p in e.atoms(Pow) if p.exp == -1}
    swaps = {}
    for one in {p for e in sides for p in e.atoms(Pow) if p.exp == -1 and is_matrix(p) and p.base.args}:
        ((c, factors), *more) = products(one.base)
        names = one.base.atoms(L.MatrixName)
        known = all(m.symmetric or m in inverted for m in names)
        if not more and known and all(f in names or isinstance(f, L.Transpose | Pow) for f in factors):
            swaps[one] = Mul(1 / c, *map(inverse, reversed(factors)))
    return tuple(e.xreplace(swaps) for e in sides)


def inverse(f: Expr) -> Expr:
    if isinstance(f, L.Transpose):
        return L.Transpose(inverse(f.args[0]))
    return 1 / f


def turned(f: Expr) -> Expr:
    """The transpose of one factor."""
    if isinstance(f, L.Transpose):
        return f.args[0]
    if isinstance(f, L.Outer):
        return L.Outer(f.args[1], f.args[0])
    if isinstance(f, L.MatrixMean):
        return L.MatrixMean(L.Transpose(f.body), f.density)
    return f if is_covariance(f) else L.Transpose(f)


def vectors(v: Expr) -> list[tuple[Expr, tuple[Expr, ...], Expr]]:
    """(number, matrices, vector) of each term c A B x of a vector."""
    if isinstance(v, Add):
        return [t for part in v.args for t in vectors(part)]
    if isinstance(v, L.MatVec):
        inside = vectors(v.args[1])
        return [(c * d, (*a, *b), x) for c, a in products(v.args[0]) for d, b, x in inside]
    if isinstance(v, Mul) and (parts := [a for a in v.args if is_vector(a)]):
        if len(parts) > 1 and v.has(L.MatVec):
            raise NotWritten
        if len(parts) == 1:
            others = written(Mul(*(a for a in v.args if a is not parts[0])))
            return [(c * others, a, x) for c, a, x in vectors(parts[0])]
    return [] if v == 0 else [(Integer(1), (), v)]


def number(u: Expr, m: Expr, v: Expr) -> Expr:
    """u' M v"""
    return Add(*(
        c * d * e * of_leaves(x, (*map(turned, reversed(a)), *b, *f), y)
        for c, a, x in vectors(u) for d, b in products(m) for e, f, y in vectors(v)
    ))  # fmt: skip


def of_leaves(x: Expr, factors: tuple[Expr, ...], y: Expr) -> Expr:
    """x' A B ... y for vectors that are no sums."""
    for k, f in enumerate(factors):
        before, after = factors[:k], factors[k + 1 :]
        if isinstance(f, L.Outer):
            return number(x, product(before), f.args[0]) * number(f.args[1], product(after), y)
        if isinstance(f, L.MatrixMean):
            mean = apart(f, x, y, *before, *after)
            return L.Expectation(number(x, Mul(product(before), mean.body, product(after)), y), mean.density)
    for one, other in ((x, y), (y, x)):
        if type(one) is L.Expectation:
            mean = apart(one, other, *factors)
            ends = (mean.body, y) if one is x else (x, mean.body)
            return L.Expectation(number(ends[0], product(factors), ends[1]), mean.density)
    return L.Bilinear(x, product(factors), y)


def apart(mean: L.Expectation, *beside: Expr) -> L.Expectation:
    """The mean with other names for what it binds, where that stands beside it."""
    taken = {s for e in beside for s in e.free_symbols}
    swaps = {v: v.renamed(v.name + "'") for v in mean.bound_symbols if v in taken}
    if set(swaps.values()) & taken:
        raise NotWritten
    return type(mean)(mean.body.subs(swaps), mean.density.subs(swaps)) if swaps else mean


def round_trip(factors: tuple[Expr, ...]) -> Expr:
    """tr(A B ...), with tr(A b c' D) = c' D A b in it"""
    for k, f in enumerate(factors):
        before, after = factors[:k], factors[k + 1 :]
        if isinstance(f, L.Outer):
            return number(f.args[1], product((*after, *before)), f.args[0])
        if isinstance(f, L.MatrixMean):
            mean = apart(f, *before, *after)
            inside = products(Mul(product(before), mean.body, product(after)))
            return L.Expectation(Add(*(c * round_trip(a) for c, a in inside)), mean.density)
    if not factors:
        raise NotWritten
    return L.Trace(product(factors))


def product(factors: tuple[Expr, ...]) -> Expr:
    return Mul(*factors) if factors else Integer(1)


def written(e: Expr) -> Expr:
    """A number with the products in it written out."""
    if not e.has(L.MatVec, L.MatrixMean):
        return e
    if isinstance(e, L.Bilinear):
        return number(*e.args)
    if isinstance(e, L.SquaredNorm):
        return number(e.vector, Integer(1), e.vector)
    if isinstance(e, L.Trace):
        return Add(*(c * round_trip(a) for c, a in products(e.args[0])))
    if isinstance(e, L.Determinant | L.MatVec) or not e.args:
        raise NotWritten
    return e.func(*map(written, e.args))
