"""What a note chooses, takes as a case or says in words, and of which lines it is said; how densities are written."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [one.verdict for one in Judge(read_note(note), mend=False).run()]


def last(note: str) -> str:
    return verdicts(note)[-1]


NORMALISED = r"$$ r(u) = \frac{p(y,u)}{\int p(y,u) du} = p(u|y) $$"
KL_AS_MEANS = r"$$ KL(r(u)||p(u|y)) = \mathbb{E}[\log r(u)] - \mathbb{E}[\log p(u|y)] $$"
MEAN_FIELD = r"$$ KL(r(s,t|y)||p(s)p(t)) = KL(r(s|y)||p(s)) + KL(r(t|y)||p(t)) $$"
BACKWARD = r"""The forward process is a Markov chain with $q(x_t|x_{t-1}) = N(x_t; \sqrt{a_t} x_{t-1}, 1 - a_t)$.

$$ q(x_{t-1}|x_t,x_0) = N(x_{t-1}; \tilde\mu(x_t,x_0), \tilde\beta_t) $$

$$ q(x_{t-1}|x_t,x_0) = q(x_t|x_{t-1},x_0) \frac{q(x_{t-1}|x_0)}{q(x_t|x_0)} $$
"""


@pytest.mark.parametrize(
    "note",
    [
        "We choose the prior\n\n" r"$$ p(m) \propto \exp\left(-\frac{(m-a)^2}{2 b^2}\right) $$",
        "The Gibbs distribution is\n\n" r"$$ p(t) \propto e^{-h(t)} $$",
        "定义\n\n" r"$$ q(t) \propto \exp(h(t)) $$",
        "The best factor is\n\n" r"$$ r^*(t) \propto \exp\left(\mathbb{E}_{r(s)}[\log p(y,s,t)]\right) $$",
        "In the first step we set\n\n" r"$$ r(t) = \frac{p(y,t)}{\int p(y,t) dt} $$",
        "One extreme case is\n\n$$ r(t|y) = p(t) $$\n\nPut\n\n$$ r(t|y) = N(t; 2, 1) $$",
    ],
)
def test_what_is_chosen_is_a_definition(note):
    assert set(verdicts(note)) == {"definition"}


def test_what_follows_a_density_given_up_to_its_scale_is_judged():
    chain = r"$$ q(s) \propto \exp(E_{p(u)}[\log p(y,s,u)]) \propto \exp(E_{p(u)}[\log p(s|u,y)]) %s $$"
    assert verdicts(chain % "") == ["definition", "proved"]
    assert last(chain % r"\propto E_{p(u)}[p(s|u,y)]") == "refuted"


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        (r"$$ p(t|y) \propto p(y|t) p(t) $$", "proved"),
        (r"$$ p(t|y) \propto p(y|t) $$", "refuted"),
        ("Let $p(t) = N(t; 0, 1)$. Then\n\n" r"$$ p(t) \propto e^{-t^2/2} $$", "proved"),
        ("Let $p(t) = N(t; 0, 1)$. Then\n\n" r"$$ p(t) \propto e^{-t^2} $$", "refuted"),
    ],
)
def test_what_is_claimed_up_to_its_scale_is_judged(note, verdict):
    assert last(note) == verdict


def test_a_free_density_is_not_accused_of_being_chosen():
    chosen, then = verdicts(f"Since the bound is to be tight,\n\n{NORMALISED}")
    assert chosen in ("doubtful", "definition") and then == "proved"
    assert last("Let $r(t) = N(t; 0, 1)$ and $p(t) = N(t; 1, 1)$. So\n\n$$ r(t) = p(t) $$") == "refuted"


def test_a_special_case_ends_with_its_display():
    note = "The strongest form of collapse is\n\n$$ r(t|y) = p(t). $$\n\nOtherwise, the rate is\n\n"
    assert last(note + r"$$ \mathbb{E}_{p(y)}[KL(r(t|y)||p(t))] = 0. $$") == "doubtful"


@pytest.mark.parametrize(
    ("note", "verdict"),
    [
        ("For any $a$,\n\n$$ (y+a)^2 = y^2 $$\n\nHere $a = 0$, so it is plain.", "refuted"),
        ("For any $a$,\n\n$$ (y+a)^2 = y^2 $$\n\nwhere $a = 0$.", "refuted"),
        ("We have\n\n$$ (y+a)^2 = y^2 $$\n\nHere $a = 0$ recovers the square.", "refuted"),
        ("We have\n\n$$ (y+a)^2 = y^2 $$\n\n其中 $a = 0$，代入得标准形式。", "refuted"),
        ("We have\n\n$$ (y+a)^2 = y^2 $$\n\nwhere $a = 0$.", "proved"),
    ],
)
def test_a_value_that_something_follows_from_is_none_of_the_display_before(note, verdict):
    assert verdicts(note)[0] == verdict


def test_a_semicolon_in_a_formula_ends_no_sentence():
    closed = r"\frac12 (m^2 + s^2 - \log s^2 - 1)"
    note = f"$$ KL(q(t)||p(t)) = {closed} $$\n\nwhere $q(t) = N(t; m, s^2)$, $p(t) = N(t; 0, 1)$."
    assert last(note) == "proved" and last(note.replace("m^2 +", "m +")) == "refuted"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("All expectations are taken with respect to $r(u)$.", "proved"),
        ("下面的期望均是对$r(u)$的期望。", "proved"),
        ("All expectations are taken under $p(u|y)$.", "refuted"),
    ],
)
def test_what_all_expectations_are_under(words, verdict):
    assert last(f"{words}\n\n{KL_AS_MEANS}") == verdict


@pytest.mark.parametrize("words", ["By the mean-field assumption,", "# The mean-field assumption", "由平均场假设，"])
def test_an_assumption_in_words_is_not_forgotten(words):
    assert last(f"{words}\n\n{MEAN_FIELD}") == "doubtful"
    assert last(f"In general,\n\n{MEAN_FIELD}") == "refuted"


def test_a_backward_law_with_new_names_ties_nothing():
    assert verdicts(BACKWARD) == ["definition", "proved"]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"\log \frac{1}{2}(a+b) \geq \frac{1}{2}(\log a + \log b)", "consistent"),
        (r"\log \frac{p(y)+q(y)}{2} = \log \frac{1}{2}\left(p(y)+q(y)\right)", "proved"),
        (r"\log \frac{1}{2}(a+b) = \log (a+b) + \log 2", "refuted"),
        (r"p(2y) = 2 p(y) y", "refuted"),
        (r"\int p(2y) dy = 2 \mathbb{E}_{p(y)}[y]", "refuted"),
        (r"p(3 - y) = p(y)", "refuted"),
    ],
)
def test_how_far_a_logarithm_and_a_density_reach(line, verdict):
    assert last(f"$$ {line} $$") == verdict


def test_a_density_at_an_expression_is_judged_by_its_formula():
    note = "Let $p(t) = N(t; 0, 1)$.\n\n" r"$$ p(2t) = \frac{1}{\sqrt{2\pi}} e^{-%s t^2} $$"
    assert last(note % "2") == "proved" and last(note % "4") == "refuted"


BERNOULLI = [
    (r"E[y] = %s", r"E[y] = 1 - %s"),
    (r"Var(y) = %s(1-%s)", r"Var(y) = %s^2"),
    (r"H(y) = -%s\log %s - (1-%s)\log(1-%s)", r"H(y) = -%s \log %s"),
]


@pytest.mark.parametrize("letter", ["p", r"\theta", r"\pi"])
@pytest.mark.parametrize(("right", "wrong"), BERNOULLI)
@pytest.mark.parametrize("law", [r"\text{Bernoulli}(%s)", "Bern(%s)", r"\mathrm{Ber}(%s)"])
def test_a_bernoulli_law(law, right, wrong, letter):
    said = f"Let $y \\sim {law % letter}$.\n\n"
    (true,) = Judge(read_note(f"{said}$$ {right.replace('%s', letter)} $$"), mend=False).run()
    assert true.verdict == "proved" and any("0 and 1" in a for a in true.assumes)
    if letter != r"\pi":  # of which a line may also mean the number
        assert last(f"{said}$$ {wrong.replace('%s', letter)} $$") in ("refuted", "doubtful")


def test_p_is_a_density_again_where_it_is_one():
    assert last(r"$$ \int p(y) (1 - p(y)) dy = 1 - \int p(y)^2 dy $$") == "proved"
    assert last("Let $y \\sim Bern(p)$.\n\n$$ KL[p||q] = E_p[\\log p - \\log q] $$") == "proved"


@pytest.mark.parametrize("sign", [":=", r"\coloneqq", r"\triangleq"])
def test_the_logarithm_of_a_new_density_defines_it(sign):
    made = rf"$$ \log p_\pi(y) {sign} \log\int p(y|t)\pi(t) dt $$" + "\n\n"
    assert verdicts(made) == ["definition"]
    assert last(made + r"$$ p_\pi(y) = \int p(y|t)p(t) dt $$") == "doubtful"
    q = rf"$$ \log q(y) {sign} \log\int p(y|t)p(t) dt $$" + "\n\n"
    assert verdicts(q + "$$ q(y) = p(y) $$\n\n$$ q(y) = 2p(y) $$") == ["definition", "proved", "refuted"]


def test_a_density_that_is_named_by_another_is_none_of_its_letter():
    assert last(r"$$ p_\pi(y) = \int p(y|t)\pi(t) dt $$") == "doubtful"
    assert last(r"$$ p_\theta(y) = \int p_\theta(y|t)p_\theta(t) dt $$") == "proved"
