r"""Whose law a sentence gives: of several variables, of every member of a sequence, of values and their probabilities,
and the same law with a parameter behind the bar or with a number put in for one."""

from __future__ import annotations

import pytest

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


def last(said: str, line: str) -> str:
    return verdicts(f"{said}\n\n$$ {line} $$")[-1]


LOG_NORMAL = r"-\frac{1}{2}\log(2\pi s^2) - \frac{(x-m)^2}{2 s^2}"
PARAMETERS = [
    (r"Let $x \sim \mathcal{N}(m,s^2)$.", "p(x|m)"),
    (r"Let $x \sim \mathcal{N}(m,s^2)$.", "p(x|m,s^2)"),
    (r"假设 $x \sim \mathcal{N}(m,s^2)$。", r"p(x\mid m, s)"),
    (r"Let $p(x) = \mathcal{N}(x; m, s^2)$.", "p(x|m)"),
]


@pytest.mark.parametrize(("said", "density"), PARAMETERS)
def test_a_parameter_of_a_law_behind_the_bar_leaves_the_law(said, density):
    assert last(said, rf"\log {density} = {LOG_NORMAL}") == "proved"
    assert last(said, rf"\log {density} = {LOG_NORMAL.replace('- ' + chr(92), '+ ' + chr(92))}") == "refuted"


def test_the_likelihood_of_a_sample_has_its_parameter_behind_the_bar():
    said = r"设样本 $x_1,\dots,x_n$ 独立，$x_i \sim N(m, s^2)$。"
    line = r"\log \prod_{i=1}^n p(x_i|m) = -\frac{n}{2}\log(2\pi s^2) - \frac{1}{2 s^2}\sum_{i=1}^n(x_i-m)^2"
    assert last(said, line) == "proved"
    assert last(said, line.replace(r"\frac{1}{2 s^2}", r"\frac{1}{s^2}")) == "refuted"


def test_a_density_with_its_own_formula_is_asked_for_other_parameters_too():
    note = r"""Model: $p(x\mid m,v)=\mathcal N(x\mid m,v)$. Let $x \sim \mathcal N(m,v)$.

$$ L(m, v) := -\log p(x\mid m,v) $$

With $m^* = x$,

$$ L(m^*, v) = \frac{1}{2}\log(2\pi v) $$
"""
    assert verdicts(note) == ["definition", "proved"]
    assert verdicts(note.replace("{1}{2}", "{1}{3}"))[-1] != "proved"


def test_a_parameter_of_the_next_step_is_another_one():
    theta, step = S.Symbol(r"\theta"), S.Add((S.Symbol("t"), S.Number("1")))
    assert given_name(S.Power(theta, S.Number("2"))) == given_name(theta) == r"\theta"
    assert given_name(S.Power(theta, step)) is None


def test_what_has_a_law_of_its_own_is_no_parameter():
    said = r"Let $x \sim \mathcal{N}(m, 1)$ and $p(m) = \mathcal{N}(m; 0, 1)$."
    assert last(said, r"p(m|x) = \frac{p(x|m) p(m)}{p(x)}") == "proved"
    assert last(said, r"p(m|x) = p(m)") != "proved"
    random = r"Let $x \sim \mathcal{N}(m, 1)$ where $\mathbb{E}[m] = 0$."
    assert last(random, r"p(x|m) = p(x)") != "proved"


SEVERAL = r"""
Let $X, Y \sim \mathcal{N}(0, 1)$ be independent.
Let $X,Y,Z \sim N(0,1)$ be independent.
Let $X \sim N(0,1)$ and $Y \sim N(0,1)$ be independent.
Let $X \sim N(0,1), Y \sim N(0,1)$ be i.i.d.
Let $X, Y \stackrel{iid}{\sim} N(0, 1)$.
设 $X, Y\sim \mathcal{N}(0, 1)$ 相互独立，则
"""


