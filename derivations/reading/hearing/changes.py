"""Variables that a sentence changes and goes on to call by their names: `we rename $2x$ to $x$`, `after the shift
$x \\mapsto x + 1$`; and events that it conditions on: `then we condition on $x > 0$`."""

from __future__ import annotations

import re

from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table

_TABLE = Table(__file__)
_CHANGED, _EVENTS = _TABLE.patterns("changed", "events")
_REPLACED = re.compile(rf"\breplac\w+ {MARK} (?:by|with) {MARK}|(?:把|将)\s*{MARK}\s*(?:换成|替换为)\s*{MARK}")
_RENAMED = re.compile(rf"\brenam\w+ {MARK} (?:to|as|into) {MARK}|\bcall {MARK} {MARK} again\b")
_AFTER = re.compile(rf"\bafter (?:the|this|a) (?:[a-z]+ )?(?:shift|change|map|transformation|rescaling|scaling) {MARK}")
_MAPPED = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)\s*\\(?:mapsto|longmapsto|to|rightarrow)(?![A-Za-z])(?P<image>.+)")


def changed_in(known, sentence: Sentence) -> list[S.Node]:
    """The variables whose laws a sentence ends by changing them, or by an event."""
    found = [v for f in sentence.formulas for v in named_in(f)] if _CHANGED.search(sentence.text) else []
    for pattern, kept in ((_REPLACED, 0), (_RENAMED, 1)):
        for match in pattern.finditer(sentence.text):
            pair = [[*S.walk(*f.trees)] for f in sentence.within(match)]
            found += [n for n in pair[kept][:1] if name_of(n) in map(name_of, pair[1 - kept])]
    if (match := _AFTER.search(sentence.text)) is not None:
        mapped = _MAPPED.match(sentence.within(match)[-1].latex)
        if mapped and re.search(rf"(?<![A-Za-z\\]){re.escape(mapped['name'])}(?![A-Za-z])", mapped["image"]):
            found.append(S.Symbol(mapped["name"]))
    for match in _EVENTS.finditer(sentence.text):
        found += of_an_event(known, sentence.within(match)[0])
    return found


def of_an_event(known, formula: InlineFormula) -> list[S.Node]:
    """The variables of a relation that is conditioned on; if none has a law, all that have one: they may be tied."""
    if not any(chain.relations for chain in formula.chains):
        return []
    named = [n for n in S.every(S.Symbol | S.Index, *formula.trees) if name_of(n)]
    drawn = [t for left, _ in known.stated if isinstance(left, S.Density) and not left.givens for t in left.targets]
    of_these = {known.survey.role(name_of(n)) for n in named}
    told = [t for t in drawn if known.survey.role(name_of(t)) in of_these]
    return told or drawn


def named_in(formula: InlineFormula) -> list[S.Node]:
    """The variable or density that a formula is, or the variable that it gives a law."""
    trees = formula.trees
    found = [v for t in trees for v in (t.variables if isinstance(t, S.Draw) else (t,))] if len(trees) == 1 else []
    return [v for v in found if isinstance(v, S.Density) or (isinstance(v, S.Symbol | S.Index) and name_of(v))]
