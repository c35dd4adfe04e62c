r"""What a note says does not exist or hold proves nothing: no mean, no slope, no inverse, no common support."""

import pytest

from derivations.kernel.rules import SUPPORT
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SWAP = r"\nabla_\phi\mathbb{E}_{p(\epsilon)}[f_\phi(\epsilon)] = \mathbb{E}_{p(\epsilon)}[\nabla_\phi f_\phi(\epsilon)]"
WEIGHT = r"\mathbb{E}_{q(z)}\left[\frac{p(x,z)}{q(z)}\right] = p(x)"
NAMED = r"\log p_\theta(x) = \mathbb{E}_{p(z\mid x)}\left[\log\frac{p_\theta(x,z)}{p(z\mid x)}\right]"
NEITHER = "The constant of proportionality depends on neither $x$ nor $z$:"
LINES = [
    ("The proposal $q(z)$ does not cover the posterior.", WEIGHT, False),
    ("The proposal is $q(z)$.", WEIGHT, True),
    (r"Here $f$ is discontinuous in $\phi$.", SWAP, False),
    (r"Here $f$ is differentiable in $\phi$.", SWAP, True),
    (
        "The mean of $p(x)$ does not exist.",
        r"\mathbb{E}_{p(x)}[x-x] = \mathbb{E}_{p(x)}[x]-\mathbb{E}_{p(x)}[x]",
        False,
    ),
    ("The mean of $q(x)$ does not exist.", r"\mathbb{E}_{p(x)}[x-x] = \mathbb{E}_{p(x)}[x]-\mathbb{E}_{p(x)}[x]", True),
    (r"Let $\int q(x)\,dx=1$ fail.", r"\int 2q(x)\,dx = 2", False),
    (r"Let $\int q(x)\,dx=1$ hold.", r"\int 2q(x)\,dx = 2", True),
    ("Let $A$ be singular.", "A^{-1}Ax = x", False),
    ("Let $A$ be non-singular.", "A^{-1}Ax = x", True),
    ("$A$ 不可逆。", "A^{-1}Ax = x", False),
    (r"The covariance $\Sigma$ is singular.", r"\Sigma\Sigma^{-1}x = x", False),
    ("Here $A^{-1}$ denotes the pseudo-inverse.", "A^{-1}Ax = x", False),
    ("Here $B^{-1}$ denotes the pseudo-inverse.", "A^{-1}Ax = x", True),
    ("$a$ may vanish.", r"\frac{a}{a} = 1", False),
    ("$a$ may vanish.", r"a+b = b+a", True),
    (NEITHER, r"p(z\mid x) \propto p(x,z)", False),
    ("The constant of proportionality depends on $x$:", r"p(z\mid x) \propto p(x,z)", True),
    (r"The encoder is $p(z\mid x)$.", r"\mathbb{E}_{p(z\mid x)}[p(z\mid x)] = \int p(z\mid x)^2dz", True),
]


@pytest.mark.parametrize(("words", "line", "proved"), LINES)
def test_nothing_is_proved_by_what_is_denied(words, line, proved):
    found = Judge(read_note(f"{words}\n\n$$ {line} $$\n"), mend=False).run()[-1]
    assert (found.verdict == "proved") is proved and not found.fault


def test_the_posterior_of_another_model():
    note = f"$$ {NAMED} $$\n\nwhere $p(z\\mid x)$ is the posterior of another model.\n"
    assert Judge(read_note(note), mend=False).run()[0].verdict != "proved"


def test_the_common_support_is_named():
    assert SUPPORT in Judge(read_note(f"$$ {WEIGHT} $$"), mend=False).run()[0].assumes
