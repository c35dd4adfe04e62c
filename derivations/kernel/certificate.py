"""Certificates: proofs written down, so that a stranger's program can check them; and the reader of them, who checks
the shape of everything before a term is made of it.

The file is one JSON document {"certificate": 2, "digest": D, "lines": [LINE, ...]}. D is the SHA-256, in hexadecimal,
of the lines written with sorted keys and without spaces (","  and ":" as separators, ASCII only).

LINE    {"label", "left": TERM, "relation": "=" "<=" ">=" "<" ">" "~" or "∝", "right": TERM,
         "kind": "value", "inequality", "minimiser", "estimate", "least" or "constant",
         "shows": all of this as text,
         "facts": [[rule, TERM, TERM], ...]           a density and what is put in its place by that rule
         "theorems": [[TERM, relation, TERM], ...]    lines shown elsewhere, which this one cites
         "varying": {"given": [[letter, [role, ...]], ...], "symbols": [...], "functions": [...] or null,
                     "densities": [...] or null}      what a minimisation varies, null for all
         "of": [ATOM, ...]                            the variables of a proportion
         "allowed": [rule, ...] or null               the declared reasons
         "trace": {"left": [PASS, ...], "right": [...], "cited": [TERM, ...], "scale": TERM,
                   "least": [[rule, TERM], ...], "logarithms": bool}}
PASS    a rule at every place where it fits; or [rule, TERM] with the term that it leads to: a bound at one place, or a
        rule by which this term and the one before come to the same
TERM    [[coefficient, [[ATOM, exponent], ...]], ...]    a sum of products; numbers are texts, "3" or "-1/2"
ATOM    ["var", SORT, name]   ["symbol", name, positive]   ["vector", name]   ["prime", p]   ["bound", k]
        ["density", letter, [SLOT, ...], [SLOT, ...]]    before and behind the bar
        [kind, LABEL, [SORT, ...], [TERM, ...], [TERM, ...]]    what it binds, the terms beside, the terms under it
        k counts bound variables from the innermost binder outwards, each binder's own from its first
SORT    [role, dimension TERM or null, discrete, positive]; of an index ["#", upper end, true, true]
SLOT    [role, index TERM or null, value TERM]
LABEL   null; of a function [name, positive]; of a matrix entry [name, 1 or -1, symmetric]; of a determinant a name

How many sorts and terms a kind has is the table SHAPES; names that begin with # are reserved. What each kind means is
said by the figures of the rules that open it; what a trace must do to prove its line is said in replay.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from hashlib import sha256
from typing import Any

from derivations.kernel.replay import DIRECTION, Claim, Pass, Trace
from derivations.kernel.terms import Atom, Monomial, Number, Refused, Sort, Term, require
from derivations.kernel.varying import Varying
from derivations.kernel.writing import signs, written

VERSION = 2  # in the first a bound's pass told its place, and not the term that it leads to
SHAPES = {
    "KL": (1, 9, 0, 2), "CE": (1, 9, 0, 2), "H": (1, 9, 0, 2), "MI": (1, 9, 0, 4), "ELBO": (1, 9, 0, 3),
    "E": (1, 9, 0, 2), "Var": (1, 9, 0, 2), "avg": (1, 9, 1, 2), "int": (1, 1, 0, 1), "dint": (1, 1, 2, 1),
    "D": (1, 1, 1, 1), "Sum": (1, 4, 0, 1), "Prod": (1, 1, 0, 1), "MN": (2, 2, 2, 1),
    "N": (0, 0, 3, 0), "log": (0, 0, 1, 0), "exp": (0, 0, 1, 0), "sum": (0, 0, 1, 0), "pow": (0, 0, 2, 0),
    "comp": (0, 0, 2, 0), "delta": (0, 0, 2, 0), "entry": (0, 0, 2, 0), "det": (0, 0, 0, 0),
    "function": (0, 0, None, 0), "over": (0, 0, 0, 1),
}  # fmt: skip
"""By kind: the least and the greatest number of bound variables, the terms beside, the terms under them."""

INDEXED = ("Sum", "Prod", "MN")
KINDS = ("value", "inequality", "minimiser", "estimate", "least", "constant")
DIGITS = 4000  # of a number; and no exponent, which a few signs would make endless
Json = Any
"""A part of the file, of which nothing is known before it is checked."""
Reader = Callable[[Json], Any]
Line = tuple[str, Claim, Trace, frozenset[str] | None]
"""(label, claim, trace, declared reasons)"""


def shown(claim: Claim) -> str:
    """What a claim says, as text: the line, what its names are, what is given, what is cited."""
    sign = {
        "minimiser": f"min {claim.relation} min", "constant": "= up to a constant,",
        "least": "least value 0, of an objective less",
    }.get(claim.kind, claim.relation)  # fmt: skip
    parts = [f"{written(claim.left)}  {sign}  {written(claim.right)}"]
    terms = [t for fact in claim.facts for t in fact[1:]] + [t for th in claim.theorems for t in (th[0], th[2])]
    parts += [f"where  {signs(claim.left, claim.right, *terms)}"]
    parts += [f"given ({rule})  {written(d)} = {written(f)}" for rule, d, f in claim.facts]
    parts += [f"citing  {written(l)}  {relation}  {written(r)}" for l, relation, r in claim.theorems]
    return "\n".join(parts)


def digest(lines: list) -> str:
    """The fingerprint of a certificate's lines."""
    return sha256(json.dumps(lines, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def read_document(text: str) -> list[Line]:
    """The lines of a certificate. Raises Refused."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("the file is no JSON") from None
    require(isinstance(found, dict) and set(found) == {"certificate", "digest", "lines"}, "this is no certificate")
    require(found["certificate"] == VERSION and isinstance(found["lines"], list), "a certificate of another version")
    require(found["digest"] == digest(found["lines"]), "the lines are not those that were written: another fingerprint")
    return [read_line(line) for line in found["lines"]]


def read_line(line: Json) -> Line:
    """One line. Raises Refused."""
    keys = {"label", "shows", "allowed", "trace", *CLAIM}
    require(isinstance(line, dict) and set(line) == keys and isinstance(line["label"], str), "a line is not complete")
    label = line["label"]
    try:
        claim = record(Claim, CLAIM, line)
        trace = record(Trace, TRACE, line["trace"])
        allowed = maybe(names, line["allowed"])
    except Refused as what:
        raise Refused(f"line {label}: {what}") from None
    except (TypeError, ValueError, KeyError, ZeroDivisionError, RecursionError, AttributeError):
        raise Refused(f"line {label}: not of the shape that is described") from None
    require(line["shows"] == shown(claim), f"line {label}: it shows another line than it says")
    return label, claim, trace, allowed


def record(made: Callable, parts: dict[str, Reader], value: Json) -> Any:
    """What is made of the parts of an object."""
    return made(**{key: read(value[key]) for key, read in parts.items()})


def row(*parts: Reader) -> Reader:
    """A list of as many parts."""
    return lambda value: tuple(read(one) for read, one in zip(parts, value, strict=True))


def many(read: Reader, value: Json) -> tuple:
    """A list of parts of one kind."""
    require(isinstance(value, list), "no list")
    return tuple(map(read, value))


def maybe(read: Reader, value: Json) -> Any:
    """A part, or none."""
    return None if value is None else read(value)


def checked(fine: Callable[[Json], object], what: str) -> Reader:
    """A part that stays as it is, if it is fine."""

    def read(value: Json) -> Any:
        require(fine(value), f"{value!r} {what}")
        return value

    return read


def counted(fine: Callable[[int], bool]) -> Reader:
    """A whole number that is fine; no truth value is one."""
    return checked(lambda value: type(value) is int and fine(value), "is no such number")


truth = checked(lambda value: isinstance(value, bool), "is neither true nor false")
nothing = checked(lambda value: value is None, "stands where there is no label")
name = checked(lambda value: isinstance(value, str) and not value.startswith("#"), "is no name, or a reserved one")
relation = checked(DIRECTION.__contains__, "is no relation")


def names(values: Json) -> frozenset[str]:
    return frozenset(many(name, values))


def one_pass(value: Json) -> Pass:
    """A pass: a rule, or a rule with the term that it leads to."""
    return name(value) if isinstance(value, str) else row(name, term)(value)


def number(text: Json) -> Number:
    """An exact number, not zero, as it is written."""
    plain = isinstance(text, str) and len(text) <= DIGITS and set(text) <= set("-/0123456789")
    require(plain, "numbers are written as texts, a fraction or whole")
    value = Fraction(text)
    require(value and str(value) == text, f"{text!r} is no number of a term")
    return value.numerator if value.denominator == 1 else value


def term(parts: Json, bound: tuple[Sort, ...] = ()) -> Term:
    """A term; `bound` are the sorts of the variables that are bound around it, the innermost binder's first."""
    require(isinstance(parts, list), "a term is a list")
    found: dict[Monomial, Number] = {}
    for c, factors in parts:
        powers = {atom(a, bound): number(e) for a, e in factors}
        require(len(powers) == len(factors), "one factor stands twice in a product")
        found[frozenset(powers.items())] = number(c)
    require(len(found) == len(parts), "one product stands twice in a sum")
    return frozenset(found.items())


def sort(index: bool | None, value: Json) -> Sort:
    """A sort; of an index, of a variable, or (None) of either."""
    role, size, discrete, positive = row(str, partial(maybe, term), truth, truth)(value)
    require(role == value[0] and (index is None or (role == "#") == index), "an index where none may be, or none")
    require(role != "#" or (size is not None and discrete and positive), "an index without an end")
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
        require(targets, "a density has a variable before its bar")
        return (kind, letter, (), (frozenset(targets), frozenset(givens)), ())
    if kind in PARTS and kind not in SHAPES:
        leaf = (kind, *PARTS[kind](rest))
        require(leaf[1] not in ("pi", "oo") or leaf[-1] is not False, "pi and oo are positive")
        return leaf
    require(kind in SHAPES, f"{kind!r} is no kind of term")
    least, most, beside, under = SHAPES[kind]
    label, sorts, outer, inner = rest
    sorts = many(partial(sort, kind in INDEXED), sorts)
    require(least <= len(sorts) <= most and len(inner) == under, f"{kind} binds another number of variables")
    require(len(outer) == beside or (beside is None and outer), f"{kind} has another number of parts")
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
