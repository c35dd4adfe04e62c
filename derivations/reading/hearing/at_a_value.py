"""Where H(z|x) is told as the entropy at one x, and not as the average over x: `for a given $x$ the entropy is`."""

from __future__ import annotations

import re

from derivations.reading.document import Block, Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, sentences
from derivations.reading.meaning.naming import name_of

_THING = r"(?:value|input|state|observation|point)"
_AT = re.compile(
    rf"\b(?:for|at|in) (?:(?:a|an|any|each|every|one|the|some) )?(?:given|fixed|particular|single|observed) "
    rf"(?:{_THING} )?(?:of )?{MARK}|\b(?:at|in|given) (?:the )?{_THING} {MARK}|"
    rf"(?:每个|每一个|固定的?|某个|一个)[^□，。；]{{0,4}}{MARK}"
)


def told_values(prose: Block | None) -> set[str]:
    """The names that the sentence which leads to a display has at one value."""
    found: set[str] = set()
    for said in sentences(prose)[-1:] if prose is not None else ():
        for words in _AT.finditer(said.text) if not said.ended else ():
            found |= {name_of(tree) or "" for tree in said.within(words)[-1].trees}
    return found - {""}


def is_at_a_value(known, chain: Chain) -> bool:
    """Whether the entropies of a display are told so, by the words before it, or as H(Z|x): Z large and x small."""
    nodes = list(S.every(S.VariableEntropy, *chain.trees))
    told = {name_of(given) for node in nodes for given in node.givens} <= known.at_values
    return told or all((name_of(v) or "a")[0].isupper() for n in nodes if n.givens for v in n.variables)
