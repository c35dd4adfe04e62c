"""The reader of certificates: it checks the shape of everything before a term is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from fractions import Fraction
from functools import partial
from typing import Any

from derivations.kernel.certificate import INDEXED, KINDS, RELATIONS, SHAPES, Unreadable, digest, shown
from derivations.kernel.replay import Claim, Pass, Trace
from derivations.kernel.terms import Atom, Monomial, Number, Slot, Sort, Term
from derivations.kernel.varying import Varying

DIGITS = 4000  # of a number; and no exponent, which a few signs would make endless
Json = Any
"""A part of the file, of which nothing is known before it is checked."""


def demand(holds: object, what: str) -> None:
    """Raises Unreadable where something does not hold."""
    if not holds:
        raise Unreadable(what)


def read_document(text: str) -> list[tuple[str, Claim, Trace, frozenset[str] | None]]:
    """(label, claim, trace, declared reasons) of each line. Raises Unreadable."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("the file is no JSON") from None
    demand(isinstance(found, dict) and set(found) == {"certificate", "digest", "lines"}, "this is no certificate")
    demand(found["certificate"] == 1 and isinstance(found["lines"], list), "a certificate of another version")
    demand(found["digest"] == digest(found["lines"]), "the lines are not those that were written: another fingerprint")
    return [read_line(line) for line in found["lines"]]


def read_line(line: Json) -> tuple[str, Claim, Trace, frozenset[str] | None]:
    """One line. Raises Unreadable."""
    keys = {"label", "left", "relation", "right", "kind", "shows", "facts", "theorems", "varying", "of", "allowed",
            "trace"}  # fmt: skip
    demand(isinstance(line, dict) and set(line) == keys and isinstance(line["label"], str), "a line is not complete")
    label, trace = line["label"], line["trace"]
    try:
        demand(line["kind"] in KINDS and line["relation"] in RELATIONS, "no such kind or relation")
        given = line["varying"]
        varying = Varying(
            frozenset((name(n), names(roles)) for n, roles in given["given"]), names(given["symbols"]),
            *(None if given[k] is None else names(given[k]) for k in ("functions", "densities")),
        )  # fmt: skip
        claim = Claim(
            term(line["left"]), term(line["right"]), line["relation"], line["kind"],
            tuple((name(rule), term(d), term(f)) for rule, d, f in line["facts"]),
            tuple((term(l), one_of(relation, RELATIONS), term(r)) for l, relation, r in line["theorems"]),
            varying, frozenset(atom(a, ()) for a in line["of"]),
        )  # fmt: skip
        left, right = (tuple(map(one_pass, trace[side])) for side in ("left", "right"))
        found = Trace(
            left, right, tuple(map(term, trace["cited"])), term(trace["scale"]),
            tuple((name(k), term(t)) for k, t in trace["least"]), truth(trace["logarithms"]),
        )  # fmt: skip
        allowed = None if line["allowed"] is None else names(line["allowed"])
    except Unreadable as what:
        raise Unreadable(f"line {label}: {what}") from None
    except (TypeError, ValueError, KeyError, ZeroDivisionError, RecursionError, AttributeError):
        raise Unreadable(f"line {label}: not of the shape that is described") from None
    demand(line["shows"] == shown(claim), f"line {label}: it shows another line than it says")
    return label, claim, found, allowed


def one_of(value: Json, values: Collection[str]) -> str:
    demand(value in values, f"{value!r} is none of {', '.join(values)}")
    return value


def truth(value: Json) -> bool:
    demand(isinstance(value, bool), "neither true nor false")
    return value


def name(value: Json) -> str:
    """A name, which is no reserved one."""
    demand(isinstance(value, str) and not value.startswith("#"), f"{value!r} is no name, or a reserved one")
    return value


def names(values: Json) -> frozenset[str]:
    demand(isinstance(values, list), "no list of names")
    return frozenset(map(name, values))


def one_pass(value: Json) -> Pass:
    """A pass: a rule, or a rule with the term that it leads to."""
    if isinstance(value, str):
        return name(value)
    rule, new = value
    return name(rule), term(new)


def number(text: Json) -> Number:
    """An exact number, not zero, as it is written."""
    parts = text.removeprefix("-").split("/") if isinstance(text, str) else []
    plain = 0 < len(parts) < 3 and all(p.isascii() and p.isdigit() and len(p) <= DIGITS for p in parts)
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
        m = frozenset(powers.items())
        demand(m not in found, "one product stands twice in a sum")
        found[m] = number(c)
    return frozenset(found.items())


def sort(value: Json, index: bool | None) -> Sort:
    """A sort; of an index, of a variable, or (None) of either."""
    role, dimension, discrete, positive = value
    demand(isinstance(role, str) and (index is None or (role == "#") == index), "an index where none may be, or none")
    size = None if dimension is None else term(dimension)
    demand(role != "#" or (size is not None and discrete is positive is True), "an index without an end")
    return role, size, truth(discrete), truth(positive)


def atom(value: Json, bound: tuple[Sort, ...]) -> Atom:
    """An atom, by the table of shapes."""
    kind, *rest = value
    if kind in PARTS and kind not in SHAPES:
        leaf = (kind, *parts_of(kind, rest))
        demand(leaf[1] not in ("pi", "oo") or leaf[-1] is not False, "pi and oo are positive")
        return leaf
    if kind == "bound":
        (k,) = rest
        return (kind, counted(k, range(len(bound)).__contains__))
    if kind == "density":
        letter, *parts = rest
        demand(len(parts) == 2 and parts[0], "a density has a variable before its bar")
        return (kind, name(letter), (), tuple(frozenset(slot(s, bound) for s in part) for part in parts), ())
    least, most, beside, under = SHAPES[one_of(kind, SHAPES)]
    label, sorts, outer, inner = rest
    sorts = tuple(sort(s, kind in INDEXED) for s in sorts)
    demand(least <= len(sorts) <= most and len(inner) == under, f"{kind} binds another number of variables")
    demand(len(outer) == beside or (beside is None and outer), f"{kind} has another number of parts")
    return (kind, read_label(kind, label), sorts, tuple(term(t, bound) for t in outer),
            tuple(term(t, (*sorts, *bound)) for t in inner))  # fmt: skip


def slot(value: Json, bound: tuple[Sort, ...]) -> Slot:
    role, index, at = value
    return name(role), None if index is None else term(index, bound), term(at, bound)


def read_label(kind: str, label: Json) -> str | tuple[str | int, ...] | None:
    """What stands beside a kind: a function's name and sign, a matrix's name."""
    demand(kind in PARTS or label is None, f"{kind} has no label")
    return name(label) if kind == "det" else parts_of(kind, label) if kind in PARTS else None


def parts_of(kind: str, values: Json) -> tuple:
    """The parts of a leaf or of a label."""
    return tuple(read(value) for read, value in zip(PARTS[kind], values, strict=True))


def counted(value: Json, fine: Callable[[int], bool]) -> int:
    """A whole number that is fine."""
    demand(type(value) is int and fine(value), f"{value!r} is no such number")
    return value


PARTS: dict[str, tuple[Callable, ...]] = {
    "var": (partial(sort, index=None), name), "symbol": (name, truth), "vector": (name,),
    "prime": (partial(counted, fine=lambda p: p > 1),), "function": (name, truth), "det": (name,),
    "entry": (name, partial(counted, fine=lambda e: e in (1, -1)), truth),
}  # fmt: skip
"""By leaf its parts, by kind those of its label."""
