r"""A sign is heard only where a sentence declares it of that very letter; what speaks of signs in another way proves
nothing, and keeps lines of its letters from being refuted."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

CUBE, DOUBLE, MEAN = r"a^3 \ge 0", r"\beta \le 2\beta", r"\mathbb{E}_{p(x)}[f(x)] \ge 0"


def judged(said: str, line: str, after: str = ""):
    return Judge(read_note(f"{said}\n$$ {line} $$\n{after}"), mend=False).run()[-1]


DECLARED = """
Let $a$ be positive. Then
Suppose that $a$ is positive. Then
Assume $a$ is a positive constant. Then
We assume that $a$ is nonnegative. Then
For a positive number $a$,
For positive $a$ and $b$,
Given a positive scalar $a$, we have
Let $a$ be a strictly positive real number. Then
Let $a$ and $b$ be positive numbers. Then
Let $b$, $c$ and $a$ be positive. Then
Let $a, b$ be positive. Then
If $a$ is positive, then
When $a$ is positive,
Let $b$ be real and let $a$ be positive. Then
Let $b$ be positive and $a$ positive. Then
Here $a$ is a positive parameter. Then
In this note, $a$ is positive. Then
Let the weight $a$ be positive. Then
Since $a$ is positive, we have
Let $a$ be a positive number, so that we may divide by it. Then
Let $a$ be greater than zero. Then
Suppose $a$ exceeds one. Then
Let $a$ be at least $1$. Then
Let $a$ be a natural number. Then
The number $a$ lies between zero and one. Then
Let $a$ be a real number. Assume now that $a$ is positive. Then
Let $a$ be negative. Then $a<0$. Now let $a$ be positive. Then
设 $a$ 为正,则
令 $a$ 为正的常数,则
对任意正数 $a$,有
设 $a$ 非负,则
设方差 $a$ 是固定的正数,则
设 $c$ 为实数,方差 $a$ 是固定的正数,则
其中 $a$ 为正常数。于是
设 $a$ 大于零,则
设 $a$、$b$ 均为正数,则
若 $a$ 为正,则
因为 $a$ 是正数,所以
""".strip().splitlines()


@pytest.mark.parametrize("said", DECLARED)
def test_what_declares_a_sign_is_heard(said):
    assert judged(said, CUBE).verdict == "proved"


@pytest.mark.parametrize(("said", "after"), [("We have", "where $a$ is positive."), ("有", "其中 $a$ 为正数。")])
def test_it_may_stand_behind_the_display(said, after):
    assert judged(said, CUBE, after).verdict == "proved"


NOT_DECLARED = r"""
Without assuming that $a$ is positive, we have
Unless $a$ is positive, we have
Later $a$ will be positive. For the moment $a$ is any real number, and
In Section 2 we assumed $a$ positive. Here we do not. Then
Let $a$ be a real number, no longer positive. We have
Is $a$ positive? It does not matter. We have
When $a$ is positive everything is easy. In general
Only if $a$ is positive can we take its logarithm. We have
If the advantage $a$ is positive we reinforce, otherwise we punish it. Then
$a$ is usually nonnegative, but here we allow any real. Then
Let the product of $\tau$ and $a$ be positive. Then
Suppose the product of $\tau$ and $a$ is positive. Then
Let the maximum of $b$, $c$ and $a$ be positive. Then
Let the absolute value of $a$ be positive. Then
Let $\tau$, but not $a$, be positive. Then
Let $|a|$ be positive. Then
Let $a$ be less than some positive number. Then
Let $a$ be the negative of a positive number. Then
Let $a$ be a number whose square is positive. Then
Let $a$ be positive, negative or zero. Then
If $b$ is positive, $a$ is positive. Then
Suppose for contradiction that $a$ is positive. Then
It is a myth that $a$ is positive. Then
For a positive number $b$ and any $a$,
Let $a$ be positive, if $c$ is. Then
Let $a$ be positive, at least on average. Then
Let $a$ be positive. Now suppose it is negative. Then
Let $1-a$ be positive. Then
设 $a$ 的上界为正,则
设 $a$ 大于 $-1$,则
In the toy model let $a$ be positive. In the real model
Suppose $a$ is positive. That was the old assumption. Here $a$ is any real number. Then
设 $a$ 不是正数,则
设 $a$ 未必为正,则
$a$ 不必为正,有
设 $a$ 不为正,则
不要求 $a$ 为正,有
$a$ 可能为正也可能为负,有
不能保证 $a$ 为正,有
$a$ 是否为正并不重要,有
设 $a$ 的平方为正,则
设 $a$ 未必非负,则
当 $b$ 为正时,$a$ 为正。于是
一旦训练结束,$a$ 为正。于是
若 $a$ 为正则显然,故设 $a$ 为负。于是
上一节中 $a$ 为正,本节 $a$ 为任意实数。于是
上一节中 $a>0$,本节 $a$ 为任意实数。于是
""".strip().splitlines()


@pytest.mark.parametrize("said", NOT_DECLARED)
def test_what_does_not_is_not(said):
    assert judged(said, CUBE).verdict != "proved"


@pytest.mark.parametrize(
    "after", ["whether $a$ is positive or not.", "where $a$ may or may not be positive.", "Now let $a$ be positive."]
)
def test_nor_what_stands_behind_a_display(after):
    assert judged("We have", CUBE, after).verdict != "proved"


@pytest.mark.parametrize(
    "said",
    [
        "Let $f$ be a function on the positive reals.",
        "Let $f$ be a function with a positive derivative.",
        "Let $f$ be bounded by a positive constant.",
        "Let $f$ be nowhere positive.",
        "Let $f$ be a function whose integral is nonnegative.",
        "Let $f(x)$ be positive for all $x>0$.",
        "For positive $x$, $f(x)$ is positive.",
        "Let $f(0)$ be positive.",
        "设 $f$ 的导数为正。",
    ],
)
def test_of_a_function_neither(said):
    assert judged(f"{said} Then", MEAN).verdict == "doubtful"
    assert judged("Let $f$ be a positive function. Then", MEAN).verdict == "proved"


@pytest.mark.parametrize(
    "said",
    """Let $\\beta$ be less than zero. Then
