r"""A fact told of another time, place or case, or of something else, proves nothing here; one told plainly does."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

PRODUCT = r"$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$"
SAME, MARKOV, WEIGHTED = (
    r"$$ KL(q(z|x)\|p(z)) = 0 $$", r"$$ I(X;Z|Y) = 0 $$", r"$$ \beta\,KL(q\|p) = KL(q\|p) $$"
)  # fmt: skip
NOTHING, COLLAPSED = r"$$ I(X;Z) = 0 $$", r"$$ q(z|x) = p(z) $$"
FACTORISED = r"$$ p(x,z) = p(x)p(z) $$"
XY = r"$X$ and $Y$ are independent"
SHIFTED = r"$$ (x-\mu)^2 = x^2 $$"


def verdicts(note: str) -> list[str]:
    """The verdict of every line."""
    return [done.verdict for done in Judge(read_note(note), mend=False).run()]


ELSEWHERE = [
    f"Only in the next section will $X$ and $Y$ be independent. Here, in general, {PRODUCT}",
    f"Later on {XY}. For now they are arbitrary, and {PRODUCT}",
    f"In the next section we let $X$ and $Y$ be independent. {PRODUCT}",
    f"In the first layer {XY}. In the second layer they are not. There {PRODUCT}",
    f"In a toy model {XY}. In the real model {PRODUCT}",
    f"Initially {XY}. After mixing {PRODUCT}",
    f"Initially {XY}. After mixing they are not. {PRODUCT}",
    f"In the previous section {XY}. In this section they may be dependent. {PRODUCT}",
    f"上一节中 $X$ 与 $Y$ 独立;本节中它们可以相关。于是 {PRODUCT}",
    f"以后会假设 $X$ 与 $Y$ 独立,目前不作此假设。于是 {PRODUCT}",
    f"起初 $X$ 与 $Y$ 独立,混合之后则不然。于是 {PRODUCT}",
    f"起初 $X$ 与 $Y$ 独立。混合之后则不然。于是 {PRODUCT}",
    f"Suppose $X$ and $Y$ are independent. Suppose instead $Y=X$. Then {PRODUCT}",
    f"In the last section $X\\to Y\\to Z$ was a Markov chain. Here $Z$ may depend on both. Then {MARKOV}",
    f"In Section 4 we set $\\beta=1$; here we keep it general. Then {WEIGHTED}",
    f"In Section 4 we set $\\mu=0$; here we keep it general. Then {SHIFTED}",
    f"In Section 4 we set $q(z|x)=p(z)$; here we keep it general. Then {SAME}",
    f"We call $q(z|x)=p(z)$ posterior collapse. It is to be avoided. {SAME}",
    f"We call $q(z|x)=p(z)$ posterior collapse. {SAME}",
    f"Let $q(z|x)=p(z)$. In general, however, $q(z|x)\\ne p(z)$, and {SAME}",
    f"If $\\beta$ is large, the encoder collapses: {COLLAPSED} If $\\beta$ is small, it does not, and {SAME}",
    f"In the E-step we set {COLLAPSED} In amortised inference $q$ is a network instead, and {SAME}",
    f"After the E-step {COLLAPSED} After the M-step {SAME}",
    f"For $\\beta\\to\\infty$ we get {COLLAPSED} For finite $\\beta$ {SAME}",
    f"The collapsed encoder is {COLLAPSED} A healthy encoder differs, and {SAME}",
    f"The mean-field model of Section 2 has {FACTORISED} The model of this section does not. Here {NOTHING}",
    f"If we had {FACTORISED} there would be nothing to learn. In our model {NOTHING}",
    f"In the toy example $\\mu=0$. In general {SHIFTED}",
    f"上一节的模型满足 {FACTORISED} 本节的不满足。于是 {NOTHING}",
]
TIMES_AND_CASES = [
    f"{XY} in the toy model. In the real model they are correlated. {PRODUCT}",
    f"At first {XY}. Later they interact. {PRODUCT}",
    f"Before mixing {XY}. After mixing {PRODUCT}",
    f"We set $\\mu=0$ in Section 4 only. Here {SHIFTED}",
    f"In Section 4 we set $\\mu=0$. In this section we keep $\\mu$. Then {SHIFTED}",
    f"At initialisation we have {COLLAPSED} After training {SAME}",
    f"For a linear decoder {COLLAPSED} For a nonlinear decoder {SAME}",
    f"When the data are uninformative, {COLLAPSED} When they are informative, {SAME}",
    f"If the decoder ignores $z$, then {FACTORISED} If it uses $z$, then {NOTHING}",
    f"In EM {COLLAPSED} In a VAE {SAME}",
    f"The simplest choice in EM is {COLLAPSED} VAEs cannot afford this: {SAME}",
    f"In the mean-field case {FACTORISED} Otherwise {NOTHING}",
    f"在 E 步中,令 {COLLAPSED} 在摊销推断中,$q$ 由网络给出, {SAME}",
    f"当 $\\beta$ 很大时,编码器塌缩: {COLLAPSED} 当 $\\beta$ 很小时不会塌缩, {SAME}",
]
OF_SOMETHING_ELSE = [
    f"Let the {what} $X$ and $Y$ be independent. Then {PRODUCT}"
    for what in ("noises in", "signs of", "priors of", "parameters of", "observation times of", "first coordinates of")
] + [f"The noises in {XY}. Then {PRODUCT}"]
DENIED_HERE = [
    f"In the next section we shall assume that $X$ and $Y$ are independent. For now {PRODUCT}",
    f"{XY} under the prior, but they are not under the posterior. In the posterior they may depend. {PRODUCT}",
    f"The signs of $X$ and of $Y$ are independent. Then {PRODUCT}",
    f"In the last section $X\\to Y\\to Z$ was a Markov chain. Here it is not. Then {MARKOV}",
    f"上一节中 $X\\to Y\\to Z$ 是马尔可夫链;本节中不是。于是 {MARKOV}",
    f"For the standard VAE $\\beta=1$. For the $\\beta$-VAE {WEIGHTED}",
]


@pytest.mark.parametrize("note", ELSEWHERE + TIMES_AND_CASES + OF_SOMETHING_ELSE)
def test_what_is_told_of_another_scope_neither_proves_nor_refutes(note):
    assert verdicts(note)[-1] not in ("proved", "refuted")


HERE = [
    f"Let $X$ and $Y$ be independent. Then {PRODUCT}",
    f"The variables {XY}. Then {PRODUCT}",
    f"{XY}. {PRODUCT}",
    f"As in the last section, {XY}. {PRODUCT}",
    f"In this section {XY}. {PRODUCT}",
    f"In what follows, {XY}. {PRODUCT}",
    f"Here {XY}. In particular {PRODUCT}",
    f"In our model {XY}. In this model {PRODUCT}",
    f"In our model {XY}. In the limit of many samples $f$ is smooth. {PRODUCT}",
    f"Throughout we shall assume that $X$ and $Y$ are independent. {PRODUCT}",
    f"We shall take $q(z|x)=p(z)$. {SAME}",
    f"In this note {XY}. In one dimension {PRODUCT}",
    f"In this note {XY}. In expectation {PRODUCT}",
    f"Let $X$ and $Y$ be independent. After some algebra {PRODUCT}",
    f"Let $X$ and $Y$ be independent. If $X$ is large, the product is large. {PRODUCT}",
    f"Let $X$ and $Y$ be independent. Instead of the mean we could use the median. {PRODUCT}",
    f"Let $X$ and $Y$ be independent; the estimator is unbiased, the naive one is not. {PRODUCT}",
    f"Let $X$ and $Y$ be independent. Their laws are not known. {PRODUCT}",
    f"Let $X$ and $Y$ be independent. The law of $W$ is arbitrary. {PRODUCT}",
    f"Let $X$ and $Y$ be independent. However, $W$ is not observed. {PRODUCT}",
    f"本节中 $X$ 与 $Y$ 独立。于是 {PRODUCT}",
    f"设 $X$ 与 $Y$ 独立。它们的分布未知。于是 {PRODUCT}",
    f"Let $X\\to Y\\to Z$ be a Markov chain. Then {MARKOV}",
    f"Here we set $\\beta=1$. Then {WEIGHTED}",
    f"Let $q(z|x)=p(z)$. The likelihood is not Gaussian. Then {SAME}",
    f"If $\\beta$ is large, the encoder collapses: {COLLAPSED} Then {SAME}",
    f"The collapsed encoder is {COLLAPSED} For it {SAME}",
    f"In the E-step we set {COLLAPSED} In this step {SAME}",
    f"The model of this section has {FACTORISED} Here {NOTHING}",
    f"In the toy example, let $q(z|x)=p(z)$. There {SAME}",
    f"Let {FACTORISED} Then {NOTHING}",
    f"The code $Z$ tells nothing of $X$, that is, let {FACTORISED} This is not useful. Then {NOTHING}",
]


@pytest.mark.parametrize("note", DENIED_HERE)
def test_what_is_denied_here_or_was_never_a_fact_proves_nothing(note):
    assert verdicts(note)[-1] != "proved"


@pytest.mark.parametrize("note", HERE)
def test_what_is_told_plainly_is_still_used(note):
    assert verdicts(note)[-1] == "proved"


MEAN, OTHER = r"a = \mathbb{E}_{p(x)}[x]", r"a = \mathbb{E}_{q(x)}[x]"
LOSS = r"$$ \mathcal{L}=\mathbb{E}_{q(z|x)}[\log p(x,z)-\log q(z|x)] $$"
BOUND = r"$$ \mathcal{L} \le \log p(x) $$"
NAMED_ANEW = [
    f"Let $$ {MEAN} $$ From now on, let instead $$ {OTHER} $$ Then $$ {MEAN} $$",
    "Define $$ f(x)=x^2 $$ Now redefine $$ f(x)=x^3 $$ Then $$ f(x) \\ge 0 $$",
    "令 $$ f(x)=x^2 $$ 本节改为 $$ f(x)=x^3 $$ 于是 $$ f(x) \\ge 0 $$",
    f"In the first section the loss was {LOSS} In this section $\\mathcal{{L}}$ stands for the negative of it. {BOUND}",
    f"首先令 {LOSS} 本节中 $\\mathcal{{L}}$ 表示它的相反数。于是 {BOUND}",
    f"Let {LOSS} From now on $\\mathcal{{L}}$ is used for another loss. {BOUND}",
]


@pytest.mark.parametrize("note", NAMED_ANEW)
def test_a_name_that_is_given_anew_means_its_old_value_no_more(note):
    found = verdicts(note)
    assert found[-1] != "proved"
    assert "refuted" not in found[:2]


NEW_MEANINGS = [
    f"Let $$ {MEAN} $$ From now on, let instead $$ {OTHER} $$ Then $$ {OTHER} $$",
    "Define $$ f(x)=-x^2 $$ Now redefine $$ f(x)=x^2 $$ Then $$ f(x) \\ge 0 $$",
    "令 $$ f(x)=-x^2 $$ 本节改为 $$ f(x)=x^2 $$ 于是 $$ f(x) \\ge 0 $$",
    f"Let {LOSS} In this section $\\mathcal{{L}}$ stands for the loss. {BOUND}",
    f"Let {LOSS} From now on we drop constants. {BOUND}",
    f"Let {LOSS} The loss is the negative of it. {BOUND}",
]


@pytest.mark.parametrize("note", NEW_MEANINGS)
def test_the_new_meaning_counts(note):
    assert verdicts(note)[-1] == "proved"


def test_another_value_of_a_name_is_still_denied_where_it_is_not_given_anew():
    assert verdicts("Define $$ f(x)=x^2 $$ Then $$ f(x)=x^3 $$")[-1] == "refuted"


def test_what_does_not_denies_what_was_said_last_and_no_definition_before_it():
    defined = r"Let $q(x,z)=p(x)\,q(z|x)$ be the joint of the aggregate posterior. The prior factorises, "
    denied = r"$p(z)=\prod_{j=1}^d p(z_j)$. The aggregate posterior in general does not. $$ \log q(x,z) = \log p(x) $$"
    assert verdicts(defined + denied)[-1] == "refuted"
