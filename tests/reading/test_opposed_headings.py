"""What is said under one heading is not said under its opposite; a remark for one sentence ends with it."""

import pytest

from derivations.reading.hearing.circumstances import opposite
from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

POSITIVE, INDEPENDENT, NORMAL = "Let $a > 0$.", "Here $p(x,z) = p(x)p(z)$.", r"Let $p(z) = \mathcal{N}(z; 0, 1)$."
EQUAL = "Suppose $q(z|x) = p(z|x)${}."
LINES = {
    POSITIVE: "$$ |a| = a $$", INDEPENDENT: "$$ I(x;z) = 0 $$", NORMAL: r"$$ \mathbb{E}_{p(z)}[z^2] = 1 $$",
    EQUAL: r"$$ \mathrm{KL}(q(z|x)\|p(z|x)) = 0 $$",
}  # fmt: skip
OPPOSED = [
    ("With independence", INDEPENDENT, "Without independence"),
    ("Positive weights", POSITIVE, "Negative weights"),
    ("The bounded parameter", POSITIVE, "The unbounded parameter"),
    ("Known variance", NORMAL, "Unknown variance"),
    ("Linear decoder", NORMAL, "Nonlinear decoder"),
    ("Discrete latents", INDEPENDENT, "Continuous latents"),
]
BESIDE = [
    ("Gaussian entropy", POSITIVE, "Differential entropy"),
    ("Positive weights", POSITIVE, "Positive biases"),
    ("Variational inference", NORMAL, "Amortised inference"),
    ("Mutual information", INDEPENDENT, "Conditional information"),
]


def verdict(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize(("first", "said", "second"), OPPOSED)
def test_under_the_opposite_heading_it_proves_nothing(first, said, second):
    assert verdict(f"# {first}\n\n{said}\n\n# {second}\n\n{LINES[said]}") != "proved"
    assert verdict(f"# {first}\n\n{said}\n\n{LINES[said]}") == "proved"


@pytest.mark.parametrize(("first", "said", "second"), BESIDE)
def test_under_the_next_heading_it_still_holds(first, said, second):
    assert verdict(f"# {first}\n\n{said}\n\n# {second}\n\n{LINES[said]}") == "proved"


@pytest.mark.parametrize("only", [" (only in this sentence)", ", just for this remark", "（仅在本句）"])
def test_what_is_said_for_one_sentence_alone_proves_nothing(only):
    assert verdict(f"{EQUAL.format(only)}\n\n{LINES[EQUAL]}") != "proved"


def test_what_is_said_in_this_paper_only_still_holds():
    assert verdict(f"{EQUAL.format('')} We need only this sentence to go on.\n\n{LINES[EQUAL]}") == "proved"


@pytest.mark.parametrize(("one", "other"), [("bounded", "unbounded"), ("non-gaussian", "gaussian"), ("even", "odd")])
def test_opposites(one, other):
    assert opposite(one, other) and opposite(other, one) and not opposite(one, one)
    assert not opposite(one, "gaussian" if one != "non-gaussian" else "even")
