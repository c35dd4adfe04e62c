r"""Slips of more than a token: what was lost is a pair of brackets, an average, a factor, the end of a sum.

list(brackets_lost(tokens, r"\frac12 a + b", ...)): \frac12 \left(a + b\right)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from derivations.reading.text import terms
from derivations.reading.text.brackets import Token, pair

Edit = tuple[int, int, str]  # from, to, what stands there instead
MOST_GIVENS = 3  # of one density: each of them may have been averaged over


def brackets_lost(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A factor that reaches the first term alone, and should reach the sum: 1/2 a + b for 1/2 (a + b)."""
    parts = terms.terms(tokens)
    for k, (first, last) in enumerate(parts):
        inner = terms.after_first_factor(tokens, first, last)
        if inner < 0:
            continue
        start = terms.beginning(tokens[inner], text)
        for _, end in parts[k + 1 :]:
            yield start, tokens[end].end, rf"\left({text[start : tokens[end].end]}\right)"


def averages_lost(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A term given x that should be averaged over x: KL(p(z|x)||q(z)) for its mean under p(x)."""
    for first, last in terms.terms(tokens):
        start, end = terms.beginning(tokens[first], text), tokens[last].end
        part = tokens[first : last + 1]
        for head, givens in conditioned(part, text):
            for place, given in enumerate(givens):
                rest = [g for k, g in enumerate(givens) if k != place]
                densities = [f"{head}({given})", *([f"{head}({given}|{','.join(rest)})"] if rest else [])]
                for density in densities:
                    yield start, end, rf"\mathbb{{E}}_{{{density}}}\left[{text[start:end]}\right]"


def conditioned(tokens: list[Token], text: str) -> Iterator[tuple[str, list[str]]]:
    """The letter and what stands after the bar of each density that is conditioned."""
    mates = pair(tokens)
    for k, mate in enumerate(mates):
        bars = [j for j in range(k + 1, mate) if tokens[j].kind in terms.CONDITIONS]
        if mate <= k or tokens[k].text != "(" or k == 0 or len(bars) != 1 or tokens[k - 1].kind == "open":
            continue
        name = k - 1
        while name and tokens[name].kind != "name":
            name = mates[name] - 1 if mates[name] >= 0 else name - 1
        if name >= 2 and tokens[name - 1].kind == "sub":  # the subscript of a letter: q_phi
            name -= 2
        commas = [j for j in range(bars[0], mate) if tokens[j].kind == "comma"]
        ends = [bars[0], *commas, mate]
        givens = [text[tokens[a + 1].start : tokens[b - 1].end] for a, b in itertools.pairwise(ends)]
        if tokens[name].kind == "name" and len(givens) <= MOST_GIVENS:
            yield text[tokens[name].start : tokens[k - 1].end], givens


def factors_lost(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A name, or its square, that a term was multiplied with: - log r for - p log r. Names of functions and
    densities are none."""
    applied = {one.text for one, two in itertools.pairwise(tokens) if two.kind in ("open", "sub")}
    letters = [t.text for t in tokens if t.kind == "name" and t.note != "upright"]
    counts = (*terms.names_in(tokens), *beside)  # a d that is no differential's
    names = [
        n for n in dict.fromkeys((*letters, *terms.single(beside))) if n not in applied and (n != "d" or "d" in counts)
    ]
    for at in dict.fromkeys(terms.beginning(token, text) for token in terms.starts_of_terms(tokens)):
        yield from ((at, at, f"{name}{square} ") for name in names for square in ("", "^2"))


def limits_moved(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """An index or a limit that is off by one: k = 0 for k = 1, x_t for x_{t-1}."""
    mates = pair(tokens)
    for k, token in enumerate(tokens[:-1]):
        if token.kind not in ("sub", "super"):
            continue
        grouped = tokens[k + 1].kind == "group" and mates[k + 1] > k + 2
        inside = tokens[k + 2 : mates[k + 1]] if grouped else tokens[k + 1 : k + 2]
        start, last = inside[0].start, inside[-1]
        if len(inside) > 2 and last.kind == "number" and last.text in ("0", "1"):
            if inside[-2].kind in ("minus", "plus"):
                yield inside[-2].start, last.end, ""
            else:
                yield last.start, last.end, str(1 - int(last.text))
        elif len(inside) == 1 and last.kind == "name" and len(last.text) == 1:
            yield from (
                (start, last.end, by if grouped else f"{{{by}}}") for by in (f"{last.text}-1", f"{last.text}+1")
            )
