"""Powers, exponentials and logarithms in the normal form, and what is known to be positive.

    (a b)^r = a^r b^r     log(a b) = log a + log b     exp(log a + b) = a exp(b)          for a > 0

A root or a logarithm is taken apart only over factors known to be positive: without that check log(-p/q) would make
log(-1) a constant that could be dropped.
"""

from __future__ import annotations

from fractions import Fraction

from sympy import Rational

from derivations.numbers import polynomial as P
from derivations.numbers.budget import spend_bits


class PowersAndLogarithms:
    """The part of the normal form that knows powers and logarithms. Mixed into `NormalForm`."""

    def power(self, e, env):
        if e.is_commutative is False:
            return self.matrix_product(e, env)
        exponent = e.exp
        if isinstance(exponent, Rational):
            return self.raise_to(self.convert(e.base, env), P.exact(Fraction(exponent.p, exponent.q)))
        power = self.convert(exponent, env)
        return self.exponential(P.multiply(power, self.logarithm(self.convert(e.base, env), always=True)))

    def exp1(self, e, env):
        return P.atom(("exp", P.UNIT))

    def pi(self, e, env):
        return P.atom(("pi",))

    def exp(self, e, env):
        return self.exponential(self.convert(e.exp, env))

    def log(self, e, env):
        return self.logarithm(self.convert(e.args[0], env))

    def raise_to(self, p, exponent: int | Fraction):
        if exponent.denominator == 1 and 0 <= exponent <= 12:
            result = P.ONE
            for _ in range(int(exponent)):
                result = P.multiply(result, p)
            return result
        if not p:
            raise ZeroDivisionError("division by zero")
        if len(p) == 1:
            ((m, c),) = p.items()
            outside, rest = P.ONE, p
            if exponent.denominator == 1:
                spend_bits(abs(int(exponent)) * P.bits(c))
                return P.multiply(P.constant(Fraction(c) ** int(exponent)), P.monomial_power(m, exponent))
            if c > 0:
                outside = P.number_power(c, exponent)
                left = {}
                for a, e in m:
                    if self.positive(a):
                        outside = P.multiply(outside, P.atom_power(a, e * exponent))
                    elif P.quotient(e, 2).denominator == 1 and exponent.denominator == 2:
                        outside = P.multiply(outside, P.atom(("abs", a), e * exponent))
                    else:
                        left[a] = e
                if not left:
                    return outside
                rest = {frozenset(left.items()): 1}
            return P.multiply(outside, P.atom(("poly", P.freeze(rest)), exponent))
        content, primitive = self.content(p, exponent.denominator == 1)
        return P.multiply(self.raise_to(content, exponent), P.atom(("poly", P.freeze(primitive)), exponent))

    def content(self, p, any_sign: bool):
        """p = content * primitive, the primitive part canonical; only positive content where the sign matters."""
        shared = P.common_factor(p)
        if not any_sign:
            shared = frozenset((a, e) for a, e in shared if self.positive(a))
        rest = P.divide(p, shared)
        lead = rest[min(rest, key=P.order)]
        lead = lead if any_sign else abs(lead)
        return {shared: lead}, P.scale(rest, P.quotient(1, lead))

    def exponential(self, p):
        result = P.ONE
        for m, c in p.items():
            if len(m) == 1:
                ((a, e),) = m
                if a[0] == "log" and e == 1:
                    inner = P.thaw(a[1])
                    result = P.multiply(result, self.raise_to(inner, c))
                    continue
            result = P.multiply(result, P.atom(("exp", m), c))
        return result

    def logarithm(self, p, always: bool = False):
        """log of a polynomial: split over positive factors when the rule is on, else one opaque atom."""
        if not p:
            raise ZeroDivisionError("logarithm of zero")
        if not always and "log" not in self.rules:
            return {} if p == P.ONE else P.atom(("log", P.freeze(p)))
        result = {}
        if len(p) > 1:
            content, rest = self.content(p, any_sign=False)
            if content != P.ONE:
                self.fired.add("log")
            result = P.atom(("log", P.freeze(rest)))
            p = content
        ((m, c),) = p.items()
        if len(m) + (c != 1) > 1 or any(e != 1 or a[0] in ("exp", "prod", "N", "NM") for a, e in m):
            self.fired.add("log")
        unsplit = {}
        if c > 0:
            for prime, k in P.prime_factors(c):
                result = P.add(result, {frozenset(((("log", P.freeze(P.constant(prime))), 1),)): k})
        else:
            unsplit = P.constant(c)
        leftovers = {}
        # the log of (1-x)^y is y log(1-x) by itself; beside another factor of unknown sign it is not taken apart
        powers_only = c > 0 and all(
            a[0] == "exp" or self.positive(a) or P.quotient(e, 2).denominator == 1 for a, e in m
        )
        for a, e in m:
            if self.positive(a) or (powers_only and a[0] == "exp"):
                result = P.add(result, P.scale(self.log_atom(a), e))
            elif P.quotient(e, 2).denominator == 1:
                result = P.add(result, P.scale(P.atom(("log", P.freeze(P.atom(("abs", a))))), e))
            else:
                leftovers[a] = e
        if leftovers or unsplit:
            rest = {frozenset(leftovers.items()): c if c < 0 else 1}
            result = P.add(result, P.atom(("log", P.freeze(rest))))
        return result

    def log_atom(self, a):
        kind = a[0]
        if kind == "exp":
            return {a[1]: 1}
        if kind == "n":
            return P.atom(("log", P.freeze(P.constant(a[1]))))
        if kind == "poly":
            return P.atom(("log", a[1]))
        if kind == "prod":
            bound = ("t", "#", a[1][2], next(self.fresh))
            body = P.thaw(P.rename(a[4], {a[1]: bound}))
            return self.finite_sum(self.logarithm(body, always=True), bound, P.thaw(a[2]), P.thaw(a[3]))
        if kind in ("N", "NM") and self.on("gaussian"):
            return self.log_normal(a)
        return P.atom(("log", P.freeze(P.atom(a))))

    def positive(self, a) -> bool:
        kind = a[0]
        if kind in ("m", "d", "S", "N", "NM", "n", "pi", "abs"):
            return True
        if kind == "exp":
            return not self.holds_doubtful_log(a[1])
        if kind in ("s", "det"):
            return a[2]
        if kind == "v":
            return len(a) > 3
        if kind in ("f", "c"):
            return a[3]
        if kind in ("int", "poly", "sum", "prod", "E", "avg"):
            return all(c > 0 and all(self.positive(b) for b, _ in m) for m, c in a[-1])
        return False

    def holds_doubtful_log(self, thing) -> bool:
        """Whether a logarithm of what is not known to be positive stands anywhere inside: (-2)^n = exp(n log(-2))."""
        if not isinstance(thing, (tuple, frozenset)):
            return False
        if isinstance(thing, tuple) and thing and thing[0] == "log":
            return not all(c > 0 and all(self.positive(a) for a, _ in m) for m, c in thing[1])
        return any(self.holds_doubtful_log(part) for part in thing)

    def clear_fractions(self, p: P.Polynomial, only_positive: bool = False) -> P.Polynomial:
        """The numerator over a common denominator, when sums stand below the bar; zero just when p is zero.

        With `only_positive` only denominators known to be positive are cleared: then the sign stays too.
        """
        for _ in range(8):
            below = {
                a: e
                for m in p
                for a, e in m
                if a[0] == "poly" and e < 0 and e.denominator == 1 and not (only_positive and not self.positive(a))
            }
            if not below:
                return p
            for a in below:
                if not p:  # all cancelled over the denominators so far
                    return P.ZERO
                lowest = min(dict(m).get(a, 0) for m in p)
                p = self.expand_powers(P.multiply(p, P.atom(a, -lowest)))
        return p

    def expand_powers(self, p):
        """Positive whole powers of sums multiplied out."""
        total: dict = {}
        for m, c in p.items():
            term = P.constant(c)
            for a, e in m:
                opened = a[0] == "poly" and e > 0 and e.denominator == 1
                term = P.multiply(term, self.raise_to(P.thaw(a[1]), e) if opened else P.atom_power(a, e))
            total = P.add(total, term)
        return total


def absolute(form, e, env):
    """|u| of a factor known to be positive is that factor; of a sum it is an atom, the same for u and -u."""
    return absolute_value(form, form.convert(e.args[0], env))


def absolute_value(form, p: P.Polynomial) -> P.Polynomial:
    if not p:
        return P.ZERO
    if len(p) > 1:
        content, primitive = form.content(p, any_sign=True)
        return P.multiply(absolute_value(form, content), P.atom(("abs", ("poly", P.freeze(primitive)))))
    ((m, c),) = p.items()
    parts = (P.atom_power(a, e) if form.positive(a) else P.atom(("abs", a), e) for a, e in m)
    return P.multiply(P.constant(abs(c)), P.product(parts))
