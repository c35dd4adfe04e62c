"""How much of a note is read, and what is said where it ends."""

from __future__ import annotations

LONGEST_SIDE = 4_000  # signs and names
SIGNS_OF_A_NOTE, SIGNS_OF_A_RELATION, OF_A_SIDE = 60_000, 200, 5
FORMULAS_OF_PROSE, FORMULAS_OF_A_RELATION = 1_000, 30
MOST_REPAIRS = 20  # sides of a note with a bracket too many or too few of which every place is tried
MOST_STEPS = 20_000  # relation signs of the displays of a note
TOO_MANY_STEPS = f"a note of more than {MOST_STEPS} relation signs: from here on it is not read"
TOO_MANY_IN_PROSE = "too many formulas in prose for so few displays: from here on the note is not read"
TOO_LONG = f"this side is too long to be read: it has more than {LONGEST_SIDE} signs and names"
LABELS = "a number in brackets stands for another formula here: write that formula out"
TOO_MANY = f"too long a note: its formulas have more than {SIGNS_OF_A_NOTE} signs and names before this one ends"
