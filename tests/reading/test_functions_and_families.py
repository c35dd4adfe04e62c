"""f before a bracket, D_f and D_\\alpha of two densities, H(theta, theta') of EM, values z = c_k and z^{(i)} = j."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def last(*lines: str) -> str:
    note = "\n\n".join(f"$$ {line} $$" if "$" not in line else line for line in lines)
    return [one.verdict for one in Judge(read_note(note), mend=False).run()][-1]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (r"E_{q(x)}[f(x+1)] = f(E_q[x]+1)", "refuted"),
        (r"E_{q(x)}[f(\frac{p(x)}{q(x)})] = f(E_{q(x)}[\frac{p(x)}{q(x)}])", "refuted"),
        (r"E_{q(x)}[f(x+1) + g(x)] = E_{q(x)}[f(x+1)] + E_{q(x)}[g(x)]", "proved"),
        (r"f(a+b) = fa + fb", "proved"),
        (r"c(a+b) = ca + cb", "proved"),
    ],
)
def test_a_letter_before_brackets_alone_is_a_function(line, verdict):
    assert last(line) == verdict


def test_a_convex_letter_is_no_number():
    line = r"E_{q(x)}[\varphi(\frac{p(x)}{q(x)})] = \varphi(E_{q(x)}[\frac{p(x)}{q(x)}])"
    assert last("Let $\\varphi$ be convex.", line) != "proved"
    assert last(r"x_t = \mu + \phi(x_{t-1}-\mu)", r"x_t = (1-\phi)\mu + \phi x_{t-1}") == "proved"


F = r"D_f(p\|q) = \int q(x)\,f\left(\frac{p(x)}{q(x)}\right)dx"


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        (r"\mathbb E_{x\sim q}\left[f\left(\frac{p(x)}{q(x)}\right)\right]", "proved"),
        (r"\mathbb E_{x\sim p}\left[f\left(\frac{p(x)}{q(x)}\right)\right]", "refuted"),
        (r"D_f(q\|p)", "refuted"),
    ],
)
def test_the_divergences_of_a_function(right, verdict):
    assert last(F, rf"D_f(p\|q) = {right}") == verdict
    assert last(rf"Let $f$ be given and ${F}$.", rf"D_f(p\|q) = {right}") == verdict


def test_the_divergences_of_an_order():
    order = r"D_\alpha(p\|q) = \frac{1}{\alpha-1}\log\int p(x)^\alpha q(x)^{1-\alpha}dx"
    assert last(order) == "definition"
    assert last(r"D_\alpha(p(x)\|q(x)) = KL(p(x)\|q(x))") == "consistent"
    assert last(r"D_f(p\|p) = f(1)") == "consistent"
    assert last(order, r"D_\alpha(p\|q) = \frac{1}{\alpha-1}\log\int p(x)^{1-\alpha} q(x)^\alpha dx") == "refuted"


def test_the_value_of_a_function_at_a_number():
    assert last("Let $f(1)=0$.", "f(1) = 0") == "proved"
    assert last("We have $f(0)=1$.", "E_{p(x)}[f(x)] = 1") == "doubtful"


STATES = (
    r"Q(\theta,\theta^{(t)}) = \int_z p(z|x,\theta^{(t)})\log p(x,z|\theta)\,dz",
    r"H(\theta,\theta^{(t)}) = \int_z p(z|x,\theta^{(t)})\log p(z|x,\theta)\,dz",
)


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_the_entropy_of_em_is_of_two_states(sign, verdict):
    assert last(*STATES, rf"\log p(x|\theta) = Q(\theta,\theta^{{(t)}}) {sign} H(\theta,\theta^{{(t)}})") == verdict


@pytest.mark.parametrize("value", ["z=c_k", "z=k"])
def test_the_values_of_a_class(value):
    assert last(rf"p({value}|x) = \frac{{p(x|{value})p({value})}}{{p(x)}}") == "proved"
    assert last(rf"p(x) = \sum_{{k=1}}^K p({value})p(x|{value})") == "proved"
    assert last(rf"p(x) = \sum_{{k=1}}^K p({value}|x)p(x|{value})") != "proved"


def test_the_value_of_an_example():
    below = r"\sum_{l=1}^k p(x^{(i)}|z^{(i)}=l)p(z^{(i)}=l)"
    above = r"p(x^{(i)}|z^{(i)}=j)p(z^{(i)}=j)"
    assert last(rf"p(z^{{(i)}}=j|x^{{(i)}}) = \frac{{{above}}}{{{below}}}") == "proved"
    assert last(rf"p(z^{{(i)}}=j|x^{{(i)}}) = \frac{{p(x^{{(i)}}|z^{{(i)}}=j)}}{{{below}}}") == "refuted"
