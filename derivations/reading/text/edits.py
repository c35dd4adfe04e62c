r"""Small changes to an author's formula, token by token: what a slip of the pen may have left out, put in or exchanged.

    for kind, text in edited(r"min \{ \ln q(x/z) \}"): ...    "a minus sign", r"min \{ -\ln q(x/z) \}"

Spacing, macros, letters and brackets of the author stay. Whether an edit means anything, and what, is for the reader.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from derivations.reading.text import paired_edits, terms
from derivations.reading.text.brackets import Token, pair
from derivations.reading.text.larger_edits import Edit, averages_lost, brackets_lost, factors_lost, limits_moved
from derivations.reading.text.tokens import tokenize

SEPARATORS = frozenset({"dslash", "dbar", "semicolon"})
OTHER_LETTER = {"p": "q", "q": "p", "P": "Q", "Q": "P"}
SIGN = re.compile(r"\\(?:left|right)(?![A-Za-z])|(\\[A-Za-z]+|[^\s{}])")  # braces and sizes of brackets are none
BIG = {"sum": r"\prod", "product": r"\sum"}
HALVES = frozenset({r"\frac{1}{2}", r"\tfrac{1}{2}", r"\dfrac{1}{2}"})
RATHER = {"a lost factor": 2, "one name for another": 1, "a fraction not squared": -4}
MOST, MOST_OF_A_KIND = 260, 100  # edits of one formula


def edited(text: str, kinds: Iterable[str] | None = None, beside: str = "") -> Iterator[tuple[str, str]]:
    """(kind of slip, the text with one change of it), each text once, the shortest changes first.

    `kinds` are those to be tried (None: all, see language/slips.py); `beside` is the other side of the relation, whose
    names may be put in. Raises nothing: a text without tokens has no edits.
    """
    tokens, others = tokenize(text, 0), tokenize(beside, 0)
    names = [*terms.names_in(others), *dict.fromkeys(beside[a:b] for a, b in terms.indexed(others))]
    found: dict[paired_edits.Change, str] = {}
    for kind in KINDS if kinds is None else kinds:
        for made in KINDS[kind](tokens, text, names) if kind in KINDS and tokens else ():
            found.setdefault((made,) if isinstance(made[0], int) else made, kind)  # type: ignore[arg-type]
    ranks = list(KINDS)
    order = sorted(
        found, key=lambda change: (weight(found[change], change, text), ranks.index(found[change]), change[0])
    )
    kept, seen = [], Counter()
    for change in order:
        seen[found[change]] += 1
        if seen[found[change]] <= MOST_OF_A_KIND:
            kept.append(change)
    for change in kept[:MOST]:
        yield found[change], with_edits(text, change)


def with_edits(text: str, change: paired_edits.Change) -> str:
    for start, end, new in sorted(change, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def weight(kind: str, change: paired_edits.Change, text: str) -> int:
    """How far a change is from what stands there: what happens at several places is one thought, and a little more.

    What might be any of many names is a little less likely; brackets that a square needs are no change of their own.
    """
    return max(signs_changed(edit, text) for edit in change) + 2 * (len(change) > 1) + RATHER.get(kind, 0)


def signs_changed(edit: Edit, text: str) -> int:
    """How many signs an edit puts in and takes out; what it puts something around stays."""
    start, end, new = edit
    one, two = (sum(map(bool, SIGN.findall(written))) for written in (text[start:end], new))
    return two - one if text[start:end] in new else one + two


def signs(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A minus that was lost or is too many; a plus for a minus."""
    for token in tokens:
        if token.kind == "minus":
            yield token.start, token.end, ""
            yield token.start, token.end, "+"
        elif token.kind == "plus":
            yield token.start, token.end, "-"
    for token in terms.openings(tokens):
        if token.kind not in ("minus", "plus"):
            yield token.start, token.start, "-"


