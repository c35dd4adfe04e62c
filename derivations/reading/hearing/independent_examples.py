r"""Examples that a sentence calls independent: `$x_1, \dots, x_n$ are i.i.d. with density $p(x|\theta)$`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.laws_unused import ALIKE
from derivations.reading.hearing.modality import REFUSED, UNHEARD, modality
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.hearing.several_draws import DEPENDENT, DEPENDENT_SAMPLES, INDEPENDENT
from derivations.reading.meaning.naming import name_of

EXAMPLES = re.compile(
    r"\b(?:data(?:set)?|data ?points?|points|observations?|samples?|examples?|measurements?|draws|replicates)\b|"
    r"数据|样本|观测|观察值"
)
LISTED = re.compile(r"\s*\{?(?:\\(?:mathbf|boldsymbol|bm) *\{? *)?([A-Za-z])\}? *[_^]")
PAIRWISE = re.compile(r"\bpairwise\b|两两")
BEHIND = re.compile(rf"\s*(?:(?!from\b|of\b|with\b|given\b)[a-z-]+ ){{0,2}}{MARK}")  # independent noises e_1, ..., e_n
THEY = re.compile(r"^\W*(?:they|these|all of (?:them|these)|它们|这些)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Examples:
    """The line that calls the members of some families independent, all families if it names none, and of what
    their density is written, the theta of p(x|theta): they are independent given that."""

    line: int
    families: frozenset[str]
    beside: frozenset[str]

    def are(self, family: str, givens: set[str]) -> bool:
        """Whether the members of this family are independent given these."""
        return (not self.families or family in self.families) and givens <= self.beside


def hear_examples(known, sentence: Sentence) -> None:
    """What a sentence says of the independence of examples; one that denies it ends what was said before."""
    of_examples = bool(EXAMPLES.search(sentence.text) or THEY.search(sentence.text))
    everything = frozenset().union(*map(families_in, sentence.formulas))
    if DEPENDENT.search(sentence.text) or DEPENDENT_SAMPLES.search(sentence.text):
        if everything or of_examples:
            known.examples = [e for e in known.examples if everything and e.families and not everything & e.families]
        return
    found = INDEPENDENT.search(sentence.text)
    families = spoken_of(sentence, found) if found else frozenset()
    if not found or not (families or (of_examples and not everything)) or PAIRWISE.search(sentence.text):
        return
    place = max(sentence.text.rfind(MARK, 0, found.start()), 0) if sentence.formulas else found.start()
    kind = modality(sentence, place).kind  # of the whole sentence: a word of two signs is not cut in two
    if kind == REFUSED or (kind == UNHEARD and not ALIKE.search(sentence.text)):
        return
    for last in (d.targets[-1] for d in known.survey.applied if of_a_list(d)):
        if isinstance(last, S.Index) and (name := name_of(last)) in families:  # its other indices are its entries'
            known.survey.sampled.setdefault(name, set()).update(last.indices)
    names = {name_of(n) for f in sentence.formulas for n in S.every(S.Symbol, *f.trees)}
    known.examples.append(Examples(sentence.line, families, frozenset(filter(None, names)) - families))


def spoken_of(sentence: Sentence, found: re.Match) -> frozenset[str]:
    """The family that a sentence calls independent: of the formula behind the word, else of the last one before."""
    number = sentence.text[: found.start()].count(MARK)
    behind = sentence.formulas[number : number + 1] if BEHIND.match(sentence.text[found.end() :]) else []
    places = [*behind, *reversed(sentence.formulas[:number])]
    return next(filter(None, map(families_in, places)), frozenset())


def of_a_list(density: S.Density) -> bool:
    """Whether this is the density p(x_1, ..., x_n)."""
    return any(isinstance(t, S.Dots) for t in density.targets)


def families_in(formula: InlineFormula) -> frozenset[str]:
    """The names with an index in a formula; of X_1 the values are x_1."""
    listed = LISTED.match(formula.latex)
    found = {name for n in S.every(S.Index, *formula.trees) if (name := name_of(n))}
    found |= {listed[1]} if listed else set()
    return frozenset(found | {name.lower() for name in found if len(name) == 1})
