"""Circumstances in which a sentence speaks: `in the toy model`, `under $H_0$`, `Uniform prior:`, `## Example 2`.

What is said in some of them is not said in others of the same kind: of the real model, under $H_1$, of a normal prior,
in Example 3. Parts of one model, its generative and its inference model, a forward and a reverse process, are none.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from derivations.reading.hearing.sentences import MARK, Sentence, plain_words
from derivations.reading.tables import Table


class Circumstance(NamedTuple):
    """The word that it opens with, what tells it apart, and its noun; of a title or a label there is no such word."""

    word: str
    which: str
    noun: str


_TABLE = Table(__file__)
_OPENS, _CLOSES, _TITLE, _LABEL = _TABLE.patterns("opens", "closes", "title", "label")
_HEADS = _TABLE.pattern("heads", flags=re.MULTILINE)
_ALTERNATIVES = _TABLE.text("alternatives")
_CONTRASTED = re.compile(r"(?:the )?(?P<which>[a-z-]+) (?P<noun>[a-z]+(?: [a-z]+)?)")
_OPPOSITE = {"before": {"after", "at"}, "after": {"before"}, "outside": {"on", "in", "inside"}}
_OPPOSITE["without"] = {"with", "in", "under"}
_NO = ("non-", "non", "un", "in", "im", "ir", "dis", "anti-", "sub")
_OPPOSED = tuple(map(set, (
    ("positive", "negative"), ("discrete", "continuous"), ("finite", "infinite"), ("linear", "nonlinear"),
    ("fixed", "learned"), ("fixed", "free"), ("known", "unknown"), ("equal", "different"), ("scalar", "vector"),
    ("diagonal", "full"), ("even", "odd"), ("small", "large"), ("convex", "concave"), ("true", "false"),
    ("toy", "real"), ("toy", "main"), ("toy", "general"), ("synthetic", "real"), ("special", "general"),
    ("玩具", "真实"), ("玩具", "一般"), ("合成", "真实"), ("特殊", "一般"), ("离散", "连续"),
)))  # fmt: skip
_PARTS = re.compile(r"\b(?:generative|inference|recognition|forward|reverse|backward|same|next|following)\b")
_OF_ONE = frozenset("side process step direction pass term network hand line equation way sense words order".split())
_PLURAL = re.compile(r"(?!(?:this|us|its|is|as|thus|which|others)$)[a-z]{2,}s")


def titles_in(text: str) -> frozenset[str]:
    """The headings of a piece of prose, as its sentences have them."""
    found = (next(filter(None, m.groups())) for m in _HEADS.finditer(text))
    return frozenset(plain_words(one).strip(" .:") for one in found)


def title(sentence: Sentence, titles: frozenset[str]) -> Circumstance | None:
    """What a heading is one of several of: `Example 2`, `Gaussian case`, `Without independence`, `Negative weights`."""
    text = sentence.text.strip(" .:#")
    if text not in titles:
        return None
    if found := _TITLE.fullmatch(text):
        return Circumstance("", (found["which"] + (found["number"] or "")).strip(), found["noun"])
    found = _CONTRASTED.fullmatch(text)
    return opening(text) or (Circumstance("", found["which"], found["noun"]) if found else None)


def opposite(one: str, other: str) -> bool:
    """Whether two words exclude each other: `bounded` and `unbounded`, `positive` and `negative`."""
    return {one, other} in _OPPOSED or any(f"{no}{a}" == b for no in _NO for a, b in ((one, other), (other, one)))


def circumstances(text: str) -> tuple[Circumstance, ...]:
    """What a sentence opens, closes or is labelled with."""
    label = _LABEL.match(text)
    found = [pattern.search(text) for pattern in (_OPENS, _CLOSES)]
    told = [Circumstance(m["word"], m["which"].removeprefix("the ").strip(), m["noun"]) for m in found if m]
    return (*told, *([Circumstance("", label["which"].strip(), label["noun"])] if label else ()))


def opening(text: str) -> Circumstance | None:
    """What a sentence opens or is labelled with."""
    return next(iter(circumstances(text)), None) if _OPENS.search(text) or _LABEL.match(text) else None


def others(now: Circumstance, then: Circumstance) -> bool:
    """Whether what was said then was said in other circumstances than those of now."""
    same = now.noun == then.noun
    if same and not re.fullmatch(_ALTERNATIVES, now.noun) and not (now.word or then.word):
        return opposite(now.which, then.which)
    if same and then.word and then.word in _OPPOSITE.get(now.word, ()):
        return True
    if now.noun in _OF_ONE or _PARTS.search(f"{now.which} {then.which}"):
        return False
    alike = now.word == then.word or not (now.word and then.word)
    kinds = not (now.which or then.which) and not same and all(map(_PLURAL.fullmatch, (now.noun, then.noun)))
    told_apart = now.which != then.which and (now.word == then.word or bool(now.which and then.which))
    return alike and (kinds or (same and (told_apart or (now.noun == MARK and bool(now.word)))))
