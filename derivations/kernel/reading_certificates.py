"""The reader of certificates: it checks the shape of everything before a term is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

from derivations.kernel.certificate import INDEXED, KINDS, RELATIONS, SHAPES, VERSION, Unreadable, digest, shown
from derivations.kernel.replay import Claim, Pass, Trace
from derivations.kernel.terms import Atom, Monomial, Number, Sort, Term
from derivations.kernel.varying import Varying

DIGITS = 4000  # of a number; and no exponent, which a few signs would make endless
Json = Any
"""A part of the file, of which nothing is known before it is checked."""
Reader = Callable[[Json], Any]
Line = tuple[str, Claim, Trace, frozenset[str] | None]
"""(label, claim, trace, declared reasons)"""


def demand(holds: object, what: str) -> None:
    """Raises Unreadable where something does not hold."""
    if not holds:
        raise Unreadable(what)


def read_document(text: str) -> list[Line]:
    """The lines of a certificate. Raises Unreadable."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("the file is no JSON") from None
    demand(isinstance(found, dict) and set(found) == {"certificate", "digest", "lines"}, "this is no certificate")
    demand(found["certificate"] == VERSION and isinstance(found["lines"], list), "a certificate of another version")
    demand(found["digest"] == digest(found["lines"]), "the lines are not those that were written: another fingerprint")
    return [read_line(line) for line in found["lines"]]


def read_line(line: Json) -> Line:
    """One line. Raises Unreadable."""
    keys = {"label", "shows", "allowed", "trace", *CLAIM}
    demand(isinstance(line, dict) and set(line) == keys and isinstance(line["label"], str), "a line is not complete")
    label = line["label"]
    try:
        claim = record(Claim, CLAIM, line)
        trace = record(Trace, TRACE, line["trace"])
        allowed = maybe(names, line["allowed"])
    except Unreadable as what:
        raise Unreadable(f"line {label}: {what}") from None
    except (TypeError, ValueError, KeyError, ZeroDivisionError, RecursionError, AttributeError):
        raise Unreadable(f"line {label}: not of the shape that is described") from None
    demand(line["shows"] == shown(claim), f"line {label}: it shows another line than it says")
    return label, claim, trace, allowed


def record(made: Callable, parts: dict[str, Reader], value: Json) -> Any:
    """What is made of the parts of an object."""
    return made(**{key: read(value[key]) for key, read in parts.items()})


def row(*parts: Reader) -> Reader:
    """A list of as many parts."""
    return lambda value: tuple(read(one) for read, one in zip(parts, value, strict=True))


def many(read: Reader, value: Json) -> tuple:
    """A list of parts of one kind."""
    demand(isinstance(value, list), "no list")
    return tuple(map(read, value))


def maybe(read: Reader, value: Json) -> Any:
    """A part, or none."""
    return None if value is None else read(value)


def checked(fine: Callable[[Json], object], what: str) -> Reader:
    """A part that stays as it is, if it is fine."""

    def read(value: Json) -> Any:
        demand(fine(value), f"{value!r} {what}")
        return value

    return read


def counted(fine: Callable[[int], bool]) -> Reader:
    """A whole number that is fine; no truth value is one."""
    return checked(lambda value: type(value) is int and fine(value), "is no such number")


truth = checked(lambda value: isinstance(value, bool), "is neither true nor false")
nothing = checked(lambda value: value is None, "stands where there is no label")
name = checked(lambda value: isinstance(value, str) and not value.startswith("#"), "is no name, or a reserved one")
relation = checked(RELATIONS.__contains__, "is no relation")


def names(values: Json) -> frozenset[str]:
    return frozenset(many(name, values))


def one_pass(value: Json) -> Pass:
    """A pass: a rule, or a rule with the term that it leads to."""
    return name(value) if isinstance(value, str) else row(name, term)(value)


