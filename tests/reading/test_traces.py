"""The trace of a number, of a sum of products and of a mean of matrices: what each is, right lines and wrong."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LAW = r"Let $p(x) = \mathcal{N}(x; \mu, \Sigma)$ and $q(x) = \mathcal{N}(x; m, S)$ with a covariance matrix $\Sigma$."
READ = r"""
proved     | (x-\mu)^T \Sigma^{-1} (x-\mu) = \text{tr}((x-\mu)^T \Sigma^{-1} (x-\mu))
proved     | \text{tr}((x-\mu)^T \Sigma^{-1} (x-\mu)) = \text{tr}(\Sigma^{-1} (x-\mu)(x-\mu)^T)
refuted    | \text{tr}((x-\mu)^T \Sigma^{-1} (x-\mu)) = \text{tr}(\Sigma^{-1})
proved     | \text{tr}(\Sigma^{-1} (x x^T - 2 \mu x^T + \mu\mu^T)) = \text{tr}(\Sigma^{-1} (x-\mu)(x-\mu)^T)
refuted    | \text{tr}(\Sigma^{-1} (x x^T - \mu x^T + \mu\mu^T)) = \text{tr}(\Sigma^{-1} (x-\mu)(x-\mu)^T)
proved     | \text{tr}(S^{-1} m x^T) = x^T S^{-1} m
proved     | \text{tr}(\Sigma^{-1} \mathbb{E}_{p(x)}[(x-\mu)(x-\mu)^T]) = \text{tr}(\Sigma^{-1} \Sigma)
proved     | \mathbb{E}_{p(x)}[\text{tr}(S^{-1} x x^T)] = \text{tr}(S^{-1} \mathbb{E}_{p(x)}[x x^T])
refuted    | \mathbb{E}_{q(x)}[\text{tr}(S^{-1} x x^T)] = \text{tr}(S^{-1} \mathbb{E}_{p(x)}[x x^T])
refuted    | \text{tr}(\Sigma^{-1} \mathbb{E}_{q(x)}[(x-\mu)(x-\mu)^T]) = \text{tr}(\Sigma^{-1} \Sigma)
unread     | \text{tr}(x \, \mathbb{E}_{p(x)}[x^T]) = \mathbb{E}_{p(x)}[\text{tr}(x x^T)]
unread     | \text{tr}(x) = x
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
def test_a_trace_is_read(line: str):
    expected, display = line.split(" | ", 1)
    found = Judge(read_note(f"{LAW}\n\n$$ {display} $$"), mend=False).run()
    assert [one.verdict for one in found] == [expected.strip()]


def test_a_number_in_a_trace_is_no_matrix():
    """`$x = tr(x)$ if x is a number` makes no matrix of the x that a density is of."""
    said = r"Using $x = \mathrm{tr}(x)$ if $x$ is a number:"
    line = r"$$ \mathbb{E}_{p(x)}[(x-\mu)^T S^{-1} (x-\mu)] = \text{tr}(S^{-1} \Sigma) $$"
    assert Judge(read_note(f"{LAW} {said}\n\n{line}"), mend=False).run()[-1].verdict == "proved"
