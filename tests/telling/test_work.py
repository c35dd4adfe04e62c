"""Worked lines as they are told: one direction, none twice, the changed part marked, both languages."""

import json

import pytest
from sympy import Function, Symbol, log

from derivations.__main__ import main
from derivations.contents import load
from derivations.doors.check import main as check
from derivations.kernel.rules import RULES
from derivations.language.words import KL, Distribution, Integral, RandomVariable
from derivations.printing.printing import to_latex, to_text
from derivations.telling.wording import Wording
from derivations.telling.work import changed_part, marked, reason, records, work_of

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")
a, b, c = (Symbol(n, real=True) for n in "abc")
f = Function("f", real=True)
NOTE = r"""
$$
\begin{aligned}
\mathrm{KL}(p(x,z) \| q(x,z)) &= \int\int p(x,z) \log \frac{p(x,z)}{q(x,z)} \, dx\, dz \\
&= \mathrm{KL}(p(x) \| q(x)) + \int p(x) \mathrm{KL}(p(z|x) \| q(z|x)) \, dx
\end{aligned}
$$
"""


def judged(name):
    for derivation in load(name).derivations:
        for (left, step), verdict in zip(derivation.lines(), derivation.verdicts(), strict=True):
            yield left, step, work_of(verdict.proof)


@pytest.mark.parametrize("name", ["elbo", "gaussian_kl", "vae_loss"])
def test_no_line_stands_twice_and_none_is_a_side(name):
    told = 0
    for left, step, work in judged(name):
        shown = [to_latex(line.expression) for line in work.lines]
        assert len(set(shown)) == len(shown) and not {to_latex(left), to_latex(step.right)} & set(shown), step.note
        assert all(set(line.rules) <= set(RULES) for line in work.lines)
        told += len(shown)
    assert told > 5


def test_where_one_rule_does_it_nothing_is_added():
    (_, step, work), *_ = judged("elbo")
    assert (
        step.by[0].key == "elbo"
        and work.lines == ()
        and records(work, Wording("en")) == {"work": [], "last_reason": ""}
    )


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        (a + b, a + c, c),
        (a * log(b), a * log(c), c),
        (Integral(p(x) * a, x), Integral(p(x) * b, x), b),
        (a + b + f(a), a + f(b), f(b)),
        (a, b, None),
        (KL(p(x), q(x)) + a, Integral(p(x) * log(p(x) / q(x)), x) + a, Integral(p(x) * log(p(x) / q(x)), x)),
    ],
)
def test_the_changed_part(before, after, part):
    assert changed_part(before, after) == part


def test_a_part_is_marked_where_it_stands_once():
    assert marked(to_text(a + log(b)), log(b), to_text, "‹", "›") == "a + ‹log b›"
    assert marked("b + b", b, to_text, "‹", "›") == "b + b"


def test_reasons_are_named_in_both_languages():
    assert reason(("product", "log"), Wording("en")) == "product rule, log of a product, quotient or power"
    assert reason(("product",), Wording("zh")) == "乘法公式" and reason((), Wording("en")) == "algebra"


def test_one_draw_is_written_without_an_average():
    (step,) = (step for _, step, _ in judged("vae_loss") if step.note == "8.3")
    text = to_text(step.right)
    assert "1/1" not in text and "^1" not in text and text.count("∼") == 1 and "z_1" in text


def test_show_steps(capsys):
    assert main(["show", "elbo", "--steps", "--plain", "--no-witness"]) == 0
    told = capsys.readouterr().out
    assert "[normalisation]" in told and "‹" in told
    assert main(["show", "elbo", "--plain", "--no-witness"]) == 0
    assert "‹" not in capsys.readouterr().out
    assert main(["show", "elbo", "--steps", "--plain", "--no-witness", "--lang", "zh"]) == 0
    assert "[归一化]" in capsys.readouterr().out


def test_a_notes_steps_and_its_certificate(tmp_path, capsys):
    note, file = tmp_path / "note.md", tmp_path / "note.json"
    note.write_text(NOTE, encoding="utf-8")
    assert check([str(note), "--steps", "--certificate", str(file)]) == 0
    out = capsys.readouterr()
    assert "[" in out.out and "2 lines" in out.err
    assert check([str(note), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["steps"]
    assert len(first["work"]) == 1 and len(second["work"]) > 1 and second["last_reason"]
    assert all({"latex", "reason", "relation"} <= set(line) for line in second["work"])
    from derivations.kernel.__main__ import main as kernel

    assert kernel([str(file)]) == 0 and "2 lines shown" in capsys.readouterr().out
    text = file.read_text(encoding="utf-8")
    for old, new in (('"kl"', '"log"'), ('"value"', '"minimiser"'), ('"p"', '"q"')):
        changed = tmp_path / "changed.json"
        changed.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert old in text and kernel([str(changed)]) == 1
        capsys.readouterr()
    assert check([str(note), "--certificate", str(tmp_path)]) == 2
