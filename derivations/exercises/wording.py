"""What worksheets, keys and marks say, in English and in Chinese.

What stands in a worksheet is read with it as its prose: it names no density and claims nothing.
"""

from __future__ import annotations

WORDS = {
    "title": ("Exercise: {}", "练习：{}"),
    "every row": ("Every row should follow from the row above it.", "每一行都应由上一行推出。"),
    "find": ("Rows that do not: {}. Mend them, and the rows that rest on them.",
             "不能推出的行数：{}。请改正这些行以及由它们推出的行。"),
    "fill": ("Boxes to be filled: {}.", "待填的方框数：{}。"),
    "written": ("{}: {}, {} (seed {})", "{}：{} 处错误，{} 个方框（种子 {}）"),
    "key": ("Key: {}", "答案：{}"),
    "slip": ("Slip {}: line {}", "错误 {}：第 {} 行"),
    "stands": ("stands", "题中"),
    "right": ("right", "应为"),
    "kind": ("kind", "类型"),
    "world": ("world", "反例"),
    "left": ("left side", "左边"),
    "values": ("its two values", "两边的值"),
    "carried": ("carried on in line {}, where it should read", "第 {} 行由此推出，应改为"),
    "blank": ("Box {}: line {}", "方框 {}：第 {} 行"),
    "one answer": ("for example (whatever follows and leads on is right)",
                   "例如（凡能由上一行推出并推出下一行者皆对）"),
    # marks
    "line": ("line {}", "第 {} 行"),
    "a slip": ("slip", "错误"),
    "a blank": ("box", "方框"),
    "a line": ("line", "行"),
    "found": ("found, and mended rightly", "已找到，改正正确"),
    "filled": ("filled, and right", "已填，正确"),
    "not found": ("not found", "未找到"),
    "not filled": ("not filled", "未填"),
    "wrong": ("changed, and still wrong", "已改，但仍不成立"),
    "wrong fill": ("filled, and wrong", "已填，但不成立"),
    "leads nowhere": ("follows from the line above, and the line below does not follow from it",
                      "能由上一行推出，但推不出下一行"),
    "nothing new": ("says nothing new: it repeats a line beside it", "没有说出新内容：只是重复相邻的一行"),
    "not confirmed": ("could not be confirmed", "未能证实"),
    "unread": ("could not be read", "无法读懂"),
    "another sign": ("has another relation sign than the worksheet", "关系符号与题目不同"),
    "follows no more": ("does not follow from the line above it any more", "不再能由上一行推出"),
    "summary": ("slips found: {} of {}; boxes right: {} of {}", "找到的错误：{} / {}；填对的方框：{} / {}"),
    "all right": ("everything found, and every line follows", "全部找到，每一行都成立"),
}  # fmt: skip
