"""`$x | z \\sim \\mathcal{N}(z, 1)$`: the density of x given z, of the letter that writes both.

A law that is no normal, or of letters of which several may be meant, is not understood: nothing is proved by it, and no
line that speaks of its names is refuted.
"""

from __future__ import annotations

from dataclasses import replace

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.letters_of_means import letter_for
from derivations.reading.meaning.naming import label
from derivations.reading.meaning.unreadable import Unreadable


def take_conditional_draw(known, tree: S.ConditionalDraw) -> bool:
    """Takes the law as given, of the one letter with this conditional density, or else that writes all the names;
    False if it was not understood."""
    if isinstance(tree.density, S.Density):  # z | x ~ q(z|x) says no more than where z is from
        return True
    letters = letters_of(known, tree)
    if not isinstance(tree.density, S.Gaussian) or len(letters) != 1:
        return False
    if len(tree.variables) > 1:  # x_1, x_2 | m ~ N(m, 1): what they are together, its sentence may say
        for variable in tree.variables:
            take_conditional_draw(known, replace(tree, variables=(variable,)))
        return False
    known.state_trees(S.Density(letters[0], targets=tree.variables, givens=tree.givens, span=tree.span), tree.density)
    return True


def take_as_independent(known, tree: S.ConditionalDraw) -> None:
    """Given what they are given, these variables are independent: the product of their densities is that of all."""
    letters = letters_of(known, tree)
    parts = tuple(S.Density(letter, targets=(v,), givens=tree.givens) for letter in letters for v in tree.variables)
    if len(letters) == 1 and known.state_trees(replace(parts[0], targets=tree.variables), S.Mul(parts)):
        known.unheard = [one for one in known.unheard if one.text != f"${S.outline(tree)}$"]


def letters_of(known, tree: S.ConditionalDraw) -> list[str]:
    """The letters of which this may be the law."""
    targets, givens = tuple(map(label, tree.variables)), tuple(map(label, tree.givens))
    everything = {known.survey.role(name) for name in (*targets, *givens)}
    written = known.survey.signatures.items()
    exactly = [letter for letter, signatures in written if (targets, givens) in signatures]
    of_all = [
        letter for letter, signatures in written
        if everything <= {known.survey.role(n) for s in signatures for part in s for n in part}
    ]  # fmt: skip
    if exactly or of_all:
        return exactly or of_all
    try:
        return [letter_for(known.read, sorted(everything), tree).name]
    except Unreadable:
        return []
