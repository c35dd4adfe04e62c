r"""`\\sum_i x_i^2 - 2 c x_i + c^2`: a sum or a mean without brackets, where its letter stands in a later term.

The letter has no other meaning there, so the sum may reach over that term: to the end, or to any place behind it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derivations.reading.grammar import syntax as S

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser

Terms = list[S.Node]
_MOST_ENDS = 4  # where a sum may end, for each is another reading of the line
_BINDERS = S.SumOver | S.Expectation


def joined(parser: Parser, terms: Terms, start: int) -> S.Node:
    """The sum of terms; where one of them may reach over those behind it, with that reading too."""
    span = parser.since(start)
    apart = terms[0] if len(terms) == 1 else S.Add(tuple(terms), span=span)
    for k, term in enumerate(terms[:-1]):
        letters, perhaps = bound_at_the_end(parser, term), averaged_at_the_end(parser, term)
        last = _last_with(letters or perhaps, terms)
        if last > k and _cancels(term, terms[k + 1 :]):
            raise parser.error("where does this sum or mean end? write brackets", term.span[0])
        if last > k:
            ends = [len(terms), *range(max(last + 1, len(terms) - _MOST_ENDS), len(terms))]
            longer = [(*terms[:k], reaching_over(parser, term, terms[k + 1 : end]), *terms[end:]) for end in ends]
            readings = [one[0] if len(one) == 1 else S.Add(one, span=span) for one in longer]
            return S.Ambiguous((*readings, apart) if letters else (apart, *readings), "sum", span=span)
    return apart


def _cancels(term: S.Node, rest: Terms) -> bool:
    """Whether nothing would be left of a sum that reached over the rest: of E_q f(z) - f(z)."""
    while isinstance(term, S.Neg | S.Mul | _BINDERS):
        term = term.operand if isinstance(term, S.Neg) else term.factors[-1] if isinstance(term, S.Mul) else term.body
    return any(isinstance(other, S.Neg) and other.operand == term for other in rest)


def _last_with(letters: list[S.Node], terms: Terms) -> int:
    """The place of the last term in which one of these letters stands free."""
    return max((j for j, t in enumerate(terms) if any(stands_free(letter, t) for letter in letters)), default=-1)


def averaged_at_the_end(parser: Parser, term: S.Node) -> list[S.Node]:
    """What the densities of a term are of that ends with a mean of which it is not said what it runs over."""
    while isinstance(term, S.Neg | S.Mul):
        term = term.operand if isinstance(term, S.Neg) else term.factors[-1]
    if not isinstance(term, S.Expectation) or not any(term is one for one in parser.unbracketed) or letters_of(term):
        return []
    return [target for density in S.every(S.Density, term.body) for target in density.targets]


def bound_at_the_end(parser: Parser, term: S.Node) -> list[S.Node]:
    """The letters of the sums and means without brackets that a term ends with."""
    if isinstance(term, S.Neg):
        return bound_at_the_end(parser, term.operand)
    if isinstance(term, S.Mul):
        return bound_at_the_end(parser, term.factors[-1])
    if not isinstance(term, _BINDERS) or not any(term is one for one in parser.unbracketed):
        return []
    return [*letters_of(term), *bound_at_the_end(parser, term.body)]


def letters_of(node: S.Node) -> list[S.Node]:
    """What a sum, a mean or an integral runs over, as far as it is written."""
    found = [*getattr(node, "indices", ()), *getattr(node, "variables", ())]
    for draw in getattr(node, "draws", ()):
        found += draw.variables or (draw.density.targets if isinstance(draw.density, S.Density) else ())
    if isinstance(node, S.KL | S.Entropy | S.CrossEntropy):
        found += [t for part in S.children(node) if isinstance(part, S.Density) for t in part.targets]
    return found


def stands_free(letter: S.Node, node: S.Node) -> bool:
    """Whether a letter stands in a formula and no sign there binds it."""
    if node == letter:
        return True
    binds = isinstance(node, S.BigOperator | S.Expectation | S.Variance | S.Covariance | S.Integral)
    if (binds or isinstance(node, S.KL | S.Entropy | S.CrossEntropy)) and letter in letters_of(node):
        return False
    if isinstance(node, S.VariableEntropy | S.MutualInformation):
        return False  # of variables, whatever their values
    return any(stands_free(letter, part) for part in S.children(node))


def reaching_over(parser: Parser, term: S.Node, rest: Terms) -> S.Node:
    """The term with those behind it under the sum that it ends with."""
    if isinstance(term, S.Neg):
        return replace(term, operand=reaching_over(parser, term.operand, rest))
    if isinstance(term, S.Mul):
        return replace(term, factors=(*term.factors[:-1], reaching_over(parser, term.factors[-1], rest)))
    if bound_at_the_end(parser, term.body):
        return replace(term, body=reaching_over(parser, term.body, rest))
    return replace(term, body=S.Add((term.body, *rest), span=term.span))
