"""Expressions that own bound variables: hidden from `free_symbols`, safe under `subs`; and what a density generates."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Dummy, Expr, Integer, Mul, Product, Symbol, sympify

from derivations.language.distributions import Density, Normal
from derivations.language.random_variables import Component, DensityError, Notation, RandomVariable


def targets_of(density: Expr) -> tuple:
    """The variables that a density (or a product, or a mixture of densities) is a density of, in reading order.

    Raises DensityError if the expression is no density: if a variable has two densities in one product, if its
    factors are conditioned on one another in a circle, or if the weights of a mixture do not add up to one.
    """
    if isinstance(density, Density):
        return density.targets
    targets, weight = _targets(density), _weight(density)
    if weight != 1:
        raise DensityError(f"{density} is no density: it integrates to {weight}, not to one")
    return targets


def _targets(density: Expr) -> tuple:
    if isinstance(density, Density):
        return density.targets
    if isinstance(density, Normal):
        if density.mean.has(density.value) or density.variance.has(density.value):
            raise DensityError(f"{density} is no density: its mean or variance depends on {density.value} itself")
        return (density.value,)
    if isinstance(density, Product):
        inner = _targets(density.function)
        return tuple(t.base if isinstance(t, Component) else t for t in inner)
    if isinstance(density, Mul):
        factors = [f for f in density.args if not f.is_number]
        found: list = []
        for target in (t for factor in factors for t in _targets(factor)):
            if target in found:
                raise DensityError(f"{density} is no density: {target} has two densities in one product")
            found.append(target)
        while factors:  # one that no other is conditioned on integrates to one first
            last = next((f for f in factors if not any(o.has(*_targets(f)) for o in factors if o is not f)), None)
            if last is None:
                raise DensityError(f"{density} is no density: its factors are conditioned on one another in a circle")
            factors.remove(last)
        return tuple(found)
    if isinstance(density, Binder) and density.integrand is not None:
        whole = density.integrand
        bound = set(density.bound_symbols)
        targets = _targets(whole)
        if not bound <= set(targets):
            raise DensityError(f"{density} is no density: what it averages over is not a density of that")
        return tuple(t for t in targets if t not in bound)
    if isinstance(density, Add):
        sets = [_targets(term) for term in density.args]
        if any(set(s) != set(sets[0]) for s in sets):
            raise DensityError(f"{density} mixes densities of different variables")
        return sets[0]
    raise DensityError(f"{density} is not a density")


def _weight(density: Expr) -> Expr:
    """What a product or mixture of densities integrates to: its number, or the sum of its positive weights."""
    if isinstance(density, Mul):
        return Mul(*(f if f.is_number else _weight(f) for f in density.args))
    if isinstance(density, Add):
        weights = [_weight(term) for term in density.args]
        if not all(w.is_positive for w in weights):
            raise DensityError(f"{density} is no density: a mixture has positive weights")
        return Add(*weights)
    return Integer(1)


def givens_of(density: Expr) -> tuple:
    """The variables a density (or product of densities) is conditioned on and does not itself generate."""
    targets = targets_of(density)
    found: list = []
    for part in density.atoms(Density):
        found += [g for g in part.givens if g not in targets and g not in found]
    return tuple(found)


class Binder(Notation, Expr):
    """An expression that owns bound variables: hidden from `free_symbols`, untouched and never captured by `subs`."""

    is_commutative = True
    is_real = True
    integrand: Expr | None = None
    """What is integrated over the bound variables, of an integral or an expectation: then it may be a density."""

    @property
    def bound_symbols(self) -> list:
        """The bound variables, in writing order."""
        raise TypeError("every binder says what it binds")

    @property
    def free_symbols(self) -> set:
        bound = self.bound_symbols
        mask = {b: Dummy() for b in bound if isinstance(b, Component)}
        free = set().union(*(a.xreplace(mask).free_symbols if mask else a.free_symbols for a in self.args))
        indices = set().union(*(b.index.free_symbols for b in bound if isinstance(b, Component)), set())
        return {s for s in free if s not in bound and not isinstance(s, Dummy)} | indices

    def renamed(self, mapping: dict) -> Binder:
        """The same expression with bound variables renamed; the meaning does not change."""
        return self.func(*(a.xreplace(mapping) for a in self.args))

    def as_dummy(self) -> Expr:
        """Bound variables named by nesting and order alone, so that equal meanings compare equal."""
        inner = self.func(*(a.replace(lambda e: isinstance(e, Binder), lambda e: e.as_dummy()) for a in self.args))
        # counted from the inside out: a name used further in would capture this binder's variable there
        within = {b for a in inner.args for e in a.atoms(Binder) for b in e.bound_symbols}
        first = 1 + max((int(b.name[1:]) for b in within if isinstance(b, RandomVariable)), default=-1)
        bound = [b for b in inner.bound_symbols if isinstance(b, RandomVariable)]
        return inner.renamed({b: b.renamed(f"_{first + k}") for k, b in enumerate(bound)})

    def dummy_eq(self, other, symbol=None) -> bool:
        """Equality up to the names of bound variables."""
        return isinstance(other, Binder) and self.as_dummy() == other.as_dummy()

    def _eval_subs(self, old, new):
        bound = self.bound_symbols
        if old in bound or any(isinstance(b, Component) and b.base == old for b in bound):
            return self
        captured = [b for b in bound if isinstance(b, RandomVariable) and b in sympify(new).free_symbols]
        # an `old` that names the bound variable, q(z) under an integral over z, is meant as it stands: no renaming
        if captured and self.has(old) and not old.free_symbols & set(bound):
            taken = {s.name for s in self.atoms(Symbol) | sympify(new).atoms(Symbol)}  # inner bound names too
            mapping = {}
            for b in captured:
                name = next(n for n in _primes(b.name) if n not in taken)
                mapping[b] = b.renamed(name)
                taken.add(name)
            return self.renamed(mapping)._subs(old, new)
        return None


def _primes(name: str) -> Iterator[str]:
    while True:
        name += "'"
        yield name


def same_variables(what: str, a: Expr, b: Expr) -> None:
    if set(targets_of(a)) != set(targets_of(b)):
        left, right = (", ".join(map(str, targets_of(e))) for e in (a, b))
        raise DensityError(
            f"{what} compares two distributions of the same variable, but {a} is a density of {left} and {b} of {right}"
        )
