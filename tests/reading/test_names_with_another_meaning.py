"""A name that a sentence says is clipped, replaced or estimated is no more what it was defined as."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MEAN = r"$$ E_{q(z)}[w(z)] = 1 $$"


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "said",
    [
        r"Now we use truncated weights, $w(z)=\min(p(z)/q(z),1)$. Then",
        r"With clipped weights $w(z)\leftarrow\min(w(z),1)$ one has",
        "For the clipped $w(z)$ we get",
        "Next we replace $w$ by its square root.",
        "In the code, however, $w(z)$ is the inverse ratio.",
        "对截断后的 $w(z)$，",
    ],
)
def test_its_definition_proves_nothing_any_more(said):
    assert last(f"Let $w(z)=p(z)/q(z)$.\n\n{said}\n\n{MEAN}") not in ("proved", "refuted")


@pytest.mark.parametrize(
    "said",
    ["Clipping is not needed here.", "We estimate the mean by samples.", "The clipped loss $c$ is of no interest.", ""],
)
def test_of_other_words_it_stays_what_it_is(said):
    assert last(f"Let $w(z)=p(z)/q(z)$.\n\n{said}\n\n{MEAN}") == "proved"


def test_what_another_is_made_of_stays_what_it_is():
    bound = r"Let $L = E_{q(z|x)}[\log p(x,z) - \log q(z|x)]$."
    line = r"$$ L \le \log p(x) $$"
    assert last(f"{bound}\n\nThe modified bound is $K = L + 1$.\n\n{line}") == "proved"
    assert last(f"{bound}\n\nThe modified bound is $L = K + 1$.\n\n{line}") != "proved"


@pytest.mark.parametrize("said", [
    "With a condition $c$ the objective becomes", "For the conditional model we have instead", "于是目标函数变为",
])  # fmt: skip
def test_an_objective_that_becomes_another(said):
    """L kept its first value, and the conditional objective was refuted by it; one without a new letter is a claim."""
    first = "$$L = E_{q(z|x)}[\\log p(x|z)] - KL(q(z|x)\\|p(z))$$"
    other = "$$L = E_{q(z|x,c)}[\\log p(x|z,c)] - KL(q(z|x,c)\\|p(z|c))$$"
    lines = [f"$$L = \\log p(x|c) {sign} KL(q(z|x,c)\\|p(z|x,c))$$" for sign in "-+"]
    text = "\n\n".join((first, said, other, *lines))
    assert [one.verdict for one in Judge(read_note(text), mend=False).run()][1:] == ["definition", "proved", "refuted"]
    slip = f"{first}\n\n{said}\n\n$$L = \\log p(x) + KL(q(z|x)\\|p(z|x))$$"
    assert Judge(read_note(slip), mend=False).run()[-1].verdict == "refuted"


BOUND = r"E_{q(z|x)}[\log p(x,z) - \log q(z|x)]"


@pytest.mark.parametrize("said", [
    "In the next section $L$ is the loss:", "Now let $L$ be the loss to be minimised:", "下面 $L$ 表示损失：",
])  # fmt: skip
def test_words_that_lead_to_a_display_give_a_name_anew(said):
    text = f"$$ L = {BOUND} $$\n\n{said}\n\n$$ L = -{BOUND} $$\n\n"
    assert last(f"{text}$$ L \\ge -\\log p(x) $$") == "proved"
    assert last(f"{text}$$ L \\le \\log p(x) $$") == "refuted"


@pytest.mark.parametrize("said", ["We now show that $L$ is", "In the next section we use $K$:", "Hence"])
def test_other_leads_do_not(said):
    assert last(f"$$ L = {BOUND} $$\n\n{said}\n\n$$ L = -{BOUND} $$") == "refuted"


def test_an_equation_in_prose_gives_a_name_anew_where_it_says_so():
    text = f"记 $L={BOUND}$。\n\n下面改记 $L=-{BOUND}$。\n\n"
    assert last(f"{text}$$ L \\ge -\\log p(x) $$") == "proved"


def test_where_a_name_may_have_another_value_the_old_one_proves_nothing():
    text = "$$ m=\\frac12(a+b) $$\n\nIn the weighted version\n\n$$ m=ca+(1-c)b $$\n\n$$ %s $$"
    assert [last(text % line) for line in ("2m=a+b", "m-b=c(a-b)")] == ["doubtful", "doubtful"]
