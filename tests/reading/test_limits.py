"""Notes that would take for ever or all memory: unread with that reason, in any thread, the rest of the note judged."""

from __future__ import annotations

import threading

import pytest

from derivations.numbers.budget import OverBudget, spend
from derivations.page import note_page
from derivations.reading import room
from derivations.reading.hearing.sentences import AHEAD, sentences
from derivations.reading.note import LONGEST_SIDE, read_note
from derivations.reading.text.asides import without_asides
from derivations.reading.text.beside import NEAR, Paragraph
from derivations.reading.text.blocks import INLINE, PROSE, RawBlock, inline_formulas
from derivations.reading.text.cutting import LONGEST_PARAGRAPH, cut_to_length
from derivations.reading.text.macros import group_end, group_ends
from derivations.reading.text.tokens import MOST_DIGITS
from derivations.reading.verdicts import own_words
from derivations.reading.verdicts.limits import (
    LEFT_BY_MOST,
    OF_A_NOTE,
    OF_A_STEP,
    OF_ALL_REPAIRS,
    Allowance,
    OutOfTime,
    at_most,
)
from derivations.reading.verdicts.walk import Judge
from derivations.telling.wording import LONGEST_MESSAGE, Wording, shortened

TEN = "x+y+z+w+u+a+b+c+m+s"
LETTERS = TEN.split("+")
FACTORS = "".join(f"({'+'.join(LETTERS[k % 5 : k % 5 + 5])})" for k in range(20))
SEMIPRIME = (2**107 - 1) * (2**127 - 1)
THIRTY = " + ".join(rf"\log p(x_{{{k}}})" for k in range(30))
TRUE_LINE = r"$$ \log p(x) = \log \int p(x,z) dz $$"
TOO_LARGE = {
    "a power": rf"\left({TEN}\right)^{{12}} = \left({'+'.join(reversed(LETTERS))}\right)^{{12}}",
    "a product of sums": f"{FACTORS} = {FACTORS[::-1].replace(')', '!').replace('(', ')').replace('!', '(')}",
    "a product over an index": r"\prod_{i=1}^{17} (a_i + b_i) = 1",
    "products over two indices": r"\prod_{i=1}^{16}\prod_{j=1}^{16} (a_i + b_j) = 1",
    "a long side": f"a = {'+ x ' * LONGEST_SIDE}",
    "a deep side": "\\log p(x) = " + "\\sqrt{" * 200 + "x" + "}" * 200,
    "a power of a root": rf"\sqrt{{{SEMIPRIME}}}^{{{SEMIPRIME}}} \leq x",
    "a power of a product with a number": rf"(3 x)^{{{SEMIPRIME}}} \leq x",
    "a decimal power": r"22!^{0.47246369336691754121} = 3",
    "a decimal power of a root": r"\sqrt{12}^{0.472463693} = 3",
    "a high root of a decimal": r"0.17^{1/316314981} = 3",
    "a high root below the bar": r"2^{-1/316314981} = 3",
    "a high root of a fraction and a name": r"(\frac{1}{368} x)^{1/124610680825713} = 3",
    "a root of a number that nobody factors": rf"{SEMIPRIME}^{{1/2}} = {SEMIPRIME + 2}^{{1/3}}",
}


def in_a_thread(text: str) -> list:
    found: list = []
    thread = threading.Thread(target=lambda: found.extend(Judge(read_note(text)).run()))
    thread.start()
    thread.join()
    return found


def test_a_numeral_that_nobody_reads_is_not_read():
    long = "7" * (MOST_DIGITS + 1)
    one, other = Judge(read_note(f"Let $x \\leq {long}$.\n\n$$ x + {long} = {long} + x $$\n\n{TRUE_LINE}\n")).run()
    assert (one.verdict, other.verdict) == ("unread", "proved")
    assert (
        one.message == "too long a number"
        and Judge(read_note(f"$$ x + {long[1:]} = {long[1:]} + x $$")).run()[0].verdict == "proved"
    )


@pytest.mark.parametrize("run", [lambda text: Judge(read_note(text)).run(), in_a_thread], ids=["main", "thread"])
@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_display_over_its_budget_is_unread_and_the_next_is_judged(name, run):
    large, small = run(f"$$ {TOO_LARGE[name]} $$\n\n{TRUE_LINE}\n")
    assert (large.verdict, small.verdict) == ("unread", "proved")
    assert any(word in large.message for word in ("too large", "too long", "too much work", "deep")), large.message


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_formula_in_prose_over_its_budget_is_left(name):
    (small,) = in_a_thread(f"Here ${TOO_LARGE[name]}$.\n\n{TRUE_LINE}\n")
    assert small.verdict == "proved"


