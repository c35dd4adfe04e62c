"""What has been said since an assumption may have ended it: then nothing is proved by it."""

from __future__ import annotations

import pytest

from derivations.reading.hearing.taking_back import MOST_SUPPOSED
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SAME, INDEPENDENT = "$q(z|x) = p(z|x)$", "$x$ and $z$ are independent"
EXACT, NOTHING = r"\mathrm{KL}(q(z|x)\|p(z|x)) = 0", "I(x;z) = 0"


def verdict(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


ENDS = [
    f"Assume {SAME}. This ends the exact case. Now\n\n$$ {EXACT} $$",
    f"Assume {SAME}. Then the parameters move, and afterwards\n\n$$ {EXACT} $$",
    f"Let {SAME} for the sake of argument. We have\n\n$$ {EXACT} $$",
    f"Let {SAME}. In reality the encoder is simpler, and\n\n$$ {EXACT} $$",
    f"Assume {SAME}. From now on the encoder is free.\n\n$$ {EXACT} $$",
    f"## One\n\nAssume {INDEPENDENT}.\n\n## Two\n\nNow $x$ depends on $z$.\n\n$$ {NOTHING} $$",
    f"## Independent codes\n\nAssume {INDEPENDENT}.\n\n## Dependent codes\n\n$$ {NOTHING} $$",
    f"**Lemma 1.** Let {INDEPENDENT}.\n\n**Lemma 2.** We have\n\n$$ {NOTHING} $$",
    f"设 {SAME}。以上是精确情形。\n\n$$ {EXACT} $$",
]


@pytest.mark.parametrize("note", ENDS)
def test_what_may_have_ended_proves_nothing(note):
    assert verdict(note) not in ("proved", "refuted")


GOES_ON = [
    f"Assume {SAME}. Then\n\n$$ {EXACT} $$",
    f"Assume {SAME}. The bound is a sum of two terms. So\n\n$$ {EXACT} $$",
    f"## One\n\nAssume {INDEPENDENT}.\n\n## Two\n\nIt follows that\n\n$$ {NOTHING} $$",
    f"## Small models\n\nAssume {INDEPENDENT}.\n\n## Their bounds\n\n$$ {NOTHING} $$",
    f"**Lemma 1.** Let {INDEPENDENT}. Then\n\n$$ {NOTHING} $$",
    f"For every test function the mean is finite. Assume {SAME}.\n\n$$ {EXACT} $$",
]


@pytest.mark.parametrize("note", GOES_ON)
def test_what_goes_on_proves(note):
    assert verdict(note) == "proved"


CONCLUDED = ["Bayes' rule gives", "By the product rule,", "An encoder that reads its input gives, upon averaging,"]


@pytest.mark.parametrize("said", CONCLUDED)
def test_what_is_concluded_by_a_rule_is_no_assumption(said):
    assert verdict(f"{said}\n\n$$ p(x,z) = p(x)p(z) $$\n\n$$ {NOTHING} $$") != "proved"
    assert verdict(f"We assume\n\n$$ p(x,z) = p(x)p(z) $$\n\n$$ {NOTHING} $$") == "proved"


@pytest.mark.slow
def test_of_very_many_assumptions_the_last_hold():
    """Each sentence is asked whether it ends one of them: without an end a long note would take for ever."""
    given = " ".join(f"Let $q_{{{k}}}(z) = p(z)$." for k in range(MOST_SUPPOSED + 1))
    line = r"$$ \mathrm{KL}(q_{%d}(z)\|p(z)) = 0 $$"
    assert verdict(f"{given}\n\n{line % MOST_SUPPOSED}") == "proved"
    assert verdict(f"{given}\n\n{line % 0}") not in ("proved", "refuted")
    assert verdict(f"Let $q_{{0}}(z) = p(z)$.\n\n{line % 0}") == "proved"
