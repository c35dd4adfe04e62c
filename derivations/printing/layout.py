"""How a mathematician lays a formula out: order of factors and terms, fractions, and where brackets must stand.

`Layout` knows algebra and nothing of the language's nodes or of LaTeX: signs and marks come from a skin (printing.py).
Every form is a pair (text, level); a level says how tightly the text holds together, and brackets are set where a
place asks for more than the text has. Brackets therefore depend on structure alone, never on what looks harmless.
"""

from __future__ import annotations

from typing import ClassVar

from sympy import Add, Expr, Function, Mul, Number, NumberSymbol, Pow, Rational, Symbol, exp, log
from sympy.core.function import AppliedUndef

# How tightly a printed form holds together, loosest first.
SUM = 0  # a + b, or a leading minus
OPEN = 1  # reaches as far right as it can: a sum sign and its body
PRODUCT = 2
FRACTION = 3
PREFIX = 4  # delimited on the right, but led by a sign or a word: log x, the integral up to its dz
POWER = 5
ATOM = 6

# Places in a product: numbers 0, constants 1, symbols 2, then these; densities 6 and exp 7 stand between.
NAMED, BRACKETED, LOGARITHM, FUNCTIONAL, BIG, REACHING, MATRIX = 3, 5, 8, 9, 10, 12, 13

Form = tuple[str, int]


