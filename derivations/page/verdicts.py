"""Verdicts as a reader sees them: a sign, a word, and what it means in plain words."""

from __future__ import annotations

from derivations.page.markup import Html, join, tag
from derivations.telling.wording import Wording

SIGNS = {
    "proved": "✓",
    "refuted": "✗",
    "doubtful": "⁇",
    "consistent": "≈",
    "definition": "≔",
    "unread": "?",
    "type error": "⊘",
}

MEANINGS = {
    "proved": (
        "The named reasons, and only they, turn the line above into this one.",
        "仅凭所列理由，就能从上一行得到这一行。",
    ),
    "refuted": (
        "Here is a concrete world, with its tables or parameters, in which the two sides differ.",
        "给出一个具体的世界（列出它的表或参数），其中两边不相等。",
    ),
    "doubtful": (
        "As far as it was read the line fails, but something said of it was not understood: no accusation.",
        "就所读到的内容而言这一行不成立，但有相关的话没有读懂：不作指责。",
    ),
    "consistent": (
        "No proof was found; the sides agree in every world tried. This is not a proof.",
        "没有找到证明；在所有试过的世界中两边一致。这不是证明。",
    ),
    "definition": (
        "A fresh name or a modelling assumption, taken as given.",
        "新的名称或建模假设，按给定接受。",
    ),
    "unread": (
        "This line could not be read: the place and the reason are given. Nothing was guessed.",
        "这一行无法读懂：指出位置和原因，不作猜测。",
    ),
    "type error": (
        "The line compares or combines things that do not fit together, so it says nothing that could be true.",
        "这一行比较或组合了不相容的东西，因此谈不上成立。",
    ),
}
WITNESS = (
    "left minus right, as measured with numbers in a small world; ± is the smallest difference that would have shown",
    "在一个小世界里用数值量得的左边减右边；± 表示会被发现的最小差别",
)


def style_of(verdict: str) -> str:
    return verdict.replace(" ", "-")


def badge(verdict: str, wording: Wording) -> Html:
    """The verdict as a small label."""
    sign = tag("span", SIGNS[verdict], aria_hidden="true")
    return tag("span", sign, " ", wording.say(verdict), class_=f"verdict {style_of(verdict)}")


def key(wording: Wording, verdicts: tuple[str, ...] = tuple(MEANINGS), witness: bool = True) -> Html:
    """What the verdicts mean."""
    rows = [join(tag("dt", badge(v, wording)), tag("dd", wording.pick(*MEANINGS[v]))) for v in verdicts]
    if witness:
        example = tag("span", "0 (±1e-09)", class_="soft")
        rows.append(join(tag("dt", example), tag("dd", wording.pick(*WITNESS))))
    return tag(
        "section",
        tag("h2", wording.pick("What the verdicts mean", "判定的含义"), id="key-heading"),
        tag("dl", *rows, class_="key"),
        id="key",
        aria_labelledby="key-heading",
    )
