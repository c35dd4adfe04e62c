"""Decimals: `\\log 2 = 0.693` says that the left side rounds to 0.693, and is judged by as many places as it shows."""

from __future__ import annotations

import re

from sympy import Expr, Rational

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.verdicts.judgement import Judgement

DIGITS = 40
LOOSE = 10  # so many units of the last place, and a twentieth, are more than any rounding on the way


def decimal(tree: S.Node) -> tuple[Rational, int] | None:
    """(value, places after the point) of a decimal literal, perhaps negative."""
    if isinstance(tree, S.Neg):
        inside = decimal(tree.operand)
        return None if inside is None else (-inside[0], inside[1])
    found = re.fullmatch(r"\d*\.(\d+)", tree.text) if isinstance(tree, S.Number) else None
    return (Rational(tree.text), len(found[1])) if found else None


def judge_decimals(left: Expr, right: Expr, tree: S.Node, out: Judgement) -> None:
    """A number against an expression with decimals, `1 + \\log 0.9 = 1 - 0.105`: off by their rounding alone."""
    places = [d[1] for n in S.walk(tree) if (d := decimal(n)) is not None]
    if not places or left.free_symbols or right.free_symbols or not (left.is_real and right.is_real):
        return
    if left.atoms(L.Density) or right.atoms(L.Density):
        out.doubt("which densities these numbers are of is not said")
        return
    gap, unit = abs((left - right).evalf(DIGITS)), Rational(1, 10 ** max(places))
    if gap <= unit * len(places) / 2:
        out.leave(f"the sides differ by {gap.evalf(2)}, which the rounding of the decimals may do")


def judge_rounded(left: Expr, sign: str, right: S.Node, right_value: Expr, out: Judgement) -> None:
    """A number against a decimal: what rounds to it is not accused; `\\approx` far from it is."""
    if decimal(right) is None and sign == "=" and out.verdict == "refuted":
        judge_decimals(left, right_value, right, out)
        return
    written = decimal(right)
    if written is None or sign not in ("=", "~") or out.verdict not in ("refuted", "consistent"):
        return
    if left.free_symbols or not left.is_real:
        return
    value, places = written
    exact = left.evalf(DIGITS)
    if not exact.is_Float and not exact.is_Integer:
        return
    gap, unit = abs(exact - value.evalf(DIGITS)), Rational(1, 10**places)
    shown = f"the left side is {left.evalf(places + 3)}"
    if gap <= unit / 2:
        out.leave(f"{shown}, which rounds to this" + (": write \\approx" if sign == "=" else ""))
    elif sign == "=" and gap <= LOOSE * unit:
        out.verdict, out.message = "doubtful", f"{shown}: not what is written, as rounded to {places} places"
    elif sign == "~" and gap > LOOSE * unit and gap > abs(exact) / 20:
        out.leave("")
        out.verdict, out.message = "refuted", f"{shown}: too far from what is written"
    elif sign == "~":
        out.leave(f"{shown}: not what is written, as rounded to {places} places")
