"""H(z|x) of small letters: the average over x, as H(Z|X) is, or the entropy of p(z|x) at this x."""

from __future__ import annotations

import sympy

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.letters_of_means import letter_for
from derivations.reading.meaning.naming import name_of

AT_VALUES = "what an entropy at the values that are given is of"
AVERAGED = "the average over these"


def at_values(read, node: S.VariableEntropy) -> sympy.Expr | None:
    """The conditional density whose entropy is meant, where the reading that is tried has it so; an entropy that is
    told to be at one value is no average."""
    names = [name_of(given) or "" for given in node.givens]
    if not names or not all(name.lstrip("\\").islower() for name in names):
        return None
    targets, givens = ([read.variable(v) for v in part] for part in (node.variables, node.givens))
    wanted = tuple(map(str, targets)), tuple(map(str, givens))
    letters = sorted(name for name, seen in read.survey.signatures.items() if wanted in seen)
    if set(names) <= read.known.at_values:
        letters = letters or [letter_for(read, [*wanted[0], *wanted[1]], node, node.letter).name]
    else:
        letters = [AVERAGED, *letters]
    chosen = read.readings.choose(AT_VALUES, letters)
    return None if chosen == AVERAGED else L.Density(L.Distribution(chosen), targets, givens)
