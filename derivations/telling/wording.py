"""What the report says, in English and in Chinese: translations as data. Formulas are the same in both.

The judge writes English. `Wording("zh").say(text)` gives the Chinese: whole sentences from `SENTENCES`, rules by their
own Chinese names, and composed messages phrase by phrase from `PHRASES`.
"""

from __future__ import annotations

import re

from derivations.kernel.rules import FUBINI, INTEGRABLE, RULES, SUPPORT, gibbs
from derivations.telling.messages import told_in_chinese

LANGUAGES = ("en", "zh")

SENTENCES = {
    # headings
    "chapter": "章节",
    "line": "行",
    "formula": "公式",
    "reason": "理由",
    "verdict": "判定",
    "numeric witness": "数值见证",
    "as the note prints it": "笔记原文",
    "assumptions used": "所用假设",
    "definitions used": "所用定义",
    "remarks on the note": "对笔记的评注",
    "statement": "命题",
    "theorem": "定理",
    "assumes": "假设",
    "dropped": "去掉的项",
    "scale": "倍数",
    "not proved": "未证明",
    "everything holds": "全部成立",
    "not everything holds": "并非全部成立",
    # verdicts
    "proved": "已证明",
    "refuted": "已推翻",
    "doubtful": "存疑",
    "consistent": "未证明",
    "definition": "定义",
    "unread": "未读",
    "type error": "类型错误",
    "as the chapter says": "与章节所述一致",
    "not as the chapter says": "与章节所述不符",
    # limits
    "too much work: this step is over the budget of a step, or of the whole note": (
        "工作量过大：此步超出每步或整篇笔记的限额"
    ),
    "a paragraph that takes too much work to be understood": "理解此段所需的工作量过大",
    "a paragraph that is beyond what can be heard: please report it": "此段超出了能听懂的范围：请报告此事",
    # what rules silently rely on
    SUPPORT: "共同支撑：凡作分母或取对数之处，密度均为正",
    INTEGRABLE: "所写的积分均存在且有限",
    FUBINI: "富比尼：被积函数绝对可积，故积分可嵌套、合并、换序",
    gibbs.assumes[0]: "KL ≥ 0，当且仅当两个密度几乎处处相等时取等号",
    "σ > 0, so that z = μ + σε is one-to-one": "σ > 0，故 z = μ + σε 是一一对应",
    "the draws come from the density that is averaged over": "样本取自求平均所用的密度",
    "boundary terms vanish: f(z) N(z; m, s) tends to 0 at both ends": "边界项为零：f(z) N(z; m, s) 在两端趋于 0",
    # what chapters assume
    "the components of x are independent given z": "给定 z 时 x 的各分量独立",
    "the components of z are independent given x": "给定 x 时 z 的各分量独立",
    "the components of z are independent in the prior": "先验中 z 的各分量独立",
    "the draws are independent": "各次采样独立",
    "differentiation under the integral: the derivative has an integrable bound": "积分号下求导：导数有可积的上界",
    "the encoder is the model's posterior: p(z|x) = q(z|x)": "编码器即模型的后验：p(z|x) = q(z|x)",
    "the two densities agree: p(x) = q(x)": "两个密度相同：p(x) = q(x)",
    # why a line is taken
    "(z - m) N(z; m, s²) is -s² times the derivative of N": "(z - m) N(z; m, s²) 等于 -s² 乘 N 的导数",
    "D/2 log(2πσ_g²) is free of encoder and decoder; the 1/2 must stay": (
        "D/2 log(2πσ_g²) 与编码器、解码器无关；1/2 必须保留"
    ),
    "R = I and l = 0; the determinant of I is 1": "R = I，l = 0；I 的行列式为 1",
    "a factor 1/2 and a constant leave the value, not the minimiser": "因子 1/2 与常数改变数值，不改变极小点",
    "a pair (x, z): x from the data, then one z from p(z|x)": "一对 (x, z)：x 取自数据，再从 p(z|x) 取一个 z",
    "both densities integrate to one": "两个密度的积分都是 1",
    "every draw has the same density": "每次采样的密度相同",
    "k of the k² pairs are on the diagonal": "k² 对中有 k 对在对角线上",
    "lines 1.1 to 1.7, with the entropy kept: equal in value, not only minimised alike": (
        "即第 1.1 至 1.7 行，保留熵：两边数值相等，而不仅是极小点相同"
    ),
    "lines 2.1 to 2.3 backwards": "第 2.1 至 2.3 行倒推",
    "log 1 = 0": "log 1 = 0",
    "log 1 = 0 under the integral": "积分号下 log 1 = 0",
    "negative before t = 1, positive after it": "t = 1 之前为负，之后为正",
    "no value averaged is negative, so the KL is zero only if each is: t = 1, p = q, almost everywhere": (
        "被平均的值都不为负，故 KL 为零当且仅当每个都为零：t = 1，即 p = q 几乎处处成立"
    ),
    "one draw has the same expectation as the average of k": "一次采样与 k 次的均值期望相同",
    "only D/2 log 2π is free of the decoder: the log-variance stays": ("只有 D/2 log 2π 与解码器无关：对数方差须保留"),
    "positive wherever w is not zero": "w 不为零时为正",
    "positive: the least value, at t = 1, is 0": "为正：最小值在 t = 1 处，等于 0",
    "q = a exp(-M/a) tends to 0 as M grows: the KL has no bound": "M 增大时 q = a exp(-M/a) 趋于 0：KL 无界",
    "r exp(-r²/2) is the derivative of -exp(-r²/2), which goes from -1 to 0": (
        "r exp(-r²/2) 是 -exp(-r²/2) 的导数，后者由 -1 到 0"
    ),
    "the integral of a positive function is positive": "正函数的积分为正",
    "the mean of (z - m)² is s²": "(z - m)² 的均值是 s²",
    "the mean of q/p under p is the integral of q: one": "q/p 在 p 下的均值是 q 的积分：1",
    "the minus sign comes out of the expectation in (2)": "负号移出 (2) 中的期望",
    "the other components come out of the integral over z_i, and integrate to one": (
        "其余分量移出对 z_i 的积分，并各自积分为 1"
    ),
    "the other draws integrate to one": "其余各次采样积分为 1",
    "the second quadratic form is tr S⁻¹S = n": "第二个二次型是 tr S⁻¹S = n",
    "the three integrals are s², 0 and 1": "三个积分依次为 s²、0、1",
    "a weight above one gives a bound that is less tight": "权重大于一时得到的界更松",
    "tight just when p(z|x) = q(z|x) almost everywhere": "当且仅当 p(z|x) = q(z|x) 几乎处处成立时取等号",
    "tight just when the encoder is the model's posterior": "当且仅当编码器即模型的后验时取等号",
    "z - l = (z - m) + (m - l), squared": "z - l = (z - m) + (m - l)，取平方",
    "z = m + sε": "z = m + sε",
    "zero only where wμ = x, or w = 0": "仅当 wμ = x 或 w = 0 时为零",
}

