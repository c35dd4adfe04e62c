"""Numbers of a world under the names that the note has for them.

A number between 0 and 1 is put into worlds by its odds, y/(1 - y), one above or below a limit by its distance from it:
see reading/hearing/ranges.py and reading/meaning/bernoulli.py. A reader is told y.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sympy import Dummy, Expr, Rational, Symbol

from derivations.worlds.outcomes import Outcome, Refuted

LIMIT = r"-?\d+(?:/\d+)?"
BETWEEN = re.compile(rf"(?:\((?P<x>.+) - (?P<low>{LIMIT})\)|(?P<y>.+))/\((?P<high>{LIMIT}) - (?:(?P=x)|(?P=y))\)")
ABOVE = re.compile(rf"\((?P<x>.+) - (?P<low>{LIMIT})\)")
BELOW = re.compile(rf"\((?P<high>{LIMIT}) - (?P<x>.+)\)")


def own_number(name: str, value: str) -> tuple[str, str]:
    """The note's name and its value, for the odds or the distance under which a world has it; else both as they are."""
    if not re.fullmatch(LIMIT, value):
        return name, value
    t = Rational(value)
    if found := BETWEEN.fullmatch(name):
        low, high = Rational(found["low"] or 0), Rational(found["high"])
        return found["x"] or found["y"], str(low + (high - low) * t / (1 + t))
    if found := ABOVE.fullmatch(name):
        return found["x"], str(Rational(found["low"]) + t)
    if found := BELOW.fullmatch(name):
        return found["x"], str(Rational(found["high"]) - t)
    return name, value


def in_own_names(e: Expr) -> tuple[Expr, dict[str, Symbol]]:
    """The expression by the note's own names, and which of them stands for which odds or distance."""
    own: dict[str, Symbol] = {}
    for t in sorted((s for s in e.free_symbols if type(s) is Symbol), key=str):
        if found := BETWEEN.fullmatch(t.name):
            own[t.name] = y = Symbol(found["x"] or found["y"], real=True)
            low, high = Rational(found["low"] or 0), Rational(found["high"])
            share = Dummy("share")  # of the way from low to high: its odds cancel by themselves
            e = e.xreplace({1 + t: 1 / (1 - share), t: share / (1 - share)}).xreplace({share: (y - low) / (high - low)})
        elif found := ABOVE.fullmatch(t.name) or BELOW.fullmatch(t.name):
            own[t.name] = y = Symbol(found["x"], real=True)
            above = "low" in found.groupdict()
            e = e.xreplace({t: y - Rational(found["low"]) if above else Rational(found["high"]) - y})
    return e, own


def in_own_numbers(found: Outcome) -> Outcome:
    """A refutation told with the note's own names."""
    if not isinstance(found, Refuted):
        return found
    shown, told, text = found.details.get("asked", {}), {}, found.description
    for name, value in shown.items():
        own = own_number(name, value) if isinstance(value, str) else (name, value)
        told[own[0]] = own[1]
        text = text.replace(f"{name} = {value}", f"{own[0]} = {own[1]}") if own[0] != name else text
    return found if told == shown else replace(found, description=text, details={**found.details, "asked": told})
