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
