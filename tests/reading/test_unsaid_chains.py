"""Steps of a chain of which no step is told: that it is Markov, and what its step is, is not said."""

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

BAYES = r"q(z_{t-1}|z_t,x) = \frac{q(z_t|z_{t-1},x) q(z_{t-1}|x)}{q(z_t|x)}"
POSTERIOR = rf"$$ {BAYES} \propto q(z_t|z_{{t-1}}) q(z_{{t-1}}|x) $$"
STEP = r"\mathcal{{N}}(z_t; \sqrt{{1-\beta_t}} z_{{t-1}}, {0}\beta_t)"
JOINT = r"$$ q(z_t, z_{{t-1}}) = q(z_t|z_{{t-1}}) q(z_{{t-1}}) = " + STEP + r" q(z_{{t-1}}) $$"
TOLD = "Let $q(z_t|z_{t-1}) = " + STEP.format("") + "$. "
NORMAL, WRONG = JOINT.format(""), JOINT.format("2 ")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [(POSTERIOR, "doubtful"), (NORMAL, "definition"), (TOLD + NORMAL, "proved"), (TOLD + WRONG, "refuted")],
)
def test_a_chain_of_which_no_step_is_told(text, verdict):
    assert Judge(read_note(text)).run()[-1].verdict == verdict
