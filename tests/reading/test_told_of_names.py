"""Right lines of which a sentence says what no world keeps: they are accused of nothing; others still are."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(text), mend=False).run()]


OPTIMA = [
    r"$\theta^*$ maximises $\mathbb{E}_{p(x)}[\log p_\theta(x)]$. ",
    r"Let $\theta^*=\arg\max_\theta\mathbb{E}_{p(x)}[\log p_\theta(x)]$. ",
    r"令 $\theta^*$ 为最大似然估计。",
]


@pytest.mark.parametrize("said", OPTIMA)
def test_an_inequality_of_an_optimum(said):
    line = r"$$\mathbb{E}_{p(x)}[\log p_{\theta^*}(x)] \ge \mathbb{E}_{p(x)}[\log p_\theta(x)]$$"
    assert verdicts(said + line) == ["doubtful"]
    assert verdicts("Let $p_\\theta$ be a model. " + line.replace(r"\theta^*", r"\phi")) == ["refuted"]


DRAWS = [r"Samples $z_1,z_2$ are drawn from $q(z|x)$. ", r"Let $z_1\sim q(z|x)$. "]


@pytest.mark.parametrize("said", DRAWS)
def test_a_mean_over_a_draw(said):
    line = r"$$\mathbb{E}\left[\frac{p(x,z_1)}{q(z_1|x)}\right] = p(x)$$"
    assert verdicts(said + line) == ["proved"]
    assert verdicts(said + line.replace("= p(x)", "= p(x)^2")) == ["doubtful"]


def test_a_bound_letter_of_one_density():
    assert verdicts(r"$$\int p(x)f(x)\,dx=\int p(t)f(t)\,dt$$") == ["doubtful"]
    assert verdicts(r"$$\int p(x)f(x)\,dx=\int p(t)g(t)\,dt$$") == ["refuted"]
    assert verdicts(r"Let $X$ and $Y$ be random. $$\int p(x)x\,dx=\int p(y)y\,dy$$ $$H(X)\ge H(X|Y)$$")[0] == "refuted"


def test_sums_over_a_triangle():
    assert verdicts(r"$$\sum_{i=1}^n\sum_{j=i}^n a_{ij}=\sum_{j=1}^n\sum_{i=1}^j a_{ij}$$") == ["consistent"]
    assert verdicts(r"$$\sum_{i=1}^n\sum_{j=i}^n a_{ij}=\sum_{j=1}^n\sum_{i=j}^n a_{ij}$$") == ["refuted"]


@pytest.mark.parametrize("said", ["For $m=0$ and $S=I$", "With $m=0$, $S=I$", "取 $m=0$，$S=I$，得"])
def test_a_vector_that_is_zero_in_a_case(said):
    laws = r"$q(z)=\mathcal N(z;\mu,\Sigma)$, $p(z)=\mathcal N(z;m,S)$ in $\mathbb R^d$. "
    line = r"$$KL(q\|p)=\frac12\left(\operatorname{tr}\Sigma+\mu^\top\mu-d-\log\det\Sigma\right)$$"
    assert verdicts(f"{laws}{said} {line}") == ["proved"]
    assert verdicts(f"{laws}{said} {line.replace('-d', '+d')}") == ["refuted"]


@pytest.mark.parametrize("said", ["$K(y|x)$ is a Markov kernel. ", "Let $K(y|x)$ be a transition density. "])
def test_a_kernel_in_words_is_a_density(said):
    assert verdicts(said + r"$$\int K(y|x)\,dy=1$$") == ["proved"]
    assert verdicts(said + r"$$\int K(y|x)\,dx=1$$") == ["refuted"]


@pytest.mark.parametrize("said", ["$H$ is the Hessian of $f$. ", "Let $H$ be the Fisher information matrix. "])
def test_a_matrix_that_is_symmetric_by_its_name(said):
    assert verdicts(said + r"$$H=H^\top$$") == ["proved"]


def test_a_variable_made_of_another_has_no_law_of_its_own():
    said = r"$y=2x$. $$\mathbb E[y]=2\,\mathbb E[x]$$ "
    assert "refuted" not in verdicts(said + r"$$H(y) = H(x)+\log 2$$")


def test_what_is_random_is_no_number_in_a_mean():
    """Cov(x, y) = 0 was proved of an x with a law beside a y with none."""
    assert verdicts(r"$x\sim\mathcal N(0,1)$. $$\mathrm{Cov}(x,y)=0$$ $$H(y)\ge H(y|x)$$")[0] == "consistent"


MAP = r"$$\arg\max_\theta p(\theta|x) = \arg\max_\theta p(x|\theta)p(\theta)$$"


@pytest.mark.parametrize("said", ["", r"We train by $\max_\theta \log p_\theta(x)$. "])
def test_what_varies_is_the_value_of_a_variable(said):
    assert verdicts(said + MAP) == ["proved"]
    assert verdicts(said + MAP.replace(r"p(x|\theta)p(\theta)", r"p(x|\theta)"))[0] != "proved"


def test_a_density_marked_by_a_variable():
    line = r"$$\log p(\theta|x) = \log p_\theta(x)+\log p(\theta)-\log p(x)$$"
    assert verdicts(r"Model $p_\theta(x)$, prior $p(\theta)$. " + line) == ["doubtful"]


def test_an_entry_of_a_functions_value_is_no_fault_of_the_program():
    said = r"Let $q(z|x) = \mathcal N(z; \mu_\theta(x), I)$ on $\mathbb R^d$. "
    (found,) = Judge(read_note(said + r"$$\mathbb{E}_{r(z)}[g(z)] = \mu_\theta(x)_1$$"), mend=False).run()
    assert not found.fault and found.verdict == "doubtful"


def test_weights_told_of_an_example_accuse_nobody():
    said = r"In the E-step we set $w_j^{(i)} = Q_i(z^{(i)} = j)$. "
    assert verdicts(said + r"$$\sum_{j=1}^k w_j^{(i)} = 1$$") == ["doubtful"]


def test_the_range_of_a_variable_is_all_of_it():
    assert verdicts(r"$$H(X) = -\sum_{x\in\mathcal{R}_X} P(x)\log P(x)$$") == ["proved"]
    assert verdicts(r"$$\sum_{x\in\mathcal{R}_Y} P(x) = 1$$") == ["unread"]


def test_matrices_that_are_functions_do_not_commute():
    said = r"Let $A(t)$ and $B(t)$ be matrix valued functions of $t$. "
    assert verdicts(said + r"$$A(t)B(t) = B(t)A(t)$$") == ["refuted"]
    assert verdicts(said + r"$$(A(t)B(t))^\top = B(t)^\top A(t)^\top$$") != ["refuted"]


@pytest.mark.parametrize("said", ["Let $m$ be the mean of the $n$ numbers. ", "记 $m$ 为这 $n$ 个数的平均。"])
def test_a_formula_of_what_was_told_in_words_is_named(said):
    """No rule compares the two, so a proof by the formula names both."""
    told = r"$$m = \frac1n\sum_{i=1}^n x_i$$ $$nm = \sum_{i=1}^n x_i$$"
    first, second = Judge(read_note(said + told), mend=False).run()
    assert first.verdict == "definition" and "was not checked" in first.message
    assert second.verdict == "proved" and any("what line 1 tells" in one for one in second.assumes)
    assert not any("tells" in one for j in Judge(read_note(told), mend=False).run() for one in j.assumes)
