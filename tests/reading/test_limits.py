"""Notes that would take for ever or all memory: unread with that reason, in any thread, the rest of the note judged."""

from __future__ import annotations

import threading

import pytest

from derivations.reading.note import LONGEST_SIDE, read_note
from derivations.reading.text.asides import without_asides
from derivations.reading.text.blocks import LONGEST_PARAGRAPH, PROSE, RawBlock, cut_to_length, inline_formulas
from derivations.reading.text.macros import group_end, group_ends
from derivations.reading.verdicts.walk import Judge

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
    "a root of a number that nobody factors": rf"{SEMIPRIME}^{{1/2}} = {SEMIPRIME + 2}^{{1/3}}",
}


def in_a_thread(text: str) -> list:
    found: list = []
    thread = threading.Thread(target=lambda: found.extend(Judge(read_note(text)).run()))
    thread.start()
    thread.join()
    return found


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


def test_thirty_variables_take_no_table_of_all_their_values():
    (line,) = in_a_thread(f"$$ {THIRTY} = 1 $$")
    assert line.verdict in ("unread", "consistent")


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
