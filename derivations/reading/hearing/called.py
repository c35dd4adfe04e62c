"""What a sentence calls its names: random, weights, of so many dimensions."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import Sentence, only_tree
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__, "told_in_words")
WEIGHTS, DIMENSIONAL, RANDOM = _TABLE.patterns("weights", "dimensional", "random")


def hear_what_is_called(known, sentence: Sentence) -> None:
    """Notes it of the names."""
    for found in RANDOM.finditer(sentence.text):
        trees = [only_tree(f) for f in sentence.within(found)]
        known.called_random |= {known.survey.capital.get(name_of(t), name_of(t)) for t in trees if t and name_of(t)}
    for found in WEIGHTS.finditer(sentence.text):
        formula = sentence.within(found)[0]
        trees = [chain.sides[0].tree for chain in formula.chains if chain.sides[0].read]
        known.called_weights |= {name_of(n) for n in S.every(S.Index, *trees) if name_of(n)}
    for found in DIMENSIONAL.finditer(sentence.text):
        tree = only_tree(sentence.within(found)[0])
        known.dimensions |= {name_of(tree)} if isinstance(tree, S.Symbol) else set()
