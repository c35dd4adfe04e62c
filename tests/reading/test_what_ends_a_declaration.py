r"""An optimum, a case of equality, a lemma's statement and a choice that was ended prove nothing of any other q.

Each is put before `log p(x) = E_q[log p(x,z)/q(z)]`, which holds only if q(z) = p(z|x) is a fact at that place.
"""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

CLAIM = "\n\n$$ \\log p(x) = \\mathbb{E}_{q(z)}\\left[\\log \\frac{p(x,z)}{q(z)}\\right] $$\n"
EQUATION, DISPLAY = "$q(z)=p(z|x)$", "\n\n$$ q(z) = p(z|x) $$\n\n"

EQUALITY = """
The bound holds, and equality is attained at zero KL, that is: EQ.
Equality holds when the KL divergence is zero, i.e., EQ.
Equality holds if the divergence vanishes, namely EQ.
Equality is attained at zero divergence. That is, EQ.
The bound is tight at zero KL; in other words: EQ.
With equality if the divergence is zero, in which case EQ.
The gap closes at zero divergence, i.e.: EQ.
等于号取在 KL 散度为0时，即：EQ。
等号在 KL 散度为零时取到，也就是：EQ。
当且仅当 KL 散度为零时等号成立，此时 EQ。
等号成立的条件是散度为零，也就是说，EQ。
The bound is maximised by:DISPLAY
The bound is tight for the distributionDISPLAY
Equality is attained at zero KL, that is:DISPLAY
The posterior attains the maximum:DISPLAY
In this spaceDISPLAYmaximises the bound.
使下界最大的分布是DISPLAY
等号在散度为零时取到，即：DISPLAY
$$ D_{KL}(q(z) \\| p(z|x)) = 0 \\iff q(z) = p(z|x) $$
\\begin{lemma} For a fixed model there is one such distribution: DISPLAY \\end{lemma}
**Proposition 2.** There is one such distribution,DISPLAY
"""
ENDED = """
In the E-step we set EQ. In variational inference $q(z)$ is instead any distribution of a simple family.
Let EQ. Now let $q(z)$ be any distribution.
Let EQ. Now let $q$ be an arbitrary density.
Let EQ. For any other $q$ we have
Let EQ. For an arbitrary variational distribution $q(z)$ we have
Let EQ. From now on we no longer assume that EQ.
Let EQ. Let $q(z)$ be a distribution over the latent variables.
Let EQ. For every $q(z)$,
设 EQ。对任意的 $q$：
设 EQ。现在设 $q(z)$ 是任意分布。
设 EQ。对于任意分布 $q(z)$，有
We chooseDISPLAYFor any other $q$ we have
Suppose thatDISPLAYFrom here on $q(z)$ is arbitrary.
"""
KEPT = """
Let EQ.
In the E-step we set EQ.
We choose the posterior itself:DISPLAY
We take the optimal distribution,DISPLAY
Let EQ. For any $x$ we have
Let EQ. For any data point $x$ and any parameters,
设 EQ。对任意的 $x$，
Suppose thatDISPLAYThen
"""


def lines(block: str) -> list[str]:
    return [line for line in block.split("\n") if line]


def last(said: str) -> str:
    note = said.replace("EQ", EQUATION).replace("DISPLAY", DISPLAY)
    return Judge(read_note(note + CLAIM), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", lines(EQUALITY))
def test_a_case_of_equality_or_an_optimum_is_no_assumption(said):
    assert last(said) in ("refuted", "doubtful")


@pytest.mark.parametrize("said", lines(ENDED))
def test_a_declaration_ends_where_q_is_any_distribution(said):
    assert last(said) == "refuted"


@pytest.mark.parametrize("said", lines(KEPT))
def test_what_the_note_sets_holds(said):
    assert last(said) == "proved"


def test_the_formula_of_a_family_outlives_a_bound_for_any_q():
    note = (
        r"Let $q(z) = \mathcal{N}(z; m, s^2)$ and $p(z) = \mathcal{N}(z; 0, 1)$. For any $q$ the divergence is"
        " non-negative.\n\n" + r"$$ D_{KL}(q(z) \| p(z)) = \frac12 (s^2 + m^2 - 1 - \log s^2) $$"
    )
    assert [j.verdict for j in Judge(read_note(note), mend=False).run()] == ["proved"]
    freed = note.replace("For any $q$ the divergence is non-negative.", "Now let $q$ be any distribution.")
    assert [j.verdict for j in Judge(read_note(freed), mend=False).run()] == ["doubtful"]


def test_a_lemma_proves_no_line_of_its_own_proof():
    note = (
        "\\begin{lemma} There is one such law:\n\\begin{equation} q(z) = p(z|x) \\end{equation}\n"
        "\\end{lemma}\n\\begin{proof} So\n\\begin{equation} \\log q(z) = \\log p(z|x) \\end{equation}\n\\end{proof}"
    )
    assert Judge(read_note(note), mend=False).run()[-1].verdict == "doubtful"
