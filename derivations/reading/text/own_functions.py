r"""The h, H, V and I of a note that are functions of its own, and no entropy, variance or information: `E[h(X)]`, since
nobody averages an entropy of what is averaged; `h(x) = x^2`; `a function $h$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivations.reading.tables import Table
from derivations.reading.text.applied import scripts_of
from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.notation import Notation

LETTERS = frozenset("hHVI")
LAWS = frozenset("PQRXYZ")  # of densities and variables: H(P), V(X)
AVERAGES = frozenset({"expectation", "variance", "covariance"})
_OF_AN_ENTROPY = frozenset({"log", "ln", "lg", "sum", "integral", "E", r"\mathbb{E}", "entropy"})
_BEFORE, _BEHIND = Table(__file__).patterns("before", "behind", flags=re.IGNORECASE)


def own_functions(notation: Notation, paragraphs: Iterable[tuple[str, int]], formulas: list[list[Token]]) -> set[str]:
    """These letters, by what is averaged, defined, or told in words."""
    found = {m[1] for text, _ in paragraphs for words in (_BEFORE, _BEHIND) for m in words.finditer(text)}
    functions = {name for tokens in formulas for name in of_small_letters(tokens)} - LAWS - LETTERS
    for tokens in formulas:
        if any(token.text in LETTERS for token in tokens):
            mates = pair(tokens)
            found |= {*averaged(notation, tokens, mates), *defined(notation, tokens), *of_a_function(tokens, functions)}
    return {letter for letter in found if notation.roles.get(letter) in ("entropy", "variance", "information")}


def applied(notation: Notation, tokens: list[Token], mates: list[int]) -> Iterator[tuple[int, str]]:
    """Each of the letters, with its place, that is applied in round brackets to variables alone."""
    for place, token in enumerate(tokens):
        if token.kind != "name" or token.text not in LETTERS:
            continue
        _, opener = scripts_of(tokens, mates, place)
        if opener < len(tokens) and (tokens[opener].kind, tokens[opener].text) == ("open", "(") and mates[opener] > 0:
            inside = tokens[opener + 1 : mates[opener]]
            bare = not any(t.kind in ("bar", "open", "dbar", "semicolon") for t in inside)
            if bare and inside and inside[0].text not in notation.densities:
                yield place, token.text


def averaged(notation: Notation, tokens: list[Token], mates: list[int]) -> Iterator[str]:
    """Those that stand in a mean, a variance or a covariance."""
    spans = []
    for place, token in enumerate(tokens):
        if token.kind == "name" and notation.roles.get(token.text) in AVERAGES:
            _, opener = scripts_of(tokens, mates, place)
            if opener < len(tokens) and tokens[opener].kind in ("open", "group") and mates[opener] > 0:
                spans.append((opener, mates[opener]))
            elif opener < len(tokens):
                spans.append((opener - 1, opener + 1))  # \mathbb{E} h(X)
    for place, letter in applied(notation, tokens, mates):
        if any(begin < place < end for begin, end in spans):
            yield letter


def of_small_letters(tokens: list[Token]) -> Iterator[str]:
    """The capitals that are applied to a small letter: the D of D(x)."""
    for name, opener, inside in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if name.kind == inside.kind == "name" and opener.kind == "open" and opener.text == "(":
            if name.text.isupper() and len(name.text) == 1 and inside.text.islower():
                yield name.text


def of_a_function(tokens: list[Token], functions: set[str]) -> Iterator[str]:
    """The V of V(D), where D is a function."""
    for name, opener, inside in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if name.text in LETTERS and name.kind == inside.kind == "name" and opener.text == "(":
            if inside.text in functions:
                yield name.text


def defined(notation: Notation, tokens: list[Token]) -> Iterator[str]:
    """The h of `h(x) = x^2`: of a formula with no logarithm, sum, integral or mean."""
    kinds = [token.kind for token in tokens[:4]]
    if kinds != ["name", "open", "name", "close"] or tokens[0].text not in LETTERS or len(tokens) < 6:
        return
    small, sign = tokens[2].text.islower() and tokens[2].text not in notation.densities, tokens[4]
    spelt = {t.text for t in tokens[5:]} | {t.kind for t in tokens[5:]}
    defines = sign.kind == "relation" and sign.text in ("equal", "define")
    of_it = tokens[2].text in spelt and tokens[0].text not in spelt  # `H(z) = 0` is said of an entropy
    if defines and small and of_it and not spelt & _OF_AN_ENTROPY:
        yield tokens[0].text
