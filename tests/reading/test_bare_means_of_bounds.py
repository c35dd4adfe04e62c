"""A plain E beside a divergence, or beside the mean of log q(z), is under q: the bound as textbooks write it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

BOUND = r"$$ \mathrm{ELBO}(q) = \mathbb{E}[\log p(z,x)] - \mathbb{E}[\log q(z)] $$" + "\n\n"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$ KL(q(z)\|p(z|x)) = E[\log q(z)] - E[\log p(z|x)] $$", "proved"),
        (r"$$ KL(q(z)\|p(z|x)) = E[\log q(z)] - E[\log p(z,x)] + \log p(x) $$", "proved"),
        (r"$$ KL(q(z)\|p(z|x)) = E[\log q(z)] - E[\log p(z,x)] - \log p(x) $$", "refuted"),
        (r"$$ KL(q(z)\|p(z|x)) = E[\log p(z|x)] - E[\log q(z)] $$", "refuted"),
        (r"$$ \log p(x) \geq E[\log p(z,x)] - E[\log q(z)] $$", "proved"),
        (r"$$ \log p(x) = \log E\left[\frac{p(x,z)}{q(z)}\right] $$", "proved"),
        (r"$$ \log p(x) \geq E\left[\log \frac{p(x,z)}{q(z)}\right] $$", "proved"),
        (r"$$ \log p(x) = \log E\left[\frac{q(z)}{p(x,z)}\right] $$", "refuted"),
        (BOUND + r"$$ \log p(x) \geq \mathrm{ELBO}(q) $$", "proved"),
        (BOUND + r"$$ \log p(x) = KL(q(z)\|p(z|x)) + \mathrm{ELBO}(q) $$", "proved"),
        (BOUND + r"$$ \log p(x) = KL(q(z)\|p(z|x)) - \mathrm{ELBO}(q) $$", "refuted"),
        (BOUND + r"$$ \log p(x) = KL(p(z|x)\|q(z)) + \mathrm{ELBO}(q) $$", "refuted"),
        (r"$$ KL(q(x)\|p(x)) = E[\log p(x)] - E[\log q(x)] $$", "refuted"),
        (r"$$ KL(q(z)\|p(z)) + KL(p(z)\|q(z)) = E[\log q(z)] - E[\log p(z)] $$", "refuted"),
        (
            r"$$ \mathrm{ELBO} = E[\log p(x|z)] - KL(q(z)\|p(z)) $$" + "\n\n" + r"$$ \log p(x) \geq \mathrm{ELBO} $$",
            "proved",
        ),
    ],
)
def test_a_plain_mean_is_under_what_the_line_averages_with(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict


def test_what_a_note_says_of_its_means():
    line = r"$$ KL(q(z)\|p(z)) = E[\log q(z) - \log p(z)] $$"
    assert Judge(read_note(line)).run()[-1].verdict == "proved"
    for told in (r"$$ E[f(z)] = \int p(z) f(z) dz $$", r"Here $E[f(z)] = \int p(z) f(z) dz$."):
        assert Judge(read_note(told + "\n\n" + line)).run()[-1].verdict == "doubtful"
    under = r"All expectations are with respect to $p(z)$."
    assert Judge(read_note(under + "\n\n" + line)).run()[-1].verdict == "refuted"
