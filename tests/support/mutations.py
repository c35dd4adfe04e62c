"""Slips a person makes, as changes to one place of an expression: a sign, a half, a letter, a conditional, a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import Add, Expr, Integer, Mul, Rational, log

from derivations.judging.derivation import Step
from derivations.language import words as lg
from derivations.language.words import DensityError, Distribution

HALF = Rational(1, 2)
OTHER_LETTER = {"p": Distribution("q"), "q": Distribution("p")}


def places(e: Expr, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Expr]]:
    """Every formula in an expression with its path; what a density is made of is not entered."""
    yield path, e
    if not isinstance(e, lg.Density):
        for k, argument in enumerate(e.args):
            if isinstance(argument, Expr):
                yield from places(argument, (*path, k))


def put(e: Expr, path: tuple[int, ...], new: Expr) -> Expr:
    """The expression with something else in one place. Raises DensityError where that cannot mean anything."""
    if not path:
        return new
    k, *rest = path
    arguments = list(e.args)
    arguments[k] = put(arguments[k], tuple(rest), new)
    return e.func(*arguments)


def sign(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Add):
        yield from (e - 2 * term for term in e.args)
    elif isinstance(e, (log, lg.KL, lg.Entropy)):
        yield -e


def half(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Add):
        yield from (e - term * HALF for term in e.args)
    elif isinstance(e, (log, lg.KL, lg.Entropy)):
        yield e * HALF


def letters_swapped(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.Density) and e.name in OTHER_LETTER:
        yield lg.Density(OTHER_LETTER[e.name], e.targets, e.givens)


def conditional_reversed(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.Density) and e.givens:
        yield lg.Density(e.distribution, e.givens, e.targets)


def conditional_dropped(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.Density) and e.givens:
        yield lg.Density(e.distribution, e.targets)


def term_dropped(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Add):
        yield from (e - term for term in e.args)
    elif isinstance(e, Mul):
        yield from (e / factor for factor in e.args if isinstance(factor, (lg.Density, log)))


def log_dropped(e: Expr) -> Iterator[Expr]:
    if isinstance(e, log):
        yield e.args[0]


def variable_of_integration(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.Integral):
        found = sorted((v for v in e.body.atoms(lg.RandomVariable) if v not in e.variables), key=str)
        for variable in found[:2]:
            yield lg.Integral(e.body, variable, *e.variables[1:])
        if len(e.variables) > 1:
            yield lg.Integral(e.body, *e.variables[1:])
            yield lg.Integral(e.body, *e.variables[:-1])


def kl_reversed(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.KL):
        yield e.func(*reversed(e.args))


def averaging_density(e: Expr) -> Iterator[Expr]:
    if isinstance(e, lg.Expectation) and isinstance(e.density, lg.Density):
        d = e.density
        yield e.func(e.body, lg.Density(OTHER_LETTER.get(d.name, d.distribution), d.targets))


def squared(e: Expr) -> Iterator[Expr]:
    if isinstance(e, (log, lg.KL)):
        yield e**2


def average_moved_inside(e: Expr) -> Iterator[Expr]:
    """E log f for log E f and back."""
    if isinstance(e, lg.Expectation) and isinstance(e.body, log):
        yield log(lg.Expectation(e.body.args[0], e.density))
    if isinstance(e, log) and isinstance(e.args[0], lg.Expectation):
        yield lg.Expectation(log(e.args[0].body), e.args[0].density)


KINDS: dict[str, Callable[[Expr], Iterator[Expr]]] = {
    "sign": sign,
    "factor 1/2": half,
    "p and q swapped": letters_swapped,
    "conditional reversed": conditional_reversed,
    "conditional dropped": conditional_dropped,
    "term dropped": term_dropped,
    "log dropped": log_dropped,
    "wrong integration variable": variable_of_integration,
    "KL reversed": kl_reversed,
    "averaging density": averaging_density,
    "squared": squared,
    "average inside a log": average_moved_inside,
}
INEQUALITY_REVERSED = "inequality reversed"


def mutants(left: Expr, step: Step) -> Iterator[tuple[str, Step]]:
    """Every change of every kind in every place of a step's right side, and the reversed relation.

    The whole right side counts as a term too, so that each line can lose a sign, a half, or everything.
    """
    seen = {left, step.right}
    whole = (("sign", -step.right), ("factor 1/2", step.right * HALF), ("term dropped", Integer(0)))
    made = [(kind, right) for kind, right in whole if step.right != 0]
    for kind, change in KINDS.items():
        for path, part in places(step.right):
            for new in _tried(change, part):
                try:
                    made.append((kind, put(step.right, path, new)))
                except (DensityError, TypeError, ValueError):
                    continue
    for kind, right in made:
        if right not in seen:
            seen.add(right)
            yield kind, Step(step.relation, right, step.by, step.note, step.kind)
    if step.relation in ("<=", ">="):
        reversed_ = ">=" if step.relation == "<=" else "<="
        yield INEQUALITY_REVERSED, Step(reversed_, step.right, step.by, step.note, step.kind)


def _tried(change, part) -> list[Expr]:
    try:
        return list(change(part))
    except (DensityError, TypeError):
        return []
