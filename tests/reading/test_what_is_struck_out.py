"""What an author has struck out, folded away as an old version or noted for himself is not heard."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

LET, LINE = "Let $X$ and $Y$ be independent.", "H(X,Y) = H(X)+H(Y)"


def verdicts(note: str, source: str = "note.md") -> list[str]:
    return [one.verdict for one in Judge(read_note(note, source), mend=False).run()]


def markdown(said: str) -> list[str]:
    return verdicts(f"{said}\n\n$$ {LINE} $$")


def tex(said: str) -> list[str]:
    return verdicts(
        rf"\documentclass{{article}}\begin{{document}} {said} We have \[ {LINE} \] \end{{document}}", "a.tex"
    )


@pytest.mark.parametrize("said", [
    f"~~{LET}~~", f"Now ~~{LET}\nSo it is.~~ this", f"<del>{LET}</del>", f"<s>{LET}</s>", f"![{LET}](figure.png)",
    f"<details><summary>Old version</summary>\n\n{LET}\n\n</details>",
    f"<details><summary>旧版</summary>\n\n{LET}\n</details>",
])  # fmt: skip
def test_what_is_struck_out_of_markdown(said):
    assert markdown(said) == ["refuted"]


@pytest.mark.parametrize("said", [
    LET, f"~~Nothing.~~ {LET} ~~No.~~", f"$a ~~ b$ {LET} $c ~~ d$",
    f"<details><summary>Setting</summary>\n\n{LET}\n\n</details>",
    f"`~~` {LET} `~~`", f"```\n~~\n```\n{LET}\n\n```\n~~\n```", f"~~~\ncode\n~~~\n{LET}\n\n~~~\ncode\n~~~",
])  # fmt: skip
def test_what_is_not_struck_out_of_markdown(said):
    assert markdown(said) == ["proved"]


@pytest.mark.parametrize("said", [
    rf"\iffalse {LET} \fi", rf"\iffalse \ifx a b {LET} \else c \fi {LET} \fi", rf"\sout{{{LET}}}", rf"\todo{{{LET}}}",
    rf"\todo[inline]{{{LET}}}", rf"\iffalse {LET} \else It is so. \fi",
])  # fmt: skip
def test_what_is_struck_out_of_latex(said):
    assert tex(said) == ["refuted"]


@pytest.mark.parametrize("said", [
    LET, rf"\iffalse No. \fi {LET}", rf"\iffalse No. \else {LET} \fi", rf"\sout{{No.}} {LET}", rf"\todo{{cite}} {LET}",
    f"% \\iffalse\n{LET}\n% \\fi\n",
])  # fmt: skip
def test_what_is_not_struck_out_of_latex(said):
    assert tex(said) == ["proved"]


def test_what_is_struck_out_keeps_its_place():
    assert [j.line for j in Judge(read_note(f"~~{LET}~~\n\n$$ a = a $$"), mend=False).run()] == [3]
