"""How things of the language and of judging show themselves. They know no printer and no HTML: whoever writes says how.

`show_with` and `write_with` are called once, when the package `derivations` is imported; nothing of the page or of
the printers is loaded until something is to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_drawn_by: list[Callable[[object, str], str]] = []
_written_by: list[Callable[[], Any]] = []


def show_with(draw: Callable[[object, str], str]) -> None:
    """Name the function that draws a thing as "html" or "latex"."""
    _drawn_by[:] = [draw]


def write_with(printers: Callable[[], Any]) -> None:
    """Name the function that loads the printers: an object with latex_form, text_form, pretty_form, precedence_of."""
    _written_by[:] = [printers]


def written() -> Any:
    """The printers."""
    return _written_by[0]()


class Displayed:
    """A thing that a notebook shows typeset."""

    def _repr_html_(self) -> str:
        return _drawn_by[0](self, "html")

    def _repr_latex_(self) -> str:
        return _drawn_by[0](self, "latex")
