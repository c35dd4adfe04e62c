"""Densities that are another than the p of their letter: tempered ones, kernels, laws put through what others have."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()]


def last(said: str, line: str) -> str:
    return verdicts(f"{said}\n\n$$ {line} $$")[-1]


BAYES = r"p_\beta(w|D) = \frac{p(D|w)p(w)}{p(D)}"


def test_a_tempered_posterior_is_no_posterior():
    assert last(r"The tempered posterior is $p_\beta(w|D)$.", BAYES) == "doubtful"
    assert last(r"退火后验为 $p_\beta(w|D)$。", BAYES) == "doubtful"
    assert last(r"The posterior is $p_\beta(w|D)$.", BAYES) == "proved"


def test_a_power_that_is_named_below_a_density_tells_it_apart():
    tempered = r"p_\beta(z|x) = \frac{p(x|z)^\beta p(z)}{\int p(x|z)^\beta p(z) dz}"
    assert verdicts(f"$$ {tempered} $$") == ["doubtful"]


@pytest.mark.parametrize(
    "said",
    [
        r"Autoregressive model $p_\theta(s|t)$ for the text $p(s,t)$:",
        r"The language model $p_\theta(s|t)$ is trained on text $p(s,t)$:",
        r"语言模型 $p_\theta(s|t)$ 拟合语料 $p(s,t)$：",
    ],
)
def test_a_model_of_texts_is_not_their_law(said):
    assert last(said, r"p(t)p_\theta(s|t) = p(s,t)") != "proved"
    assert last(r"The model is $p_\theta(s|t)$:", r"p(t)p_\theta(s|t) = p(s,t)") == "proved"


def test_words_call_the_formulas_of_a_list_respectively():
    line = r"\mathbb{E}_{p(x)}[KL(p(z|x)\|p_\theta(z))] = I(x;z)"
    assert last(r"Let $p_\theta(z)$ be a learned prior and $p(z|x)$, $p(x)$ encoder and data.", line) == "doubtful"


def test_a_kernel_is_of_both_its_arguments():
    assert last("Let $k(y|x)$ be a kernel.", r"\int k(y|x) dy = 1") == "proved"
    assert last("设 $k(y|x)$ 为转移核。", r"\int k(y|x) dy = 1") == "proved"
    assert last("Let $k(y|x)$ be a kernel.", r"\int p(x) k(y|x) dx = k(y)") == "refuted"
    assert last("Let $k(y|x)$ be a kernel. The output has the law", r"p(y) = \int p(x) k(y|x) dx") == "doubtful"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"Q(\theta|\theta^{(t)}) - Q(\theta|\theta^{(t+1)}) = 0", "consistent"),
        (r"f(x;\theta) - f(x;\phi) = 0", "refuted"),
        (r"E_{p(x)}[f(x;\theta) + f(x;\phi)] = E_{p(x)}[f(x;\theta)] + E_{p(x)}[f(x;\phi)]", "proved"),
    ],
)
def test_what_stands_behind_the_bar_of_a_function_counts(line, verdict):
    assert last("", line) == verdict


def test_other_inputs_under_the_same_conditional():
    said = "Training data follow $p(x)p(y|x)$, test data $q(x)p(y|x)$."
    assert last(said, r"\int q(x)p(y|x) dx = q(y)") == "doubtful"
    assert last(said, r"\int q(x)p(y|x) dx = p(y)") == "refuted"
    assert last("The encoder is $q(z|x)$.", r"q(z) = \int q(x)p(z|x) dx") == "refuted"


def test_densities_learned_separately_are_of_no_joint():
    line = "q(z|x)q(x) = q(x|z)q(z)"
    assert last("The prior is $q(z)$, the decoder $q(x|z)$, both trained separately.", line) == "consistent"
    assert last("The prior is $q(z)$, the decoder $q(x|z)$.", line) == "proved"


MIXED = r"$$ JSD(P\|Q) = \frac12KL(P\|M) + \frac12KL(Q\|M),\quad M = %s $$"


def test_a_mixture_behind_a_divergence_is_what_it_is_of():
    assert verdicts(MIXED % r"\frac12(P+Q)") == ["proved", "definition"]
    assert verdicts(MIXED % r"\frac13(P+2Q)")[0] == "refuted"


def test_a_case_of_zeros_speaks_of_nothing_before_it():
    line = r"$$ \int q(x)\frac{p(x)}{q(x)}dx = 1 $$"
    case = "f the supports of $p$ and $q$ are disjoint, the divergence is infinite."
    assert verdicts(f"{line}\n\nI{case}") == ["proved"]
    assert verdicts(f"I{case}\n\n{line}") == ["consistent"]
    assert verdicts(f"{line}\n\nThe supports of $p$ and $q$ are disjoint.") == ["consistent"]
