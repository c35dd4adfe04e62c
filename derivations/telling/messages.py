"""What the reader tells an author, in Chinese: the English as it is written, with {0}, {1} for what stands in it, and
the Chinese beside it; what verdicts and worlds say stands in messages_of_verdicts.py.

A test reads the sources: every sentence there has its row here or in wording.py.
"""

from __future__ import annotations

import re
from functools import cache

from derivations.telling.messages_of_verdicts import OF_VERDICTS, OF_WORLDS

OF_FORMULAS = {
    "'{0}' after the formula is not understood": "读不懂公式之后的 '{0}'",
    "'{0}' is not a statement that can be used": "'{0}' 不是可以使用的命题",
    "'{0}' is out of place here": "'{0}' 放在这里不合适",
    "'{0}' is not closed: read as closed after the density": "'{0}' 没有闭合：读作在密度之后闭合",
    "'{0}' is not closed": "'{0}' 没有闭合",
    "a bracket missing or too many: read in the only way that gives a formula": "括号多或少一个：按唯一的读法读",
    "environment '{0}' inside a formula": "公式中出现环境 '{0}'",
    "text '{0}' inside a formula": "公式中出现文字 '{0}'",
    "too long a number": "数字过长",
    "unknown sign or command '{0}'": "不认识的符号或命令 '{0}'",
    "nothing between the brackets": "括号中没有内容",
    "nothing stands on this side": "这一边没有内容",
    "the formula ends where something should follow": "公式在还应有内容的地方结束",
    "put braces around this argument": "请给这个变元加上花括号",
    "put braces around this script": "请给这个上标或下标加上花括号",
    "a second subscript: put braces around the first part": "第二个下标：请给前面的部分加上花括号",
    "this subscript is not understood": "读不懂这个下标",
    "the subscript of {0} is not understood": "读不懂 {0} 的下标",
    "the superscript of {0} is not understood": "读不懂 {0} 的上标",
    "{0} carries no superscript": "{0} 不带上标",
    "a Gaussian carries no script here": "高斯密度在此不带上下标",
    "a KL divergence carries no script here": "KL 散度在此不带上下标",
    "an entropy carries no superscript": "熵不带上标",
    "an expectation carries no superscript": "期望不带上标",
    "mutual information carries no superscript": "互信息不带上标",
    "a variable carries no power": "变量在此不带幂",
    "a label on an expression: only names carry it": "标记加在式子上：只有名字可以带标记",
    "a prime belongs to a name, not to an expression": "撇号属于名字，不属于式子",
    "a density has no transpose": "密度没有转置",
    "two numbers side by side": "两个数并列",
    "two powers of {0}": "{0} 有两个幂",
    "a variance needs brackets": "方差需要括号",
    "a covariance needs brackets": "协方差需要括号",
    "a variable should follow": "此后应有变量",
    "angle brackets hold one expression or two": "尖括号中应有一个或两个式子",
    "each case is a value and a condition": "每种情形由一个值和一个条件组成",
    "an entry of this matrix is empty": "这个矩阵有空的元素",
    "only first and second derivatives are read": "只读一阶和二阶导数",
    "only square roots are read: write a power": "只读平方根：请写成幂",
    "arg of what? min or max should follow": "arg 之后应有 min 或 max",
    "{0}(...): a function or a product? put a sign between": "{0}(...)：是函数还是乘积？请在中间写上乘号",
    "{0} runs over {1} itself, and is taken here at {1}": "{0} 本身对 {1} 求和、积分或取期望，这里却取在 {1} 处",
    "where does this sum or mean end? write brackets": "这个求和或期望到哪里结束？请写括号",
    "how far does this logarithm reach? write brackets": "这个对数作用到哪里？请写括号",
    "does the power belong to {0} or to its operand? write {1}[(...)^n]": (
        "幂属于 {0} 还是属于它作用的式子？请写 {1}[(...)^n]"
    ),
    "is the power inside the expectation? write E[...]^n or E[(...)^n]": (
        "幂在期望之内吗？请写 E[...]^n 或 E[(...)^n]"
    ),
    "is this multiplied with the term before it alone? write brackets": "它只与前面的一项相乘吗？请写括号",
    "braces are not printed: write brackets around this sum": "花括号不会印出来：请给这个和加上括号",
    "bars around this are not understood": "读不懂此处的竖线",
    "the integral has no body": "积分没有被积式",
    "where does this integral end? it has no differential": "这个积分到哪里结束？它没有微分",
    "this integral has no differential: read as d{0}": "这个积分没有微分：读作 d{0}",
    "{0}nt needs {1} differential(s), found {2}": "{0}nt 需要 {1} 个微分，只有 {2} 个",
    "what does this run over? the sum or product has no index": "对什么求？这个和或积没有指标",
    "this sum has no index: read as over {0}": "这个和没有指标：读作对 {0} 求和",
    "this sum's index was not understood": "读不懂这个和的指标",
    "a sum runs over letters": "求和的指标应是字母",
    "a divergence with the subscript {0} is not known": "不认识带下标 {0} 的散度",
    "a Gaussian is N(x; mean, variance) or N(mean, variance)": "高斯密度写作 N(x; 均值, 方差) 或 N(均值, 方差)",
    "a Gaussian with its variable below is N_x(mean, variance)": "变量写在下标的高斯密度是 N_x(均值, 方差)",
    "an entropy is given variables, or their values": "熵的条件应是变量，或其取值",
    "an entropy takes one density, two for a cross-entropy, or variables": (
        "熵的变元是一个密度（交叉熵是两个）或若干变量"
    ),
    "mutual information is between two groups of variables: I(x; z)": "互信息是两组变量之间的：I(x; z)",
    "nested more than {0} deep": "嵌套超过 {0} 层",
    "a declaration is `key: names`": "声明写作 `键: 名字`",
    "{0}: a binary file, not a Markdown or LaTeX note": "{0}：二进制文件，不是 Markdown 或 LaTeX 笔记",
    "{0}: not UTF-8 text (byte {1}): save the note as UTF-8": "{0}：不是 UTF-8 文本（第 {1} 字节）：请存为 UTF-8",
    "{0}: broken JSON at line {1}, column {2}": "{0}：JSON 在第 {1} 行第 {2} 列损坏",
    "{0}: JSON nested too deeply": "{0}：JSON 嵌套过深",
    "{0}: the JSON is no object": "{0}：这个 JSON 不是对象",
    "{0}: there is no list of cells in it": "{0}：其中没有单元列表",
    "{0}: a cell is no object": "{0}：有单元不是对象",
    "{0}: the source of cell {1} is no text": "{0}：第 {1} 单元的内容不是文本",
    "not a Jupyter notebook": "不是 Jupyter 笔记本",
    "too many formulas in prose for so few displays: from here on the note is not read": (
        "正文中的公式过多而展示的公式过少：以下不读"
    ),
    "a note of more than {0} relation signs: from here on it is not read": "笔记的关系符号超过 {0} 个：以下不读",
    "a number in brackets stands for another formula here: write that formula out": (
        "这里括号中的编号代表另一个公式：请把那个公式写出来"
    ),
    "too long a note: its formulas have more than {0} signs and names before this one ends": (
        "笔记过长：到此为止公式中的符号和名字已超过 {0} 个"
    ),
    "this side is too long to be read: it has more than {0} signs and names": (
        "这一边太长，无法读：符号和名字超过 {0} 个"
    ),
    "this side is too large to be judged: multiplied out it would have more than {0} terms": (
        "这一边太大，无法判断：乘开后超过 {0} 项"
    ),
    "this side is nested more than {0} deep": "这一边嵌套超过 {0} 层",
}
"""What is wrong with a formula as it is written."""

