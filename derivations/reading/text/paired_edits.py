r"""Slips that happen at two places of a formula at once: two signs turned, two halves lost, two names exchanged.

list(names_exchanged(tokens, r"q \log p", [])): one change, ((0, 1, "p"), (7, 8, "q"))
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.larger_edits import Edit
from derivations.reading.text.terms import openings, terms

Change = tuple[Edit, ...]


def signs_turned(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Change]:
    """- a + b for + a - b: brackets after a minus that were lost, or a rule remembered the other way round."""
    first = set(openings(tokens))
    turned: list[Edit] = [
        (t.start, t.end, ("" if t in first else "+") if t.kind == "minus" else "-")
        for t in tokens
        if t.kind in ("plus", "minus")
    ]
    yield from itertools.combinations(turned, 2)


def halves_lost(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Change]:
    """Two terms without their 1/2: - H(p) - H(q) for - 1/2 H(p) - 1/2 H(q)."""
    starts = [tokens[first].start for first, _ in terms(tokens)]
    yield from itertools.combinations([(at, at, r"\frac{1}{2} ") for at in starts], 2)


def fractions_not_squared(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Change]:
    """s/t for s^2/t^2."""
    for start, _, end in fractions(tokens):
        if end < len(text) and tokens[-1].end > end and text[end:].lstrip().startswith("^"):
            continue
        yield (start, start, r"\left("), (end, end, r"\right)^2")


def fractions_upside_down(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    r"""\frac{M}{N} for \frac{N}{M}."""
    for start, middle, end in fractions(tokens):
        head = next(t.end for t in tokens if t.start == start)
        above, below = text[head:middle], text[middle:end]
        if above.strip().startswith("{") and below.strip().startswith("{"):
            yield head, end, below + above


def fractions(tokens: list[Token]) -> Iterator[tuple[int, int, int]]:
    r"""Where each \frac{..}{..} begins, where its upper group ends, where it ends."""
    mates = pair(tokens)
    for k, token in enumerate(tokens):
        if token.kind == "fraction" and k + 1 < len(tokens) and mates[k + 1] > k + 1:
            lower = mates[k + 1] + 1
            if lower < len(tokens) and mates[lower] > lower:
                yield token.start, tokens[lower - 1].end, tokens[mates[lower]].end


def names_exchanged(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Change]:
    """One name for another and that for the first, wherever they stand: q log p for p log q."""
    places: dict[str, list[Token]] = {}
    for token in tokens:
        if token.kind == "name" and token.note != "upright":
            places.setdefault(token.text, []).append(token)
    written = {name: text[found[0].start : found[0].end] for name, found in places.items()}
    for one, two in itertools.combinations(places, 2):
        yield (
            *((t.start, t.end, written[two]) for t in places[one]),
            *((t.start, t.end, written[one]) for t in places[two]),
        )
