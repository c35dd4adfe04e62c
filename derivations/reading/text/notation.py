"""The notation table: every spelling the reader knows, as data.

`COMMANDS` (what stands after a backslash), `WORDS` (letters without one) and `CHARACTERS` map a spelling to a
(kind, value) pair; `ROLES` says which names are heads with a meaning of their own (KL, H, E, ...).  A `Notation` is
those tables plus what one note tells about its letters: which are densities, functions, indices, random variables.
It learns them from the note's formulas (`observe` in `habits`) and from its declaration block (`declare`).
The parser asks the table; it never asks who wrote the note.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.reading.tables import Table

Row = tuple[str, str]
_TABLE = Table(__file__)


def _set(key: str) -> frozenset[str]:
    return frozenset(_TABLE[key].split())


def _by_spelling(table: dict[str, str]) -> dict[str, str]:
    """The value of each of the spellings of a table."""
    return {spelling: value for value, spellings in table.items() for spelling in spellings.split()}


def _rows(kinds: dict[str, dict[str, str]]) -> dict[str, Row]:
    """The kind and the value of each spelling; one may stand for itself."""
    rows = {s: (kind, value) for kind, table in kinds.items() for s, value in _by_spelling(table).items()}
    return {s: (kind, s if value == "itself" else value) for s, (kind, value) in rows.items()}


RELATIONS, STATEMENTS = _by_spelling(_TABLE["relations"]), _by_spelling(_TABLE["statements"])
IMPLICATIONS = frozenset({"implies", "iff", "implied_by"})
_SIGNS = {sign: ("relation", value) for sign, value in RELATIONS.items()}
_SIGNS |= {
    sign: (value if sign[0] == "\\" and ("stack" in value or "arrow" in value) else "statement", value)
    for sign, value in STATEMENTS.items()
}
COMMANDS: dict[str, Row] = {
    **{"\\" + name: ("letter", "\\" + name) for name in _TABLE["greek"].split()},
    **{"\\" + name: ("font", name) for name in _TABLE["fonts"].split()},
    **{"\\" + name: ("upright", name) for name in _TABLE["upright"].split()},
    **{"\\" + name: ("accent", name) for name in _TABLE["accents"].split()},
    **{sign: row for sign, row in _SIGNS.items() if sign[0] == "\\"},
    **_rows(_TABLE["commands"]),
    **dict.fromkeys((r"\ ", "~"), ("drop", " ")),
}
CHARACTERS: dict[str, Row] = {
    **{sign: row for sign, row in _SIGNS.items() if sign[0] != "\\"},
    **_rows(_TABLE["characters"]),
    "~": ("drop", " "),
}
WORDS = _set("words")
ALIASES = {spelling: name for name, spellings in _TABLE["aliases"].items() for spelling in spellings}
ROLES = _by_spelling(_TABLE["roles"])
KNOWN_FUNCTIONS, FAMILIES = _set("known_functions"), _set("families")
SUBSCRIPTED_ROLES, DOUBLE_BAR_ROLES = _set("subscripted"), _set("double_bar")
TRANSPARENT_ENVIRONMENTS, CASES, MATRICES = _set("transparent"), _set("cases"), _set("matrices")
CONDITION_WORDS, WHERE_WORDS = _TABLE["condition_words"].split(), tuple(_TABLE["where_words"].split())
BOTH_WAYS = frozenset(_TABLE["both_ways"])
REASON_WORDS, PROSE_WORDS = tuple(_TABLE["reason_words"].split()), _set("prose_words")
JOINING = PROSE_WORDS - {"it", "at", "st", "is"} | {"if", "assuming", "whenever", "unless", "provided"}
"""Words that join formulas even where they are set upright as names are: `\\mathrm{and}`, `{\\rm for\\ all}`."""


@dataclass
class Notation:
    """The tables plus what one note says of its own letters."""

    densities: set[str] = field(default_factory=lambda: {"p", "q"})
    functions: set[str] = field(default_factory=lambda: set(FAMILIES))
    defined_functions: set[str] = field(default_factory=set)  # those that are a whole left side: f(x) = ...
    factors: set[str] = field(default_factory=set)  # those that stand without a bracket too
    indices: set[str] = field(default_factory=lambda: set("ijkl") | {"n", "t"})
    variables: set[str] = field(default_factory=set)
    bound_indices: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    bounds: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)
    drawn_below: set[str] = field(default_factory=set)  # what sums of this note have behind a \\sim below them
    bars_condition: bool = False
    entropy_h: bool = False  # small h is an entropy of variables in this note
    roles: dict[str, str] = field(default_factory=lambda: dict(ROLES))

    DECLARABLE = ("density", "function", "index", "variable", "kl", "entropy", "expectation", "information", "gaussian",
                  "variance", "log", "symbol")  # fmt: skip

    def is_head(self, name: str) -> bool:
        """Whether a name is a head with a meaning of its own (log, E, KL, min, ...) rather than a symbol or density."""
        role = self.roles.get(name)
        return role not in (None, "constant", "gaussian") and (len(name) > 1 or role == "expectation")

    def declare(self, key: str, names: list[str]) -> bool:
        """A line `key: name, name` of the note's declaration block; False if the key says nothing about spelling."""
        sets = {
            "density": self.densities,
            "function": self.functions,
            "index": self.indices,
            "variable": self.variables,
        }
        if key in sets:
            for name in names:
                self.roles.pop(name, None)
                sets[key].add(name)
        elif key == "symbol":
            for name in names:
                self.roles.pop(name, None)
                for known in sets.values():
                    known.discard(name)
        elif key in self.DECLARABLE:
            self.roles.update(dict.fromkeys(names, key))
        else:
            return False
        return True