@pytest.mark.parametrize("said", SEVERAL.strip().split("\n"))
def test_several_names_before_one_sign_are_drawn_each_on_its_own(said):
    assert last(said, r"\mathrm{Var}(aX + bY) = a^2 + b^2") == "proved"
    assert last(said, r"\mathbb{E}[XY] = 0") == "proved"
    assert last(said, r"\mathrm{Var}(aX + bY) = a^2 + b^2 + 2ab") == "refuted"
    assert last(said, r"\mathbb{E}[XY] = 1") == "refuted"


@pytest.mark.parametrize("said", ["", ", not independent", ", conditionally independent given $w$", "，不相互独立"])
def test_the_same_law_makes_nothing_independent(said):
    said = rf"Let $X, Y \sim \mathcal{{N}}(0, 1)${said}."
    assert last(said, r"\mathrm{Var}(aX + bY) = a^2 + b^2") != "proved"
    assert last(said, r"\mathbb{E}[X^2 + Y^2] = 2") == "proved"


def test_a_law_written_with_another_variable_makes_nothing_independent():
    said = r"Let $z \sim N(0,1)$ and $x \sim N(z, 1)$ with independent noise, and $p(x, z)$ their density."
    assert last(said, r"p(x, z) = p(x) p(z)") != "proved"


NUMBERED = r"Let $\epsilon_1, \epsilon_2 \sim \mathcal{N}(0, 1)$ be independent."
GENERAL = r"The noise $\epsilon_i \sim \mathcal{N}(0, 1)$ is i.i.d."


@pytest.mark.parametrize(
    ("said", "one", "other"),
    [(NUMBERED, "1", "2"), (GENERAL, "t-1", "t-2"), (GENERAL, "t", "t-1"), (GENERAL, "1", "2")],
)
def test_members_have_the_law_of_their_sequence(said, one, other):
    line = rf"\mathrm{{Var}}(a\epsilon_{{{one}}} + b\epsilon_{{{other}}}) = a^2 + "
    assert last(said, line + "b^2") == "proved"
    assert last(said, line + "2 b^2") == "refuted"


def test_a_general_law_reaches_members_one_by_one_and_for_its_display_alone():
    said = r"这里有 $\epsilon_i\sim \mathcal{N}(0, 1)$。"
    line = r"a\,\mathrm{Var}(\epsilon_{t-2}) + b\,\mathrm{Var}(\epsilon_{t-1}) = a + "
    assert last(said, line + "b") == "proved"
    assert last(said, line + "2b") == "refuted"
    assert last(said, r"\mathrm{Var}(\epsilon_i) = 1") == "proved"
    assert last(said, r"\mathrm{Var}(\epsilon_i) = 2") == "refuted"
    assert last(said, r"\mathrm{Var}(\epsilon_{t-1} + \epsilon_{t-2}) = 2") != "proved"


def test_a_general_law_is_written_for_each_index():
    said = r"设 $X_i \sim N(i m, s_i^2)$ 相互独立。"
    assert last(said, r"\mathrm{Var}(X_1 + X_2) = s_1^2 + s_2^2") == "proved"
    assert last(said, r"\mathbb{E}[X_1 + X_2] = 3 m") == "proved"
    assert last(said, r"\mathbb{E}[X_1 + X_2] = 2 m") == "refuted"


TOLD = r"""
Let $X$ be discrete with $P(X=x_i)=p_i$.
Let $X$ take the value $x_i$ with probability $p_i$.
Let $X$ take the values $x_1,\dots,x_n$ with probabilities $p_1,\dots,p_n$.
设 $X$ 以概率 $p_i$ 取值 $x_i$。
设 $X$ 取 $x_i$ 的概率为 $p_i$。
"""


@pytest.mark.parametrize("said", TOLD.strip().split("\n"))
def test_probabilities_of_numbered_values_sum_to_one(said):
    for line in (r"H(X) = -\sum_{i=1}^n p_i \log p_i", r"\sum_{i=1}^n p_i = 1", r"E[X] = \sum_{i=1}^n x_i p_i"):
        assert last(said, line) == "proved"
    for line in (r"H(X) = \sum_{i=1}^n p_i \log p_i", r"\sum_{i=1}^n p_i = n", r"E[X] = \sum_{i=1}^n x_i^2 p_i",
                 r"\sum_{i=1}^n p_i \log p_i = n p_i \log p_i"):  # fmt: skip
        assert last(said, line) == "refuted"


