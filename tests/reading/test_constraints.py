r"""Constraints are told, not claimed; a name that is called a weight is not refuted with numbers that sum to two."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

SUM = r"$$ \sum_{j=1}^N \lambda_j = 1 $$" + "\n\n"
SHARE, DOUBLE = (rf"$$ \sum_{{j=1}}^N a \lambda_j = {k} a $$" + "\n\n" for k in ("", "2"))
TOTAL = r"$$ \sum_{i=1}^M \sum_{j=1}^N r_{ij} = M $$"


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


@pytest.mark.parametrize(
    "said",
    ["We maximise this subject to the constraint:", "The weights satisfy", "This is done with the normalisation",
     "Enforcing the constraint:", "约束条件为：", "我们在下面的条件下求最大值", "such that"],
)  # fmt: skip
def test_a_sum_that_is_one_is_told_and_no_claim(said):
    assert verdicts(f"{said}\n\n{SUM}")[0] in ("definition", "consistent")


def test_it_is_kept_by_every_world_after_it():
    assert verdicts(f"The weights satisfy\n\n{SUM}so\n\n{SHARE}and\n\n{DOUBLE}") == [
        "definition", "proved", "refuted"
    ]  # fmt: skip


def test_a_sum_of_what_was_defined_is_a_claim():
    given = r"Let $\lambda_j = \frac{2}{N}$." + "\n\n"
    assert verdicts(given + SUM)[-1] not in ("definition", "proved")


def test_another_sum_is_a_claim():
    assert verdicts(r"$$ \sum_{j=1}^N \lambda_j = 2 $$") == ["refuted"]


def test_a_chain_that_ends_in_its_constraint_is_an_equation_to_be_solved():
    chain = r"$$ \sum_{j=1}^N \lambda_j = \frac1a \sum_{i=1}^M \sum_{j=1}^N r_{ij} = \frac1a M = 1 $$"
    assert "refuted" not in verdicts("Enforcing the constraint:\n\n" + chain)
    assert "refuted" in verdicts("Therefore\n\n" + chain)


@pytest.mark.parametrize("said", ["The responsibilities $r_{ij}$ of the components.", "其中 $r_{ij}$ 是权重。"])
def test_what_is_called_a_weight_may_sum_to_one(said):
    assert verdicts(f"{said}\n\n{TOTAL}") == ["doubtful"]
    assert verdicts(TOTAL) == ["refuted"]
