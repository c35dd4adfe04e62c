"""Which variables the prose calls discrete, and which names it calls random."""

from __future__ import annotations

import re

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of, plain

DISCRETE_AFTER = re.compile(
    r"[$\\)]*\s*(?:is|are|be|being) (?:a |an )?(?:finite |scalar )?discrete(?! or| and)|"
    r"[$\\)]*\s*(?:是|为)离散(?:随机)?变?量?"
)
DISCRETE_BEFORE = re.compile(
    r"\bdiscrete (?:random |latent )?(?:variable|quantity|latent)s? [$\\(]*$|离散(?:随机|隐)?变量\s*[$\\(]*$"
)
RANDOM_AFTER = re.compile(
    r"[$\\)]*\s*(?:is|are|be|being|as) (?:an? |some |the )?(?:[a-z]+ ){0,2}(?:random variable|estimators?\b)|"
    r"[$\\)]*\s*(?:是|为)[^，。；]{0,20}(?:随机变?量|的(?:一个)?估计)"
)
RANDOM_BEFORE = re.compile(r"\b(?:random variable|estimator)s? [$\\(]*$|(?:随机变量|估计量)\s*[$\\(]*$")


def discrete_in_words(note: Note) -> set[str]:
    """The variables that the prose calls discrete: `a discrete variable $X$`, `$X$ is discrete`, 离散变量 $X$."""
    return called(note, DISCRETE_AFTER, DISCRETE_BEFORE)


def random_in_words(note: Note, trees: list[S.Node]) -> set[str]:
    """The names of a plain E[...] that the prose calls random: `an estimator $T$`, `$d$ is a random variable`."""
    means = (n for tree in trees for n in S.walk(tree) if isinstance(n, S.Expectation | S.Variance) and not n.draws)
    averaged = {name_of(v) for mean in means for v in S.walk(mean.body) if isinstance(v, S.Symbol)}
    chains = [*note.chains, *(c for b in note.blocks for f in b.formulas for c in f.chains)]
    equations = ([side.tree for side in c.sides[:2]] for c in chains if all(s.read for s in c.sides) and c.relations)
    defined = {name_of(one) for one, other in equations if name_of(one) != plain(getattr(other, "function", ""))}
    return (averaged & called(note, RANDOM_AFTER, RANDOM_BEFORE)) - defined


def called(note: Note, after: re.Pattern, before: re.Pattern) -> set[str]:
    """The names of formulas that these words follow or precede."""
    found = set()
    for formula in (f for b in note.blocks for f in b.formulas):
        if after.match(formula.after) or before.search(formula.before):
            trees = [s.tree for c in formula.chains for s in c.sides if s.read]
            found |= {name_of(t) for t in trees if isinstance(t, S.Symbol) and name_of(t)}
    return found


def tells_both_cases(prose: str) -> bool:
    """Whether a note speaks of discrete and of continuous variables."""
    return any(a in prose and b in prose for a, b in (("discrete", "continuous"), ("离散", "连续")))
