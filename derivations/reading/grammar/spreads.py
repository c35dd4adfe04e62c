"""Variances and covariances: `Var_{q}[f]`, `Var X`, `Cov(x, y | z)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivations.reading.grammar import scripts
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.binders import bracketed, head_draws

if TYPE_CHECKING:
    from derivations.reading.grammar.parser import Parser


def read_variance(parser: Parser, head: scripts.Head) -> S.Node:
    draws = head_draws(parser, head)
    if (
        parser.kind() == "name"
        and not parser.notation.is_head(parser.peek().text)
        and parser.kind(1) not in ("open", "super")
    ):
        return S.Variance(draws, parser.factor(), (), span=parser.since(head.start))  # Var X
    if parser.kind() != "open":
        raise parser.error("a variance needs brackets")
    body, givens, _ = bracketed(parser, parser.sum)
    return S.Variance(draws, body, givens, span=parser.since(head.start))


def read_covariance(parser: Parser, head: scripts.Head) -> S.Node:
    draws = head_draws(parser, head)
    if parser.kind() != "open":
        raise parser.error("a covariance needs brackets")
    pair, givens, _ = bracketed(parser, parser.items)
    if len(pair) != 2:
        return S.Variance(draws, pair[0], givens, span=parser.since(head.start))
    return S.Covariance(draws, pair[0], pair[1], givens, span=parser.since(head.start))
