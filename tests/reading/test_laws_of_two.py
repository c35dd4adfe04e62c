r"""Two normals and the names of their densities in one sentence: each name has the law at its own place."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

ONE, OTHER = r"$\mathcal{N}(\mu_1, \sigma_1^2)$", r"$\mathcal{N}(\mu_2, \sigma_2^2)$"
KL = r"\log \frac{\sigma_2}{\sigma_1} + \frac{\sigma_1^2 + (\mu_1-\mu_2)^2}{2\sigma_2^2} - \frac12"
SAID = (
    f"Let our two normals be {ONE} and {OTHER}, with densities $p$ and $q$.",
    f"We have two Gaussians {ONE} and {OTHER} with densities $p$ and $q$.",
    f"Consider normal distributions {ONE} and {OTHER}, and denote by $p$ and $q$ their densities. "
    f"Let $p$ and $q$ be {ONE} and {OTHER}.",
    f"Let $p$ and $q$ be two normal distributions, {ONE} and {OTHER}.",
    f"Let $p$ and $q$ be the densities of {ONE} and {OTHER} respectively.",
    f"设 $p$ 和 $q$ 分别是 {ONE} 和 {OTHER} 的密度。",
    f"考虑两个正态分布 {ONE} 与 {OTHER}，密度分别为 $p$ 和 $q$。",
)


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", SAID)
def test_each_name_has_its_law(said):
    assert verdict(said, rf"KL(p \| q) = {KL}") == "proved"
    assert verdict(said, rf"KL(q \| p) = {KL}") == "refuted"


def test_with_a_number_of_dimensions():
    said = "Let our two normals be $N(m, S)$ and $N(v, R)$, both $k$ dimensional, with densities $p$ and $q$."
    value = r"\frac12 [\log\frac{|R|}{|S|} - k + (m-v)^T R^{-1} (m-v) + tr(R^{-1} S)]"
    assert verdict(said, rf"KL(p \| q) = {value}") == "proved"
    assert verdict(said, rf"KL(q \| p) = {value}") == "refuted"
    # n is read as a count, and so nothing has k dimensions: a right line that no world may deny
    assert verdict(said.replace("v", "n"), rf"KL(p \| q) = {value.replace('v', 'n')}") == "doubtful"


@pytest.mark.parametrize(
    "said",
    [
        f"It is wrong that $p$ and $q$ are {ONE} and {OTHER}.",
        f"Are $p$ and $q$ the densities of {ONE} and {OTHER}?",
        f"Two normals {ONE} and {OTHER} are compared.",
        f"Let $p$ and $q$ be {ONE} and something else.",
        f"The means of $p$ and $q$ are those of {ONE} and {OTHER}.",
    ],
)
def test_what_is_not_said_is_not_taken(said):
    assert verdict(said, rf"KL(p \| q) = {KL}") != "proved"
