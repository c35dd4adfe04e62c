"""Whether the densities of a proved line are of one joint density: a prior p(z) and an encoder p(z|x) need not be."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.told_apart import prior_and_encoder
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.varying import formula_of

BY_A_JOINT = {"marginalisation", "definition of mutual information"}
"""The reasons that take an average of conditionals for the marginal."""


def of_no_joint(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: its p(z) and p(z|x) have formulas of their own, or words for a prior and an encoder."""
    if out.at is None or not BY_A_JOINT & set(out.reasons):
        return
    trees = judge.note.chains[out.at[0]].trees
    densities = {d for d in S.every(S.Density, *trees) if not d.bare}
    called, joint = set(prior_and_encoder(judge.note)), judge.survey.joint_name
    for plain in sorted((d for d in densities if len(d.targets) == 1 and not d.givens), key=S.outline):
        for other in (d for d in densities if d.givens and d.targets == plain.targets and joint(d) == joint(plain)):
            both = formula_of(judge, plain) is not None and formula_of(judge, other) is not None
            if both or (plain, other) in called:
                yield f"whether {S.outline(plain)} and {S.outline(other)} are of one joint density is not said"
