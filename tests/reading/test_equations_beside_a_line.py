r"""An equation right beside a line, with which it holds, may be its condition, whatever the words about it are."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

BOUND = r"\log p(x) = \mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right]"
KL = r"\frac{1}{2}(\mu^2+\sigma^2-1-\log\sigma^2)"
LINES = [
    (rf"$$ {BOUND} $$ (Here $q(z)=p(z\mid x)$.)", "doubtful"),
    (rf"$$ {BOUND} $$ which holds for $q(z)=p(z\mid x)$.", "doubtful"),
    (rf"$$ {BOUND} $$ It never is $q(z)=p(z\mid x)$.", "refuted"),
    (rf"$$ {BOUND} $$ (Here $q(z)=p(z)$.)", "refuted"),
    (r"$$ x^2 = 1, \qquad x=1 $$", "doubtful"),
    (r"$$ x^2 = 2, \qquad x=1 $$", "refuted"),
    (r"$$ x^2 \stackrel{x=1}{=} 1 $$", "doubtful"),
    (r"$$ x^2 \stackrel{x=2}{=} 1 $$", "refuted"),
    (r"$$ x^2 = 1 \quad\text{unless } x\ne1 $$", "doubtful"),
    (rf"For example let $\sigma=1$, $\mu=0$. $$ {KL} = 0 $$", "doubtful"),
    (rf"For example let $\sigma=1$, $\mu=0$. $$ {KL} = 1 $$", "refuted"),
    (r"The constraint holds with equality, $g(x)=0$. $$ f(x)+\lambda g(x) = f(x) $$", "doubtful"),
    (r"Neglecting $O(\beta^2)$, $$ \sqrt{1-\beta} = 1-\frac{\beta}{2} $$", "doubtful"),
    (r"Neglecting $O(\beta^2)$, $$ \sqrt{1-\beta} = 1-\beta $$", "refuted"),
    (
        "$$ H(X,Y) = H(X)+H(Y) $$\n\n$$ I(X;Y) = 0 $$\nThe first line is for independent $X$ and $Y$.",
        "doubtful",
    ),
]


@pytest.mark.parametrize(("text", "verdict"), LINES)
def test_the_condition_of_a_line_stands_beside_it(text, verdict):
    found = Judge(read_note(text.replace("$$ ", "\n\n$$ ").replace(" $$", " $$\n")), mend=False).run()[0]
    assert found.verdict == verdict and not found.fault
