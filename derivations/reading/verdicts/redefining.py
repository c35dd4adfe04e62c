"""A name that is given another meaning: `L := ...` once more, `f(x) = x^3` under `Problem 2`, `another objective, also
called $L$:`.

A line that gives a defined name something else fails as a claim. Where its sign defines, or another part of the note
has begun, it is the definition that holds from there on. Where words only may mean that, it is not refuted, and the old
definition proves nothing more.
"""

from __future__ import annotations

from derivations.reading.document import Chain
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.concluding import concluding
from derivations.reading.hearing.defining import defines
from derivations.reading.hearing.meaning_anew import UPDATED, forget
from derivations.reading.hearing.noting import Unheard
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.tables import Table
from derivations.reading.verdicts.displayed_ranges import CONTRADICTED
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.on_a_part import holds_on_a_part
from derivations.reading.verdicts.premises import begins_a_section

_TABLE = Table(__file__)
_ANOTHER_PART, _MAY_BE_ANOTHER, _TITLE = _TABLE.patterns("another_part", "may_be_another", "title")


def redefine(judge, index: int, place: int, out: Judgement) -> None:
    """Takes a line that fails for the new definition of its name, where it may be one."""
    chain = judge.note.chains[index]
    left, right = chain.sides[place : place + 2]
    name = head_of(left.tree)[0] if left.read and right.read and of_a_name(left.tree) else ""
    if place or chain.continues is not None or out.verdict not in CONTRADICTED or out.relation in ("≠", "\\ne"):
        return
    if not name or not judge.known.definitions.get(name) or holds_on_a_part(chain):
        return
    if chain.relations[0].name == "define":
        words = f"${out.left} {out.relation} {out.right}$"
    else:
        words = another_part(judge, chain, name) if chain.relations[0].name == "equal" else ""
    doubted = ""
    if not words and chain.relations[0].name == "equal":
        doubted = may_be_another(judge, chain) or under_another_title(judge, chain, name)
    if words or doubted:
        name_anew(judge, index, name, out, words or doubted, bool(doubted))


def update(known, chain: Chain) -> None:
    """`a \\leftarrow 5` in a display: what a was it is no more."""
    for side in chain.sides if not chain.relations else ():
        if UPDATED.search(side.latex):
            for name in [n for n in known.definitions if side.latex.lstrip().startswith(n)]:
                forget(known, name, side.line, f"${side.latex}$")


def of_a_name(tree: S.Node) -> bool:
    """Whether a side is a name, of letters if it has arguments: L, or f(x)."""
    arguments = head_of(tree)[1] if is_name(tree) else ()
    return is_name(tree) and not isinstance(tree, S.Power) and all(isinstance(a, S.Symbol) for a in arguments)


def name_anew(judge, index: int, name: str, out: Judgement, words: str, doubted: bool) -> None:
    """The definition that a line gives instead of the old one."""
    known, chain = judge.known, judge.note.chains[index]
    before, released = dict(known.definitions), list(known.released)
    forget(known, name, out.line, words)
    old = judge.meanings.pop((index, 0), None)
    found = Judgement(out.line, out.column, out.relation)
    found.at = out.at
    if not defines(judge, index, 0, chain.relations[0], *chain.sides[:2], found) or found.verdict != "definition":
        known.definitions, known.released = before, released
        known.restate()
        judge.meanings[(index, 0)] = old
    elif doubted:
        out.doubt(f"line {out.line} says something of it that was not understood: {words}")
        known.unheard.append(Unheard(out.line, words, frozenset({name})))
    else:
        out.counterexample, out.suggestion, out.not_understood = None, "", ()
        out.define(found.message)


def under_another_title(judge, chain: Chain, name: str) -> str:
    """The heading, or the few words in its place (`Poisson distribution`), between a definition and a line."""
    last = judge.note.blocks[chain.block].line
    for block in judge.note.blocks[: chain.block] if concluding(judge, chain) is None else ():
        if block.kind == "prose" and defined_at(judge, name) <= block.line < last:
            if begins_a_section(judge.note, block) or (not block.formulas and _TITLE.search(block.text.strip())):
                return block.text.strip().partition("\n")[0]
    return ""


def defined_at(judge, name: str) -> int:
    """The line of the last definition of a name."""
    return judge.note.position(max(d.tree.span[0] for d in judge.known.definitions[name]))[0]


def another_part(judge, chain: Chain, name: str) -> str:
    """The words between the definition of a name and a line that open another part of the note."""
    line, last = defined_at(judge, name), judge.note.blocks[chain.block].line
    for block in judge.note.blocks[: chain.block]:
        if (
            block.kind == "prose"
            and line <= block.line < last + 1
            and (found := _ANOTHER_PART.search(block.text.lower()))
        ):
            return found[0].strip()
    return ""


def may_be_another(judge, chain: Chain) -> str:
    prose = judge.note.prose_before(chain)
    found = _MAY_BE_ANOTHER.search(prose.text.lower()) if prose else None
    return found[0] if found else ""
