"""Variances and covariances: `Var_{q}[f]`, `Var X`, `Cov(x, y | z)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts, statements
from derivations.reading.grammar.binders import bracketed, head_draws
from derivations.reading.grammar.syntax import Covariance, Node, Variance

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def read_variance(parser: Parser, head: scripts.Head) -> Node:
    draws = head_draws(parser, head)
    if (
        parser.kind() == "name"
        and not parser.notation.is_head(parser.peek().text)
        and parser.kind(1) not in ("open", "super")
    ):
        return Variance(draws, parser.factor(), (), span=parser.since(head.start))  # Var X
    if parser.kind() != "open":
        raise parser.error("a variance needs brackets")
    body, givens, _ = bracketed(parser)
    return Variance(draws, body, givens, span=parser.since(head.start))


def read_covariance(parser: Parser, head: scripts.Head) -> Node:
    draws = head_draws(parser, head)
    if parser.kind() != "open":
        raise parser.error("a covariance needs brackets")

    def content() -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        pair = parser.items()
        if parser.kind() != "bar":
            return pair, ()
        parser.position += 1
        return pair, statements.read_givens(parser)

    pair, givens = parser.inside(content, frozenset({"bar"}))
    if len(pair) != 2:
        return Variance(draws, pair[0], givens, span=parser.since(head.start))
    return Covariance(draws, pair[0], pair[1], givens, span=parser.since(head.start))
