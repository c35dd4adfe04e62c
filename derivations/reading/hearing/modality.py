"""What a sentence says of an equation in it decides what the equation becomes.

`Let $q = p$` declares; `if $q = p$` is a case of the display it leads to; a wish, a question, a mistake, a negation, a
premise refuted later or an equation to be solved is none of these. Hearing fails closed: an equation whose sentence is
not recognised is no fact. It is kept as not understood, so that no line about its names is refuted with certainty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.hearing.vocabulary import unknown_words
from derivations.reading.tables import Table, any_of

DECLARED, CASE, REFUSED, UNHEARD = "declared", "case", "refused", "unheard"
LASTING, DISPLAY = "note", "display"
NEAR = 1_000  # characters on either side


@dataclass(frozen=True)
class Modality:
    """`kind` is one of the four above; `said` names what a refused equation was told as; `scope` how long it holds."""

    kind: str
    said: str = ""
    scope: str = LASTING
    starter: str = ""


# -- the table: what an equation may be told as that is neither fact nor claim ---------------------------------------


def told_as(entry: dict) -> re.Pattern:
    """One entry of modality.toml as a pattern: its whole words, and its other patterns."""
    words = (rf"\b(?:{'|'.join(entry['words'])})\b",) if entry["words"] else ()
    return re.compile(any_of((*words, *entry.get("patterns", ()), *entry["chinese"])))


_TABLE = Table(__file__)
TOLD = tuple((entry["said"], entry["where"], told_as(entry)) for entry in _TABLE["told"])
AT_HOME_IN_DISPLAYS = ("an example",)  # said of a display's formula it only gives its scope
HARMLESS, _LEADS_ON, _SAYS_AGAIN, _TAKEN_BACK = _TABLE.patterns("harmless", "leads_on", "says_again", "taken_back")
_WITHDRAWAL, _STRONG, _STRONG_CHINESE, _CASE = _TABLE.patterns("withdrawal", "strong", "strong_chinese", "case")
_GIVES, _CONDITION_BEHIND = _TABLE.patterns("gives", "condition_behind")
_OF_ANOTHER = re.compile(rf"\b(?:where|in which)\s*{MARK}|其中\s*{MARK}")  # `where $r$ is not ...` is said of r
_BORDER = re.compile(r"[,，、:：;；()（）]| -- |—|–")

# -- the table: what declares ------------------------------------------------------------------------------------------

_INTO = re.compile(r"^\s*is (?:substituted|inserted|plugged in|put in)")
_VERB = re.compile(r"\b(?:is|are|be|let|has|have|use|take|write|holds?|gives?|becomes?)\b|是|为|有|得")
_FOLLOWING_CASE = re.compile(r"^\s*(?:时|的情[况形]|的特例)")


def modality(sentence: Sentence, place: int, preceding: str = "") -> Modality:
    """What the sentence says of the equation whose mark stands at `place`, in a paragraph in which the sentence
    `preceding` stands before it: `Equality is attained at zero. That is, q = p.`"""
    text = without_harmless(sentence.text)
    if _AS_LIMIT.search(text) and any(_TO_INFINITY.search(f.latex) for f in sentence.formulas):
        return Modality(REFUSED, "an approximation")
    before, after = text[:place], text[place + 1 :]
    led = f"{preceding.rstrip(' .。;；')}, {before}" if before.strip() and _SAYS_AGAIN.match(before) else before
    said = refusal(text, led, after)
    if said:
        return Modality(REFUSED, said, DISPLAY if said in AT_HOME_IN_DISPLAYS else LASTING)
    if _WITHDRAWAL.search(sentence.following[:120]):
        return Modality(REFUSED, "what the next sentence takes back")
    return governed(before, after)


_AS_LIMIT = re.compile(rf"\b(?:as|when|for|if) {MARK}|当\s*{MARK}")
_TO_INFINITY = re.compile(r"(?:\\(?:to|rightarrow|longrightarrow)(?![A-Za-z])|→)\s*\+?\s*(?:\\infty|∞)")
EQUALITY = re.compile(r"equalit|\btight|\battained|等号|取等")


def of_the_display(sentence: Sentence, explains: bool) -> Modality | None:
    """`$$ KL = 0 $$ if and only if $q = p$`: what stands behind a display is the case in which it holds."""
    behind = explains and _CONDITION_BEHIND.match(sentence.text) and not EQUALITY.search(sentence.text)
    return Modality(CASE, "a case", DISPLAY, "if") if behind else None


@lru_cache(maxsize=8)  # a sentence is asked once for each of its formulas
def without_harmless(text: str) -> str:
    """A sentence without what only looks like a refusal."""
    return HARMLESS.sub(lambda m: " " * len(m[0]), text)


@lru_cache(maxsize=8)
def told_of_all(text: str) -> frozenset[str]:
    """What every equation of a sentence is told as, by the patterns that look at all of it."""
    return frozenset(pattern.pattern for _, scope, pattern in TOLD if scope == "sentence" and pattern.search(text))


def clause(before: str, after: str) -> str:
    """The formula's own clause, and the later ones that speak of it; no clause reaches farther than NEAR."""
    before, after = before[-NEAR:], _OF_ANOTHER.split(after[:NEAR])[0]
    borders = [m.end() for m in _BORDER.finditer(before)]
    strong = [m.start() for m in (*_STRONG.finditer(before), *_STRONG_CHINESE.finditer(before))]
    starts = [0, *(b for b in borders if before[b:].strip(f" {MARK}"))]
    start = next((b for b in reversed(starts) if not _LEADS_ON.match(before[b:])), 0)
    if strong:
        start = min(start, max(strong)) if before[max(strong) :].count(MARK) == 0 else start
    parts = _BORDER.split(after)
    told = [parts[0], *(p for p in parts[1:] if _TAKEN_BACK.match(p))]
    return " ".join((before[start:].replace(MARK, " "), MARK, *told))


def refusal(text: str, before: str, after: str) -> str:
    """What an equation is told as, if that is neither a fact nor a case; "" otherwise."""
    own, of_all = clause(before, after), told_of_all(text)
    in_front = own.partition(MARK)[0]
    for said, scope, pattern in TOLD:
        if pattern.pattern in of_all if scope == "sentence" else pattern.search(own if scope == "clause" else in_front):
            return said
    return ""


def reaches(starter: str, tail: str) -> bool:
    """Whether `if`, `for` ... still governs the formula that stands after `tail`."""
    if _BORDER.search(tail.replace(MARK, "").rstrip(" ,，、而")):
        return False
    return starter.startswith(("if", "when", "provided", "once", "as soon")) or not _VERB.search(tail)


_LIST = re.compile(rf"(?:[\s{MARK},，、且和与]|\band\b|以及|[(（][^()（）]*[)）])*")
_THEN = re.compile(r"\s*(?:[(（][^()（）]*[)）])?\s*[,，]?\s*(?:then\b|则|那么)")


def is_listed(tail: str, after: str) -> bool:
    """Whether a formula is one more condition before its conclusion: `if $a$ (a word), $b$, then`."""
    return MARK in tail and _LIST.fullmatch(tail) is not None and _THEN.match(after) is not None


def governed(before: str, after: str) -> Modality:
    """The nearest word that governs the formula: a declaring verb, if or when, or words that only name what it is."""
    strong = [
        (m.end(), LASTING if m["lasting"] else DISPLAY) for p in (_STRONG, _STRONG_CHINESE) for m in p.finditer(before)
    ]
    cases = [
        (m.end(), m["starter"] or m["hanstarter"])
        for m in _CASE.finditer(before)
        if reaches(m["starter"] or "if", before[m.end() :]) or is_listed(before[m.end() :], after)
    ]
    if _INTO.match(after):
        return Modality(DECLARED, "", DISPLAY)
    last = _BORDER.split(before)[-1].strip()
    if (not last or last.endswith("that")) and _GIVES.match(after):
        return Modality(CASE, "a case", DISPLAY, "if")
    if _FOLLOWING_CASE.match(after):
        cases.append((len(before), "当"))
    if cases and (not strong or max(cases) > max(strong)):
        return Modality(CASE, "a case", DISPLAY, max(cases)[1])
    if strong:
        end, scope = max(strong)
        tail = before[end:]
        if not _BORDER.search(tail) or not unknown_words(tail):
            return Modality(DECLARED, "", scope)
        last = _BORDER.split(tail)[-1]
        if not unknown_words(last):
            return Modality(DECLARED, "", scope)
        return Modality(UNHEARD, "words that were not understood: " + ", ".join(unknown_words(last)[:3]))
    strange = unknown_words(before) + unknown_words(re.split(r"\band\b", _BORDER.split(after)[0])[0])
    if strange:
        return Modality(UNHEARD, "words that were not understood: " + ", ".join(dict.fromkeys(strange[:3])))
    return Modality(DECLARED)