def test_what_was_too_much_to_be_understood_keeps_lines_from_being_refuted():
    false = r"$$ a + b = a - b $$"
    assert [j.verdict for j in Judge(read_note(false)).run()] == ["refuted"]
    (line,) = Judge(read_note(f"Let ${FACTORS} = 0$ with $a = b$.\n\n{false}")).run()
    assert line.verdict != "refuted"


@pytest.mark.slow
def test_thirty_variables_take_no_table_of_all_their_values():
    (line,) = in_a_thread(f"$$ {THIRTY} = 1 $$")
    assert line.verdict in ("unread", "consistent")


GIANT = (r"\prod_{k=0}^{99999999999999999999} \prod_{j=1}^{99999999999999999999} (x_1 + x_2 + x_3) = 5",
         r"\sum_{i=1}^{99999999} i^2 = 7", r"\mathrm{tr}(I_{99999999}) = 5")  # fmt: skip


@pytest.mark.parametrize("formula", GIANT)
def test_no_world_goes_through_a_giant_range(formula):
    """What a sum or a product over an index takes is charged before it is gone through."""
    (line,) = in_a_thread(f"$$ {formula} $$")
    assert line.verdict in ("unread", "consistent") and "too" in line.message, (line.verdict, line.message)


def test_a_message_about_a_long_formula_is_short():
    message = f"'{'(.) ' * 100_000}' after the formula is not understood"
    told = Wording("en").say(message)
    assert told.startswith("'(.)") and told.endswith("not understood")
    assert max(len(told), len(Wording("zh").say(message))) <= LONGEST_MESSAGE + 30
    assert shortened("short") == "short"


# -- reading goes over the text once ---------------------------------------------------------------------------------


