"""Variables with the two values 0 and 1: their sums written out, so that the algebra and the worlds can judge them.

A mass function given by cases, or as pi^x (1 - pi)^(1 - x), is kept as its probability of 1. `grounded` writes every
sum over such a variable as f(0) + f(1) with these probabilities put in; `in_odds` puts s / (1 + s), s > 0, for each
probability, because a world knows positive numbers but no numbers below one.
"""

from __future__ import annotations

from collections.abc import Collection

import sympy
from sympy import Expr, Function, Integer, Symbol, log
from sympy.core.function import AppliedUndef

from derivations.language import words as L


def probability_of_one(formula: Expr, variable: Expr) -> Expr | None:
    """pi, if the formula is pi^x (1 - pi)^(1 - x) (or gives pi at 1 and 1 - pi at 0); None otherwise."""
    one, zero = formula.subs(variable, 1), formula.subs(variable, 0)
    return one if sympy.expand(one + zero - 1) == 0 and variable not in one.free_symbols else None


def key_of(density: L.Density) -> tuple:
    """What tells one binary density from another: its letter, its variable's role, what it is conditioned on."""
    return density.name, getattr(density.targets[0], "role", ""), tuple(sorted(str(g) for g in density.givens))


def part_name(part: Expr) -> str:
    """The name of a symbol, of a function, or of the vector that this is an entry of; none of any other formula."""
    base = part.base if isinstance(part, L.Component) else part
    return type(base).__name__ if isinstance(base, AppliedUndef) else getattr(base, "name", "")


def positive_twin(part: Expr, name: str) -> Expr:
    """A positive number, function, vector or entry of one, in the place of this one, under another name."""
    if isinstance(part, L.Component):
        return L.Component(positive_twin(part.base, name), part.index)
    if isinstance(part, AppliedUndef):
        return Function(name, positive=True)(*part.args)
    if isinstance(part, L.RandomVariable):
        return L.RandomVariable(name, dimension=part.dimension, positive=True)
    return Symbol(name, positive=True)