def factors_of_two(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    r"""A 1/2 lost from a term or a denominator, or one too many."""
    for token in terms.starts_of_terms(tokens):
        if token.kind not in ("minus", "plus"):
            yield token.start, token.start, r"\frac{1}{2} "
            yield token.start, token.start, "2 "
    for k, token in enumerate(tokens):
        if token.text == "2" and (k == 0 or tokens[k - 1].kind != "super"):
            yield token.start, token.end, ""
            yield token.start, token.end, "1"
        if token.kind == "number" and token.text == "1" and text[token.end : token.end + 2] == "}{":
            yield token.end + 2, token.end + 2, "2"
        if token.kind == "fraction":
            end = k + 1
            while end < len(tokens) and text[token.start : tokens[end].end].count("}") < 2:
                end += 1
            whole = "".join(text[token.start : tokens[min(end, len(tokens) - 1)].end].split())
            if whole in HALVES:
                yield token.start, tokens[end].end, ""


def arguments_swapped(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """KL[q||p] for KL[p||q]."""
    mates = pair(tokens)
    for k, mate in enumerate(mates):
        if mate > k:
            bars = [j for j in range(k + 1, mate) if tokens[j].kind in SEPARATORS]
            if len(bars) == 1:
                one, bar, two = tokens[k].end, tokens[bars[0]], terms.beginning(tokens[mate], text)
                middle = terms.beginning(bar, text)
                yield one, two, text[bar.end : two] + text[middle : bar.end] + text[one:middle]


def conditions(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """q(z) for q(z|x), q(z|x) for q(z|x,y), q(x|z) for q(z|x), the other way round."""
    mates = pair(tokens)
    style = next((text[t.start : t.end] for t in tokens if t.kind in terms.CONDITIONS), "|")
    names = dict.fromkeys((*(text[a:b] for a, b in terms.indexed(tokens)), *terms.names_in(tokens), *beside))
    for k, mate in enumerate(mates):
        if mate <= k or tokens[k].text != "(" or k == 0:
            continue
        inside = tokens[k + 1 : mate]
        if not {t.kind for t in inside} <= terms.ARGUMENTS:
            continue
        bar = next((t for t in inside if t.kind in terms.CONDITIONS), None)
        first, last = tokens[k].end, terms.beginning(tokens[mate], text)
        if bar is None:
            yield from ((last, last, f"{style}{name}" if style != "\\mid" else f" \\mid {name}") for name in names)
        else:
            middle = terms.beginning(bar, text)
            yield middle, last, ""
            yield first, last, text[bar.end : last] + text[middle : bar.end] + text[first:middle]
            yield from ((last, last, f",{name}") for name in names if name not in text[first:last])


def letters(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """p for q and q for p."""
    for token in tokens:
        if token.kind == "name" and token.text in OTHER_LETTER:
            yield token.start, token.end, OTHER_LETTER[token.text]


def squares(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A square that was lost, or is too many; a root of what should stand without it."""
    mates, after_fractions = pair(tokens), {end for *_, end in paired_edits.fractions(tokens)}
    for k, token in enumerate(tokens):
        after = tokens[k + 1] if k + 1 < len(tokens) else None
        ends = token.kind in ("name", "close", "endgroup") and token.end not in after_fractions  # those need brackets
        if ends and (after is None or after.kind != "super"):
            yield token.end, token.end, "^2"
        if token.kind == "super" and after is not None and after.text == "2":
            yield token.start, after.end, ""
        if token.kind == "super" and after is not None and after.kind == "group" and mates[k + 1] == k + 3:
            if tokens[k + 2].text == "2":
                yield token.start, tokens[k + 3].end, ""
        if token.kind == "root" and after is not None and mates[k + 1] > k + 2:
            yield token.start, tokens[mates[k + 1]].end, text[after.end : tokens[mates[k + 1]].start]


def logarithms(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A logarithm that was lost, or is too many."""
    written = next((text[t.start : t.end] for t in tokens if t.text == "log"), r"\log")
    for token in tokens:
        if token.text == "log":
            yield token.start, token.end, ""
    for token in terms.starts_of_terms(tokens):
        yield token.start, token.start, f"{written} "


def terms_dropped(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A term too many, with its sign."""
    mates = pair(tokens)
    depth, cuts = 0, [0]
    for k, token in enumerate(tokens):
        depth += (mates[k] > k) - (-1 < mates[k] < k)
        if depth == 0 and k and token.kind in ("plus", "minus"):
            cuts.append(token.start)
    cuts.append(tokens[-1].end)
    if len(cuts) > 2:
        yield from ((one, two, "") for one, two in itertools.pairwise(cuts))


def differentials(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """dx for dz."""
    names = terms.names_in(tokens)
    for one, two in itertools.pairwise(tokens):
        if one.text == "d" and two.kind == "name" and one.end == two.start:
            yield from ((two.start, two.end, name) for name in names if name not in (two.text, "d"))


def variables(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """One name for another: H(Y) for H(X), n for d."""
    names = dict.fromkeys((*terms.names_in(tokens), *terms.single(beside)))
    for token in tokens:
        if token.kind == "name" and token.text in names and token.text not in OTHER_LETTER:
            yield from ((token.start, token.end, n) for n in names if n != token.text and n not in OTHER_LETTER)


def products(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A sum for a product: log(2 pi + s^2), a product of logarithms for their sum."""
    yield from ((token.start, token.end, " ") for token in tokens if token.kind == "plus")
    yield from ((t.start, t.end, BIG[t.text]) for t in tokens if t.kind == "sum" and t.text in BIG)


def inverses(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A matrix, or a square, that was not inverted."""
    yield from (
        (two.start, two.end, "{-2}")
        for one, two in itertools.pairwise(tokens)
        if one.kind == "super" and two.text == "2"
    )
    for one, two in itertools.pairwise(tokens):
        if one.kind == "name" and one.note != "upright" and two.kind not in ("super", "sub"):
            yield one.end, one.end, "^{-1}"


def traces(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A determinant for a trace, a trace for a determinant."""
    for one, name, two in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if one.kind == two.kind == "bar" and name.kind == "name":
            yield one.start, two.end, rf"\mathrm{{tr}}({text[name.start : name.end]})"
    for token in tokens:
        if token.kind == "name" and token.text in ("tr", "Tr", "det"):
            yield token.start, token.end, r"\mathrm{tr}" if token.text == "det" else r"\det"


def averages(tokens: list[Token], text: str, beside: list[str]) -> Iterator[Edit]:
    """A density that an average is taken under."""
    yield from letters(tokens, text, beside)
    yield from conditions(tokens, text, beside)


KINDS: dict[str, Callable[[list[Token], str, list[str]], Iterator[Edit | paired_edits.Change]]] = {
    "a minus sign": signs,
    "factor 2": factors_of_two,
    "KL arguments swapped": arguments_swapped,
    "conditional": conditions,
    "letter": letters,
    "averaging density": averages,
    "square": squares,
    "logarithm": logarithms,
    "a term": terms_dropped,
    "variable of integration": differentials,
    "a sum for a product": products,
    "one name for another": variables,
    "an inverse": inverses,
    "a lost factor": factors_lost,
    "lost brackets": brackets_lost,
    "a lost average": averages_lost,
    "index or limit": limits_moved,
    "two signs turned": paired_edits.signs_turned,
    "a half lost twice": paired_edits.halves_lost,
    "two names exchanged": paired_edits.names_exchanged,
    "a fraction upside down": paired_edits.fractions_upside_down,
    "a fraction not squared": paired_edits.fractions_not_squared,
    "trace and determinant": traces,
}