def number(text: Json) -> Number:
    """An exact number, not zero, as it is written."""
    plain = isinstance(text, str) and len(text) <= DIGITS and set(text) <= set("-/0123456789")
    demand(plain, "numbers are written as texts, a fraction or whole")
    value = Fraction(text)
    demand(value and str(value) == text, f"{text!r} is no number of a term")
    return value.numerator if value.denominator == 1 else value


def term(parts: Json, bound: tuple[Sort, ...] = ()) -> Term:
    """A term; `bound` are the sorts of the variables that are bound around it, the innermost binder's first."""
    demand(isinstance(parts, list), "a term is a list")
    found: dict[Monomial, Number] = {}
    for c, factors in parts:
        powers = {atom(a, bound): number(e) for a, e in factors}
        demand(len(powers) == len(factors), "one factor stands twice in a product")
        found[frozenset(powers.items())] = number(c)
    demand(len(found) == len(parts), "one product stands twice in a sum")
    return frozenset(found.items())


def sort(index: bool | None, value: Json) -> Sort:
    """A sort; of an index, of a variable, or (None) of either."""
    role, size, discrete, positive = row(str, partial(maybe, term), truth, truth)(value)
    demand(role == value[0] and (index is None or (role == "#") == index), "an index where none may be, or none")
    demand(role != "#" or (size is not None and discrete and positive), "an index without an end")
    return role, size, discrete, positive


def atom(value: Json, bound: tuple[Sort, ...] = ()) -> Atom:
    """An atom, by the table of shapes."""
    kind, *rest = value
    here = partial(term, bound=bound)
    if kind == "bound":
        return (kind, *row(counted(range(len(bound)).__contains__))(rest))
    if kind == "density":
        slots = partial(many, row(name, partial(maybe, here), here))
        letter, targets, givens = row(name, slots, slots)(rest)
        demand(targets, "a density has a variable before its bar")
        return (kind, letter, (), (frozenset(targets), frozenset(givens)), ())
    if kind in PARTS and kind not in SHAPES:
        leaf = (kind, *PARTS[kind](rest))
        demand(leaf[1] not in ("pi", "oo") or leaf[-1] is not False, "pi and oo are positive")
        return leaf
    demand(kind in SHAPES, f"{kind!r} is no kind of term")
    least, most, beside, under = SHAPES[kind]
    label, sorts, outer, inner = rest
    sorts = many(partial(sort, kind in INDEXED), sorts)
    demand(least <= len(sorts) <= most and len(inner) == under, f"{kind} binds another number of variables")
    demand(len(outer) == beside or (beside is None and outer), f"{kind} has another number of parts")
    bodies = many(partial(term, bound=(*sorts, *bound)), inner)
    return (kind, PARTS.get(kind, nothing)(label), sorts, many(here, outer), bodies)


PARTS: dict[str, Reader] = {
    "var": row(partial(sort, None), name), "symbol": row(name, truth), "vector": row(name),
    "prime": row(counted((1).__lt__)), "function": row(name, truth), "det": name,
    "entry": row(name, counted((1, -1).__contains__), truth),
}  # fmt: skip
"""By leaf its parts, by kind its label."""
VARYING: dict[str, Reader] = {
    "given": lambda value: frozenset(many(row(name, names), value)), "symbols": names,
    "functions": partial(maybe, names), "densities": partial(maybe, names),
}  # fmt: skip
CLAIM: dict[str, Reader] = {
    "left": term, "right": term, "relation": relation, "kind": checked(KINDS.__contains__, "is no kind of line"),
    "facts": partial(many, row(name, term, term)), "theorems": partial(many, row(term, relation, term)),
    "varying": partial(record, Varying, VARYING), "of": lambda value: frozenset(many(atom, value)),
}  # fmt: skip
TRACE: dict[str, Reader] = {
    "left": partial(many, one_pass), "right": partial(many, one_pass), "cited": partial(many, term), "scale": term,
    "least": partial(many, row(name, term)), "logarithms": truth,
}  # fmt: skip
"""The parts of what is optimised, of a claim and of a trace."""
