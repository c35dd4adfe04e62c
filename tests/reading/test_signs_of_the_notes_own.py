"""Signs, averages and letters to which a note gives a meaning of its own: what the usual meaning says is not decided;
where the meaning is the usual one, it is."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdict(said: str, line: str) -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict


REVERSED, USUAL = r"\int q(x)\log\frac{q(x)}{p(x)}\,dx", r"\int p(x)\log\frac{p(x)}{q(x)}\,dx"
KL, BACK = rf"KL(p\|q) = {USUAL}", rf"KL(p\|q) = {REVERSED}"
ENTROPY, CHAIN = r"H(p) = -\mathbb{E}_{p(x)}[\log p(x)]", "H(X,Y) = H(X) + H(Y|X)"
SQUARE, TWICE = r"\|x\|^2 = x^\top x", r"\|x\|^2 = 2x^\top x"


@pytest.mark.parametrize(("said", "line"), [
    (rf"In this paper $KL(p\|q)$ stands for ${REVERSED}$.", KL), (rf"本文用 $KL(p\|q)$ 表示 ${REVERSED}$。", KL),
    (rf"We define $KL(p\|q):={REVERSED}$.", KL), (r"Let $H(p):=-\log\int p(x)^2\,dx$.", ENTROPY),
    (rf"In this paper $KL(p\|q)$ stands for ${REVERSED}$.", BACK),
    (r"Let $H(p)=1-\int p(x)^2\,dx$ be the Gini impurity.", ENTROPY),
    (r"$H$ denotes the collision entropy $H(X)=-\log\sum_xp(x)^2$.", CHAIN), ("Let $H$ be the min-entropy.", CHAIN),
    (r"Let $\|x\|=\max_i|x_i|$.", SQUARE), (r"Let $\|\cdot\|$ be the $L_1$ norm.", SQUARE),
    (r"$\|x\|$ denotes the maximum norm.", SQUARE), (r"设 $\|\cdot\|$ 为 $L_1$ 范数。", SQUARE),
    (r"设 $D(p\|q)$ 为 JS 散度。", rf"D(p\|q) = {USUAL}"),
    ("Let $H$ be the Hessian of the loss.", r"H(x) = -\mathbb{E}_{p(x)}[\log p(x)]"),
    ("Let $E$ be an energy.", r"E[x] = \mathbb{E}[x]"),
    (r"Let $\sum_x$ run over the even $x$ only.", r"\sum_x p(x) = 1"),
    ("Let $H(x)$ be the entropy of $x$ under $q$.", r"H(x) = -\int p(x)\log p(x)\,dx"),
])  # fmt: skip
def test_a_sign_with_another_meaning_is_not_decided(said, line):
    assert verdict(said, line) not in ("proved", "refuted")


@pytest.mark.parametrize(("said", "right", "wrong"), [
    (rf"In this note $KL(p\|q)$ stands for ${USUAL}$.", KL, BACK), (rf"We define $KL(p\|q):={USUAL}$.", KL, BACK),
    (r"Let $H(p)=-\int p(x)\log p(x)\,dx$ be the entropy.", ENTROPY, ENTROPY.replace("-", "")),
    (r"Let $\|\cdot\|$ be the Euclidean norm.", SQUARE, TWICE), (r"Let $\|\cdot\|$ be the $L_2$ norm.", SQUARE, TWICE),
    ("Let $E$ be an energy.", KL, BACK), (r"Let $H_q$ be the entropy under $q$.", ENTROPY, ENTROPY.replace("-", "")),
    (r"Let $E(x)$ be the energy.", r"\mathbb{E}_{p(x)}[2x] = 2\mathbb{E}_{p(x)}[x]",
     r"\mathbb{E}_{p(x)}[2x] = \mathbb{E}_{p(x)}[x]"),
])  # fmt: skip
def test_a_sign_with_its_usual_meaning_is_decided(said, right, wrong):
    assert (verdict(said, right), verdict(said, wrong)) == ("proved", "refuted")


UNDER_Q = [
    r"Let $\mathbb{E}$ without subscript mean $\mathbb{E}_{q(x)}$.",
    "Unless stated otherwise expectations are under $q(x)$.",
    "所有期望均关于 $q(x)$。",
]  # fmt: skip


@pytest.mark.parametrize("said", UNDER_Q)
def test_averages_stand_under_the_density_that_is_told_once_for_all(said):
    assert verdict(said + r" Let $x\sim p(x)$.", r"\mathbb{E}[x] = \mathbb{E}_{q(x)}[x]") == "proved"
    assert verdict(said + r" Let $x\sim p(x)$.", r"\mathbb{E}[x] = \mathbb{E}_{p(x)}[x]") != "proved"


def test_angle_brackets_are_told_apart_from_an_e():
    said = r"Angle brackets denote averages under $q(x)$. Let $x\sim p(x)$."
    assert verdict(said, r"\langle x^2\rangle = \mathbb{E}_{q(x)}[x^2]") == "proved"
    assert verdict(said, r"\langle x^2\rangle = \mathbb{E}_{p(x)}[x^2]") != "proved"
    assert verdict("Let $x\\sim p(x)$.", r"\langle x^2\rangle = \mathbb{E}_{p(x)}[x^2]") == "proved"


@pytest.mark.parametrize(("said", "line"), [
    (r"Let $\mathbf x$ be a vector and $x$ its first component.", r"H(\mathbf x) = H(x)"),
    (r"Let $\boldsymbol\mu$ be the mean vector and $\mu$ its length.", r"\boldsymbol\mu + \mu = 2\mu"),
    (r"Let $\mathbf x=(x_1,\dots,x_n)$ be a sample from $p(x)$.", r"p(\mathbf x) = p(x)"),
    (r"Let $\mathcal H$ be a Hilbert space and $H$ the entropy.", r"\mathcal H(X) = H(X)"),
    ("Let $P$ and $Q$ be the laws of the data and $p$ and $q$ the models.", r"KL(P\|Q) = KL(p\|q)"),
])  # fmt: skip
def test_letters_that_are_told_apart_are_not_one(said, line):
    assert verdict(said, line) not in ("proved", "refuted")


@pytest.mark.parametrize(("said", "line"), [
    (r"Let $\mathbf x$ be a vector.", r"H(\mathbf x) = H(x)"),
    (r"Let $\mathcal H$ be the entropy.", r"\mathcal H(X) = H(X)"),
    ("Let $P$ and $Q$ be laws with densities $p$ and $q$.", r"KL(P\|Q) = KL(p\|q)"),
])  # fmt: skip
def test_letters_that_are_one_are_one(said, line):
    assert verdict(said, line) == "proved"


@pytest.mark.parametrize(("said", "right", "wrong"), [
    (r"We parametrise Gaussians by their precision. Let $x\sim\mathcal N(\mu,\tau)$.", r"\frac1\tau", r"\tau"),
    (r"Gaussians are parametrised by mean and inverse variance. Let $x\sim\mathcal N(\mu,\tau)$.",
     r"\frac1\tau", r"\tau"),
    (r"本文用精度参数化高斯分布。设 $x\sim\mathcal N(\mu,\tau)$。", r"\frac1\tau", r"\tau"),
    (r"Let $x\sim\mathcal N(\mu,s)$ where $s$ is the logarithm of the variance.", "e^s", "s"),
    (r"The encoder gives the log-variance $s$. Let $x\sim\mathcal N(\mu,e^s)$.", "e^s", "s"),
    (r"We parametrise the network by its precision. Let $x\sim\mathcal N(\mu,v)$.", "v", r"\frac1v"),
])  # fmt: skip
def test_normals_by_their_precision_or_log_variance(said, right, wrong):
    verdicts = [verdict(said, rf"\mathbb{{E}}[(x-\mu)^2] = {one}") for one in (right, wrong)]
    assert verdicts == ["proved", "refuted"]


def test_an_energy_that_is_read_as_one_is_no_other_sign():
    said = r"Let $E(z)$ be an energy with $p(z)=\frac{e^{-E(z)}}{Z}$ for $Z=\int e^{-E(z)}\,dz$."
    assert verdict(said, r"\log p(z) = -E(z) - \log Z") == "proved"


@pytest.mark.parametrize("said", [
    rf"Here $KL(p\|q)={REVERSED}$ (arguments the other way round than usual).",
    rf"Convention: $KL(p\|q)$ means ${REVERSED}$.",
    rf"In these notes $KL(p\|q)$ is ${REVERSED}$.", r"We take $KL(p\|q)$ with the arguments swapped.",
    rf"这里 $KL(p\|q)={REVERSED}$（与通常的顺序相反）。",
    r"The divergence used here is $KL(p\|q)=-\int p(x)\log\frac{p(x)}{q(x)}dx$ (note the sign).",
    rf"$$ KL(p\|q) = {REVERSED} $$" + "\nis our convention for the divergence.",
])  # fmt: skip
def test_a_convention_of_the_notes_own_leaves_its_lines_open(said):
    lines = r"$$ KL(p\|q) = \mathbb{E}_p[\log p(x)-\log q(x)] $$", rf"$$ KL(p\|q) = {REVERSED} $$"
    found = [one.verdict for one in Judge(read_note("\n\n".join((said, *lines))), mend=False).run()]
    assert found[-2] == "consistent" and found[-1] in ("doubtful", "definition")


@pytest.mark.parametrize(("said", "line"), [
    (r"$H(p,q)=-\mathbb{E}_q[\log p(x)]$ is our cross entropy.", r"H(p,q) = H(p)+KL(p\|q)"),
    (r"$\chi^2(p\|q)=\int\frac{p(x)^2}{q(x)}dx$ in this note.", r"\chi^2(p\|q) = \int\frac{(p(x)-q(x))^2}{q(x)}dx"),
    (r"$D_{\mathrm{KL}}$ is symmetrised throughout.", r"D_{\mathrm{KL}}(p\|q)=\int p(x)\log\frac{p(x)}{q(x)}dx"),
])  # fmt: skip
def test_other_divergences_of_the_notes_own(said, line):
    assert Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1].verdict == "consistent"


@pytest.mark.parametrize("said", [
    r"In this note $KL(p\|q)=\int p(x)\log\frac{p(x)}{q(x)}dx$ as usual.",
    r"Our bound uses $H(p,q)=-\mathbb{E}_p[\log q(x)]$.",
    r"We take $KL(p\|q)$ as the distance.", r"In this note $\chi^2(p\|q)=\int\frac{(p(x)-q(x))^2}{q(x)}dx$.",
])  # fmt: skip
def test_the_usual_meaning_said_again_is_no_convention_of_its_own(said):
    note = f"{said}\n\n$$ H(p,q) = H(p)+KL(p\\|q) $$\n\n$$ KL(p\\|q) = {REVERSED} $$"
    assert [one.verdict for one in Judge(read_note(note), mend=False).run()][-2:] == ["proved", "refuted"]
