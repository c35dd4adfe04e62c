r"""E_p[(X - m)^2] is a mean over the x of p(x), E_\\theta[f(X)] one under the p_\\theta of the note."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

NORMAL = r"For $p = \mathcal{N}(\mu_1, \sigma_1^2)$: $$ \int p(x) x dx = \mu_1 $$ Then "
MODEL = r"For the model $p_\theta(x)$ we have "
PRIOR = r"For the model $p_\theta(x)$ and the prior $p(\theta)$ we have "


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        (NORMAL + r"$$ E_p[(X - \mu_2)^2] = \sigma_1^2 + (\mu_1 - \mu_2)^2 $$", "proved"),
        (NORMAL + r"$$ E_p[(X - \mu_2)^2] = \sigma_1^2 + \mu_1^2 $$", "refuted"),
        (r"The density $p(x)$ has $$ E_p[(X - x)^2] = 0 $$", "refuted"),
        (r"$$ E_P\left[\log\frac{P(X)}{Q(X)}\right] = \sum_x P(x)\log\frac{P(x)}{Q(x)} $$", "proved"),
        (r"$$ E_P\left[\log\frac{P(X)}{Q(X)}\right] = \sum_x Q(x)\log\frac{P(x)}{Q(x)} $$", "refuted"),
        (MODEL + r"$$ E_\theta[f(X)] = \int p_\theta(x) f(x) dx $$", "proved"),
        (MODEL + r"$$ E_\theta[f(X)] = \int p_\theta(x) f(x)^2 dx $$", "refuted"),
        (PRIOR + r"$$ E_\theta[f(\theta)] = \int p(\theta) f(\theta) d\theta $$", "proved"),
        (MODEL + r"$$ E_\theta s_\theta(X) = 0 $$", "doubtful"),
    ],
)
def test_what_a_mean_is_over(note, verdict):
    assert Judge(read_note(note), mend=False).run()[-1].verdict == verdict
