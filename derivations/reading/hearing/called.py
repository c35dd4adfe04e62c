"""What a sentence calls its names: random, weights, of so many dimensions."""

from __future__ import annotations

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, Sentence, only_tree
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__, "told_in_words")
WEIGHTS, DIMENSIONAL, RANDOM = _TABLE.patterns("weights", "dimensional", "random")


def hear_what_is_called(known, sentence: Sentence) -> None:
    """Notes it of the names."""
    for found in RANDOM.finditer(sentence.text):
        first = sentence.text[: found.start()].count(MARK)
        trees = [only_tree(f) for f in sentence.formulas[first : first + found[0].count(MARK)]]
        known.called_random |= {known.survey.capital.get(name_of(t), name_of(t)) for t in trees if t and name_of(t)}
    for found in WEIGHTS.finditer(sentence.text):
        formula = sentence.formulas[sentence.text[: found.start() + found[0].index(MARK)].count(MARK)]
        trees = [chain.sides[0].tree for chain in formula.chains if chain.sides[0].read]
        known.called_weights |= {name_of(n) for t in trees for n in S.walk(t) if isinstance(n, S.Index) and name_of(n)}
    for found in DIMENSIONAL.finditer(sentence.text):
        tree = only_tree(sentence.formulas[sentence.text[: found.start()].count(MARK)])
        known.dimensions |= {name_of(tree)} if isinstance(tree, S.Symbol) else set()
