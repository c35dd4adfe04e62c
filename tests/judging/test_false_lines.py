"""False lines that were once called proved, or might be: each stays anything but proved."""

import pytest
from places import NOTES as ALL_NOTES

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NOTES = ALL_NOTES / "seen"


def verdicts(text: str) -> list[str]:
    return [judgement.verdict for judgement in Judge(read_note(text), mend=False).run()]


BOUND = r"\int p(z|x)\log\frac{q(x,z)}{p(z|x)} dz"


@pytest.mark.parametrize("left", [r"\int p(z|x) \log \frac{p(z|x)}{p(z)} dz", "3"])
def test_a_bound_on_an_earlier_chain_is_no_bound_on_this_one(left: str):
    assert verdicts(rf"$$ \log q(x) = \log \int q(x,z) dz \geq {BOUND} $$") == ["proved", "proved"]
    assert "proved" not in verdicts(r"$$ \log q(x) = \log \int q(x,z) dz $$" + f"\n\n$$ {left} \\geq {BOUND} $$")[1:]


MEAN_FIELD = r"""
The bound $\mathcal{L}[q_1,q_2]$ is

$$ \mathcal{L}[q_1,q_2] = \iint q_1(z_1)\,q_2(z_2)\,\ln\frac{p(x,z_1,z_2)}{q_1(z_1)q_2(z_2)}\,dz_1\,dz_2 $$

Collect what depends on $q_1$, with $q_2$ held fixed:

$$ \mathcal{L}[q_1,q_2] = \int q_1(z_1)\left\{\int q_2(z_2)\ln p(x,z_1,z_2)\,dz_2\right\}dz_1 ENTROPY + \text{const} $$
"""


@pytest.mark.parametrize(("entropy", "verdict"), [(r"+ H[q_1]", "proved"), (r"- H[q_1]", "refuted"), ("", "refuted")])
def test_only_what_is_held_fixed_hides_in_a_constant(entropy: str, verdict: str):
    assert verdicts(MEAN_FIELD.replace("ENTROPY", entropy)) == ["definition", verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"L(\theta') = L(\theta)", "refuted"),
        (r"L(\theta') = \mathbb{E}_{q(z)}[\log p_{\theta'}(x,z)]", "proved"),
        (r"L(\theta) = \mathbb{E}_{q(z)}[\log p_\theta(x|z)] + \mathbb{E}_{q(z)}[\log p_\theta(z)]", "proved"),
    ],
)
def test_another_parameter_is_another_model(line: str, verdict: str):
    objective = r"$$ L(\theta) = \mathbb{E}_{q(z)}[\log p_\theta(x,z)] $$"
    assert verdicts(f"{objective}\n\n$$ {line} $$") == ["definition", verdict]


def test_a_normal_under_an_average_says_what_is_drawn():
    assert verdicts(r"$$ \mathbb{E}_{N(z;\mu,1)}[z^2] = \mu^2 + 1 $$") == ["proved"]
    assert verdicts(r"$$ F(\mu) = \mathbb{E}_{N(z;\mu,1)}[f(z)] $$" + "\n\n" + r"$$ F(\nu) = F(\mu) $$")[1] != "proved"


OPTIMA = r"%s KL(q_\phi(z)\|p_\theta(z)) %s %s KL(q_\phi(z)\|p_\theta(z))"


@pytest.mark.parametrize(
    ("one", "sign", "other", "verdict"),
    [
        (r"\min_\theta", "=", r"\min_\phi", "consistent"),
        (r"\arg\min_\theta", "=", r"\arg\min_\phi", "consistent"),
        (r"\min_\theta", r"\leq", r"\min_\phi", "consistent"),
        (r"\min_{p_\theta}", "=", r"\min_{q_\phi}", "consistent"),
        (r"\min_\theta", "=", r"\min_{\theta,\phi}", "consistent"),
        (r"\min_\theta", "=", r"\arg\min_\theta", "consistent"),
        (r"\min_{\theta,\phi}", "=", r"\min_{\phi,\theta}", "proved"),
        (r"\min_\theta", "=", r"\min", "proved"),
        (r"\min_\theta", r"\leq", r"\min_\theta", "proved"),
    ],
)
def test_two_optima_of_one_objective_vary_the_same(one: str, sign: str, other: str, verdict: str):
    assert verdicts(f"$$ {OPTIMA % (one, sign, other)} $$") == [verdict]


