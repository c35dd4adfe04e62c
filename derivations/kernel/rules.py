"""Why a step may be taken: one named rule each, its inference figure, its side conditions.

A rule is used by naming it; inequalities, minimisers and estimates have rules of their own. `assumes` is what a step
silently relies on when it uses the rule; it is printed with every theorem that does.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

RULES: dict[str, Rule] = {}

SUPPORT = "common support: every density is positive where it is divided by or its logarithm is taken"
INTEGRABLE = "every integral that is written exists and is finite"
FUBINI = "Fubini: the integrand is absolutely integrable, so integrals may be nested, merged and reordered"


@dataclass(frozen=True)
class Rule:
    """A reason. `key` is its identifier, `name` what a reader sees, `figure` its inference figure."""

    key: str
    name: str
    chinese: str
    figure: str
    kind: str = "rewrite"
    assumes: tuple[str, ...] = ()

    @property
    def __doc__(self) -> str:  # type: ignore[override]  # object's may be written to; a frozen rule's may not
        return dedent(self.figure).strip()

    def __str__(self) -> str:
        return self.name


def _rule(key: str, name: str, chinese: str, figure: str, kind: str = "rewrite", assumes: tuple[str, ...] = ()) -> Rule:
    made = Rule(key, name, chinese, figure, kind, assumes)
    RULES[key] = made
    return made


definition_of_kl = _rule("kl", "definition of KL", "KL 散度的定义", """
    KL[a||b]  =  ∫ a log(a/b)            over the variables that a and b are densities of
    Side condition: a and b are densities of the same variables (checked when the KL is built).
    """, "definition", (SUPPORT, INTEGRABLE))  # fmt: skip

definition_of_entropy = _rule("entropy", "definition of entropy", "熵的定义", """
    H[a]  =  -∫ a log a                  H(X|Y)  =  -∫∫ a(x,y) log a(x|y)
    """, "definition", (SUPPORT, INTEGRABLE))  # fmt: skip

definition_of_cross_entropy = _rule("cross_entropy", "definition of cross-entropy", "交叉熵的定义", """
    H[a,b]  =  -∫ a log b
    Side condition: a and b are densities of the same variables (checked when the cross-entropy is built).
    """, "definition", (SUPPORT, INTEGRABLE))  # fmt: skip

definition_of_mutual_information = _rule("mutual_information", "definition of mutual information", "互信息的定义", """
    I(X;Z)  =  ∫∫ a(x,z) log( a(x,z) / (a(x) a(z)) )
    """, "definition", (SUPPORT, INTEGRABLE))  # fmt: skip

definition_of_elbo = _rule("elbo", "definition of the ELBO", "ELBO 的定义", """
    ELBO[p(z|x), q(x|z), q(z)]  =  E_{z~p(z|x)} log q(x|z)  -  KL[p(z|x)||q(z)]
    """, "definition")  # fmt: skip

definition_of_expectation = _rule("expectation", "definition of expectation", "期望的定义", """
    E_{z~p(z|x)} f(z)  =  ∫ p(z|x) f(z) dz
    Side condition: E binds exactly the variables that p is a density of (checked when it is built).
    """, "definition", (INTEGRABLE,))  # fmt: skip

definition_of_variance = _rule("variance", "definition of variance", "方差的定义", """
    Var f  =  E f^2 - (E f)^2
    """, "definition", (INTEGRABLE,))  # fmt: skip

product_rule = _rule("product", "product rule", "乘法公式", """
    p(x,z)  =  p(x) p(z|x)               for any two groups of variables of one joint distribution
    """, assumes=(SUPPORT,))  # fmt: skip

bayes = _rule("bayes", "Bayes' theorem", "贝叶斯公式", """
    q(x|z) q(z)  =  q(z|x) q(x)
    """, assumes=(SUPPORT,))  # fmt: skip

log_rule = _rule("log", "log of a product, quotient or power", "乘积、商、幂的对数", """
    log(a b) = log a + log b             log(a/b) = log a - log b             log a^n = n log a
    Side condition: every factor that is split off is known to be positive.
    """)  # fmt: skip

linearity = _rule("linearity", "linearity", "线性", """
    ∫ (c f + g) = c ∫ f + ∫ g            E(c f + g) = c E f + E g             c a number
    """, assumes=(INTEGRABLE,))  # fmt: skip

fubini = _rule("fubini", "Fubini", "富比尼定理", """
    ∫∫ f dz dx  =  ∫ ( ∫ f dz ) dx
    """, assumes=(FUBINI,))  # fmt: skip

normalisation = _rule("normalisation", "normalisation", "归一化", """
    ∫ p(z|x) dz  =  1
    Side condition: z occurs nowhere else under the integral.
    """)  # fmt: skip

marginalisation = _rule("marginalisation", "marginalisation", "边缘化", """
    ∫ p(x,z) dz  =  p(x)
    Side condition: z occurs nowhere else under the integral.
    """)  # fmt: skip

pulling_out_a_constant = _rule("constant", "pulling out a constant", "提出常数因子", """
    ∫ c f dz  =  c ∫ f dz
    Side condition: c is free of the integrated variables.
    """)  # fmt: skip

renaming = _rule("renaming", "renaming a bound variable", "约束变量换名", """
    ∫ f(z) dz  =  ∫ f(z') dz'
    Side condition: z' is not free in f.
    """)  # fmt: skip

independence = _rule("independence", "independence", "独立性（因子分解）", """
    p(z|x)  =  Π_i p(z_i|x)              as the chapter or the note declares it
    """, "assumption")  # fmt: skip

declared_density = _rule("declared", "a density as declared", "所声明的密度", """
    p(z|x)  =  q(z|x)                    as the chapter or the note declares it
    """, "assumption")  # fmt: skip

gaussian_density = _rule("gaussian", "Gaussian density", "高斯密度", """
    p(z|x)  =  N(z; μ, σ²)               as declared;     log N(z; μ, σ²) = -[log 2π + log σ² + (z-μ)²/σ²] / 2
    """, "assumption")  # fmt: skip

gaussian_formula = _rule("formula", "formula of the Gaussian", "高斯密度的公式", """
    N(z; μ, σ²)  =  (2π σ²)^(-1/2) exp( -(z-μ)²/(2σ²) )
    """, "definition")  # fmt: skip

gaussian_moments = _rule("moments", "Gaussian moments", "高斯矩", """
    M_n = ∫ zⁿ N(z; μ, σ²) dz:     M_0 = 1,   M_1 = μ,   M_n = μ M_{n-1} + (n-1) σ² M_{n-2}
    """)  # fmt: skip

product_of_gaussians = _rule("completing", "product of two Gaussians", "两个高斯密度之积", """
    N(y; b+gz, s) N(z; m, t)  =  N(y; b+gm, u) N(z; m+h, s t/u)         u = s + g² t,   h = g t (y-b-gm)/u
    Side condition: y, b, g and s are free of z, m and t too (used under an integral over z).
    """)  # fmt: skip

quadratic_form = _rule("quadratic_form", "quadratic form under a Gaussian", "高斯二次型的期望", """
    E (z-a)'A(z-a)  =  tr(A S) + (m-a)'A(m-a)             z ~ N(m, S)
    """)  # fmt: skip

change_of_variables = _rule("change", "change of variables", "变量替换（重参数化）", """
    E_{z~N(μ,σ²)} f(z)  =  E_{ε~N(0,1)} f(μ + σ ε)
    """, assumes=("σ > 0, so that z = μ + σε is one-to-one",))  # fmt: skip

independent_draws = _rule("draws", "independent draws", "独立抽样", """
    E f(z_i) g(z_j)  =  E f(z_i) E g(z_j)  +  δ_ij ( E f(z_i) g(z_i) - E f(z_i) E g(z_i) )
    Side condition: the density is a product over the components, one factor each.
    """, assumes=("the draws are independent",))  # fmt: skip

differentiation = _rule("derivative", "differentiation", "求导", """
    d/dm f(g(m)) = f'(g(m)) g'(m)        d/dm ∫ h(m,ε) dε = ∫ d/dm h(m,ε) dε
    Side condition: no density holds m (change variables first); g has one argument.
    """, assumes=("differentiation under the integral: the derivative has an integrable bound",))  # fmt: skip

polar_coordinates = _rule("polar", "polar coordinates", "极坐标", """
    ∫∫ f(y² + z²) dy dz  =  ∫_0^{2π} ∫_0^∞ f(r²) r dr dθ
    Side condition: the integrand is exp(c (y² + z²)), c free of y and z.
    """, assumes=(FUBINI,))  # fmt: skip

fundamental_theorem = _rule("antiderivative", "fundamental theorem of calculus", "微积分基本定理", """
    ∫_a^b F'(r) dr  =  F(b) - F(a)
    Side condition: the derivative of F is the integrand (checked); at infinity exp(c r²), c < 0, is zero.
    """)  # fmt: skip

integration_by_parts = _rule("parts", "integration by parts", "分部积分", """
    ∫ (z - m) f(z) N(z; m, s) dz  =  s ∫ f'(z) N(z; m, s) dz             for (z - m) N = -s dN/dz
    Side condition: m and s are free of z; f is a product of whole powers of z, of powers z^t with t > 0 and of
    functions of such, so that it is continuous; the boundary term f(z) N(z; m, s) vanishes at both ends.
    """, assumes=("boundary terms vanish: f(z) N(z; m, s) tends to 0 at both ends",))  # fmt: skip

algebra = _rule("algebra", "algebra", "代数运算", """
    Field arithmetic: the two sides are the same polynomial.
    Always at work; named only where nothing else is needed.
    """)  # fmt: skip

gibbs = _rule("gibbs", "Gibbs' inequality", "吉布斯不等式", """
    KL[a||b]  >=  0                      A - B = c KL[a||b], c >= 0   gives   A >= B
    """, "inequality", ("KL >= 0, with equality just when the two densities agree almost everywhere",))  # fmt: skip

discrete_entropy = _rule("discrete_entropy", "entropy of a discrete variable", "离散变量的熵", """
    H[a]  >=  0                          every probability of a discrete variable is at most 1
    Side condition: the variable is discrete (a differential entropy may be negative).
    """, "inequality")  # fmt: skip

jensen = _rule("jensen", "Jensen's inequality", "詹森不等式", """
    log E f  >=  E log f                 f > 0
    E f^2  >=  (E f)^2                   E exp f  >=  exp E f        Var f  >=  0
    """, "inequality", (INTEGRABLE,))  # fmt: skip

log_bound = _rule("log_bound", "log t <= t - 1", "log t ≤ t − 1", """
    log t  <=  t - 1                     t > 0; with equality just at t = 1
    """, "inequality")  # fmt: skip

drop_constant = _rule("drop_constant", "dropping a constant", "去掉常数项", """
    min { A + C }  =  min A              C free of what is optimised
    """, "minimiser")  # fmt: skip

rescale = _rule("rescale", "positive rescaling", "乘以正常数", """
    min { c A }  =  min A                c > 0, c free of what is optimised
    """, "minimiser")  # fmt: skip

sample_average = _rule("sample_average", "sample average for an expectation", "用样本均值估计期望", """
    E_{z~p(z|x)} f(z)  ≈  (1/k) Σ_j f(z_j),   z_j ~ p(z|x)        unbiased
    Side condition: the average stands linearly (the log of an average is biased).
    """, "estimate", ("the draws come from the density that is averaged over",))  # fmt: skip

DEFINITIONS = frozenset(k for k, r in RULES.items() if r.kind == "definition")
