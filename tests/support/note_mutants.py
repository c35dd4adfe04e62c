"""A note's line with one slip in its text: what an author's hand or eye gets wrong, made in the LaTeX itself.

A slip changes the text of one side of a relation; where things stand is taken from the tree's spans, so that a density
is found in whatever notation it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from derivations.reading.document import Note, Side
from derivations.reading.grammar import syntax as S

BAR = re.compile(r"(?<!\\)(\\mid\b|\\vert\b|\\,\|\\,|\||/)(?!/)")
PLAIN_KL_BAR = re.compile(r"\\Vert\b|\\parallel\b|\\\||//|\|\|")


@dataclass(frozen=True)
class Slip:
    """One change: its kind and the whole side as it then stands in the note."""

    kind: str
    text: str


@dataclass(frozen=True)
class Place:
    """A node of a side with its place in the side's own text."""

    node: S.Node
    start: int
    end: int


def places(side: Side) -> list[Place]:
    found = []
    for node in S.walk(side.tree):
        start, end = (offset - side.span[0] for offset in node.span)
        if 0 <= start < end <= len(side.latex):
            found.append(Place(node, start, end))
    return found


def _put(text: str, start: int, end: int, new: str) -> str:
    return f"{text[:start]}{new}{text[end:]}"


# -- changes of the whole side -------------------------------------------------------------------------------------


def _optimum(side: Side) -> tuple[str, str] | None:
    """`min \\{ objective \\}` as its head and objective: a factor belongs inside."""
    if not isinstance(side.tree, S.Optimum):
        return "", side.latex
    start = side.tree.body.span[0] - side.span[0]
    if not 0 < start < len(side.latex) or side.latex[:start].rstrip().endswith(("{", "[", "(", "\\{")):
        return None
    return side.latex[:start], side.latex[start:]


def whole_side(side: Side) -> Iterator[tuple[str, str]]:
    parts = _optimum(side)
    if parts is None or side.latex.count(r"\\") or "&" in side.latex:
        return
    head, body = parts
    yield "sign of the side", rf"{head} -\left( {body} \right)"
    if not head:
        yield "factor 2", rf"2 \left( {body} \right)"
        yield "factor 1/2", rf"\frac{{1}}{{2}} \left( {body} \right)"
        yield "squared", rf"\left( {body} \right)^2"
        yield "something added", rf"1 + {body}"


# -- changes of a sign or a number ---------------------------------------------------------------------------------

NUMBERS = {
    "half dropped": re.compile(
        r"\\[td]?frac\s*\{?\s*1\s*\}?\s*\{?\s*2\s*\}?(?!\d)|\\[td]?frac12|\\[td]?frac 1 2|\{1 \\over 2\}"
    ),
    "square dropped": re.compile(r"\^\s*(?:2|\{\s*2\s*\})"),
    "log dropped": re.compile(r"\\log\b|\\ln\b|(?<![\\a-z])(?:log|ln)(?![a-z])"),
    "count dropped": re.compile(r"\\[td]?frac\s*\{?\s*1\s*\}?\s*\{?\s*[kKLSMNn]\s*\}?"),
    "2 of 2 pi dropped": re.compile(r"2\s*(?=\\pi\b)"),
    "sum dropped": re.compile(r"\\sum\s*_\{[^{}]*\}\s*(?:\^\s*(?:\{[^{}]*\}|\w))?"),
}


def signs(side: Side) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"[+-]", side.latex):
        yield "sign", _put(side.latex, *found.span(), "-" if found[0] == "+" else "+")


def numbers(side: Side) -> Iterator[tuple[str, str]]:
    for kind, pattern in NUMBERS.items():
        for found in pattern.finditer(side.latex):
            yield kind, _put(side.latex, *found.span(), " ")


def negated_parts(side: Side) -> Iterator[tuple[str, str]]:
    """A minus in front of an entropy, a KL, a logarithm: the sign an author forgets is there."""
    for p in places(side):
        if isinstance(p.node, (S.KL, S.Entropy, S.VariableEntropy, S.CrossEntropy, S.MutualInformation)):
            text = side.latex[p.start : p.end]
            yield "sign of a term", _put(side.latex, p.start, p.end, rf"\left(-{text}\right)")
            yield "factor 2 of a term", _put(side.latex, p.start, p.end, rf"2 {text}")


def terms(side: Side) -> Iterator[tuple[str, str]]:
    """One term of a sum left out, with its sign."""
    for p in places(side):
        if isinstance(p.node, S.Add):
            spans = [(t.span[0] - side.span[0], t.span[1] - side.span[0]) for t in p.node.terms]
            if not all(p.start <= a < b <= p.end for a, b in spans):
                continue
            for k, (a, b) in enumerate(spans):
                start = spans[k - 1][1] if k else a
                yield "term dropped", _put(side.latex, start, b, " ")


