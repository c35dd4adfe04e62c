"""A refuted line in full on a terminal: what is wrong first, then the repair, then the world and both sides' sums."""

import json
import re
from functools import cache

import pytest

from derivations.reading.note import load_note, read_note
from derivations.reading.verdicts.walk import Judge
from derivations.telling.explained import CUT, cropped, explained
from derivations.telling.layout import PLAIN, Layout, of_standard_output
from derivations.telling.mended import KEPT, PUT, TAKEN, with_marks
from derivations.telling.note_report import report
from derivations.telling.wording import Wording
from derivations.telling.wrapping import display_width

ELBO = r"""
$$ \mathbb{E}_{q(z|x)}[\log p(x,z) - \log q(z|x)] = \mathbb{E}_{q(z|x)}[\log p(x|z)] + \mathrm{KL}(q(z|x)\|p(z)) $$
"""
ODDS = "Let $0 < y < 1$.\n\n$$ \\log(1 - y) = \\log y $$"
MINIMA = r"$$ \arg\min_t (t - a)^2 = \arg\min_t (t + a)^2 $$"
NEVER = r"Let $a > 0$. $$ \sqrt{a} + 1 = \frac{a}{3} $$"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@cache
def judged(text: str):
    note = read_note(text)
    return note, Judge(note).run()


def rows(text: str, layout: Layout = PLAIN, language: str = "en") -> list[str]:
    note, judgements = judged(text)
    wrong = next(j for j in judgements if j.verdict == "refuted")
    return list(explained("n.md", note, wrong, Wording(language), layout))


def test_what_a_student_should_read_first_stands_first():
    told = rows(ELBO)
    places = [next(k for k, row in enumerate(told) if row.lstrip().startswith(begin))
              for begin in ("n.md:2:", "likely meant: ", "finite world: ", "left = ", "right = ")]  # fmt: skip
    assert places == sorted(places) and places[0] == 0
    assert told[0].endswith("refuted: likely slip: a minus sign"), "the world is not told twice"


def test_a_line_without_a_repair_says_what_fails():
    assert rows(NEVER)[0].endswith("refuted: the sides are not equal")
    assert rows(NEVER, language="zh")[0].endswith("两边不相等")
    assert rows(r"$$ \mathrm{KL}(q(x)\|p(x)) \leq \mathrm{KL}(p(x)\|q(x)) $$")[0].endswith("the bound fails")


def test_all_rows_of_a_table_are_told():
    world = next(row for row in rows(r"$$ \log p(x) = \log p(x,z) - \log p(z) $$") if "world: " in row)
    assert world.count("(") == world.count(")") and re.search(r"p\(x,z\) = \([\d/, ]+; [\d/, ]+\)", world)


def test_two_minima_are_told_side_by_side():
    told = rows(MINIMA)
    assert [row.split(":")[0].strip() for row in told[-2:]] == ["left", "right"] and "least at A" in told[-2]


def test_a_number_between_two_others_is_put_in_as_it_is():
    told = [row.strip() for row in rows(ODDS)]
    assert "finite world: y = 1/3" in told and any(row.startswith("left = log(2/3) = ") for row in told)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("text", [ELBO, ODDS, MINIMA, NEVER])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(width, text, language):
    for row in report("n.md", *judged(text), Wording(language), 0, layout=Layout(width)):
        assert display_width(row) <= width, row


def test_the_caret_stands_under_its_sign():
    for width in (80, 120):
        told = rows(ELBO, Layout(width))
        assert told[1][told[2].index("^")] == "="
        mark = next(k for k, row in enumerate(told) if "likely meant" in row)
        assert told[mark][told[mark + 1].index("^") :].startswith("[-+-]{+-+}")


def test_with_colour_the_change_is_underlined_and_nothing_else_differs():
    plain, coloured = rows(ELBO), rows(ELBO, Layout(colour=True))
    kept = [ANSI.sub("", row) for row in coloured]
    marked = next(row for row in coloured if "likely meant" in row)
    assert "\x1b[9;31m+" in marked and "\x1b[4;32m-" in marked
    assert [row for row in plain if "[-" not in row and row.strip() != "^"] == [
        row for row in kept if "likely meant" not in row and row.strip() != "^"
    ]


def test_what_acts_on_a_terminal_is_shown_in_colour_too():
    assert "\x1b[31m" not in Layout(colour=True).joined([("", "a\x1b[31mb")])


def test_of_a_long_line_the_change_is_shown():
    parts = [(KEPT, "a" * 90), (TAKEN, "+"), (PUT, "-"), (KEPT, "b" * 90)]
    shown = with_marks(cropped(parts, 60))
    assert "[-+-]{+-+}" in shown and shown.startswith(CUT) and shown.endswith(CUT) and len(shown) <= 64
    assert cropped(parts, 300) == parts


@pytest.mark.parametrize(
    ("terminal", "environment", "layout"),
    [
        (False, {"COLUMNS": "80"}, PLAIN),
        (True, {"COLUMNS": "80"}, Layout(80, True)),
        (True, {"COLUMNS": "80", "NO_COLOR": "1"}, Layout(80, False)),
        (True, {"COLUMNS": "120", "TERM": "dumb"}, Layout(120, False)),
    ],
)
def test_what_is_piped_is_neither_broken_nor_coloured(monkeypatch, terminal, environment, layout):
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert of_standard_output() == layout


CHAIN = r"""
$$
\begin{aligned}
\mathrm{KL}(p(x)\|q(x)) &= \int p(x) \log \frac{q(x)}{p(x)} dx \\
&= \mathbb{E}_{p(x)}[\log q(x) - \log p(x)] \\
&= \mathbb{E}_{p(x)}[\log q(x)] + H(p(x)) LAST
\end{aligned}
$$
"""


@pytest.mark.parametrize(("last", "until"), [("", 6), (r"\\ &= -\mathrm{KL}(p(x)\|q(x))", 6), (r"+ 1 \\ &= 3", 5)])
def test_a_slip_that_is_carried_on_says_to_which_line(last, until):
    assert rows(CHAIN.replace("LAST", last))[0].endswith(f"likely slip: a minus sign; carried on to line {until}")
    assert f"错误一直带到第 {until} 行" in rows(CHAIN.replace("LAST", last), language="zh")[0]


def test_a_slip_that_ends_in_its_line_is_carried_nowhere():
    assert not any("carried on" in row for row in rows(ELBO))
    unread = CHAIN.replace(r"\mathbb{E}_{p(x)}[\log q(x) - \log p(x)]", r"\foo{q(x)}").replace("LAST", "")
    assert "carried on" not in rows(unread)[0]


def test_a_slip_in_a_notebook_is_carried_on_to_a_line_of_its_cell(tmp_path):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": text} for text in ("A title", CHAIN.replace("LAST", ""))
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    note = load_note(path)
    wrong = next(j for j in Judge(note).run() if j.verdict == "refuted")
    assert next(explained("n.ipynb", note, wrong, Wording("en"))).endswith("carried on to cell 2, line 6")
    assert "错误一直带到第 2 单元第 6 行" in next(explained("n.ipynb", note, wrong, Wording("zh")))
