"""A name that is given a value or a formula again: from here on it has that one, or this is another case."""

from __future__ import annotations

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.meaning_anew import forget
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.verdicts.doubting import parameters


def doubt_given_again(judge, left: S.Node, right: S.Node, sides: tuple[Expr, Expr], out) -> None:
    """`s^2 = \\eta c` of an s that was defined without \\eta, `x_1 = 1.0` of a free x_1: the value from here on."""
    if out.verdict != "refuted" or out.relation not in ("=", "&="):
        return
    if has_another_value(judge, left, right, out):
        return
    name = left.base if isinstance(left, S.Power) else left
    number = sides[1].is_number and isinstance(right, S.Number | S.Neg)
    value = number and isinstance(sides[0], sympy.Symbol | AppliedUndef) and is_name(name)
    again = is_name(name) and judge.known.speaks_of(name) and parameters(sides[1]) - parameters(sides[0])
    if isinstance(name, S.Density) and of_a_step(right):
        out.doubt(f"whether {out.left.strip()} has another value from here on is not said")
        return
    if isinstance(name, S.Density):  # p(x) once by \\Sigma, now by a \\Lambda of which nothing was said
        said = set().union(*(parameters(fact.formula) for fact in judge.known.facts))
        new = sorted(parameters(sides[1]) - parameters(sides[0]) - said)
        if new and any(fact.density.name == name.letter for fact in judge.known.facts):
            out.doubt(f"what ties {new[0]} to {name.letter} is not said")
        return
    if value or again:
        out.doubt(f"whether {out.left.strip()} has another value from here on is not said")
    if again:  # nor whether the old one still holds
        forget(judge.known, head_of(name)[0], out.line, f"${out.left.strip()} = {out.right.strip()}$")


def of_a_step(right: S.Node) -> bool:
    """Whether a density is another one at the parameters of a step, p(z|x; theta^{(t)}): it is so from here on."""
    if not isinstance(right, S.Density):
        return False
    numbered = any(isinstance(p, S.Index) for p in right.parameters)
    return numbered or any("^{" in getattr(p, "name", "") for p in (*right.givens, *right.parameters))


def has_another_value(judge, left: S.Node, right: S.Node, out) -> bool:
    """`(1) a = 1 (2) a = 0.5`, `x = 1 or x = -1`: a name that a number was all that was said of has another number."""
    if not isinstance(left, S.Symbol | S.Index) or not is_number(right) or out.at is None or out.at[1]:
        return False
    name = head_of(left)[0]
    given = judge.known.definitions.get(name, ())
    if not given or not all(is_number(d.tree) for d in given) or len(judge.note.chains[out.at[0]].sides) != 2:
        return False
    out.doubt(f"whether {out.left.strip()} has another value from here on is not said")
    forget(judge.known, name, out.line, f"${out.left.strip()} = {out.right.strip()}$")
    return True


def is_number(tree: S.Node) -> bool:
    return isinstance(tree.operand if isinstance(tree, S.Neg) else tree, S.Number)
