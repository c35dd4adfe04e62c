"""The likely slip behind a refuted step: single changes of its right side, and the one that makes the line hold.

Each class of change is a kind of slip that authors make. A repair is offered only when exactly one class of change
makes the step provable; two would be a guess.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, log

from derivations.language import words as L

HALF = Rational(1, 2)
FACTORS = (Integer(2), HALF)
LIMIT = 400


def repairs(right: Expr, relation: str, letters: Iterable[str]) -> Iterator[tuple[str, Expr, str]]:
    """(class of change, changed right side, relation) for every single change that is tried."""
    if relation in ("<=", ">="):
        yield "inequality direction", right, "<=" if relation == ">=" else ">="
    variables = sorted(right.atoms(L.RandomVariable), key=str)
    gained = ("conditional", lambda e, _letters: _conditions_gained(e, variables))
    for name, change in (*CHANGES, gained):
        for changed in _somewhere(right, lambda e, change=change: change(e, tuple(letters))):
            if changed != right:
                yield name, changed, relation


def find_repair(right: Expr, relation: str, letters, proves: Callable[[Expr, str], bool], seconds: float = 2.0):
    """The one class of change that proves the step: (class, right side, relation), or None."""
    until = time.monotonic() + seconds
    found: dict[str, tuple[str, Expr, str]] = {}
    for tried, (name, changed, sign) in enumerate(repairs(right, relation, letters)):
        if tried > LIMIT or time.monotonic() > until:
            break
        if name in found:
            continue
        if proves(changed, sign):
            found[name] = (name, changed, sign)
    distinct = {}
    for one in found.values():
        distinct.setdefault((str(one[1]), one[2]), one)
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _somewhere(e: Expr, change) -> Iterator[Expr]:
    """The expression with one part changed, for every part and change of it."""
    yield from change(e)
    if isinstance(e, (Add, Mul, Pow, log, L.Sum, L.Bilinear)):
        for k, part in enumerate(e.args):
            if isinstance(part, Expr):
                for changed in _somewhere(part, change):
                    yield _rebuilt(e, k, changed)
    elif isinstance(e, (L.Expectation, L.Integral, L.SampleAverage, L.OverDraws)):
        for changed in _somewhere(e.args[0], change):
            yield _rebuilt(e, 0, changed)


def _rebuilt(e: Expr, k: int, part: Expr) -> Expr:
    try:
        return e.func(*(part if i == k else a for i, a in enumerate(e.args)))
    except (L.DensityError, TypeError, ValueError):
        return e


def _signs(e, _letters):
    if isinstance(e, Add):
        for k, term in enumerate(e.args):
            yield Add(*(-t if i == k else t for i, t in enumerate(e.args)))
            del term
    elif not e.is_number and not isinstance(e, (Symbol, L.Density)):
        yield -e


def _factors(e, _letters):
    if isinstance(e, (Add, Mul, log, L.Binder, L.Sum, L.Trace, L.Bilinear, L.SquaredNorm, Symbol)) or e.is_Number:
        for factor in FACTORS:
            yield e * factor


def _counts(e, _letters):
    for s in sorted(e.free_symbols, key=str):
        if s.is_integer and s.is_positive:
            yield e * s
            yield e / s
    if e.is_Number and e != 0:
        return


def _dimensions(e, _letters):
    """A constant that lost its factor d."""
    if isinstance(e, Add):
        sizes = {limit[2] for s in e.atoms(L.Sum) for limit in s.limits} | {
            v.dimension for v in e.free_symbols if isinstance(v, L.RandomVariable) and v.dimension is not None
        }
        for k, term in enumerate(e.args):
            if not term.has(L.Sum):
                for size in sorted(sizes, key=str):
                    yield Add(*(t * size if i == k else t for i, t in enumerate(e.args)))


def _kl_swapped(e, _letters):
    if type(e) in (L.KL, L.CrossEntropy):
        yield e.func(e.right, e.left)


def _conditionals(e, _letters):
    """A density that lost or gained a condition, or was conditioned the wrong way round."""
    if isinstance(e, L.Density):
        distribution = e.distribution
        if e.givens:
            yield L.Density(distribution, e.targets)
            yield L.Density(distribution, e.givens, e.targets)
            yield L.Density(distribution, [*e.targets, *e.givens])
        elif len(e.targets) == 2:
            yield L.Density(distribution, e.targets[:1], e.targets[1:])
            yield L.Density(distribution, e.targets[1:], e.targets[:1])
    elif isinstance(e, (L.KL, L.Entropy, L.Expectation)) and not isinstance(e, L.Variance):
        for k in (0, 1) if isinstance(e, L.KL) else (len(e.args) - 1,):
            for changed in _conditionals(e.args[k], _letters):
                yield _rebuilt(e, k, changed)


def _conditions_gained(e, variables):
    """p(x|z) where p(x) stands: the condition that was lost."""
    if isinstance(e, L.Density) and not e.givens:
        for v in variables:
            if v not in e.targets:
                yield L.Density(e.distribution, e.targets, [v])


def _letters_changed(e, letters):
    if isinstance(e, L.Density):
        for letter in letters:
            if letter != e.name:
                yield L.Density(L.Distribution(letter), e.targets, e.givens)
    elif isinstance(e, (L.KL, L.Entropy)):
        for k in range(len(e.args)):
            for changed in _letters_changed(e.args[k], letters):
                yield _rebuilt(e, k, changed)


def _averaging(e, letters):
    if isinstance(e, (L.Expectation, L.SampleAverage)) and isinstance(e.density, L.Density):
        for letter in letters:
            if letter != e.density.name:
                yield _rebuilt(e, 1, L.Density(L.Distribution(letter), e.density.targets, e.density.givens))


def _expectations(e, _letters):
    """E log f where log E f was meant, and back; a missing average is not guessed."""
    if isinstance(e, log) and isinstance(e.args[0], L.Expectation):
        inner = e.args[0]
        yield L.Expectation(log(inner.body), inner.density)
    if isinstance(e, L.Expectation) and isinstance(e.body, log):
        yield log(L.Expectation(e.body.args[0], e.density))


def _logs(e, _letters):
    if isinstance(e, log):
        yield e.args[0]
    elif isinstance(e, (Mul, L.Density, Pow)) and e.is_positive and not e.is_number:
        yield log(e)
    if isinstance(e, Mul):  # q log(q/p) that lost its log: one factor q stays outside
        for factor in e.args:
            base, power = factor.as_base_exp()
            if isinstance(base, L.Density) and power.is_positive:
                yield base * log(e / base)


def _squares(e, _letters):
    """sigma for sigma squared and back."""
    if isinstance(e, (Symbol, L.Component)) and e.is_positive and not e.is_integer:
        yield e**2
    elif isinstance(e, Pow) and e.exp == 2:
        yield e.base
    elif isinstance(e, L.Normal):
        yield L.Normal(e.value, e.mean, e.variance**2)


CHANGES = (
    ("a lost or added minus sign", _signs), ("factor 2", _factors), ("a count", _counts), ("dimension", _dimensions),
    ("KL arguments swapped", _kl_swapped), ("conditional", _conditionals), ("letter", _letters_changed),
    ("averaging density", _averaging), ("E of log", _expectations), ("logarithm", _logs), ("square", _squares),
)  # fmt: skip
