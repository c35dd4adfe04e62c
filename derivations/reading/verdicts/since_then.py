"""What has been said since an assumption: a proof that rests on it is none where its case has ended.

`Assume $q = p$. This ends the exact case`, `**Lemma 1.** Let X and Y be independent. **Lemma 2.** For any two`, `at
step 0. Later,`: what a sentence takes back by a formula is heard (hearing/taking_back.py). This looks at the words of
`endings.toml`, in the rest of that sentence and after it: where they may end the assumption, the line is left open.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from derivations.judging.step import PROVED
from derivations.reading.document import Block
from derivations.reading.hearing.circumstances import opposite
from derivations.reading.hearing.sentences import Sentence, sentences
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.premises import begins_a_section
from derivations.reading.verdicts.would_hold import in_full

_LINE = re.compile(r"\(line (\d+)\)$")  # as an assumption of the author's is named
_WORD = re.compile(r"[a-z]{3,}")
_RANGE = re.compile(r"(\S+), as the note says$")
_TABLE = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))
ENDS, SPECIAL, LABEL = (re.compile("|".join(_TABLE[key]), re.IGNORECASE) for key in ("ends", "special", "label"))
LONGEST_LABEL = 60


def ended_since(judge, out: Judgement) -> Iterator[str]:
    """Why a proved line is left open: a sentence or a heading after an assumption that may have ended it."""
    if out.verdict != PROVED or out.at is None:
        return
    here = judge.note.chains[out.at[0]].block
    for line in sorted(lines_assumed(judge, out)):
        place = max((k for k, b in enumerate(judge.note.blocks[: here + 1]) if b.line <= line), default=here)
        if place < here:
            yield from ended(judge, line, place, here)


def lines_assumed(judge, out: Judgement) -> set[int]:
    """The lines of the author's assumptions that a proof rests on."""
    found = {int(m[1]) for one in out.assumes if (m := _LINE.search(one))}
    names = [m[1] for one in out.assumes if (m := _RANGE.search(one))]
    said = judge.known.ranges.said
    return found | {said[name].line for name in names if name in said}


def ended(judge, line: int, place: int, here: int) -> Iterator[str]:
    blocks = judge.note.blocks
    own = spoken(blocks[place])
    at = saying(judge, own, line)
    if own and SPECIAL.search(own[at].text):
        yield f"line {line} may speak of one case only: {in_full(own[at])}"
    for sentence in (*own[at + 1 :], *(s for b in blocks[place + 1 : here] for s in spoken(b))):
        if ENDS.search(sentence.text):
            yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"
    for block in headings_apart(judge, place, here):
        yield f"line {block.line} may end what line {line} assumes: {block.text[:LONGEST_LABEL].strip()}"
    if LABEL.match(blocks[place].text):  # `**Lemma 1.** Let ...` holds up to the next
        for block in blocks[place + 1 : here]:
            if begins_a_section(judge.note, block) or LABEL.match(block.text):
                yield f"line {block.line} may end what line {line} assumes: {block.text[:LONGEST_LABEL].strip()}"


def headings_apart(judge, place: int, here: int) -> Iterator[Block]:
    """The headings between two places that exclude the one above them: `Large t` and `Small t`."""
    blocks = judge.note.blocks
    heads = [k for k in range(here) if begins_a_section(judge.note, blocks[k])]
    mine = next((k for k in reversed(heads) if k <= place), None)
    words = _WORD.findall(blocks[mine].text.lower()) if mine is not None else []
    for k in (k for k in heads if k > place):
        if any(opposite(one, other) for one in words for other in _WORD.findall(blocks[k].text.lower())):
            yield blocks[k]


def saying(judge, own: list[Sentence], line: int) -> int:
    """The place of the sentence that says what was assumed on a line."""
    texts = {one.told.text for one in judge.known.supposed if one.line == line}
    said = [k for k, s in enumerate(own) if s.text in texts] or [k for k, s in enumerate(own) if s.line == line]
    return said[0] if said else len(own) - 1


def spoken(block: Block) -> list[Sentence]:
    return sentences(block) if block.kind == "prose" else []
