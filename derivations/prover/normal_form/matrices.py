"""Vectors and matrices in the normal form: bilinear forms, traces, determinants, Gaussian quadratic forms.

A matrix is a polynomial whose monomials are words (tuples) of letters instead of commuting powers; a trace of a
word is stored as its smallest rotation (also against the reversed word when all letters are symmetric).
"""

from __future__ import annotations

import re
from fractions import Fraction

from sympy import Add, Mul, Pow, Rational

from derivations.language import words as L
from derivations.numbers import polynomial as P

NAMES = re.compile(r"\w+")
Words = dict  # (scalar monomial, word) -> coefficient


class MatrixAlgebra:
    """The part of the normal form that knows vectors and matrices. Mixed into `NormalForm`."""

    def words(self, e, env) -> Words:
        """A matrix expression as a combination of words of letters (name, exponent, transposed)."""
        if isinstance(e, L.MatrixName):
            self.refuse_bound_arguments(e, env)
            return {(P.UNIT, (("M", e.name, e.symmetric, 1),)): 1}
        if isinstance(e, L.Identity):
            return {(P.UNIT, ()): 1}
        if isinstance(e, L.Outer):
            u, v = (list(self.vectors(self.convert(a, env))) for a in e.args)
            return add_words(*(outer_word(one, other) for one in u for other in v))
        if isinstance(e, L.Transpose):
            return transposed_words(self.words(e.args[0], env))
        if isinstance(e, Add):
            return add_words(*(self.words(a, env) for a in e.args))
        if isinstance(e, Mul):
            total = {(P.UNIT, ()): 1}
            for a in e.args:
                total = multiply_words(total, self.words(a, env))
            return total
        if isinstance(e, Pow) and e.base.is_commutative is False and e.exp.is_Integer:
            base = self.words(e.base, env)
            if e.exp < 0:
                base = inverse_words(base)
            total = {(P.UNIT, ()): 1}
            for _ in range(abs(int(e.exp))):
                total = multiply_words(total, base)
            return total
        if isinstance(e, Rational):
            return {(P.UNIT, ()): P.exact(Fraction(e.p, e.q))}
        if e.is_commutative:
            return {(m, ()): c for m, c in self.convert(e, env).items()}
        raise TypeError(f"{e} is not a matrix the normal form knows")

    @staticmethod
    def refuse_bound_arguments(e, env):
        """A matrix written A(z) is a name only: nothing may be said of it where its z is bound."""
        held = set(NAMES.findall(e.name.partition("(")[2]))
        if held and any(str(bound) in held for bound in env):
            raise TypeError(f"{e.name} depends on what is bound, and is only a name")

    def vectors(self, p):
        """Each term of a vector-valued polynomial as (scalar monomial, vector atom, coefficient)."""
        for m, c in p.items():
            vector = [(a, e) for a, e in m if a[0] in ("v", "t", "b", "f", "mv", "vec") and e == 1]
            if len(vector) != 1:
                vector = [(a, e) for a, e in m if e == 1][:1] if len(m) == 1 else vector
            if len(vector) != 1:
                raise TypeError("a vector term with no single vector in it")
            yield m - {vector[0]}, vector[0][0], c

    def matrix_symbol(self, e, env):
        raise TypeError(f"the matrix {e.name} stands where a number is expected")

    def matrix_product(self, e, env):
        raise TypeError("a matrix stands where a number is expected")

    def trace(self, e, env):
        sizes = {m.size for m in e.atoms(L.MatrixName, L.Identity)} - {None}
        before, self.dimension = self.dimension, self.convert(sizes.pop(), env) if len(sizes) == 1 else None
        try:
            return self.trace_of(self.words(e.args[0], env))
        finally:
            self.dimension = before

    def trace_of(self, words):
        total = {}
        for (s, w), c in words.items():
            total = P.add(total, P.multiply({s: c}, self.trace_word(w)))
        return total

    def trace_word(self, word):
        if not word:
            if self.dimension is None:
                raise TypeError("the trace of an identity matrix of unknown size")
            return self.dimension
        for k, letter in enumerate(word):
            if letter[0] == "o":  # tr(.. u v' ..) = v' (..) u
                return self.bilinear_word(letter[2], word[k + 1 :] + word[:k], letter[1])
        rotations = [word[k:] + word[:k] for k in range(len(word))]
        backwards = tuple(transposed(x) for x in reversed(word))
        rotations += [backwards[k:] + backwards[:k] for k in range(len(word))]
        return P.atom(("tr", min(rotations, key=P.order)))

    dimension = None

    def bilinear(self, e, env):
        u, a, v = e.args
        words = None if a == 1 else self.words(a, env)
        return self.bilinear_of(self.convert(u, env), words, self.convert(v, env))

    def bilinear_of(self, u, words, v):
        words = {(P.UNIT, ()): 1} if words is None else words
        total = {}
        for su, au, cu in self.vectors(u):
            for sv, av, cv in self.vectors(v):
                for (s, w), c in words.items():
                    scalar = P.multiply(P.multiply({su: cu}, {sv: cv}), {s: c})
                    total = P.add(total, P.multiply(scalar, self.bilinear_word(au, w, av)))
        return total

    def bilinear_word(self, u, word, v):
        """u' W v, canonical: matrices of matrix-vector products join the word, the smaller of the two readings."""
        if u[0] == "mv":
            return self.combine(u, lambda w, x: self.bilinear_word(x, tuple(map(transposed, reversed(w))) + word, v))
        if v[0] == "mv":
            return self.combine(v, lambda w, x: self.bilinear_word(u, word + w, x))
        for k, letter in enumerate(word):
            if letter[0] == "o":
                left = self.bilinear_word(u, word[:k], letter[1])
                return P.multiply(left, self.bilinear_word(letter[2], word[k + 1 :], v))
        other = (v, tuple(transposed(x) for x in reversed(word)), u)
        return P.atom(("bil", *min(((u, word, v), other), key=P.order)))

    def combine(self, mv, make):
        total = {}
        for (s, w), c in mv[1]:
            total = P.add(total, P.multiply({s: c}, make(w, mv[2])))
        return total

    def matrix_vector(self, e, env):
        words = self.words(e.args[0], env)
        total = {}
        for s, a, c in self.vectors(self.convert(e.args[1], env)):
            if set(words) == {(P.UNIT, ())}:
                total = P.add(total, P.multiply({s: c * words[(P.UNIT, ())]}, P.atom(a)))
                continue
            if a[0] == "mv":
                joined = multiply_words(words, dict(a[1]))
                total = P.add(total, P.multiply({s: c}, P.atom(("mv", frozenset(joined.items()), a[2]))))
            else:
                total = P.add(total, P.multiply({s: c}, P.atom(("mv", frozenset(words.items()), a))))
        return total

    def determinant(self, e, env):
        """det of a product is the product of determinants; of an inverse, the inverse."""
        return determinant_of(self.words(e.args[0], env))

    def log_normal_matrix(self, a):
        """log N(v; m, S) = -(d log 2 pi + log det S + (v - m)' S^-1 (v - m)) / 2."""
        _, value, mean, words, dimension = a
        gap = P.add(self.thaw_key(value), P.scale(P.thaw(mean), -1))
        inverse = inverse_words(dict(words))
        constants = P.add(self.logarithm(P.constant(2), True), self.logarithm(P.atom(("pi",)), True))
        size = P.multiply(P.thaw(dimension), constants)
        if {w for _, w in dict(words)} == {()}:  # a number times the identity
            number = {s: c for (s, _), c in words}
            determinant = P.multiply(P.thaw(dimension), self.logarithm(number, True))
        else:
            determinant = self.logarithm(determinant_of(dict(words)), True)
        return P.scale(P.add(size, determinant, self.bilinear_of(gap, inverse, gap)), Fraction(-1, 2))

    def matrix_moment(self, weight, others, v):
        """E (z'A z) = tr(A S) + m'A m, E (z'A c) = m'A c, E z = m, for z ~ N(m, S)."""
        if len(others) != 1 or any(v in P.mentions(k) for k in weight[2:]):
            return None
        ((a, e),) = others.items()
        mean, words, dimension = P.thaw(weight[2]), dict(weight[3]), P.thaw(weight[4])
        if e != 1 or a[0] != "bil" or not self.on("quadratic_form"):
            return None
        u, word, w = a[1:]
        if v in P.mentions(word):
            return None
        one = {(P.UNIT, word): 1}
        if u == v and w == v:
            before, self.dimension = self.dimension, dimension
            try:
                spread = self.trace_of(multiply_words(one, words))
            finally:
                self.dimension = before
            return P.add(spread, self.bilinear_of(mean, one, mean))
        if u == v and v not in P.mentions(w):
            return self.bilinear_of(mean, one, P.atom(w))
        if w == v and v not in P.mentions(u):
            return self.bilinear_of(P.atom(u), one, mean)
        return None


