r"""Formulas that give a letter and are no density: $q(x) = 2 p(x)$, $r(x) = p(x)/q(x)$, $g(x) = \sqrt{p(x)}$, a product
or sum of two densities of the same variable, an exponential in which nothing normalises, the probability of an event.

Only of a density of its variables alone: of the parts of a model an equation is a claim.
"""

from __future__ import annotations

import re

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import looks_like_density

CALLED = re.compile(r"densit|distribut|\blaw\b|target|prior|posterior|ratio|密度|分布|先验|后验|之?比")
_LETTERS = frozenset("pqrsm")
ONE = S.Number("1")


def key_of(tree: S.Node) -> tuple[str, tuple[S.Node, ...]] | None:
    """Letter with subscript and arguments of an unconditional density, or of what is written like one."""
    if isinstance(tree, S.Density) and not tree.givens and tree.targets:
        if not all(isinstance(target, S.Symbol | S.Index) for target in tree.targets):
            return None
        return tree.letter + (f"_{{{tree.subscript}}}" if tree.subscript else ""), tree.targets
    if isinstance(tree, S.Density) and tree.bare and all(isinstance(i, S.Symbol) for i in tree.indices):  # p_i
        return (tree.letter, tree.indices) if tree.indices else None
    if isinstance(tree, S.Apply) and looks_like_density(tree) and not tree.parameters:
        return tree.function, tree.arguments
    return None


def is_none(left: S.Node, right: S.Node, words: str) -> bool:
    """Whether `left = right` gives a density's letter a formula that does not integrate to one, in these words."""
    key = key_of(left)
    if key is None or any((k := key_of(n)) is not None and k[0] == key[0] for n in S.walk(right)):
        return False
    if isinstance(right, S.Density) and any(map(_is_event, right.targets)):
        return True
    if isinstance(right, S.Add):
        terms = [key_of(term) for term in right.terms]
        return all(k is not None and k[1] == key[1] for k in terms) and _some_density(right.terms)
    if (exponent := _exponent(right)) is not None:
        return not CALLED.search(words) and _free_of_constants(exponent, key[1])
    if _is_logistic(right):
        return True
    powers = list(_powers(right, ONE))
    rest = [base for base, _ in powers if not isinstance(base, S.Number)]
    keys = [key_of(base) for base in rest]
    if not rest or not all(k is not None and k[1] == key[1] for k in keys) or not _some_density(rest):
        return False
    with_function = any(isinstance(base, S.Apply) for base in rest)
    if with_function and (CALLED.search(words.replace("densities", "")) or not _are_letters(rest)):
        return False
    return len(powers) > 1 or powers[0][1] != ONE


def _is_event(target: S.Node) -> bool:
    """`X <= x` and `Y = 1`: the probability of one event is no mass function."""
    return isinstance(target, S.Comparison) and (target.relation != "equal" or isinstance(target.right, S.Number))


def _some_density(parts: tuple | list) -> bool:
    return any(isinstance(part, S.Density) for part in parts)


def _are_letters(parts: list[S.Node]) -> bool:
    return all(isinstance(part, S.Density) or part.function[0] in _LETTERS for part in parts)


def _powers(tree: S.Node, exponent: S.Node):
    """The factors of a product or quotient with what they are raised to; `None` below a fraction."""
    if isinstance(tree, S.Mul):
        for factor in tree.factors:
            yield from _powers(factor, exponent)
    elif isinstance(tree, S.Divide):
        yield from _powers(tree.numerator, exponent)
        yield from _powers(tree.denominator, S.Neg(ONE))
    elif isinstance(tree, S.Power):
        yield from _powers(tree.base, tree.exponent)
    elif isinstance(tree, S.Apply) and tree.function == "sqrt":
        yield from _powers(tree.arguments[0], S.Divide(ONE, S.Number("2")))
    else:
        yield tree, exponent


def _exponent(tree: S.Node) -> S.Node | None:
    """What stands in an exponential that is the whole formula."""
    if isinstance(tree, S.Apply) and tree.function == "exp":
        return tree.arguments[0]
    named = isinstance(tree, S.Power) and isinstance(tree.base, S.NamedNumber | S.Symbol) and tree.base.name == "e"
    return tree.exponent if named else None


def _free_of_constants(exponent: S.Node, targets: tuple[S.Node, ...]) -> bool:
    """Whether every term of an exponent is of the variables: no log Z and no A(theta) stands beside them; and none is
    the logarithm of a density, nor a number that is written out, of which the mass is computed elsewhere."""
    terms = exponent.terms if isinstance(exponent, S.Add) else (exponent,)
    terms = [term.operand if isinstance(term, S.Neg) else term for term in terms]
    called = [n for n in S.walk(exponent) if isinstance(n, S.Apply | S.Expectation | S.Integral)]
    plain = all(not (isinstance(n, S.Apply) and n.function == "log") for n in terms)
    return bool(called) and plain and all(any(n in targets for n in S.walk(term)) for term in terms)


def _is_logistic(tree: S.Node) -> bool:
    r"""1 / (1 + e^{-w x})."""
    if not isinstance(tree, S.Divide) or not isinstance(tree.denominator, S.Add):
        return False
    return ONE in tree.denominator.terms and any(_exponent(term) is not None for term in tree.denominator.terms)