PHRASES = {
    "a fresh name for the expression on the left": "给左边的式子起的新名字",
    "a fresh name": "新名字",
    "a density given by its formula": "由公式给出的密度",
    "a density given up to its scale": "只差一个倍数的密度",
    "a modelling assumption": "建模假设",
    "no proof found": "未找到证明",
    "and worlds cannot speak": "世界无法说明",
    "the next line silently takes this back": "下一行又悄悄改了回来",
    "together with the line before it holds again: this takes that line's slip back": (
        "与上一行合起来又成立：此行把上一行的疏漏改了回来"
    ),
    "likely slip": "可能的疏漏",
    "likely slip on the left": "左边可能的疏漏",
    "likely meant": "可能本意",
    "KL arguments swapped": "KL 的两个变元互换",
    "inequality direction": "不等号方向",
    "averaging density": "求平均的密度",
    "conditional": "条件",
    "factor 2": "因子 2",
    "a minus sign": "负号",
    "E of log": "对数与期望的次序",
    "a count": "计数",
    "dimension": "维数",
    "letter": "字母",
    "logarithm": "对数",
    "square": "平方",
    "a term": "一项",
    "variable of integration": "积分变量",
    "strict sign": "严格不等号",
    "this takes back the slip of the line before it": "此行把上一行的疏漏改了回来",
    "a sum for a product": "把乘积写成了和",
    "one name for another": "一个名字误作另一个",
    "an inverse": "逆",
    "a lost factor": "丢了一个因子",
    "lost brackets": "丢了括号",
    "a lost average": "丢了期望",
    "index or limit": "下标或求和范围",
    "two signs turned": "两个符号反了",
    "a half lost twice": "两处丢了 1/2",
    "two names exchanged": "两个名字互换了",
    "a fraction upside down": "分数上下颠倒",
    "a fraction not squared": "分数没有平方",
    "trace and determinant": "迹与行列式",
    "draws from ": "样本取自 ",
    "warning": "警告",
    "not to be added to another term as it stands": "不可原样加到另一项上",
    "true for the minimiser, scale": "对极小点成立，倍数",
    "true, but not for this reason": "成立，但不是因为这个理由",
    "says nothing: it repeats the line above": "没有内容：与上一行相同",
    "says nothing new: both sides are the same by algebra alone, name algebra instead": (
        "没有新内容：两边仅凭代数运算即相同，请改写理由为代数运算"
    ),
    "does not give it, and no other rules were found that do": "推不出此式，也没有找到能推出它的其他规则",
    "not proved": "未能证明",
    "not needed": "多余",
    "missing": "缺少",
    "wrong": "错误",
    "no reason": "没有理由",
    "no exact world can speak of this": "没有精确世界能说明此式",
    "finite world": "有限世界",
    "gaussian world": "高斯世界",
    "Gaussian world": "高斯世界",
    "left = ": "左边 = ",
    "right = ": "右边 = ",
    "left: ": "左边：",
    "right: ": "右边：",
    "a question": "疑问",
    "a wish or an aim": "愿望或目标",
    "a requirement": "要求或约束",
    "what does not hold": "不成立的式子",
    "a mistake": "错误示例",
    "what is to be refuted": "反证的假设",
    "the case of equality": "取等的情形",
    "the alternative to what is taken": "未被采用的选择",
    "a mere possibility": "设想",
    "a case": "某种情形",
    "an equation to be solved": "待解的方程",
    "an update of an iteration": "迭代更新",
    "the premise of an implication": "蕴含的前提",
    "a constraint": "约束",
    "nothing is free in it": "其中没有自由的量",
    "theorem ": "定理 ",
}

