r"""Letters that look like densities and are none: `an unnormalised density $\tilde p(z)$`, `$p(z) = \tilde p(z) / Z$`.

What does not sum to one is a function, by its words, or because it is a multiple or a power of a density: no rule of
densities may be used of it, and a divergence from it is the integral that defines one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.functions_apart import DECORATED, name, rewritten
from derivations.reading.meaning.given_no_density import is_none, key_of
from derivations.reading.meaning.naming import trees_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
AFTER, BEFORE, _IS_FREE, _IS_TIED = _TABLE.patterns("after", "before", "is_free", "is_tied")
_OF_ALL, _OF_SLOPES = _TABLE.pattern("sentence"), _TABLE.pattern("slopes", re.IGNORECASE)
_CALLED_SO = re.compile(r"\b(?:c\.?d\.?f\.?|derivatives?)(?: is written| we write)?\s*\$?$")
_PRIME = re.compile(r"(?:'|\^\{?(?:\\prime|')\}?)$")
_ENDED, _CLAUSE = re.compile(r"[.;。；]"), re.compile(r"[.;。；$]")
_JOINED = re.compile(r"\$?\s*(?:,|、|and|or|和|与|及|,\s*and)?\s*\$?")


def with_functions_apart(note: Note) -> Note:
    """The note with what is no density written as a function; where none is, the note itself."""
    told, given = [*_told(note), *_slopes(note)], dict(_in_formulas(note))
    functions = {tree.function: tree.arguments for tree, _, _ in told if isinstance(tree, S.Apply)}
    names: dict[tuple[str, str], set[tuple]] = {}
    for tree in (*(tree for tree, _, _ in told), *given):
        if isinstance(tree, S.Density):
            names.setdefault(name(tree), set()).add(tree.targets)
    if not names and not functions:
        return note
    defined = {key_of(c.sides[0].tree) for c, _ in _with_words(note) if c.relations and c.sides[0].read}
    tied = {key_of(tree)[0]: (line, words) for tree, line, words in told if words and key_of(tree) not in defined}
    for left, right in given.items():  # of the r of q = p r more may be known than that it is a function
        words = note.source.text[left.span[0] : right.span[1]].strip()
        tied |= {n.function: (note.position(left.span[0])[0], f"${words}$") for n in S.walk(right) if _function(n)}
    return rewritten(note, names, functions, tied)


def _told(note: Note) -> Iterator[tuple[S.Node, int, str]]:
    """What the words of a note tell to be no density; where it is told to be more than that, the line and the words."""
    for block in note.blocks:
        free = tied = False
        for place in reversed(range(len(block.formulas))):
            formula, following = block.formulas[place], (*block.formulas, None)[place + 1]
            after, before = formula.after.lstrip("$)\\ "), formula.before
            between = formula.paragraph[formula.place[1] : following.place[0]] if following is not None else "."
            sentence = f"{_ENDED.split(before)[-1]}{formula.latex}{_ENDED.split(formula.after)[0]}"
            joined = _JOINED.fullmatch(between) is not None
            tied = bool(_IS_TIED.match(after) or _CALLED_SO.search(before) or (tied and joined))
            in_words = AFTER.match(after) or BEFORE.search(before) or _IS_FREE.match(after)
            free = bool(in_words or _OF_ALL.search(sentence) or (free and joined))
            for chain in formula.chains if free or tied else ():
                heads = [side.tree for side in chain.sides[:1] if side.read and key_of(side.tree) is not None]
                yield from ((tree, formula.line, sentence.strip() if tied else "") for tree in heads)


def _slopes(note: Note) -> Iterator[tuple[S.Node, int, str]]:
    """The p' of a density p in a note that speaks of derivatives, where p' is nowhere a density by its use."""
    nodes = dict.fromkeys(S.every(S.Density | S.Draw | S.KL, *trees_of(note)))
    dashed = [n for n in nodes if isinstance(n, S.Density) and _PRIME.search(n.letter)]
    if not dashed or not any(_OF_SLOPES.search(block.text) for block in note.blocks):
        return
    letters = {n.letter for n in nodes if isinstance(n, S.Density)}
    used = {n.letter for n in S.every(S.Density, *(n for n in nodes if not isinstance(n, S.Density)))}
    for n in dashed:
        plainly = n.letter not in used and len(n.targets) == 1 and not n.givens
        if plainly and _PRIME.sub("", n.letter) in letters:
            yield n, note.position(n.span[0])[0], f"{n.letter} is a derivative"


def _in_formulas(note: Note) -> Iterator[tuple[S.Density, S.Node]]:
    of: dict[tuple[str, str], set] = {}
    for node in (n for n in S.every(S.Density, *trees_of(note)) if not n.bare):
        of.setdefault(name(node), set()).add((node.targets, node.givens))
    given, first = [], {}  # equations, and where a density first stands on the left of one
    for chain, words in _with_words(note):
        for one, sign, other in zip(chain.sides, chain.relations, chain.sides[1:], strict=False):
            if sign.name in ("equal", "define") and one.read and other.read:
                yield from ((tree, other.tree) for tree in _of_a_multiple(one.tree, other.tree))
                if not isinstance(one.tree, S.Density) or len(of.get(name(one.tree), ())) < 2:
                    given.append((one.tree, other.tree, words))
                for key in filter(None, map(key_of, S.walk(one.tree))):
                    first[key] = min(one.tree.span[0], first.get(key, one.tree.span[0]))
    seen = set()  # beside r = p / q the line p = r q gives no p
    for left, right, words in sorted(given, key=lambda one: (any(map(_function, S.walk(one[1]))), one[0].span)):
        given_here = left.span[0] <= first.get(key_of(left), left.span[0])
        if given_here and is_none(left, right, words) and not any(key_of(n) in seen for n in S.walk(right)):
            seen.add(key_of(left))
            if isinstance(left, S.Density):
                yield left, right


def _function(node: S.Node) -> bool:
    return isinstance(node, S.Apply) and key_of(node) is not None


def _with_words(note: Note) -> Iterator[tuple[Chain, str]]:
    """The chains of a note, each with the words of its clause or around its display."""
    for chain in note.chains:
        around = note.blocks[max(chain.block - 1, 0) : chain.block + 2]
        yield chain, " ".join(block.text for block in around if block.kind == "prose")
    for formula in note.formulas:
        words = f"{_CLAUSE.split(formula.before.rstrip('$'))[-1]} {_CLAUSE.split(formula.after.lstrip('$'))[0]}"
        yield from ((chain, words) for chain in formula.chains)


def _of_a_multiple(left: S.Node, right: S.Node) -> Iterator[S.Density]:
    """The decorated one of two densities of the same variables of which one is a multiple of the other; and a power."""
    if not isinstance(left, S.Density) or left.bare:
        return
    if isinstance(right, S.Power) and _of_the_same(left, right.base) and right.exponent != S.Number("1"):
        yield left
        return
    factors = [*_factors(right)]
    inside = [factor for factor in factors if _of_the_same(left, factor)]
    others = [factor for factor in factors if factor not in inside]
    plain = all(not any(S.every(S.Density | S.Gaussian, o)) for o in others)
    if len(inside) == 1 and others and plain:
        yield from (d for d in (left, *inside) if DECORATED.match(d.letter))


def _factors(node: S.Node) -> Iterator[S.Node]:
    if isinstance(node, S.Mul):
        for factor in node.factors:
            yield from _factors(factor)
    elif isinstance(node, S.Divide):
        yield from _factors(node.numerator)
        yield node.denominator
    else:
        yield node


def _of_the_same(one: S.Density, other: S.Node) -> bool:
    return isinstance(other, S.Density) and (one.targets, one.givens) == (other.targets, other.givens)
