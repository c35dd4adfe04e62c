r"""Tags of names are told as authors write them, `\theta^{(t+1)}`, `Q^{(t)}`, and are one tag however written."""

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
    """Of the E-step in prose nothing was heard without the display before it, where Q is seen to be a density."""
    display = r"$$ F = \sum_{i=1}^{N}\sum_{z_i}Q_i(z_i)\log\frac{p(x_i,z_i;\theta)}{Q_i(z_i)} $$"
    said = r"E-step: $Q_i^{(t)}(z_i)=p(z_i|x_i;\theta^{(t)})$."
    _, facts = judged(f"{display}\n\n{said}\n\n" + r"$$ F = \sum_i \log p(x_i;\theta) $$")
    assert facts and not any("(t(" in f.name for f in facts)