def outer_word(one, other) -> Words:
    """The matrix u v' of two vector terms (scalar monomial, vector atom, coefficient)."""
    (scalar_u, u, c), (scalar_v, v, k) = one, other
    return {(s, (("o", u, v),)): number for s, number in P.multiply({scalar_u: c}, {scalar_v: k}).items()}


def transposed(letter):
    """A letter of a transposed word: (A^k)', (u v')' = v u', (X^-1)' = (X')^-1."""
    kind = letter[0]
    if kind == "M":
        return letter if letter[2] else ("M", letter[1], False, letter[3], "T") if len(letter) == 4 else letter[:4]
    if kind == "o":
        return ("o", letter[2], letter[1])
    if kind == "inv":
        return ("inv", frozenset(transposed_words(dict(letter[1])).items()))
    raise TypeError(f"the transpose of a {kind} is not known")


def transposed_words(words: Words) -> Words:
    return add_words(*({(s, tuple(transposed(x) for x in reversed(w))): c} for (s, w), c in words.items()))


def join_word(a, b):
    word = list(a)
    for letter in b:
        if word and same_matrix(word[-1], letter):
            power = letter[3] + word[-1][3]
            last = word.pop()
            if power:
                word.append((*last[:3], power, *last[4:]))
        else:
            word.append(letter)
    return tuple(word)


def same_matrix(one, other) -> bool:
    """Whether two letters are powers of one named matrix, both transposed or neither."""
    return one[0] == other[0] == "M" and (one[1:3], one[4:]) == (other[1:3], other[4:])


def multiply_words(a: Words, b: Words) -> Words:
    total: Words = {}
    for (sa, wa), ca in a.items():
        for (sb, wb), cb in b.items():
            number, s = P.times(sa, sb)
            key = (s, join_word(wa, wb))
            c = ca * cb * number + total.get(key, 0)
            if c:
                total[key] = c
            else:
                total.pop(key, None)
    return total


def add_words(*parts: Words) -> Words:
    total: Words = {}
    for part in parts:
        for key, c in part.items():
            c += total.get(key, 0)
            if c:
                total[key] = c
            else:
                total.pop(key, None)
    return total


def scalar_inverse(m):
    return frozenset((a, -e) for a, e in m)


def inverse_words(words: Words) -> Words:
    if len(words) == 1:
        (((s, w), c),) = words.items()
        if all(x[0] == "M" for x in w):
            return {(scalar_inverse(s), tuple((*x[:3], -x[3], *x[4:]) for x in reversed(w))): P.quotient(1, c)}
    return {(P.UNIT, (("inv", frozenset(words.items())),)): 1}


def determinant_of(words: Words):
    if len(words) == 1:
        (((s, w), c),) = words.items()
        if c == 1 and not s and all(x[0] == "M" for x in w):
            return P.product(P.atom(("det", x[1], x[2]), x[3]) for x in w)
    return P.atom(("det", frozenset(words.items()), positive_definite(words)))


def positive_definite(words: Words) -> bool:
    """Whether a combination is one of covariances (symmetric names, identities) with positive numbers."""
    return all(
        c > 0 and not s and len(w) <= 1 and all(x[0] == "M" and x[2] and x[3] in (1, -1) for x in w)
        for (s, w), c in words.items()
    )
