"""What an author's hand or eye gets wrong, as changes to one place of an expression: one table for all who need it.

The repair of a refuted line looks here for the change that makes it hold; the tests corrupt right lines with the same
changes; each kind runs both ways, so that a slip and its repair are rows of one table.

    for kind, wrong in changed(KL(p(x), q(x)), words_of(...)): ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sympy import Add, Expr, Integer, Mul, Pow, Rational, Symbol, log
from sympy.core.function import AppliedUndef

from derivations.language import words as L

AVERAGES = (L.Expectation, L.SampleAverage, L.OverDraws)
FLIPPED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
WEAKER = {"<": "<=", ">": ">="}
DIRECTION, STRICTNESS = "inequality direction", "strict sign"


@dataclass(frozen=True)
class Words:
    """What a slip may put in: the letters of densities, the variables, the densities and the symbols that the line or
    its note speaks of."""

    letters: tuple[str, ...]
    variables: tuple[L.RandomVariable, ...]
    densities: tuple[L.Density, ...] = ()
    symbols: tuple[Symbol, ...] = ()


def words_of(*sides: Expr, letters: Iterable[str] = ()) -> Words:
    """What some expressions speak of, in order of their names."""
    densities = {d for e in sides for d in e.atoms(L.Density)}
    variables = {v for e in sides for v in e.atoms(L.RandomVariable)}
    symbols = {s for e in sides for s in e.atoms(Symbol) if not isinstance(s, L.RandomVariable)}
    found = {d.name for d in densities} | set(letters)
    return Words(tuple(sorted(found)), *(tuple(sorted(some, key=str)) for some in (variables, densities, symbols)))


def changed(e: Expr, words: Words, kinds: Mapping[str, Change] | None = None) -> Iterator[tuple[str, Expr]]:
    """(kind of slip, the expression with it), for every kind (None: of KINDS) and every place where it can be made,
    each once."""
    seen = {e}
    for kind, change in (KINDS if kinds is None else kinds).items():
        for path, part in places(e):
            for new in _tried(change, part, words):
                try:
                    whole = put(e, path, new)
                except (L.DensityError, TypeError, ValueError):
                    continue
                if whole not in seen:
                    seen.add(whole)
                    yield kind, whole


def places(e: Expr, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Expr]]:
    """Every formula in an expression with its path; what a density is of, or is averaged over, is not entered."""
    yield path, e
    for k, argument in enumerate(e.args):
        names = isinstance(e, L.Density) or (isinstance(e, AVERAGES) and k) or (isinstance(e, L.Normal) and not k)
        if isinstance(argument, Expr) and not names:
            yield from places(argument, (*path, k))


def put(e: Expr, path: tuple[int, ...], new: Expr) -> Expr:
    """The expression with something else in one place. Raises DensityError where that cannot mean anything."""
    if not path:
        return new
    k, *rest = path
    arguments = list(e.args)
    arguments[k] = put(arguments[k], tuple(rest), new)
    return e.func(*arguments)


def _tried(change, part: Expr, words: Words) -> list[Expr]:
    try:
        return list(change(part, words))
    except (L.DensityError, TypeError, ValueError):
        return []


# -- the kinds -------------------------------------------------------------------------------------------------

TERMS = (log, L.Binder, L.Sum, L.Trace, L.Bilinear, L.SquaredNorm)


def sign(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, Add):
        yield from (e - 2 * term for term in e.args)
    elif isinstance(e, (Mul, *TERMS)):
        yield -e


def factor_two(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, (Add, Mul, Symbol, *TERMS)) or e.is_Number:
        yield from (2 * e, e * Rational(1, 2))
    if isinstance(e, Add):
        yield from (e - term * Rational(1, 2) for term in e.args)


def count(e: Expr, words: Words) -> Iterator[Expr]:
    for s in sorted(e.free_symbols, key=str):
        if s.is_integer and s.is_positive:
            yield from (e * s, e / s)


def dimension(e: Expr, words: Words) -> Iterator[Expr]:
    """A constant that lost its factor d."""
    if not isinstance(e, Add):
        return
    sizes = {limit[2] for s in e.atoms(L.Sum) for limit in s.limits}
    sizes |= {v.dimension for v in e.free_symbols if isinstance(v, L.RandomVariable) and v.dimension is not None}
    for term in e.args:
        if not term.has(L.Sum):
            yield from (e - term + term * size for size in sorted(sizes, key=str))


def divergence_swapped(e: Expr, words: Words) -> Iterator[Expr]:
    if type(e) in (L.KL, L.CrossEntropy):
        yield e.func(e.right, e.left)


def conditional(e: Expr, words: Words) -> Iterator[Expr]:
    """A density that lost or gained a condition, or was conditioned the wrong way round."""
    if not isinstance(e, L.Density):
        return
    of = e.distribution
    if e.givens:
        yield L.Density(of, e.targets)
        yield L.Density(of, e.givens, e.targets)
        yield L.Density(of, [*e.targets, *e.givens])
        return
    if len(e.targets) == 2:
        yield L.Density(of, e.targets[:1], e.targets[1:])
        yield L.Density(of, e.targets[1:], e.targets[:1])
    own = {role for role, _ in e.target_slots}
    yield from (L.Density(of, e.targets, [v]) for v in words.variables if v.role not in own)


def letter(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, L.Density):
        yield from (L.Density(L.Distribution(n), e.targets, e.givens) for n in words.letters if n != e.name)


def averaging_density(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, (L.Expectation, L.SampleAverage)) and isinstance(e.density, L.Density):
        for density in letter(e.density, words):
            yield e.func(e.args[0], density, *e.args[2:])
        if e.density.givens:
            yield e.func(e.args[0], L.Density(e.density.distribution, e.density.targets), *e.args[2:])


def average_and_log(e: Expr, words: Words) -> Iterator[Expr]:
    """E log f where log E f was meant, and back."""
    if isinstance(e, log) and isinstance(e.args[0], L.Expectation):
        yield L.Expectation(log(e.args[0].body), e.args[0].density)
    if isinstance(e, L.Expectation) and isinstance(e.body, log):
        yield log(L.Expectation(e.body.args[0], e.density))


def logarithm(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, log):
        yield e.args[0]
    elif isinstance(e, (Mul, L.Density, Pow)) and e.is_positive and not e.is_number:
        yield log(e)
    if isinstance(e, Mul):  # q log(q/p) that lost its log: one factor q stays outside
        for factor in e.args:
            base, power = factor.as_base_exp()
            if isinstance(base, L.Density) and power.is_positive:
                yield base * log(e / base)


def square(e: Expr, words: Words) -> Iterator[Expr]:
    """sigma for sigma squared and back."""
    if isinstance(e, (log, L.KL)) or (isinstance(e, (Symbol, L.Component)) and e.is_positive and not e.is_integer):
        yield e**2
    elif isinstance(e, Pow) and e.exp == 2:
        yield e.base
    elif isinstance(e, L.Normal):
        yield from (L.Normal(e.value, e.mean, e.variance**power) for power in (2, Rational(1, 2)))


def term_dropped(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, Add):
        yield from (e - term for term in e.args)
    elif isinstance(e, Mul):
        yield from (e / factor for factor in e.args if isinstance(factor, (L.Density, log)))


def integration_variable(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, L.Integral):
        found = sorted((v for v in e.body.atoms(L.RandomVariable) if v not in e.variables), key=str)
        yield from (L.Integral(e.body, v, *e.variables[1:]) for v in found[:2])
        if len(e.variables) > 1:
            yield L.Integral(e.body, *e.variables[1:])
            yield L.Integral(e.body, *e.variables[:-1])


def of_another_density(e: Expr, words: Words) -> Iterator[Expr]:
    """An average over another density of the same variables that the line speaks of, or the entropy of another."""
    if isinstance(e, L.Expectation | L.SampleAverage) and isinstance(e.density, L.Density):
        same = (d for d in words.densities if d.targets == e.density.targets and d != e.density)
        yield from (e.func(e.args[0], density, *e.args[2:]) for density in same)
    elif isinstance(e, L.Entropy):
        yield from (L.Entropy(density) for density in words.densities)


def weight_lost(e: Expr, words: Words) -> Iterator[Expr]:
    """An average that was to be divided by the density that it is over."""
    if isinstance(e, L.Expectation | L.SampleAverage) and isinstance(e.density, L.Density):
        yield e.func(e.args[0] / e.density, *e.args[1:])


def average_lost(e: Expr, words: Words) -> Iterator[Expr]:
    """A divergence or an entropy given z that was to be averaged over z."""
    if isinstance(e, L.KL | L.CrossEntropy | L.Entropy):
        free = {v for v in e.free_symbols if isinstance(v, L.RandomVariable)}
        yield from (L.Expectation(e, d) for d in words.densities if d.targets and free.issuperset(d.targets))


def square_of_average(e: Expr, words: Words) -> Iterator[Expr]:
    """(x - E[m])^2 where E[(x - m)^2] was meant, and back."""
    squares = isinstance(e, L.SquaredNorm) or (isinstance(e, Pow) and e.exp == 2)
    means = sorted(e.args[0].atoms(L.Expectation), key=str) if squares else []
    if means and all(m.density == means[0].density for m in means):
        yield L.Expectation(e.func(e.args[0].xreplace({m: m.body for m in means}), *e.args[1:]), means[0].density)
    if isinstance(e, L.Expectation) and isinstance(e.body, Pow) and e.body.exp == 2:
        yield L.Expectation(e.body.base, e.density) ** 2


def square_elsewhere(e: Expr, words: Words) -> Iterator[Expr]:
    """A square on the wrong side of an average, or of a function."""
    yield from square_of_average(e, words)
    if isinstance(e, AppliedUndef) and e.is_positive:
        yield from (e**2, e ** Rational(1, 2))


def one_name_for_another(e: Expr, words: Words) -> Iterator[Expr]:
    if isinstance(e, Symbol) and not isinstance(e, L.RandomVariable):
        yield from (s for s in words.symbols if s != e and s.assumptions0 == e.assumptions0)


def upside_down(e: Expr, words: Words) -> Iterator[Expr]:
    """A fraction of names turned over: M/N for N/M."""
    if isinstance(e, Mul):
        over, under = (
            Mul(*(f for f in e.args if f.is_Pow == below and isinstance(f.as_base_exp()[0], Symbol)))
            for below in (False, True)
        )
        if over != 1 and under != 1:
            yield e / over**2 / under**2


Change = Callable[[Expr, Words], Iterator[Expr]]
KINDS: dict[str, Change] = {
    "a minus sign": sign,
    "factor 2": factor_two,
    "a count": count,
    "dimension": dimension,
    "KL arguments swapped": divergence_swapped,
    "conditional": conditional,
    "letter": letter,
    "averaging density": averaging_density,
    "E of log": average_and_log,
    "logarithm": logarithm,
    "square": square,
    "a term": term_dropped,
    "variable of integration": integration_variable,
}
RARE_KINDS: dict[str, Change] = {  # looked for where none of the others makes a line hold
    "averaging density": of_another_density,
    "a lost average": average_lost,
    "a lost factor": weight_lost,
    "square": square_elsewhere,
    "one name for another": one_name_for_another,
    "a fraction upside down": upside_down,
}


def everything_dropped(e: Expr) -> Iterator[tuple[str, Expr]]:
    """The whole side as one term: it can lose its sign, a half, or everything."""
    if e != 0:
        yield from (("a minus sign", -e), ("factor 2", e / 2), ("a term", Integer(0)))
