"""The tree of a formula, not that it parsed: spelling by spelling."""

import subprocess
import sys

import pytest

from derivations.reading.grammar.parser import ReadingError, parse
from derivations.reading.grammar.syntax import Add, Neg, Symbol, outline, walk
from derivations.reading.text.notation import Notation


def note_notation() -> Notation:
    notation = Notation()
    notation.functions.update([r"\mu", r"\sigma", r"\mu_{p}", r"\sigma_{p}", r"\mathcal{L}", "f", "ELBO["])
    notation.variables.update("xyz")
    notation.indexed.update(["x", "z", r"\mu", r"\sigma"])
    notation.densities.update("PQ")
    notation.bars_condition = False
    return notation


TREES = {
    # arithmetic: order, sign, one digit of \frac12
    r"a - b + c": "Add(a, Neg(b), c)",
    r"-\frac12 x^2": "Neg(Mul(Divide(1, 2), Power(x, 2)))",
    r"\frac 1 2 \frac d2": "Mul(Divide(1, 2), Divide(d, 2))",
    r"{a \over b} c": "Mul(Divide(a, b), c)",
    r"(a+b)/(2c)": "Divide(Add(a, b), Mul(2, c))",
    r"1/k \sum_{j=1}^k x_j": "Mul(Divide(1, k), SumOver([j], x_[j], 1, k))",
    r"x / 2 \sigma": r"Ambiguous([Divide(x, Mul(2, \sigma)), Mul(Divide(x, 2), \sigma)], function)",
    r"\sqrt{2\pi}\,e^{-x}": "Mul(sqrt(Mul(2, pi)), exp(Neg(x)))",
    r"|a||b|": "Mul(Bars(a), Bars(b))",
    r"\|x-\mu\|_2^2": r"Power(Norm(Add(x, Neg(\mu)), 2), 2)",
    r"\big{\lVert} x-\mu(z) \big{\rVert}^2": r"Power(Norm(Add(x, Neg(\mu(z)))), 2)",
    # names and components
    r"\sigma_j^2(z)": r"Power(\sigma(z)_[j], 2)",
    r"\sigma^2_j(z)": r"Power(\sigma(z)_[j], 2)",
    r"[\mu_p(x)]^2_i": r"Power(\mu_{p}(x)_[i], 2)",
    r"[\sigma_p^2(x)]_i": r"Power(\sigma_{p}(x)_[i], 2)",
    r"\sigma^2_g": r"Power(\sigma_{g}, 2)",
    r"m^* + m' + \tilde{x}": r"Add(m^{*}, m', \tilde{x})",
    r"z^{(l)} + z_{1:T}": "Add(z^[l], z_{1:T})",
    r"(x-\mu)^\top \Sigma^{-1}": r"Mul(Transpose(Add(x, Neg(\mu))), Power(\Sigma, Neg(1)))",
    r"c(1+s)": "Mul(c, Add(1, s))",
    r"\mathcal{L}(\theta,\phi;x)": r"\mathcal{L}(\theta, \phi; x)",
    # log takes one operand; a bare product after it stays undecided
    r"\log p(x) - \ln q(x)": "Add(log(p(x)), Neg(log(q(x))))",
    r"log[q(x/z)] p(z/x)": "Mul(log(q(x|z)), p(z|x))",
    r"\log 2\pi e\sigma^2": r"log(Mul(2, pi, e, Power(\sigma, 2)))",
    r"\log\frac{p}{q} x": "Mul(log(Divide(p, q)), x)",
    r"\log p(x|z)p(z)": "Ambiguous([log(Mul(p(x|z), p(z))), Mul(log(p(x|z)), p(z))], function)",
    r"\log\det\Sigma + \log|\Sigma|": r"Add(log(det(\Sigma)), log(Bars(\Sigma)))",
    # densities
    r"p(z/x) + q_\phi(z \mid x)": r"Add(p(z|x), q_{\phi}(z|x))",
    r"p_{\text{data}}(x,z) \tilde p(x)": r"Mul(p_{data}(x, z), \tilde{p}(x))",
    r"p(y=1|x,z)": "p(Comparison(equal, y, 1)|x, z)",
    r"q(\cdot|x)": "q(.|x)",
    r"f_{X|Y}(x|y)": "f_{X|Y}(x|y)",
    r"p(1-p)": "Mul(p, Add(1, Neg(p)))",
    r"\mathcal N(x;\mu,\sigma^2 I)": r"Gaussian(x, \mu, Mul(Power(\sigma, 2), I))",
    r"\mathcal{N}(x \mid m, v) - N(0,I)": "Add(Gaussian(x, m, v), Neg(Gaussian(_, 0, I)))",
    # divergences and entropies
    r"KL[p(z/x)//q(z)]": "KL(p(z|x), q(z))",
    r"D_{KL}\big(q_\phi(z|x)\,\|\,p(z)\big)": r"KL(q_{\phi}(z|x), p(z))",
    r"D_{\mathrm{KL}}(q \Vert p) + \operatorname{KL}(q \parallel p)": "Add(KL(q, p), KL(q, p))",
    r"\mathrm{KL}(q||p) + \text{KL}(q, p) + D(P\|Q)": "Add(KL(q, p), KL(q, p), KL(P, Q))",
    r"H(p) + H[q(z|x)] + \mathbb H(p,q)": "Add(Entropy(p), Entropy(q(z|x)), CrossEntropy(p, q))",
    r"H(X|Y) + H(X,Y) + h(X)": "Add(VariableEntropy([X], [Y]), VariableEntropy([X, Y]), VariableEntropy([X]))",
    r"H_q(z) + \mathrm h[q]": "Add(VariableEntropy([z], [], q), Entropy(q))",
    r"I(x;z) + I_q(X;Y|Z)": "Add(MutualInformation([[x], [z]]), MutualInformation([[X], [Y]], [Z], q))",
    # expectations
    r"\mathbb{E}_{q(z|x)}[f] g": "Mul(Expectation([Draw([], q(z|x))], f), g)",
    r"E_{z \sim p(z/x)} log[q(x/z)] - c": "Add(Expectation([Draw([z], p(z|x))], log(q(x|z))), Neg(c))",
    r"\mathbb{E}_{x\sim p, z\sim q(\cdot|x)}[f]": "Expectation([Draw([x], p), Draw([z], q(.|x))], f)",
    r"\left\langle \ln p(x) \right\rangle_{q(x)}": "Expectation([Draw([], q(x))], log(p(x)))",
    r"\underset{z\sim q}{\mathbb E}[z]^2": "Power(Expectation([Draw([z], q)], z), 2)",
    r"\mathbb{E}(x-\mu)^2": r"Expectation([], Power(Add(x, Neg(\mu)), 2))",
    r"\mathrm{Var}_{q}[z] + \mathbb E[z|x]": "Add(Variance([Draw([], q)], z), Expectation([], z, [x]))",
    # integrals and sums
    r"\int q(z|x)\log p(z)\,dz + c": "Add(Integral([z], Mul(q(z|x), log(p(z)))), c)",
    r"\iint p(x,z) f dzdx": "Integral([z, x], Mul(p(x, z), f))",
    r"\int dx\, q(x) \int dz\, q(z|x)": "Integral([x], Mul(q(x), Integral([z], q(z|x))))",
    r"\int\!\!\int p(x,z)\,\mathrm{d}z\,\mathrm d x": "Integral([x], Integral([z], p(x, z)))",
    r"\int_{\mathcal X} p(x) dx": r"Integral([x], p(x), \mathcal{X})",
    r"\int_{-\infty}^{+\infty} \frac{d}{2} p(x) dx":
        "Integral([x], Mul(Divide(d, 2), p(x)), _, Neg(infinity), infinity)",
    r"\int (a + \int b\,dz) dx": "Integral([x], Add(a, Integral([z], b)))",
    r"\sum_{x\in\{0,1\}} p(x) + 1": "Add(SumOver([x], p(x), _, _, SetOf([0, 1])), 1)",
    r"\sum_{x,z} p(x,z)": "SumOver([x, z], p(x, z))",
    r"\sum_{i \neq j} x_i": "SumOver([i], x_[i], _, _, _, Comparison(not_equal, i, j))",
    r"\prod_{j=1}^{d} p(z_j)": "ProductOver([j], p(z_[j]), 1, d)",
    # optima
    r"min \{ a \} + b": "Add(Optimum(min, [], a), b)",
    r"\min_{\theta,\phi} a + b": r"Optimum(min, [\theta, \phi], Add(a, b))",
    r"\operatorname*{arg\,min}_{q\in\mathcal Q} KL(q\|p)": r"Optimum(argmin, [Membership([q], \mathcal{Q})], KL(q, p))",
    r"\arg\max_\theta f(\theta)": r"Optimum(argmax, [\theta], f(\theta))",
    r"\max(0, x)": "max(0, x)",
    r"\frac{\partial L}{\partial \mu_j}": r"Derivative([\mu_[j]], L)",
    r"\nabla_\phi f(x)": r"Gradient([\phi], f(x))",
    r"a + \text{const.}": "Add(a, const)",
    r"\underbrace{a+b}_{\text{why}} c": "Mul(Add(a, b), c)",
    r"\begin{cases} a & \text{if } x = 1 \\ b & \text{otherwise} \end{cases}":
        "Cases([Branch(a, Comparison(equal, x, 1)), Branch(b)])",
}  # fmt: skip


