r"""Tags of names are told as authors write them, `\theta^{(t+1)}` and `Q^{(t)}`, and are one tag however they are written."""

from __future__ import annotations

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def judged(note: str):
    judge = Judge(read_note(note), mend=False)
    return judge.run(), judge.known.facts


def test_a_step_in_a_subscript_and_behind_a_semicolon():
    (same,), _ = judged(r"$$ \log p_{\theta^{(t+1)}}(x) = \log p(x;\theta^{(t+1)}) $$")
    assert same.verdict == "proved"
    (other,), _ = judged(r"$$ \log p_{\theta^{(t)}}(x) = \log p(x;\theta^{(t+1)}) $$")
    assert other.verdict != "proved" and "Add" not in other.message


def test_a_bracket_that_closes_is_written_as_one():
    _, facts = judged(r"Let $Q_i^{(t)}(z_i) = p(z_i|x_i;\theta^{(t)})$." + "\n\n" + r"$$ \log Q_i^{(t)}(z_i) \leq 0 $$")
    assert facts and not any("(t(" in f.name for f in facts)
