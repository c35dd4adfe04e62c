"""What worlds cannot keep is not held against a line: properties of functions, slices of variables, two cases of a
letter, sizes that are made of densities."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LINE = "\n\n$$ f(\\sum_{i=1}^n \\lambda_i x_i) \\leq \\sum_{i=1}^n \\lambda_i f(x_i) $$"


def last(text: str):
    return Judge(read_note(text), mend=False).run()[-1]


@pytest.mark.parametrize(
    "said",
    [
        "Let $f$ be a convex function. Then", "Suppose that $f$ is concave.", "设 $f$ 是凸函数。", "For a convex $f$,",
        "Let $f$ be an increasing function.", "By Jensen's inequality,", "For any convex function,", "由琴生不等式，",
    ],
)  # fmt: skip
def test_a_property_of_a_function_is_kept(said):
    found = last(said + LINE)
    assert found.verdict == "doubtful" and "□" not in found.message


@pytest.mark.parametrize("said", ["Let $f$ be a function. Then", "By definition,", "Let $g$ be a convex function."])
def test_and_of_no_other_function(said):
    assert last(said + LINE).verdict == "refuted"


def test_jensens_name_speaks_of_functions_alone():
    wrong = "By Jensen's inequality,\n\n$$ \\log \\int q(x,z) dz \\leq \\int q(x|z) \\log q(z) dz $$"
    assert last(wrong).verdict == "refuted"


def test_a_slice_and_its_members_are_no_strangers():
    assert last("$$ H(X_{1:n}) = \\sum_{i=1}^n H(X_i | X_{1:i-1}) $$").verdict == "doubtful"
    assert last("$$ H(X_{1:n}) = H(X_{1:n}|Y) $$").verdict == "refuted"


def test_what_may_overlap_is_not_proved_either():
    ratio = r"\log \frac{p(X_i | X_{1..i-1})}{q(X_i | X_{1..i-1})}"
    wrong = rf"$$ \sum_{{X_{{1..n}}}} p(X_{{1..n}}) {ratio} = \sum_{{X_{{1..n}}}} q(X_{{1..n}}) {ratio} $$"
    assert last(wrong).verdict == "consistent"
    assert last("$$ p(x_{1:n}) = p(x_{1:n-1}) p(x_n | x_{1:n-1}) $$").verdict == "proved"


DIFFUSION = r"Let $\beta_t \in (0,1)$, $\alpha_t = 1 - \beta_t$ and $\bar\alpha_t = \prod_{s=1}^t \alpha_s$." + "\n\n"
PRECISION = (
    r"$$ \frac{\alpha_t}{\beta_t} + \frac{1}{1-\bar\alpha_{t-1}} = \frac{1-\bar\alpha_t}{%s(1-\bar\alpha_{t-1})} $$"
)


def test_a_member_of_a_sequence_is_no_number_of_its_own():
    assert last(DIFFUSION + r"$$ \bar\alpha_t = \alpha_t \bar\alpha_{t-1} $$").verdict in ("proved", "consistent")
    assert last(DIFFUSION + PRECISION % r"\beta_t").verdict in ("proved", "consistent")
    assert last(DIFFUSION + PRECISION % r"\alpha_t").verdict == "refuted"
    assert last(DIFFUSION + r"$$ \bar\alpha_t = \beta_t \bar\alpha_{t-1} $$").verdict in ("refuted", "doubtful")


def test_a_definition_turned_round_defines_nothing_again():
    assert last(DIFFUSION + r"$$ \beta_t = 1 - \alpha_t $$").verdict == "proved"
    assert last(DIFFUSION + r"$$ \beta_t = 2 - \alpha_t $$").verdict == "refuted"


def test_an_infinite_side_refutes_nothing():
    assert last("$$ \\frac{1}{a - a} = 3 $$").verdict != "refuted"


def test_a_chain_that_is_not_said_to_be_one_is_not_refuted():
    bayes = r"$$ q(x_1|x_2,x_0) = \frac{q(x_2|x_1) q(x_1|x_0)}{q(x_2|x_0)} $$"
    given = "Let $q(x_2|x_1) = \\mathcal{N}(x_2; a x_1, b)$.\n\n"
    assert {last(bayes).verdict, last(given + bayes).verdict} <= {"doubtful", "consistent"}


def test_a_capital_and_a_small_letter_may_be_one_distribution():
    assert last("$$ P(z|x) = \\frac{p(x,z)}{p(x)} $$").verdict == "doubtful"
    assert last("$$ q(z|x) = \\frac{p(x,z)}{p(x)} $$").verdict == "refuted"


def test_a_sum_over_components_is_no_fault_of_the_program():
    found = last(
        "$$ r_i = \\frac{P(z_j)P(x_i|z_j)}{\\sum_{h=1}^{k} P(z_h)P(x_i|z_h)} "
        "= \\frac{\\alpha_j \\phi(x_i;\\mu_j)}{\\sum_{h=1}^{k} \\alpha_h \\phi(x_i;\\mu_h)} $$"
    )
    assert found.verdict == "consistent" and not found.fault


def test_a_mean_that_is_a_density_is_no_mean_that_a_world_gives():
    line = r"$$ \mathbb{E}[1 + (R - p(x))^2] = 1 + \mathbb{V}[R] $$"
    said = r"Let $R$ be a random variable such that $\mathbb{E}[R] = p(x)$." + "\n\n"
    assert last(said + line).verdict != "refuted"
    assert last(said + r"$$ \log p(x) = \log p(x|z) + \log p(z) $$").verdict == "refuted"  # of p nothing was said


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"E_{q(z)}[\log\frac{p(x, z)}{p(z|x)}] = E_{q(z)}[\log\frac{p(x, z)}{q(z)}\frac{q(z)}{p(z|x)}]", "proved"),
        (r"E_{q(z)}[\log\frac{p(x, z)}{p(z|x)}] = E_{q(z)}[\log\frac{p(x, z)}{q(z)}\frac{q(z)}{p(x,z)}]", "refuted"),
        (r"\sum_z q(z) (\log{p(x,z) - \log{q(z)}}) = \sum_z q(z) \log\frac{p(x,z)}{q(z)}", "proved"),
        (r"\sum_z q(z) (\log{p(x,z) - \log{q(z)}}) = \sum_z q(z) \log\frac{q(z)}{p(x,z)}", "refuted"),
    ],
)
def test_a_logarithm_reaches_as_far_as_the_author_meant(line, verdict):
    assert last(f"$$ {line} $$").verdict == verdict


def test_a_sequence_in_a_law_is_that_of_the_line():
    law = DIFFUSION.strip().removesuffix(".") + r" and $q(x|z) = \mathcal{N}(x; z, \beta_t)$." + "\n\n"
    line = r"$$ E_{q(x|z)}[(x - z)^2] \bar\alpha_t = %s \bar\alpha_t $$"
    assert last(law + line % r"\beta_t").verdict in ("proved", "consistent")
    assert last(law + line % r"\beta_t^2").verdict == "refuted"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Even if $f$ is large,", "refuted"),
        ("We take $f$ with additive noise.", "refuted"),
        ("Let $f$ be an even function.", "doubtful"),
        ("Suppose that $f$ is odd.", "doubtful"),
    ],
)
def test_an_adverb_is_no_property(said, verdict):
    assert last(said + "\n\n" + r"$$ f(a) + f(-a) = 3 f(a) $$").verdict == verdict


def test_a_convex_combination_says_nothing_of_its_densities():
    line = r"$$ \log p(x) = \log p(x|z) + \log q(z) - \log q(z|x) + 1 $$"
    assert last("A convex combination of $p$ and $q$ is a density.\n\n" + line).verdict == "refuted"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"f(\mathbb{E}[X]) \geq \mathbb{E}[f(X)] \quad\text{for concave } f", "doubtful"),
        (r"f(\mathbb{E}[X]) \geq \mathbb{E}[f(X)] \quad\text{for all } f", "refuted"),
        (r"\log p(x) \geq 2\log p(x) \quad\text{as the log is concave}", "refuted"),
        (r"\log P(X|\theta^{(t+1)}) \geq \log P(X|\theta^{(t)})", "doubtful"),
        (r"\log P(X|\theta) \geq \log P(X|\phi)", "refuted"),
    ],
)
def test_what_is_said_in_the_display_and_what_a_step_of_an_iteration_does(line, verdict):
    note = rf"We maximise $Q(\theta|\theta^{{(t)}})$. $${line}$$"
    assert Judge(read_note(note), mend=False).run()[-1].verdict == verdict


def test_steps_of_a_chain_are_no_entries_of_a_vector():
    steps = r"$$ q(x_t|x_{t-1}) = N(x_t; \sqrt{1-b_t}x_{t-1}, b_t I), \quad t = 1, 2, \dots, T $$ "
    note = r"Let $x_0\sim q(x_0)$. " + steps + r"$$ q(x_t|x_0) = N(x_t; \sqrt{a_t} x_0, (1-a_t) I) $$"
    found = Judge(read_note(note), mend=False).run()
    assert [one.verdict for one in found] == ["definition"] * 2 and not any(one.fault for one in found)
