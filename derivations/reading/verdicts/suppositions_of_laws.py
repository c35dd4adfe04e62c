"""Special cases of the law of a variable in which a line might hold: mean zero, nonnegative, two values, symmetric.

No density is given for it. What is averaged is put in another form: of a variable x with any law, x - E[x] is one with
mean zero, |x| one that is not negative. A line that agrees with worlds in that form holds for such laws. It tells
nothing of a line in which the values of the density itself count, as in an entropy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sympy import Abs, Expr, Pow, Symbol, sqrt

from derivations.judging.claim import Claim
from derivations.language import words as L
from derivations.reading.verdicts.suppositions import Change

Form = Callable[[Expr, Expr, Expr], Expr]  # of what is averaged, its variable and the density that it is drawn from
AVERAGES = (L.Expectation, L.Variance)


def with_number(number: Callable[[Expr, Expr], Expr]) -> Form:
    """The form with a number in the place of the variable, made of this and its density."""
    return lambda body, x, density: body.xreplace({x: number(x, density)})


def zero_or_one(body: Expr, x: Expr, _density: Expr) -> Expr:
    """Of a number that is 0 or 1, every power and the absolute value are the number itself."""
    powers = {p: x for p in body.atoms(Pow) if p.base == x and p.exp.is_positive}
    return body.expand().xreplace({**powers, Abs(x): x})


def even(body: Expr, x: Expr, _density: Expr) -> Expr:
    return (body + body.xreplace({x: -x})) / 2


FORMS: dict[str, dict[str, Form]] = {
    "mean zero": {"E[{0}] = 0": with_number(lambda x, p: x - L.Expectation(x, p))},
    "unit variance": {
        "Var[{0}] = 1": with_number(lambda x, p: x / sqrt(L.Variance(x, p))),
        "E[{0}] = 0, Var[{0}] = 1": with_number(lambda x, p: (x - L.Expectation(x, p)) / sqrt(L.Variance(x, p))),
    },
    "not negative": {"{0} >= 0": with_number(lambda x, _p: Abs(x))},
    "unit interval": {
        "0 <= {0} <= 1": with_number(lambda x, _p: x**2 / (1 + x**2)),
        "|{0}| <= 1": with_number(lambda x, _p: 2 * x / (1 + x**2)),
    },
    "two values": {"{0} = 0 or 1": zero_or_one},
    "symmetric": {"p(-{0}) = p({0})": even},
    "one value": {"{0} = c": with_number(lambda x, _p: Symbol(f"{x}'", real=True))},
}
"""By the kinds of conditions.toml, the laws that their words may mean."""


def of_a_form(kind: str, claim: Claim, named: set[str]) -> Iterator[tuple[str, Change]]:
    """The claim with a variable of such a law: one of those that the sentence names, or any where it names none."""
    averages = [node for side in (claim.left, claim.right) for node in side.atoms(*AVERAGES)]
    drawn = {v for node in averages for v in L.targets_of(node.args[1]) if isinstance(v, L.RandomVariable)}
    spoken = {v for v in drawn if v.role.lower() in named}
    for x in sorted(spoken or drawn, key=str):
        if any(node.args[0].atoms(L.Density, *AVERAGES) for node in averages if x in L.targets_of(node.args[1])):
            continue  # the density, or another average over it, counts too
        for told, form in FORMS[kind].items():
            yield told.format(x), in_form(x, form)


def in_form(x: Expr, form: Form) -> Change:
    """Another form for every average over a variable in a claim."""

    def formed(node: Expr) -> Expr:
        body, density = node.args
        if not isinstance(node, L.Variance):
            return L.Expectation(form(body, x, density), density)
        square, mean = (L.Expectation(form(b, x, density), density) for b in (body**2, body))
        return square - mean**2

    def change(claim: Claim) -> Claim:
        nodes = {n for side in (claim.left, claim.right) for n in side.atoms(*AVERAGES) if x in L.targets_of(n.args[1])}
        formed_of = {node: formed(node) for node in nodes}
        left, right = (side.xreplace(formed_of) for side in (claim.left, claim.right))
        return replace(claim, left=left, right=right)

    return change
