r"""An arrow between two equations is judged: what is a multiple of the premise follows, a solution is put in."""

import pytest

from derivations.numbers.budget import OverBudget
from derivations.reading.note import read_note
from derivations.reading.verdicts import implications
from derivations.reading.verdicts.limits import OutOfTime
from derivations.reading.verdicts.walk import Judge

ARROWS = (r"\Rightarrow", r"\implies", r"\iff", "⇒")
SCORE = r"-\frac{n}{\sigma} + \frac{1}{\sigma^3} \sum_{i=1}^n (x_i - \mu)^2 = 0"


def judged(line: str, said: str = ""):
    found = Judge(read_note(f"{said}\n\n$$ {line} $$"), mend=False).run()
    arrow = next(j for j in found if j.relation in ARROWS)
    return arrow, found


@pytest.mark.parametrize(
    "line",
    [
        r"\sum_{i=1}^n (x_i - \mu) = 0 \Rightarrow \mu = \frac{1}{n} \sum_{i=1}^n x_i",
        rf"{SCORE} \implies \sigma^2 = \frac{{1}}{{n}} \sum_{{i=1}}^n (x_i - \mu)^2",
        r"\log p(x,z) - \log q(z) = 0 \iff \log q(z) = \log p(x,z)",
        r"f(x) - g(x) = 0 \Rightarrow \log f(x) = \log f(x) + g(x) - f(x)",
        r"p(z|x) = q(z) \Rightarrow \log p(z|x) = \log q(z)",
        r"\frac{a}{y} - \frac{b}{1-y} = 0 \Rightarrow a (1-y) - b y = 0",
        r"E_{q(z)}[\log f(z)] \leq \log E_{q(z)}[f(z)] \implies -E_{q(z)}[\log f(z)] \geq -\log E_{q(z)}[f(z)]",
        r"a \leq b \Rightarrow 2 b \geq 2 a",
    ],
)
def test_what_follows_is_proved(line):
    arrow, found = judged(line)
    assert arrow.verdict == "proved" and arrow.proof is not None
    assert not {"refuted", "doubtful"} & {j.verdict for j in found}


@pytest.mark.parametrize(
    "line",
    [
        r"2 a - 4 = 0 \Rightarrow a = 3",
        r"\sum_{i=1}^n (x_i - \mu) = 0 \Rightarrow \mu = \sum_{i=1}^n x_i",
        r"\frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \mu) = 0 \Rightarrow \hat{\mu} = \frac{2}{n} \sum_{i=1}^n x_i",
    ],
)
def test_what_solves_nothing_is_doubtful(line):
    assert judged(line)[0].verdict == "doubtful"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (r"a^2 = b^2 \Rightarrow a = b", "Let $a$ and $b$ be real numbers."),
        (r"a u = a v \Rightarrow u = v", "Let $a$, $u$ and $v$ be real numbers."),  # a may be zero
        (r"\frac{1}{\sigma^2}\sum_{i=1}^n (x_i - \mu) = 0 \Rightarrow \hat{\mu} = \frac{1}{n} \sum_{i=1}^n x_i", ""),
        (r"a (1-y) - b y = 0 \Rightarrow \frac{a}{y} - \frac{b}{1-y} = 0", "Let $a$, $b$ and $y$ be real numbers."),
        (r"a \leq b \Rightarrow -a \leq -b", "Let $a$ and $b$ be real numbers."),
        (r"a \leq b \Rightarrow a u \leq b u", "Let $a$, $b$ and $u$ be real numbers."),
        (r"a \leq b \Rightarrow 2 a < 2 b", "Let $a$ and $b$ be real numbers."),
        (r"KL(q(z)\|p(z)) = 0 \Rightarrow q(z) = p(z)", ""),
        (r"u = v \iff a u = a v", "Let $a$, $u$ and $v$ be real numbers."),
    ],
)
def test_what_need_not_follow_is_not_proved(line, said):
    assert judged(line, said)[0].verdict in ("consistent", "unread", "doubtful")


def test_an_arrow_the_other_way_is_read_the_other_way():
    found = Judge(read_note(r"$$ a = b \Leftarrow \log a - \log b = 0 $$"), mend=False).run()
    assert next(j for j in found if j.relation == r"\Leftarrow").verdict != "proved"


@pytest.mark.parametrize("trouble", [OverBudget, OutOfTime, ZeroDivisionError])
def test_what_goes_wrong_on_the_way_back_proves_nothing_and_ends_no_note(monkeypatch, trouble):
    """That b follows from a is proved first, and then that a follows from b is not known."""

    def fails(*_given):
        raise trouble

    monkeypatch.setattr(implications, "both_ways", fails)
    line = r"\log p(x,z) - \log q(z) = 0 \iff \log q(z) = \log p(x,z)"
    found = Judge(read_note(f"$$ {line} $$\n\n$$ a + b = b + a $$"), mend=False).run()
    arrow = next(j for j in found if j.relation == r"\iff")
    assert arrow.verdict == "unread" and arrow.proof is None and found[-1].verdict == "proved"
    assert bool(arrow.fault) == (trouble is ZeroDivisionError)
    for one in found:  # a fault that is meant is none of the suite's
        one.fault = ""
