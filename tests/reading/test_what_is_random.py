r"""An E binds what the note says is random, and no number: a design matrix, a constant, one member of a sequence."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ROWS = r"""\begin{align}
y &= X\theta + \epsilon\\
\epsilon &\sim \mathcal{N}(0, \sigma_n^2)\\
\theta &\sim \mathcal{N}(m_0, s_0^2)
\end{align}

"""
LINEAR = r"$$ \mathbb{E}(X\theta+\epsilon) = X\mathbb{E}(\theta) + \mathbb{E}(\epsilon) %s $$"


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


def test_draws_in_rows_of_a_display_hold_for_the_note():
    assert verdicts(ROWS + LINEAR % "= X m_0") == ["definition", "proved", "proved"]
    assert verdicts(ROWS + LINEAR % "= X m_0 + 1")[-1] in ("refuted", "doubtful")


def test_what_is_wrong_in_every_reading_is_refuted():
    wrong = r"$$ \mathbb{E}(X\theta+\epsilon) = 2 X\mathbb{E}(\theta) + \mathbb{E}(\epsilon) $$"
    assert verdicts(ROWS + wrong)[-1] in ("refuted", "doubtful")


@pytest.mark.parametrize(
    "said", ["Let $R$ be a random variable with $\\mathbb{E}[R] = p(x)$.", "设 $R$ 是随机变量，$\\mathbb{E}[R]=p(x)$。"]
)
def test_what_is_called_random_is_averaged_and_the_data_are_not(said):
    line = r"$$ \log p(x) = \mathbb{E}[\log R] + \mathbb{E}[\log p(x) - \log R] $$"
    assert verdicts(f"{said}\n\n{line}") == ["proved"]
    assert verdicts(f"{said}\n\n{line.replace('+', '-', 1)}") != ["proved"]


@pytest.mark.parametrize("said", ["", " where $x_n$ and $x_m$ are two of them."])
@pytest.mark.parametrize("pair", ["x_n x_m", "x_1 x_2"])
def test_of_two_members_of_a_sequence_neither_is_a_number(pair, said):
    line = rf"$$ \mathbb{{E}}[{pair}] = \mu^2 $$"
    assert verdicts(f"The data are drawn from $p(x)$.{said}\n\n{line}") == ["unread"]


def test_of_two_members_with_a_law_each_is_drawn():
    where = r"where $x_n, x_m \sim \mathcal{N}(x | \mu, \sigma^2)$ are independent."
    assert verdicts(rf"$$ \mathbb{{E}}[x_n x_m] = \mu^2 $${chr(10)}{chr(10)}{where}") == ["unread"]
    assert verdicts(rf"$$ \mathbb{{E}}[x_1 x_2] = \mu^2 $${chr(10)}{chr(10)}{where}") == ["proved"]
    assert verdicts(rf"$$ \mathbb{{E}}[x_1 x_2] = 2 \mu^2 $${chr(10)}{chr(10)}{where}") == ["refuted"]


BIAS = r"$$ E[(T-a)^2] = E[(T-E[T]+E[T]-a)^2] = E[(T-E[T])^2] + (E[T]-a)^2 %s $$"


@pytest.mark.parametrize("name", ["T", "d", r"\hat\theta", "t"])
@pytest.mark.parametrize(
    "said",
    [
        "Let $T$ be an estimator of $a$.",
        "Let $T$ be a sufficient statistic for $a$.",
        "給定參數 $a$ 的無偏估計量 $T$，",
        "设 $T$ 是充分统计量。",
        "The random variable $T$ estimates $a$.",
        "令$T$是$a$的一个估计。",
        "设$T$是随机变量。",
    ],
)
def test_an_estimator_is_random(said, name):
    note = f"{said}\n\n{BIAS}".replace("T", name).replace(f"{name}he", "The")
    assert verdicts(note % "") == ["proved"] * 2
    assert verdicts(note % "+ 1")[-1] in ("refuted", "doubtful")
    assert verdicts(note.replace("+ (E", "- (E") % "")[-1] in ("refuted", "doubtful")


def test_an_estimator_that_is_made_of_draws_is_no_variable_of_its_own():
    note = r"Let $T = \frac1n\sum_{i=1}^n x_i$ be an estimator, where $x_i\sim p(x)$. $$ E[T] = %s E[x] $$"
    assert verdicts(note % "") != ["refuted"] and verdicts(note % "2") != ["proved"]


NORMAL_LAW = r"Let $x \sim N(\mu, \sigma^2)$ with density $p(x)$."


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        ("Let $c$ be a constant.", "E[c] = c", "proved"),
        (NORMAL_LAW, r"E[\log(\sqrt{2\pi} \sigma)] = \log(\sqrt{2\pi} \sigma)", "proved"),
        (NORMAL_LAW, r"E[\log(\sqrt{2\pi} \sigma)] = \log(\sqrt{\pi} \sigma)", "refuted"),
        ("", r"E[\theta] = \frac{a}{a + b}", "unread"),  # theta may be random
        (r"Let $u \in \mathbb{R}$.", r"E[u^2] = 1", "unread"),
        (NORMAL_LAW, r"E[(x - \mu)^2] = \sigma^2", "proved"),
    ],
)
def test_a_mean_of_parameters_is_what_they_are(said, line, expected):
    assert verdicts(f"{said}\n\n$$ {line} $$")[-1] == expected