@pytest.mark.parametrize("latex", TREES, ids=list(TREES))
def test_tree(latex):
    assert outline(parse(latex, note_notation())) == TREES[latex]


REFUSED = {
    r"(a + b": "not closed",
    r"a + b)": "closes nothing",
    r"\int p(x|z) p(z)": "differential",
    r"\iint p(x,z)\,dx": "found 1",
    r"a + \foo": r"\foo",
    r"a \pm b": r"\pm",
    r"KL(p)": "'||' is missing",
    r"x(z)": "a function, a product",
    r"\mathbb{E}(x)^2": "power",
    r"a + ": "ends",
    r"x^12": "braces",
    r"\log(x)^2": "power",
    r"a = b": "out of place",
    r"H(p|q)": "entropy",
    r"\log_2^3 x": "subscript of log",
    r"\log_2 x y": "how far",
    r"\exp_2 x": "subscript of exp",
    r"D_{TV}(p\|q)": "not known",
    r"2 {a + b}": "braces",
    r"\begin{cases} a & b": "not closed",
    "(" * 10_000 + "x" + ")" * 10_000: "deep",
}


@pytest.mark.parametrize("latex", REFUSED, ids=lambda latex: latex[:30])
def test_fails_closed(latex):
    with pytest.raises(ReadingError) as refusal:
        parse(latex, note_notation())
    assert REFUSED[latex] in refusal.value.message
    assert 0 <= refusal.value.offset <= len(latex)


def test_error_points_at_the_unclosed_bracket():
    with pytest.raises(ReadingError) as refusal:
        parse(r"a + [b - c")
    assert refusal.value.offset == 4


def test_nodes_compare_by_content_and_keep_their_place():
    first, second = parse("a - b"), parse("  a  -  b")
    assert first == second and hash(first) == hash(second)
    assert first.span == (0, 5) and second.span == (2, 9)
    assert first == Add((Symbol("a"), Neg(Symbol("b"))))
    assert [outline(node) for node in walk(first)] == ["Add(a, Neg(b))", "a", "Neg(b)", "b"]


def test_a_note_may_declare_its_spelling():
    notation = Notation()
    assert notation.declare("kl", ["K"]) and notation.declare("density", ["r"])
    assert outline(parse(r"K(r(z|x) \| r(z))", notation)) == "KL(r(z|x), r(z))"
    assert not notation.declare("free", ["q"])


def test_reading_does_not_import_sympy():
    code = "import sys, derivations.reading.note; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
