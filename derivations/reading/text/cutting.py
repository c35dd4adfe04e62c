"""A paragraph longer than any that people write, as several: what is heard looks back and forth within one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from derivations.reading.text.blocks import PROSE, RawBlock, inline_formulas

LONGEST_PARAGRAPH, LONGEST_SENTENCE = 4_000, 1_500  # characters: what is heard looks back and forth within them
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s|(?<=[。！？；])|\n")


def cut_to_length(block: RawBlock) -> list[RawBlock]:
    """A paragraph longer than any that people write, as several: cut between sentences, a long sentence at formulas."""
    text, cuts = block.text, [0]
    if block.kind != PROSE or len(text) <= LONGEST_SENTENCE:
        return [block]
    spans = inline_formulas(text)
    ends = _outside([found.end() for found in _SENTENCE_END.finditer(text)], spans)
    sentence, formula = 0, 0  # where the last of each ended
    for place, ends_sentence in sorted([(e, True) for e in (*ends, len(text))] + [(s[1], False) for s in spans]):
        if place - max(cuts[-1], sentence) > LONGEST_SENTENCE and formula > max(cuts[-1], sentence):
            cuts.append(formula)
        elif ends_sentence and place - cuts[-1] > LONGEST_PARAGRAPH and sentence > cuts[-1]:
            cuts.append(sentence)
        sentence, formula = (place, formula) if ends_sentence else (sentence, place)
    pieces = [RawBlock(PROSE, block.offset + a, text[a:b]) for a, b in pairwise((*cuts, len(text))) if a < b]
    return [*pieces[:-1], replace(pieces[-1], trouble=block.trouble)]


def _outside(places: list[int], spans: list[tuple[int, int, int, int]]) -> list[int]:
    """The places, in order, that lie in none of the spans, which are in order too."""
    kept, k = [], 0
    for place in places:
        while k < len(spans) and spans[k][1] <= place:
            k += 1
        if k == len(spans) or place <= spans[k][0]:
            kept.append(place)
    return kept
