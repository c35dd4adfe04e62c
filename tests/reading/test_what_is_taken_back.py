"""What a note supposes for a case, for a time or of samples, and where that ends; independence told in words."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


INFORMATION = r"$$ I(X;Y) = \sum_{x,y} p(x,y)\log\frac{p(x,y)}{p(x)p(y)} $$" + "\n\n"
NONE, SAME = r"$$ I(X;Y) = 0 $$", r"$$ KL(q(z)\|p(z)) = 0 $$"
ENDED = [
    INFORMATION + r"If $X$ and $Y$ are independent, the joint factorises." + "\n\n## The general case\n\n" + NONE,
    INFORMATION + "当 $X$ 与 $Y$ 独立时，" + NONE + " 一般情况下 " + NONE,
    INFORMATION + "For independent $X$ and $Y$, $I(X;Y)=0$. For dependent ones, " + NONE,
    INFORMATION + "We first assume that $X$ and $Y$ are independent. We now drop this assumption. " + NONE,
    INFORMATION + "先假设 $X$ 与 $Y$ 独立。现在去掉这个假设。" + NONE,
    INFORMATION + "互信息度量 $X$ 与 $Y$ 独立的程度。" + NONE,
    INFORMATION + "Suppose $X$ and $Y$ are independent.\n\n# Another model\n\nNow they have some joint. " + NONE,
    INFORMATION + "If $X$ and $Y$ are independent, then " + NONE + "\n\nIn general we have " + NONE,
    r"Suppose first that $q(z)=p(z)$. Now drop this assumption. " + SAME,
    r"Suppose $q(z)=p(z)$. We no longer suppose this. " + SAME,
    r"Let $q(z)=p(z)$ in the first experiment. In the second experiment, " + SAME,
    r"Setting $q(z)=p(z)$ is forbidden. " + SAME,
    r"Assume for now that $\mu=0$. Relaxing this, $$ (x-\mu)^2 = x^2 $$",
    r"Suppose first that $\mu=0$. For general $\mu$, $$ (x-\mu)^2 = x^2 $$",
    r"For $t=0$, $\bar\alpha_t=1$. For $t>0$, $$ \sqrt{\bar\alpha_t}x_0=x_0 $$",
    "Case 1: $\\sigma=1$. $$ \\log\\sigma=0 $$\n\nCase 2: $\\sigma\\ne1$. $$ \\log\\sigma=0 $$",
    r"In the case of $\beta=0$ we have $$ L = \mathbb{E}_{q(z)}[\log p(x|z)] $$ For every $\beta$, "
    r"$$ L + \beta KL(q(z)\|p(z)) = \mathbb{E}_{q(z)}[\log p(x|z)] $$",
    "When $q(z)=p(z)$, " + SAME + " In this case the bound is tight. Otherwise, " + SAME,
    r"In the E step $q(z)=p(z)$. In the M step $\theta$ changes. " + SAME,
    r"Conditional on $z$, $x$ and $y$ are independent. $$ H(x,y) = H(x)+H(y) $$",
    r"Given $z$, the variables $x$ and $y$ are independent. $$ H(x,y) = H(x)+H(y) $$",
    r"不妨设 $\mu=0$ 作为例子。一般地，$$ \mu^2+1 = 1 $$",
    r"Let $X \to Y \to Z$ be a Markov chain. $$ H(X|Y,Z) = H(X|Z) $$",
    r"$$ H(X|Y) \geq H(X) $$ 当 $X$ 与 $Y$ 独立时，等号成立。",
    r"$$ H(X|Y) \geq H(X) $$ with equality iff $X$ and $Y$ are independent.",
    SAME + " if and only if $q(z) = p(z)$.\n\n" + SAME,
    r"$$ KL(q(z)\|p(z)) \leq 0 $$ 当且仅当 $q(z) = p(z)$ 时等号成立。",
    r"The samples $x_1,\dots,x_n \sim q$ are correlated. Let $\bar x = \frac1n\sum_{i=1}^n x_i$. "
    r"$$ \mathrm{Var}(\bar x) = \frac{1}{n}\mathrm{Var}(x) $$",
    r"Let $x^{(i)} \sim q$ be the states of a Markov chain, $$ s = \frac{1}{n}\sum_{i = 1}^n f(x^{(i)}) $$ "
    r"$$ \mathbb{V}[s] = \mathbb{V}[f(x)]/n $$",
]


@pytest.mark.parametrize("note", ENDED)
def test_what_has_ended_proves_nothing(note):
    assert last(note) != "proved"


LASTING = [
    r"Let $X$ and $Y$ be independent. $$ H(X,Y)=H(X)+H(Y) $$",
    r"We first assume $X$ and $Y$ independent. $$ H(X,Y)=H(X)+H(Y) $$",
    r"Let $X$ and $Y$ be two independent random variables. " + NONE,
    r"$X \perp Y$. $$ H(X,Y)=H(X)+H(Y) $$",
    r"Let $X \perp\!\!\!\perp Y$. $$ H(X,Y)=H(X)+H(Y) $$",
    r"$X$ and $Y$ are independent, so $$ \mathrm{Var}(X+Y)=\mathrm{Var}(X)+\mathrm{Var}(Y) $$",
    r"Assume that $X$ and $Y$ are independent. $$ \mathbb{E}[XY]=\mathbb{E}[X]\mathbb{E}[Y] $$",
    "若 $X$ 和 $Y$ 相互独立，则 " + NONE,
    "当 $X$ 与 $Y$ 独立时，$$ H(X,Y)=H(X)+H(Y) $$",
    r"For independent $X$ and $Y$, $$ H(X,Y)=H(X)+H(Y) $$",
    r"$$ H(X|Y) = H(X) $$ holds only when $X$ and $Y$ are independent.",
    r"$$ H(X|Y) = H(X) $$ 当且仅当 $X$ 与 $Y$ 独立。",
    SAME + " if and only if $q(z) = p(z)$.",
    SAME + " 当且仅当 $q(z) = p(z)$。",
    r"$$ \log p(x) = \mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)] $$ holds iff $q(z) = p(z|x)$.",
    r"$$ (a+b)^2 = a^2+b^2 $$ if $a = 0$.",
    r"Conditional on $z$, $x$ and $y$ are independent. $$ H(x,y|z) = H(x|z)+H(y|z) $$",
    r"Let $X \rightarrow Y \rightarrow Z$ be a Markov chain. $$ H(Z|X,Y) = H(Z|Y) $$",
    "当 $q(z)=p(z)$ 时，" + SAME + r" 此时 $$ H(q) = H(p) $$",
    "When $q(z)=p(z)$, " + SAME + r" In this case $$ H(q) = H(p) $$",
    "Suppose $q(z)=p(z)$. In general the posterior is intractable. " + SAME,
    r"Let $\mu=0$. $$ (x-\mu)^2 = x^2 $$",
]


@pytest.mark.parametrize("note", LASTING)
def test_what_is_supposed_is_used(note):
    assert last(note) == "proved"


NOT_TAKEN = [
    r"$$ H(X,Y) = H(X)+H(Y) $$ when they are independent.",
    r"Let $X\sim\mathcal N(\mu,\sigma^2)$ and $Y$ an independent copy of it. $$ \mathrm{Var}(X-Y)=2\sigma^2 $$",
    r"当 $Y$ 是 $X$ 的函数时，$$ H(Y|X)=0 $$",
    r"When $Y$ is a function of $X$, $$ H(Y|X)=0 $$",
    r"Let $p(z)=\frac1K$, and $q(z|x)$ be one-hot. $$ KL(q(z|x)\|p(z))=\log K $$",
    r"For deterministic $Y=f(X)$, $$ H(Y|X)=0 $$",
    r"Let $p(x,y)$ and $q(x,y)$ be given. $X$ and $Y$ are independent. $$ H(X,Y)=H(X)+H(Y) $$",
]


@pytest.mark.parametrize("note", NOT_TAKEN)
def test_what_was_said_and_not_taken_accuses_nobody(note):
    assert last(note) not in ("refuted", "proved")


SAID_ALONE = [
    (r"$$ f = (a+b)^2 $$ The coefficient is $$ 2ab + ab $$ $$ = a^2+2ab+b^2 $$", "refuted"),
    ("$$ f = (a+b)^2 $$ 合并同类项，系数为 $$ 2ab + ab $$ $$ = 3ab $$", "proved"),
    (r"$$ f = 2x $$ Let $y$ be $$ x+1 $$ $$ = x+1 $$", "proved"),
    (r"$$ f = a + a $$ with $$ z \sim q(z) $$ $$ = 2 a $$", "proved"),
]


@pytest.mark.parametrize(("note", "verdict"), SAID_ALONE)
def test_a_sign_at_the_start_goes_on_from_the_formula_before_it(note, verdict):
    assert last(note) == verdict


def test_a_function_may_be_given_beside_the_line():
    line = r"$$ -\log\sigma(a) = \log(1+e^{-a}), \quad \sigma(a) = \frac{1}{1+e^{-a}} $$"
    found = [Judge(read_note(one), mend=False).run()[0].verdict for one in (line, line.replace("= \\log", "= -\\log"))]
    assert found == ["proved", "refuted"]
    alone = [Judge(read_note(one)).run()[-1].verdict for one in ("$$ g(x) = x $$", r"$$ a + a = 2a, \quad g(x) = x $$")]
    assert alone == ["definition", "definition"]


LOGARITHMS = {
    r"\log 1/2 = 0": "refuted", r"2 \log 1/2 = -2\log 2": "proved", r"\ln 3/4 = \ln 3 - \ln 4": "proved",
    r"\log 2 / 2 = \log \sqrt 2": "proved", r"\log x/y = \log x - \log y": "proved",
    r"\log 2\pi/n = \log(2\pi) - \log n": "proved",
}  # fmt: skip


@pytest.mark.parametrize("line", LOGARITHMS)
def test_the_logarithm_of_a_fraction_with_a_slash(line):
    assert last(f"$$ {line} $$") == LOGARITHMS[line]
