"""A world that refutes a line, with its numbers to be changed: the sides as trees, the world as data for the script.

Whatever has no tree, and every world the script does not come to the same values in, is left as the tables it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from sympy import Expr

from derivations.language.facts import Fact
from derivations.language.words import Density, RandomVariable
from derivations.page.explore.trees import NotPlayable, Trees
from derivations.page.markup import Html, tag
from derivations.page.mathml import mathml
from derivations.page.words import data
from derivations.page.world_tables import latex_of_name
from derivations.printing.printing import to_latex
from derivations.telling.wording import Wording

MOST_CELLS = 64
"""The cells of all tables of a world that a person would still look through."""
_VALUE = re.compile(r"(?:^|= )(-?\d[\d.]*(?:e[-+]?\d+)?)$")


def editable(
    left: Expr, right: Expr, relation: str, facts: Iterable[Fact], details: dict, wording: Wording
) -> Html | None:
    """The editor of a refutation's world; None where the page cannot play it."""
    try:
        scene = of_refutation(left, right, relation, tuple(facts), details)
    except NotPlayable:
        return None
    title = tag("p", wording.pick("Change the numbers: both sides are computed anew.", "改动数字：两边会重新计算。"))
    functions = [f["shown"] for world in scene["worlds"] for f in world["functions"] if "terms" not in f]
    names = list(dict.fromkeys([*(name for world in scene["worlds"] for name in world["symbols"]), *functions]))
    typeset = [
        *(tag("span", mathml(latex_of_name(name)), data_name=name) for name in names),
        *(tag("span", mathml(fact["latex"]), data_fact=k) for k, fact in enumerate(scene["facts"])),
    ]
    return tag("div", title, data(scene, class_="scene"), tag("template", *typeset), class_="editable")


def unplayable(wording: Wording) -> Html:
    """What stands in the place of the editor of a world that the page cannot play."""
    said = wording.pick("The numbers of this world cannot be changed here.", "这个世界中的数字不能在这里改动。")
    return tag("p", said, class_="soft")


def of_refutation(left: Expr, right: Expr, relation: str, facts: tuple[Fact, ...], details: dict) -> dict:
    """The scene: both sides as trees, and one world, or the two that are ordered differently. Raises NotPlayable."""
    if details.get("draws") or details.get("first", {}).get("draws"):
        raise NotPlayable("draws are no numbers to change")
    pair = "first" in details
    worlds = [details["first"], details["second"]] if pair else [details]
    gaussian = worlds[0]["kind"] == "gaussian"
    trees = Trees(gaussian, given_formulas(facts) if gaussian else {})
    sides = [trees.tree(side) for side in (left, right)]
    values = [[value_of(side[k]) for side in (details["left"], details["right"])] for k in (0, 1)] if pair else [
        [value_of(details[name]) for name in ("left", "right")]
    ]  # fmt: skip
    return {
        "sides": sides,
        "relation": relation,
        "gaussian": gaussian,
        "fixed": sorted(trees.sizes),
        "facts": [] if gaussian else [checked(trees, fact) for fact in facts if is_factual(fact)],
        "worlds": [played(world) for world in worlds],
        "values": values,
    }


def given_formulas(facts: Iterable[Fact]) -> dict[Expr, Expr]:
    """Densities with their formulas; where one has several, that which holds no density."""
    found: dict[Expr, Expr] = {}
    for fact in facts:
        if fact.density not in found or found[fact.density].has(Density):
            found[fact.density] = fact.formula
    return found


def is_factual(fact: Fact) -> bool:
    """Whether a table can break a fact: a Gaussian formula has no table anyway."""
    return bool(fact.formula.atoms(Density))


def checked(trees: Trees, fact: Fact) -> dict:
    """A fact as two trees and the variables over whose values both must agree."""
    free = {s for side in (fact.density, fact.formula) for s in side.free_symbols if isinstance(s, RandomVariable)}
    over = [[v.name, v.role, None] for v in sorted(free, key=str)]
    latex = f"{to_latex(fact.density)} = {to_latex(fact.formula)}"
    return {"sides": [trees.tree(fact.density), trees.tree(fact.formula)], "over": over, "latex": latex}


def played(world: dict) -> dict:
    """A world's details as the script reads them."""
    tables = {}
    for name, cells in world.get("tables", {}).items():
        letter, _, axes = name[:-1].rpartition("(")
        tables[letter] = {"axes": axes.split(","), "cells": cells}
    if sum(count(table["cells"]) for table in tables.values()) > MOST_CELLS:
        raise NotPlayable("a table too long to look through")
    for value in world.get("symbols", {}).values():
        exact(value)
    return {
        "tables": tables,
        "values": world.get("values", {}),
        "symbols": world.get("symbols", {}),
        "at": world.get("at", {}),
        "functions": [function(name, value) for name, value in world.get("functions", {}).items()],
    }


def count(cells) -> int:
    return sum(map(count, cells)) if isinstance(cells, list) else 1


def exact(text) -> float:
    """A number written as a fraction. Raises NotPlayable for anything else."""
    try:
        return float(Fraction(text))
    except (ValueError, TypeError, ZeroDivisionError):
        raise NotPlayable(f"{text} is no fraction") from None


def function(name: str, value: str) -> dict:
    """`mu_1([2, 1/3])` with its value: the name, the place as nested numbers; an affine one by its coefficients.

    >>> function("mu_1([2, 1/2])", "3/2")
    {'name': 'mu_1', 'at': [[2.0, 0.5]], 'value': '3/2', 'shown': 'mu_1([2, 1/2])'}
    >>> function("f(u_1, u_2)", "1 + 1/2 u_1 + -2 u_2²")["terms"]
    [[1.0, None, 0], [0.5, 0, 1], [-2.0, 1, 2]]
    """
    called, _, inside = name.partition("(")
    if inside.startswith("u"):
        terms = [term(part) for part in value.split(" + ")]
        return {"name": called, "arguments": inside.count("u"), "terms": terms, "shown": f"{name} = {value}"}
    place = nested(f"[{inside[:-1]}]")
    exact(value)
    return {"name": called, "at": place, "value": value, "shown": name}


def term(text: str) -> list:
    """A coefficient, which argument it multiplies, and its power."""
    coefficient, _, variable = text.partition(" ")
    if not variable:
        return [exact(coefficient), None, 0]
    which = variable.rstrip("²").partition("_")[2]
    return [exact(coefficient), int(which or 1) - 1, 2 if variable.endswith("²") else 1]


def nested(text: str):
    """Lists of fractions from their text."""
    text = text.strip()
    if not text.startswith("["):
        return exact(text)
    parts, depth, start = [], 0, 1
    for k, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        if (sign == "," and depth == 1) or (sign == "]" and depth == 0):
            if text[start:k].strip():
                parts.append(nested(text[start:k]))
            start = k + 1
    return parts


def value_of(text: str) -> float:
    """The decimal at the end of an exact value, to six digits. Raises NotPlayable where there is none."""
    found = _VALUE.search(text)
    if found:
        return float(found[1])
    return exact(text)
