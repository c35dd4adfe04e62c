"""N(m, \\sigma) where nothing says that \\sigma is a deviation or a variance: what depends on it is not decided."""

from __future__ import annotations

from derivations.judging.step import PROVED, REFUTED
from derivations.language import words as L
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.deciding import weigh
from derivations.reading.verdicts.judgement import BEYOND, SIGNS, Judgement


def either_spread(judge, out: Judgement) -> None:
    """Judges a line that is decided once more, with every such \\sigma as a standard deviation."""
    read, known = judge.known.read, judge.known
    if not read.unsaid or out.verdict not in (PROVED, REFUTED) or not out.expressions or out.at is None:
        return
    index, place = out.at
    chain = judge.note.chains[index]
    before = chain if place or chain.continues is None else judge.note.chains[chain.continues]
    trees = before.sides[place if before is chain else -1].tree, chain.sides[place + 1].tree
    first = tuple(judge.meaning(index, at).expression for at in (place, place + 1))
    name, trial = read.unsaid, Judgement(out.line, out.column, out.relation, at=out.at)
    facts, stated, vague, opaque = known.facts, known.stated, known.vague, known.opaque
    read.deviations = True
    try:
        known.vague, known.opaque = set(vague), set(opaque)
        known.restate()
        a, b = (judge.elaborate(index, tree) for tree in trees)
        letters = {d.name for e in (a.expression, b.expression) for d in e.atoms(L.Density)}
        used = [[f for f in some if f.density.name in letters] for some in (facts, known.facts)]
        if used[0] == used[1] and (a.expression, b.expression) == first:
            return
        weigh(judge, a, SIGNS[chain.relations[place].name], b, trial)
    except (Unreadable, *BEYOND):
        trial.verdict = "unread"
    finally:
        read.deviations, read.unsaid = False, name
        known.facts, known.stated, known.vague, known.opaque = facts, stated, vague, opaque
    if trial.verdict != out.verdict:
        out.leave(f"whether {name} in N is a standard deviation or a variance is not said, and the line depends on it")
        out.verdict, out.suggestion = "doubtful", ""