OF_MEANING = {
    "{0} takes the values 0 and 1, 1 with probability {1}": "{0} 取值 0 与 1，取 1 的概率为 {1}",
    "{0} is no density: it integrates to {1}, not to one": "{0} 不是密度：它的积分是 {1}，不是 1",
    "{0} is no density: its mean or variance depends on {1} itself": "{0} 不是密度：它的均值或方差依赖 {1} 本身",
    "{0} is no density: what it averages over is not a density of that": "{0} 不是密度：所平均的量没有相应的密度",
    "{0} is no density: a mixture has positive weights": "{0} 不是密度：混合的权重应为正",
    "{0} is no density: {1} has two densities in one product": "{0} 不是密度：{1} 在一个乘积中有两个密度",
    "{0} is no density: its factors are conditioned on one another in a circle": "{0} 不是密度：它的因子互为条件",
    "{0} mixes densities of different variables": "{0} 混合了不同变量的密度",
    "{0} is not a density": "{0} 不是密度",
    "this is no density: it integrates to {0}, not to 1": "这不是密度：它的积分是 {0}，不是 1",
    "this is no density: it does not integrate to 1": "这不是密度：它的积分不是 1",
    "this is no density: its values are not positive": "这不是密度：它的值不为正",
    "this is no density: a variance is positive, and {0} is not": "这不是密度：方差应为正，而 {0} 不是",
    "every binder says what it binds": "每个积分、求和或期望都要说明对什么取",
    "a density of {0} needs a variable before the bar": "{0} 的密度在竖线前需要变量",
    "{0} is not a random variable, so no density can be taken in it": "{0} 不是随机变量，不能取它的密度",
    "{0} stands twice in one density of {1}": "{0} 在 {1} 的一个密度中出现两次",
    "two conditioning bars in one density of {0}": "{0} 的一个密度中有两条条件竖线",
    "an integral binds each variable once": "一个积分对每个变量只取一次",
    "an integral binds random variables, and {0} is none": "积分对随机变量取，而 {0} 不是",
    "{0} has no component {1}": "{0} 没有分量 {1}",
    "a conditional entropy needs a conditional density": "条件熵需要条件密度",
    "mutual information needs a joint density of exactly its two groups of variables": (
        "互信息需要恰好是这两组变量的联合密度"
    ),
    "mutual information of two groups of variables is meant": "应是两组变量的互信息",
    "I(X; X) is infinite unless X is said to be discrete": "除非说明 X 是离散的，I(X; X) 为无穷大",
    "{0} has not been defined": "{0} 没有定义",
    "{0} is defined for other arguments": "{0} 是对别的变元定义的",
    "{0} inside a formula is not understood": "读不懂公式中的 {0}",
    "{0} is not understood here": "读不懂此处的 {0}",
    "{0} (read as the mean under the first)": "{0}（读作在前一个之下的均值）",
    "{0} is normal, {1} and {2} its mean and standard deviation": "{0} 是正态的，{1} 与 {2} 是其均值与标准差",
    "a number for each value stands beside the values: write it as a function of them": "请写成各值的函数",
    "a mean under all factors but one is not understood: write its density out": "请写出其余因子的密度",
    "the probability that one is preferred: say what it is in the two": "请说明偏好概率如何由二者给出",
    "a density at a particular value is not understood yet": "还读不懂密度在某个具体值处的写法",
    "a density of several examples that are not said to be independent": "若干样本的密度，而没有说它们独立",
    "a derivative of this is not understood": "读不懂对它的求导",
    "a diagonal variance of a number: of what size is it?": "由一个数给出的对角方差：它是几维的？",
    "a dot for a variable": "用点代替变量",
    "a factorial of something that is no small number": "阶乘的变元不是小的整数",
    "a list in place of a value is not understood": "此处应是一个值，读不懂列表",
    "a list in place of a value": "此处应是一个值，却是列表",
    "a set in place of a value": "此处应是一个值，却是集合",
    "a list with dots": "带省略号的列表",
    "a table of cases": "分情形的表",
    "a matrix or row stands where a number is expected": "此处应是数，却是矩阵或行向量",
    "a matrix that is not square is not understood": "读不懂非方阵",
    "a matrix times a row": "矩阵乘行向量",
    "a matrix written out by its entries": "按元素写出的矩阵",
    "a mean vector with a number is not understood": "读不懂带一个数的均值向量",
    "a norm with the subscript {0} is not understood": "读不懂带下标 {0} 的范数",
    "a number added to a vector": "数与向量相加",
    "a number too long to be written out": "数太长，无法写出",
    "a power of a vector": "向量的幂",
    "a random variable is expected here": "此处应是随机变量",
    "the complement of an event is not understood": "事件的余集无法理解",
    "{0} is told as a number, and is the letter of a density too": "{0} 既说是数，又是密度的字母",
    "a number of its own": "另外的一个数",
    "the mean of {0}": "{0} 的均值",
    "a member that the sum does not run over stands in it beside those that it does": (
        "求和中有一个不随求和指标变动的成员，与随之变动的成员并列"
    ),
    "a density with {0} below it, another at each {1}, is not understood": (
        "不理解带有 {0} 的密度：它在每个 {1} 处各不相同"
    ),
    "whether {0} is that of an example is not said": "没有说明 {0} 是否属于某个样本",
    "where a bracket belongs is not said": "没有说明括号应在何处",
    "what {0} is drawn from is not said": "没有说明 {0} 由什么抽取",
    "which variables this is a density of cannot be told": "无法判断它是哪些变量的密度",
    "a row vector is left over": "多出一个行向量",
    "a sum or product over several indices is not understood": "读不懂对多个指标的求和或求积",
    "one of the draws stands beside the sum over all of them": "其中一个样本出现在对全部样本的和旁边",
    "a sum over a part of the draws is not understood": "读不懂对一部分样本的求和",
    "a sum over a part of the values is not understood": "读不懂对一部分取值的求和",
    "{0} is defined by what it defines, member by member": "{0} 由它自己所定义的量逐项定义",
    "a density that is named by its variable, at a place that is not it": "以变量命名的密度，却在别处取值",
    "a sum over the values of what is integrated over beside it": "对同一行里又作积分的变量的取值求和",
    "a sum with a condition is not understood": "读不懂带条件的求和",
    "where this sum ends cannot be told": "看不出这个和到哪里为止",
    "the range of this index cannot be told": "看不出这个指标的范围",
    "an integral over a part of the line is not understood": "读不懂在直线一部分上的积分",
    "a vector Gaussian with a scalar mean": "向量的高斯密度，均值却是标量",
    "a Gaussian without its variable": "高斯密度没有写变量",
    "an equation inside a value": "值中出现等式",
    "an expectation without a density": "期望没有说明在哪个密度之下",
    "an index on this is not understood": "读不懂此处的指标",
    "an index that is not understood": "读不懂的指标",
    "several indices on a function": "函数带有多个指标",
    "cases other than 0 and 1 are not understood": "读不懂 0 和 1 以外的情形",
    "how many examples there are cannot be told": "看不出有多少个样本",
    "a list beside its own members is read only by its formula: say what its density is": (
        "与自身成员并列的变量列表只按公式来读：请写明它的密度"
    ),
    "nothing random stands in this expectation": "这个期望中没有随机的量",
    "over which variable this mean runs is not said: write N(x; mean, variance)": (
        "没有说明对哪个变量取均值：请写 N(x; 均值, 方差)"
    ),
    "terms of different shape are added": "相加的项形状不同",
    "the determinant of something that is no matrix": "取行列式的不是矩阵",
    "the trace of something that is no matrix": "取迹的不是矩阵",
    "the exponential of a matrix": "矩阵的指数",
    "the variance of a nonlinear function of a sample average": "样本均值的非线性函数的方差",
    "the variance of several sample averages": "多个样本均值的方差",
    "this argument of a density is not understood": "读不懂密度的这个变元",
    "two vectors are multiplied without a transpose": "两个向量相乘而没有转置",
    "under which distribution this is taken cannot be told": "看不出这是在哪个分布之下取的",
    "what is drawn here cannot be told": "看不出这里采样的是什么",
    "which variable the dot stands for cannot be told": "看不出点代表哪个变量",
    "which variable this argument stands for cannot be told": "看不出这个变元代表哪个变量",
    "which variables {0} is a density of cannot be told": "看不出 {0} 是哪些变量的密度",
    "an update of {0} is no equation": "{0} 的更新不是等式",
    "a name for where this optimum lies": "最优点所在之处的名字",
    "how a variable is made of others": "变量如何由其他变量构成",
    "what the next sentence takes back": "下一句收回的内容",
    "words that were not understood: ": "没有读懂的话：",
    "how far a sum or mean without brackets reaches": "没有括号的求和或期望作用到哪里",
    "over a part of what follows": "作用到后面的一部分",
    "how far the function before a product reaches": "乘积前的函数作用到哪里",
    "how far the product reaches": "连乘号作用到哪里",
    "a matrix M is read as u^T M v, a vector a as u^T a, for all vectors": (
        "矩阵 M 读作 u^T M v，向量 a 读作 u^T a，对一切向量"
    ),
    "what others do": "他人的做法",
    "which {0} the bare {1} is": "单独的 {1} 是哪一个 {0}",
    "over all that follows": "作用于其后的全部",
    "to the last factor with its index": "作用到最后一个带有其指标的因子",
    "over what stands next to it": "只作用于紧邻的部分",
    "the base of the logarithm in H, KL and I": "H、KL、I 中对数的底",
    "what an entropy at the values that are given is of": "给定取值处的熵所取的密度",
    "the average over these": "对这些取平均",
    "the density that H, I and E are under": "H、I、E 所取的密度",
    "what a bare E is under": "单独的 E 所取的密度",
    "members of a sequence stand in this expectation: ": "这个期望中有序列的成员：",
    "which are drawn is not said": "没有说明哪些是抽取的",
    "what the bare {0} is of": "单独的 {0} 是关于什么的",
    "what the draws of {0} are from": "{0} 的样本抽自什么",
}
"""What cannot be told of what a formula means."""

MESSAGES = OF_FORMULAS | OF_MEANING | OF_VERDICTS | OF_WORLDS
HOLE = re.compile(r"\\\{(\d)\\\}")


def pattern(english: str) -> tuple[re.Pattern[str], str]:
    """The English of a message as a pattern in which a hole takes as little as it can, a last one all up to `;`."""
    escaped = re.escape(english)
    last = escaped.endswith("\\}")
    holes = HOLE.sub("(.+?)", escaped)
    return re.compile(f"{holes[:-5]}([^;]+)" if last else holes), re.sub(r"\{(\d)\}", group, MESSAGES[english])


def group(hole: re.Match[str]) -> str:
    return rf"\g<{int(hole[1]) + 1}>"


@cache
def told() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The tables as patterns, the longest first: who tells in English makes none."""
    return tuple(pattern(english) for english in sorted(MESSAGES, key=len, reverse=True))


def told_in_chinese(text: str) -> str:
    """A composed message with every sentence of the tables in Chinese."""
    for english, chinese in told():
        text = english.sub(chinese, text)
    return text
