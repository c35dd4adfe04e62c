"""Where a note says that a number lies: `\\beta \\geq 1`, `0 < \\lambda < 1`, `\\alpha \\in [0, 1]`, `for \\beta = 1`.

A bounded number is written as its bound and a positive rest, so that neither the rules nor the worlds can leave the
range: beta is 1 + (beta - 1), lambda is s / (1 + s).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import sympy
from sympy import Expr, Pow, Rational, Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.bernoulli import part_name, positive_twin
from derivations.reading.meaning.naming import name_of, plain

LESS, GREATER = ("less", "less_equal"), ("greater", "greater_equal")


def plain_symbols(e: Expr) -> Iterable[Symbol]:
    """The free symbols of an expression that are no random variables."""
    return (s for s in e.free_symbols if not isinstance(s, L.RandomVariable))


def number(tree: S.Node) -> Rational | None:
    """A written number, perhaps negative or a fraction."""
    if isinstance(tree, S.Neg):
        inside = number(tree.operand)
        return None if inside is None else -inside
    if isinstance(tree, S.Number):
        return Rational(tree.text)
    if isinstance(tree, S.Divide):
        above, below = number(tree.numerator), number(tree.denominator)
        return above / below if above is not None and below else None
    return None


@dataclass
class Ranges:
    """The bounds of each name: (lower, upper), either of them None; and the values of names for the next display."""

    bounds: dict[str, tuple[Rational | None, Rational | None]] = field(default_factory=dict)
    values: dict[str, Rational] = field(default_factory=dict)
    said: dict[str, tuple] = field(default_factory=dict)  # the sentence that bounds a name, with its circumstances
    passing: dict[str, bool] = field(default_factory=dict)  # names bounded in a case, `for x > 0`, or for a time

    def learn(self, trees: list[S.Node], relations: list[str], case: bool = False, beside: bool = False) -> bool:
        """Bounds from a chain such as `0 < \\lambda < 1`; False if it bounds no name by a number. What stands `beside`
        other bounds leaves the ends of which it says nothing."""
        found = bounds_in(trees, relations)
        for name, (low, high) in found.items() if beside else ():
            lower, upper = self.bounds.get(name, (None, None))
            found[name] = lower if low is None else low, upper if high is None else high
        for name in found:  # said again, it is a case only if it was one
            self.passing[name] = case and (name not in self.bounds or self.passing.get(name, False))
        self.bounds.update(found)
        return bool(found)

    def denies(self, trees: list[S.Node], relations: list[str]) -> bool:
        """Whether no number lies both where this chain says and where was said before."""
        for name, (low, high) in bounds_in(trees, relations).items():
            lower, upper = self.bounds.get(name, (None, None))
            if (None not in (low, upper) and low >= upper) or (None not in (lower, high) and lower >= high):
                return True
        return False

    def forget(self, name: str) -> bool:
        """Forgets the bounds of a name; whether it had any."""
        self.passing.pop(name, None)
        return self.bounds.pop(name, None) is not None

    def leave_cases(self, supposed_too: bool) -> set[str]:
        """Forgets the bounds of cases, or of what was supposed too; the names that had them."""
        left = {name for name, case in self.passing.items() if case or supposed_too}
        self.passing = {name: case for name, case in self.passing.items() if name not in left}
        self.bounds = {name: both for name, both in self.bounds.items() if name not in left}
        return left

    def learn_membership(self, tree: S.Membership) -> bool:
        """Bounds from `\\lambda \\in (0, 1)`."""
        if not isinstance(tree.domain, S.Interval):
            return False
        both = number(tree.domain.lower), number(tree.domain.upper)
        heads = [e.base if isinstance(e, S.Index) else e for e in tree.elements]
        names = [e.function if isinstance(e, S.Apply) else name_of(e) for e in heads]
        names = [name for name in names if name]
        self.bounds.update(dict.fromkeys(names, both))
        return bool(names) and both != (None, None)

    def at_values(self, e: Expr) -> Expr:
        """The expression with every name that has a value for now replaced by it."""
        swaps = {s: self.values[s.name] for s in plain_symbols(e) if s.name in self.values}
        random = {s for d in e.atoms(L.Density) for s in d.free_symbols}
        vectors = (s for s in e.free_symbols - random if isinstance(s, L.RandomVariable) and s.dimension is not None)
        swaps |= {s: sympy.S.Zero for s in vectors if self.values.get(s.name) == 0}
        return e.xreplace(swaps) if swaps else e

    def fact_at_values(self, fact: Fact) -> Fact:
        """What is given of a density, for the values of now."""
        formula = self.at_values(fact.formula)
        if formula == fact.formula or any(n.variance.is_zero for n in formula.atoms(L.Normal)):
            return fact  # nothing to put in, or a law without a density
        return replace(fact, formula=formula, name=fact.name.replace(str(fact.formula), str(formula)))

    def within(self, e: Expr) -> Expr:
        """The expression with every bounded number, or entry of a bounded vector, written by a positive one."""
        if not self.bounds:
            return e
        swaps = {}
        entries = e.atoms(L.Component)
        whole = ({*plain_symbols(e)} | e.atoms(AppliedUndef)) - {c.base for c in entries}
        for part in sorted(entries | whole, key=str):
            if part_name(part) in self.bounds:
                value = self.bounded(part, *self.bounds[part_name(part)])
                swaps[part] = value
                if value.has(Pow):  # 1 - s / (1 + s) is 1 / (1 + s), for the rules to see that it is positive
                    swaps[1 - part] = sympy.cancel(1 - value)
        return e.xreplace(swaps) if swaps else e

    @staticmethod
    def bounded(part: Expr, lower: Rational | None, upper: Rational | None) -> Expr:
        name = part_name(part)
        if lower is not None and upper is not None:
            above = f"({name} - {lower})" if lower else name
            rest = positive_twin(part, f"{above}/({upper} - {name})")
            return lower + (upper - lower) * rest / (1 + rest) if lower < upper else part
        if lower is not None:
            return lower + positive_twin(part, f"({name} - {lower})" if lower else name)
        if upper is None:
            return part
        if part.is_positive and upper > 0:
            rest = positive_twin(part, f"{name}/({upper} - {name})")
            return upper * rest / (1 + rest)
        return upper - positive_twin(part, f"({upper} - {name})")


def bounds_in(trees: list[S.Node], relations: list[str]) -> dict[str, tuple[Rational | None, Rational | None]]:
    """The bounds of each name that a chain of inequalities sets by numbers; none if it says anything else."""
    found: dict[str, list[Rational | None]] = {}
    for left, relation, right in zip(trees, relations, trees[1:], strict=False):
        if relation not in LESS + GREATER:
            return {}
        small, large = (left, right) if relation in LESS else (right, left)
        for named, value, place in ((small, number(large), 1), (large, number(small), 0)):
            for name in listed(named) if value is not None else ():
                found.setdefault(name_of(name), [None, None])[place] = value
    return {name: (both[0], both[1]) for name, both in found.items()}


def listed(tree: S.Node) -> tuple[S.Node, ...]:
    """The names of a, or of a list of them: a, b > 0."""
    names = tree.elements if isinstance(tree, S.TupleOf) else (tree,)
    return names if all(isinstance(name, S.Symbol) for name in names) else ()


def rooted(trees: list[S.Node], is_positive: Callable[[str], bool]) -> list[S.Node]:
    """`\\sigma^2 = 4` of a positive number as \\sigma = 2; anything else as it is."""
    square = trees[0] if len(trees) == 2 and isinstance(trees[0], S.Power) else None
    if square is None or square.exponent != S.Number("2") or not isinstance(square.base, S.Symbol):
        return trees
    value = number(trees[1])
    root = sympy.sqrt(value) if value is not None and value > 0 and is_positive(plain(square.base.name)) else None
    if not isinstance(root, Rational):
        return trees
    whole, parts = S.Number(str(root.p), span=trees[1].span), S.Number(str(root.q), span=trees[1].span)
    return [square.base, whole if root.q == 1 else S.Divide(whole, parts, span=trees[1].span)]


def is_value(trees: list[S.Node], relations: list[str]) -> bool:
    """Whether a chain says that a name has a number for its value: beta = 1."""
    named = len(trees) == 2 and relations == ["equal"] and isinstance(trees[0], S.Symbol)
    return named and number(trees[1]) is not None
