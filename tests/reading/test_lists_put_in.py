"""A list's density is what the note says it is made of, where a later chain speaks of single members beside it."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

MADE = (
    r"$$p_\theta(x_{0:T})=p_\theta(x_T)\prod_{t=1}^Tp_\theta(x_{t-1}|x_t) \\ "
    r"q(x_{1:T}|x_0)=\prod _{t=1}^Tq(x_t|x_{t-1})$$"
)
RATIO = r"-\log \frac {p_\theta(x_{0:T})}{q(x_{1:T}|x_0)}"


def last_verdict(text: str) -> str:
    return Judge(read_note(text), mend=False).run()[-1].verdict


@pytest.mark.parametrize(
    "right",
    [
        RATIO + r" = -\log p_\theta(x_T)-\sum_{t=1}^T\log \frac {p_\theta(x_{t-1}|x_{t})}{q(x_t|x_{t-1})}",
        RATIO + r" = -\log p_\theta(x_T)-\sum_{t=1}^T\log p_\theta(x_{t-1}|x_{t}) + \sum_{t=1}^T\log q(x_t|x_{t-1})",
        r"\frac{p_\theta(x_{0:T})}{q(x_{1:T}|x_0)} = "
        r"\frac{p_\theta(x_T)\prod_{t=1}^Tp_\theta(x_{t-1}|x_t)}{\prod _{t=1}^Tq(x_t|x_{t-1})}",
        r"\log p_\theta(x_0)\ge \Bbb E_{q(x_{1:T}|x_0)}\bigg[\log \frac {p_\theta(x_{0:T})}{q(x_{1:T}|x_0)}\bigg]",
    ],
)
def test_it_is_put_in(right):
    assert last_verdict(f"{MADE} $${right}$$") == "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        RATIO + r" = \log p_\theta(x_T)-\sum_{t=1}^T\log \frac {p_\theta(x_{t-1}|x_{t})}{q(x_t|x_{t-1})}",
        RATIO + r" = -\log p_\theta(x_T)-\sum_{t=2}^T\log \frac {p_\theta(x_{t-1}|x_{t})}{q(x_t|x_{t-1})}",
        RATIO + r" = -\log p_\theta(x_T)-\sum_{t=1}^T\log \frac {p_\theta(x_t|x_{t-1})}{q(x_t|x_{t-1})}",
        RATIO + r" = -\log p_\theta(x_0)-\sum_{t=1}^T\log \frac {p_\theta(x_{t-1}|x_{t})}{q(x_t|x_{t-1})}",
        r"\log p_\theta(x_0)\le \Bbb E_{q(x_{1:T}|x_0)}\bigg[\log \frac {p_\theta(x_{0:T})}{q(x_{1:T}|x_0)}\bigg]",
    ],
)
def test_what_it_is_not_is_not_proved(wrong):
    assert last_verdict(f"{MADE} $${wrong}$$") != "proved"


def test_a_list_of_which_nothing_is_said_stays_unread():
    line = RATIO + r" = -\log p_\theta(x_T)-\sum_{t=1}^T\log \frac {p_\theta(x_{t-1}|x_{t})}{q(x_t|x_{t-1})}"
    assert last_verdict(f"$${line}$$") == "unread"
