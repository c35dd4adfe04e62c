"""Conventions that a note states in words: signs, averages, integrals and densities that are not what they look like
prove nothing by the rules of what they look like."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

POSITIVE, WEIGHTS = r"\mathrm{KL}(q(z|x)\|p(z)) \ge 0", r"\mathbb{E}_{q(z|x)}\left[\frac{p(x,z)}{q(z|x)}\right] = p(x)"
SCORE, MARGINAL = r"\mathbb{E}_{q_\phi(z)}[\nabla_\phi\log q_\phi(z)] = 0", r"p(x) = \int p(x|z)p(z)\,dz"
KL_OF_NORMALS = r"\mathrm{KL}(N(\mu,1)\|N(0,1)) = \frac12\mu^2"


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("said", "harmless", "line"), [
    ("Here $H(q)$ is the negative entropy.", "Here $H(q)$ is the entropy.", r"H(q) = -\mathbb{E}_{q}[\log q(z)]"),
    ("By $I$ we mean the pointwise information.", "By $I$ we mean the information.", r"I(x;z) \ge 0"),
    ("Expectations are empirical, over a minibatch.", "Expectations are under $q$.", WEIGHTS),
    ("Integrals are over the unit ball only.", "Integrals are over the whole space.", r"\int p(z)\,dz = 1"),
    ("Superscripts are indices, not powers.", "Subscripts are indices.", r"a^2 \ge 0"),
    ("The encoder misses a mode of the posterior.", "The encoder misses the evidence by a gap.", WEIGHTS),
    (r"The support of $q_\phi$ moves with $\phi$.", r"The mean of $q_\phi$ moves with $\phi$.", SCORE),
    ("The prior $p(z)$ is improper.", "The prior $p(z)$ is proper.", POSITIVE),
    ("$p(x)$ is the data density and not the marginal of the model.", "$p(x)$ is the marginal of the model.", MARGINAL),
    ("$p(x)$ is the density of the data, which the model only approximates.", "$p(x)$ is the density of the data.",
     MARGINAL),
    ("Divergences are measured in bits.", "Divergences are measured in nats, not in bits.", KL_OF_NORMALS),
    ("散度以比特为单位。", "散度以奈特为单位。", KL_OF_NORMALS),
    ("Instead of a discrete $z$ we use a Gaussian one.", "We use a discrete $z$.", r"H(z) \ge 0"),
    ("For discrete $z$ this is known. Let us pass to continuous $z$.", "Let $z$ be discrete.", r"H(z) \ge 0"),
])  # fmt: skip
def test_another_convention_proves_nothing(said, harmless, line):
    assert verdict(said, line) != "proved"
    assert verdict(harmless, line) == "proved"


LOSS = r"Let $L = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]$. "
BOUND = r"L \le \log p(x)"


@pytest.mark.parametrize("said", [
    "From here on, we flip the sign of $L$.", "Here $L$ denotes the upper bound of Section 3.",
    "In what follows we use the opposite sign convention.", "下文改用相反的符号约定。",
])  # fmt: skip
def test_a_name_with_a_new_meaning_is_not_what_it_was(said):
    assert verdict(LOSS + said, BOUND) not in ("proved", "refuted")
    assert verdict(LOSS, BOUND) == "proved"
    assert verdict(f"{LOSS}Here $L$ is the bound that we maximise.", BOUND) == "proved"


def test_a_mean_of_a_vector_is_a_vector():
    """Of u^T m m^T w with m = E[x] the first product was taken entry by entry, and the right line refuted."""
    given = r"Let $x \sim p(x)$ and $x, u, w \in \mathbb{R}^d$, where $m = E[x]$ is the mean. "
    right = r"E[u^T x x^T w] - u^T m m^T w = E[u^T x x^T w] - E[u^T x] E[x^T w]"
    assert verdict(given, right) in ("proved", "consistent")
    assert verdict(given, right.replace("- E[u^T x]", "+ E[u^T x]")) == "refuted"
