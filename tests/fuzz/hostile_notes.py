"""Notes that nobody would write, made from a seed: bytes, tricks of Unicode, nesting, giant numbers, bombs, much of it.

`hostile_note(seed, number)` is the same for the same pair, and different kinds follow each other, so that a few hundred
in a row have met them all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.hostile_pieces import (
    BYTES,
    CHARACTERS,
    CLOSERS,
    FORMULAS,
    LETTERS,
    LONG,
    MARKUP,
    OPENERS,
    PIECES,
    PROSE,
    RELATIONS,
)

CORPUS = Path(__file__).parent.parent / "corpus"
LARGEST = 1_000_000


class Hostile(NamedTuple):
    """A note: which kind it is of, how its file ends, what is in it."""

    kind: str
    suffix: str
    content: bytes


Maker = Callable[[random.Random], str | bytes]


def hostile_note(seed: int, number: int, kinds: tuple[str, ...] = ()) -> Hostile:
    """The note of this seed and number, of one of the `kinds` (of any)."""
    rng = random.Random(f"{seed} {number}")
    kind = rng.choice(kinds or tuple(KINDS))
    made = KINDS[kind](rng)
    content = (
        made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass" if rng.random() < 0.1 else "replace")
    )
    return Hostile(kind, ".tex" if rng.random() < 0.15 else ".md", content[:LARGEST])


def displayed(rng: random.Random, formula: str) -> str:
    opening, closing = rng.choice(
        (("$$", "$$"), ("\\[", "\\]"), ("$", "$"), ("\\begin{align}", "\\end{align}"), ("$$\n", "\n$$"))
    )
    return f"{opening} {formula} {closing}"


def repeats(rng: random.Random) -> int:
    """How often something stands there: mostly a few times, now and then very often."""
    return int(10 ** rng.choice((rng.uniform(0, 2), rng.uniform(0, 3.3), rng.uniform(2, 4.7))))


def random_bytes(rng: random.Random) -> bytes:
    pieces = [
        rng.randbytes(rng.randrange(40)) if rng.random() < 0.4 else rng.choice(BYTES) for _ in range(rng.randrange(60))
    ]
    return b"".join(pieces)


def random_characters(rng: random.Random) -> str:
    """Control characters, other directions, combining marks, look-alikes, anything at all."""

    def one() -> str:
        if rng.random() < 0.5:
            return rng.choice(CHARACTERS)
        return chr(rng.randrange(0x110000)) if rng.random() < 0.3 else rng.choice(PIECES)

    inside = "".join(one() for _ in range(rng.randrange(1, 80)))
    return rng.choice(PROSE) + displayed(rng, inside) + "\n\n" + "".join(one() for _ in range(rng.randrange(40)))


def random_pieces(rng: random.Random) -> str:
    """LaTeX commands and signs in any order."""
    return "\n\n".join(
        rng.choice(PROSE) + displayed(rng, " ".join(rng.choices(PIECES, k=rng.randrange(1, 60))))
        for _ in range(rng.randrange(1, 6))
    )


def random_formula(rng: random.Random, depth: int = 0) -> str:
    """A formula that could be meant."""
    if depth > rng.randrange(2, 6):
        return rng.choice(LETTERS)
    shape = rng.choice(FORMULAS)
    while "{}" in shape:
        shape = shape.replace("{}", random_formula(rng, depth + 1), 1)
    return shape


def random_chain(rng: random.Random) -> str:
    sides = [random_formula(rng) for _ in range(rng.randrange(2, 6))]
    chain = sides[0] + "".join(f" {rng.choice(RELATIONS)} {side}" for side in sides[1:])
    return "\n\n".join((rng.choice(PROSE), displayed(rng, chain), rng.choice(PROSE), displayed(rng, chain)))


@cache
def corpus() -> tuple[str, ...]:
    return tuple(
        path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.md")) if path.stat().st_size < 40_000
    )


def spoilt_note(rng: random.Random) -> str:
    """A real note with pieces cut out, doubled, exchanged or put in."""
    text = rng.choice(corpus())
    for _ in range(rng.randrange(1, 12)):
        a, b = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        b = min(b, a + int(10 ** rng.uniform(0, 3)))
        text = rng.choice((text[:a] + text[b:], text[:b] + text[a:], text[:a] + rng.choice(PIECES) + text[a:],
                           text[:a] + rng.choice(CHARACTERS) + text[b:], text[:a] + text[a:b] * 3 + text[b:],
                           ))  # fmt: skip
        text = text[:60_000]
    return text


def nesting(rng: random.Random) -> str:
    opener = [rng.choice(OPENERS) for _ in range(rng.randrange(1, 4))]
    depth = repeats(rng)
    closing = "" if rng.random() < 0.4 else "".join(CLOSERS[o] for o in reversed(opener)) * depth
    return displayed(rng, f"a = {''.join(opener) * depth} x {closing}"[: LARGEST // 2])


def giant_numbers(rng: random.Random) -> str:
    def number() -> str:
        digits = "".join(rng.choices("0123456789", k=int(10 ** rng.uniform(0, rng.choice((2, 4.5))))))
        return rng.choice(
            (digits, f"0.{digits}", f"{digits}!", f"\\frac{{1}}{{{digits}}}", f"\\sqrt{{{digits}}}", f"-{digits}")
        )

    def power() -> str:
        return rng.choice((number(), f"{number()}^{{{number()}}}", f"{number()}^{{1/{number()}}}", f"x^{{{number()}}}",
                           f"\\log {number()}", f"e^{{{number()}}}", f"({number()} + x)^{{{rng.randrange(200)}}}",
                           "9^{9^{9^{9}}}", f"\\binom{{{number()}}}{{{number()}}}"))  # fmt: skip

    return displayed(
        rng, f"{power()} {rng.choice(('+', chr(92) + 'cdot', ''))} {power()} {rng.choice(RELATIONS)} {power()}"
    )


def macro_bomb(rng: random.Random) -> str:
    define = rng.choice(
        ("\\newcommand{{\\{}}}{{{}}}", "\\def\\{}{{{}}}", "\\newcommand{{\\{}}}[1]{{{}#1}}", "\\def\\{} {}")
    )
    names = "abcdefghijklmnopqrstuvwxyz"[: rng.randrange(1, 26)]
    lines = [define.format(f"b{n}", f"\\b{rng.choice(names)}" * rng.randrange(1, 12)) for n in names]
    many = repeats(rng) if rng.random() < 0.3 else 1
    return (
        "$$"
        + "\n".join(lines * min(many, 3000))
        + "$$\n\n"
        + displayed(rng, f"\\b{names[-1]}" * rng.randrange(1, 30) + " = x")
    )


def huge_sums(rng: random.Random) -> str:
    high = rng.choice(
        ("n", "d", "16", "17", "1000", "10^9", "99999999999999999999", "-5", "\\infty", str(rng.randrange(40)))
    )
    index = rng.choice("ijk")
    operators = "".join(
        f"\\{rng.choice(('sum', 'prod', 'int', 'sum', 'prod'))}_{{{i}={rng.choice('01')}}}^{{{high}}} "
        for i in index * rng.randrange(1, 5)
    )
    names = [f"x_{{{k}}}" for k in range(rng.choice((3, 10, 30, 60)))]
    body = rng.choice((
        f"(a_{index} + b_{index})", f"x_{index}", f"\\log p(x_{index})", "(" + "+".join(names) + ")",
        "".join(f"({a}+{b})" for a, b in pairwise(names)), f"p({','.join(names)})",
        "".join(f"p({n})" for n in names), f"({'+'.join(names)})^{{{rng.randrange(40)}}}",
    ))  # fmt: skip
    return displayed(rng, f"{operators} {body} = {rng.choice(('1', body, operators + body, 'p(x_1)'))}")


def very_long(rng: random.Random) -> str:
    """One piece again and again, up to a megabyte of it; sometimes inside a display, sometimes never closed."""
    piece = rng.choice(LONG) if rng.random() < 0.7 else rng.choice(PIECES) + rng.choice(("", " ", "\n"))
    size = int(10 ** rng.choice((rng.uniform(2, 4.5), rng.uniform(4, 6))))
    before = rng.choice(("", "$$ a = b $$", "$$", "\\[", "# ", "Let $x$ be ", "> ", "<!-- ", "\\begin{align} a &= "))
    return before + piece * max(1, size // len(piece)) + rng.choice(("", "$$", "$$ a = b $$", "\\end{align}", " -->"))


def long_displays(rng: random.Random) -> str:
    count, what = repeats(rng), random_formula(rng)
    joint = rng.choice((" + ", " = ", " \\\\ &= ", " ", ", ", "\\quad ", " \\cdot ", "^", "_", " | ", " - "))
    return displayed(rng, joint.join([what] * count))[:LARGEST]


def markup(rng: random.Random) -> str:
    """What a browser might run if it were not text."""
    pieces = [rng.choice(MARKUP + PIECES[:20]) for _ in range(rng.randrange(1, 30))]
    inside = rng.choice(MARKUP)
    return "\n".join(pieces) + "\n\n" + displayed(rng, f"\\text{{{inside}}} = {inside} {rng.choice(PIECES)}")


def tables(rng: random.Random) -> str:
    rows, columns = (min(repeats(rng), 300) for _ in range(2))
    kind = rng.choice(("pmatrix", "cases", "array", "align", "bmatrix", "aligned"))
    row = " & ".join([rng.choice(LETTERS)] * columns)
    table = f"\\begin{{{kind}}} " + " \\\\ ".join([row] * rows) + f" \\end{{{kind}}}"
    return displayed(rng, f"A = {table[: LARGEST // 3]}")


KINDS: dict[str, Maker] = {
    "bytes": random_bytes, "characters": random_characters, "pieces": random_pieces, "formulas": random_chain,
    "spoilt": spoilt_note, "nesting": nesting, "numbers": giant_numbers, "macros": macro_bomb, "sums": huge_sums,
    "long": very_long, "displays": long_displays, "markup": markup, "tables": tables,
}  # fmt: skip
