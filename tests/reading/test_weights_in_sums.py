r"""Numbers that sum to one: what follows of them is proved under that name, a part of the sum is no one, and a range or
a sum that contradicts what was said is not taken as given."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

WEIGHTS = r"Let $w_1,\dots,w_n$ be weights with $\sum_{k=1}^n w_k = 1$."
MASSES = r"Let $p_1,\dots,p_n$ be probabilities with $\sum_{i=1}^n p_i = 1$."


def judged(said: str, *lines: str):
    return Judge(read_note("\n\n".join((said, *(f"$$ {line} $$" for line in lines)))), mend=False).run()


def verdict(said: str, *lines: str) -> str:
    return judged(said, *lines)[-1].verdict


@pytest.mark.parametrize(
    "line",
    [
        r"\sum_{k=2}^n w_k = 1 - w_1",
        r"\sum_{k=1}^{n-1} w_k = 1 - w_n",
        r"\sum_{k=1}^n w_k (a + b_k) = a + \sum_{k=1}^n w_k b_k",
        r"\sum_{k=1}^n w_k \log \frac{w_k}{1/n} = \log n + \sum_{k=1}^n w_k \log w_k",
    ],
)
def test_what_follows_of_weights_is_proved_under_their_sum(line):
    found = judged(WEIGHTS, line)[-1]
    assert found.verdict == "proved" and "numbers that sum to one, as line 1 says" in found.assumes
    assert verdict("", line) != "proved"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (WEIGHTS, r"\sum_{k=2}^n w_k = 1"),
        (WEIGHTS, r"\sum_{k=1}^{n-1} w_k = 1"),
        (WEIGHTS, r"\sum_{k=1}^n w_k (a + b_k) = b_1 + \sum_{k=1}^n w_k b_k"),
        (WEIGHTS, r"\sum_{k=2}^n w_k = 1 - w_2"),
        (MASSES, r"\sum_{i=2}^n p_i = 1"),
    ],
)
def test_a_part_of_the_sum_is_not_one(said, line):
    assert verdict(said, line) == "refuted"


def test_a_false_total_makes_no_right_line_wrong():
    total, rest = r"\sum_{k=2}^n w_k = 1", r"\sum_{k=2}^n w_k = 1 - w_1"
    assert [j.verdict for j in judged(WEIGHTS, total, rest)] == ["refuted", "proved"]


def test_a_sum_from_the_second_is_one_of_something():
    """Where one sum runs from 3 to n there is no world with n = 1, in which a_2 is no part of the other."""
    assert verdict("", r"\sum_{k=2}^n 1 = n - 1") == "proved"
    assert verdict("", r"\sum_{k=2}^n a_k = a_2 + \sum_{k=3}^n a_k") == "consistent"
    assert verdict("", r"\sum_{k=2}^n a_k = a_1 + \sum_{k=3}^n a_k") == "refuted"


def test_probabilities_without_a_part_of_their_sum_stay_probabilities():
    assert verdict(MASSES, r"H(p) = -\sum_{i=1}^n p_i \log p_i") == "proved"


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        ("Here $v < 0$.", r"v \geq 0", "doubtful"),
        ("Let $0 < a < 1$.", "a > 1", "doubtful"),
        (r"Let $\beta > 0$.", r"\beta \geq 1", "definition"),
        ("", "b > 0", "definition"),
    ],
)
def test_a_range_that_contradicts_what_was_said_is_not_given(said, line, expected):
    assert verdict(said, line) == expected


def test_a_declared_number_is_one_whatever_its_letter():
    line = "H(p(x)) + C = H(p(x))"
    assert verdict("Let $C$ be a real number.", line) == "refuted"
    assert verdict("Up to a constant $C$,", line) == "proved"


def test_a_sample_average_is_no_expectation():
    said, line = "Let $x_1, \\dots, x_N$ be draws from $p(x)$.", r"\frac{1}{N}\sum_{i=1}^N f(x_i) %s E_{p(x)}[f(x)]"
    assert verdict(said, line % "=") == "doubtful"
    assert verdict(said, line % r"\approx") == "proved"


LISTED = r"Let $z \in \{1,\dots,K\}$."


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        (LISTED, r"\sum_{k=1}^{K-1} p(z=k) = 1", "doubtful"),
        (LISTED, r"\sum_{k=1}^K p(z=k) = 1", "proved"),
        ("", r"\sum_{z=2}^K p(z) = 1", "doubtful"),
        ("", r"1 = \sum_{z=2}^K p(z)", "doubtful"),
        ("", r"\sum_{z=0}^{K-1} p(z) = 1", "proved"),
        ("", r"\sum_{z=0}^\infty p(z) = 1", "proved"),
        ("", r"\sum_{z=1}^\infty p(z) = 1", "unread"),
    ],
)
def test_a_part_of_the_values_has_no_probability_of_one(said, line, expected):
    assert verdict(said, line) == expected


def test_the_same_number_between_two_names():
    said = "$$ f(x) = \\frac{1}{b-a+1} $$"
    assert verdict(said, r"\sum_{x=a}^b f(x) = 1") == "proved"
    assert verdict(said.replace("+1", ""), r"\sum_{x=a}^b f(x) = 1") == "refuted"


TOTAL, MEAN = r"$\sum_{k=1}^K w_k = 1$", r"\sum_{k=1}^K w_k c = c"


@pytest.mark.parametrize(
    ("said", "between"),
    [
        (f"If {TOTAL}, then", "In general,"),
        (f"Suppose for now that {TOTAL}.", f"We no longer assume that {TOTAL}."),
        (f"When {TOTAL},", r"When $\sum_{k=1}^K w_k = 2$,"),
        (f"# Normalised weights\n\nLet {TOTAL}.", "# Unnormalised weights\n\nLet $w_k > 0$ be any numbers."),
        (f"Let {TOTAL}.", "Unlike these, let the weights be unnormalised from now on."),
        (f"Let {TOTAL}.", "Let now $w_k = k$."),
        (f"设 {TOTAL}。", "一般地，"),
    ],
)
def test_a_total_holds_no_longer_than_it_is_said(said, between):
    note = f"{said}\n\n$$ {MEAN} $$\n\n{between}\n\n$$ {MEAN} $$"
    found = Judge(read_note(note), mend=False).run()
    assert found[0].verdict == "proved" and found[-1].verdict not in ("proved", "definition")


@pytest.mark.parametrize(
    "said", ["It is not required that %s.", "Is %s?", "We want %s.", "The weights need not satisfy %s."]
)
def test_a_total_that_is_not_told_proves_nothing(said):
    assert verdict(said % TOTAL, MEAN) != "proved"


def test_words_that_say_nothing_of_it_leave_it():
    note = f"Let {TOTAL}.\n\n$$ a + b = b + a $$\n\nHence, by linearity,\n\n$$ {MEAN} $$"
    assert [j.verdict for j in Judge(read_note(note), mend=False).run()] == ["proved", "proved"]