def test_probabilities_of_two_variables_and_of_two_laws():
    two = "Let $P(X=x_i)=p_i$ and $P(Y=y_j)=q_j$."
    assert last(two, r"H(Y) = -\sum_j q_j \log q_j") == "proved"
    assert last(two, r"H(X) = -\sum_j q_j \log q_j") == "refuted"
    one = "Let $P(X=x_i)=p_i$."
    assert last(one, r"KL(p\|q) = \sum_i p_i \log \frac{p_i}{q_i}") == "proved"
    assert last(one, r"KL(p\|q) = \sum_i p_i \log \frac{q_i}{p_i}") == "refuted"


def test_numbers_of_other_things_are_no_masses():
    kept = "Each item $w_i$ is kept with probability $p_i$, or $w_i$ with probability $p_i$ is lost."
    assert last(kept, r"\sum_{i=1}^n w_i p_i = 1") not in ("proved",)
    assert "proved" not in verdicts(kept + "\n\n$$ \\sum_{i=1}^n w_i p_i = \\sum_{i=1}^n w_i $$")


@pytest.mark.parametrize("event", ["X=x", "X = x"])
def test_the_probability_of_a_value_is_the_mass_there(event):
    line = rf"H(X) = - \sum_x P({event}) \log P({event})"
    assert last("Let $X$ be discrete.", line) == "proved"
    assert last("Let $X$ be discrete.", line.replace("- ", "")) == "refuted"
    assert last("Let $X$ be discrete.", rf"P({event}) = \sum_y P({event}, Y=y)") == "proved"


TWO_NORMALS = r"Let $p(z)=\mathcal N(z;m,s^2)$ and $q(z)=\mathcal N(z;u,v^2)$."
VALUES = r"""
Setting $m = 0$ and $s = 1$, we get
With $m = 0, s = 1$ this becomes
Substituting $m = 0, s = 1$ gives
特别地，当 $m = 0, s = 1$ 时，
特别地，取 $m = 0, s = 1$，得
代入 $m = 0$，$s = 1$，得
令 $m = 0, s = 1$，代入得
"""


@pytest.mark.parametrize("value", VALUES.strip().split("\n"))
def test_a_value_that_is_set_reaches_the_parameters_of_declared_densities(value):
    said = f"{TWO_NORMALS} {value}"
    line = r"\mathrm{KL}(q\|p) = \frac{1}{2}(v^2 + u^2 - 1 - \log v^2)"
    assert last(said, line) == "proved"
    assert last(said, line.replace("u^2", "2 u^2")) == "refuted"


def test_a_value_that_is_set_for_one_display_is_none_of_the_next():
    line = "$$ \\mathrm{KL}(q\\|p) = \\frac{1}{2} u^2 $$"
    note = r"Let $p(z)=\mathcal N(z;m,1)$ and $q(z)=\mathcal N(z;u,1)$. Setting $m = 0$, we get"
    assert verdicts(f"{note}\n\n{line}\n\nIn general,\n\n{line}") == ["proved", "refuted"]
    assert last(r"Let $p(z)=\mathcal N(z;m,1)$.", r"\mathbb{E}_{p(z)}[z] = 0") == "refuted"


def test_braces_closed_too_late_after_a_letters_font():
    said = r"We have $x \sim \mathcal{N(m, s^2)}$."
    assert last(said, r"\mathbb{E}[x^2] = m^2 + s^2") == "proved"
    assert last(said, r"\mathbb{E[x^2]} = m^2 + s^2") == "proved"
    assert last(said, r"\mathbb{E}[x^2] = m^2 + 2 s^2") == "refuted"
    assert last(said, r"\sum_{i=1}^N (a + b) = N (a + b)") == "proved"
    assert last(said, r"\sum_{i=1}^N (a + b) = N a + b") == "refuted"
