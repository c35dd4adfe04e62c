"""Which letters are positive for a whole note, by a sentence that says so once and for all.

A letter of which the note says more, a sign of a case or for a time, or another sign elsewhere, is a real number, and
its range is heard where it is said: hearing/signs.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from derivations.reading.document import Block
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.circumstances import opening, title, titles_in
from derivations.reading.hearing.sentences import Sentence, sentences
from derivations.reading.hearing.signs_in_words import Said, signs_in, takes_back_a_sign
from derivations.reading.hearing.taking_back import ALL, FOR_A_TIME, MORE_GENERAL
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.note import Note

_OF_WHAT_STANDS = re.compile(r"^(?:where|with|here|in which|for)\b|^(?:其中|这里|式中|此处)")


@dataclass
class Signs:
    """`positive`: once and for all; `weak`: a real number, whatever custom has; `told`: by block, of which letters a
    sentence that is understood says the sign."""

    positive: set[str] = field(default_factory=set)
    weak: set[str] = field(default_factory=set)
    told: dict[int, set[str]] = field(default_factory=dict)


def signs_of(note: Note) -> Signs:
    """What a note says of signs in words, all of it taken together."""
    signs, seen = Signs(), set[str]()
    once: dict[str, bool] = {}
    titled = False
    for place, block in enumerate(note.blocks):
        heads = titles_in(block.text) if block.kind == "prose" else frozenset()
        for sentence, leads, behind in spoken_in(note.blocks, place):
            if ALL.search(sentence.text) or MORE_GENERAL.search(sentence.text):
                once = dict.fromkeys(once, False)
            heard = signs_in(sentence, leads)
            signs.weak |= once.keys() if takes_back_a_sign(sentence) else set()
            titled = titled or title(sentence, heads) is not None
            signs.weak |= heard.weakened
            once |= dict.fromkeys(heard.unheard, False)
            explains = behind and _OF_WHAT_STANDS.match(sentence.text) is not None
            for _, said in heard.said:
                signs.told.setdefault(place, set()).add(said.name)
                if not said.bounded_below_by_zero or titled or not for_good(said, sentence):
                    signs.weak.add(said.name)
                plainly = said.positive and not said.case and (explains or said.name not in seen)
                once[said.name] = once.get(said.name, True) and plainly
        for index in block.chains:
            seen |= {
                name
                for side in note.chains[index].sides
                if isinstance(side.tree, S.Node)
                for name in names_in(side.tree)
            }
    signs.positive = {name for name, is_so in once.items() if is_so} - signs.weak
    return signs


def for_good(said: Said, sentence: Sentence) -> bool:
    """Whether a sentence speaks under no condition, for no time and in no circumstances."""
    return not said.condition and FOR_A_TIME.search(sentence.text) is None and opening(sentence.text) is None


def spoken_in(blocks: tuple[Block, ...], place: int) -> Iterator[tuple[Sentence, bool, bool]]:
    """The sentences of a block: whether each leads to a display, and whether it follows on one."""
    spoken = sentences(blocks[place]) if blocks[place].kind == "prose" else []
    display = any(block.chains for block in blocks[place + 1 : place + 2])
    behind = place > 0 and bool(blocks[place - 1].chains)
    for k, sentence in enumerate(spoken):
        yield sentence, display and k == len(spoken) - 1 and not sentence.ended, behind and k == 0


def names_in(tree: S.Node) -> Iterator[str]:
    """The letters and functions of a tree."""
    for node in S.walk(tree):
        name = plain(node.function) if isinstance(node, S.Apply) else name_of(node)
        if name:
            yield name
