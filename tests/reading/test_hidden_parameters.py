"""What depends on a parameter by words alone is no constant under an optimum, and no factor of a gradient."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ENTROPY = (
    r"\arg\max_\theta\mathbb E_{q(z|x)}[\log p_\theta(x,z)-\log q(z|x)]"
    r" = \arg\max_\theta\mathbb E_{q(z|x)}[\log p_\theta(x,z)]"
)
PRIOR = (
    r"\arg\max_\theta [\mathbb E_{q(z|x)}[\log p_\theta(x|z)]-KL(q(z|x)\|p(z))]"
    r" = \arg\max_\theta\mathbb E_{q(z|x)}[\log p_\theta(x|z)]"
)
DATA = r"\arg\min_\theta KL(p(x)\|p_\theta(x)) = \arg\max_\theta\mathbb E_{p(x)}[\log p_\theta(x)]"
SPREAD = r"\arg\min_{\theta}[\log\sigma+\frac{(x-\mu_\theta)^2}{2\sigma^2}] = \arg\min_{\theta}(x-\mu_\theta)^2"
SCORE = r"\nabla_\phi\mathbb E_{q_\phi(z)}[f(z)] = \mathbb E_{q_\phi(z)}[f(z)\nabla_\phi\log q_\phi(z)]"


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$\n"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("said", "line"), [
    (r"$q(z|x)$ depends on $\theta$.", ENTROPY), (r"The encoder $q(z|x)$ shares its weights $\theta$.", ENTROPY),
    (r"The encoder shares its weights $\theta$ with the decoder.", ENTROPY), (r"We write $q$ for $q_\theta$.", ENTROPY),
    (r"编码器 $q(z|x)$ 与解码器共享参数 $\theta$。", ENTROPY), (r"编码器与解码器共享参数 $\theta$。", ENTROPY),
    (r"Subscripts are omitted; every density below depends on $\theta$.", ENTROPY),
    (r"The prior $p(z)$ also depends on $\theta$ and is trained.", PRIOR),
    (r"The data density $p(x)$ is a function of the model parameters $\theta$.", DATA),
    (r"Both $\mu$ and $\sigma$ are outputs of a network with weights $\theta$.", SPREAD),
    (r"The weights $\theta$ include the noise variance $\sigma^2$.", SPREAD),
    (r"The variance depends on $\theta$ as well.", SPREAD), (r"$\theta=(\mu,\sigma)$.", SPREAD),
    (r"The noise level $\sigma=\sigma_\theta$ is learned too.", SPREAD),
    (r"The reward $f$ itself depends on $\phi$.", SCORE),
])  # fmt: skip
def test_what_depends_by_words_is_no_constant(said, line):
    assert verdict(said, line) != "proved"


@pytest.mark.parametrize(("said", "line"), [
    (r"$q(z|x)$ depends on $\phi$.", ENTROPY), (r"$q(z|x)$ does not depend on $\theta$.", ENTROPY),
    (r"We write $q$ for $q_\phi$.", ENTROPY), (r"The prior $p(z)$ depends on $\phi$.", PRIOR),
    (r"The decoder $p_\theta(x|z)$ depends on $\theta$.", DATA),
    (r"The mean $\mu_\theta$ depends on $\theta$.", SPREAD),
    (r"The weights $\theta$ include the biases $b$.", SPREAD), (r"The variance depends on $\phi$.", SPREAD),
    (r"The law $q_\phi$ depends on $\phi$, and $f$ is fixed.", SCORE),
])  # fmt: skip
def test_what_depends_on_something_else_is_one(said, line):
    assert verdict(said, line) == "proved"
