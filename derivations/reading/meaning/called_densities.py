"""Letters that words call densities: `a density $m(z)$`, `$m(z)$ is any law`, `$k(y|x)$ is a Markov kernel`."""

from __future__ import annotations

import re

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.tables import Table

_BEFORE, _BEHIND, _KERNEL_BEFORE, _KERNEL_BEHIND = Table(__file__).patterns(
    "before", "behind", "kernel_before", "kernel_behind", flags=re.IGNORECASE
)


def called_a_density(formula: InlineFormula, tree: S.Apply) -> bool:
    """Whether the words before a formula or right behind it call it a density; k(y|x), with a bar, a kernel too."""
    before = re.split(r"[.;。；]", formula.before[-40:])[-1]
    kernel = tree.parameters and (_KERNEL_BEHIND.match(formula.after) or _KERNEL_BEFORE.search(before))
    return bool(kernel or _BEFORE.search(before) or _BEHIND.match(formula.after))
