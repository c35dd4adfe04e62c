"""Which variables the prose calls discrete."""

from __future__ import annotations

import re

from derivations.reading.document import Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import name_of

DISCRETE_AFTER = re.compile(
    r"[$\\)]*\s*(?:is|are|be|being) (?:a |an )?(?:finite |scalar )?discrete(?! or| and)|"
    r"[$\\)]*\s*(?:是|为)离散(?:随机)?变?量?"
)
DISCRETE_BEFORE = re.compile(
    r"\bdiscrete (?:random |latent )?(?:variable|quantity|latent)s? [$\\(]*$|离散(?:随机|隐)?变量\s*[$\\(]*$"
)


def discrete_in_words(note: Note) -> set[str]:
    """The variables that the prose calls discrete: `a discrete variable $X$`, `$X$ is discrete`, 离散变量 $X$."""
    found = set()
    for formula in (f for b in note.blocks for f in b.formulas):
        if DISCRETE_AFTER.match(formula.after) or DISCRETE_BEFORE.search(formula.before):
            trees = [s.tree for c in formula.chains for s in c.sides if s.read]
            found |= {name_of(t) for t in trees if isinstance(t, S.Symbol) and name_of(t)}
    return found


def tells_both_cases(prose: str) -> bool:
    """Whether a note speaks of discrete and of continuous variables."""
    return any(a in prose and b in prose for a, b in (("discrete", "continuous"), ("离散", "连续")))
