"""What the words around a display say of it: a claim (the rule), or a wish, a question, an equation to be solved ...

The words that count are the last ones of the sentence that leads to the display, and the first ones after it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from derivations.reading.document import Block
from derivations.reading.hearing.modality import HARMLESS
from derivations.reading.hearing.sentences import MARK, sentences

PREMISE = "a premise"
NO_CLAIM, UNJUDGED_IF_WRONG, ASSUMED, FOUND = "no claim", "no claim if it is not proved", "assumed", "found"


@dataclass(frozen=True)
class Told:
    """What a display is told as (`said`), and whether its lines are claims at all (`kind`)."""

    kind: str
    said: str


_END = (
    r"(?: that| to have| to get| we have| we would have| there is| is| are| be| case| "
    r"condition| conditions| constraint| constraints| equation)*[\s,:，：]*$"
)
_HAN_END = r"(?:有|是|得到|出现|看到|为|下|中|时)?[\s,:，：]*$"


def last_words(entry: dict) -> re.Pattern:
    """One entry of displays.toml as a pattern over the end of a sentence."""
    english = [e.replace("{end}", _END) for e in entry["english"]]
    return re.compile("|".join((*english, *(c.replace("{end}", _HAN_END) for c in entry["chinese"]))))


_ENTRIES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["told"]
BEFORE = tuple((entry["said"], entry["kind"], last_words(entry)) for entry in _ENTRIES)
_AFTER = re.compile(
    r"^[\s,.，。]*(?:(?:but|however|yet|which|this|that|it)\s+)*(?:(?:is|does|are|was) "
    r")?(?:not (?:true|hold|the case|valid|correct)|wrong|false|"
    r"incorrect|untrue|a (?:common )?(?:mistake|fallacy)|no longer (?:true|holds)|cannot "
    r"be true|can not be true|never (?:true|holds)|fails)\b|"
    r"^[\s,.，。]*(?:但|可|然而)?(?:这|它|上式|此式)?(?:是|并)?(?:不成立|不对|不正确|错误?的|错的|不可能|未必成立)"
)


_FOUND_AFTER = re.compile(
    r"^[\s,.，。]*(?:(?:which|this|that|it|is|are|being|the|a|unique|only)\s+)*(?:maximi|minimi|optim|best|attain|achiev)|"
    r"^[\s,.，。]*(?:时|即|就)?是?(?:取等|取到|达到|最[优大小佳])"
)
_STATEMENT = re.compile(
    r"\\begin\{(?:lemma|theorem|thm|proposition|prop|corollary|claim)\*?\}|"
    r"(?:^|\n)[\s>*#_]*(?:Lemma|Theorem|Proposition|Corollary|Claim|引理|定理|命题|推论)\b[^\n]*(?:\n(?!\s*\n)[^\n]*)*\s*$"
)
_STATEMENT_ENDS = re.compile(r"\\end\{(?:lemma|theorem|thm|proposition|prop|corollary|claim)\*?\}|\\begin\{proof\}")


def told_before(prose: Block | None) -> str:
    """The sentence that leads to a display, if it is not ended by a full stop before it."""
    spoken = sentences(prose) if prose else []
    if not spoken:
        return ""
    last = spoken[-1]
    return HARMLESS.sub(" ", last.text) if not last.ended else ""


def told(before: Block | None, after: Block | None) -> Told | None:
    """What a display is told as by the prose around it; None if it is told as a claim, as displays are."""
    text = told_before(before)
    for said, kind, pattern in BEFORE if text else ():
        if pattern.search(text):
            return Told(kind, said)
    first = sentences(after)[0].text if after and sentences(after) else ""
    if _AFTER.search(first) and MARK not in first[:12]:
        return Told(NO_CLAIM, "what does not hold")
    if _FOUND_AFTER.search(first):
        return Told(FOUND, "where an optimum lies")
    if before and _STATEMENT.search(before.text) and not _STATEMENT_ENDS.search(before.text):
        return Told(FOUND, "what is to be shown")
    return None
