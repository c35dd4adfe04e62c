"""Under another title a name may be given anew: nobody is accused there, and what it was before proves nothing more."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FIRST = r"""{0}

$$ s(x) = \frac{{x}}{{p}} - \frac{{1 - x}}{{1 - p}} $$

{1}

$$ s(x) = \frac{{x}}{{p}} - \frac{{n - x}}{{1 - p}} $$
"""
USED = FIRST + "\nHence\n\n" + r"$$ s(x) + \frac{{1 - x}}{{1 - p}} = \frac{{x}}{{p}} $$" + "\n"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("# Bernoulli", "# Binomial", "doubtful"),
        ("Bernoulli distribution", "Binomial distribution", "doubtful"),
        ("伯努利分布", "二项式，n 固定", "doubtful"),
        ("# Bernoulli", "# Discussion\n\nHence", "refuted"),
        ("The score is", "that is", "refuted"),
        ("得分为", "由此得", "refuted"),
        ("得分为", "由链式法则，", "refuted"),
        ("The score is", "Hence", "refuted"),
        ("The score is", "We get from the chain rule", "refuted"),
    ],
)
def test_a_name_under_another_title(first, second, verdict):
    assert Judge(read_note(FIRST.format(first, second))).run()[-1].verdict == verdict


def test_the_old_meaning_proves_nothing_there():
    verdict = Judge(read_note(USED.format("# Bernoulli", "# Binomial"))).run()[-1].verdict
    assert verdict != "proved"
    assert Judge(read_note(USED.format("The score is", "that is"))).run()[-1].verdict == "proved"
