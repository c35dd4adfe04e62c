"""`z = \\mu + \\sigma \\epsilon, \\quad \\epsilon \\sim N(0, 1)`: the law of a noise behind a display stays."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MADE = r"$$ z = \mu + \sigma\epsilon,\quad \epsilon\sim N(0,1) $$"


def last(*displays: str) -> str:
    note = "\n\n".join(f"$$ {line} $$" if "$$" not in line else line for line in displays)
    return [one.verdict for one in Judge(read_note(note), mend=False).run()][-1]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"E[z] = \mu", "proved"),
        (r"E[z] = \sigma", "refuted"),
        (r"E_\epsilon[\epsilon^2] = 1", "proved"),
        (r"E_\epsilon[\epsilon^2] = 2", "refuted"),
        (r"Var[z] = \sigma^2", "proved"),
        (r"Var[z] = \sigma", "refuted"),
    ],
)
def test_the_noise_of_a_variable_that_is_made(line, verdict):
    assert last(MADE, line) == verdict


def test_two_laws_of_one_name_hold_for_their_displays():
    first, second = r"E_u[u] = 0,\quad u\sim N(0,1)", r"E_u[u^2] = 4,\quad u\sim N(0,4)"
    assert last(first, second) == "proved"
    assert last(first, second, r"E_u[u^4] = 3") != "proved"


SCORE = r"""For $d$-dimensional data:

$$\tilde{x} = x + \sigma \epsilon, \quad \epsilon \sim \mathcal{N}(0, I)$$

$$q(\tilde{x}|x) = \mathcal{N}(\tilde{x}; x, \sigma^2 I)$$

$$-\frac{\tilde{x} - x}{\sigma^2} = %s\frac{\epsilon}{\sigma}$$

$$L = \mathbb{E}_{x \sim p_{data}} \mathbb{E}_{\epsilon \sim \mathcal{N}(0,I)} [\|s(x + \sigma\epsilon)\|^2]$$
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("", "refuted")])
def test_a_number_before_a_vector_in_a_norm_is_no_vector(sign, verdict):
    assert [one.verdict for one in Judge(read_note(SCORE % sign), mend=False).run()][2] == verdict
