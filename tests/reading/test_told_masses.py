"""Letters written like densities that the words give another mass than one: no rule of densities is used of them."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ONE, GIBBS = r"\int q(z)\,dz = 1", r"\mathrm{KL}(q(z)\|p(z)) \ge 0"
WORDS = [
    "In this post $q(z)$ stands for the log-density of the model.", "The likelihood $q(z)$ need not be normalised.",
    r"Let $q(z)\ge0$ have total mass two.",
    "Let $q$ be a positive measure with density $q(z)$, of arbitrary total mass.",
    "Below $q(z)$ means the product $q(z|x) q(x)$.",
    "Here $q(z)$ is the joint $q(z,y)$ with the observed $y$ suppressed.",
    "这里 $q(z)$ 表示对数密度。", "$q(z)$ 的总质量任意。",
]  # fmt: skip
LEFT = [
    "Here $q(z)$ stands for the density of the latent.", "Let $q(z)$ have total mass one.", "",
    "Here $q(z)$ is the marginal of the joint $q(z,y)$.",
]  # fmt: skip


def judged(words: str, line: str) -> str:
    return Judge(read_note(f"{words}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize("words", WORDS)
def test_what_has_another_mass_is_no_density(words):
    """Each of these was proved."""
    assert judged(words, ONE) not in ("proved", "refuted")
    assert judged(words, GIBBS) not in ("proved", "refuted")


@pytest.mark.parametrize("words", LEFT)
def test_what_has_mass_one_is_one(words):
    assert judged(words, ONE) == judged(words, GIBBS) == "proved"
    assert judged(words, ONE.replace("= 1", "= 2")) == "refuted"


@pytest.mark.parametrize("words", ["decimal", "common", "dyadic"])
def test_logarithms_to_another_base_by_their_name(words):
    said = rf"Here $\log$ is the {words} logarithm."
    assert judged(said, r"\log e = 1") not in ("proved", "refuted")
    assert judged(said, r"\log 100 = \log 4 + \log 25") == "proved"
    assert judged(said.replace(words, "natural"), r"\log e = 1") == "proved"
