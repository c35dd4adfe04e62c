"""What a sentence says of an equation in it decides what the equation becomes.

`Let $q = p$` declares; `if $q = p$` is a case of the display it leads to; a wish, a question, a mistake, a negation, a
premise refuted later or an equation to be solved is none of these. Hearing fails closed: an equation whose sentence is
not recognised is no fact. It is kept as not understood, so that no line about its names is refuted with certainty.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.hearing.vocabulary import unknown_words

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
    return re.compile("|".join((*words, *entry.get("patterns", ()), *entry["chinese"])))


_ENTRIES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["told"]
TABLE = tuple((entry["said"], entry["where"], told_as(entry)) for entry in _ENTRIES)
AT_HOME_IN_DISPLAYS = ("an example",)  # said of a display's formula it only gives its scope

HARMLESS = re.compile(
    r"\b(?:do|does|is|are|must|need) ?(?:not|n't) (?:necessarily )?(?:depend|involve|"
    r"contain|optimi[sz]ed|trained|learned|a function|change)\w*|"
    r"\bwithout loss of generality|\balmost everywhere(?! (?:on|in|outside|except|but)\b)|几乎处处|"
    r"\bnot only\b|\bnon-?negative|\bnot trained|"
    r"\bapproximat(?:e|ing)\s+(?:posterior|inference|density|distribution|family|model)|"
    r"\bnot negative|\bhappen to\b|不用|approximat(?:e|es|ed)\b(?=[^,;.]*\b(?:by|with)\b)|"
    r"用\s*□\s*(?:来)?近似|\bfinitely many|"
    r"\bmay (?:be )?(?:differ|depend)\w*(?: on)?|\bsame\b|\bsome (?:number|constant|"
    r"matrix|vector|function|value|density|fixed)\w*|"
    r"不变|不依赖于?|不含|不妨|不失一般性|不参与\w{0,2}优化|非负|非零|不是标准差|不是方差|"
    r"\bwe shall(?= (?:(?:now|also|always|then) )?(?:assume|suppose|take|set|write|denote|define|use|consider)\b)|"
    r"未知|无关|不同的|约定|约束力|最大似然|最小二乘|期待值|可能性"
)
_BORDER = re.compile(r"[,，、:：;；()（）]| -- |—|–")
# `equality is attained at zero, that is: q = p`: words that lead on belong to the clause before them.
_AGAIN = (
    r"that is(?: to say)?|i\. ?e\b\.?|namely|viz\b\.?|in other words|put differently|which (?:is|means|says)(?: that)?|"
    r"this (?:is|means|says|happens)(?: that)?|in (?:this|that|which) case|at (?:this|that|which) point"
)
_HAN_AGAIN = r"也就是说?|亦即|就是说?|换言之|换句话说|此时|这时|即"
_LEADS_ON = re.compile(
    rf"^(?:[\s,:;，、：；(（—–-]|"
    rf"\b(?:{_AGAIN}|and|so|hence|thus|then|therefore|there|we (?:have|get)|when|if|for|at)(?![a-z])|{_HAN_AGAIN}|"
    r"于是|从而|所以|因此|则|有|当)*$"
)
_SAYS_AGAIN = re.compile(rf"^(?:[\s,:，：]|\b(?:{_AGAIN}|when|if|for|at)(?![a-z])|{_HAN_AGAIN}|有|当)*$")
_TAKEN_BACK = re.compile(
    r"^\s*(?:but|however|yet|although|though|albeit|which|except|only|if only|in reality|"
    r"actually|this|that|it|as (?:was|is|has been|had been|some|many|they))\b|^\s*(?:但|"
    r"然而|可是|不过|实际|其实|这|只是|可)"
)
_WITHDRAWAL = re.compile(
    r"^\s*(?:no|not so|wrong|false|never|alas|sadly|unfortunately|nonsense)\b|"
    r"^\s*(?:the|our) (?:new|other|next|second) \w+ (?:has|does|is|do|have|had|did) ?(?:not|n't)\b|"
    r"^\s*(?:but |however,? |yet |in fact,? |of course,? |here )*(?:we|i) (?:do not|don't|"
    r"cannot|can't|shall not|will not|won't|never|avoid|reject)|"
    r"\b(?:this|that|it|which|these|such an? \w+|the (?:assumption|equation|equality|"
    r"identity|statement|factorisation|factorization)) "
    r"(?:\w+ ){0,3}?(?:no longer|not|never|fails?|wrong|false|untrue|impossible|"
    r"unrealistic|cannot|contradicts?|absurd|breaks)\b|\b(?:this|that|it) (?:is|does|was|"
    r"will|can)n't|"
    r"^\s*(?:不[,，。]|否|错|但?(?:是)?(?:这|它|此|该\w{0,2}|上式)\w{0,4}(?:不|错|矛盾|"
    r"未必|没有)|我们?不|实际\w{0,3}不|然而\w{0,6}不|可惜)"
)

# -- the table: what declares ------------------------------------------------------------------------------------------

_OPENING = (
    r"(?:and|then|now|so|also|again|further|furthermore|moreover|first|next|finally|here|throughout|below|therefore|"
    r"in (?:this|the following|what follows)(?: \w+)?|from now on|for simplicity|without loss of generality|as before|"
    r"recall that|note that|recall|that is|i\.e\.|once more|to start|to begin)"
)
_LASTING_VERBS = (
    "let|assume|assuming|suppose|supposing|define|defining|denote|denoting|write|writing|"
    "given|where|wherein|in which|here|call|introduce|"
    "model|abbreviate|letting|throughout|have|consider|restrict|parameteri[sz]e|"
    "reparameteri[sz]e|since|because|by|recall|used?|so that|that is"
)
_PASSING_VERBS = (
    "put|putting|take|taking|choose|choosing|pick|picking|set|setting|fix|fixing|with|from|using|plug|plugging|"
    "substitute|substituting|insert|inserting|replace|replacing"
)
_STRONG = re.compile(
    rf"(?:^|[,，、;；:：(（—–.]|\band|\bso|\bthen|\bthat|\bwhere|"
    rf"\bnow)\s*(?:{_OPENING}[,\s]+)*(?:(?:we|i|let us|let's)\s+"
    rf"(?:(?:now|also|first|further|therefore|then|simply|again|are|shall|"
    rf"will)\s+)*)?(?:(?P<lasting>{_LASTING_VERBS})|(?P<passing>{_PASSING_VERBS}))\b"
)
_FOREIGN_SUBJECT = re.compile(r"(?:^|[\s,])(?:have|use|used|uses)$")
_STRONG_CHINESE = re.compile(
    r"(?:^|[,，、。:：;；(（\s□])(?:现在|又|再|同时|此外|另外|这里|我们|下面|下文|最后|"
    r"首先|其次|进一步|并|且|也|于是|简单起见|不失一般性|不妨|特别地|仍|还)*"
    r"(?:(?P<lasting>假设|假定|设|令|记|其中|给定|定义|已知|考虑|由于|因为|即)|"
    r"(?P<passing>取|用|把|将|由|根据|利用|选|代入))"
)
_CASE = re.compile(
    r"(?:^|[,，、:：(（—–]|\band|\bor|\bthat|\bthen|\bbut)\s*(?:(?:and|or|now|then|so|in "
    r"particular|especially|finally|again|also|(?:evaluate|compute|calculate)(?: (?:it|this|the (?:\w+ )?\w+))?),?\s+)*"
    r"(?P<starter>if|when|whenever|for|at|in the (?:\w+ )?case(?: of| where| when| that)?|"
    r"in case|provided(?: that)?|once|as soon as|under|as a check)\b|"
    r"(?P<hanstarter>如果|假如|若|当|只要|倘若|对于?|在)"
)
_INTO = re.compile(r"^\s*is (?:substituted|inserted|plugged in|put in)")
_GIVES = re.compile(
    r"^\s*(?:gives|recovers|yields|corresponds|leads|removes|means|amounts|reduces|is the "
    r"(?:special )?case|brings)\b|^\s*(?:对应|给出|意味|就是|即为)"
)
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
_CONDITION_BEHIND = re.compile(
    r"^[\s,，.]*(?:(?:which |this |it |and |that )?(?:(?:holds?|is) )?(?:true |valid |so )?"
    r"(?:only |exactly |just |precisely )*(?:if|iff|when|whenever|provided(?: that)?)\b(?! not)|"
    r"(?:当且仅当|仅当|当|若|如果))"
)
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
    return frozenset(pattern.pattern for _, scope, pattern in TABLE if scope == "sentence" and pattern.search(text))


def clause(before: str, after: str) -> str:
    """The formula's own clause, and the later ones that speak of it; no clause reaches farther than NEAR."""
    before, after = before[-NEAR:], after[:NEAR]
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
    for said, scope, pattern in TABLE:
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
    if not _BORDER.split(before)[-1].strip() and _GIVES.match(after):
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
