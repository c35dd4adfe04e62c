"""Theorems: what a derivation has shown and all that it rests on; and the citing of one as a reason further on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from sympy import Expr, S, sympify

from derivations.language.display import Displayed
from derivations.language.words import Density

VALUE, INEQUALITY, MINIMISER, ESTIMATE = "value", "inequality", "minimiser", "estimate"


class ChainError(ValueError):
    """A chain that cannot be composed: <= after >=, or an objective known only up to scale added as it stands."""


def compose(first: str, second: str, where: str = "") -> str:
    """= then >= gives >=; <= then >= is refused."""
    if first == "=" or second == "=":
        return second if first == "=" else first
    if first != second:
        raise ChainError(f"{where}: {first} followed by {second} gives no relation between the ends")
    return first


@dataclass(frozen=True)
class Theorem(Displayed):
    """What a derivation has shown, and all that it rests on. Later chapters may use it as a reason."""

    name: str
    left: Expr
    relation: str
    right: Expr
    kind: str = VALUE
    assumptions: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    scale: Expr = S.One
    dropped: tuple[Expr, ...] = ()

    def at(self, values: dict) -> Theorem:
        """The theorem for particular symbols, functions or variables; what was positive must stay positive.

        Not for particular densities: one letter is one joint distribution, so q(z) is not free of q(x|z).
        """
        if any(sympify(old).has(Density) for old in values):
            raise ChainError(f"{self.name} speaks of whole distributions: no single density of one can be exchanged")
        for old, new in values.items():
            if sympify(old).is_positive and not sympify(new).is_positive:
                raise ChainError(f"{self.name} holds for positive {old}; {new} is not known to be positive")
        return replace(self, left=self.left.subs(values), right=self.right.subs(values))

    def named(self, names: dict) -> Theorem:
        """The theorem with its bound variables under other names, ones that do not occur in it."""
        taken = self.left.atoms(Expr) | self.right.atoms(Expr)
        for old, new in names.items():
            if getattr(old, "dimension", None) != getattr(new, "dimension", None):
                raise ChainError(f"{self.name} speaks of {old}, and {new} has not as many components")
            if taken & {new, *new.free_symbols}:
                raise ChainError(f"{self.name} already speaks of {new}, which cannot be another name in it")
        return replace(self, left=self.left.xreplace(names), right=self.right.xreplace(names))

    def under(self, context: Callable[[Expr], Expr]) -> Theorem:
        """An equation inside a context (a function from expressions to expressions): equals for equals."""
        if self.relation != "=" or self.kind != VALUE:
            raise ChainError(f"{self.name} is no equation of values, so it cannot be used inside another formula")
        return replace(self, left=context(self.left), right=context(self.right))

    def times(self, factor: Expr | int) -> Theorem:
        """The theorem with both sides multiplied (a minimiser keeps its factor on the record: it must be equal)."""
        if self.kind == MINIMISER and self.scale != 1:
            raise ChainError(
                f"{self.name} is known only up to the factor {self.scale}: it may not be added to another term"
            )
        if self.relation != "=" or self.kind != VALUE:
            if not sympify(factor).is_positive:
                raise ChainError(
                    f"{self.name} is no equation of values: it may only be multiplied by a positive factor"
                )
        return replace(self, left=self.left * factor, right=self.right * factor)


class Provable(Protocol):
    """What may be cited: a derivation, which concludes to a theorem when it is asked."""

    name: str

    def theorem(self, until: str = "") -> Theorem:
        """The conclusion, at the label `until` if there is one. Raises ChainError if it is not proved."""


@dataclass(frozen=True)
class Citation:
    """A theorem of an earlier derivation as a reason. It is proved when a step that cites it is judged, not before.

    A derivation exists before it can be cited, so no circle of citations can be written down.
    """

    source: Provable
    until: str = ""
    changes: tuple[Callable[[Theorem], Theorem], ...] = ()

    @property
    def name(self) -> str:
        return f"theorem {self.source.name}" + (f" ({self.until})" if self.until else "")

    def at(self, values: dict) -> Citation:
        """The theorem for particular symbols, functions or variables."""
        return replace(self, changes=(*self.changes, lambda t: t.at(values)))

    def named(self, names: dict) -> Citation:
        """The theorem with its bound variables under other names."""
        return replace(self, changes=(*self.changes, lambda t: t.named(names)))

    def under(self, context: Callable[[Expr], Expr]) -> Citation:
        """The theorem inside a context: equals for equals."""
        return replace(self, changes=(*self.changes, lambda t: t.under(context)))

    def times(self, factor: Expr | int) -> Citation:
        """The theorem with both sides multiplied."""
        return replace(self, changes=(*self.changes, lambda t: t.times(factor)))

    @cached_property
    def theorem(self) -> Theorem:
        """What is cited. Raises ChainError if it is not proved, or cannot be used this way."""
        theorem = replace(self.source.theorem(self.until), name=self.name)
        for change in self.changes:
            theorem = change(theorem)
        return theorem


def cite(source: Provable, until: str = "") -> Citation:
    """The conclusion of an earlier derivation (or of its lines up to the label `until`) as a reason."""
    return Citation(source, until)
