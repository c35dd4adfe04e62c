"""What a minimisation holds fixed: a marginal that a sentence names, and no more of its joint than that."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

CHAIN = r"""

$$ \min \{ KL[p(x,z)\|q(x,z)] \}
 = \min \{ \int p(x) (KL[p(z|x)\|q(z)] - \int p(z|x) \log q(x|z) dz) dx - H[p(x)] \}
 = \min \{ \int p(x) (KL[p(z|x)\|q(z)] - \int p(z|x) \log q(x|z) dz) dx \} $$
"""
ENCODER_LOST = r"""

$$ \min \{ - \int p(x) \int p(z|x) \log p(z|x) dz dx + KL[p(x)\|q(x)] \} = \min \{ KL[p(x)\|q(x)] \} $$
"""


def last(text: str):
    return Judge(read_note(text, "note.md"), mend=False).run()[-1]


@pytest.mark.parametrize(
    "said",
    [
        "The data density $p(x)$ is fixed.", "The density $p(x)$ is given.", "$p(x)$ is known, $q$ is ours.",
        "Let $p(x)$ be the data density, which is fixed.", "数据密度 $p(x)$ 是固定的。", "其中 $p(x)$ 是给定的。",
        "$p(x)$ 与参数无关。",
    ],
)  # fmt: skip
def test_what_is_free_of_the_marginal_that_is_held_is_dropped(said):
    assert last(said + CHAIN).verdict == "proved"
    assert last(said + ENCODER_LOST).verdict == "refuted"  # of p no more than p(x) is held


@pytest.mark.parametrize(
    "said", ["We minimise.", "$p(x)$ is not given.", "$p(x)$ 不是固定的。", "$p(x)$ is given by a table of $z$."]
)
def test_where_nothing_says_which_density_is_the_data_nobody_is_accused(said):
    found = last(said + CHAIN)
    assert found.verdict == "doubtful" and "is the data, which is not said" in found.message


def test_an_encoder_that_is_held_is_held_whole():
    assert last("With the encoder $p(z|x)$ is held fixed." + ENCODER_LOST).verdict == "proved"
