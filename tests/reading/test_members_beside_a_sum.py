"""A sum over i of what holds x_i says nothing of x_j: another value, or another draw, is not the one it runs over."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

DRAWN = "Let $x_1,\\ldots,x_N$ be samples from $p(x)$. "
MASSES = "$P(X = x_i) = p_i$. "


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "note",
    [
        r"$$\sum_i p(x_i) f(x_j) = \sum_i p(x_i) f(x_i)$$",
        r"$$\sum_{m=1}^K p(z_m) p(x | z_j) = p(x)$$",
        r"$$p(z = j | x) = \frac{p(z = j) p(x | z = j)}{\sum_{m=1}^K p(z = m) p(x | z = j)}$$",
        r"$$p(z_i = j | x_i) = \frac{p(z_i = j) p(x_i | z_i = j)}{\sum_{m=1}^K p(z_i = m) p(x_i | z_i = j)}$$",
        DRAWN + r"$$\frac{1}{N}\sum_{i=1}^N f(x_i) g(x_j) = \frac{1}{N}\sum_{i=1}^N f(x_i) g(x_i)$$",
        DRAWN + r"$$\frac{1}{N^2}\sum_{i=1}^N \sum_{j=1}^N f(x_i) g(x_j) = \frac{1}{N}\sum_{i=1}^N f(x_i) g(x_i)$$",
        MASSES + r"$$\sum_i p_i \log p_j = \sum_i p_i \log p_i$$",
    ],
)
def test_another_member_is_not_taken_for_the_one_summed_over(note):
    assert last(note) == "unread"


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        (r"$$\sum_i p(x_i) \log \sum_j p(x_j) q(x_j) = \log \sum_j p(x_j) q(x_j)$$", "proved"),
        (r"$$\sum_i p(x_i) \log \sum_j p(x_j) q(x_j) = \sum_j p(x_j) \log q(x_j)$$", "refuted"),
        (r"$$p(z = j | x) = \frac{p(z = j) p(x | z = j)}{\sum_{m=1}^K p(z = m) p(x | z = m)}$$", "proved"),
        (r"$$p(z_i = j | x_i) = \frac{p(z_i = j) p(x_i | z_i = j)}{\sum_m p(z_i = m) p(x_i | z_i = m)}$$", "proved"),
        (r"$$p(x_i) = \sum_{k=1}^K p(z_i = k) p(x_i | z_i = k)$$", "proved"),
        (r"$$p(x_i) = \sum_{k=1}^K p(x_i | z_i = k)$$", "refuted"),
        (r"$$\sum_{k=1}^K p(x_i | z_i = k) = 1$$", "refuted"),
        (DRAWN + r"$$\frac{1}{N}\sum_{i=1}^N 2 f(x_i) = \frac{2}{N}\sum_{i=1}^N f(x_i)$$", "proved"),
    ],
)  # fmt: skip
def test_a_sum_inside_a_sum_has_its_own_and_an_example_has_values(note, wanted):
    assert last(note) == wanted


@pytest.mark.parametrize(
    "line",
    [
        r"p(z_i = j | x_i) = \frac{p(z_i = k) p(x_i | z_i = k)}{\sum_{m=1}^K p(z_i = m) p(x_i | z_i = m)}",
        r"p(x_i, z_i = j) = p(z_i = j) p(x_i | z_i = k)",
        r"p(x_i, z_i = j) = p(z_i = j) p(x_i | z_i = j)^2",
    ],
)
def test_the_values_of_an_example_are_not_one(line):
    assert last(f"$$ {line} $$") in ("refuted", "doubtful", "unread")
