"""What has been said since an assumption: a proof that rests on it is none where its case has ended.

`Assume $q = p$. This ends the exact case`, `**Lemma 1.** Let X and Y be independent. **Lemma 2.** For any two`, `at
step 0. Later,`: what a sentence takes back by a formula is heard (hearing/taking_back.py). This looks at the words of
`endings.toml`, in the rest of that sentence and after it: where they may end the assumption, the line is left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from derivations.judging.step import PROVED
from derivations.reading.document import InlineFormula
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.circumstances import opposite
from derivations.reading.hearing.ending import FOR_ANY, freed_in
from derivations.reading.hearing.sentences import MARK, Sentence, in_full, only_tree
from derivations.reading.hearing.taking_back import Supposed
from derivations.reading.meaning.naming import name_of
from derivations.reading.tables import Table
from derivations.reading.verdicts.another_case import other_cases
from derivations.reading.verdicts.closed_parts import parted
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.near_a_line import beside_it

_LINE = re.compile(r"\(line (\d+)\)$")  # as an assumption of the author's is named
_WORD = re.compile(r"[a-z]{3,}|玩具|真实|一般|合成|特殊|离散|连续")
_BORDER = re.compile(r"[,，;；:：(（—–]| -- |\bbut\b|\bwhile\b|\bwhereas\b|但|而")
_NOTE = re.compile(r"\[\^(\w+)\]")
_ONLY = re.compile(
    r"(?:\bonly (?:(?:use|using|need|under|assumption) )*|[只仅](?:用|需|需要)(?:假设|条件)?\s*)\((\w{1,4})\)"
)
_HAS = re.compile(r"\b(?:an?|the) (?:plain |standard |vanilla )?([a-z]{2,}) (?:has|have|uses?|takes?|sets?)\b")
_OF_A_KIND = re.compile(rf"(?:{MARK}|\w)-[a-z]{{2,}}")
_ANY = re.compile("")
_EQUATION = re.compile(MARK)
_RANGE = re.compile(r"(\S+), as the note says$")
_TABLE = Table(__file__, "endings")
ENDS, MEANT, EVENTS, SPECIAL = _TABLE.patterns("ends", "for_a_time", "events", "special", flags=re.IGNORECASE)
DENIED, TIED, ALIKE, LABEL = _TABLE.patterns("denied", "tied", "alike", "label", flags=re.IGNORECASE)
FAMILY, OF_ALL, GENERAL = _TABLE.patterns("family", "of_all", "general", flags=re.IGNORECASE)
LONGEST_LABEL = 60


def ended_since(judge, out: Judgement) -> Iterator[str]:
    """Why a proved line is left open: a sentence or a heading after an assumption that may have ended it."""
    if out.verdict != PROVED or out.at is None:
        return
    here = judge.note.chains[out.at[0]].block
    for line in sorted(lines_assumed(judge, out)):
        place = judge.prose.block_at(line, here)
        if place < here:
            yield from islice(ended(judge, line, place, here), 1)
    yield from islice(drawn_otherwise(judge, out, here), 1)


def drawn_otherwise(judge, out: Judgement, here: int) -> Iterator[str]:
    """The sentences that turn to another law than that of a draw on which a proof rests."""
    drawn = {one.line for one in judge.known.supposed if isinstance(one.right, S.Gaussian)}
    rests = any(" = N(" in one and not _LINE.search(one) for one in out.assumes)
    for line in sorted(drawn) if rests else ():
        place = judge.prose.block_at(line, here)
        own = judge.prose.sentences(place) if place < here else []
        later = [*own[saying(judge, own, line) + 1 :], *judge.prose.between(_ANY, place + 1, here)] if own else []
        for sentence in other_cases(judge, line, later, judge.prose.leading(here)):
            yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"


def over_a_family(judge, out: Judgement) -> Iterator[str]:
    """Why an optimum over densities is left open: words near it that may say over which."""
    if out.verdict != PROVED or out.at is None:
        return
    trees = judge.note.chains[out.at[0]].trees
    over = [v for n in S.every(S.Optimum, *trees) for v in n.over]
    if any(isinstance(v, S.Density) or name_of(v) in judge.survey.letters for v in over):
        for sentence in (s for s in beside_it(judge, out) if FAMILY.search(s.text) and not OF_ALL.search(s.text)):
            yield f"line {sentence.line} says over what is optimised: {in_full(sentence)}"


def lines_assumed(judge, out: Judgement) -> set[int]:
    """The lines of the author's assumptions that a proof rests on; of a value, that of the name it was given to."""
    found = {int(m[1]) for one in out.assumes if (m := _LINE.search(one))}
    names = [m[1] for one in out.assumes if (m := _RANGE.search(one))]
    said = judge.known.ranges.said
    written = names_written(judge, out)
    valued = {one.line for one in judge.known.supposed if is_number(one.right) and name_of(one.left) in written}
    return found | valued | {said[name].line for name in names if name in said}


