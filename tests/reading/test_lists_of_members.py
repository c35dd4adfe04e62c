r"""The densities of lists, q(x_{1:T}|x_0), in lines that number the members x_t: by the formula that the note gives."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import Wording

FORWARD = r"$q(x_{1:T}|x_0) = \prod_{t=1}^T q(x_t|x_{t-1})$"
BACKWARD = r"$p_\theta(x_{0:T}) = p(x_T) \prod_{t=1}^T p_\theta(x_{t-1}|x_t)$"
SAID = f"The forward process is {FORWARD} and the reverse process is {BACKWARD}."
RATIO = r"\log \frac{p_\theta(x_{0:T})}{q(x_{1:T}|x_0)}"
TERM = r"\log \frac{p_\theta(x_{t-1}|x_t)}{q(x_t|x_{t-1})}"
OPENED = rf"\log p(x_T) + \sum_{{t=1}}^T {TERM}"
SPLIT = rf"\log p(x_T) + \log \frac{{p_\theta(x_0|x_1)}}{{q(x_1|x_0)}} + \sum_{{t=2}}^T {TERM}"


def last(line: str, said: str = SAID):
    return Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()[-1]


def test_the_bound_of_a_diffusion_is_opened():
    found = last(rf"E_q\left[-{RATIO}\right] = E_q\left[ -({OPENED}) \right] = -E_q\left[ {SPLIT} \right]")
    assert found.verdict == "proved"
    assert last(rf"{RATIO} = {OPENED}").verdict == "proved"
    assert last(rf"{RATIO} = {SPLIT}").verdict == "proved"


def test_what_the_note_gives_is_named_as_assumed():
    assumed = [a for a in last(rf"{RATIO} = {OPENED}").assumes if "gives it" in a]
    assert sorted(assumed) == [
        r"the formula of p_{\theta}(x_{0:T}), as line 1 gives it",
        "the formula of q(x_{1:T}|x_0), as line 1 gives it",
    ]
    assert "如第 1 行所给" in Wording("zh").say(assumed[0])


@pytest.mark.parametrize(
    "wrong",
    [
        rf"{RATIO} = \sum_{{t=1}}^T {TERM}",
        rf"{RATIO} = {OPENED.replace('t=1', 't=2')}",
        rf"{RATIO} = {SPLIT.replace('x_0|x_1', 'x_1|x_2')}",
        rf"{RATIO} = {OPENED.replace('p(x_T)', 'p(x_0)')}",
        r"E_q[\log p(x_1)] = E_{q(x_1)}[\log p(x_1)] + 0 \sum_{t=1}^T \log p(x_t)",  # q is given x_0
        r"E_q[\log p(x_0) + \sum_{t=1}^T \log p(x_t)] = \log p(x_1) + E_q[\sum_{t=1}^T \log p(x_t)]",
    ],
)
def test_other_members_are_not_these(wrong):
    assert last(wrong).verdict not in ("proved", "definition")


@pytest.mark.parametrize(
    "said",
    [
        "",
        f"It is a mistake to write {FORWARD}, or {BACKWARD}.",
        f"Is {FORWARD} and {BACKWARD}?",
        f"The forward process is {FORWARD}.",
    ],
)
def test_without_a_formula_a_list_is_not_read(said):
    found = last(rf"{RATIO} = {OPENED}", said)
    assert found.verdict == "unread" and "its formula" in found.message


def test_what_is_the_same_for_all_members_denies_no_line():
    said = r"Let $p(x_{1:n}) = \prod_{i=1}^n p(x_i)$."
    assert last(r"E_{p(x_{1:n})}[\sum_{i=1}^n \log p(x_i)] = n E_{p(x_1)}[\log p(x_1)]", said).verdict == "doubtful"
    assert (
        last(r"E_{p(x_{1:n})}[\sum_{i=1}^n \log p(x_i)] = \sum_{i=1}^n E_{p(x_i)}[\log p(x_i)]", said).verdict
        == "proved"
    )


def test_no_world_knows_a_list_that_is_given_something():
    mean = r"E_{q(x_{1:T}|x_0)}\left[\sum_{t=1}^T \log q(x_t)\right] = \sum_{t=1}^T E_{q(x_t%s)}[\log q(x_t)]"
    assert {last(mean % given).verdict for given in ("", "|x_0")} == {"consistent"}


@pytest.mark.parametrize(
    "after",
    [f"We no longer assume that {FORWARD}.", "# Non-Markov case\n\nNow for the other case."],
)
def test_a_formula_holds_no_longer_than_it_is_said(after):
    line = r"\log q(x_{1:T}|x_0) = \sum_{t=1}^T \log q(x_t|x_{t-1})"
    note = f"# Markov case\n\nAssume {FORWARD}.\n\n$$ {line} $$\n\n{after}\n\n$$ {line} $$"
    assert [j.verdict for j in Judge(read_note(note), mend=False).run()] == ["proved", "unread"]
