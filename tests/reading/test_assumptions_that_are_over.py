"""Assumptions that a note takes back, ties otherwise, makes in a part that is closed, or only weighs: nothing is proved
by them. What goes on proves."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FREE, NOTHING = "Let $X$ and $Y$ be independent.", "I(X;Y) = 0"
LAW, MEAN = r"Let $x\sim\mathcal N(0,1)$.", r"\mathbb{E}[x] = 0"
SCALED = r"\beta\,KL(p\|q) = KL(p\|q)"
PRODUCT, SAME = "p(x,y) = p(x)p(y)", "q(z|x) = p(z|x)"
EXACT = r"KL(q(z|x)\|p(z|x)) = 0"


def verdict(said: str, line: str, source: str = "note.md") -> str:
    return Judge(read_note(f"{said}\n\n$$ {line} $$\n", source), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", [
    f"{FREE} Strike that.", f"{FREE} Then set $Y=X$.", f"{FREE} Let now $Y$ be a copy of $X$.",
    f"{FREE} Suppose now that $Y=X+N$ with noise $N$.", "设 $X$ 与 $Y$ 独立。现在令 $Y=X$。",
    "Let $X$ and $Y$ be independent at time zero. They evolve together, and at time $t$ we have",
    f"{FREE} Mixing them gives correlated variables, which we call $X$ and $Y$ again.",
    f"{FREE} The dependence between $X$ and $Y$ is introduced in section 2.\n\n## Section 2",
    "设 $X$ 与 $Y$ 独立。条件于 $X+Y=1$ 之后:",
])  # fmt: skip
def test_what_is_taken_back_proves_nothing(said):
    assert verdict(said, NOTHING) not in ("proved", "refuted")


@pytest.mark.parametrize("said", [
    FREE, f"{FREE} Let $Z=X+Y$.", f"{FREE} If $Y=X$, then both are constant. In our case we have",
    f"{FREE} Suppose that $Z=X$.", f"{FREE} We condition on $X$ later.", "设 $X$ 与 $Y$ 独立。现在令 $Z=X$。",
    f"{FREE} Strike a balance between the two.", f"{FREE} The quotation marks are ours.",
])  # fmt: skip
def test_what_goes_on_proves(said):
    assert verdict(said, NOTHING) == "proved"


@pytest.mark.parametrize(("said", "ended"), [
    (r"Let $\beta=1$. In the experiments we then vary $\beta$.", True), (r"Let $\sigma=\beta=1$.", True),
    (r"Let $\beta=1$ be the initial value of the schedule, and $\beta$ its current value.", True),
    (r"Let $\beta=1$ in the figures.", True), (r"Let $\beta=1$.", False),
    (r"Let $\beta=1$. Then we vary $\gamma$.", True), (r"Let $\beta=1$. The rest is as before.", False),
])  # fmt: skip
def test_values_of_a_figure_or_a_schedule(said, ended):
    assert (verdict(said, SCALED) != "proved") == ended


@pytest.mark.parametrize("said", [
    f"## Toy model\n\n{FREE}\n\n## Real data\n\nHere $X$ is an image.",
    "# 玩具模型\n\n设 $X$ 与 $Y$ 独立。\n\n# 真实数据\n\n其中",
    "**定理一** 设 $X$ 与 $Y$ 独立。\n\n**定理二** 设 $X$ 与 $Y$ 为任意随机变量,则",
    "练习:设 $X$ 与 $Y$ 独立,证明协方差为零。",
    "Exercise 1. Let $X$ and $Y$ be independent. Show that the covariance vanishes.",
    f"> {FREE}\n\nThe quotation is from the first edition and was withdrawn.",
    f"Theorem 1. {FREE}\n\nTheorem 2. For all laws",
])  # fmt: skip
def test_what_is_assumed_in_another_part_proves_nothing(said):
    assert verdict(said, NOTHING) not in ("proved", "refuted")


@pytest.mark.parametrize("said", [
    f"## Real data\n\n{FREE}\n\n## Its entropy", "**定理一** 设 $X$ 与 $Y$ 独立。则", f"Exercise 1. {FREE} Show that",
    "Exercise 1. Let $X$ and $Y$ be independent. Show it.\n\nSolution. We have", f"Theorem 1. {FREE} Then",
    f"> {FREE}", f"Theorem 1. {FREE}\n\nTheorem 1 says that",
])  # fmt: skip
def test_what_is_assumed_in_the_same_part_proves(said):
    assert verdict(said, NOTHING) == "proved"


def tex(*parts: str) -> str:
    text = "\n".join(parts)
    return verdict(f"\\documentclass{{article}}\\begin{{document}}\n{text}\n", NOTHING, "note.tex")


@pytest.mark.parametrize(("parts", "proved"), [
    ((r"\begin{example}", FREE, r"\end{example}", "We have"), False),
    ((r"\begin{quote}", FREE, r"\end{quote}", "Thus wrote the first author, wrongly."), False),
    ((r"\begin{theorem}", FREE, r"\end{theorem}", r"\begin{lemma}", "We have"), False),
    ((r"\section{Toy}", FREE, r"\section{Main results}", "Let $(X,Y)$ have density $p(x,y)$."), False),
    ((r"\begin{example}", FREE, "We have"), True),
    ((r"\begin{theorem}", FREE, r"\end{theorem}", r"\begin{proof}", "We have"), True),
    ((r"\begin{assumption}", FREE, r"\end{assumption}", r"\begin{theorem}", "We have"), True),
    ((r"\section{Model}", FREE, r"\section{Main results}", "We have"), True),
])  # fmt: skip
def test_environments_of_latex(parts, proved):
    assert (tex(*parts) == "proved") == proved


@pytest.mark.parametrize("said", [
    "Let $X$ and $Y$ be independent or equal.", "Let $X$ be independent of $Y$ or of $Z$.",
    "很少有 $X$ 与 $Y$ 独立的情况。",
    "To what extent $X$ and $Y$ are independent is open.", "鲜有 $X$ 与 $Y$ 独立。", "很难说 $X$ 与 $Y$ 独立。",
    "传闻 $X$ 与 $Y$ 独立。",
    "谁能保证 $X$ 与 $Y$ 独立。", "莫非 $X$ 与 $Y$ 独立。", "岂能 $X$ 与 $Y$ 独立。",
])  # fmt: skip
def test_what_is_only_weighed_is_no_assumption(said):
    assert verdict(said, NOTHING) != "proved"


def displayed(led: str, given: str, then: str, line: str) -> str:
    return verdict(f"{led}\n\n$$ {given} $$\n\n{then}", line)


@pytest.mark.parametrize("led", [
    "The toy model has", "The mean-field approximation is", "Approximately,", "原假设为", "作为对比,独立模型满足",
    "For comparison, a factorised model has",
])  # fmt: skip
def test_a_display_that_is_hedged_proves_nothing(led):
    assert displayed(led, PRODUCT, "In general we find", NOTHING) != "proved"


@pytest.mark.parametrize("led", [
    "Approximately,", "Suppose first", "In the degenerate case", "For comparison, a factorised model has", "原假设为",
])  # fmt: skip
def test_an_encoder_that_is_exact_in_a_case(led):
    assert displayed(led, SAME, "For our encoder", EXACT) != "proved"


@pytest.mark.parametrize("led", [
    "Nobody claims that", "We test the hypothesis", "In [1] it is assumed that", "Only for the trivial code do we have",
    "Had we sampled without noise, we would have", "What about",
    "初学者常误写为", "并非总有", "不能推出", "文献 [1] 假设", "仅在平凡情形下",
])  # fmt: skip
def test_a_value_that_is_hedged_is_no_value(led):
    assert displayed(led, r"\beta = 1.", "The divergence of our model is", SCALED) != "proved"


@pytest.mark.parametrize(("led", "given", "then", "line"), [
    ("We assume that", PRODUCT, "So we find", NOTHING), ("We take", SAME, "For our encoder", EXACT),
    ("We set", r"\beta = 1.", "The divergence of our model is", SCALED), ("设", PRODUCT, "于是", NOTHING),
    ("In this note we assume", PRODUCT, "Compare it with another:", NOTHING),
])  # fmt: skip
def test_a_display_that_assumes_proves(led, given, then, line):
    assert displayed(led, given, then, line) == "proved"


@pytest.mark.parametrize("said", [
    f"{LAW} Then we condition on $x>0$.", f"{LAW} For the truncated variable, restricted to $x>0$,",
    r"Let $x\sim\mathcal N(0,1)$, and condition on the event $y=1$. Then", f"{LAW} We rename $2x$ to $x$.",
    rf"{LAW} After the shift $x\mapsto x+1$ we have", r"设 $x\sim\mathcal N(0,1)$。把 $2x+1$ 仍记作 $x$。",
    f"{LAW} We observe it with noise and call the observation $x$ again.",
])  # fmt: skip
def test_a_variable_that_is_changed_has_its_law_no_more(said):
    assert verdict(said, MEAN) not in ("proved", "refuted")


@pytest.mark.parametrize("said", [
    LAW, f"{LAW} We rename $2x$ to $y$.", f"{LAW} We condition on $x$.",
    rf"{LAW} After the shift $y\mapsto y+1$ we have",
    f"{LAW} We call $x$ the noise.",
])  # fmt: skip
def test_a_variable_that_stays_keeps_its_law(said):
    assert verdict(said, MEAN) == "proved"


NORMAL, SQUARE = r"Let $p(z)=\mathcal N(z;0,1)$.", r"\mathbb E_{p(z)}[z^2]=1"


@pytest.mark.parametrize("said", [
    r"For a standard normal prior $p(z)=\mathcal N(z;0,1)$ life is simple; we allow any prior.",
    r"For the prior $p(z)=\mathcal N(z;0,1)$ everything is explicit, but our prior is arbitrary.",
    r"Our code has $p(z)=\mathcal N(z;0,1)$, the theory below allows anything.",
    r"Let $p(z)=\mathcal N(z;0,1)$ (only in Figure 1).",
    f"{NORMAL}[^1]\n\n[^1]: In this section $p(z)$ is something else.", f"{NORMAL} Never mind that.",
    f"{NORMAL} We now replace the normal by a Laplace density.", f"{NORMAL} Henceforth the prior is heavy-tailed.",
    f"{NORMAL}\n\nFor any $p(z)$", f"{NORMAL}\n\nFor a mixture prior",
    f"{NORMAL} Everything below holds for all priors.",
    f"{NORMAL} Remember that this was only for illustration.", f"{NORMAL} *End of example.*",
    f"{NORMAL}\n\nIn general,", f"{NORMAL}\n\nMore generally, we have",
    "设 $p(z)=\\mathcal N(z;0,1)$。以上仅为示例。", "对于 $p(z)=\\mathcal N(z;0,1)$ 很简单；我们允许任意先验。",
])  # fmt: skip
def test_a_law_that_a_note_turns_from_proves_nothing(said):
    assert verdict(said, SQUARE) != "proved"


@pytest.mark.parametrize("said", [
    NORMAL, f"{NORMAL}[^1]\n\n[^1]: As in every VAE.", f"{NORMAL}\n\nFor any $z$,",
    f"{NORMAL} The bound holds for any $q(z)$.",
    f"{NORMAL} In general, the posterior is no normal.", r"Let $p(z)=\mathcal N(z;0,1)$, as in any VAE.",
])  # fmt: skip
def test_a_law_that_a_note_goes_on_with_proves(said):
    assert verdict(said, SQUARE) == "proved"


@pytest.mark.parametrize(("said", "holds"), [
    (f"{FREE} Dropping independence,", False), (f"{FREE}\n\nFor correlated $X,Y$:", False),
    (f"{FREE} Scrap that.", False), (f"{FREE}\n\nWhen $Y=X$ however", False), (f"{FREE}\n\nWhen $Y=2$,", True),
    ("Let $X$ and $Y$ be independent (we shall see that this cannot be right).", False),
    ("设 $X$ 与 $Y$ 独立。更正：它们其实相关。", False), ("(a) $X$ and $Y$ are independent.\n\n(b) in general:", False),
    ("(A1) $X$ and $Y$ are independent. (A2) $z$ is Gaussian. Using only (A2):", False),
    ("(A1) $X$ and $Y$ are independent. (A2) $z$ is Gaussian. Using only (A1):", True),
    (f"{FREE}[^1]\n\n[^1]: We drop this assumption from here on.", False),
])  # fmt: skip
def test_an_independence_that_is_dropped_in_a_case(said, holds):
    assert (verdict(said, NOTHING) == "proved") == holds


THEOREM = "\\begin{lemma}\nIf $X$ and $Y$ are independent then\n\\[ I(X;Y)=0 \\]\n\\end{lemma}\n"


@pytest.mark.parametrize(("between", "holds"), [
    ("", False), ("\\section{General variables}", False), ("\\begin{remark}\nFor all $X$ and $Y$", False),
    ("\\begin{proof}\nWe have", True), ("Indeed,", True), ("\\begin{proof}\nClear.\n\\end{proof}\nHence", False),
])  # fmt: skip
def test_what_a_lemma_assumes_holds_in_its_proof_alone(between, holds):
    assert (verdict(f"{THEOREM}{between}", NOTHING, "note.tex") == "proved") == holds


def test_numbers_of_which_any_will_do_keep_no_formula():
    said, total = r"$w_k=\frac1K$.", r"\sum_{k=1}^Kw_k c=c"
    assert verdict(said, total) == "proved"
    assert verdict(rf"{said} More generally, $w_k\ge0$ are any numbers.", total) != "proved"


REPLACED = [
    "Now replace $p$ by a Laplace density.",
    "Let us now leave the Gaussian case.",
    "So much for the example; from here on $p$ is any density.",
    "We change $p$ to a uniform density on $[0,1]$.",
    "Now $p$ becomes a Student density.",
    "以下 $p$ 为任意密度。",
]


@pytest.mark.parametrize("words", REPLACED)
def test_a_law_that_another_replaces(words):
    line = "$$E_p[x^2] = 1$$"
    found = Judge(read_note(f"Let $p=\\mathcal N(0,1)$.\n\n{line}\n\n{words}\n\n{line}"), mend=False).run()
    assert found[0].verdict == "proved" and found[1].verdict != "proved"
