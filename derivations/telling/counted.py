"""How many there are of something, in English; Chinese has no plural."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """How many there are, in English.

    >>> counted(1, "step"), counted(0, "step"), counted(2, "box")
    ('1 step', '0 steps', '2 boxes')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{'es' if noun.endswith('x') else 's'}"
