"""Functions that a note gives by their names: `where $\\sigma$ is the sigmoid function`, `sigmoid 函数 $\\sigma$`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from derivations.reading.text.brackets import Token
from derivations.reading.text.indexed_numbers import indexed_numbers
from derivations.reading.text.notation import Notation
from derivations.reading.text.own_functions import own_functions

FORMULAS = {"sigmoid": r"\frac{1}{1+e^{-u}}", "softplus": r"\log(1+e^{u})"}
"""What each is of u."""
_KIND = (
    r"(?:(?:logistic[- ])?(?P<{0}>sigmoid|softplus)|(?:standard )?logistic(?= ?(?:function|函数)))"
    r"(?:[- ]?(?:function|activation|nonlinearity|函数))*"
)
_MARK = r"\$\s*(?P<{0}>\\?[A-Za-z]+)\s*(?:\([^$()]*\))?\s*\$"
_SAID = re.compile(
    rf"{_MARK.format('first')}[\s,，]*(?:is|denotes?|be|being|stands for|represents|as|for|是|为|表示|即|代表)?\s*"
    rf"(?:the |a )?{_KIND.format('kind')}|"
    rf"{_KIND.format('before')}[\s,:(（]*{_MARK.format('then')}",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"\bsigmoid\b|sigmoid(?=\s*函数)", re.IGNORECASE)
_REWARD = (
    r"(?:(?:reward|utility|cost|payoff|energy|potential)(?: (?:function|model))?|"
    r"(?:奖励|回报|代价|效用|能量)(?:函数|模型)?)"
)
_OF_NO_DENSITY = re.compile(
    rf"{_REWARD}[\s,:：]*[$`]\s*(?P<first>\\?[A-Za-z]+)(?:_[^$`(]*)?\(|"
    r"[$`]\s*(?P<then>\\?[A-Za-z]+)(?:_[^$`(]*)?\([^$`]*[$`]\s*(?:is|denotes|be|为|是|表示)\s*(?:the |a |an )?"
    rf"{_REWARD}",
    re.IGNORECASE,
)


def of_no_density(paragraphs: Iterable[tuple[str, int]]) -> set[str]:
    """The letters that words call a reward, a cost or an energy: r(y|x) is no density then."""
    return {m["first"] or m["then"] for text, _ in paragraphs for m in _OF_NO_DENSITY.finditer(text)}


@dataclass(frozen=True)
class NamedFunction:
    """`name` is the function that is called so, by the words at this offset; None where it is only usual."""

    name: str
    called: str
    offset: int | None


def observe_words(
    notation: Notation, paragraphs: list[tuple[str, int]], formulas: list[list[Token]]
) -> tuple[NamedFunction, ...]:
    """Adds to `notation` what words call a function and no density; the functions that they name."""
    named, rewards = named_functions(paragraphs, formulas), of_no_density(paragraphs)
    own = own_functions(notation, paragraphs, formulas)
    notation.functions.update((one.name for one in named), rewards, own)
    for letter in own:
        del notation.roles[letter]
    notation.densities -= rewards | indexed_numbers(notation, formulas)
    return named


def named_functions(paragraphs: Iterable[tuple[str, int]], formulas: list[list[Token]]) -> tuple[NamedFunction, ...]:
    """Those of paragraphs, each with its offset; and a \\sigma that every formula of the note applies, where the words
    speak of a sigmoid, or where it is applied to more than a name, as no deviation is: `\\sigma(a - b)`."""
    found: dict[str, NamedFunction] = {}
    spoken = None
    for text, offset in paragraphs:
        for match in _SAID.finditer(text):
            name = match["first"] or match["then"]
            called = (match["kind"] or match["before"] or "sigmoid").lower()
            found.setdefault(name, NamedFunction(name, called, offset + match.start()))
        if spoken is None and (match := _SPOKEN.search(text)):
            spoken = offset + match.start()
    if r"\sigma" not in found and (spoken is not None or _is_of_more(r"\sigma", formulas)):
        if _always_applied(r"\sigma", formulas):
            found[r"\sigma"] = NamedFunction(r"\sigma", "sigmoid", spoken)
    return tuple(found.values())


def _always_applied(name: str, formulas: list[list[Token]]) -> bool:
    """Whether a name stands before an opening bracket wherever it stands, and does somewhere."""
    after = [later.kind for tokens in formulas for token, later in pairwise(tokens) if token.text == name]
    at_ends = any(tokens and tokens[-1].text == name for tokens in formulas)
    return bool(after) and set(after) == {"open"} and not at_ends


def _is_of_more(name: str, formulas: list[list[Token]]) -> bool:
    """Whether the bracket behind a name opens with a sign, or with a name that a sign or another bracket follows."""
    for tokens in formulas:
        for place in (k for k, token in enumerate(tokens[:-3]) if token.text == name):
            kinds = [token.kind for token in tokens[place + 2 : place + 4]]
            if kinds[0] == "minus" or kinds[1] in ("minus", "plus", "open"):
                return True
    return False
