"""What stands in the second place of N: as the words say, else a variance; of a bare sigma nothing is decided."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


DEVIATIONS = {
    "where": "Let $x \\sim \\mathcal N(0, \\sigma)$ where $\\sigma$ is the standard deviation. ",
    "in brackets": "Let $x \\sim \\mathcal N(0, \\sigma)$ ($\\sigma$ is the standard deviation). ",
    "with": "Let $x \\sim \\mathcal N(0, \\sigma)$ with standard deviation $\\sigma$. ",
    "being": "Let $x\\sim\\mathcal N(0,\\sigma)$, $\\sigma$ being the standard deviation. ",
    "其中": "设 $x\\sim\\mathcal N(0,\\sigma)$，其中 $\\sigma$ 为标准差。 ",
    "convention": "Writing $\\mathcal N(m,\\sigma)$ for the normal with mean $m$ and standard deviation $\\sigma$, "
    "let $x\\sim\\mathcal N(0,\\sigma)$. ",
    "pair": "Let $x \\sim \\mathcal N(0, \\sigma)$. Here $m$ and $\\sigma$ are the mean and standard deviation. ",
}
PRECISIONS = {
    "where": "Let $x\\sim\\mathcal N(0,\\sigma)$ where $\\sigma$ is the precision. ",
    "精度": "设 $x\\sim\\mathcal N(0,\\sigma)$，$\\sigma$ 为精度。",
}
VARIANCES = {
    "where": "Let $x \\sim \\mathcal N(0, \\sigma)$ where $\\sigma$ is the variance. ",
    "方差": "设 $x\\sim\\mathcal N(0,\\sigma)$，其中 $\\sigma$ 为方差。",
    "another name": "Let $x \\sim \\mathcal N(0, \\sigma)$ with variance $\\sigma$. ",
}
UNSAID = {
    "nothing": "Let $x \\sim \\mathcal N(0, \\sigma)$. ",
    "denied": "Let $x \\sim \\mathcal N(0, \\sigma)$, where $\\sigma$ is not the standard deviation. ",
    "of another": "Let $x \\sim \\mathcal N(0, \\sigma)$ and $\\tau$ be the standard deviation of the noise. ",
}
CASES = [
    *((text, "\\sigma^2") for text in DEVIATIONS.values()),
    *((text, "\\sigma^{-1}") for text in PRECISIONS.values()),
    *((text, "\\sigma") for text in VARIANCES.values()),
]


@pytest.mark.parametrize("text,variance", CASES)
def test_the_words_decide(text, variance):
    for claimed in ("\\sigma", "\\sigma^2", "\\sigma^{-1}"):
        expected = "proved" if claimed == variance else "refuted"
        assert last(f"{text}$$\\mathbb E[x^2]={claimed}$$") == expected


@pytest.mark.parametrize("text", UNSAID.values(), ids=UNSAID)
def test_a_bare_sigma_is_either(text):
    for claimed in ("\\sigma", "\\sigma^2"):
        assert last(f"{text}$$\\mathbb E[x^2]={claimed}$$") == "doubtful"
    assert last(f"{text}$$\\mathbb E[x]=0$$") == "proved"
    assert last(f"{text}$$\\mathbb E[x]=1$$") == "refuted"


@pytest.mark.parametrize("law", ["\\sigma^2", "\\tau", "s", "1"])
def test_any_other_second_place_is_a_variance(law):
    assert last(f"Let $x \\sim \\mathcal N(0, {law})$. $$\\mathrm{{Var}}(x)={law}$$") == "proved"


SHOWN = "$q(z|x)=\\mathcal N(\\mu,\\sigma)$, $z=\\mu+\\sigma\\epsilon$, $\\epsilon\\sim\\mathcal N(0,1)$. "


def test_the_reparametrisation_shows_a_deviation():
    divergence = SHOWN + "$$KL(q(z|x)\\|\\mathcal N(0,1)) = "
    assert last(divergence + "\\frac12(\\mu^2+\\sigma^2-1)-\\log\\sigma$$") == "proved"
    assert last(divergence + "\\frac12(\\mu^2+\\sigma-1)-\\frac12\\log\\sigma$$") == "refuted"


@pytest.mark.parametrize(("words", "law", "second", "verdict"), [
    ("The second argument of $N$ is the standard deviation.", "N(0, s)", "s^2", "proved"),
    ("The second argument of $N$ is the standard deviation.", "N(0, s)", "s", "refuted"),
    ("The second argument of $N$ is the standard deviation.", r"N(0, \sigma^2)", r"\sigma^2", "proved"),
    ("We parametrise the normal by its mean and precision.", "N(0, 4)", r"\frac14", "proved"),
    ("We parametrise the normal by its mean and precision.", "N(0, 4)", "4", "refuted"),
    ("As in R and NumPy the arguments are mean and standard deviation.", "N(0, 3)", "9", "proved"),
    (r"$N(m,\lambda)$ is the normal with mean $m$ and precision $\lambda$.", "N(0, 4)", "4", "refuted"),
    ("本文中 $N$ 的第二个参数是标准差。", "N(0, s)", "s^2", "proved"),
    ("The arguments are mean and variance.", "N(0, 4)", "4", "proved"),
])  # fmt: skip
def test_a_convention_of_the_note(words, law, second, verdict):
    """What a sentence says of every N: E[x^2] = s was proved where s is a deviation, and s^2 refuted."""
    assert last(f"{words} For $x \\sim {law}$\n\n$$ \\mathbb{{E}}[x^2] = {second} $$") == verdict
