"""Vectors and matrices of exact numbers, with the few operations that a formula can ask for."""

from __future__ import annotations

from fractions import Fraction

from derivations.numbers.budget import spend

OF_A_CELL = 5  # steps of work: a product and a sum of two fractions


class Vector(tuple):
    """Components 1..n as a tuple; sums and products are taken component by component, a number goes to each."""

    __slots__ = ()

    def _with(self, other, operation):
        if isinstance(other, Vector):
            if len(self) != len(other):
                raise ValueError(f"vectors of {len(self)} and {len(other)} components are combined")
            return Vector(operation(a, b) for a, b in zip(self, other, strict=True))
        if isinstance(other, Matrix):
            return NotImplemented
        return Vector(operation(a, other) for a in self)

    def __add__(self, other):
        return self._with(other, lambda a, b: a + b)

    __radd__ = __add__

    def __mul__(self, other):
        return self._with(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __neg__(self):
        return self.map(lambda a: -a)

    def map(self, function) -> Vector:
        return Vector(map(function, self))

    def dot(self, other: Vector):
        """Inner product."""
        if len(self) != len(other):
            raise ValueError(f"vectors of {len(self)} and {len(other)} components are multiplied")
        return sum((a * b for a, b in zip(self, other, strict=True)), Fraction(0))


class Matrix(tuple):
    """Rows of a matrix, each a tuple."""

    __slots__ = ()

    def __add__(self, other):
        if isinstance(other, Vector):
            return NotImplemented
        if not isinstance(other, Matrix):  # a number beside a matrix is that multiple of the identity
            other = identity(len(self)) * other
        if [len(r) for r in self] != [len(r) for r in other]:
            raise ValueError("matrices of different sizes are added")
        return Matrix(tuple(a + b for a, b in zip(r, s, strict=True)) for r, s in zip(self, other, strict=True))

    __radd__ = __add__

    def __mul__(self, other):
        if isinstance(other, Matrix):
            columns = list(zip(*other, strict=True))
            spend(OF_A_CELL * len(self) * len(columns) * len(other))
            return Matrix(tuple(Vector(r).dot(Vector(c)) for c in columns) for r in self)
        return Matrix(tuple(a * other for a in r) for r in self)

    def __rmul__(self, other):
        return Matrix(tuple(a * other for a in r) for r in self)

    @property
    def transposed(self) -> Matrix:
        return Matrix(zip(*self, strict=True))

    def apply(self, v: Vector) -> Vector:
        """The vector A v."""
        return Vector(Vector(r).dot(v) for r in self)

    @property
    def trace(self):
        return sum((r[i] for i, r in enumerate(self)), Fraction(0))

    def inverse(self) -> Matrix:
        """Raises ZeroDivisionError for a singular matrix."""
        return self._eliminated()[0]

    @property
    def determinant(self):
        try:
            return self._eliminated()[1]
        except ZeroDivisionError:
            return Fraction(0)

    def _eliminated(self) -> tuple[Matrix, object]:
        n = len(self)
        rows = [[*r, *(Fraction(int(i == k)) for i in range(n))] for k, r in enumerate(self)]
        determinant = Fraction(1)
        for k in range(n):
            pivot = next((i for i in range(k, n) if rows[i][k]), None)
            if pivot is None:
                raise ZeroDivisionError("a singular matrix has no inverse")
            if pivot != k:
                rows[k], rows[pivot] = rows[pivot], rows[k]
                determinant = -determinant
            lead = rows[k][k]
            determinant = determinant * lead
            below = Fraction(1, lead) if isinstance(lead, int) else 1 / lead
            rows[k] = [a * below for a in rows[k]]
            for i in range(n):
                if i != k and rows[i][k]:
                    spend(OF_A_CELL * 2 * n)
                    factor = rows[i][k]
                    rows[i] = [a + b * -factor for a, b in zip(rows[i], rows[k], strict=True)]
        return Matrix(tuple(r[n:]) for r in rows), determinant


def identity(n: int) -> Matrix:
    return Matrix(tuple(Fraction(int(i == k)) for i in range(n)) for k in range(n))


def outer(u: Vector, v: Vector) -> Matrix:
    """u v'."""
    return Matrix(tuple(a * b for b in v) for a in u)
