"""Slips planted in a note whose lines hold: each believable, each refuted where it stands, no two that cancel.

A slip comes from the common tables (reading/text/edits.py for the text of a side, language/slips.py for a sign turned
round). The lines below it are carried on from it, as a person does who has not seen it, until they are what they were
or the chain ends: so that every other line still follows from the one above it.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from derivations.exercises.carrying import Change, by_itself, carried_on, defining, two_lines, with_sides
from derivations.exercises.judged import Judged, Place, judged, replaced, says_nothing_new, tidied
from derivations.judging.step import PROVED, REFUTED
from derivations.language.slips import DIRECTION
from derivations.reading.note import read_note
from derivations.reading.text.edits import edited

TURNED = {"less_equal": r"\ge", "greater_equal": r"\le", "less": ">", "greater": "<"}
# Kinds of edit that only mend: put in at random they make what nobody would write, or what reads as two things.
NEVER_PLANTED = frozenset({"a sum for a product", "an inverse", "one name for another"})
ODD = ("{1}{1}", "{}", r"1 \pi", "{1 ")
TRIES_OF_A_KIND, TRIES_OF_A_LINE = 2, 8


@dataclass(frozen=True)
class Slip:
    """A slip: its kind, its place, side (or turned sign) before and after, the lines carried on from it."""

    kind: str
    place: Place
    change: Change
    carried: Mapping[Place, Change] = field(default_factory=dict)

    @property
    def turned(self) -> bool:
        return self.kind == DIRECTION


@dataclass(frozen=True)
class Planted:
    """A text with slips in it."""

    text: str
    slips: tuple[Slip, ...] = ()


def plant(text: str, name: str, wanted: int, seed: int) -> Planted:
    """As many slips as are wanted, or as many as can be had; of a seed always the same.

    `text` is a note each of whose steps is proved or a definition. First one slip a chain at most, then more.
    """
    chance = random.Random(seed)
    here = judged(text, name)
    kept = defining(here)
    places = [place for place in here.steps if carries(here, place)]
    chance.shuffle(places)
    planted = Planted(text)
    for crowded in (False, True):
        for place in places:
            if len(planted.slips) == wanted:
                return planted
            same_chain = [slip.place[1] for slip in planted.slips if slip.place[0] == place[0]]
            if crowded == bool(same_chain) and place[1] > max(same_chain, default=0):
                planted = with_one_more(planted, name, place, kept, chance) or planted
    return planted


def carries(here: Judged, place: Place) -> bool:
    """Whether a line may carry a slip: it is proved, and repeats neither the line above it nor the one below."""
    chain, k = place
    beside = [(chain, k - 1)] + ([(chain, k + 1)] if k < here.last(chain) else [])
    return here.steps[place].verdict == PROVED and not any(says_nothing_new(here, place, other) for other in beside)


def with_one_more(
    planted: Planted, name: str, place: Place, kept: Collection[int], chance: random.Random
) -> Planted | None:
    """With a slip at this place too, or None if none of those tried can stand there."""
    text, chain = by_itself(planted.text, name, place[0], kept)
    here = judged(text, name, chain)
    for kind, wrong in believable(here, (chain, place[1]), chance):
        tried = slip_at(here, (chain, place[1]), kind, wrong)
        if tried is None:
            continue
        slip = replace(tried, place=place, carried={(place[0], k): c for (_, k), c in tried.carried.items()})
        made = Planted(written(planted.text, name, slip), (*planted.slips, slip))
        if adds_up(made, name) and not cancels(made, name):
            return made
    return None


def slip_at(here: Judged, place: Place, kind: str, wrong: str) -> Slip | None:
    """A slip that is refuted in its chain, with the lines below carried on from it; None where that cannot be."""
    text, name = here.note.source.written.text, here.note.source.name
    right = here.sign(place).sign if kind == DIRECTION else here.side(place).latex
    slip = Slip(kind, place, (right, wrong))
    text = written(text, name, slip)
    found = two_lines(text, name, place)
    if found is None or found.verdict != REFUTED:
        return None
    carried = carried_on(text, name, place)
    return None if carried is None else replace(slip, carried=carried)


def written(text: str, name: str, slip: Slip) -> str:
    """The text with a slip in it."""
    sides = {place: new for place, (_, new) in slip.carried.items()}
    if not slip.turned:
        return with_sides(text, name, {**sides, slip.place: slip.change[1]})
    text = with_sides(text, name, sides)
    chain, k = slip.place
    return replaced(text, {read_note(text, name).chains[chain].relations[k - 1].span: slip.change[1]})


def believable(here: Judged, place: Place, chance: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, what is written there instead): slips of several kinds in an order of chance, not too many."""
    latex, above = here.side(place).latex, here.side((place[0], place[1] - 1)).latex
    by_kind: dict[str, list[str]] = {}
    turned = TURNED.get(here.sign(place).name)
    if turned:
        by_kind[DIRECTION] = [turned]
    for kind, text in edited(latex, beside=above):
        if kind not in NEVER_PLANTED and takes_or_exchanges(latex, text):
            by_kind.setdefault(kind, []).append(tidied(text, latex))
    kinds = list(by_kind)
    chance.shuffle(kinds)
    for texts in by_kind.values():
        chance.shuffle(texts)
    tries = [(kind, text) for k in range(TRIES_OF_A_KIND) for kind in kinds for text in by_kind[kind][k : k + 1]]
    yield from tries[:TRIES_OF_A_LINE]


def takes_or_exchanges(old: str, new: str) -> bool:
    """Whether an edit takes something away or puts one thing for another, as a pen slips, and leaves no odd gap.

    >>> takes_or_exchanges(r"-\\log p(x)", r"\\log p(x)"), takes_or_exchanges("a + b", "a - b")
    (True, True)
    >>> takes_or_exchanges("a", "a^2"), takes_or_exchanges("a - b", "a  b"), takes_or_exchanges("{1}{2}", "{1}{1}")
    (False, False, False)
    """
    if len(new) > len(old) or any(odd in new and odd not in old for odd in ODD):
        return False
    start = next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    gone = old[start : start + len(old) - len(new)]
    before = old[:start].rstrip()
    return gone not in ("-", "+") or not before or before[-1] in "([{|&"


def adds_up(made: Planted, name: str) -> bool:
    """Whether the text, read whole, has just its slips refuted, and every other line proved or a definition."""
    whole = judged(made.text, name)
    wrong = {slip.place for slip in made.slips}
    return set(whole.refuted()) == wrong and all(whole.holds(p) for p in whole.steps if p not in wrong)


def cancels(made: Planted, name: str) -> bool:
    """Whether the last slip takes back one above it: without what is between, its line follows from above both."""
    chain, k = made.slips[-1].place
    sides = read_note(made.text, name).chains[chain].sides
    for old in (slip.place[1] for slip in made.slips[:-1] if slip.place[0] == chain):
        between = sides[old - 1].span[1], sides[k - 1].span[1]
        step = judged(replaced(made.text, {between: " "}), name, chain).steps.get((chain, old))
        if step is None or step.verdict != REFUTED:
            return True
    return False
