"""Certificates: proofs written down, so that a stranger's program can check them.

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
from hashlib import sha256

from derivations.kernel.replay import DIRECTION, Claim
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
RELATIONS = tuple(DIRECTION)


class Unreadable(ValueError):
    """A file that is no certificate: what is wrong, and in which line."""


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