def names_written(judge, out: Judgement) -> set[str]:
    """The names that stand in a line."""
    chain = judge.note.chains[out.at[0]]
    trees = [side.tree for side in chain.sides[out.at[1] : out.at[1] + 2] if side.read]
    return {name for n in S.every(S.Symbol, *trees) if (name := name_of(n))}


def is_number(tree: S.Node) -> bool:
    return isinstance(tree, S.Number | S.NamedNumber) or (isinstance(tree, S.Neg) and is_number(tree.operand))


def ended(judge, line: int, place: int, here: int) -> Iterator[str]:
    prose = judge.prose
    own = prose.sentences(place) or [s for s in (prose.leading(place),) if s is not None]  # or what leads to a display
    at = saying(judge, own, line)
    if own and SPECIAL.search(own[at].text):
        yield f"line {line} may speak of one case only: {in_full(own[at])}"
    before = prose.sentences(place - 1)[-1:] if place and judge.note.blocks[place].chains and not own else []
    for sentence in (s for s in before if DENIED.search(s.text)):
        yield f"line {sentence.line} may deny what line {line} assumes: {in_full(sentence)}"
    rest = own[at + 1 :]
    said = [s for s in (*behind_it(own[at : at + 1]), *notes_to(judge, own[at : at + 1]), *rest) if ENDS.search(s.text)]
    since = (*said, *prose.between(ENDS, place + 1, here), *in_general(judge, line, place, here))
    since = (*since, *of_others(judge, own[at : at + 1], rest, place, here))
    events = (*(s for s in rest if EVENTS.search(s.text)), *prose.between(EVENTS, place + 1, here))
    for sentence in (*since, *filter(names_an_event, events), *meant(judge, line, rest, place, here)):
        yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"
    later = [*rest, *prose.between(_ANY, place + 1, here)]
    for sentence in other_cases(judge, line, later, prose.leading(here)):
        yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"
    for again in tied_again(judge, line):
        yield f"line {again.line} may end what line {line} assumes: {again.told.text}"
    for sentence in tied_in_a_case(judge, line, place, here):
        yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"
    for part in parted(judge, line, place, here):
        yield f"line {part} closes the part in which line {line} assumes it"
    mine, now = prose.head_of(place), prose.head_of(here)
    if mine is not None and now > place and apart(prose.sentences(mine)[:1], prose.sentences(now)[:1]):
        yield f"line {judge.note.blocks[now].line} may end what line {line} assumes: {prose.sentences(now)[0].text}"
    if LABEL.match(judge.note.blocks[place].text):  # `**Lemma 1.** Let ...` holds up to the next
        for block in prose.opening(LABEL, place + 1, here):
            yield f"line {block.line} may end what line {line} assumes: {block.text[:LONGEST_LABEL].strip()}"


def behind_it(own: list[Sentence]) -> Iterator[Sentence]:
    """What the sentence of an assumption goes on with behind it: `For $p = N(0, 1)$ all is explicit, but ...`."""
    for sentence in own:
        assumed = [at for at, f in zip(sentence.places, sentence.formulas, strict=True) if is_assumption(f)]
        start = max(assumed or sentence.places[:1], default=0)
        border = _BORDER.search(sentence.text, start)
        if border is not None:
            used = sentence.text[: border.start()].count(MARK)
            yield replace(sentence, text=sentence.text[border.start() :], formulas=sentence.formulas[used:])


def is_assumption(formula: InlineFormula) -> bool:
    """Whether a formula is an equation, or says what is drawn from what."""
    return any(c.relations or any(isinstance(s.tree, S.Draw) for s in c.sides if s.read) for c in formula.chains)


def notes_to(judge, own: list[Sentence]) -> Iterator[Sentence]:
    """The notes at the foot to a sentence."""
    marks = {mark for sentence in own for mark in _NOTE.findall(sentence.text)}
    noted = ""
    for sentence in judge.prose.footnotes if marks else ():
        opened = _NOTE.match(sentence.text)
        noted = opened[1] if opened else noted
        if noted in marks:
            yield sentence


def in_general(judge, line: int, place: int, here: int) -> Iterator[Sentence]:
    """The sentence that leads to a display and says that it is of all cases; and those since an assumption that call a
    density arbitrary which it gave as one law, with no name in it."""
    yield from (s for s in judge.prose.sentences(here - 1)[-1:] if here - 1 > place and GENERAL.search(s.text))
    laws = [one for one in judge.known.stated if judge.known.line_of(one[1]) == line and is_one_law(*one)]
    for sentence in judge.prose.between(FOR_ANY, place + 1, here) if laws else ():
        trees = filter(None, map(only_tree, freed_in(sentence, FOR_ANY)))
        if any(judge.known.survey.signature(t) == judge.known.survey.signature(law) for t in trees for law, _ in laws
               if isinstance(t, S.Density)):  # fmt: skip
            yield sentence


