"""Whether a formula beside an equation restricts it to a part of where it could hold: `x > 0`, `i \\ne j`, `x \\in A`.

A range from 1 on, a whole space, the bound of a parameter restrict nothing; nor does a domain outside of which the
equation means nothing, `x > 0` beside `f(x) = \\log x`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sympy import Rational

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.syntax import UnreadFormula
from derivations.reading.hearing.ranges import GREATER, LESS, number
from derivations.reading.meaning.naming import name_of

_COMPARES = re.compile(r"\\(?:not)?in(?![A-Za-z])|\\(?:ni|subset\w*|mid|nmid)(?![A-Za-z])|[<>≤≥∈∉≠]")
_SPACE = re.compile(r"\\mathcal\{[A-Z]\}")
_ROOTED = ("log", "ln", "sqrt", "lg", "Gamma")


def restricts(chain: Chain, equation: list[S.Node]) -> bool:
    """Whether a formula restricts an equation of these sides."""
    if not all(side.read for side in chain.sides):
        return bool(
            any(_COMPARES.search(side.latex) for side in chain.sides) or {r.name for r in chain.relations} - {"equal"}
        )
    trees, relations = chain.trees, [r.name for r in chain.relations]
    if not relations:
        return bool(trees) and narrows(trees[0], equation)
    return compared(trees, relations, equation)


def narrows(tree: S.Node | UnreadFormula, equation: list[S.Node]) -> bool:
    """Whether what stands behind a formula restricts it: a membership or a comparison."""
    if isinstance(tree, UnreadFormula):
        return True
    if isinstance(tree, S.Membership):
        if any(e in equation for e in tree.elements):
            return False  # where a side of it lies
        lower = number(tree.domain.lower) if isinstance(tree.domain, S.Range) else None
        return not is_whole(tree) and of_a_part({*map(name_of, tree.elements)} - {None}, equation, lower)
    if isinstance(tree, S.Comparison):
        return compared([tree.left, tree.right], [tree.relation], equation)
    return False


def is_whole(told: S.Membership) -> bool:
    """Whether a membership says no more than what kind of thing its elements are: `x \\in \\mathbb{R}^d`, `k \\in [K]`,
    `x \\in \\mathcal{X}`."""
    domain = told.domain
    if isinstance(domain, S.Range):
        return starts_whole(domain.lower) or starts_whole(domain.upper)
    name = name_of(domain) if isinstance(domain, S.Symbol) else None
    return is_space(domain) or (name is not None and (_SPACE.fullmatch(name) is not None or name.islower()))


def is_space(tree: S.Node) -> bool:
    r"""Whether this is a whole space: \mathbb{R}, \mathbb{R}^d."""
    space = tree.base if isinstance(tree, S.Power) else tree
    return (name_of(space) or "").startswith("\\mathbb")


def starts_whole(lower: S.Node) -> bool:
    return number(lower) in (0, 1)


def compared(trees: list[S.Node], relations: list[str], equation: list[S.Node]) -> bool:
    """Whether a chain of comparisons restricts an equation: a range from 1 on does not."""
    first, last = trees[0], trees[-1]
    if relations == ["equal"] and isinstance(last, S.TupleOf | S.Range):
        ends = (last.lower, last.upper) if isinstance(last, S.Range) else (last.elements[0], last.elements[-1])
        return not any(map(starts_whole, ends)) and of_a_part({name_of(first)}, equation, number(ends[0]))
    if "equal" in relations and not all(isinstance(t, S.Symbol | S.Number) for t in trees):
        return False  # an equation of its own
    letters = {*letters_of(trees)}
    rising = trees if relations[0] in LESS else trees[::-1]
    ordered = set(relations) <= {*LESS} or set(relations) <= {*GREATER}
    strict = relations[0 if relations[0] in LESS else -1] in ("less", "greater")
    if ordered and number(rising[0]) in ((0,) if strict else (0, 1)) and name_of(rising[1]) in indices(equation):
        return False  # 1 <= k <= K
    return of_a_part(letters, equation, number(rising[0]) if ordered else None)


def of_a_part(letters: set[str], equation: list[S.Node], lower: Rational | None) -> bool:
    """Whether a restriction of these letters is one of the equation: not that of a parameter on its right alone, nor
    that to where its right means something."""
    on_the_left = letters & {*letters_of(equation[:1])}
    if not on_the_left and letters & {*letters_of(equation[1:])}:
        return False
    if lower is not None and lower <= 2 and on_the_left & earlier(equation):
        return False  # x_{t-1}, for t > 1
    return not (on_the_left and on_the_left <= rooted_letters(equation))


def letters_of(trees: list[S.Node]) -> Iterator[str]:
    """The names of symbols in some trees."""
    return (name for n in S.walk(*trees) if isinstance(n, S.Symbol) and (name := name_of(n)))


def indices(trees: list[S.Node]) -> set[str]:
    """The letters in the indices of an equation."""
    return {*letters_of([i for n in S.walk(*trees) if isinstance(n, S.Index) for i in n.indices])}


def earlier(trees: list[S.Node]) -> set[str]:
    """The letters t of which an index is t - 1."""
    return {
        name_of(i.terms[0])
        for n in S.walk(*trees)
        if isinstance(n, S.Index)
        for i in n.indices
        if isinstance(i, S.Add) and len(i.terms) == 2 and isinstance(i.terms[1], S.Neg) and name_of(i.terms[0])
    }


def rooted_letters(trees: list[S.Node]) -> set[str]:
    """The letters in logarithms, roots, denominators, exponents and the spreads of normals."""
    inside: list[S.Node] = []
    for n in S.walk(*trees):
        if isinstance(n, S.Apply) and n.function in _ROOTED:
            inside += n.arguments
        elif isinstance(n, S.Divide):
            inside.append(n.denominator)
        elif isinstance(n, S.Power) and number(n.exponent) is None:
            inside += [n.base, n.exponent]
        elif isinstance(n, S.Power) and number(n.exponent) < 0:
            inside.append(n.base)
    return {*letters_of(inside)}
