"""Words that a sentence may be made of and still only declare: `the prior is`, `with encoder`, 先验.

A clause without a declaring verb declares only if every one of its words stands here: a word that nobody foresaw
("asymptotically", "wrongly", 猜想) may turn its meaning around, so the sentence then counts as not understood.
"""

from __future__ import annotations

import re

from derivations.reading.hearing.sentences import MARK
from derivations.reading.tables import Table

_TABLE = Table(__file__)
ENGLISH = frozenset(_TABLE["english"].split())
CHINESE = sorted(_TABLE["chinese"].split(), key=len, reverse=True)
_WORD = re.compile(r"[a-z][a-z'-]*")
_HAN = re.compile("[\u4e00-\u9fff]+")


def known_word(word: str) -> bool:
    """Whether an English word, or every part of a hyphened one, may stand in a plain declaration."""
    return (
        word in ENGLISH or len(word) == 1 or ("-" in word and all(p in ENGLISH or len(p) < 2 for p in word.split("-")))
    )


def unknown_words(text: str) -> list[str]:
    """The words of a clause that a plain declaration is not made of."""
    found = [w for w in _WORD.findall(text.replace(MARK, " ")) if not known_word(w.strip("'-"))]
    for run in _HAN.findall(text):
        rest = run
        while rest:
            word = next((w for w in CHINESE if rest.startswith(w)), None)
            if word is None:
                found.append(rest)
                break
            rest = rest[len(word) :]
    return found
