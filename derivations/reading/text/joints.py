"""Letters that may be densities, and those that show it by what they stand below: the Q of p(x, z) / Q(z)."""

from __future__ import annotations

from derivations.reading.grammar.measures import base_letter
from derivations.reading.text.applied import scripts_of
from derivations.reading.text.brackets import Token, level
from derivations.reading.text.notation import Notation

_DENSITY_LETTERS = frozenset("p q r s f g u w m P Q R G".split()) | {r"\pi", r"\rho", r"\nu", r"\mu"}


def may_be_density(notation: Notation, token: Token) -> bool:
    return base_letter(token.text) in _DENSITY_LETTERS and token.text not in notation.roles


def separated(tokens: list[Token], mates: list[int], opener: int, kind: str) -> bool:
    """Whether a bracket holds two parts with a bar, or a comma, between them."""
    at = next((place for place in level(mates, opener) if tokens[place].kind == kind), None)
    return at is not None and opener + 1 < at < mates[opener] - 1


def see_below_joints(notation: Notation, tokens: list[Token], mates: list[int]) -> None:
    """The Q of `\\frac{p(x, z)}{Q_i(z)}`: what a joint density is divided by is one too."""
    for position in (k for k, token in enumerate(tokens[:-1]) if token.kind == "fraction" and mates[k + 1] > 0):
        above, below = position + 1, mates[position + 1] + 1
        if below + 1 >= len(tokens) or tokens[below].kind != "group" or mates[below] < 0:
            continue
        over, under = tokens[above + 1], tokens[below + 1]
        _, opener = scripts_of(tokens, mates, above + 1)
        _, own = scripts_of(tokens, mates, below + 1)
        joint = over.kind == "name" and base_letter(over.text) in notation.densities and tokens[opener].kind == "open"
        alone = under.kind == "name" and tokens[own].kind == "open" and mates[own] == mates[below] - 1
        if joint and alone and may_be_density(notation, under) and separated(tokens, mates, opener, "comma"):
            notation.densities.add(base_letter(under.text))
