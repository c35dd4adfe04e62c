"""Between which limits a note sums over the values of each name, and which of them are all of its values.

Every sum has limits of its own: those of x_i are none of l_i. Only where the values of one name are summed up to two
different ends does a sum reach over a part of them; the sums that are said to be an entropy, a divergence or a mean, or
to be one, then tell which end is the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain

Limits = dict[str, set[tuple[str, S.Node | None, S.Node | None]]]  # name -> (index, first, last) of its sums

WHOLE = S.Entropy | S.VariableEntropy | S.KL | S.CrossEntropy | S.MutualInformation | S.Expectation
ONE = S.Number("1")

SPACE = re.compile(  # of x: \\mathcal{X}, X, R_X
    r"\\math(?:cal|scr|frak)\s*\{(\w)\}|([A-Z])|(?:\\math(?:cal|scr|frak|rm)\s*\{[RSX]\}|\\Omega|R|S)_\{?(\w)\}?"
)


def note_limits(limits: Limits, node: S.SumOver, index: str) -> None:
    """Keeps the limits of a sum for every name that its index numbers, and for the index itself."""
    for name in {index, *numbered(node, index)}:
        limits.setdefault(name, set()).add((index, node.lower, node.upper))


def numbered(node: S.SumOver, index: str) -> Iterable[str]:
    """The x of a sum over i with x_i in it, the p of one with p_i."""
    for n in S.walk(node.body):
        if isinstance(n, S.Index) and name_of(n) and index in map(name_of, n.indices):
            yield name_of(n)
        elif isinstance(n, S.Density) and n.bare and index in map(name_of, n.indices):
            yield n.letter


def limits_of(survey, names: Iterable[str | None]) -> set[tuple[S.Node | None, S.Node | None]]:
    """The pairs of limits between which the values of names are summed; one where it is told which is all of them."""
    found: set[tuple[S.Node | None, S.Node | None]] = set()
    for name in filter(None, names):
        valued = {index for one, index in survey.valued if one == name}
        every = survey.limits.get(name, ())
        told = {(ONE, survey.wholes[name])} if name in survey.wholes else set()
        found |= told or {(low, high) for index, low, high in every if not valued or index in valued}
    return found


def in_part(limits: Iterable[tuple[str, S.Node | None, S.Node | None]]) -> bool:
    """Whether some of these sums leave out the first or the last of what another runs over: from 2, or to n - 1."""
    whole = {high for _, low, high in limits if low in (None, ONE) and high is not None}
    later = any(isinstance(low, S.Number) and low not in (ONE, S.Number("0")) for _, low, _ in limits)
    return bool(whole) and (later or any(S.Add((high, S.Neg(ONE))) in whole for high in whole))


def limits_as_index(survey, name: str) -> set[tuple[S.Node | None, S.Node | None]]:
    """The pairs of limits of the sums over a name itself; those of its entries x_j say nothing of the values of x."""
    return {(low, high) for index, low, high in survey.limits.get(name, ()) if index == name}


def wholes(note: Note, limits: Limits, valued: set[tuple[str, str]]) -> Mapping[str, S.Node]:
    """The last of the values of each name that is summed up to several ends, where one end alone is told to be it."""
    several = {
        name
        for name, _ in valued
        if len({high for index, _, high in limits.get(name, ()) if high is not None and (name, index) in valued}) > 1
    }
    told: dict[str, set[S.Node]] = {}
    for chain in note.chains if several else ():
        trees = chain.trees
        nodes = list(S.walk(*trees))
        if ONE not in trees and not any(isinstance(n, WHOLE) for n in nodes):
            continue
        for n in nodes:
            if isinstance(n, S.SumOver) and len(n.indices) == 1 and n.upper is not None:
                index = name_of(n.indices[0]) or ""
                for name in several & set(numbered(n, index)):
                    if (name, index) in valued:
                        told.setdefault(name, set()).add(n.upper)
    return {name: next(iter(ends)) for name, ends in told.items() if len(ends) == 1}


def everything(domain: S.Node | None, variables: tuple[S.Node, ...]) -> bool:
    """Whether a domain is all that the variables range over: the line, {0, 1}, \\mathcal{X} for x. A is a part."""
    if domain is None:
        return True
    if isinstance(domain, S.SetOf):
        return {S.outline(e) for e in domain.elements} == {"0", "1"}
    if any(isinstance(n, S.Symbol) and re.search(r"[+\-*><]|\^", n.name) for n in S.walk(domain)):
        return False  # the positive half of the line
    if isinstance(domain, S.Symbol) and len(variables) == 1 and domain == variables[0]:
        return True  # an integral over z
    if isinstance(domain, S.Symbol) and [plain(domain.name).lower()] == [name_of(v) for v in variables]:
        return True  # over Theta, for theta
    letters = {(name_of(v) or "")[:1].upper() for v in variables}
    names = [n.name.replace(r"\chi", "X") for n in S.every(S.Symbol, domain)]
    known = [bool(s) and s[s.lastindex].upper() in letters for s in map(SPACE.fullmatch, names)]
    real = [bool(re.match(r"\\(mathbb|Omega|Re\b)", n)) for n in names]
    return any(known) or any(real)
