"""Derivatives of formulas and of functions that have one; what may hold the variable unseen has no known derivative."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

GIVEN = r"$$f(x) = A \log x + B \log (1 - x)$$ The derivative is $$%s = A \frac{1}{x} %s B\frac{1}{1 - x}$$"
SPELLINGS = [r"\frac{df(x)}{dx}", r"\frac{d f}{dx}", r"\frac{d}{dx} f(x)", r"{d \over dx} f(x)", "f'(x)"]
SQUARES = r"\sum_{i=1}^N(x_i-\mu)^2"


def verdicts(text: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(text), mend=False).run()]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_function_that_has_a_formula(spelling):
    assert verdicts(GIVEN % (spelling, "-"))[-1] == "proved"
    assert verdicts(GIVEN % (spelling, "+"))[-1] in ("refuted", "consistent", "doubtful")


@pytest.mark.parametrize("sign", [r"\frac{\partial}{\partial\mu}", r"{\partial\over\partial\mu}"])
@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("", rf"{SQUARES} = \sum_{{i=1}}^N 2(x_i-\mu)(-1)", rf"{SQUARES} = \sum_{{i=1}}^N 2(x_i-\mu)"),
        (r"Let $x_i \sim N(\mu,\sigma^2)$.", rf"{SQUARES} = -2\sum_{{i=1}}^N x_i + 2N\mu",
         rf"{SQUARES} = -2\sum_{{i=1}}^N x_i + N\mu"),
        ("", rf"e^{{\mu}} {SQUARES} = e^{{\mu}} {SQUARES} - 2 e^{{\mu}}\sum_{{i=1}}^N(x_i-\mu)",
         rf"e^{{\mu}} {SQUARES} = - 2 e^{{\mu}}\sum_{{i=1}}^N(x_i-\mu)"),
    ],
)  # fmt: skip
def test_a_sum_is_differentiated_term_by_term(sign, before, right, wrong):
    assert verdicts(f"{before} $${sign}{{{right}}}$$".replace("{" + right, right).replace("}$$", "$$"))[-1] == "proved"
    assert verdicts(f"{before} $${sign} {wrong}$$")[-1] != "proved"


@pytest.mark.parametrize(
    "note",
    [
        r"$$\frac{d}{dx}(A x) = A$$",  # A may hold x
        r"Let $f(x)=A x$ and $A=p(x)$. $$\frac{df(x)}{dx} = A$$",
        r"Let $z=\mu+\sigma\epsilon$. $$\frac{\partial}{\partial\mu}(z + \mu) = 1$$",
        r"Let $z_j \sim q(z)$, $z = \mu + \sigma\epsilon$. "
        r"$$\frac{\partial}{\partial\mu}\frac1k\sum_{j=1}^k (z_j+\mu) = 1$$",
        r"$$\frac{\partial}{\partial\mu}\sum_{i=1}^N \mu_i = 0$$",
        r"$$\frac{d}{dx} \mathbb{E}_{q(z|x)}[z x] = \mathbb{E}_{q(z|x)}[z]$$",
        r"Let $f(x) = x^2$. $$f'(x) = x$$ The derivative of $f$ is known.",
    ],
)
def test_what_may_hold_the_variable_unseen_proves_nothing(note):
    assert "proved" not in verdicts(note)


def test_a_prime_is_part_of_a_name_where_no_derivative_is_spoken_of():
    assert verdicts(r"$$f(x) = x^2$$ Another loss is $$f'(x) = 2 f(x)$$")[-1] == "definition"


def test_a_derivative_that_is_zero_is_an_equation_to_be_solved():
    note = r"$$\begin{aligned}\frac{d}{dx}(x-1)^2 &= %s(x-1) = 0\\ x-1&=0\end{aligned}$$"
    assert verdicts(note % "2") == ["proved", "consistent", "consistent"]
    assert verdicts(note % "3") == ["refuted", "consistent", "consistent"]


FAMILY = r"$$p(y;\eta) = b(y) \exp(\eta y - a(\eta))$$ "
SCORE = r"Let $X \sim f(x;\theta)$. $$s(\theta) = \frac{\partial}{\partial\theta}\log f(X;\theta)$$ "
SLOPE = r"\frac{\partial a(\eta)}{\partial\eta}"


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        (FAMILY, rf"\frac{{\partial}}{{\partial\eta}}\log p(y;\eta) = y - {SLOPE}",
         rf"\frac{{\partial}}{{\partial\eta}}\log p(y;\eta) = y + {SLOPE}"),
        (FAMILY, rf"\frac{{\partial}}{{\partial\eta}}p(y;\eta) = p(y;\eta)(y - {SLOPE})",
         rf"\frac{{\partial}}{{\partial\eta}}p(y;\eta) = y - {SLOPE}"),
        (FAMILY, r"\frac{\partial^2}{\partial\eta^2}\log p(y;\eta) = -\frac{\partial^2 a(\eta)}{\partial\eta^2}",
         rf"\frac{{\partial^2}}{{\partial\eta^2}}\log p(y;\eta) = -{SLOPE}"),
        (FAMILY, rf"\int p(y;\eta) {SLOPE} dy = {SLOPE}", rf"\int y p(y;\eta) {SLOPE} dy = {SLOPE}"),
        ("", r"\frac{d^2}{d\eta^2} e^{2\eta} = 4 e^{2\eta}", r"\frac{d^2}{d\eta^2} e^{2\eta} = 2 e^{2\eta}"),
        ("", r"\frac{\partial^2}{\partial u \partial v} e^{u v} = (1 + u v) e^{u v}",
         r"\frac{\partial^2}{\partial u \partial v} e^{u v} = u v e^{u v}"),
        (SCORE, r"s(\theta) = \frac{1}{f(X;\theta)}\frac{\partial}{\partial\theta} f(X;\theta)",
         r"s(\theta) = \frac{\partial}{\partial\theta} f(X;\theta)"),
        (SCORE, r"\mathrm{Var}(s(\theta)) = \mathbb{E}[s(\theta)^2] - \mathbb{E}[s(\theta)]^2",
         r"\mathrm{Var}(s(\theta)) = \mathbb{E}[s(\theta)^2] + \mathbb{E}[s(\theta)]^2"),
    ],
)  # fmt: skip
def test_a_derivative_without_a_formula_is_a_function_of_which_no_more_is_known(before, right, wrong):
    assert verdicts(f"{before} $${right}$$")[-1] == "proved"
    assert verdicts(f"{before} $${wrong}$$")[-1] in ("refuted", "consistent")


@pytest.mark.parametrize(
    "note",
    [
        r"$$\frac{\partial}{\partial\eta} a(\eta^2) = 2\eta a(\eta)$$",
        r"Let $z=\mu+\sigma\epsilon$. $$\frac{\partial}{\partial\mu}(h(z) + \mu) = 1$$",
        FAMILY + r"$$\frac{\partial}{\partial\theta}\log p(y;\eta) = 0$$",
        r"$$\frac{d^3}{dx^3} x^2 = 0$$",
        r"$$\frac{\partial}{\partial\theta}\log f(x;\theta) = \frac{\partial}{\partial\theta}\log f(x,y;\theta)$$",
    ],
)
def test_what_is_not_seen_to_vary_is_no_constant(note):
    assert "proved" not in verdicts(note)


@pytest.mark.parametrize(
    "line",
    [
        r"\mathbb{E}[s(\theta)^2] = s(\theta)^2",
        r"\mathbb{E}[T s(\theta)] = \mathbb{E}[T] s(\theta)",
        r"\mathbb{E}[T s(\theta)] = \mathbb{E}[T] \mathbb{E}[s(\theta)]",
    ],
)
def test_the_variable_of_a_score_is_random_though_its_name_hides_it(line):
    assert verdicts(f"Let $T$ be an estimator of $\\theta$. {SCORE} $${line}$$")[-1] != "proved"


def test_two_densities_of_one_letter_have_two_derivatives():
    slope = r"(\int %s \frac{\partial}{\partial\theta} p_\theta(%s) d%s)^2"
    assert verdicts(f"$${slope % (*'xxx',)} = {slope % (*'zzz',)}$$")[-1] != "proved"
    twice = r"\left(\frac{\partial^2}{\partial\theta^2}\log p_\theta(x)\right)^2"
    assert verdicts(f"$${twice} = {twice.replace('^2', '', 1).replace('^2}', '}', 1)}$$")[-1] != "proved"
