r"""Sums by a capital Sigma, primes in a script, stars behind a density's bracket, letters by unknown macros."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize("sign", [r"\Sigma_{x \in X}", r"\Sigma _{x\in X}\ ", r"\Sigma_x", r"\Sigma_{x}\;"])
def test_a_capital_sigma_is_a_sum(sign):
    assert verdicts(rf"$$ D(p||q) = {sign} p(x) \log \frac{{p(x)}}{{q(x)}} $$") == ["proved"]
    assert verdicts(rf"$$ D(p||q) = {sign} p(x) \log \frac{{q(x)}}{{p(x)}} $$") == ["refuted"]


def test_a_capital_pi_is_a_product_and_other_sigmas_are_matrices():
    assert verdicts(r"$$ \log\Pi_{i=1}^n a_i = \Sigma_{i=1}^n \log a_i $$") == ["proved"]
    assert verdicts(r"$$ \Sigma_{11} + \Sigma_x = \Sigma_x + \Sigma_{11} $$") == ["proved"]
    assert verdicts(r"$$ \Sigma_{11} + \Sigma_x = \Sigma_x $$")[0] != "proved"


def test_a_star_behind_a_density_is_a_label():
    said = r"Let $q_\phi(z|x)^* = p(z|x)$." + "\n\n"
    assert verdicts(said + r"$$ KL(q_\phi(z|x)^* \| p(z|x)) = 0 $$") == ["proved"]
    assert verdicts(r"$$ KL(q_\phi(z|x)^* \| q_\phi^*(z|x)) = 0 $$") == ["proved"]
    assert verdicts(r"$$ KL(q_\phi(z|x)^* \| q_\phi(z|x)) = 0 $$") == ["refuted"]
    assert verdicts(r"$$ p(x)^2 = p(x) p(x) $$") == ["proved"]


@pytest.mark.parametrize("prime", ["'", "^{'}", r"^\prime", r"^{\prime}"])
def test_primes_in_a_script(prime):
    assert verdicts(rf"$$ a{prime} + b = b + a' $$") == ["proved"]


def test_letters_by_macros():
    assert verdicts(r"$$ \grad_\theta \log p_\theta(x) = \frac{\grad_\theta p_\theta(x)}{p_\theta(x)} $$") == ["proved"]
    assert verdicts(r"$$ \bbH[X,Y] = \bbH[X] + \bbH[Y|X] $$") == ["proved"]
    assert verdicts(r"$$ \bbH[X,Y] = \bbH[X] + \bbH[Y] $$") == ["refuted"]
    own = r"\newcommand{\bbH}{h}" + "\n\n"
    assert verdicts(rf"$$ {own.strip()} \bbH + 1 = 1 + \bbH $$") == ["proved"]


def test_what_is_in_a_density_is_drawn_from_it():
    assert verdicts(r"$$ E_{x\in p(x)}[\log p(x)] = \sum_x p(x) \log p(x) $$") == ["proved"]
    assert verdicts(r"$$ E_{x\in p(x)}[\log p(x)] = - \sum_x p(x) \log p(x) $$") == ["refuted"]


def test_dots_of_a_list_and_dollars_in_a_fence():
    said = "The examples $x_1, \\dots, x_n$ are i.i.d. with density $p(x)$.\n\n"
    assert verdicts(said + r"$$ p(x_1,x_2,···,x_n) = \prod_{i=1}^n p(x_i) $$") == ["proved"]
    fence = "```math\n$$\n\\mathbb{E}_{f}[-\\log U] \\geq -\\log \\mathbb{E}_{f}[U]\n$$\n```\n"
    assert verdicts("Let $U > 0$ be random with density $f$.\n\n" + fence) == ["proved"]
    assert [j.line for j in Judge(read_note(fence), mend=False).run()] == [3]