class Layout:
    """Algebra without a skin. A skin supplies the marks, `fraction`, `root`, `superscript`, `bracket`, `tall`."""

    handlers: ClassVar[dict[type, str]] = {
        Number: "number", Add: "sum", Mul: "mul", Pow: "power", log: "logarithm", exp: "exponential",
    }  # fmt: skip
    ranks: ClassVar[dict[type, int]] = {
        Number: 0, NumberSymbol: 1, Symbol: 2, Function: 4, Add: BRACKETED, exp: 7, log: LOGARITHM,
    }  # fmt: skip

    def form(self, expr: Expr) -> Form:
        """The expression as (text, level)."""
        for kind in type(expr).__mro__:
            name = self.handlers.get(kind)
            if name is not None:
                return getattr(self, name)(expr)
        return self.other(expr)

    def at_least(self, expr: Expr, level: int) -> str:
        """The text of an expression, in brackets if it holds together less than `level`."""
        text, own = self.form(expr)
        return text if own >= level else self.group(text)

    def group(self, text: str) -> str:
        """Brackets round a text: round, then square, then curly, as the text already contains them."""
        kind = "{}" if "[" in text else "[]" if "(" in text else "()"
        return self.bracket(text, kind)

    def rank(self, factor: Expr) -> int:
        """The place of a factor in a product: numbers, names, brackets, densities, logs, integrals, sums."""
        if isinstance(factor, AppliedUndef):
            return NAMED
        kinds = type(factor.base if isinstance(factor, Pow) else factor).__mro__
        return next((self.ranks[kind] for kind in kinds if kind in self.ranks), 4)

    # Sums

    def sum(self, expr: Add) -> Form:
        """Positive terms first, numbers last; a shared coefficient such as 1/2 stands in front of the bracket.

        SymPy multiplies 1/2 into a sum when it is built, so the bracket is the form the author wrote.
        """
        split = [term.as_coeff_Mul() for term in expr.args]
        shared = abs(split[0][0])
        if shared.is_Rational and shared.q != 1 and all(abs(c) == shared for c, _ in split):
            negative = all(c.is_negative for c, _ in split)
            inner = self.terms([((-c if negative else c) / shared, rest) for c, rest in split])
            text = self.juxtapose(self.coefficient(shared), self.group(inner), 0)
            return (f"-{text}", SUM) if negative else (text, PRODUCT)
        return self.terms(split), SUM

    def terms(self, split: list[tuple[Number, Expr]]) -> str:
        rows = []
        for c, rest in split:
            negative = bool(c.is_negative)
            text, level = self.product(abs(c), Mul.make_args(rest))
            rank = max(map(self.rank, Mul.make_args(rest)))
            length = len(text) if rank >= FUNCTIONAL else 0
            rows.append((negative, bool(rest.is_number), rank, -self.degree(rest), length, order(text), text, level))
        rows.sort()
        pieces = []
        for negative, *_, text, level in rows:
            text = self.group(text) if level == SUM else text
            sign = ("-" if negative else "") if not pieces else (" - " if negative else " + ")
            pieces.append(sign + text)
        return "".join(pieces)

    @staticmethod
    def degree(term: Expr) -> int:
        powers = [f.exp for f in Mul.make_args(term) if isinstance(f, Pow) and f.exp.is_Integer]
        return max((int(n) for n in powers), default=1)

    # Products

    def mul(self, expr: Mul) -> Form:
        return self.signed_product(expr, within_integral=False)

    def signed_product(self, expr: Mul, within_integral: bool) -> Form:
        c, rest = expr.as_coeff_Mul()
        factors = Mul.make_args(rest) if rest is not expr else expr.args
        text, level = self.product(abs(c) if c.is_extended_real else c, factors, within_integral)
        if not c.is_negative:
            return text, level
        return "-" + (self.group(text) if level == SUM else text), SUM

    def product(self, c: Number, factors: tuple, within_integral: bool = False) -> Form:
        """|c| times the factors. Denominators become one fraction; logs, integrals and sums stand behind it.

        `within_integral` brackets a factor that is itself an integral, so that every dz finds its own sign.
        """
        if c == 1 and len(factors) == 1 and not isinstance(factors[0], Mul):
            return self.form(factors[0])
        above, below, behind, matrices = [], [], [], []
        c_above, c_below = (c.p, c.q) if c.is_Rational else (c, 1)
        for factor in factors:
            if factor == 1:
                continue
            if not factor.is_commutative:
                matrices.append(factor)
            elif isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp.is_negative:
                below.append(Pow(factor.base, -factor.exp))
            elif self.half_power(factor) and c_below % int(factor.base) == 0:
                c_below //= int(factor.base)  # sqrt(2)/2 is how SymPy keeps 1/sqrt(2)
                below.append(factor)
            else:
                above.append(factor)
        pieces = []
        if below:
            plain = []
            for factor in above:
                text = self.form(factor)[0]
                stands_behind = self.rank(factor) >= 7 or (isinstance(factor, Add) and self.tall(text))
                (behind if stands_behind else plain).append(factor)
            numerator = self.row(c_above, plain)
            pieces.append((*self.fraction(numerator, self.row(c_below, below)), 0))
        else:
            behind = above
            if (c_above, c_below) != (1, 1) or not (above or matrices):
                pieces.append((self.coefficient(c), ATOM, 0))
        pieces += self.ordered(behind, within_integral)
        pieces += [(*self.form(m), MATRIX) for m in matrices]
        return self.join(pieces)

    @staticmethod
    def half_power(factor: Expr) -> bool:
        return isinstance(factor, Pow) and factor.exp == Rational(1, 2) and factor.base.is_Integer

    def row(self, c, factors: list) -> Form:
        """A numerator or a denominator: number, then factors; roots of numbers share one root sign."""
        pieces = [] if c == 1 and factors else [(self.plain(c), ATOM, 0)]
        return self.join(pieces + self.ordered(factors, False))

    def ordered(self, factors: list, within_integral: bool) -> list:
        roots = [f.base for f in factors if isinstance(f, Pow) and f.exp == Rational(1, 2) and f.base.is_number]
        pieces = []
        if len(roots) > 1:
            factors = [f for f in factors if not (isinstance(f, Pow) and f.base in roots)]
            roots.sort(key=lambda r: (self.rank(r), str(r)))
            under = self.join([(*self.form(r), 0) for r in roots])
            pieces.append((1, 0, order(""), self.root(under), ATOM))
        for factor in factors:
            text, level = self.form(factor)
            if within_integral and self.is_integral(factor):
                text, level = self.group(text), ATOM
            rank = self.rank(factor)
            pieces.append((rank, self.crowd(factor), order(text), text, level))
        pieces.sort()
        return [(text, level, rank) for rank, _, _, text, level in pieces]

    def join(self, pieces: list) -> Form:
        """Juxtaposes (text, level, rank) pieces; only the last may reach to the right."""
        if len(pieces) == 1:
            return pieces[0][:2]
        line, last = "", len(pieces) - 1
        before = 0
        for k, (text, level, rank) in enumerate(pieces):
            reaching = level == OPEN and k == last
            log_before_matrix = rank == LOGARITHM and k < last and pieces[k + 1][2] == MATRIX
            if not reaching and (level < (FRACTION if k == 0 else self.factor_level) or log_before_matrix):
                text = self.group(text)
            line = self.juxtapose(line, text, before) if line else text
            before = rank
        return line, OPEN if pieces[-1][1] == OPEN else PRODUCT

    def juxtapose(self, left: str, right: str, rank: int) -> str:
        """`left right`, with a dot where the two would be read as one number or as a function and its argument."""
        name = rank in (1, 2, 3, LOGARITHM) and left[-1] not in ")]"
        dot = right[0].isdigit() or (name and right.startswith(self.openers))
        return f"{left}{self.DOT if dot else ' '}{right}"

    def number(self, expr: Number) -> Form:
        if expr.is_negative:
            return "-" + self.number(-expr)[0], SUM
        if expr.is_Rational and expr.q != 1:
            return self.fraction((str(expr.p), ATOM), (str(expr.q), ATOM))
        return self.other(expr)

    def coefficient(self, c: Number) -> str:
        text, level = self.number(c)
        return text if level >= FRACTION else self.group(text)

    def plain(self, c) -> str:
        return str(c) if isinstance(c, int) else self.coefficient(c)

    # Powers and functions

    def power(self, expr: Pow) -> Form:
        base, exponent = expr.args
        if base.is_commutative and exponent.is_Rational:
            if exponent.is_negative:
                return self.fraction(("1", ATOM), self.form(Pow(base, -exponent)))
            if exponent == Rational(1, 2):
                return self.root(self.form(base)), ATOM
        if isinstance(base, AppliedUndef) or self.is_component_of_function(base):
            if exponent.is_Integer and exponent.is_positive:
                return self.applied(base, exponent), ATOM
        return self.superscript(self.at_least(base, ATOM), exponent), POWER

    def logarithm(self, expr: log) -> Form:
        text, level = self.form(expr.args[0])
        if level >= POWER or (level == FRACTION and self.factor_level == FRACTION):
            return f"{self.LOG} {text}", PREFIX
        return self.LOG + self.group(text), PREFIX


def order(text: str) -> tuple:
    """Sorts Latin names before Greek ones (a backslash or beyond ASCII), short names first among equals."""
    return (not text[:1].isascii() or text[:1] == "\\", text)
