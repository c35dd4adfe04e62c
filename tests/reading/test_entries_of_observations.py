r"""Names with an index below and one above, u_k^{(t)}, x_j^{(i)}: both count, wherever they stand."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

DRAWN = r"Let $p(x)$ be a density, $x \in \mathbb{R}^d$, and $x^{(i)} \sim p(x)$ its samples. Then"
LOSS = r"\frac12 \sum_{j=1}^J (1 + \log((\sigma_j^{(i)})^2) - (\mu_j^{(i)})^2 - (\sigma_j^{(i)})^2)"
ENCODER = (
    r"Let $q(z|x^{(i)}) = \mathcal{N}(z; \mu^{(i)}, \sigma^{2(i)} I)$ and $p(z) = \mathcal{N}(z; 0, I)$, with "
    r"$z \in \mathbb{R}^J$. Then"
)


def last(line: str, said: str = "We have"):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "wrong",
    [
        r"u_{k+1}^{(t)} - u_k^{(t)} = 0",
        r"\hat x_1^{(l)} + \hat x_2^{(l)} = 2 \hat x_1^{(l)}",
        r"\sum_{i=1}^n w_j^{(i)} = \sum_{i=1}^n w_k^{(i)}",
        r"\sum_{i=1}^n \sum_{j=1}^d w_j^{(i)} = d \sum_{i=1}^n w_1^{(i)}",
        r"a_t + a^{(t)} = 2 a_t",
    ],
)
def test_members_with_other_indices_are_others(wrong):
    assert last(wrong) == "refuted"


@pytest.mark.parametrize(
    "wrong",
    [
        r"\sum_{i=1}^n x_1^{(i)} = \sum_{i=1}^n x_2^{(i)}",
        r"\frac{1}{n} \sum_{i=1}^n \sum_{j=1}^d x_j^{(i)} = \frac{d}{n} \sum_{i=1}^n x_1^{(i)}",
        r"\log p(x_1^{(i)}) = \log p(x_2^{(i)})",
    ],
)
def test_entries_of_a_sample_are_others(wrong):
    assert last(wrong, DRAWN) != "proved"


def test_a_step_in_time_is_a_definition():
    step = r"u_{k+1}^{(t)} = M u_k^{(t)} + \xi_{k+1}^{(p)}"
    assert last(step) == "definition"
    assert last(r"u_{k+1}^{(t)} - M u_k^{(t)} = \xi_{k+1}^{(p)}", f"Let ${step}$. Then") == "proved"
    assert last(r"u_{k+1}^{(t)} - M u_k^{(t)} = \xi_{k}^{(p)}", f"Let ${step}$. Then") != "proved"


def test_the_general_member_is_put_in_for_each():
    said = r"For all $k$ let $a_k^{(t)} = 2 b_k$. Then"
    assert last(r"a_1^{(t)} - 2 b_1 = 0", said) == "proved"
    assert last(r"a_1^{(t)} - 2 b_2 = 0", said) != "proved"


def test_the_encoder_of_one_observation():
    said = r"-D_{KL}(q(z|x^{(i)}) \| p(z))"
    assert last(f"{said} = {LOSS}", ENCODER) == "proved"
    assert last(f"{said} = {LOSS.replace('mu_j', 'mu_1')}", ENCODER) != "proved"
    assert (
        last(rf"{said} = \frac J2 (1 + \log((\sigma_1^{{(i)}})^2) - (\mu_1^{{(i)}})^2 - (\sigma_1^{{(i)}})^2)", ENCODER)
        != "proved"
    )


def test_an_update_of_one_component():
    said = r"Let $\mu_k^{(t+1)} = \frac{1}{N_k^{(t)}} \sum_{n=1}^N r_{nk}^{(t)} x_n$. Then"
    assert last(r"N_k^{(t)} \mu_k^{(t+1)} = \sum_{n=1}^N r_{nk}^{(t)} x_n", said) == "proved"
    assert last(r"N_k^{(t)} \mu_j^{(t+1)} = \sum_{n=1}^N r_{nk}^{(t)} x_n", said) != "proved"


def test_a_vector_is_no_exponent():
    said = r"Let $\mathbf{a} \in \mathbb{R}^d$. Then"
    for line in (r"M(x + u^{\mathbf a}) = M x + M u^{\mathbf a}", r"u^{\mathbf a} = u"):
        assert last(line, said) == "unread"
    assert last(r"u^{a + 1} = u u^{a}") == "proved"


def test_the_value_of_an_indexed_variable_is_read():
    said = r"Let $\gamma_{ij} = p(z_i = j | x_i)$. Then"
    assert last(r"\gamma_{ij} = \frac{p(z_i = j) p(x_i | z_i = j)}{p(x_i)}", said) != "unread"
