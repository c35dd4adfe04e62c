"""A refuted step in its other readings: refuted is only what is false in every one of them."""

from __future__ import annotations

from derivations.judging.step import CONSISTENT, PROVED, REFUTED
from derivations.reading.hearing.at_a_value import is_at_a_value
from derivations.reading.hearing.drawing import UNSAID
from derivations.reading.meaning.bare_means import UNDER, tells_of_means
from derivations.reading.meaning.entropies_at_values import AT_VALUES
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.deciding import IN_THE_LIMIT, weigh
from derivations.reading.verdicts.judgement import BEYOND, Judgement, Meaning


def other_choices(judge, left, sign: str, right, out: Judgement) -> None:
    """A bare p may be p(z) or p(z|x), a bare E under p or q: refuted is what is false in every reading."""
    read, readings = judge.known.read, judge.known.read.readings
    readings.begin()
    undenied = False
    try:
        read.typed(left.tree), read.typed(right.tree)
        for taken in list(readings.others()):
            readings.taken = taken
            judge.known.bare_names.begin()
            one, two = read.typed(left.tree)[1], read.typed(right.tree)[1]
            trial = Judgement(out.line, out.column, out.relation, at=out.at)
            weigh(judge, Meaning(one), sign, Meaning(two), trial)
            drawn = [
                told
                for point, told in readings.said.items()
                if point.startswith(UNSAID.partition(" {")[0]) and taken.get(point)
            ]
            if drawn and (trial.verdict == PROVED or trial.message == IN_THE_LIMIT):
                out.leave(f"so if the draws are from {drawn[0].rpartition(': ')[2]}, which is not said")
                out.suggestion = ""
                return
            if (
                trial.verdict == PROVED
                and taken.get(AT_VALUES)
                and not is_at_a_value(judge.known, judge.note.chains[out.at[0]])
            ):
                out.leave("it holds of the entropy at one value of what is given, which is not said")
                out.verdict, out.suggestion = "doubtful", ""
                return
            if trial.verdict == PROVED and taken.get(UNDER) and (line := told_of_means(judge)):
                out.suggestion = ""
                out.doubt(f"line {line} says what a plain E is, and under another density it holds")
                return
            if trial.verdict == PROVED:
                out.proof, out.verdict, out.reasons, out.assumes = (
                    trial.proof, trial.verdict, trial.reasons, trial.assumes
                )  # fmt: skip
                out.message, out.suggestion, out.counterexample = "", "", None
                out.expressions = trial.expressions
                out.reading = tuple(readings.said.values())
                out.bare = tuple(judge.known.bare_names.read)
                return
            undenied |= trial.verdict == CONSISTENT and "agrees" in trial.message  # the rules or worlds agree
        if undenied and out.verdict == REFUTED:
            out.suggestion = ""
            out.doubt("in another reading no world denies it")
    except (Unreadable, *BEYOND):
        return
    finally:
        readings.begin()


def told_of_means(judge) -> int:
    """The line that says what a plain E is; 0 if none does."""
    chains = [*judge.note.chains, *judge.note.spoken]
    return next((chain.sides[0].line for chain in chains if tells_of_means(chain)), 0)