Let $\\beta$ be smaller than $0$. Then
Let $\\beta$ be below 0. Then
Let $\\beta$ be at most zero. Then
Let $\\beta$ be not positive. Then
Let $-\\beta$ be positive. Then
设 $\\beta$ 小于 0,则
设 $\\beta$ 不大于 0,则
设 $\\beta$ 未必非负,则
设 $\\beta$ 为负数,则""".splitlines(),
)
def test_what_is_said_beats_custom(said):
    assert judged(said, DOUBLE).verdict != "proved"
    assert judged(said, r"2\beta \le \beta").verdict != "refuted"


def test_what_custom_alone_gives_is_named():
    assert judged("We have", DOUBLE).assumes == (r"\beta > 0, by custom",)
    assert judged(r"Let $\beta$ be positive. Then", DOUBLE).assumes == (r"\beta > 0, as the note says",)
    assert judged(r"Let $p(x)=N(x;\mu,\sigma^2)$. Then", r"\log \sigma^2 = 2\log\sigma").assumes == ()


FIRST = "Let $a$ be positive. Then\n$$ a \\le 2a. $$\n"


@pytest.mark.parametrize(
    "second",
    """Now let $a$ be negative. Then
Now let $a<0$. Then
Now let $a$ be real. Then
Now $a$ is any real number. Then
From now on, $a$ may have either sign. Then
Now drop this assumption. Then
再设 $a$ 为负,则
If $a$ is not positive, then""".splitlines(),
)
def test_a_later_sign_takes_the_place_of_an_earlier_one(second):
    found = Judge(read_note(f"{FIRST}{second}\n$$ a \\le 3a $$"), mend=False).run()
    assert [one.verdict == "proved" for one in found] == [True, False]


def test_and_is_used_itself():
    assert judged(f"{FIRST}Now let $a$ be negative. Then", r"3a \le a").verdict == "proved"
    assert judged(
        "Suppose $a\\ge 1$. Then\n$$ a \\le a^2. $$\nSuppose instead $0<a<1$. Then", r"a \le a^3"
    ).verdict == ("refuted")


@pytest.mark.parametrize("second", ["If not, then", "Otherwise,", "若不然,则", "If $a$ is negative, then"])
def test_a_case_ends_with_its_alternative(second):
    said = f"If $a$ is positive, then\n$$ a \\le 2a. $$\n{second}"
    assert judged(said, r"a \le 3a").verdict != "proved"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("For a nonnegative random variable $X$,", r"\mathbb{E}[X] \ge 0"),
        ("Let $X>0$. Then", r"\mathbb{E}[X] \ge 0"),
        ("Let $X\\in[0,1]$ be a random variable. Then", r"\mathbb{E}[X^2] \le \mathbb{E}[X]"),
        ("Let $X$ be $\\{0,1\\}$-valued. Then", r"\mathbb{E}[X^2] = \mathbb{E}[X]"),
        ("Let $X$ be an indicator. Then", r"\mathbb{E}[X^2] = \mathbb{E}[X]"),
        ("For nonnegative numbers $a_i$,", r"(\sum_{i=1}^n a_i)^2 \ge \sum_{i=1}^n a_i^2"),
        ("The weight $\\beta$ lies between zero and one. Then", r"\beta^2 \le \beta"),
        ("For a probability $\\alpha$,", r"\alpha^2 \le \alpha"),
        ("A correlation coefficient $\\rho$ satisfies", r"\rho^2 \le 1"),
        ("Let $c$ be a real number with $|c|\\le1$. Then", r"c^2 \le 1"),
        ("Let $s,t\\in\\{-1,1\\}$. Then", r"s^2t^2 = 1"),
        ("Let $f$ have values in $[0,1]$. Then", r"\mathbb{E}_{p(x)}[f(x)] \le 1"),
        ("Let $f(x)\\le 1$ for all $x$. Then", r"\mathbb{E}_{p(x)}[f(x)] \le 1"),
        ("Since $f(x)\\le g(x)$ for all $x$,", r"\mathbb{E}_{p(x)}[f(x)] \le \mathbb{E}_{p(x)}[g(x)]"),
        ("Let $a<b$ and $c>0$. Then", "ac < bc"),
        ("Let $-a$ be positive. Then", "a < 0"),
    ],
)
def test_what_has_no_range_here_keeps_a_line_from_being_refuted(said, line):
    assert judged(said, line).verdict != "refuted"


@pytest.mark.parametrize(
    ("said", "line", "verdict"),
    [
        ("We have", r"(1-a)^3 \ge 0", "refuted"),  # no probability, for all that one minus it stands in a power
        ("Let $a>0$. Then", r"(1-a)^3 \ge 0", "refuted"),
        ("Let $a$ be less than one. Then", CUBE, "refuted"),
        ("Let $a<1$. Then", CUBE, "refuted"),
        ("Let $a>2$. Then", r"(3-a)^3 \ge 0", "refuted"),
        ("Let $0<a<1$. Then", r"(1-a)^3 \ge 0", "proved"),
        ("Let $a<1$. Then", r"(1-a)^3 \ge 0", "proved"),
        ("Let $0<a_i<1$. Then", r"\sum_{i=1}^n a_i \ge 0", "proved"),  # of any entry
        ("Let $a, b > 0$. Then", r"b^3 \ge 0", "proved"),
    ],
)
def test_a_range_is_no_more_than_it_says(said, line, verdict):
    assert judged(said, line).verdict == verdict


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Let $b$ be positive. Then", CUBE),
        ("Let $b<c$. Then", CUBE),
        ("Let $a$ be positive. Then", r"a^3 \le -a^2"),
        ("The negative ELBO of the positive pairs is large. Then", CUBE),
    ],
)
def test_what_is_said_of_another_letter_keeps_none(said, line):
    assert judged(said, line).verdict == "refuted"


@pytest.mark.parametrize("said", [
    r"$\beta<0$.", r"$$ \beta<0 $$", r"权重 $\beta$ 可以取负值。",
    r"$\beta$ is a penalty or a reward, depending on its sign.",
    r"$\tau$ is any real number. $\beta$ too.", r"The weight $\beta$ can be negative.",
])  # fmt: skip
def test_a_letter_that_is_said_to_be_negative_is_not_positive_by_custom(said):
    assert judged(said, r"\beta KL(p\|q) \ge 0").verdict != "proved"
    assert judged(said, r"\beta KL(p\|q) \le \beta KL(p\|q) + 1").verdict == "proved"


def test_below_zero_a_sign_is_turned():
    assert judged(r"$\beta<0$.", r"\beta KL(p\|q) \le 0").verdict == "proved"
    assert judged(r"$\beta>0$.", r"\beta KL(p\|q) \ge 0").verdict == "proved"
    assert judged(r"$\beta$ is the weight of the penalty.", r"\beta KL(p\|q) \ge 0").verdict == "proved"
