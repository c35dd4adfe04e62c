r"""Chains and graphs that a sentence writes with arrows: `$X \to Y \to Z$ is a Markov chain`, `$x_0 \to x_1 \to \dots
\to x_T$`.

Given the one in the middle, the outer two are independent; of members of one sequence, so is each earlier of each
later one given each between them. Where no word says what the arrows are, or they are more, or meet in the middle, it
is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import ReadingError, parse
from derivations.reading.hearing.independences import conditionally
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.noting import not_understood
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import name_of

_ARROW = re.compile(r"\\(?:long)?(?:left|right)arrow(?![A-Za-z])|\\(?:to|gets)(?![A-Za-z])|[→←]")
_BACK = re.compile(r"\\(?:long)?leftarrow|\\gets|←")
_DOTS = re.compile(r"\\[cl]?dots[bc]?|\.\.\.|…+|⋯")
MARKOV = re.compile(r"markov|马尔[可科]夫|马可夫|马氏")
_GRAPH = re.compile(r"\bgraph(?:ical model)?s?\b|\bdag\b|\bbayes(?:ian)? net|图模型|贝叶斯网络")
_MORE_OF_IT = re.compile(r"\b(?:edges?|arrows?|plus|also|extra|further|part)\b|边|箭头")
_END = re.compile(r"([A-Za-z]?)\s*([+-]?\s*\d*)")
MOST_MEMBERS = 6


def hear_chain(known, sentence: Sentence, leads: bool, take_in: Callable) -> None:
    """Takes the independences of each formula of arrows in, by `take_in`, as the sentence means it."""
    whole = len(sentence.formulas) == 1 and not _MORE_OF_IT.search(sentence.text)
    known_arrows = MARKOV.search(sentence.text) or (_GRAPH.search(sentence.text) and whole)
    for formula in sentence.formulas:
        parts = [part.strip() for part in _ARROW.split(formula.latex)]
        dots = [_DOTS.fullmatch(part) is not None for part in parts]
        nodes = [name_alone(part) for part, hidden in zip(parts, dots, strict=True) if not hidden]
        if len(parts) < 3 or not all(nodes) or known.told[formula].kind == REFUSED:
            continue
        back = [_BACK.match(arrow) is not None for arrow in _ARROW.findall(formula.latex)]
        triples = [tuple(nodes)] if len(parts) == 3 and not any(dots) and back != [False, True] else []
        if any(dots) and not any(back):
            triples = [*combinations(members_in_order(known, nodes), 3)]
        if known_arrows and triples:
            for one, middle, other in triples:
                take_in(known, conditionally, [middle, one, other], known.told[formula], sentence, leads)
        elif known_arrows or not any(dots):
            not_understood(known, formula, nodes, sentence.text)


def name_alone(latex: str) -> S.Node | None:
    """The name or member that some LaTeX writes, None if it is none."""
    try:
        node = parse(latex.strip(" {}") if "_" not in latex and "\\" not in latex else latex)
    except ReadingError:
        return None
    return nowhere(node) if isinstance(node, S.Symbol | S.Index) and name_of(node) else None


def nowhere(node: S.Node) -> S.Node:
    """A node without its place, which is one of the formula alone and none of the note."""
    return replace(S.mapped(node, nowhere), span=(0, 0))


def members_in_order(known, ends: list[S.Node]) -> list[S.Node]:
    r"""The members that the note has of a chain x_0 \to x_1 \to \dots \to x_T, as their indices go; none where one
    cannot tell how these go, as beside x_s and x_t, or where the chain is of several letters."""
    letters = {(name_of(end) or "").partition("_")[0] for end in ends}
    last = place_of(name_of(ends[-1]) or "", "")
    if len(letters) != 1 or last is None or not last[1]:
        return []
    found = {name: name_alone(name) for name in known.survey.variables if name.partition("_")[0] in letters}
    ranks = {name: place for name in found if (place := place_of(name, last[1])) is not None}
    between = {letter for kind, letter, _ in ranks.values() if kind == 1}
    if len(ranks) < len(found) or len(between) > 1 or len(found) > MOST_MEMBERS:
        return []
    return [node for name in sorted(found, key=lambda name: ranks[name]) if (node := found[name])]


def place_of(member: str, last: str) -> tuple[int, str, int] | None:
    """Where a member stands: x_0 before x_{t-1} before x_T, for the `last` T."""
    end = _END.fullmatch(member.partition("_")[2].strip("{}").replace(" ", ""))
    if end is None or not any(end.groups()):
        return None
    return (2 if end[1] == last else 1 if end[1] else 0, end[1], int(end[2] or 0))
