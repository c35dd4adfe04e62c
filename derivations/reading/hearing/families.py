"""Distributions that a note names: `Bernoulli(p)` is no number, and of two laws of a density neither is a fact."""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import plain
from derivations.reading.text.notation import FAMILIES

_FONT = re.compile(r"\\(?:text|textrm|textit|textsf|mathrm|mathsf|mathcal|operatorname)\*?\s*\{\s*([A-Za-z]+)\s*\}")


def family(name: str) -> str:
    """A name without its font: what FAMILIES has it as, if it is that of a family of distributions."""
    return _FONT.sub(r"\1", plain(name))


def is_family(name: str) -> bool:
    """Whether a name is that of a family of distributions."""
    return family(name) in FAMILIES


def names_a_family(tree: S.Node) -> bool:
    """Whether a formula is written with such a name: `Bernoulli(\\eta(z))`."""
    nodes = list(S.every(S.Symbol | S.Apply, tree))
    return any(is_family(n.name if isinstance(n, S.Symbol) else n.function) for n in nodes)


def left_open(known, left: S.Density, right: S.Node) -> bool:
    """`Gaussian: p(x|z) = N(...); Bernoulli: p(x|z) = Bernoulli(...)` before one display: no facts."""
    if not (isinstance(right, S.Gaussian) or names_a_family(right)):
        return False
    signature = known.survey.signature(left)
    if known.laws_here.setdefault(signature, right) == right:
        return False
    known.stated = [pair for pair in known.stated if known.survey.signature(pair[0]) != signature]
    known.vague.add(signature)
    known.restate()
    return True


def told_twice(known, left: S.Density, right: S.Node) -> bool:
    """Whether one line tells two normal laws, `$x \\sim N(m, s)$, here $x \\sim N(0, s)$`: which of them holds is
    then not known, and neither is taken."""
    line = known.line_of(right) if isinstance(right, S.Gaussian) else 0
    near = [pair for pair in known.stated if line and pair[0] == left and type(pair[1]) is type(right)]
    near = [(d, law) for d, law in near if known.line_of(law) == line]
    rivals = [(d, law) for d, law in near if (law.mean, law.variance) != (right.mean, right.variance)]
    if rivals:
        known.stated = [pair for pair in known.stated if pair not in rivals]
        known.restate()
        known.vague.add(known.survey.signature(left))
    return bool(rivals)


def counts(formula: S.Node) -> bool:
    """Whether a formula has a factorial in it: no world has a table of such a density."""
    return any(isinstance(n, S.Apply) and n.function == "factorial" for n in S.walk(formula))
