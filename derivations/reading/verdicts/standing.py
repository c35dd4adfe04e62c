"""What a verdict has to stand up to before it is told: how loosely the line is meant, what was not understood, other
readings of it."""

from __future__ import annotations

from derivations.reading.verdicts.either_spread import either_spread
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.loosely import loosely
from derivations.reading.verdicts.one_reading import one_reading
from derivations.reading.verdicts.refuting import guard
from derivations.reading.verdicts.solved import meets_equations


def let_stand(judge, out: Judgement) -> None:
    """Takes back what a verdict says with more certainty than the note allows."""
    loosely(judge, out)
    guard(judge, out)
    one_reading(judge, out)
    either_spread(judge, out)
    meets_equations(judge, out)
