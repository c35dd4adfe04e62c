"""What the page's scripts say, in English and in Chinese; they find it in the page as data, under the same names."""

from __future__ import annotations

import json

from derivations.page.markup import Html, tag
from derivations.telling.wording import Wording

WORDS = {
    "wide": ("wide formula, scrolls sideways", "宽公式，可左右滚动"),
    "copy": ("copy as LaTeX", "复制 LaTeX"),
    "copied": ("copied", "已复制"),
    "not copied": ("could not be copied", "未能复制"),
    "wrong": ("only what is wrong", "只看有错的"),
    "nothing wrong": ("nothing here is refuted", "没有被推翻的行"),
    "one by one": ("one line at a time", "逐行展开"),
    "next": ("next line", "下一行"),
    "previous": ("previous line", "上一行"),
    "all": ("all lines", "全部显示"),
    "line of": ("line {} of {}", "第 {} 行，共 {} 行"),
    "keys": ("keys: → next, ← back, End all, Esc out", "按键：→ 下一行，← 上一行，End 全部，Esc 退出"),
    "left": ("left side", "左边"),
    "right": ("right side", "右边"),
    "the same": ("both sides are equal here", "两边在此相等"),
    "apart": ("the sides differ by", "两边相差"),
    "holds here": ("the line holds in this world", "该行在这个世界中成立"),
    "false here": ("the line is false in this world", "该行在这个世界中不成立"),
    "no value": ("no value: ", "没有值："),
    "not a number": ("{} is no number", "{} 不是数"),
    "negative": ("{} may not be negative", "{} 不能为负"),
    "empty table": ("the numbers of {} add up to zero", "{} 的数加起来为零"),
    "sum": ("sum of the weights: {}; each is divided by it", "权重之和：{}；每个数都除以它"),
    "broken": ("no longer true here: ", "在此不再成立："),
    "ordered alike": ("both sides order the two worlds alike", "两边对这两个世界的排序相同"),
    "ordered apart": ("the sides order the two worlds differently", "两边对这两个世界的排序不同"),
    "as found": ("as it was found", "恢复原样"),
    "digit": ("digit {}, number {} of those held out: mean ({}, {}), deviations ({}, {}), KL {} nats",
              "数字 {}，留出集中第 {} 个：均值 ({}, {})，标准差 ({}, {})，KL {} 纳特"),
    "decoded": ("decoded at z = ({}, {})", "在 z = ({}, {}) 处解码"),
}  # fmt: skip


def words(wording: Wording) -> Html:
    """The table as data in the page."""
    return data({name: wording.pick(*both) for name, both in WORDS.items()}, id="words")


def data(value: object, **attributes: object) -> Html:
    """A value that a script reads: JSON in an element that is never run, safe whatever the strings in it hold.

    >>> data(["</script>"])
    '<script type="application/json">["\\\\u003c/script>"]</script>'
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return tag("script", Html(written), type="application/json", **attributes)
