"""Whether the E of a note is an energy: E(x) that is no expectation."""

from __future__ import annotations

from itertools import pairwise

from derivations.reading.text.brackets import Token
from derivations.reading.text.notation import Notation

_PARAMETERS = frozenset({r"\theta", r"\phi", r"\psi", "w", "W"})  # E_\theta is the energy of a model


def see_energies(notation: Notation, formulas: list[list[Token]]) -> None:
    """E(x) is an energy, not an expectation, where another sign serves for expectations and E carries no subscript; and
    where it stands in an exponent with a minus sign, exp(-E(x)) or exp(-E_t(x)), unless E[...] is written."""
    heads = {text for text, role in notation.roles.items() if role == "expectation"} - {"E"}
    plain = exponent = subscript = False
    for tokens in formulas:
        grows = next((k for k, pair in enumerate(pairwise(tokens)) if _grows(*pair)), len(tokens))
        for position, token in enumerate(tokens):
            if token.kind == "name" and token.text == "E":
                after = tokens[position + 1] if position + 1 < len(tokens) else None
                numbered = position + 2 < len(tokens) and tokens[position + 2].kind == "number"  # E_0(s)
                if after is not None and after.text == "[":
                    return
                exponent = exponent or _in_an_exponent(tokens, position, grows)
                subscript = subscript or (after is not None and after.kind == "sub" and not numbered)
                plain = plain or (after is not None and after.text == "(")
    angled = any(token.kind == "open" and token.text == "<" for tokens in formulas for token in tokens)
    other_sign = angled or any(token.text in heads for tokens in formulas for token in tokens)
    if exponent or (plain and other_sign and not subscript):
        notation.roles.pop("E", None)


def _grows(one: Token, other: Token) -> bool:
    """Whether an exponential begins: exp, or e with something raised."""
    return one.text == "exp" or (one.text == "e" and other.kind == "super")


def _in_an_exponent(tokens: list[Token], position: int, grows: int) -> bool:
    """Whether an E stands behind a minus sign, but for numbers and names between, in e^{...} or exp(...), the first of
    which stands at `grows`."""
    start = position
    while start and tokens[start - 1].kind in ("name", "number"):
        start -= 1
    after = tokens[position + 1 : position + 3]
    of_a_model = len(after) == 2 and (after[0].kind != "sub" or after[1].text in _PARAMETERS)
    return start > 1 and tokens[start - 1].kind == "minus" and grows <= start - 3 and of_a_model
