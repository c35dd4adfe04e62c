"""A display that is told as what is assumed is no claim, and what follows from it is not accused for want of it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.premises import GIVEN
from derivations.reading.verdicts.walk import Judge


def judged(text: str):
    return Judge(read_note(text), mend=False).run()


PREMISES = {
    "suppose": "Suppose that $$a+b=1.$$ Then ",
    "satisfy": "Let $a,b$ satisfy $$a+b=1$$ Then ",
    "such that": "Let $a$ and $b$ be such that $$a+b=1.$$ Then ",
    "assume": "Assume that\n$$a+b=1.$$\nThen\n",
    "given": "Given\n$$a+b=1,$$\nwe get\n",
    "设": "设\n$$a+b=1$$\n则\n",
    "满足": "并且满足：\n$$a+b=1$$\n那么：\n",
    "设满足": "设 $a,b$ 满足\n$$a+b=1$$\n则\n",
    "supposing": "Supposing now that $$a+b=1,$$ we have ",
}


@pytest.mark.parametrize("before", PREMISES.values(), ids=PREMISES)
def test_a_premise_is_taken_as_given_and_its_conclusion_is_not_accused(before):
    premise, right = judged(before + "$$(a+b)^2=1$$")
    assert (premise.verdict, premise.message) == ("definition", GIVEN)
    assert right.verdict in ("proved", "consistent", "doubtful")
    *_, wrong = judged(before + "$$(a+b)^2=2$$")
    assert wrong.verdict in ("refuted", "doubtful")


def test_a_premise_in_words_leads_to_its_display():
    text = "Suppose the two estimators have the same mean, $$\\mathbb E_p[f(x)]=\\mathbb E_p[g(x)].$$ Then "
    premise, right = judged(text + "$$\\mathbb E_p[f(x)-g(x)]=0$$")
    assert (premise.verdict, right.verdict) == ("definition", "doubtful")
    assert judged(text + "$$\\mathbb E_p[f(x)-h(x)]=0$$")[1].verdict in ("doubtful", "refuted")


def test_equal_means_in_a_sentence():
    *_, right = judged("Suppose $\\mathbb E[X] = \\mathbb E[Y]$. Then $$\\mathbb E[X-Y]=0$$")
    assert right.verdict == "doubtful"


@pytest.mark.parametrize(
    "case",
    [
        "If $$a = 2$$ then ", "若 $$a = 2$$ 則 ", "When $$a = 2,$$ we have ", "当 $$a=2$$ 则有 ",
    ],
)  # fmt: skip
def test_a_case_is_used_for_its_conclusion(case):
    premise, right = judged(case + "$$a+3=5$$")
    assert premise.verdict == "consistent" and right.verdict == "proved"
    assert judged(case + "$$a+3=6$$")[1].verdict == "refuted"
    *_, after = judged(case + "$$a+3=5$$\n\nThat is all of this case.\n\n$$a+3=5$$")
    assert after.verdict == "refuted"


def test_a_case_of_several_values_and_a_constraint():
    assert judged("若 $$a = 2, \\quad b = 3$$ 則 $$a+b=5$$")[-1].verdict in ("proved", "doubtful")
    sums = "subject to $$\\sum_{i=1}^n w_i=1$$ we have "
    assert judged(sums + "$$\\sum_{i=1}^n 2w_i=2$$")[-1].verdict in ("proved", "consistent")
    assert judged(sums + "$$\\sum_{i=1}^n 2w_i=3$$")[-1].verdict != "proved"


EQUAL = "The bound is tight when $$q(z)=p(z|x)$$ "
BOUND = "$$\\log p(x) = \\mathbb E_{q}[\\log p(x,z)-\\log q(z)]$$"


def test_the_case_of_equality_is_used_at_once_alone():
    assert judged(EQUAL + "and then " + BOUND)[-1].verdict == "proved"
    assert judged(EQUAL + "and not else. In general we have " + BOUND)[-1].verdict in ("refuted", "doubtful")
    assert judged(EQUAL + "and then " + BOUND + " In general " + BOUND)[-1].verdict in ("refuted", "doubtful")


@pytest.mark.parametrize(
    "text",
    [
        "Suppose that $$a+b=1.$$\n\n# Another page\n\n$$(a+b)^2=1$$",
        "Hence\n$$(a+b)^2=1$$",
        "The two satisfy\n$$(a+b)^2=1$$",
        "The sum is given and\n$$(a+b)^2=1$$",
        "Suppose $a$ is a number. Then we have\n$$(a+b)^2=1$$",
    ],
)
def test_what_is_no_premise_stays_a_claim(text):
    assert judged(text)[-1].verdict == "refuted"
