"""How things of the logic show themselves in a notebook. The logic knows no HTML: whoever draws pages says how.

`show_with` is called once, when the package `derivations` is imported; nothing of the page is loaded until a notebook
asks for it.
"""

from __future__ import annotations

from collections.abc import Callable

_drawn_by: list[Callable[[object, str], str]] = []


def show_with(draw: Callable[[object, str], str]) -> None:
    """Name the function that draws a thing as "html" or "latex"."""
    _drawn_by[:] = [draw]


class Displayed:
    """A thing that a notebook shows typeset."""

    def _repr_html_(self) -> str:
        return _drawn_by[0](self, "html")

    def _repr_latex_(self) -> str:
        return _drawn_by[0](self, "latex")
