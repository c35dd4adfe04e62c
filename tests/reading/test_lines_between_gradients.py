"""Gradients: what linearity, differentiation under the integral and the score give, and what they do not."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MEAN = r"\nabla_\theta \mathbb{E}_{q_\theta(z)}[f(z)]"
CASES = {
    "under the integral": (MEAN + r" = \int f(z) \nabla_\theta q_\theta(z)\,dz", "proved"),
    "the score": (r"\int f(z) \nabla_\theta q_\theta(z)\,dz = \int f(z) q_\theta(z) \nabla_\theta \log q_\theta(z)\,dz",
                  "proved"),
    "the score under a mean": (MEAN + r" = \mathbb{E}_{q_\theta(z)}[f(z) \nabla_\theta \log q_\theta(z)]", "proved"),
    "the score first": (MEAN + r" = \mathbb{E}_{q_\theta(z)}[\nabla_\theta \log q_\theta(z) f(z)]", "proved"),
    "the mean of the score": (r"\mathbb{E}_{q_\theta(z)}[\nabla_\theta \log q_\theta(z)] = 0", "proved"),
    "a reparameterised mean": (
        r"\nabla_\theta \mathbb{E}_{p(\epsilon)}[f(g_\theta(\epsilon))] ="
        r" \mathbb{E}_{p(\epsilon)}[\nabla_\theta f(g_\theta(\epsilon))]", "proved",
    ),
    "a constant goes": (r"\nabla_x \log p(x,z) = \nabla_x \log p(x) + \nabla_x \log p(z|x)", "proved"),
    "Bayes": (r"\nabla_x \log p(x|y) = \nabla_x \log p(x) + \nabla_x \log p(y|x)", "proved"),
    "of a logarithm": (r"\nabla_\theta \log q_\theta(z) = \frac{\nabla_\theta q_\theta(z)}{q_\theta(z)}", "proved"),
    "of a function's logarithm": (r"\nabla_z \log f(z) = \frac{1}{f(z)} \nabla_z f(z)", "proved"),
    "over and times": (
        r"\sum_z q_\theta(z) \frac{\nabla_\theta q_\theta(z)}{q_\theta(z)} f(z) ="
        r" \sum_z q_\theta(z) \nabla_\theta \log q_\theta(z) f(z)", "proved",
    ),
    "one put in": (r"\nabla_\theta \sum_z q_\theta(z) f(z) = "
                   r"\sum_z \frac{q_\theta(z)}{q_\theta(z)} \nabla_\theta q_\theta(z) f(z)", "proved"),
    "weighted": (r"\mathbb{E}_{p(z)}[\frac{\nabla_\theta q_\theta(z)}{p(z)} f(z)] = " + MEAN, "proved"),
    "over another": (r"\nabla_\theta \log q_\theta(z) = \frac{\nabla_\theta q_\theta(z)}{p_\theta(z)}", "unread"),
    "over one that stays": (r"\nabla_\theta \log q_\theta(z) = \frac{\nabla_\theta q_\theta(z)}{p(z)}", "consistent"),
    "times instead of over": (r"\nabla_\theta \log q_\theta(z) = q_\theta(z) \nabla_\theta q_\theta(z)", "unread"),
    "over its square": (r"\nabla_\theta \log q_\theta(z) = \frac{\nabla_\theta q_\theta(z)}{q_\theta(z)^2}", "unread"),
    "over the other way": (r"\nabla_\theta \log q_\theta(z) = \frac{q_\theta(z)}{\nabla_\theta q_\theta(z)}", "unread"),
    "a factor that varies": (
        r"\sum_z q_\theta(z) \frac{\nabla_\theta q_\theta(z)}{q_\theta(z)} f_\theta(z) ="
        r" \nabla_\theta \sum_z q_\theta(z) f_\theta(z)", "unread",
    ),
    "derivatives": (
        r"\mathbb{E}_{p(x;\theta)}[\frac{\partial}{\partial\theta} \log p(x;\theta)] ="
        r" \frac{\partial}{\partial\theta} \int p(x;\theta)\,dx", "proved",
    ),
    "of a number": (
        r"\frac{\partial}{\partial\theta} \int p(x;\theta)\,dx = \frac{\partial}{\partial\theta} 1", "proved",
    ),
    "the score by a derivative": (
        r"\frac{\partial}{\partial\theta} \log p(x;\theta) ="
        r" \frac{1}{p(x;\theta)} \frac{\partial}{\partial\theta} p(x;\theta)", "proved",
    ),
    "a score without its density": (
        r"\frac{\partial}{\partial\theta} \log p(x;\theta) ="
        r" \frac{\partial}{\partial\theta} p(x;\theta)", "consistent",
    ),
    "a derivative by what is averaged over": (
        r"\mathbb{E}_{p(x;\theta)}[\frac{\partial}{\partial x} \log p(x;\theta)] = 0", "unread",
    ),
    "a factor": (MEAN + r" = 2\,\mathbb{E}_{q_\theta(z)}[f(z) \nabla_\theta \log q_\theta(z)]", "consistent"),
    "a sign": (r"\nabla_x \log p(x|y) = \nabla_x \log p(x) - \nabla_x \log p(y|x)", "consistent"),
    "through the density": (MEAN + r" = \mathbb{E}_{q_\theta(z)}[\nabla_\theta f(z)]", "unread"),
    "a score that f shares": (
        r"\nabla_\theta \mathbb{E}_{q_\theta(z)}[f_\theta(z)] ="
        r" \mathbb{E}_{q_\theta(z)}[f_\theta(z) \nabla_\theta \log q_\theta(z)]", "unread",
    ),
    "in a bound variable": (
        r"\int \nabla_z q(z)\,dz = \nabla_z \int q(z)\,dz", "unread",
    ),
    "in the variable averaged over": (
        r"\mathbb{E}_{q(z)}[\nabla_z \log q(z)] = \nabla_z \mathbb{E}_{q(z)}[\log q(z)]", "unread",
    ),
    "another score": (MEAN + r" = \mathbb{E}_{q_\theta(z)}[f(z) \nabla_\theta \log p_\theta(z)]", "unread"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_gradient(name: str):
    line, wanted = CASES[name]
    (found,) = Judge(read_note(f"Let $f(z)$ be a function.\n\n$$ {line} $$")).run()
    assert found.verdict == wanted, found.message


def test_what_the_exchange_rests_on_is_said():
    (found,) = Judge(read_note(f"$$ {CASES['the score under a mean'][0]} $$")).run()
    assert "linearity of the gradient" in found.reasons
    assert any("differentiation under the integral" in assumed for assumed in found.assumes)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("$R(z) = a z + b$", "proved"),
        ("$R(z) = \\log q_\\theta(z)$", "unread"),
        ("$R(z) = S(z)$ and $S(z) = \\theta z$", "unread"),
    ],
)
def test_a_factor_varies_if_its_formula_does(said, wanted):
    line = r"\nabla_\theta \int q_\theta(z) R(z)\,dz = \int R(z) \nabla_\theta q_\theta(z)\,dz"
    (found,) = Judge(read_note(f"Let {said}.\n\n$$ {line} $$")).run()
    assert found.verdict == wanted, found.message
