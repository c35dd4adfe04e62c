"""What a sentence says of an equation decides what it becomes: a table of phrasings, in English and Chinese.

Each is put before `KL(q(z|x) || p(z|x)) = 0`, which holds only if the sentence declares q(z|x) = p(z|x). Words of wish,
doubt, question, mistake or of others do not declare; neither does a sentence that was not understood.
"""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

JOINTS = "Let $p(x,z)$ and $q(x,z)$ be joint densities, with conditionals $p(z|x)$ and $q(z|x)$.\n\n"
EQUATION = "$q(z|x)=p(z|x)$"
CLAIM = "\n\n$$ \\mathrm{KL}(q(z|x)\\|p(z|x)) = 0 $$\n"

NOT_DECLARED = """
Ideally EQ.
We hope that EQ.
We want EQ, but this is out of reach.
It would be nice to have EQ.
In a perfect world EQ.
The dream is EQ.
Our aim is EQ.
Training tries to reach EQ.
We need EQ for the bound to close.
The bound closes if and only if EQ.
Equality holds for EQ only.
The gap vanishes exactly when EQ.
Could EQ be true?
Is it ever the case that EQ?
Why is EQ not enough?
One might think that EQ.
Beginners often write EQ.
Some authors assume EQ. We do not.
Nobody would claim EQ.
It is not true that EQ.
It is wrong to write EQ.
One might hope that the encoder is exact, i.e. EQ for all $x$.
It would be nice to have a perfect encoder, e.g. EQ.
With infinitely many samples, as $n\\to\\infty$, EQ.
With probability $\\frac12$, EQ.
Never set EQ.
We do not assume EQ.
We no longer assume EQ.
In general EQ fails.
EQ does not hold.
EQ is false.
EQ is only approximately true.
EQ holds asymptotically.
EQ up to a constant.
Instead of EQ we take a wider family.
Unless EQ, the bound is loose.
Suppose, for contradiction, that EQ.
Imagine that EQ.
If only we had EQ!
Even if EQ, sampling is slow.
After many steps EQ is approached.
The hypothesis EQ is tested next.
Take for granted nothing, least of all EQ.
The old paper claims EQ.
EQ, as was believed for a long time.
We drop the assumption EQ.
Assume EQ. This is false, of course.
The update sets EQ and is then undone.
Mostly EQ.
The minimiser is EQ.
Exercise: prove EQ.
The temptation to put EQ is great.
When EQ the gap is zero.
If EQ, all is well.
我们希望 EQ。
理想情况下 EQ。
能否让 EQ？
并非 EQ。
EQ 不成立。
一般来说 EQ 是错误的。
若 EQ，则下界是紧的。
当且仅当 EQ 时等号成立。
有人认为 EQ。
假设 EQ，但这是不可能的。
我们的目标是使 EQ。
EQ 只是近似成立。
反设 EQ。
通常取 EQ，本文不这样做。
而不是 EQ。
为了得到 EQ，需要无穷大的网络。
难道 EQ 吗？
检验 EQ 是否成立。
""".strip().split("\n")

DECLARED = """
Let EQ.
Assume EQ.
Assume that EQ from here on.
Suppose EQ.
We assume throughout that EQ.
Now let EQ.
Here EQ.
We take EQ.
Take EQ.
Choose EQ.
With EQ we get:
If EQ, then
When EQ the divergence is
Suppose the encoder is exact, EQ.
The encoder is exact: EQ.
Let the encoder be the posterior, EQ, and look at the gap:
Given EQ,
Without loss of generality let EQ.
In this section we set EQ.
设 EQ。
假设 EQ，则
令 EQ，得到
取 EQ，
当 EQ 时，
如果 EQ，那么
假定编码器 EQ。
其中 EQ。
""".strip().split("\n")


def verdict(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("phrase", NOT_DECLARED)
def test_what_is_not_declared_is_no_fact(phrase: str):
    assert verdict(JOINTS + phrase.replace("EQ", EQUATION) + CLAIM) in ("refuted", "doubtful", "consistent")


@pytest.mark.parametrize("phrase", DECLARED)
def test_what_is_declared_is_a_fact(phrase: str):
    assert verdict(JOINTS + phrase.replace("EQ", EQUATION) + CLAIM) == "proved"


def test_the_claim_is_false_without_any_sentence():
    assert verdict(JOINTS + CLAIM) == "refuted"


def test_a_case_ends_with_its_display():
    note = JOINTS + f"When {EQUATION} the divergence is{CLAIM}\nIn general it is not zero, and{CLAIM}"
    first, second = Judge(read_note(note), mend=False).run()
    assert (first.verdict, second.verdict) == ("proved", "refuted")


LEADING_TO_A_DISPLAY = """
We want
Ideally we would have
The goal is
Is it true that
It is not true that
A common mistake is to set
Equality holds if and only if
The bound is tight when
Suppose for contradiction that
Instead of
We need
What if
Imagine
我们希望
理想情况是
当且仅当
是否有
并非
错误地认为
反设
""".strip().split("\n")


@pytest.mark.parametrize("phrase", LEADING_TO_A_DISPLAY)
def test_a_display_that_is_no_claim_is_neither_judged_nor_a_fact(phrase: str):
    note = JOINTS + phrase + "\n\n$$ q(z|x) = p(z|x) $$\n\nFor any encoder,\n" + CLAIM
    first, second = Judge(read_note(note), mend=False).run()
    assert first.verdict == "consistent" and "told as" in first.message
    assert second.verdict in ("refuted", "doubtful", "consistent")


@pytest.mark.parametrize(
    "sentence",
    ["$p(x)$ is asymptotically $\\mathcal N(x;0,1)$.", "$p(x)$ is not $\\mathcal N(x;0,1)$.",
     "Is $p(x)$ the normal $\\mathcal N(x;0,1)$?", "$p(x)$ 并不服从 $\\mathcal N(x;0,1)$。"],
)  # fmt: skip
def test_a_law_that_is_not_declared(sentence: str):
    assert verdict(sentence + "\n\n$$ \\mathbb{E}_{p(x)}[x^2] = 1 $$") != "proved"


@pytest.mark.parametrize(
    "sentence", ["Is $a = 2$?", "It is a mistake to set $a = 2$.", "Rarely $a = 2$.", "若 $a = 2$。"]
)
def test_a_value_that_is_not_declared(sentence: str):
    assert verdict(sentence + "\n\n$$ a^2 = 4 $$") != "proved"