def of_others(judge, own: list[Sentence], rest: list[Sentence], place: int, here: int) -> Iterator[Sentence]:
    """The sentences that name which of the assumptions is used, and not this one, `using only (A2)`; or that turn from
    a model to one of its kinds: `A VAE has $\\beta = 1$. For a $\\beta$-VAE,`."""
    for words, of_it in ((_ONLY, among_others), (_OF_A_KIND, of_a_kind)) if own else ():
        later = (*(s for s in rest if words.search(s.text)), *judge.prose.between(words, place + 1, here))
        yield from (s for s in later if of_it(own[0].text, s.text))


def among_others(own: str, text: str) -> bool:
    return f"({_ONLY.search(text)[1]})" not in own


def of_a_kind(own: str, text: str) -> bool:
    model = _HAS.search(own)
    return model is not None and re.search(rf"(?:{MARK}|\w)-{model[1]}s?\b", text) is not None


def is_one_law(left: S.Node, right: S.Node) -> bool:
    """Whether an equation gives a density as a law without parameters: p(z) = N(0, I)."""
    names = {name_of(n) for n in S.walk(right) if isinstance(n, S.Symbol)}
    return isinstance(left, S.Density) and isinstance(right, S.Gaussian) and names <= {"I", *map(name_of, left.targets)}


def names_an_event(sentence: Sentence) -> bool:
    """Whether the formula that a sentence conditions on is a relation, and no name."""
    formula = sentence.within(EVENTS.search(sentence.text))[-1]
    return any(chain.relations for chain in formula.chains)


def meant(judge, line: int, own: list[Sentence], place: int, here: int) -> Iterator[Sentence]:
    """The sentences that go on to the case that is meant, after what was said for a time."""
    if any(one.for_a_time for one in judge.known.supposed if one.line == line):
        yield from (s for s in own if MEANT.search(s.text))
        yield from judge.prose.between(MEANT, place + 1, here)


def tied_again(judge, line: int) -> Iterator[Supposed]:
    """What was supposed after an independence and ties its variables to each other: `now take $Y = X$`."""
    supposed = judge.known.supposed
    for k, one in enumerate(supposed):
        pair = variables_of(judge, one.left) if one.line == line and is_independence(one) else set()
        for later in supposed[k + 1 :] if len(pair) > 1 else ():
            left, right = (variables_of(judge, side) for side in (later.left, later.right))
            if isinstance(later.left, S.Symbol) and left <= pair and (right & pair) - left:
                yield later


def tied_in_a_case(judge, line: int, place: int, here: int) -> Iterator[Sentence]:
    """The sentences since an independence that make one of its variables of the other: `When $y = x$ however`."""
    pairs = [variables_of(judge, one.left) for one in judge.known.supposed if one.line == line and is_independence(one)]
    for sentence in judge.prose.between(_EQUATION, place + 1, here) if any(len(pair) > 1 for pair in pairs) else ():
        chains = [c for f in sentence.formulas for c in f.chains if [r.name for r in c.relations] == ["equal"]]
        sides = [[variables_of(judge, s.tree) if s.read else set() for s in c.sides] for c in chains
                 if isinstance(c.sides[0].tree, S.Symbol)]  # fmt: skip
        if any(left and left <= pair and (right & pair) - left for pair in pairs for left, right in sides):
            yield sentence


def is_independence(one: Supposed) -> bool:
    return isinstance(one.left, S.Density) and isinstance(one.right, S.Density | S.Mul)  # not N(...)


def variables_of(judge, tree: S.Node) -> set[str]:
    """The random variables that a formula names, by their small letters."""
    names = {name for n in S.every(S.Symbol, tree) if (name := name_of(n))}
    return {*map(judge.survey.role, names)}


def apart(one: list[Sentence], other: list[Sentence]) -> bool:
    """Whether two headings exclude each other: `Large t` and `Small t`."""
    words = [_WORD.findall(s.text) for s in (*one, *other)]
    return len(words) == 2 and any(opposite(a, b) for a in words[0] for b in words[1])


def saying(judge, own: list[Sentence], line: int) -> int:
    """The place of the sentence that says what was assumed on a line."""
    texts = {one.told.text for one in judge.known.supposed if one.line == line}
    said = [k for k, s in enumerate(own) if s.text in texts] or [k for k, s in enumerate(own) if s.line == line]
    return said[0] if said else len(own) - 1
