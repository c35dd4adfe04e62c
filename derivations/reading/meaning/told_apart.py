"""Densities of one letter that words call different things: the data $p(x,y)$, and a classifier $p_\\theta(y|x)$."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, Sentence, sentences
from derivations.reading.meaning.naming import plain
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_ROLE, _PRIOR_OR_ENCODER, _TEMPERED = _TABLE.patterns("role", "prior_or_encoder", "tempered")
_EVIDENCE = re.compile(r"likelihood|evidence|probability|marginal|似然|证据|边缘")  # of data, under the model
_CALLED = re.compile(r"^[\s,，]*(?:be|is|are|denotes?|being|for|the|a|an|是|为|表示)\b|^[\s,，]*[是为]")
_BETWEEN = re.compile(r"\s*(?:[,，、]\s*)?(?:and\b|和|与)?\s*")  # of two formulas of one list
_CLAUSE = re.compile(r"[.;。；]|, (?!and\b)")
_APART = re.compile(r"[,;，；、]|\band\b|[和与]")


def told_apart(note: Note) -> Iterator[tuple[S.Density, S.Density]]:
    """Pairs of densities of one letter, one called what is given, the other what is made after it."""
    called = {"given": list[S.Density](), "made": list[S.Density]()}
    for tree, role in _called(note, _ROLE):
        called[role].append(tree)
    for one in called["given"]:
        yield from ((one, other) for other in called["made"] if one.letter == other.letter)


def prior_and_encoder(note: Note) -> Iterator[tuple[S.Density, S.Density]]:
    """The prior p(z) and the encoder p(z|x) of words: nobody says that the one is the average of the other."""
    called = {"prior": list[S.Density](), "encoder": list[S.Density]()}
    for tree, role in _called(note, _PRIOR_OR_ENCODER):
        if bool(tree.givens) == (role == "encoder"):
            called[role].append(tree)
    for one in called["prior"]:
        yield from ((one, d) for d in called["encoder"] if (d.letter, d.targets) == (one.letter, one.targets))


def tempered(note: Note) -> Iterator[S.Density]:
    """The densities that are another than the p of their letter: a tempered $p_\\beta(z|x)$, in words or by the power
    $p_\\beta(z|x) = p(x|z)^\\beta p(z) / Z$."""
    yield from (tree for tree, _ in _called(note, _TEMPERED) if tree.subscript)
    spoken = note.spoken
    for chain in (*note.chains, *spoken):
        head, *others = chain.trees or [None]
        if isinstance(head, S.Density) and head.subscript:
            powers = S.every(S.Power, *others)
            if any(_to_its_own_power(head, power) for power in powers):
                yield head


def _to_its_own_power(head: S.Density, power: S.Power) -> bool:
    """Whether a density is taken to a power that is named below another of its letter."""
    names = {plain(n.name) for n in S.every(S.Symbol, power.exponent)}
    of = (n for n in S.every(S.Density, power.base) if n.letter == head.letter)
    return plain(head.subscript) in names and any(d.subscript != head.subscript for d in of)


def _called(note: Note, roles: re.Pattern[str]) -> Iterator[tuple[S.Density, str]]:
    """The densities of sentences that are called something, with what."""
    for block in note.paragraphs:
        for sentence in sentences(block):
            for place, formula in enumerate(sentence.formulas):
                tree = _density(formula)
                role = _role(sentence, place, roles) if tree is not None else None
                if tree is not None and role:
                    yield tree, role


def _density(formula: InlineFormula) -> S.Density | None:
    """The density that a formula is, or gives a formula to."""
    sides = formula.chains[0].sides if len(formula.chains) == 1 else ()
    tree = sides[0].tree if sides and sides[0].read else None
    return tree if isinstance(tree, S.Density) else None


def _role(sentence: Sentence, place: int, roles: re.Pattern[str]) -> str | None:
    """What the words between a formula and its neighbours call it: those before it, else those behind."""
    pieces = sentence.text.split(MARK)
    listed = _respectively(pieces, place, roles)
    if listed:
        return listed
    before = _APART.split(pieces[place])[-1]
    after = pieces[place + 1] if place + 1 < len(pieces) else ""
    if _EVIDENCE.search(before):
        return None
    found = [*roles.finditer(before)][-1:] or ([*roles.finditer(after)][:1] if _CALLED.search(after) else [])
    return found[0].lastgroup if found else None


def _respectively(pieces: list[str], place: int, roles: re.Pattern[str]) -> str | None:
    """What a formula of a list is called by words of as many: `$p(z|x)$, $p(x)$ encoder and data`."""
    first, last = place, place
    while first and _BETWEEN.fullmatch(pieces[first]):
        first -= 1
    while last + 2 < len(pieces) and _BETWEEN.fullmatch(pieces[last + 1]):
        last += 1
    if first == last or last + 1 >= len(pieces):
        return None
    words = _APART.split(_CLAUSE.split(pieces[last + 1])[0])
    found = [role.lastgroup for one in words if (role := roles.search(one))]
    return found[place - first] if len(found) == len(words) == last - first + 1 else None
