"""p_k(x) in a sum over k is another density at each k: read by its letter alone false lines were proved."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINES = [
    r"\log\frac1K\sum_{k=1}^K p_k(x) = \frac1K\sum_{k=1}^K\log p_k(x)",
    r"\log\frac1K\sum_{k=1}^K p^{(k)}(x) = \frac1K\sum_{k=1}^K\log p^{(k)}(x)",
    r"\log\frac1K\sum_{k=1}^K p_{\theta_k}(x) = \frac1K\sum_{k=1}^K\log p_{\theta_k}(x)",
    r"\log\frac1K\sum_{k=1}^K p(x;\lambda_k) = \frac1K\sum_{k=1}^K\log p(x;\lambda_k)",
    r"\log\prod_{k=1}^K p_k(x) = K \log p_k(x)",
    r"\sum_{k=1}^K KL(p_k\|m) = \sum_{k=1}^K H(p_k) + K\,KL(p_1\|m) - K H(p_1)",
    r"\log\mathbb{E}_{p(\theta)}[p_\theta(x)] = \mathbb{E}_{p(\theta)}[\log p_\theta(x)]",
    r"\log\int p(\theta)p_\theta(x)\,d\theta = \int p(\theta)\log p_\theta(x)\,d\theta",
]


@pytest.mark.parametrize("line", LINES)
def test_what_varies_below_a_density_is_not_left_out(line):
    (found,) = Judge(read_note(f"$${line}$$"), mend=False).run()
    assert found.verdict == "unread"


def test_members_that_carry_the_number_are_read():
    said = r"Let $q(z) = \prod_{j=1}^m q_j(z_j)$. "
    line = r"$$\mathbb{E}_{q(z)}[\log q(z)] = \sum_{j=1}^m \mathbb{E}_{q_j(z_j)}[\log q_j(z_j)]$$"
    assert Judge(read_note(said + line), mend=False).run()[-1].verdict != "unread"
