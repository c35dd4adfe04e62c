"""a(z) ∝ b(z): as a functions of z the sides differ by a factor that is free of z."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from sympy import Expr

from derivations.judging.claim import Claim, prove
from derivations.judging.proofs import PROPORTIONAL
from derivations.judging.step import REFUTED
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import MARK, in_full
from derivations.reading.verdicts.putting import put
from derivations.reading.verdicts.refuting import look
from derivations.worlds.outcomes import Refuted

PROPORTIONAL_SIGN = "∝"
_FUNCTION = re.compile(rf"\bfunctions? of {MARK}|\bdensit\w+ [^.;]{{0,20}}\b(?:in|over) {MARK}|{MARK}\s*的函数")
_FIXED = re.compile(
    rf"{MARK}[^.;{MARK}]{{0,30}}\b(?:fixed|given|observed|constant)\b|\b(?:fixed|given) {MARK}|"
    rf"{MARK}[^。；{MARK}]{{0,8}}(?:固定|给定|已知|视为常数)|(?:固定|给定)\s*{MARK}"
)
_VARIES = re.compile(f"{_FUNCTION.pattern}|{_FIXED.pattern}")
_FLAT = re.compile(
    r"\b(?:flat|uniform|constant|non-?informative|uninformative|improper) (?:[a-z]+ )?priors?\b|"
    r"\bprior (?:[a-z]+ ){0,3}(?:flat|uniform|constant)\b|(?:均匀|平坦|无信息)的?先验|先验[^。；]{0,6}均匀"
)
SHORT = 50  # characters of a ratio with its numbers put in: a longer one shows less than its value


def decide_proportional(judge, left: Expr, right: Expr, facts, out, density: Expr | None = None) -> None:
    """a ∝ b: log a - log b is free of the variables that `density` (or the left side) is a density of."""
    out.kind = VALUE
    density = density or varying_in(judge, left)
    if density is None:
        out.leave("as a function of what this is proportional is not said")
        return
    out.expressions = (left, PROPORTIONAL_SIGN, right, facts)
    put(judge, Claim(left, right, "=", PROPORTIONAL, facts, about=density), out)
    if out.verdict != REFUTED:
        return
    if out.counterexample is not None:
        told = by_ratios(out.counterexample, density)
        out.message = out.message.replace(out.counterexample.description, told.description)
        out.counterexample = told
    if why := meant_otherwise(judge, Claim(left, right, "=", PROPORTIONAL, facts, about=density), out):
        out.verdict, out.message = "doubtful", f"as far as it was read the line fails, but {why}; {out.message}"


def varying_in(judge, left: Expr) -> L.Density | None:
    """The density as a function of whose targets a proportion is meant: the left side, or one of what the words before
    the display name, `As a function of $z$:`."""
    density = left if isinstance(left, L.Density) else judge.subject
    if not isinstance(density, L.Density):
        return None
    named = [v for v in variables_of(left) if v.name in judge.varied]
    return L.Density(density.distribution, named) if named else density


def variables_of(*sides: Expr) -> list[L.RandomVariable]:
    """The variables at whose values some sides are."""
    return sorted({v for side in sides for v in side.free_symbols if isinstance(v, L.RandomVariable)}, key=str)


def meant_otherwise(judge, claim: Claim, out) -> str:
    """Why a proportion that fails may hold: as a function of what a sentence above names, or does not hold fixed; or by
    a prior that is told to be flat."""
    here = judge.note.chains[out.at[0]].block if out.at else 0
    ask = partial(look, judge)
    for said in [*judge.prose.between(_VARIES, 0, here)][-1:]:
        named = {name for formula in said.formulas for name in names_in(formula)}
        others = _FIXED.search(said.text) and not _FUNCTION.search(said.text)
        for v in (v for v in variables_of(claim.left, claim.right) if (v.name in named) != bool(others)):
            about = replace(claim, about=L.Density(claim.about.distribution, [v]))
            if prove(about, ask) is not None:
                return f"as a function of {v} it holds, and line {said.line} may mean it so: {in_full(said)}"
    for said in [*judge.prose.between(_FLAT, 0, here + 1)][-1:]:
        priors = (L.Density(claim.about.distribution, [t]) for t in L.targets_of(claim.about))
        if any(prove(replace(claim, right=claim.right * prior), ask) is not None for prior in priors):
            return f"with a flat prior it holds, and line {said.line} may mean it so: {in_full(said)}"
    return ""


def by_ratios(found: Refuted, density: L.Density) -> Refuted:
    """The refutation told as what it is: two places at which the sides have another ratio."""
    z = next(str(t) for t in L.targets_of(density))
    world, _, values = found.description.rpartition("; left = ")
    one, _, two = values.partition(", right = ")
    rows = [f"left/right ({z})", f"left/right ({z}')"]
    told = f"{world}; left/right = {one} at {z}, {two} at {z}'"
    sums = [one if len(one) <= SHORT else "" for one in found.details.get("sums", ("", ""))]
    return replace(found, description=told, details={**found.details, "rows": rows, "sums": sums})
