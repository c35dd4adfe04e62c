"""Printing: the note's formulas in clean notation, brackets that never let two expressions look alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from language_expressions import ATOMS, BINARY, UNARY, build, random_expression, up_to_bound_names
from latex2mathml.converter import convert
from sympy import Derivative, Function, Ge, Mul, Rational, Symbol, exp, latex, log, pi, pretty, sqrt, symbols

from derivations.language.words import (
    ELBO,
    KL,
    Bilinear,
    Component,
    ConditionalEntropy,
    CrossEntropy,
    Determinant,
    Distribution,
    Entropy,
    Expectation,
    Identity,
    Integral,
    MatrixName,
    MatVec,
    Minimum,
    MutualInformation,
    Normal,
    Outer,
    Product,
    RandomVariable,
    SampleAverage,
    SquaredNorm,
    Sum,
    Trace,
    Transpose,
    Variance,
)  # fmt: skip
from derivations.printing.printing import to_latex, to_text

p, q = Distribution("p"), Distribution("q")
x, y, z = map(RandomVariable, "xyz")
c = RandomVariable("c", discrete=True)
k, d, n = symbols("k d n", positive=True, integer=True)
i, j = symbols("i j", integer=True)
sigma, sigma_g = symbols("sigma sigma_g", positive=True)
m, theta, phi = symbols("mu theta phi", real=True)
mu, s = Function("mu"), Function("sigma")
S, T = MatrixName("Sigma"), MatrixName("T")

NOTE = {
    "conditional": (p(z | x), "p(z|x)", r"p(z \mid x)"),
    "joint with parameters": (
        Distribution("q", [theta, phi])(x, z | y), "q_{θ,φ}(x,z|y)", r"q_{\theta,\phi}(x,z \mid y)",
    ),
    "named distribution": (Distribution("p_D")(x), "p_D(x)", r"p_{D}(x)"),
    "a point": (p(z | x).subs(x, 2), "p(z|x=2)", r"p(z \mid x=2)"),
    "another name, same role": (p(z.renamed("z'") | x), "p(z'|x)", r"p(z' \mid x)"),
    "(1.1)": (KL(p(x, z), q(x, z)), "KL[p(x,z)‖q(x,z)]", r"\mathrm{KL}[p(x,z) \,\|\, q(x,z)]"),
    "(1.2)": (
        Integral(p(x, z) * log(p(x, z) / q(x, z)), z, x),
        "∫∫ p(x,z) log[p(x,z)/q(x,z)] dz dx",
        r"\iint p(x,z) \log \frac{p(x,z)}{q(x,z)} \,dz \,dx",
    ),
    "(1.6) nested integrals": (
        Integral(p(x) * log(p(x)) * Integral(p(z | x), z), x),
        "∫ p(x) log p(x) [∫ p(z|x) dz] dx",
        r"\int p(x) \log p(x) \left[ \int p(z \mid x) \,dz \right] \,dx",
    ),
    "(1)": (
        Minimum(Expectation(KL(p(z | x), q(z)) - Expectation(log(q(x | z)), p(z | x)), p(x))),
        "min{E_{x∼p(x)}[KL[p(z|x)‖q(z)] - E_{z∼p(z|x)}[log q(x|z)]]}",
        r"\min\{\mathbb{E}_{x \sim p(x)}[\mathrm{KL}[p(z \mid x) \,\|\, q(z)] - "
        r"\mathbb{E}_{z \sim p(z \mid x)}[\log q(x \mid z)]]\}",
    ),
    "(3)": (
        ELBO(p(z | x), q(x | z), q(z)),
        "ELBO[p(z|x), q(x|z), q(z)]",
        r"\mathrm{ELBO}[p(z \mid x), q(x \mid z), q(z)]",
    ),
    "bound": (
        log(q(x)) - KL(p(z | x), q(z | x)),
        "log q(x) - KL[p(z|x)‖q(z|x)]",
        r"\log q(x) - \mathrm{KL}[p(z \mid x) \,\|\, q(z \mid x)]",
    ),
    "entropy": (-Entropy(p(x)), "-H[p(x)]", "-H[p(x)]"),
    "cross-entropy": (CrossEntropy(p(x), q(x)), "H[p(x), q(x)]", "H[p(x), q(x)]"),
    "conditional entropy": (ConditionalEntropy(p(z | x)), "H_p(z|x)", r"H_{p}(z \mid x)"),
    "entropy of a conditional": (Entropy(p(z | x)), "H[p(z|x)]", r"H[p(z \mid x)]"),
    "mutual information": (MutualInformation(p(x, z), x, z), "I_p(x; z)", r"I_{p}(x;\, z)"),
    "sum over a discrete variable": (
        -Integral(p(c) * log(p(c)), c), "-∑_c p(c) log p(c)", r"-\sum_{c} p(c) \log p(c)",
    ),
    "sum inside an integral": (Integral(x * p(c, x), c, x), "∫ ∑_c x p(c,x) dx", r"\int \sum_{c} x p(c,x) \,dx"),
    "sampled": (
        Minimum(SampleAverage(log(q(x | z)), p(z | x), k)),
        "min{1/k ∑_{j=1}^k log q(x|z_j)}, z_j∼p(z|x)",
        r"\min\left\{ \frac{1}{k} \sum_{j=1}^{k} \log q(x \mid z_{j}) \right\},\quad z_{j} \sim p(z \mid x)",
    ),
    "variance": (Variance(x, p(x)) / k, "1/k Var_{x∼p(x)}[x]", r"\frac{1}{k} \mathrm{Var}_{x \sim p(x)}[x]"),
    "Gaussian density": (
        Normal(z, mu(x), s(x) ** 2), "N(z; μ(x), σ²(x))", r"\mathcal{N}(z;\, \mu(x),\, \sigma^{2}(x))",
    ),
    "Gaussian formula": (
        exp(-((x - m) ** 2) / (2 * sigma**2)) / sqrt(2 * pi * sigma**2),
        "1/[√(2 π) σ] exp(-(x - μ)²/(2 σ²))",
        r"\frac{1}{\sqrt{2 \pi} \sigma} e^{-\frac{(x - \mu)^{2}}{2 \sigma^{2}}}",
    ),
    "KL to N(0, 1), d components": (
        Rational(1, 2)
        * Sum(Component(s(x), i) ** 2 - log(Component(s(x), i) ** 2) + Component(mu(x), i) ** 2 - 1, (i, 1, d)),
        "1/2 ∑_{i=1}^d [μ_i²(x) + σ_i²(x) - log σ_i²(x) - 1]",
        r"\frac{1}{2} \sum_{i=1}^{d} [\mu_{i}^{2}(x) + \sigma_{i}^{2}(x) - \log \sigma_{i}^{2}(x) - 1]",
    ),
    "shared half": (-(sigma + m + 1) / 2, "-1/2 (μ + σ + 1)", r"-\frac{1}{2} (\mu + \sigma + 1)"),
    "squared error": (
        SquaredNorm(x - mu(z)) / sigma_g**2, "‖x - μ(z)‖²/σ_g²", r"\frac{\lVert x - \mu(z) \rVert^{2}}{\sigma_{g}^{2}}",
    ),
    "independent components": (
        Product(p(z[i] | x), (i, 1, d)), "∏_{i=1}^d p(z_i|x)", r"\prod_{i=1}^{d} p(z_{i} \mid x)",
    ),
    "full covariance": (
        Trace(S**-1 * T) + log(Determinant(S) / Determinant(T)) + Bilinear(x - m, S**-1, x - m) - n,
        "tr(Σ⁻¹ T) + log(|Σ|/|T|) + (x - μ)ᵀ Σ⁻¹ (x - μ) - n",
        r"\mathrm{tr}(\Sigma^{-1} T) + \log \frac{|\Sigma|}{|T|} + (x - \mu)^{\top} \Sigma^{-1} (x - \mu) - n",
    ),
    "matrices": (Identity(n) + Outer(x, x) + Transpose(S), "I_n + x xᵀ + Σᵀ", r"I_{n} + x x^{\top} + \Sigma^{\top}"),
    "matrix times vector": (2 * MatVec(S, x), "2 Σ x", r"2 \Sigma x"),
    "inner product": (Bilinear(x, 1, z), "xᵀ z", r"x^{\top} z"),
    "derivative": (Derivative(mu(theta), theta), "∂/∂θ μ(θ)", r"\frac{\partial}{\partial \theta} \mu(\theta)"),
    "relation": (Ge(KL(p(x), q(x)), 0), "KL[p(x)‖q(x)] ≥ 0", r"\mathrm{KL}[p(x) \,\|\, q(x)] \geq 0"),
    "number beside number": (2 * 3**n, "2·3^n", r"2 \cdot 3^{n}"),
    "name beside bracket": (sigma * (x + 1), "σ·(x + 1)", r"\sigma \cdot (x + 1)"),
}  # fmt: skip


@pytest.mark.parametrize("case", NOTE)
def test_prints_as_the_note_writes(case):
    expr, text, tex = NOTE[case]
    assert to_text(expr) == text
    assert to_latex(expr) == tex


@pytest.mark.parametrize("case", NOTE)
def test_latex_converts_to_mathml(case):
    assert convert(to_latex(NOTE[case][0])).startswith("<math")


LOOK_ALIKES = {
    "sum over a product, product with a sum": (Sum(x[i] * z, (i, 1, d)) ** 2, Sum(x[i] ** 2 * z, (i, 1, d))),
    "one double integral, two integrals": (Integral(x * z, z, x), Integral(Integral(x * z, z), x)),
    "order of a mixed integral": (Integral(p(c, x), c, x), Integral(p(c, x), x, c)),
    "log of a product": (log(x) * p(z), log(x * p(z))),
    "log of a square": (log(x) ** 2, log(x**2)),
    "square of an integral": (Integral(x, x) ** 2, Integral(x**2, x)),
    "product of sums": (Sum(x[i], (i, 1, d)) * Sum(z[j], (j, 1, d)), Sum(x[i] * Sum(z[j], (j, 1, d)), (i, 1, d))),
    "function and product": (mu(x + 1), m * (x + 1)),
    "squared function": (mu(x + 1) ** 2, m**2 * (x + 1)),
    "entropies": (Entropy(p(z | x)), ConditionalEntropy(p(z | x))),
    "average and sum": (SampleAverage(z, p(z), k), Sum(z, (j, 1, k)) / k),
    "drawn from": (SampleAverage(z, p(z), k), SampleAverage(z, q(z), k)),
    "quadratic forms": (Bilinear(2 * x, S, x), 2 * Bilinear(x, S, x) ** 2),
    "roots": (sqrt(2 * sigma) / 2, sqrt(sigma / 2) / 2),
    "sign inside": (exp(-x), -exp(x)),
}


@pytest.mark.parametrize("case", LOOK_ALIKES)
def test_look_alikes_print_differently(case):
    left, right = LOOK_ALIKES[case]
    assert to_text(left) != to_text(right)
    assert to_latex(left) != to_latex(right)


def assert_injective(expressions, show) -> int:
    """No two expressions that differ beyond bound names print alike. Returns how many distinct ones were compared."""
    shown = {}
    for expr in expressions:
        other = shown.setdefault(show(expr), expr)
        assert other == expr or up_to_bound_names(other) == up_to_bound_names(expr), (show(expr), other, expr)
    return len(shown)


@pytest.mark.parametrize("show", [to_text, to_latex])
def test_printing_is_injective_on_all_small_expressions(show):
    small = [build(f, a) for f in UNARY for a in ATOMS] + [build(f, a, b) for f in BINARY for a in ATOMS for b in ATOMS]
    assert assert_injective({e for e in (*ATOMS, *small) if e is not None}, show) > 1000


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_printing_is_injective_on_random_expressions(seed):
    expressions = [random_expression(seed, depth) for depth in (2, 2, 3) * 10]
    assert_injective(expressions, to_text)
    assert_injective(expressions, to_latex)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_every_random_expression_prints_everywhere(seed):
    expr = random_expression(seed, 3)
    assert convert(to_latex(expr)).startswith("<math")
    assert "\n" not in to_text(expr)
    for show in (str, latex, pretty):
        assert show(expr)


def test_sympy_printers_set_brackets_round_the_nodes():
    integral = Integral(x, x)
    assert str(integral**2) == "(∫ x dx)**2"
    assert str(p(x) ** 2) == "p(x)**2"
    assert str(SampleAverage(x, p(x), k) + 1) == "(1/k ∑_{j=1}^k x_j, x_j∼p(x)) + 1"
    assert latex(log(q(x)) - KL(p(x), q(x))) == r"\log{\left(q(x) \right)} - \mathrm{KL}[p(x) \,\|\, q(x)]"
    assert latex(k * Integral(p(c), c)) == r"k \left[ \sum_{c} p(c) \right]"
    assert pretty(p(z | x)) == "p(z|x)"
    assert "(∫ x dx)" in pretty(integral**2)


def test_function_named_like_a_node_is_a_function():
    assert to_text(Function("Normal")(x)) == "Normal(x)"


def test_two_sample_averages_draw_under_different_names():
    total = SampleAverage(z, p(z), k) + SampleAverage(z, q(z), k)
    assert to_text(total) == "1/k ∑_{j=1}^k z_j + 1/k ∑_{l=1}^k z_l, z_j∼p(z), z_l∼q(z)"


def test_unevaluated_products_keep_their_brackets():
    assert to_text(Mul(x, Mul(sigma, 1 / z), evaluate=False)) == "x·(σ/z)"


def test_names():
    assert to_latex(Symbol("log_variance")) == r"\mathrm{log}_{variance}"
    assert to_text(Component(Symbol("mu_q"), i)) == "μ_{q,i}"
    assert to_latex(Component(Symbol("mu_q"), i)) == r"\mu_{q,i}"
