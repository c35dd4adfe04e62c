"""Blocks, rows, chains and relations: every sign at its line and column, both sides read."""

import json
from collections import Counter

import pytest
from places import NOTES

from derivations.reading.grammar.syntax import UnreadFormula, outline
from derivations.reading.note import load_note, read_note

SEEN = sorted(path for path in (NOTES / "seen").glob("*.*") if path.suffix in (".md", ".tex"))


def steps(text, name="note.md"):
    return list(read_note(text, name).steps())


def shown(text, name="note.md"):
    """`left sign right` of each step."""
    return [f"{side(s.left)} {s.relation.sign} {side(s.right)}" for s in steps(text, name)]


def side(side):
    return outline(side.tree) if side.read else "UNREAD"


def align(*rows):
    return "$$\n\\begin{align}\n" + "\n".join(rows) + "\n\\end{align}\n$$\n"


@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.stem)
def test_relations_stand_where_the_gold_says(path):
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    gold = gold["steps"] if isinstance(gold, dict) else gold
    found = list(load_note(path).steps())
    assert [(s.relation.line, s.relation.sign) for s in found] == [(g["line"], g["relation"]) for g in gold]


def test_share_of_steps_read_in_the_corpus():
    both = [s.left.read and s.right.read for path in SEEN for s in load_note(path).steps()]
    print(f"read {sum(both)} of {len(both)} steps in {len(SEEN)} notes")
    assert len(both) > 100
    assert sum(both) >= 0.97 * len(both)


LAYOUTS = {
    "row ends doubled by Markdown": (
        "$$\n\\begin{split}\n& a \\\\\\\\\n&= min\\\\{ b \\\\} \\\\\\\\\n= & c\n\\end{split}\n$$",
        ["a = Optimum(min, [], b)", "Optimum(min, [], b) = c"]),
    "row end with a length": (align("a &= b \\\\[4pt]", "&= [c] + 1"), ["a = b", "b = Add(c, 1)"]),
    "sign at a row's end": (align("a = \\\\", "b"), ["a = b"]),
    "doubled sign": (align("a &= \\\\", "&= b = \\\\", "&= c"), ["a = b", "b = c"]),
    "row that begins with an operator": (
        align("a &= b \\\\", "&\\quad + c \\\\", "&\\quad - d"), ["a = Add(b, c, Neg(d))"]),
    "bracket over two rows": (align("a &= \\Big[ b \\\\", "&\\quad + c \\Big]"), ["a = Add(b, c)"]),
    "angle bracket over two rows": (
        align("a &= \\left\\langle b \\right. \\\\", "& \\left. - c \\right\\rangle_{q}"),
        ["a = Expectation([Draw([], q)], Add(b, Neg(c)))"]),
    "several chains": (align("a &= b \\\\", "-c &= d"), ["a = b", "Neg(c) = d"]),
    "several formulas": ("$$ a = b, \\qquad c = d; \\quad e = f $$", ["a = b", "c = d", "e = f"]),
    "two statements and text": ("$$ a = b \\quad \\text{and} \\quad c \\leq d $$", ["a = b", "c \\leq d"]),
    "three relations": ("$$ 0 \\leq a = b \\le c $$", ["0 \\leq a", "a = b", "b \\le c"]),
    "braces around the sign": ("$$ a {\\leq} b $$", ["a \\leq b"]),
    "decorated signs": ("$$ a \\overset{(2)}{=} b \\stackrel{def}{=} c := d $$", ["a = b", "b = c", "c := d"]),
    "labels": ("$$ a = b \\cdots (1) $$\n\n$$ c = d \\tag{2} $$ \\label{e}\n\n$$ e = f \\quad (3) $$",
               ["a = b", "c = d", "e = f"]),
    "closing punctuation": ("$$ a = b \\; . $$\n\n$$ c = d, $$", ["a = b", "c = d"]),
    "reason in words": (align("a &= b \\quad \\text{(Jensen)} \\\\", "&= c && \\text{by Bayes}"), ["a = b", "b = c"]),
    "prose between rows": (
        "$$\n\\begin{split}\na &= b \\\\\n& H(p(x)是常量 \\\\\n&= c\n\\end{split}\n$$", ["a = b", "b = c"]),
    "implication": ("$$ a = b \\Rightarrow c = d $$", ["a = b", "b \\Rightarrow c", "c = d"]),
    "block that continues": ("$$ a = b $$\n\ntext\n\n$$ = c $$", ["a = b", "b = c"]),
    "one-line block in a list": ("- $$ a = b $$\n- text\n\n  $$\n  c = d\n  $$", ["a = b", "c = d"]),
    "quoted block": ("> $$\n> a = b\n> $$", ["a = b"]),
    "square brackets and bare environment": (
        "\\[ a = b \\]\n\n\\begin{equation}\nc = d\n\\end{equation}", ["a = b", "c = d"]),
    "display inside a paragraph": ("Hence $$ a = b $$ and so on.", ["a = b"]),
    "code is not maths": ("```\n$$ a = b $$\n```\n\n`$$ c = d $$`", []),
    "inline maths makes no step": ("Let $a = b$.", []),
    "boxed": ("$$ \\boxed{a = b} $$", ["a = b"]),
    "math fence": ("```math\na = b\n```", ["a = b"]),
    "names before a comma": ("$$ \\mu, \\sigma = f(x) $$", ["TupleOf([\\mu, \\sigma]) = f(x)"]),
    "empty side": ("$$ a = $$", ["a = UNREAD"]),
    "unread side, chain goes on": ("$$ a = \\foo = b = c $$", ["a = UNREAD", "UNREAD = b", "b = c"]),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name):
    text, expected = LAYOUTS[name]
    assert shown(text) == expected


