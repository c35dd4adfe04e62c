r"""Which model a formula speaks of: that of another iteration, a posterior varied in theta, a joint of two letters.

Each right line has a sibling that is wrong.
"""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

EM = r"$$ Q(\theta|\theta^{(t)}) = \mathbb{E}_{p(z|x,\theta^{(t)})}[\log p(x,z|\theta)] $$" + "\n\n"
AGGREGATED = r", \quad q(z)=\int p(x)q(z|x)dx $$"
LINES = [
    (EM + r"$$ \log p(x|\theta) - \log p(x|\theta^{(t)}) \geq Q(\theta|\theta^{(t)}) - Q(\theta^{(t)}|\theta^{(t)}) $$",
     ["definition", "proved"]),
    (EM + r"$$ Q(\theta|\theta^{(t)}) = Q(\theta^{(t)}|\theta^{(t)}) $$", ["definition", "refuted"]),
    (r"$$ \hat\theta = \arg\max_\theta p(\theta|D) = \arg\max_\theta [\log p(D|\theta) + \log p(\theta)] $$",
     ["definition", "consistent"]),
    (r"$$ \arg\max_\theta p_\theta(x) = \arg\max_\theta p_\theta(x|z) $$", ["refuted"]),
    (r"$$ \mathbb{E}_{p(x)}[KL(q(z|x)\|p(z))] = I(x;z) + KL(q(z)\|p(z))" + AGGREGATED, ["proved", "definition"]),
    (r"$$ \mathbb{E}_{p(x)}[KL(q(z|x)\|p(z))] = I(x;z) - KL(q(z)\|p(z))" + AGGREGATED, ["refuted", "definition"]),
    (r"$$ \min_\theta (a_\theta + c) = \min_\theta a_\theta $$", ["proved"]),
    (r"$$ \min_\theta (a + b_\theta) = \min_\theta (a - b_\theta) $$", ["refuted"]),
    (r"$$ \min_\theta (\theta^2 + b_\theta) = \min_\theta \theta^2 $$", ["refuted"]),
    (r"$$ \nabla_\theta (\theta^2 + b_\phi) = \nabla_\theta \theta^2 $$", ["proved"]),
    (r"$$ \nabla_\theta (\theta^2 + b_\theta) = \nabla_\theta \theta^2 $$", ["consistent"]),
    (r"$$ \mathrm{Var}(X) = \mathbb{E}[\mathrm{Var}(X|Y)] + \mathrm{Var}(\mathbb{E}[X|Y]) $$", ["proved"]),
    (r"$$ \mathrm{Var}(X) = \mathbb{E}[\mathrm{Var}(X|Y)] - \mathrm{Var}(\mathbb{E}[X|Y]) $$", ["refuted"]),
]  # fmt: skip


@pytest.mark.parametrize(("note", "verdicts"), LINES)
def test_a_line_is_judged_of_the_model_it_speaks_of(note, verdicts):
    found = Judge(read_note(note), mend=False).run()
    assert [j.verdict for j in found] == verdicts and not any(j.fault for j in found)
