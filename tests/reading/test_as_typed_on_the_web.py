"""Formulas as they are typed on the web: words set upright, an underscore lost, a rule of dashes between two lines, a
coloured letter, a sum without its first index, a list's item whose display closes on the next line."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(text: str) -> list[str]:
    return [judged.verdict for judged in Judge(read_note(text), mend=False).run()]


RIGHT, ALSO, WRONG = "H(X|Y) = H(X,Y) - H(Y)", "H(Y|X) = H(X,Y) - H(X)", "H(Y|X) = H(X,Y) + H(X)"


@pytest.mark.parametrize("word", [r"\mathrm{and}", r"{\rm and}", r"\rm{and}", r"\text{and}", r"\mathrm{where\ also}"])
def test_words_set_upright_are_words(word):
    if "also" not in word:
        assert verdicts(rf"$${RIGHT} \quad {word} \quad {ALSO}$$") == ["proved", "proved"]
        assert verdicts(rf"$${RIGHT} \quad {word} \quad {WRONG}$$") == ["proved", "refuted"]
    assert verdicts(r"$$L_{\mathrm{all}} = a + b$$ $$L_{\mathrm{all}} = a - b$$")[-1] == "refuted"


def test_what_a_where_says_holds_for_later_lines():
    said = r"$$m = a x + b y \quad {\rm where} \quad a = 1 - b$$"
    assert verdicts(said + "\n\n$$m = x + b (y - x)$$")[-1] == "proved"
    assert verdicts(said + "\n\n$$m = x - b (y - x)$$")[-1] == "refuted"
    for words in ("where equality holds iff", "with equality iff", "s.t."):
        assert verdicts(rf"$$g \ge 0 \quad \text{{{words} }} a = b$$" + "\n\n$$a^2 = b a$$")[-1] != "proved"


@pytest.mark.parametrize("mean", [r"\mathbb{E}{q(z)}[", r"\mathbb{E}(q(z))[", r"E{q(z)}\left["])
def test_an_underscore_that_was_lost(mean):
    closing = r"\right]" if "left" in mean else "]"
    assert verdicts(rf"$$\log p(x) \ge {mean}\log p(x,z) - \log q(z){closing}$$") == ["proved"]
    assert verdicts(rf"$$\log p(x) = {mean}\log p(x,z) - \log q(z){closing}$$") == ["refuted"]


def test_no_density_is_the_base_of_a_logarithm():
    assert verdicts(r"$$\ln_p(x) = \ln p(x,z) - \ln p(z|x)$$") == ["proved"]
    assert verdicts(r"$$\ln_p(x) = \ln p(x,z) + \ln p(z|x)$$") == ["refuted"]
    assert verdicts(r"$$\log_b(x) = \frac{\log x}{\log b}$$") == ["proved"]


def test_a_rule_of_dashes_parts_two_lines():
    assert verdicts(rf"$$ {RIGHT} \\ -- \\ {ALSO} $$") == ["proved", "proved"]
    assert verdicts(r"$$ a = b + c \\ - d $$ $$ a = b + c - d $$")[-1] == "proved"


def test_a_coloured_letter_is_the_letter():
    for letter in (r"{\color{red}q}", r"\textcolor{red}{q}", "q"):
        assert verdicts(rf"$$\mathbb{{E}}_{{q(z)}}[\log {letter}(z)] = -H(q)$$") == ["proved"]
        assert verdicts(rf"$$\mathbb{{E}}_{{q(z)}}[\log {letter}(z)] = H(q)$$") == ["refuted"]


def test_a_sum_that_begins_nowhere_begins_with_the_first():
    assert verdicts(r"$$H(p,q) = -\sum_i^m p(x_i) \log q(x_i)$$") == ["proved"]
    assert verdicts(r"$$\sum_i^n x_i = \sum_{i=2}^n x_i$$") == ["refuted"]


def test_a_power_in_brackets_is_a_power():
    assert verdicts(r"$$\log \frac{1}{(2\pi\sigma^2)^{(1/2)}} = -\frac12 \log(2\pi\sigma^2)$$") == ["proved"]
    assert verdicts(r"$$\log \frac{1}{(2\pi\sigma^2)^{(1/2)}} = \frac12 \log(2\pi\sigma^2)$$") == ["refuted"]


def test_a_command_behind_a_command():
    macros = "$\\newcommand{\\px}{p(x)}$\n\n"
    assert verdicts(macros + r"$$\log\px = \log p(x,z) - \log p(z|x)$$") == ["proved"]
    assert verdicts(macros + r"$$\log\px = \log p(x,z) + \log p(z|x)$$") == ["refuted"]


def test_a_display_of_an_item_that_closes_on_the_next_line():
    assert verdicts(f"1. $${RIGHT}\n$$\n2. $${WRONG}$$\n") == ["proved", "refuted"]


def test_what_is_printed_keeps_its_backslash():
    left = Judge(read_note(r"$$\mathop{\arg\max}_i \log a_i = \mathop{\arg\max}_ilog a_i$$"), mend=False).run()[0].left
    assert left.startswith(r"\mathop{\arg")
