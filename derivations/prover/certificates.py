"""Not trusted: proofs written down as certificates. Their form is described, and read again, in the kernel."""

from __future__ import annotations

import json
from fractions import Fraction

from derivations.kernel.certificate import VERSION, digest, shown
from derivations.kernel.replay import Claim, Pass, Trace
from derivations.kernel.terms import LEAVES, Atom, Term


def packed(term: Term) -> list:
    """A term as JSON, in one order."""
    return sorted(([str(Fraction(c)), sorted(([packed_atom(a), str(Fraction(e))] for a, e in m), key=str)]
                   for m, c in term), key=str)  # fmt: skip


def packed_sort(sort: tuple) -> list:
    return [sort[0], None if sort[1] is None else packed(sort[1]), sort[2], sort[3]]


def packed_atom(a: Atom) -> list:
    """An atom as JSON."""
    if a[0] in LEAVES:
        return ["var", packed_sort(a[1]), a[2]] if a[0] == "var" else list(a)
    kind, label, sorts, outer, inner = a
    if kind == "density":
        slots = ([[r, None if i is None else packed(i), packed(v)] for r, i, v in part] for part in outer)
        return [kind, label, *(sorted(part, key=str) for part in slots)]
    label = list(label) if isinstance(label, tuple) else label
    return [kind, label, list(map(packed_sort, sorts)), list(map(packed, outer)), list(map(packed, inner))]


def packed_pass(way: Pass) -> str | list:
    """A pass as JSON."""
    return way if isinstance(way, str) else [way[0], packed(way[1])]


def line_as_json(label: str, claim: Claim, trace: Trace, allowed: frozenset[str] | None) -> dict:
    """One proved line, as it stands in a certificate."""
    names = claim.varying
    return {
        "label": label, "left": packed(claim.left), "relation": claim.relation, "right": packed(claim.right),
        "kind": claim.kind, "shows": shown(claim),
        "facts": [[rule, packed(d), packed(f)] for rule, d, f in claim.facts],
        "theorems": [[packed(l), relation, packed(r)] for l, relation, r in claim.theorems],
        "varying": {"given": sorted([n, sorted(roles)] for n, roles in names.given), "symbols": sorted(names.symbols),
                    "functions": None if names.functions is None else sorted(names.functions),
                    "densities": None if names.densities is None else sorted(names.densities)},
        "of": sorted(map(packed_atom, claim.of), key=str), "allowed": None if allowed is None else sorted(allowed),
        "trace": {"left": list(map(packed_pass, trace.left)), "right": list(map(packed_pass, trace.right)),
                  "cited": list(map(packed, trace.cited)),
                  "scale": packed(trace.scale), "least": [[k, packed(t)] for k, t in trace.least],
                  "logarithms": trace.logarithms},
    }  # fmt: skip


def document(lines: list[dict]) -> str:
    """The text of a certificate."""
    return json.dumps({"certificate": VERSION, "digest": digest(lines), "lines": lines}, sort_keys=True) + "\n"
