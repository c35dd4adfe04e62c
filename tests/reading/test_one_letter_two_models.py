"""One letter for two models: an encoder and a decoder, the data and a model of them; q(z|x) short for q_phi(z|x)."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


BOTH = r"Encoder $p_\phi(z|x)$, decoder $p_\theta(x|z)$, prior $p(z)$. "
RECONSTRUCTED = r"\mathbb{E}_{p_\phi(z|x)}[\log p_\theta(x|z)] - KL(p_\phi(z|x)\|p(z))"
CLASSIFIER = r"Let $p_\theta(y|x)$ be a classifier and $p(x,y)$ the data distribution. "
LOSS = r"-\mathbb{E}_{p(x,y)}[\log p_\theta(y|x)]"


@pytest.mark.parametrize(
    "line",
    [
        BOTH + rf"$$\log p_\theta(x) \geq {RECONSTRUCTED}$$",
        BOTH + rf"$$\log p_\theta(x) = {RECONSTRUCTED} + KL(p_\phi(z|x)\|p_\theta(z|x))$$",
        BOTH + r"$$\log p_\theta(x) = \log\int p_\theta(x|z)p(z)dz$$",
        CLASSIFIER + rf"$${LOSS} \geq H(y|x)$$",
        CLASSIFIER + rf"$${LOSS} = H(y|x) + \mathbb{{E}}_{{p(x)}}[KL(p(y|x)\|p_\theta(y|x))]$$",
        CLASSIFIER + r"$$p(x,y) = p(x)p(y|x)$$",
        r"$$KL(q_\phi(z|x)\|p(z)) = \mathbb{E}_{q(z|x)}\left[\log\frac{q(z|x)}{p(z)}\right]$$",
        r"The decoder is $p_\theta(x|z)$. The true posterior is $p(z|x)$. $$p(z|x) = \frac{p_\theta(x|z)p(z)}{p(x)}$$",
    ],
)
def test_right_lines_are_proved(line):
    assert last(line) == "proved"


@pytest.mark.parametrize(
    "line",
    [
        BOTH + rf"$$\log p_\theta(x) = {RECONSTRUCTED}$$",
        BOTH + r"$$p_\phi(z|x)p(x) = p_\theta(x|z)p(z)$$",
        BOTH.replace("p_", "q_").replace("p(", "q(") + r"$$q_\phi(z|x) = \frac{q_\theta(x|z)q(z)}{q_\theta(x)}$$",
        CLASSIFIER + rf"$${LOSS} = H(y|x)$$",
        r"数据分布为 $p(x,y)$，分类器为 $p_\theta(y|x)$。" + rf"$${LOSS} = H(y|x)$$",
        r"The surrogate $p_\theta(y|x)$ replaces the simulator $p(y|x)$. $$\int p_\theta(y|x)p(x)dx = p(y)$$",
        r"The generator has density $p_g(x)$, the data $p(x)$. $$\mathbb{E}_{p_g(x)}[f(x)] = \mathbb{E}_{p(x)}[f(x)]$$",
        r"The model is $p_\theta(x)$, the data $p(x)$. $$\mathbb{E}_{p_\theta(x)}[x] = \mathbb{E}_{p(x)}[x]$$",
        r"The model is $p_\theta(x)$, the data $p(x)$. $$H(p_\theta) = H(p)$$",
    ],
)
def test_two_models_are_not_one(line):
    assert last(line) in ("refuted", "doubtful", "consistent", "definition")


def test_an_evidence_without_its_parameter_is_not_accused():
    assert last(BOTH + rf"$$\log p(x) \geq {RECONSTRUCTED}$$") == "doubtful"
    wrong = r"$$KL(q_\phi(z|x)\|p(z)) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(z)}{q(z|x)}\right]$$"
    assert last(wrong) == "refuted"


AVERAGED = [r"$$\mathbb{E}_{p(x)}[KL(p(z|x)\|p(z))] = I(x;z)$$", r"$$\int p(x)p(z|x)dx = p(z)$$"]


@pytest.mark.parametrize("line", AVERAGED)
def test_a_prior_is_no_average_of_the_encoder(line):
    assert (
        last(r"The encoder is $p(z|x)=\mathcal{N}(z;m(x),1)$, the prior $p(z)=\mathcal{N}(z;0,1)$. " + line) != "proved"
    )
    assert last(r"The encoder is $p(z|x)$, the prior $p(z)$ and the data density $p(x)$. " + line) != "proved"
    assert last(r"The prior is $p(z)$ and the posterior $p(z|x)$. " + line) == "proved"
    assert last(line) == "proved"


RATIO = r"\frac{p(x_i,z_i;\theta)}{Q_i(z_i)}"
LOWER = rf"\log\sum_{{z_i}} Q_i(z_i){RATIO} \geq \sum_{{z_i}} Q_i(z_i)\log{RATIO}"
EACH = rf"\sum_{{i=1}}^n\log\sum_{{z_i}} Q_i(z_i){RATIO} \geq \sum_{{i=1}}^n\sum_{{z_i}} Q_i(z_i)\log{RATIO}"


def test_what_a_joint_is_divided_by_is_a_density():
    """The bound of EM as lecture notes write it, with a Q of which nothing is said."""
    assert last(f"$${LOWER}$$") == "proved"
    assert last(f"$${LOWER.replace('geq', 'leq')}$$") == "refuted"
    assert last(f"$${EACH}$$") == "proved"


OLD = r"The policy is $\pi_\theta(a|s)$, at the last step it was $\pi_{\theta_{old}}(a|s)$. "


@pytest.mark.parametrize(
    "line",
    [
        OLD + r"$$\nabla_\theta\log\pi(a|s) = 0$$",
        OLD + r"$$\nabla_\theta\mathbb{E}_{a\sim\pi(a|s)}[R(a)] = 0$$",
        r"EM has $p(z|x,\theta^{(t)})$ and $p(x,z|\theta)$. $$\arg\max_\theta\log p(x) = \arg\min_\theta\log p(x)$$",
        r"The encoder is $q_\phi(z|x)$, before it was $q_{\phi_{old}}(z|x)$. $$\nabla_\phi KL(q(z|x)\|p(z)) = 0$$",
    ],
)
def test_a_density_written_in_short_is_no_constant(line):
    assert last(line) != "proved"
