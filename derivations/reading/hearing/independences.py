"""Which variables a sentence calls independent: `$X$ and $Y$ are independent, and let $Z = X + Y$`.

What follows the word may bind it: `independent given $Z$`, `independent when $a = 0$` say something else. A clause of
its own, that names or sets something, does not.
"""

from __future__ import annotations

from itertools import combinations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.declaring import declare as take
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.letters_of_means import letter_for
from derivations.reading.meaning.naming import name_of
from derivations.reading.meaning.unreadable import Unreadable


def is_variable(known, node: S.Node) -> bool:
    """Whether a name is one of the note's random variables."""
    name = name_of(node) if isinstance(node, (S.Symbol, S.Index)) else None
    return name is not None and (name in known.survey.variables or name in known.survey.capital)


def in_small_letters(known, node: S.Node | None) -> S.Node | None:
    """The X of the words as the x that the densities of the note are of, where these have no X."""
    small = node.name.lower() if isinstance(node, S.Symbol) and len(node.name) == 1 and node.name.isupper() else ""
    if small not in known.survey.variables or is_variable(known, node):
        return node
    return S.Symbol(small, span=node.span)


def independent(known, one: S.Node, other: S.Node, given: S.Node | None = None) -> None:
    """p(u, v | w) = p(u | w) p(v | w) for the one letter that writes densities of both, or, where none does, the one
    that H(X, Y) is under. Which of several is meant is not said."""
    apart(known, [(one,), (other,)], given)


def apart(known, groups: list[tuple[S.Node, ...]], given: S.Node | None = None) -> None:
    """p(u, v, w) = p(u, v) p(w): the joint density of all that is named is that of each group, times."""
    groups = [tuple(in_small_letters(known, node) for node in group) for group in groups]
    given, nodes = in_small_letters(known, given), [node for group in groups for node in group]
    names = [name_of(n) for n in nodes if isinstance(n, (S.Symbol, S.Index))]
    roles = [known.survey.role(n) for n in names]
    between = [known.survey.role(n) for n in (name_of(given),) if n] if given is not None else []
    if len(names) < len(nodes) or not all(is_variable(known, n) for n in nodes) or len({*names}) < len(names):
        return
    letters = [
        letter
        for letter, signatures in known.survey.signatures.items()
        if {*roles, *between} <= {known.survey.role(n) for s in signatures for part in s for n in part}
    ]
    if len(letters) > 1:
        text = ", ".join(f"${S.outline(node)}$" for node in nodes)
        known.unheard.append(Unheard(known.line_of(nodes[0]), text, frozenset(names) | frozenset(roles)))
        return
    givens, span = (given,) if given is not None else (), nodes[0].span
    for letter in letters or letters_by_default(known, roles, nodes[0]):
        parts = tuple(S.Density(letter, targets=group, givens=givens, span=span) for group in groups)
        take(known, S.Density(letter, targets=tuple(nodes), givens=givens, span=span), S.Mul(parts))


MOST = 6  # variables that are independent of each other


def mutually(known, *nodes: S.Node, given: S.Node | None = None) -> None:
    """`$X$, $Y$ and $Z$ are independent`: all of them, and so each two."""
    if len(nodes) <= MOST:
        apart(known, [(node,) for node in nodes], given)
        for one, other in combinations(nodes, 2) if len(nodes) > 2 else ():
            apart(known, [(one,), (other,)], given)


def mutually_given(known, *nodes: S.Node) -> None:
    """`$X$, $Y$ and $Z$ are independent given $W$`."""
    mutually(known, *nodes[:-1], given=nodes[-1])


def mutually_then(known, given: S.Node, *nodes: S.Node) -> None:
    """`given $W$, $X$, $Y$ and $Z$ are independent`."""
    mutually(known, *nodes, given=given)


def of_each(known, one: S.Node, *others: S.Node) -> None:
    """`$X$ is independent of $Y$, and also of $Z$`; `$X$, $Y$ and $Z$ are pairwise independent`, by twos."""
    for other in others:
        apart(known, [(one,), (other,)])


def pairwise(known, *nodes: S.Node) -> None:
    for one, other in combinations(nodes, 2) if len(nodes) <= MOST else ():
        apart(known, [(one,), (other,)])


def of_a_group(known, one: S.Node, *others: S.Node) -> None:
    """`$X$ is independent of $Y$ and $Z$ jointly`."""
    if len(others) < MOST:
        apart(known, [(one,), others])
        of_each(known, one, *others)


def letters_by_default(known, roles: list[str], node: S.Node) -> list[str]:
    try:
        return [letter_for(known.read, roles, node).name]
    except Unreadable:
        return []


def conditionally(known, given: S.Node, one: S.Node, other: S.Node) -> None:
    independent(known, one, other, given)


def drawn_apart(known, one: S.Node, other: S.Node) -> None:
    """`$x \\sim p(x)$ and $e \\sim q(e)$ are independent`: the joint density of both is the product of these."""
    laws = [n.density for n in (one, other) if isinstance(n, S.Draw) and len(n.variables) == 1]
    if len(laws) != 2 or not all(isinstance(d, S.Density) and len(d.targets) == 1 and not d.givens for d in laws):
        return
    targets = tuple(d.targets[0] for d in laws)
    roles = [known.survey.role(name_of(n)) for n in targets]
    if roles[0] != roles[1]:
        for letter in letters_by_default(known, roles, one):
            take(known, S.Density(letter, targets=targets, span=one.span), S.Mul(tuple(laws)))


def of_names_or_draws(known, one: S.Node, other: S.Node) -> None:
    (drawn_apart if isinstance(one, S.Draw) else independent)(known, one, other)


def noise_apart(known, drawn: S.Node, other: S.Node) -> None:
    """`with $e \\sim N(0, 1)$, independent of $x$`."""
    noise = drawn.variables[0] if isinstance(drawn, S.Draw) and len(drawn.variables) == 1 else None
    if isinstance(noise, S.Symbol) and isinstance(other, S.Symbol | S.Index) and isinstance(drawn.density, S.Gaussian):
        for letter in letters_by_default(known, [name_of(noise)], noise):
            alone = S.Density(letter, targets=(noise,), span=drawn.span)
            take(known, S.Density(letter, targets=(noise,), givens=(other,), span=drawn.span), alone)


def overwritten(sentence: Sentence, after: int, trees: list) -> bool:
    """Whether the equations behind the first formulas of a sentence give one of these a value: `put $Y = X$`."""
    chains = (c for f in sentence.formulas[after:] for c in f.chains if c.relations and c.sides[0].read)
    given = {name_of(c.sides[0].tree) for c in chains}
    return bool(given & {name for tree in trees if tree is not None and (name := name_of(tree))})


def through_the_second(known, one: S.Node, given: S.Node, other: S.Node) -> None:
    independent(known, one, other, given)
