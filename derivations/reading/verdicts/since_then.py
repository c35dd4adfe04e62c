"""What has been said since an assumption: a proof that rests on it is none where its case has ended.

`Assume $q = p$. This ends the exact case`, `**Lemma 1.** Let X and Y be independent. **Lemma 2.** For any two`, `at
step 0. Later,`: what a sentence takes back by a formula is heard (hearing/taking_back.py). This looks at the words of
`endings.toml`, in the rest of that sentence and after it: where they may end the assumption, the line is left open.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from derivations.judging.step import PROVED
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.circumstances import opposite
from derivations.reading.hearing.sentences import Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.would_hold import beside_it, in_full

_LINE = re.compile(r"\(line (\d+)\)$")  # as an assumption of the author's is named
_WORD = re.compile(r"[a-z]{3,}")
_RANGE = re.compile(r"(\S+), as the note says$")
_TABLE = tomllib.loads(Path(__file__).with_name("endings.toml").read_text(encoding="utf-8"))
ENDS, SPECIAL, DENIED, TIED, ALIKE, LABEL, FAMILY, OF_ALL = (
    re.compile("|".join(_TABLE[key]), re.IGNORECASE)
    for key in ("ends", "special", "denied", "tied", "alike", "label", "family", "of_all")
)
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


def over_a_family(judge, out: Judgement) -> Iterator[str]:
    """Why an optimum over densities is left open: words near it that may say over which."""
    if out.verdict != PROVED or out.at is None:
        return
    trees = [side.tree for side in judge.note.chains[out.at[0]].sides if side.read]
    over = [v for t in trees for n in S.walk(t) if isinstance(n, S.Optimum) for v in n.over]
    if any(isinstance(v, S.Density) or name_of(v) in judge.survey.letters for v in over):
        for sentence in (s for s in beside_it(judge, out) if FAMILY.search(s.text) and not OF_ALL.search(s.text)):
            yield f"line {sentence.line} says over what is optimised: {in_full(sentence)}"


def lines_assumed(judge, out: Judgement) -> set[int]:
    """The lines of the author's assumptions that a proof rests on."""
    found = {int(m[1]) for one in out.assumes if (m := _LINE.search(one))}
    names = [m[1] for one in out.assumes if (m := _RANGE.search(one))]
    said = judge.known.ranges.said
    return found | {said[name].line for name in names if name in said}


def ended(judge, line: int, place: int, here: int) -> Iterator[str]:
    prose = judge.prose
    own = prose.sentences(place) or [s for s in (prose.leading(place),) if s is not None]  # or what leads to a display
    at = saying(judge, own, line)
    if own and SPECIAL.search(own[at].text):
        yield f"line {line} may speak of one case only: {in_full(own[at])}"
    before = prose.sentences(place - 1)[-1:] if place and judge.note.blocks[place].chains and not own else []
    for sentence in (s for s in before if DENIED.search(s.text)):
        yield f"line {sentence.line} may deny what line {line} assumes: {in_full(sentence)}"
    for sentence in (*(s for s in own[at + 1 :] if ENDS.search(s.text)), *prose.between(ENDS, place + 1, here)):
        yield f"line {sentence.line} may end what line {line} assumes: {in_full(sentence)}"
    mine, now = prose.head_of(place), prose.head_of(here)
    if mine is not None and now > place and apart(prose.sentences(mine)[:1], prose.sentences(now)[:1]):
        yield f"line {judge.note.blocks[now].line} may end what line {line} assumes: {prose.sentences(now)[0].text}"
    if LABEL.match(judge.note.blocks[place].text):  # `**Lemma 1.** Let ...` holds up to the next
        for block in prose.opening(LABEL, place + 1, here):
            yield f"line {block.line} may end what line {line} assumes: {block.text[:LONGEST_LABEL].strip()}"


def apart(one: list[Sentence], other: list[Sentence]) -> bool:
    """Whether two headings exclude each other: `Large t` and `Small t`."""
    words = [_WORD.findall(s.text) for s in (*one, *other)]
    return len(words) == 2 and any(opposite(a, b) for a in words[0] for b in words[1])


def saying(judge, own: list[Sentence], line: int) -> int:
    """The place of the sentence that says what was assumed on a line."""
    texts = {one.told.text for one in judge.known.supposed if one.line == line}
    said = [k for k, s in enumerate(own) if s.text in texts] or [k for k, s in enumerate(own) if s.line == line]
    return said[0] if said else len(own) - 1
