"""What a sentence says of a function that no world here can keep: that it is convex, increasing, invertible.

A line about such a function is proved by the rules or not at all: any values that a world would give it might break
what was said.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import Unheard, names_spoken_of
from derivations.reading.hearing.sentences import in_full

FUNCTIONS = "f()"  # the name that speaks of every function without a formula
PROPERTY = re.compile(
    r"\b(?:(?:quasi-?|log-?|strictly |strongly )?(?:convex|concave)|(?:in|de)creasing|monoton\w*|invertible|bijecti\w+|"
    r"injective|one-to-one|(?:odd|even|additive|affine|linear|homogeneous|periodic) (?:map|function|operator)|"
    r"(?:is|are|be) (?:odd|even|additive|affine|linear|homogeneous|periodic)|lipschitz|"
    r"sub(?:additive|modular))\b|凸|凹|单调|递增|递减|可逆|双射|单射|奇函数|偶函数|周期|线性(?:函数|映射|算子)",
    re.IGNORECASE,
)
BY_JENSEN = re.compile(r"jensen|琴生|詹森|延森", re.IGNORECASE)


def hear_properties(known, sentence, leads: bool) -> None:
    """Keeps what a sentence says of the functions that it names; of all of them, for the display that it leads to,
    where it names none (`for a convex function`, `by Jensen's inequality`)."""
    said = PROPERTY.search(sentence.text)
    text = in_full(sentence).strip()
    if said:
        trees = [tree for f in sentence.formulas for tree in f.trees]
        bare = [t for t in trees if isinstance(t, S.Symbol | S.Apply | S.Index)]
        names = names_spoken_of(known, bare) if bare else frozenset()
        if names:
            known.unheard.append(Unheard(sentence.line, text, names))
            return
    if leads and (said or BY_JENSEN.search(sentence.text)):
        known.assumed.append(Unheard(sentence.line, text, frozenset({FUNCTIONS})))


def properties_beside(chain, line: int) -> list[Unheard]:
    """What the words in a display say of its functions: `\\text{for concave } f`, `\\text{对于凹函数 f(x)}`."""
    return [Unheard(line, said, frozenset({FUNCTIONS})) for said in chain.remarks if PROPERTY.search(said)]