# -- changes of a density ------------------------------------------------------------------------------------------


def _pieces(text: str) -> tuple[str, str, str, str, str] | None:
    """`q_\\phi(z \\mid x)` as head, bracket, targets, bar, givens with the closing bracket; None without arguments."""
    opening = re.search(r"(?:\\!|\\[bB]igg?l?)?[(\[]", text)
    if opening is None or not text.rstrip().endswith((")", "]")):
        return None
    head, inside = text[: opening.start()], text[opening.end() : text.rstrip().rindex(text.rstrip()[-1])]
    bar = BAR.search(inside)
    if bar is None:
        return head, opening[0], inside, "", ""
    return head, opening[0], inside[: bar.start()], bar[0], inside[bar.end() :]


def _heads(note: Note) -> set[str]:
    """How this note writes the letters of its densities: p_\\theta, q."""
    found = set()
    for chain in note.chains:
        for side in chain.sides:
            for p in places(side) if side.read else ():
                if isinstance(p.node, S.Density):
                    parts = _pieces(side.latex[p.start : p.end])
                    if parts and parts[0].strip() and "{" not in parts[0].replace("_{", "").replace(r"\mathrm{", ""):
                        found.add(parts[0].strip())
    return found


def densities(side: Side, heads: set[str]) -> Iterator[tuple[str, str]]:
    for p in places(side):
        if not isinstance(p.node, S.Density) or p.node.bare:
            continue
        text = side.latex[p.start : p.end]
        parts = _pieces(text)
        if parts is None:
            continue
        head, bracket, targets, bar, givens = parts
        closing = text.rstrip()[-1]
        for other in sorted(heads - {head.strip()}):
            if other[0] != head.strip()[:1]:
                changed = f"{other}{bracket}{targets}{bar}{givens}{closing}"
                yield "letter", _put(side.latex, p.start, p.end, changed)
        if bar:
            changes = {
                "conditional dropped": targets,
                "conditional reversed": f"{givens} {bar} {targets}",
                "conditional made joint": f"{targets}, {givens}",
            }
            for kind, inside in changes.items():
                yield kind, _put(side.latex, p.start, p.end, f"{head}{bracket}{inside}{closing}")


def divergences(side: Side) -> Iterator[tuple[str, str]]:
    """KL(a || b) with its arguments swapped."""
    for p in places(side):
        if isinstance(p.node, S.KL):
            (a, b), (c, d) = (
                [offset - side.span[0] for offset in argument.span] for argument in (p.node.left, p.node.right)
            )
            if p.start < a < b <= c < d <= p.end and PLAIN_KL_BAR.search(side.latex[b:c]):
                one, two, middle = side.latex[a:b], side.latex[c:d], side.latex[b:c]
                yield "KL swapped", _put(side.latex, a, d, f"{two}{middle}{one}")


def averages(side: Side) -> Iterator[tuple[str, str]]:
    """log E for E log and back."""
    head = r"(\\mathbb\s*\{E\}_\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"
    opened = r"((?:\\!|\\[bB]igg?l?|\\left)?\s*[(\[])?"
    for found in re.finditer(rf"(\\log|\\ln)\s*{head}", side.latex):
        yield "log and average", _put(side.latex, *found.span(), f"{found[2]} {found[1]}")
    for found in re.finditer(rf"{head}\s*{opened}\s*(\\log|\\ln)\b", side.latex):
        if found[2]:
            yield "log and average", _put(side.latex, *found.span(), f"{found[3]} {found[1]}{found[2]}")


def differentials(side: Side) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"(?<![\\A-Za-z])d\s*([xz])(?![A-Za-z_])", side.latex):
        other = "z" if found[1] == "x" else "x"
        yield "integration variable", _put(side.latex, *found.span(1), other)


CHANGES: tuple[Callable[[Side], Iterator[tuple[str, str]]], ...] = (
    whole_side, signs, numbers, negated_parts, terms, divergences, averages, differentials,
)  # fmt: skip


def slips(note: Note, side: Side) -> list[Slip]:
    """Every slip in every place of a side, each text once."""
    made: dict[str, Slip] = {}
    for change in CHANGES:
        for kind, text in change(side):
            made.setdefault(text, Slip(kind, text))
    for kind, text in densities(side, _heads(note)):
        made.setdefault(text, Slip(kind, text))
    made.pop(side.latex, None)
    return list(made.values())