def test_a_long_paragraph_is_cut_between_its_formulas():
    text = "Let $a = b$ and $c$. " * (LONGEST_PARAGRAPH // 5)
    pieces = cut_to_length(RawBlock(PROSE, 7, text, "trouble"))
    assert "".join(p.text for p in pieces) == text and len(pieces) > 4
    assert all(len(p.text) <= LONGEST_PARAGRAPH and text[p.offset - 7 :].startswith(p.text) for p in pieces)
    assert sum(len(inline_formulas(p.text)) for p in pieces) == len(inline_formulas(text))
    assert pieces[-1].trouble == "trouble"
    whole = RawBlock(PROSE, 0, f"${'x' * 2 * LONGEST_PARAGRAPH}$")
    assert cut_to_length(whole) == [whole], "a formula is never cut"


def test_what_is_blanked_out_keeps_its_place():
    text = r"a \\ b \quad (q \text{ any}) \\ c \quad (d) \scriptstyle{\text{; as} x} e \quad (f \text{g}) h"
    left = without_asides(text)
    assert len(left) == len(text) and "any" not in left and "as" not in left and "(d)" in left and "g" in left
    twice = r"b \quad (\text{one}) \quad (\text{two})"
    assert without_asides(twice).split() == ["b"]


@pytest.mark.parametrize("text", [r"{a{b}c}{", r"\{{\}}", "}{}", r"{\\}", "{{{}}"])
def test_braces_are_matched_all_at_once_as_one_by_one(text):
    ends = group_ends(text)
    escaped = {k + 1 for k, c in enumerate(text) if c == "\\" and (k == 0 or text[k - 1] != "\\")}
    for k, character in enumerate(text):
        if character == "{" and k not in escaped:
            assert ends.get(k, -1) == group_end(text, k)


@pytest.mark.parametrize(
    ("text", "beside"),
    [("a $$x$$ b", (True, True)), ("a\n$$x$$ b", (False, True)), ("$$y$$ $$x$$ )", (False, True)),
     ("`a` $$x$$ <!-- b -->", (False, False)), ("a" + " " * NEAR + "$$x$$" + " " * NEAR + "b", (False, False)),
     ("$a$ aa$$x$$", (True, False)), ("a $$x$$\nb", (True, False))],
)  # fmt: skip
def test_words_beside_a_formula(text, beside):
    start = text.index("$$x$$")
    assert Paragraph.of(text, INLINE).beside(start, start + 5) == beside


def test_of_a_note_with_too_many_formulas_in_prose_the_rest_is_not_read_and_shown_as_it_stands(monkeypatch):
    monkeypatch.setattr(room, "FORMULAS_OF_PROSE", 3)
    read = read_note("One $a$ and $b$.\n\nTwo $c$.\n\nThree $d$, <b>.\n\nFour $e$.")
    assert [len(block.formulas) for block in read.blocks] == [2, 1, 0, 0]
    (warning,) = read.warnings
    assert (warning.line, "formulas in prose" in warning.message) == (5, True)
    page = note_page(read, Judge(read).run())
    assert page.count("<math") == 3 and "Three $d$, &lt;b&gt;.\n\nFour $e$." in page
    monkeypatch.setattr(room, "FORMULAS_OF_A_RELATION", 1)
    assert not read_note("One $a$ and $b$.\n\n$$ a = b $$\n\nTwo $c$.").warnings


# -- budgets of a whole note -------------------------------------------------------------------------------------------


def test_of_a_note_with_too_many_signs_the_rest_is_not_read_and_one_line_says_so(monkeypatch):
    monkeypatch.setattr(room, "MOST_STEPS", 3)
    found = Judge(read_note("$$ a = a = a = a = a = a $$\n\n$$ b = b $$")).run()
    assert [j.verdict for j in found] == ["proved", "proved", "proved", "unread"]
    assert "relation signs" in found[-1].message
    monkeypatch.setattr(room, "MOST_STEPS", 5)
    assert [j.verdict for j in Judge(read_note("$$ a = a = a = a = a = a $$")).run()] == ["proved"] * 5
    assert [j.verdict for j in Judge(read_note("$$ a = a = a = a = a = a $$\n\n$$ b = b $$")).run()][5:] == ["unread"]


def test_a_note_that_has_used_up_its_time_judges_no_further_step():
    allowance = Allowance(0, 20.0)
    allowance.seconds_left = 0.0
    with pytest.raises(OutOfTime), allowance.step():
        pytest.fail("a step was begun")


def test_a_note_whose_verdicts_took_most_of_its_work_has_less_for_repairs():
    allowance = Allowance(0, 20.0)
    with allowance.step():  # of the two and a half million, one is left
        spend(OF_A_STEP)
    with allowance.step(OF_A_NOTE - OF_A_STEP - LEFT_BY_MOST):
        spend(OF_A_NOTE - OF_A_STEP - LEFT_BY_MOST)
    with allowance.repair(OF_ALL_REPAIRS):
        spend(10)
    with allowance.step():
        spend(LEFT_BY_MOST)
    with pytest.raises(OverBudget), allowance.repair(OF_ALL_REPAIRS):
        spend(OF_ALL_REPAIRS - LEFT_BY_MOST - 10)
        spend(1)
    assert allowance.repairs.left == LEFT_BY_MOST - 1  # what was too much was not done, but counted


@pytest.mark.parametrize("in_main", [True, False])
def test_an_inner_limit_ends_no_later_than_the_outer(in_main):
    ended: list[str] = []

    def run() -> None:
        try:
            with at_most(0.05), at_most(3600):
                while True:
                    spend(1)
        except OutOfTime:
            ended.append("in time")

    if in_main:
        run()
    else:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    assert ended == ["in time"]


def test_a_few_refuted_lines_of_a_note_are_mended_in_its_own_words(monkeypatch):
    tried: list[int] = []
    monkeypatch.setattr(own_words, "reword", lambda judge, out: tried.append(out.line))
    text = "\n\n".join(rf"$$ \log {a} = \log {a} - {a} $$" for a in "abcdfghmnrstuw")
    found = Judge(read_note(text)).run()
    wrong = [j.line for j in found if j.verdict == "refuted" and j.mending]
    assert len(wrong) > own_words.MOST_REPAIRS and tried == wrong[: own_words.MOST_REPAIRS]


def test_the_words_after_a_sentence_are_looked_at_only_so_far():
    (block,) = read_note("Let $a = b$. Next. " + "x" * (AHEAD + 300)).blocks
    first = sentences(block)[0]
    assert len(first.rest) == AHEAD and first.following.startswith("next.")


def test_equal_formulas_around_a_line_are_looked_at_once():
    judge = Judge(read_note("$$ " + " = ".join([r"\log p(z|x)"] * 50) + " $$"))
    judge.run()
    assert len(judge.known.read.context) == len(judge.known.read.nearby) == 1


def test_a_product_that_stands_in_each_of_many_terms_is_counted_as_often():
    """prod_{k=0}^n of a product: what is split off at its end has 512 terms, each with all of the product in it."""
    sums = "".join(f"(x_{{{k}}}+x_{{{k + 1}}})" for k in range(9))
    (one,) = Judge(read_note(f"$$ \\prod_{{k=0}}^{{n}} \\prod_{{k=0}}^{{n}} {sums} = {sums} $$")).run()
    assert one.verdict == "unread" and "too large" in one.message
    (two,) = Judge(read_note("$$ \\prod_{k=0}^n (a_k + b_k) = \\prod_{k=0}^n (b_k + a_k) $$")).run()
    assert two.verdict == "proved"
