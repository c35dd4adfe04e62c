"""What is said of a command that cannot be done, in Chinese: the messages of argparse and our own, pattern by pattern.

A message may be made of several, and keeps the names of files and options in it as they are.
"""

from __future__ import annotations

import re

PATTERNS = (
    # what argparse says
    (r"\(see (.+) --help\)$", r"（见 \1 --help）"),
    (r"unrecognized arguments: ", "不认识的参数："),
    (r"the following arguments are required: ", "缺少参数："),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"没有选项 \1（可选：\2）"),
    (r"expected one argument", "需要一个值"),
    (r"expected at least one argument", "至少需要一个值"),
    (r"invalid (?:float|int) value: ", "不是数："),
    (r"ignored explicit argument (\S+)", r"不接受值 \1"),
    (r"not allowed with argument (\S+)", r"不能与 \1 同用"),
    (r"^argument (\S+): ", r"参数 \1："),
    (r"takes a whole number from 0 on, not (.+?)(?=（|$)", r"需要不小于 0 的整数，而不是 \1"),
    (r"takes a whole number from 0 to (\d+), not (.+?)(?=（|$)", r"需要 0 到 \1 的整数，而不是 \2"),
    # commands and chapters
    (r"^no command (.+): the commands are (.+)$", r"没有命令 \1：命令有 \2"),
    (r"^show needs a chapter: ", "show 需要一个章节："),
    (r"^exercise needs a chapter, or --from NOTE\.md: ", "exercise 需要一个章节，或 --from NOTE.md："),
    (r"^no chapter (.+?); ", r"没有章节 \1；"),
    (r"the nearest names are (.+)\. Chapters: ", r"最接近的是 \1。章节有："),
    (r"it is none of the names\. Chapters: ", "与各章节名都不相近。章节有："),
    (r"; --no-witness does without it$", "；加上 --no-witness 则不需要它"),
    # which options go together
    (r"^--json and (--format \S+): one of them$", r"--json 与 \1 只能用一个"),
    (r"^(--\w+) is of one note, and these are (\d+): name one of them$", r"\1 只对一篇笔记有效，这里有 \2 篇"),
    (r"^--record and --explore are two pages: name one of them$", "--record 与 --explore 是两种页面：只能用一个"),
    (r"^--watch is of one note: name one file$", "--watch 只关注一篇笔记：请指明一个文件"),
    (r"^--watch is of a file, and standard input is none$", "--watch 关注的是文件，而标准输入不是文件"),
    (r"^--watch does not go with (--\w+): leave one of them out$", r"--watch 不能与 \1 同用"),
    (r"^--watch prints text, not (\w+): leave one of them out$", r"--watch 只打印文本，不打印 \1"),
    # what is read
    (r": no such file$", "：没有这个文件"),
    (r": a folder, not a note$", "：是文件夹，不是笔记"),
    (r": the note is empty$", "：笔记是空的"),
    (r": the notebook has no Markdown cells$", "：笔记本中没有 Markdown 单元"),
    (r": not a Jupyter notebook: broken JSON at line (\d+), column (\d+)$",
     r"：不是 Jupyter 笔记本：第 \1 行第 \2 列 JSON 有误"),
    (r": not a Jupyter notebook: JSON nested too deeply$", "：不是 Jupyter 笔记本：JSON 嵌套过深"),
    (r": not a Jupyter notebook: the JSON is no object$", "：不是 Jupyter 笔记本：JSON 不是对象"),
    (r": not a Jupyter notebook: there is no list of cells in it$", "：不是 Jupyter 笔记本：其中没有单元列表"),
    (r": not a Jupyter notebook: a cell is no object$", "：不是 Jupyter 笔记本：有单元不是对象"),
    (r": not a Jupyter notebook: the source of cell (\d+) is no text$", r"：不是 Jupyter 笔记本：单元 \1 的源不是文本"),
    (r": not UTF-8 text \(byte (\d+)\): save the note as UTF-8$", r"：不是 UTF-8 文本（第 \1 字节）：请存为 UTF-8"),
    (r": a binary file, not a Markdown or LaTeX note$", "：二进制文件，不是 Markdown 或 LaTeX 笔记"),
    (r": no notes in this folder; ", "：文件夹中没有笔记；"),
    (r": nothing matches it; ", "：没有与之相符的文件；"),
    (r": what it matches are no notes; ", "：与之相符的都不是笔记；"),
    (r": not a note by its name; accepted are ", "：从名称看不是笔记；可接受的是 "),
    (r"^an empty name is no note; ", "空名称不是笔记；"),
    (r"a note is (.+)$", r"笔记是 \1"),
    (r", a folder of them, or - for standard input$", "，含有它们的文件夹，或表示标准输入的 -"),
    (r": what is printed would go into the note itself$", "：打印的内容会写进笔记本身"),
    (r"^standard input is closed, and no note can be read from it$", "标准输入已关闭，无法从中读取笔记"),
    (r"^standard input is a terminal: write the note to it by a pipe, ", "标准输入是终端：请用管道送入笔记，"),
    # what is written
    (r": this file is read by the same command, and inputs are never written$", "：此文件是输入，从不被写"),
    (r": a link, and nothing is written through links; name the file itself$", "：是链接，请指明文件本身"),
    (r": a folder; name a file in it$", "：是文件夹；请指明其中的一个文件"),
    (r": a device or a pipe, not an ordinary file$", "：是设备或管道，不是普通文件"),
    (r": write-protected; --force replaces it$", "：文件写保护；加上 --force 可替换"),
    (r": exists and is not a file of this kind that this program wrote; --force replaces it$",
     "：已存在，且不是本程序所写的此类文件；加上 --force 可替换"),
    (r"; what was there before is left$", "；原有文件保持不变"),
    (r": cannot be written: ", "：无法写入："),
    (r"^standard output cannot be written: ", "无法写到标准输出："),
    (r"^standard output is closed, and there is nowhere to say what was found$", "标准输出已关闭，无处报告结果"),
    # worksheets
    (r"^no slips and no blanks: .+$", "没有错误也没有空行：无可寻找；请给出 --slips N 或 --blanks N"),
    (r": the worksheet and its key cannot be one file$", "：练习与答案不能是同一个文件"),
    (r", seed (\d+): (\d+) (slip|blank)s? (?:is|are) asked for, and (\d+) can be had$",
     lambda m: f"，种子 {m[1]}：要求 {m[2]} 处{'错误' if m[3] == 'slip' else '空行'}，只能有 {m[4]} 处"),
    (r": none of its chains is wholly proved$", "：没有一条推导链全部得到证明"),
    (r": made of (.+), it is read as such only if it ends in (\S+)$", r"：由 \1 制成，只有以 \2 结尾才会按其格式读取"),
    (r": one file as worksheet and answers; give the student's copy as the second$",
     "：练习与答卷是同一个文件；第二个应是学生的答卷"),
    (r": no line of it is refuted and none is left out: there is nothing to find$",
     "：其中没有被推翻的行，也没有空行：无可寻找"),
    (r": a copy of another worksheet \((.+); this one is (.+)\)$", r"：是另一份练习的答卷（\1；这一份是 \2）"),
    (r": no copy of (.+): its chains of lines are (\d+), those of the worksheet (\d+)$",
     r"：不是 \1 的答卷：推导链有 \2 条，而练习有 \3 条"),
    (r": no copy of (.+): lines here: (\d+); in the worksheet: (\d+) \(line (\d+)\)$",
     r"：不是 \1 的答卷：此处有 \2 行，而练习有 \3 行（第 \4 行）"),
    (r": no copy of (.+): most of its chains begin with other lines$", r"：不是 \1 的答卷：大多数推导链的首行不同"),
    # the program itself
    (r"^interrupted$", "已中断"),
    (r"^there is not enough memory for this$", "内存不足"),
    (r"^a fault of the program at (\S+): ", r"程序故障，位于 \1："),
)  # fmt: skip


def in_chinese(message: str) -> str:
    """A complaint in Chinese; a message that is not known stays as it is.

    >>> in_chinese("nowhere.md: no such file")
    'nowhere.md：没有这个文件'
    """
    for english, chinese in PATTERNS:
        message = re.sub(english, chinese, message)
    return message
