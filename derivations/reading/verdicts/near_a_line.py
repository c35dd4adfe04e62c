"""The sentences near a line: those that lead to its display, or to a run of displays with it, those of its section,
what stands in its row, in its heading, at the foot."""

from __future__ import annotations

import re
from dataclasses import replace

from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.hearing.taking_back import AT_THAT
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement

NEAR_BEFORE, NEAR_AFTER = 3, 2  # sentences
MOST_BLOCKS, MOST_SENTENCES = 40, 60  # of a section that are looked at for one line, the last ones
AND_SO_ON = "..."
A_WORD_OR_TWO = 4  # are fewer
LONGEST_ROW = 1_000  # characters
_ROW_ENDS = re.compile(r"\\\\|\\end\{|\$\$|\\\]")
_IN_A_ROW = re.compile(r"\\(?:text|textrm|textit|mbox|mathrm)\{([^{}]*)\}")
_CLAUSES = re.compile(r"(?<=[,，;；:：、])|(?=\b(?:and|with|where|so that|then)\b)|(?=且|并|令|记|其中)")
PERPENDICULAR = re.compile(r"\\(?:perp|indep)(?![A-Za-z])")
LASTING = Table(__file__, "conditions").pattern("lasting")


def spoken(judge, out: Judgement) -> tuple[list[Sentence], list[Sentence]]:
    """The sentences near a line, and those of its section before it: with its heading, what stands in the display
    beside it, and notes at the foot. What a sentence says by an equation was heard, or is told as not understood."""
    chain, prose = judge.note.chains[out.at[0]], judge.prose
    here, start = chain.block, prose.head_of(chain.block) or 0
    before = in_words(judge, range(max(start, here - MOST_BLOCKS), here))
    just = in_words(judge, range(max(start, here - 1), here))[-NEAR_BEFORE:]
    first = leads_from(judge, start, here)
    led = in_words(judge, range(first, min(first + 1, here - 1)))[-NEAR_BEFORE:]
    just = [*map(gone_on, (*(s for s in before[-MOST_SENTENCES:] if LASTING.search(s.text)), *led)), *just]
    behind = behind_the_run(judge, here)
    after = in_words(judge, range(behind, min(behind + 1, len(judge.note.blocks))))[:NEAR_AFTER]
    heading = prose.sentences(start)[:1] if prose.head_of(here) is not None else []
    beside = [Sentence(text.lower(), (), "", True, out.line) for text in (*chain.remarks, *in_its_row(judge, out))]
    notes = prose.footnotes[:MOST_SENTENCES]
    return [*beside, *just, *heading, *after, *notes], [*beside, *heading, *before[-MOST_SENTENCES:], *after, *notes]


def leads_from(judge, start: int, here: int) -> int:
    """The paragraph that leads to a display, and to those that follow it with no more than a word between."""
    k = here - 1
    while k > start and all(len(s.text.split()) < A_WORD_OR_TWO for s in judge.prose.sentences(k)):
        k -= 1
    return max(start, k)


def behind_the_run(judge, here: int) -> int:
    """The paragraph behind a display and those that follow it with no word between."""
    k = here + 1
    while k < len(judge.note.blocks) and judge.note.blocks[k].kind == "display":
        k += 1
    return k


def gone_on(sentence: Sentence) -> Sentence:
    """A sentence that a display follows before the one that is looked at: its last words, `so that`, lead to that."""
    return replace(sentence, text=f"{sentence.text} {AND_SO_ON}")


def beside_it(judge, out: Judgement) -> list[Sentence]:
    """The last sentences before a display and the first after it, also those with equations: `The prior is standard
    normal and the encoder is $q(z|x) = N(...)$`."""
    here = judge.note.chains[out.at[0]].block
    before = judge.prose.sentences(here - 1)[-NEAR_BEFORE:] if here else []
    first = leads_from(judge, 0, here)
    before = [*map(gone_on, judge.prose.sentences(first)[-NEAR_BEFORE:] if first < here - 1 else []), *before]
    after = judge.prose.sentences(here + 1)[:1] if here + 1 < len(judge.note.blocks) else []
    return [*before, *after]


def right_beside(judge, out: Judgement) -> list[Sentence]:
    """The sentence that leads to a display, or just stands before it, and the first after it."""
    here = judge.note.chains[out.at[0]].block
    before = judge.prose.sentences(here - 1)[-1:] if here else []
    return [*before, *(judge.prose.sentences(here + 1)[:1] if here + 1 < len(judge.note.blocks) else [])]


def in_its_row(judge, out: Judgement) -> list[str]:
    """The words in the row of a display where a step ends: `\\text{(independence of }`; ⊥ for an independence there."""
    index, place = out.at
    chain = judge.note.chains[index]
    start = chain.relations[place].span[0]
    end = chain.relations[place + 1].span[0] if place + 1 < len(chain.relations) else start + LONGEST_ROW
    row = _ROW_ENDS.split(judge.note.source.text[start:end], maxsplit=1)[0]
    return [*_IN_A_ROW.findall(row), *(["⊥"] if PERPENDICULAR.search(row) else [])]


def in_words(judge, blocks: range) -> list[Sentence]:
    """The sentences of these without an equation, and the displays that write an independence by a sign."""
    found = []
    for k in blocks:
        for sentence in judge.prose.sentences(k):
            relations = relations_in(sentence)
            found += [sentence] if not relations or goes_on(sentence) else []
            signs = "".join(sign for sign, there in (
                ("⊥", any(PERPENDICULAR.search(f.latex) for f in sentence.formulas)), ("∝", "proportional" in relations)
            ) if there)  # fmt: skip
            found += [replace(sentence, text=f"{signs} {sentence.text}")] if signs else []
        block = judge.note.blocks[k]
        sides = [side for index in block.chains for side in judge.note.chains[index].sides]
        found += [Sentence("⊥", (), "", True, block.line) for side in sides if PERPENDICULAR.search(side.latex)]
    return found


def beside_equations(judge, out: Judgement) -> list[Sentence]:
    """The clauses without an equation of the sentences before a line that have one: `let $x$ be centred, and put
    $y = x + 1$`."""
    here = judge.note.chains[out.at[0]].block
    start = max(judge.prose.head_of(here) or 0, here - MOST_BLOCKS)
    spoken = [s for k in range(start, here) for s in judge.prose.sentences(k) if relations_in(s) and not goes_on(s)]
    return [part for s in spoken[-MOST_SENTENCES:] for part in [without_equations(s)] if part.text.strip()]


def without_equations(sentence: Sentence) -> Sentence:
    """A sentence without the clauses that hold an equation."""
    text, formulas, used = "", (), 0
    for clause in _CLAUSES.split(sentence.text):
        mine = sentence.formulas[used : used + clause.count(MARK)]
        used += len(mine)
        if not any(chain.relations for f in mine for chain in f.chains):
            text, formulas = text + clause, (*formulas, *mine)
    return replace(sentence, text=text, formulas=formulas)


def relations_in(sentence: Sentence) -> set[str]:
    return {r.name for f in sentence.formulas for chain in f.chains for r in chain.relations}


def goes_on(sentence: Sentence) -> bool:
    """Whether what follows is said of the case of this sentence: `...; in that case`."""
    return AT_THAT.match(sentence.following) is not None
