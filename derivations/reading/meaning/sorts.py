"""What kind of number a name is where the prose says so. What is said beats what a name suggests.

`sorts_in(note)` reads three ways of saying it: in words beside the name ("Let $n$ and $s$ be real numbers"), by a set
or an interval (`$s \\in \\mathbb{R}$`), and by an order (`$-2 < s < 2$`). What nothing is said of is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.signs_for_good import signs_of
from derivations.reading.meaning.naming import name_of
from derivations.reading.note import Note
from derivations.reading.tables import Table, any_of

REAL, INTEGER, POSITIVE, NUMBER = "real", "integer", "positive", "number"
NEGATIVE = "negative"  # somewhere, by `$s < 0$`: a real number for the whole note, whatever a case says of it

_TABLE = Table(__file__)
WORDS = tuple((one["kind"], any_of(one["words"])) for one in _TABLE["sort"])
GENERAL, GENERAL_AFTER = _TABLE.patterns("general", "general_after")
IN_PART = _TABLE.pattern("in_part", flags=re.I)
PASSING = tuple(tuple(re.compile(any_of(one[key]), re.I) for key in ("told", "ended_by")) for one in _TABLE["passing"])
BEFORE = re.compile(r"(?:\breal(?: numbers?| parameters?| scalars?)?|\bnegative(?: numbers?)?|实数|负数)\s*$")
_JOINS = re.compile(r"\s*(?:,|，|、|and|or|和|与|及|,\s*and)\s*\$?\\?\(?\s*")
_SENTENCE = re.compile(r"[.;。；!?！？]|\\\)|\n\s*\n")
_SIGNED = {r"\mathbb{R}": REAL, "R": REAL, r"\mathbf{R}": REAL, r"\mathbb{Z}": INTEGER, r"\mathbb{N}": POSITIVE}


def sorts_in(note: Note) -> dict[str, str]:
    """Each name of which the prose says what kind of number it is, to that kind; of two sayings the weaker one."""
    found: dict[str, str] = {}
    signs = signs_of(note)
    whole, behind = "\n".join(b.text for b in note.paragraphs), 0
    for place, block in enumerate(note.blocks):
        if block.kind != "prose":
            continue
        behind += len(block.text) + 1  # where what comes later begins
        later = partial(re.Pattern.search, string=whole, pos=behind)
        in_words = _told_in_words(block.formulas, WORDS, BEFORE, REAL)
        heard = ((n, sort) for n, sort in in_words if n not in signs.told.get(place, ()))
        for name, sort in (*heard, *_told_in_signs(block.formulas, later)):
            known = found.get(name)
            found[name] = sort if known in (None, NUMBER) else _weaker(known, sort)
    found |= {name: REAL for name in signs.weak if found.get(name) != INTEGER}
    found |= {name: NUMBER for names in signs.told.values() for name in names if name not in found}
    found |= {name: POSITIVE for name in signs.positive if found.get(name) in (None, NUMBER)}
    return {name: REAL if sort == NEGATIVE else sort for name, sort in found.items()}


def general_in(note: Note) -> set[S.Density]:
    """The densities that the prose calls any, or arbitrary: nothing more can be assumed of them."""
    found = set()
    for block in note.blocks:
        for formula in block.formulas if block.kind == "prose" else ():
            words = _SENTENCE.split(formula.before)[-1]
            trees = [side.tree for chain in formula.chains for side in chain.sides if side.read and not chain.relations]
            parts = [p for t in trees for p in (t.elements if isinstance(t, S.TupleOf) else (t,))]
            if GENERAL.search(words) or GENERAL_AFTER.match(formula.after.lstrip("$)\\ ")):
                found |= {p for p in parts if isinstance(p, S.Density) and not p.bare}
    return found


def _weaker(one: str, two: str) -> str:
    if NEGATIVE in (one, two):
        return NEGATIVE
    return two if {one, two} == {POSITIVE, REAL} and two == POSITIVE and one == REAL else one


def _told_in_words(formulas: tuple, table, before: re.Pattern, said_before: str) -> Iterator[tuple[str, str]]:
    waiting, first_before = list[str](), ""
    for place, formula in enumerate(formulas):
        names = list(_names(formula))
        if not names:
            waiting = []
            continue
        first_before = first_before if waiting else formula.before
        waiting += names
        following = formulas[place + 1] if place + 1 < len(formulas) else None
        between = following.paragraph[formula.place[1] : following.place[0]] if following is not None else None
        if between is not None and _JOINS.fullmatch(between.strip("$ ")):
            continue
        words = _SENTENCE.split(formula.after.lstrip("$").split("$")[0])[0]
        sort = next((kind for kind, pattern in table if re.search(pattern, words)), None)
        if sort is None and before.search(first_before.rstrip("$( \\")):
            sort = said_before
        if sort is not None:
            yield from ((name, sort) for name in waiting)
        waiting = []


def _names(formula) -> Iterator[str]:
    """The names of an inline formula that is a name or a list of names, or says something of one (`$s^2 = 4$` not)."""
    for chain in formula.chains:
        if not chain.relations and all(side.read for side in chain.sides):
            for side in chain.sides:
                parts = side.tree.elements if isinstance(side.tree, S.TupleOf) else (side.tree,)
                yield from (name_of(part) for part in parts if isinstance(part, S.Symbol | S.Index) and name_of(part))


def _told_in_signs(formulas: tuple, later: Callable[[re.Pattern], re.Match | None]) -> Iterator[tuple[str, str]]:
    """What sets and orders say; where a number is positive, hearing/ranges.py keeps, for as long as it is said."""
    for formula in formulas:
        words = _SENTENCE.split(formula.before)[-1]
        case = any(told.search(words) and (end.search(formula.after) or later(end)) for told, end in PASSING)
        if IN_PART.search(words):
            continue
        for chain in formula.chains:
            trees = chain.trees
            qualifiers = [q.tree for q in chain.qualifiers if isinstance(q.tree, S.Membership)]
            for tree in (*trees, *qualifiers):
                if isinstance(tree, S.Membership):
                    sort = _of_set(tree.domain)
                    yield from ((name_of(e), sort) for e in tree.elements if sort and name_of(e))
            if chain.relations and len(trees) == len(chain.sides):
                for name, sort in _of_order(trees, [relation.name for relation in chain.relations]):
                    yield name, sort if sort != POSITIVE else REAL if case else NUMBER


def _of_set(domain: S.Node) -> str | None:
    if isinstance(domain, S.Symbol):
        if domain.name in _SIGNED:
            return _SIGNED[domain.name]
        return POSITIVE if "R" in domain.name and "+" in domain.name else None
    if isinstance(domain, S.Interval):
        return REAL if isinstance(domain.lower, S.Neg) else NUMBER
    return None


def _of_order(trees: list[S.Node], relations: list[str]) -> Iterable[tuple[str, str]]:
    """`s < 0`, `-2 < s < 2`: below zero somewhere; `s > 0`: positive."""
    for left, relation, right in zip(trees, relations, trees[1:], strict=False):
        if relation not in ("less", "less_equal", "greater", "greater_equal"):
            continue
        small, large = (left, right) if relation.startswith("less") else (right, left)
        if isinstance(small, S.Symbol) and _is_number(large) and not _is_positive(large):
            yield name_of(small), NEGATIVE
        elif isinstance(large, S.Symbol) and _is_number(small):
            yield name_of(large), NEGATIVE if isinstance(small, S.Neg) else POSITIVE


def _is_number(tree: S.Node) -> bool:
    return isinstance(tree, S.Number) or (isinstance(tree, S.Neg) and isinstance(tree.operand, S.Number))


def _is_positive(tree: S.Node) -> bool:
    return isinstance(tree, S.Number) and float(tree.text) > 0