class Bernoulli:
    """The binary densities of a note: (letter, target, givens) -> probability of 1."""

    def __init__(self, variables: Collection[str] = (), binary: Collection[str] = ()) -> None:
        self.binary = binary  # the names of numbers that are 0 or 1: none of them lies between
        self.variables = variables  # the names of random variables, which are no probabilities
        self.known: dict[tuple, Expr] = {}

    def learn(self, density: L.Density, formula: Expr) -> bool:
        if len(density.targets) != 1 or not isinstance(density.targets[0], L.RandomVariable):
            return False
        probability = probability_of_one(formula, density.targets[0])
        if probability is None:
            return False
        self.known[key_of(density)] = probability
        return True

    def roles(self) -> set[str]:
        return {role for _, role, _ in self.known}

    def mass(self, density: Expr, variable, value: int) -> Expr | None:
        """The density with the variable at 0 or 1, written by its probability."""
        if isinstance(density, L.Density):
            probability = self.known.get(key_of(density))
            if probability is None or density.targets != (variable,):
                return None
            return probability if value else 1 - probability
        return None

    def at(self, body: Expr, variable, value: int) -> Expr:
        """A body with the variable at a value: densities of it by their probabilities, itself by the number."""
        swaps = {}
        for d in body.atoms(L.Density):
            if variable in d.targets:
                mass = self.mass(d, variable, value)
                if mass is None:
                    raise KeyError(d.name)
                swaps[d] = mass
        return body.xreplace(swaps).subs(variable, Integer(value))

    def assumed(self, *sides: Expr) -> tuple[str, ...]:
        """What is used of the note where sums over its binary variables are written out."""
        if all(self.grounded(e) is e for e in sides):
            return ()
        met = {key_of(d): d for e in sides for d in sorted(e.atoms(L.Density), key=str) if len(d.targets) == 1}
        return tuple(
            f"{d.targets[0]} takes the values 0 and 1, 1 with probability {self.known[key]}"
            for key, d in met.items()
            if key in self.known
        )

    def grounded(self, e: Expr) -> Expr:
        """The expression with every sum over a binary variable written out. Unchanged where that is not possible."""
        if not self.known or not isinstance(e, Expr):
            return e
        try:
            return self._grounded(e)
        except (KeyError, L.DensityError):
            return e

    def _grounded(self, e: Expr) -> Expr:
        bound = e.bound_symbols if isinstance(e, L.Binder) and not isinstance(e, L.SampleAverage) else []
        if any(isinstance(b, L.RandomVariable) and b.role in self.roles() for b in bound):
            if len(bound) != 1:
                return e
            (variable,) = e.bound_symbols
            body = self.written(e)
            if body is None:
                return e
            return sum((self.at(self._grounded(body), variable, k) for k in (0, 1)), Integer(0))
        if not e.args or not isinstance(e, Expr) or isinstance(e, (L.Density, L.Normal)):
            return e
        parts = [self._grounded(a) if isinstance(a, Expr) else a for a in e.args]
        return e if all(a is b for a, b in zip(parts, e.args, strict=True)) else e.func(*parts)

    def written(self, e: Expr) -> Expr | None:
        """What is summed: the definition of the measure."""
        if isinstance(e, L.CrossEntropy):
            return -e.left * log(e.right)
        if isinstance(e, L.KL):
            return e.left * log(e.left / e.right)
        if isinstance(e, L.ConditionalEntropy):
            return None
        if isinstance(e, L.Entropy):
            return -e.density * log(e.density)
        if isinstance(e, L.Variance):
            mean = L.Expectation(e.body, e.density)
            return e.density * (e.body - self._grounded(mean)) ** 2
        if isinstance(e, L.Expectation):
            return e.density * e.body
        return e.body if isinstance(e, L.Integral) else None

    def in_odds(self, e: Expr) -> Expr:
        """Probabilities as s / (1 + s), for the worlds: whatever stands in log(1 - pi) or in a power of 1 - pi."""
        swaps = {}
        for part in self.probabilities(e):
            odds = positive_twin(part, f"{part_name(part)}/(1 - {part_name(part)})")
            swaps[part], swaps[1 - part] = odds / (1 + odds), 1 / (1 + odds)
        return e.xreplace(swaps) if swaps else e

    def probabilities(self, e: Expr) -> set[Expr]:
        """The names that must lie below one for the expression to have a meaning."""
        found, of_one = set(), {}  # 1 - p, and the p
        for one in e.atoms(sympy.Add):
            rest = 1 - one
            if len(one.args) == 2 and sympy.S.One in one.args and self._may_be_one(rest):
                of_one[one] = rest
        if not of_one and not self.known:
            return found
        nodes = (n for n in e.atoms(log, sympy.Pow) if not (isinstance(n, sympy.Pow) and n.exp.is_Integer))
        for node in nodes:  # (1 - a)^3 has a meaning for any a
            found |= {of_one[one] for one in of_one.keys() & node.args[0].atoms(sympy.Add)}
        if self.known:
            found |= e.atoms(Symbol, AppliedUndef) & set(self.known.values())
        functions = {p.func for p in found if isinstance(p, AppliedUndef)}
        alike = {p for p in e.atoms(AppliedUndef) if p.func in functions} if functions else set()  # beta(t) as beta(s)
        whole = {p.base for p in found if isinstance(p, L.Component)}
        entries = {c for c in e.atoms(L.Component) if c.base in whole}  # a_n as a_i: one sequence, one world for it
        alone = {v for v in whole if v in e.xreplace({c: Integer(0) for c in entries}).atoms(type(v))}
        return {p for p in found | alike | entries if getattr(p, "base", None) not in alone}

    def _may_be_one(self, e: Expr) -> bool:
        """Whether an expression may be a probability: a name, or an entry of something that is no random variable."""
        if part_name(e) in self.binary or part_name(e).startswith(
            "("
        ):  # (1 - b), of a b below one: any number above zero
            return False
        if isinstance(e, (Symbol, AppliedUndef)):
            return not isinstance(e, L.RandomVariable)
        entry = isinstance(e, L.Component) and isinstance(e.base, (AppliedUndef, L.RandomVariable))
        return entry and part_name(e) not in self.variables
