"""Formulas in rows inside a paragraph, dollars with backticks, lines of formulas in a LaTeX file, glued logarithms."""

import pytest

from derivations.reading.note import load_note, read_note
from derivations.reading.verdicts.walk import Judge


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (r"so $\begin{aligned} p(x,z) &= p(x) p(z|x) \\ &= p(z) p(x|z) \end{aligned}$ as said", ["proved"] * 2),
        (r"so $\begin{aligned} p(x,z) &= p(x) p(z|x) \\ &= p(z) p(z|x) \end{aligned}$ as said", ["proved", "refuted"]),
        ("so\n$`\\begin{aligned} p(x,z) &= p(x) p(z|x) \\\\\n &= p(z) p(x|z) \\end{aligned}`$\n", ["proved"] * 2),
        (r"Let $`t > 0`$. $$ |t| = t $$", ["proved"]),
        (r"Let `$t > 0$`. $$ |t| = t $$", ["proved"]),
        (r"Let `t > 0`. $$ |t| = t $$", ["refuted"]),
        (r"$$ \begin{spreadlines}{0.5em} \begin{align} a + a &= 2 a \end{align} \end{spreadlines} $$", ["proved"]),
        (r"$$ xlogp + (1-x)log(1-p) = x \log p + (1-x) \log(1-p) $$", ["proved"]),
        (r"$$ xlogp = p \log x $$", ["doubtful"]),
        (r"$$ N\log p = Nlogp $$", ["proved"]),
    ],
)
def test_it_is_read(text, verdicts):
    assert [one.verdict for one in Judge(read_note(text)).run()] == verdicts


def test_a_paragraph_of_a_latex_file_that_is_a_formula(tmp_path):
    path = tmp_path / "note.tex"
    path.write_text("We have\n\n$p(x,z) = p(x) p(z|x)$\n\n$p(x,z) = p(z) p(z|x)$\n\nwhere $z$ is hidden.\n")
    assert [one.verdict for one in Judge(load_note(path)).run()] == ["proved", "refuted"]


def test_no_internals_of_python_are_told():
    text = r"""Let $z \in \mathbb{R}^k$, $z \sim N(0, I)$, $\epsilon \sim N(0, \Psi)$, $x = \mu + \Lambda z + \epsilon$.

$$ E[(z - E[z])(x - E[x])^T] = E[z (\mu + \Lambda z + \epsilon - \mu)^T] $$
"""
    assert not any("zip" in one.message for one in Judge(read_note(text)).run())
    told = r"If $$ X \sim \mathcal{N}(\mu, \sigma^2)$$, then $$k \gt 0; \quad kX \sim \mathcal{N} (k\mu, k^2\sigma^2)$$"
    assert not any(one.fault for one in Judge(read_note(told)).run())
    sides = (
        r"KL(\mathcal{N}(\mu, \sigma^2 I) \| \mathcal{N}(0, I))",
        r"\frac12\sum_{j=1}^d (\mu_j^2 + \sigma_j^2 - \log(\sigma_j^2) - 1)",
    )
    vector = "$$ " + " = ".join(sides) + " $$"
    assert not any(one.fault for one in Judge(read_note(vector)).run())


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (r"$$ \int_{\mathbf{Z}} q(z) dz = 1 $$", "proved"),
        (r"$$ \int_{\mathbf{A}} q(z) dz = 1 $$", "unread"),
        (r"$$ \text{Norm}_{x}[0, s^2] = \frac{1}{\sqrt{2\pi s^2}} \exp[-\frac{x^2}{2s^2}] $$", "proved"),
        (r"$$ \text{Norm}_{x}[0, s^2] = \frac{1}{\sqrt{2\pi s}} \exp[-\frac{x^2}{2s^2}] $$", "refuted"),
    ],
)
def test_spellings_of_spaces_and_normals(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict
