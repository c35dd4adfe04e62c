"""What a bare p is of: one thing for a whole note, the thing that the note says where it says one."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


AGAINST = r"$$ D_{KL}(q \| p) = \mathbb{E}_{q(z|x)}[\log q(z|x) - \log p(%s)] $$" + "\n\n"
PRIOR, POSTERIOR = AGAINST % "z", AGAINST % "z|x"
SAYS = {
    "let": "Let $q = q(z|x)$ and $p = p(z|x)$.",
    "let in one formula": r"Let $q = q(z|x), p = p(z|x)$. Then",
    "for": "We write $p$ for $p(z|x)$ and $q$ for $q(z|x)$.",
    "means": "Below $p$ always means the exact posterior $p(z|x)$, and $q$ stands for $q(z|x)$.",
    "both": "Here $q$ and $p$ denote $q(z|x)$ and $p(z|x)$.",
    "the other way round": "We abbreviate $p(z|x)$ as $p$ and $q(z|x)$ as $q$.",
    "instead of": "We write $p$ instead of $p(z|x)$, and $q$ instead of $q(z|x)$.",
    "dropped": "For short the arguments go: $q = q(z|x)$, $p = p(z|x)$.",
    "displayed": "$$ p = p(z|x) $$\n\n$$ q := q(z|x) $$",
    "表示": "其中 $p$ 表示 $p(z|x)$，$q$ 表示 $q(z|x)$。",
    "简记": "将 $p(z|x)$ 简记为 $p$，将 $q(z|x)$ 简记为 $q$。",
}


@pytest.mark.parametrize("said", SAYS)
def test_what_is_said_of_a_bare_name_is_used(said):
    wrong, right = verdicts(f"{SAYS[said]}\n\n{PRIOR}{POSTERIOR}")[-2:]
    assert wrong in ("refuted", "doubtful") and right == "proved"


def test_it_is_used_until_something_else_is_said():
    note = f"Let $q = q(z|x)$ and $p = p(z|x)$.\n\n{POSTERIOR}From here on $p$ denotes $p(z)$.\n\n{PRIOR}{POSTERIOR}"
    assert verdicts(note) == ["proved", "proved", "refuted"]


def test_what_is_denied_is_not_said():
    assert verdicts(f"It is a mistake to write $p$ for $p(z|x)$.\n\n{PRIOR}") == ["proved"]


@pytest.mark.parametrize("lines", [PRIOR + POSTERIOR, POSTERIOR + PRIOR])
def test_without_a_word_a_note_has_one_reading(lines):
    first, second = Judge(read_note(lines), mend=False).run()
    assert (first.verdict, second.verdict) == ("proved", "doubtful")
    assert "what it is of is not said" in second.message


def test_other_variables_are_no_other_reading():
    of_x = r"$$ H(p) = -\sum_x p(x) \log p(x) $$" + "\n\n"
    of_y = r"$$ H(p) = -\sum_y p(y) \log p(y) $$" + "\n\n"
    assert verdicts(of_x + of_y) == ["proved", "proved"]


def test_a_reading_that_is_used_again_stays_proved():
    assert verdicts(PRIOR + PRIOR) == ["proved", "proved"]


LAW = r"Taking expectations under $q = \mathcal{N}(m, s^2)$:" + "\n\n"
ZH_LAW = r"在 $q = \mathcal{N}(m, s^2)$ 下求期望：" + "\n\n"


@pytest.mark.parametrize("said", [LAW, ZH_LAW])
@pytest.mark.parametrize("v", ["x", "y", "z", r"\mathbf{u}"])
def test_a_mean_under_a_letter_that_is_nowhere_written_of_anything_is_of_what_stands_in_it(said, v):
    assert verdicts(said + rf"$$ \mathbb{{E}}_q[({v} - c)^2] = s^2 + (m - c)^2 $$") == ["proved"]
    assert verdicts(said + rf"$$ \mathbb{{E}}_q[({v} - c)^2] = s^2 $$") == ["refuted"]
    assert verdicts(said + rf"$$ \mathbb{{E}}_q[{v}^2] = m^2 $$") == ["refuted"]


def test_without_a_law_it_averages_too():
    line = r"$$ \mathbb{E}_q[(x - c)^2] = \mathbb{E}_q[x^2] - 2 c \mathbb{E}_q[x] + c^2 $$"
    assert verdicts(line) == ["proved"]
    assert verdicts(line.replace("+ c^2", "- c^2")) == ["refuted"]
    assert verdicts(line.replace(r"\mathbb{E}_q[x] ", "x ")) == ["doubtful"]  # so if q is not of x
    assert verdicts(r"$$ \mathbb{E}_q[\log p(x)] = \log p(x) $$") == ["doubtful"]


def test_what_a_density_is_written_of_is_kept():
    line = r"$$ \mathbb{E}_q[x] = x $$"
    assert verdicts(r"The encoder is $q(z|x)$." + line) == ["proved"]
    assert verdicts(r"Sample from $q(x)$." + line)[0] in ("refuted", "doubtful")


SEVERAL = r"The encoder is $q(z|x)$. $$ \log \frac{q(x)}{p(x)} = \log q(x) - \log p(x) $$" + "\n\n"


def test_a_law_of_a_bare_letter_is_that_of_its_marginal_where_the_letter_has_several():
    second = r"$$ \mathbb{E}_q[(x - c)^2] = s^2 + (m - c)^2 $$" + "\n\n"
    assert verdicts(SEVERAL + ZH_LAW + second + r"$$ \mathbb{E}_q[x^2] = s^2 $$") == ["proved", "proved", "refuted"]


def test_an_entry_of_a_vector_is_not_tied_by_another_entry():
    entries = (
        r"Here $v_j$ is the $j$-th entry, $j = 1, \dots, d$. $$ \sum_{j=1}^d v_j = \sum_{j=1}^d v_j + 0 $$" + "\n\n"
    )
    law = r"在 $q = \mathcal{N}(v_1, 1)$ 下求期望：" + "\n\n"
    line = r"$$ KL(q \| p) = \frac12 (v_1 - v_2)^2 $$"
    assert verdicts(SEVERAL + entries + law + line)[-1] == "doubtful"


def test_a_letter_written_of_a_capital_throughout_is_bare_of_it_too():
    before = r"Here $\mathbb{E}[X]$ is a mean. "
    sums = r"\sum_{X} P(X)\log\frac{P(X)}{Q(X)}"
    assert verdicts(f"{before}$$ D_{{KL}}(P \\| Q) = {sums} $$") == ["proved"]
    assert verdicts(f"{before}$$ D_{{KL}}(Q \\| P) = {sums} $$") == ["refuted"]
    assert verdicts(f"{before}$$ D_{{KL}}(P \\| Q) = {sums} + 1 $$") == ["refuted"]
    assert verdicts(f"{before}$$ D_{{KL}}(P \\| Q) = {sums.replace('Q(X)', 'Q(Y)')} $$") != ["proved"]