def test_line_and_column_of_the_sign():
    found = steps("# t\r\n\r\n> $$\r\n> a\r\n>   \\leq b\r\n> $$\r\n")
    assert [(s.relation.line, s.relation.column) for s in found] == [(5, 5)]
    doubled = steps(align("a = \\\\", "  &= b"))
    assert [(s.relation.line, s.relation.column) for s in doubled] == [(4, 4)]


def test_unread_names_the_place():
    (step,) = steps("$$\na = b + \\foo c\n$$")
    unread = step.right.tree
    assert isinstance(unread, UnreadFormula)
    assert (unread.line, unread.column) == (2, 9)
    assert "\\foo" in unread.message and unread.excerpt.splitlines()[1] == " " * 8 + "^"


def test_what_follows_a_comma_without_meaning_is_not_dropped():
    assert shown("$$ a = b, c $$") == ["a = UNREAD"]


def test_qualifiers():
    note = read_note(
        "$$ q(z_i) = a , i\\in 1 .. d $$\n\n$$ a_j = b_j, \\quad j = 1, \\dots, D $$\n\n"
        "$$ a = b \\quad \\text{if } x = 1 $$\n\n$$ f \\approx g, \\quad z^{(l)} \\sim q(z|x) $$"
    )
    read = [(q.word, outline(q.tree)) for chain in note.chains for q in chain.qualifiers]
    assert read == [("", "Membership([i], Range(1, d))"), ("", "Membership([j], Range(1, D))"),
                    ("if", "Comparison(equal, x, 1)"), ("", "Draw([z^[l]], q(z|x))")]  # fmt: skip
    assert len(list(note.steps())) == 4


def test_unclosed_bracket_is_a_warning_where_one_reading_is_possible():
    note = read_note("$$ a = min \\{ -H(p(x)+ \\int p(x) dx \\} $$")
    assert [side(s.right) for s in note.steps()] == [
        "Optimum(min, [], Add(Neg(Entropy(p(x))), Integral([x], p(x))))"
    ]  # fmt: skip
    assert [(w.line, w.column) for w in note.warnings] == [(1, 17)]


def test_prose_keeps_its_inline_formulas():
    note = read_note("Assume $p(y|z,x)=p(y|z)$ and $x \\sim p(x)$.\n\n$$ a = b $$\n\nAfter it.")
    before = note.prose_before(note.chains[0])
    first, second = before.formulas
    assert [outline(s.tree) for s in first.chains[0].sides] == ["p(y|z, x)", "p(y|z)"]
    assert outline(second.chains[0].sides[0].tree) == "Draw([x], p(x))"
    assert second.before.endswith("and ") and second.after == "."
    assert note.prose_after(note.chains[0]).text == "After it."


def test_declaration_block():
    text = "<!-- derivation\ndensity: r\nfree: q, \\theta\nwrong\n-->\n\n"
    text += "$$ KL(r\\|q) = \\int r(x) \\log \\frac{r(x)}{q(x)} dx $$"
    note = read_note(text)
    assert [(d.key, d.line) for d in note.declarations] == [("density", 2), ("free", 3)]
    assert [w.line for w in note.warnings] == [4]
    assert side(next(note.steps()).left) == "KL(r, q)"


def test_letters_are_learned_from_the_whole_note():
    note = "$$ \\mathbb{E}_{r}[x] = r(x) $$\n\n$$ \\sigma(Wx) = \\sigma(x) $$\n\n$$ \\pi + 1 - \\pi = 1 $$"
    assert shown(note) == ["Expectation([Draw([], r)], x) = r(x)", "\\sigma(Mul(W, x)) = \\sigma(x)",
                           "Add(\\pi, 1, Neg(\\pi)) = 1"]  # fmt: skip


def test_tex_file():
    text = (
        "\\documentclass{article}\n% $$ x = y $$\n\\begin{document}\nLet $a=b$.\n"
        "\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}\n"
        "\\begin{verbatim}\n\\[ no = no \\]\n\\end{verbatim}\n\\[ d = e \\]\n\\end{document}\n"
    )
    found = steps(text, "note.tex")
    assert [(s.relation.line, side(s.right)) for s in found] == [(6, "b"), (7, "c"), (12, "e")]


def test_files_that_are_not_notes(tmp_path):
    for name, data, cause in (("binary.md", b"\x00\x01\x02", "binary"), ("latin.md", "é".encode("latin-1"), "UTF-8")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ValueError, match=cause):
            load_note(path)
    marked = tmp_path / "marked.md"
    marked.write_bytes("\ufeff$$ a = b $$\r\n".encode())
    assert len(list(load_note(marked).steps())) == 1


def test_unclosed_display_is_unread_with_a_warning():
    note = read_note("$$\na = b\n")
    assert [s.left.read for s in note.steps()] == [False]
    assert len(note.warnings) == 1


def test_no_relation_is_counted_twice():
    for path in SEEN:
        places = Counter((s.relation.line, s.relation.column) for s in load_note(path).steps())
        assert set(places.values()) <= {1}
