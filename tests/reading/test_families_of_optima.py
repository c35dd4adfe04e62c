"""What an optimum is over: a bare letter, a family that is named, a factor; and what may vary with it unseen."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(note: str) -> str:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()][-1]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\arg\min_q KL(q\|p) = \arg\max_q KL(q\|p)", "refuted"),
        (r"\arg\min_{q} H(q) = \arg\max_{q} H(q)", "refuted"),
        (r"\arg\min_{q} KL(p\|q) = \arg\min_{q} H(p,q)", "proved"),
        (r"\arg\min_{q} KL(q\|p) = \arg\min_{q} H(p,q)", "refuted"),
        (r"\arg\min_{Q} KL(Q\|P) = \arg\max_Q E_Q[\log P] + H(Q)", "proved"),
    ],
)
def test_bare_letters_vary(line, verdict):
    assert last(f"$$ {line} $$") == verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\arg\min_{q\in\mathcal Q} KL(p\|q)", r"\arg\min_{q\in\mathcal Q} KL(q\|p)", "refuted"),
        (r"\min_{q\in\mathcal Q} KL(q(z)\|p(z|x))", r"\min_{q} KL(q(z)\|p(z|x))", "consistent"),
        (r"\min_{q\in\mathcal Q} KL(q(z)\|p(z|x))", r"\min_{q\in\mathcal R} KL(q(z)\|p(z|x))", "consistent"),
        (r"\min_{q\text{ normal}} KL(q(z)\|p(z|x))", r"\min_{q} KL(q(z)\|p(z|x))", "consistent"),
        (
            r"\arg\min_{q\in\mathcal Q} KL(q(z)\|p(z|x))",
            r"\arg\max_{q\in\mathcal Q} E_q[\log p(x,z)-\log q(z)]",
            "proved",
        ),
        (r"\arg\max_{\theta\in\Theta} E_{p(x)}[\log p_\theta(x)]", r"\arg\min_\theta KL(p(x)\|p_\theta(x))", "proved"),
    ],
)
def test_optima_over_a_family(left, right, verdict):
    assert last(f"$$ {left} = {right} $$") == verdict


def test_what_is_made_of_a_factor_varies_with_it():
    said = "Let $q(s,t)=q_1(s)q_2(t)$.\n\n$$ \\arg\\max_{q_1} E_{q_1(s)q_2(t)}[\\log p(s,t) - \\log q(s,t)] = %s $$"
    mean = r"\arg\max_{q_1} E_{q_1(s)}[E_{q_2(t)}[\log p(s,t)] %s \log q_1(s)]"
    assert [last(said % (mean % sign)) for sign in "-+"] == ["proved", "refuted"]


@pytest.mark.parametrize(
    "line",
    [r"\arg\min_\theta L = \arg\max_\theta L", r"\arg\min_{G} JSD(p\|p_g) = \arg\max_{G} JSD(p\|p_g)"],
)
def test_what_does_not_show_what_is_varied_is_no_constant(line):
    assert last(f"$$ {line} $$") != "proved"


MEAN = r"E_{p(x;\theta_0)}[\log p(x)]"


@pytest.mark.parametrize("line", [rf"\arg\max_\theta {MEAN} = \arg\min_\theta {MEAN}", rf"\nabla_\theta {MEAN} = 0"])
def test_a_bare_density_beside_the_true_parameter_may_be_the_model(line):
    assert last(f"The data come from $p(x;\\theta_0)$, the model is $p(x;\\theta)$.\n\n$$ {line} $$") == "consistent"


def test_the_data_beside_the_model_is_no_model():
    line = r"\arg\min_\theta KL(p(x)\|p_\theta(x)) = \arg\max_\theta E_{p(x)}[\log p_\theta(x)]"
    assert last(f"$$ {line} $$") == "proved"