_PLACE = re.compile(r"(?:cell (\d+), )?line (\d+)(?: of (\S+))?")


def in_chinese_place(place: str) -> str:
    """`line 3`, `cell 2, line 3`, `line 3 of part.tex` as Chinese says it."""
    cell, line, file = _PLACE.fullmatch(place).groups()
    return (f"第 {cell} 单元" if cell else f"{file} " if file else "") + f"第 {line} 行"


PATTERNS = (
    (r"left/right = (.+) at (\S+), (.+) at (\2')", r"左边/右边在 \2 处 = \1，在 \4 处 = \3"),
    (r"left/right(?= \()", "左边/右边"),
    (r"right once (.+?) is mended", lambda m: f"{in_chinese_place(m[1])}改正后此行即成立"),
    (r"carried on to ((?:cell \d+, )?line \d+(?: of \S+)?)", lambda m: f"错误一直带到{in_chinese_place(m[1])}"),
    (r"(least|greatest) at (A|B)", lambda m: f"在 {m[2]} 处最{'小' if m[1] == 'least' else '大'}"),
    (r" \(one of (\d+) repairs\)", r"（\1 种改法之一）"),
    (r"as far as it was read the line fails, but ", r"就所读到的内容而言这一行不成立，但"),
    (r"(?<=但)not with (.+?); ", r"若取（\1）则成立；"),
    (r" \(cell (\d+), line (\d+)\)$", r"（第 \1 单元第 \2 行）"),
    (r" \(line (\d+) of ([^()]+)\)$", r"（\2 第 \1 行）"),
    (r" \(line (\d+)\)$", r"（第 \1 行）"),
    (r"cell (\d+), line (\d+)(?= says something)", r"第 \1 单元第 \2 行"),
    (r"line (\d+) of (\S+)(?= says something)", r"\2 第 \1 行"),
    (r"line (\d+)(?= says something)", r"第 \1 行"),
    (r" says something of it that was not understood: ", r"有一句与它有关的话没有读懂："),
    (r"it holds if (.+) is the data, which is not said", r"若 \1 是数据密度则成立，而这一点没有说明"),
    (r"what ties (.+) to (.+) is not said: declare the formula of \2", r"没有说明 \1 与 \2 的关系：请写出 \2 的公式"),
    (r"^(.+) is outside the note's folder: not followed$", r"\1 在笔记所在的文件夹之外：不跟读"),
    (r"^(.+): no such file in the note's folder$", r"笔记所在的文件夹中没有文件 \1"),
    (r"^(.+) inputs itself: not followed again$", r"\1 引入了自身：不再跟读"),
    (r"^the input (.+) cannot be read: (.+)$", r"所引入的 \1 无法读取：\2"),
    (r"^(.+) is not followed: more than (\d+) inputs, or too long$", r"不跟读 \1：引入的文件超过 \2 个，或过长"),
    (r"^a note from standard input has no folder: .+$", r"来自标准输入的笔记没有文件夹：不跟读其引入的文件"),
    (r"(\w+) is a name whose meaning is not said", r"没有说明 \1 是什么"),
    (r"told as (.+): no claim, and not judged", r"文中作为\1提出：不是断言，不予判定"),
    (r"told as (.+): no claim by itself", r"文中作为\1提出：本身不是断言"),
    (r"takes (.+) as (.+): an assumption that this step makes", r"这一步假设 \1 即 \2"),
    (
        r"a cross-entropy compares two distributions of the same variable, "
        r"but (.+) is a density of (.+) and (.+) of (.+)",
        r"交叉熵比较同一变量的两个分布，而 \1 是 \2 的密度，\3 是 \4 的密度",
    ),
    (
        r"(.+) compares two distributions of the same variable, but (.+) is a density of (.+) and (.+) of (.+)",
        r"\1 比较同一变量的两个分布，而 \2 是 \3 的密度，\4 是 \5 的密度",
    ),
    (r"E binds (.+) but (.+) is a density of (.+)", r"期望约束 \1，而 \2 是 \3 的密度"),
    (r"(.+) is not conditioned on (.+): no decoder of it", r"\1 不以 \2 为条件：不是它的解码器"),
    (
        r"(.+) is known only up to the factor (.+): it may not be added to another term",
        r"\1 只在相差因子 \2 的意义下成立：不可原样加到另一项上",
    ),
    (
        r"(.+) is no equation of values, so it cannot be used inside another formula",
        r"\1 不是数值等式，不能用在另一公式之内",
    ),
    (r"agrees in (.+) worlds; a gap above (.+) would have been seen", r"在 \1世界中一致；大于 \2 的差会被发现"),
    (r"(?<=在 )(\d+) finite and (\d+) gaussian(?=世界)", r"\1 个有限世界和 \2 个高斯"),
    (r"(?<=在 )(\d+) finite(?=世界)", r"\1 个有限"),
    (r"(?<=在 )(\d+) gaussian(?=世界)", r"\1 个高斯"),
    (r"(\S+) (\S+) is not proved", r"\1 \2 未能证明"),
)
"""Messages with formulas in them: what the program writes, and how Chinese says it."""

LONGEST_MESSAGE = 1_200  # characters: of a longer one, which quotes a formula nobody reads, the middle is left out


def shortened(text: str) -> str:
    """The text, or its beginning and its end."""
    half = LONGEST_MESSAGE // 2
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:half]} … {text[-half:]}"


class Wording:
    """The language of a report, "en" or "zh"."""

    def __init__(self, language: str = "en"):
        self.language = language

    def say(self, text: str) -> str:
        """A heading, a verdict, a reason, an assumption or a message in this language."""
        text = shortened(text)
        if self.language == "en" or not text:
            return text
        if text in SENTENCES:
            return SENTENCES[text]
        for english, chinese in PATTERNS:
            text = re.sub(english, chinese, text)
        text = told_in_chinese(text)
        for english, chinese in _PARTS:
            text = text.replace(english, chinese)
        return text

    def pick(self, english: str, chinese: str) -> str:
        """One of two texts that are written in both languages where they stand."""
        return chinese if self.language == "zh" and chinese else english


_PARTS = sorted(
    [*PHRASES.items(), *((rule.name, rule.chinese) for rule in RULES.values())], key=lambda part: -len(part[0])
)
