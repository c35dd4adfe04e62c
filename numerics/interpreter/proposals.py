"""How a bound variable is integrated: from which density its nodes or draws come.

Every integral is an expectation under densities that stand in it, times what is left: the integral of p(x) p(z|x) f
draws x from p(x), then z from p(z|x). Where the prior of a letter stands beside its likelihood at a known point, as in
q(z) q(x|z), the posterior q(z|x) of the same letter is used; the ratio to what really stands there is always kept, so a
choice here can make an estimate noisy, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Dummy, Expr, Mul, Product

from derivations.language.words import Binder, Component, Density, Integral, Normal, RandomVariable, log


@dataclass(frozen=True)
class FromWorld:
    """Nodes from the world's density of `letter`: targets (role, variable) given (role, value)."""

    letter: str
    targets: tuple[tuple[str, Expr], ...]
    givens: tuple[tuple[str, Expr], ...]

    @property
    def variables(self) -> tuple[Expr, ...]:
        return tuple(v for _, v in self.targets)


@dataclass(frozen=True)
class FromNormal:
    """Nodes from a Gaussian written out in the formula, N(variable; mean, variance)."""

    variable: Expr
    mean: Expr
    variance: Expr

    @property
    def variables(self) -> tuple[Expr, ...]:
        return (self.variable,)


@dataclass(frozen=True)
class FromComponents:
    """A vector whose components have Gaussians of their own: product over `index` of N(variable[index]; ., .)."""

    variable: RandomVariable
    normal: Normal
    limits: tuple[Expr, Expr, Expr]

    @property
    def variables(self) -> tuple[Expr, ...]:
        return (self.variable,)


@dataclass(frozen=True)
class FromDraws:
    """Several draws from one density, the components of one vector: product over `index` of p(z = variable[index])."""

    variable: RandomVariable
    density: Density
    limits: tuple[Expr, Expr, Expr]

    @property
    def variables(self) -> tuple[Expr, ...]:
        return (self.variable,)


@dataclass(frozen=True)
class FromNowhere:
    """No density to go by: the whole real line, by a map that reaches far out."""

    variable: Expr

    @property
    def variables(self) -> tuple[Expr, ...]:
        return (self.variable,)


CHAINS = {"p": ("x", "z"), "q": ("z", "x")}  # which variable a letter's joint is drawn from first
LOGGED = Dummy("inside a function")
Step = FromWorld | FromNormal | FromComponents | FromDraws | FromNowhere


def is_component_of(role: str, value: Expr) -> bool:
    """Whether a slot's value is one component of the vector of that role."""
    return isinstance(value, Component) and value.role == role


def is_weight(expr: Expr) -> bool:
    """Whether a factor is a density that can carry an integral."""
    if isinstance(expr, Product):
        return is_weight(expr.function)
    return isinstance(expr, (Density, Normal))


def has_bare_density(expr: Expr) -> bool:
    """Whether a density stands in the expression outside logs and outside other integrals."""
    if isinstance(expr, (Density, Normal)):
        return True
    if isinstance(expr, (Binder, log)):
        return False
    return any(has_bare_density(a) for a in expr.args)


def weights_in(factors: list[Expr], hidden: frozenset = frozenset()) -> list[tuple[Expr, frozenset]]:
    """Densities that carry a product: its own factors, then those inside integrals that are factors, then any.

    With each come the variables that are bound around it inside the product, and so are not known outside; and the
    mark LOGGED, if it is no factor.
    """
    own = [(f, hidden) for f in factors if is_weight(f)]
    nested = [
        w
        for f in factors
        if isinstance(f, Integral)
        for w in weights_in(list(Mul.make_args(f.body)), hidden | set(f.bound_symbols))
    ]
    anywhere = []
    for f in factors:
        if not is_weight(f):
            bound = {v for binder in f.atoms(Binder) for v in binder.bound_symbols}
            anywhere += [(d, hidden | bound) for d in sorted(f.atoms(Density, Normal), key=str)]
    return own + nested + [(d, inside | {LOGGED}) for d, inside in anywhere]


def steps_for(variables: tuple[Expr, ...], factors: list[Expr]) -> list[Step]:
    """Proposals for all bound variables of one product, in the order in which they are to be drawn."""
    weights = weights_in(factors)
    remaining = list(variables)
    steps: list[Step] = []
    while remaining:
        step = _next(remaining, weights)
        steps.append(step)
        remaining = [v for v in remaining if v not in step.variables]
    return steps


def _next(remaining: list[Expr], weights: list[tuple[Expr, frozenset]]) -> Step:
    for strict in (True, False):
        for weight, hidden in weights:
            step = _from(weight, weights, remaining, strict, hidden)
            if step is not None:
                return step
    return FromNowhere(remaining[0])


def _from(
    weight: Expr, weights: list[tuple[Expr, frozenset]], remaining: list[Expr], strict: bool, hidden: frozenset
) -> Step | None:
    """A step from one density, if it generates one of the remaining variables; strict: from known givens only."""
    if isinstance(weight, Product):
        inner = weight.function
        if isinstance(inner, Normal) and isinstance(inner.value, Component) and inner.value.base in remaining:
            limits = weight.limits[0]
            if not strict or not _mentions((inner.mean, inner.variance), remaining, (inner.value,)):
                return FromComponents(inner.value.base, inner, tuple(limits))
        if isinstance(inner, Density) and len(inner.targets) == 1 and isinstance(inner.targets[0], Component):
            (role, component), givens = inner.target_slots[0], inner.given_slots
            if component.base in remaining and not _mentions([v for _, v in givens], {*remaining, *hidden}):
                if is_component_of(role, component):
                    return FromWorld(inner.name, ((role, component.base),), givens)
                return FromDraws(component.base, inner, tuple(weight.limits[0]))
        return None
    if isinstance(weight, Normal):
        if weight.value in remaining and not (strict and _mentions((weight.mean, weight.variance), remaining)):
            return FromNormal(weight.value, weight.mean, weight.variance)
        return None
    mine = [(r, v) for r, v in weight.target_slots if v in remaining]
    unknown = {*remaining, *hidden}
    open_givens = [(r, v) for r, v in weight.given_slots if _mentions((v,), unknown)]
    if not mine or (strict and open_givens):
        return None
    # One role at a time, in the chain's own order, so that a joint is drawn through its conditionals.
    chain = CHAINS.get(weight.name, ())
    mine.sort(key=lambda slot: chain.index(slot[0]) if slot[0] in chain else len(chain))
    target = mine[0]
    known = {
        r: v
        for r, v in (*weight.target_slots, *weight.given_slots)
        if (r, v) != target and not _mentions((v,), unknown)
    }
    for other, inside in weights:  # a likelihood of the same letter at a known point turns the prior into the posterior
        if LOGGED in inside:  # it does not multiply, so it does not make a posterior
            continue
        if isinstance(other, Density) and other.distribution == weight.distribution and target in other.given_slots:
            slots = [(r, v) for r, v in (*other.target_slots, *other.given_slots) if (r, v) != target]
            if not any(_mentions((v,), {*unknown, *inside}) for _, v in slots) and not any(
                r in known for r, _ in slots
            ):
                known.update(slots)
    return FromWorld(weight.name, (target,), tuple(known.items()))


def _mentions(parts: Iterable[Expr], variables: Iterable[Expr], but: Iterable[Expr] = ()) -> bool:
    variables = [v for v in variables if v not in tuple(but)]
    return any(p.has(v) for p in parts for v in variables)
