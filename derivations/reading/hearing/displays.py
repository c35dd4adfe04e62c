"""What the words around a display say of it: a claim (the rule), or a wish, a question, an equation to be solved ...

The words that count are the last ones of the sentence that leads to the display, and the first ones after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivations.reading.document import Block
from derivations.reading.hearing.modality import HARMLESS
from derivations.reading.hearing.sentences import MARK, sentences

NO_CLAIM, UNJUDGED_IF_WRONG, ASSUMED = "no claim", "no claim if it is not proved", "assumed"


@dataclass(frozen=True)
class Told:
    """What a display is told as (`said`), and whether its lines are claims at all (`kind`)."""

    kind: str
    said: str


_END = r"(?: that| to have| to get| we have| we would have| there is| is| are| be| case| condition| conditions| constraint| constraints| equation)*[\s,:，：]*$"
_HAN_END = r"(?:有|是|得到|出现|看到|为|下|中|时)?[\s,:，：]*$"
# (what it is told as, kind, the last words before the display in English, in Chinese)
_BEFORE = (
    ("a question", NO_CLAIM, r"(?:^|[,;:] ?)(?:is it true|is it the case|does it follow|do we have|can we have|could we have|what if|why is|when is|when do we have)" + _END,
     r"(?:是否|能否|为什么|何时|难道)(?:有|成立|会有|等于)?[\s:：,，]*$"),
    ("a wish or an aim", NO_CLAIM, r"\b(?:want|wish|hope|would like|'d like|desire|ideally|(?:goal|aim|hope|wish|ideal|target|dream)(?: here| now)? (?:is|would be))" + _END,
     r"(?:希望|想要|理想(?:情况|状态)?|但愿|目标|目的)" + _HAN_END),
    ("a requirement", NO_CLAIM, r"\b(?:must have|should have|need|require|requires|demand|impose|enforce|subject to|under the constraints?|constraints? (?:is|are|reads?)|s\.t\.)" + _END,
     r"(?:需要|要求|必须|应当|应该|约束(?:条件)?)" + _HAN_END),
    ("what does not hold", NO_CLAIM, r"\b(?:it is not (?:true|the case)|not true|never have|do not have|don't have|cannot have|can't have|does not (?:mean|imply|follow)|doesn't (?:mean|imply|follow)|not the same as|no longer have|cannot (?:assume|conclude|say))" + _END,
     r"(?:并非|并不是|不成立|不能(?:说|认为|得出)|未必|没有|不再有|不等于说)" + _HAN_END),
    ("a mistake", NO_CLAIM, r"\b(?:mistake|fallacy|error|pitfall) (?:is|would be)(?: to (?:\w+ ?){1,2})?" + _END + r"|\bit (?:is|would be) (?:wrong|incorrect|false|tempting|a (?:common )?(?:mistake|fallacy)) to (?:\w+ ?){1,2}" + _END
     + r"|\b(?:wrongly|incorrectly|erroneously|falsely|mistakenly) (?:\w+ ?){0,2}" + _END,
     r"(?:错误|误以为|误认为|错误地)[^，。；]{0,10}" + _HAN_END),
    ("what is to be refuted", NO_CLAIM, r"\bcontradiction" + _END + r"|for contradiction[^.;]{0,40}$", r"(?:反证|反设)[^。；]{0,20}$"),
    ("the case of equality", NO_CLAIM, r"\b(?:iff|if and only if|only if|exactly when|precisely when|just when)" + _END + r"|\b(?:equality|tight)\b[^.;]*\b(?:if|when|for)" + _END,
     r"(?:当且仅当|取等号?(?:的)?(?:条件)?(?:是|为)?|等号成立(?:的条件)?(?:是|当)?)[\s,:，：]*$"),
    ("the alternative to what is taken", NO_CLAIM, r"\b(?:instead of|rather than|unlike|as opposed to|except(?: for| when)?|unless)" + _END, r"(?:而不是|而非|除非|除了|代替)[\s,:，：]*$"),
    ("a mere possibility", NO_CLAIM, r"\b(?:if we could (?:have|choose|set|take)|imagine|what if|if only|were it that)" + _END, r"(?:假使能|要是能|想象)" + _HAN_END),
    ("a case", NO_CLAIM, r"(?:^|[,;:]\s*|\b(?:and|but|so|that)\s+)(?:if|whenever|provided|unless|as long as|suppose for a moment)" + _END, r"(?:^|[，,；])(?:如果|假如|若|倘若|只要)[\s,:，：]*$"),
    ("an equation to be solved", UNJUDGED_IF_WRONG, r"\b(?:set|setting|put|putting|equate|equating)\b[^.;]*\b(?:zero|0)\b[^.;]*$|\b(?:stationar|first-order|solve|solving|vanish)[^.;]*$|"
     r"\b(?:derivative|gradient|slope)s?\b[^.;]*\b(?:zero|vanish(?:es)?)\b[^.;]*$",
     r"令[^。；]*(?:为零|为0|为 0|等于零|等于0|等于 0|= ?0)[^。；]*$|(?:求解|解方程|令导数|驻点|导数为零|梯度为零)[^。；]*$"),
    ("an update of an iteration", UNJUDGED_IF_WRONG, r"\b(?:(?:is|are) (?:then )?updated|we (?:then )?(?:update|iterate)|update (?:rule|equation|step)s?|updates (?:is|are|read))\b[^.;]*$",
     r"(?:更新|迭代)(?:公式|规则|式|步骤)?(?:为|是|如下)?[\s:：]*$"),
    ("an assumption", ASSUMED, r"\b(?:assume|suppose|let|assuming|take|now take|choose|we model|we set)" + _END, r"(?:假设|假定|设|令|取)[\s,:，：]*$"),
)  # fmt: skip
BEFORE = tuple((said, kind, re.compile(f"{english}|{chinese}")) for said, kind, english, chinese in _BEFORE)
_AFTER = re.compile(
    r"^[\s,.，。]*(?:(?:but|however|yet|which|this|that|it)\s+)*(?:(?:is|does|are|was) )?(?:not (?:true|hold|the case|valid|correct)|wrong|false|"
    r"incorrect|untrue|a (?:common )?(?:mistake|fallacy)|no longer (?:true|holds)|cannot be true|can not be true|never (?:true|holds)|fails)\b|"
    r"^[\s,.，。]*(?:但|可|然而)?(?:这|它|上式|此式)?(?:是|并)?(?:不成立|不对|不正确|错误?的|错的|不可能|未必成立)"
)


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
    return None
