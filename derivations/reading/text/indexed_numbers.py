"""Letters of densities that a note has as numbers with an index alone: `p_i = e^{a_i} / \\sum_j e^{a_j}`, a softmax."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.text.applied import scripts_of
from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.notation import Notation

_BEFORE = ("row", "amp", "text", "prose", "comma", "gap")


def indexed_numbers(notation: Notation, formulas: list[list[Token]]) -> set[str]:
    """The letters that are never written without an index nor applied to anything, and that an exponential defines."""
    uses = [use for tokens in formulas for use in _uses(notation, tokens)]
    other = {letter for letter, indexed, _ in uses if not indexed}
    return {letter for letter, _, defined in uses if defined} - other


def _uses(notation: Notation, tokens: list[Token]) -> Iterator[tuple[str, bool, bool]]:
    """Each letter of a density in a formula, whether it has an index and no bracket, and whether it is defined here."""
    mates = pair(tokens)
    for position, token in enumerate(tokens):
        if token.kind == "name" and token.text in notation.densities:
            scripts, after = scripts_of(tokens, mates, position)
            applied = after < len(tokens) and tokens[after].kind == "open"
            indexed = [kind for kind, *_ in scripts] == ["sub"] and not applied
            yield token.text, indexed, indexed and _by_an_exponential(tokens, position, after)


def _by_an_exponential(tokens: list[Token], begin: int, after: int) -> bool:
    """Whether a side is this name alone and the next one, up to a sign, holds e^x or exp."""
    first = begin == 0 or tokens[begin - 1].kind in _BEFORE
    while after < len(tokens) and tokens[after].kind in ("amp", "gap"):
        after += 1
    if not first or after >= len(tokens) or tokens[after].text not in ("equal", "define"):
        return False
    for token, later in zip(tokens[after + 1 :], tokens[after + 2 :], strict=False):
        if token.kind in ("relation", "row"):
            return False
        if token.text in ("exp", r"\exp") or (token.text == "e" and later.kind == "super"):
            return True
    return False