def test_a_divergence_from_a_prior_is_not_averaged_over_the_data():
    """Some course books average D(q(y|x) || p(y|x)) over q(x); KL[q(z|x) || p(z)] is a function of x. A line that
    holds only as those books read it is not called proved."""
    assert verdicts(r"$$ KL[q(z|x)\|p(z)] = \int q(z,x) \log \frac{q(z|x)}{p(z)} dz dx $$") == ["refuted"]
    assert verdicts(r"$$ KL[q(y|x)\|p(y|x)] = \int q(y,x) \log \frac{q(y|x)}{p(y|x)} dy dx $$") == ["consistent"]


@pytest.mark.slow
def test_a_matrix_and_a_number_of_draws_are_no_unknown_quantities():
    """Worlds give them values, so a wrong line about them is refuted."""
    note = (NOTES / "08-full-covariance.md").read_text(encoding="utf-8")
    right, wrong = r"\operatorname{tr}(A\Sigma_1) + (\mu_1-a)", r"\operatorname{tr}(A\Sigma_1) - (\mu_1-a)"
    assert right in note
    assert verdicts(note)[1] == "proved" and verdicts(note.replace(right, wrong))[1] == "refuted"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\int_A p(x) dx = 1", "unread"),
        (r"\int_{\mathcal{X}} p(x) dx = 1", "proved"),
        (r"\int_{+\infty}^{+\infty} p(x) dx = 1", "unread"),
        (r"\int_{-\infty}^{+\infty} p(x) dx = 1", "proved"),
        (r"\int_0^\infty p(x) dx = 1", "unread"),
        (r"\sum_{x \in S} p(x) = 1", "unread"),
        (r"\sum_{x \in \mathcal{X}} p(x) = 1", "proved"),
    ],
)
def test_a_part_of_the_line_is_not_the_line(line: str, verdict: str):
    assert verdicts(f"$$ {line} $$") == [verdict]


@pytest.mark.parametrize("line", [r"\sin^2(x) + \cos^2(x) = 1", r"\log 2 + \operatorname{erf}(0) = \log 2"])
def test_functions_known_elsewhere_are_not_given_any_values(line: str):
    """True, though no rule here knows why: not refuted."""
    assert verdicts(f"$$ {line} $$")[0] in ("consistent", "unread")


def test_a_factorial_of_a_number_is_that_number():
    assert verdicts(r"$$ \log 3! = \log 6 $$") == ["proved"] and verdicts(r"$$ 5! = 100 $$") == ["refuted"]


def test_a_name_of_the_prose_is_not_fresh():
    text = r"Let $p(x) = \mathcal{N}(x; \mu, \sigma^2)$." + "\n\n" + r"$$ \mathbb{E}_{p(x)}[(x-\mu)^2] = \sigma $$"
    assert verdicts(text) == ["refuted"]


@pytest.mark.slow
def test_a_decoders_fixed_deviation_is_not_the_encoders():
    """sigma_j(z) held at sigma_g says nothing of sigma_i(x): the person's note, told twice, has the same verdicts."""
    text = (NOTES.parent / "vae-note-displays.md").read_text(encoding="utf-8")
    once, twice = verdicts(text), verdicts(f"{text}\n\n{text}")
    assert twice[: len(once)] == once
    assert twice.count("refuted") == 2 * once.count("refuted") == 4


def test_an_entropy_of_a_conditional_density_is_not_averaged():
    """I(x; z) = H(q(z)) - H(q(z|x)) lacks the average over x."""
    assert "proved" not in verdicts(r"Let $q(x,z)$ be a joint density.$$ I_q(x;z) = H[q(z)] - H[q(z|x)] $$")
