"""`$x | z \\sim \\mathcal{N}(z, 1)$`: the density of x given z, of the letter that writes both.

A law that is no normal, or of letters of which several may be meant, is not understood: nothing is proved by it, and no
line that speaks of its names is refuted.
"""

from __future__ import annotations

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
    known.state_trees(S.Density(letters[0], targets=tree.variables, givens=tree.givens, span=tree.span), tree.density)
    return True


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
