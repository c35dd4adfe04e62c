r"""A bold letter beside the plain one, a calligraphic one beside the roman one, of which a sentence tells that they are
two things: `let $\mathbf x$ be a vector and $x$ its first component`. No line with both is decided by taking them for
one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.hearing.sentences import Sentence, in_full
from derivations.reading.verdicts.judgement import Judgement

_BOLD = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec|pmb|bf)(?![A-Za-z])\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z]))"
)
_CURLED = re.compile(r"\\(?:mathcal|mathscr|mathfrak)(?![A-Za-z])\s*(?:\{\s*([A-Z])\s*\}|([A-Z])(?![A-Za-z]))")
_DENSITIES = re.compile(r"\bdensit|\bpdfs?\b|\bmass functions?\b|密度")
_ARGUMENTS = r"\s*(?:[(\[].*)?"
_CAPITAL = re.compile(r"(?<![A-Za-z\\_^{])([PQ])(?=\s*(?:\(|\[|\\\||\\parallel|$|\)|\]))")


def letters_apart(judge, out: Judgement) -> Iterator[str]:
    """Why a line with two letters that are told apart is left open."""
    line = f"{out.left} \n {out.right}"
    both = {("bold", letter) for letter in styled(_BOLD, line) if stands_plain(letter, without(_BOLD, line))}
    both |= {("curled", letter) for letter in styled(_CURLED, line) if beside_each_other(letter, out)}
    both |= {("capital", letter) for letter in set(_CAPITAL.findall(line)) if stands_plain(letter.lower(), line)}
    for style, letter in sorted(both):
        told = judge.prose.once(f"letters apart {style} {letter}", 0, lambda s=style, x=letter: first(judge, s, x))
        if told is not None:
            yield f"line {told.line} tells two letters of it apart: {in_full(told)}"


def first(judge, style: str, letter: str) -> Sentence | None:
    """The first sentence that speaks of both letters, each in a formula of its own."""
    spoken = (s for k in range(len(judge.note.blocks)) for s in judge.prose.sentences(k) if len(s.formulas) > 1)
    return next((s for s in spoken if speaks_of_both(s, style, letter)), None)


def speaks_of_both(sentence: Sentence, style: str, letter: str) -> bool:
    written = [f.latex for f in sentence.formulas]
    if style == "capital":
        if _DENSITIES.search(sentence.text):  # `laws $P$ and $Q$ with densities $p$ and $q$`
            return False
        named = {latex.strip() for latex in written}
        return {letter, letter.lower()} <= named or {f"{x}(x)" for x in (letter, letter.lower())} <= named
    pattern = _BOLD if style == "bold" else _CURLED
    letter_first = re.compile(rf"\s*{re.escape(letter)}(?![A-Za-z])")
    apart = [
        (letter in styled(pattern, latex), stands_plain(letter, without(pattern, latex), True)) for latex in written
    ]
    return any(one for one, _ in apart) and any(
        plain and (not one or letter_first.match(latex)) for (one, plain), latex in zip(apart, written, strict=True)
    )


def styled(pattern: re.Pattern, latex: str) -> set[str]:
    """The letters that stand in a style."""
    return {found[1] or found[2] for found in pattern.finditer(latex)}


def without(pattern: re.Pattern, latex: str) -> str:
    return pattern.sub(" ", latex)


def stands_plain(letter: str, latex: str, indexed: bool = False) -> bool:
    """Whether a letter stands in a formula by itself, without an index unless it may have one."""
    index = "" if indexed else r"(?!\s*_|\s*\^\s*\{?\s*\()"
    before = r"(?<![A-Za-z\\])" if not letter.startswith("\\") else ""
    return re.search(rf"{before}{re.escape(letter)}(?![A-Za-z]){index}", without_commands(latex, letter)) is not None


def without_commands(latex: str, letter: str) -> str:
    """A formula without the commands whose names hold the letter."""
    return latex if letter.startswith("\\") else re.sub(r"\\[A-Za-z]+", " ", latex)


def beside_each_other(letter: str, out: Judgement) -> bool:
    """Whether the two sides are the curled letter and the roman one, each with its arguments or alone."""
    sides = [without(_CURLED, side) == side for side in (out.left, out.right)]
    return (
        sides[0] != sides[1]
        and re.fullmatch(rf"\s*{letter}{_ARGUMENTS}", out.left if sides[0] else out.right) is not None
    )
