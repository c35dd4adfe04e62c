"""The error of a formula that was parsed but means nothing here."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S


class Unreadable(ValueError):
    """A formula that was parsed but has no meaning the language can carry; `node` is the place."""

    def __init__(self, message: str, node: S.Node):
        super().__init__(message)
        self.node = node
