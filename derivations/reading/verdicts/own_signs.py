r"""Signs to which a note gives a meaning of its own: `$KL(p\|q)$ stands for $\int q \log q/p$`, `let $H(p) = 1 - \int
p^2$`, `$\|x\|$ denotes the maximum norm`, `let $E$ be an energy`. A line that uses one is decided neither way.

A meaning that is told by a formula is the sign's own only where the rules do not prove the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from derivations.judging.claim import Claim, prove
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.reading.document import Chain, InlineFormula, Side
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.modality import REFUSED
from derivations.reading.hearing.sentences import MARK, Sentence, in_full
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import BEYOND, Judgement

_TABLE = Table(__file__)
_NORMS, _ENERGIES, _DEFINES = _TABLE.patterns("norms", "energies", "defines")
_CONVENTIONS, _BEHIND = _TABLE.patterns("conventions", "behind")
_BETWEEN, _OF_A_LAW, _PART = _TABLE.patterns("between", "of_a_law", "part")
_NO_NORMAL, _OTHER_MEAN = _TABLE.patterns("no_normal", "other_mean", flags=re.IGNORECASE)
_DEFINES_ANOTHER = _TABLE.pattern("defines_another", flags=re.IGNORECASE)
_INTEGRALS, _SUMS = _TABLE.patterns("integrals", "sums", flags=re.IGNORECASE)
_EVERYWHERE = re.compile(r"\\mathbb\s*\{?\s*R|\\R\b|\\mathcal\s*\{?\s*[XZY]|^\s*[XZY]\s*$")
_SIGNS = (S.KL, S.CrossEntropy, S.Entropy, S.VariableEntropy, S.MutualInformation, S.Variance, S.Norm)
_SPELT = (S.Integral, S.SumOver, S.Expectation, S.Apply, S.KL, S.Optimum, S.Norm)
_BARS = re.compile(r"\s*(?:\\left\s*)?(?:\\\||\\l?Vert|\|\|)")
_OTHER_ORDER = re.compile(r"\s*(?:L|l|\\ell)_\{?(?:1|\\infty|0|p)\}?\s*")
_HERE = re.compile(r"\b(?:in|throughout) (?:this|the present) (?:paper|note|article|post|text|lecture)\b|本文|这里")
_A_NORM = re.compile(rf"{MARK}[^{MARK}.;。；]{{0,30}}(?P<order>{MARK})\s*-?\s*(?:norm|范数)")
_PLAIN_E = re.compile(r"\s*E\s*(?:[(\[].*)?$|\s*E_\{?\\\w+\}?\s*(?:[(\[].*)?$")
_WRITES_E = re.compile(r"(?<![A-Za-z{\\])E(?:_\{?\\\w+\}?)?\s*[(\[]")
_CHI = re.compile(r"\s*\\chi\s*\^\s*\{?2\}?(?=\s*(?:\\left)?[(\[])")
_DROPPED = re.compile(rf"\b(?:drop|omit|suppress)\w* the (?:index|subscript|order)\b[^.;]*?\bwrite {MARK}")


class PlainE:
    """An expectation that is written with the letter E as it stands in mathematics."""


class Normals:
    """The N of a note by which its laws are given: every line that has such a law uses it."""


class Own(NamedTuple):
    """A sign with a meaning of its own: the sentence or display that gives it, and the type or the writing of it."""

    line: int
    words: str
    kinds: tuple[type, ...] = ()
    written: re.Pattern | None = None


def own_signs(judge, out: Judgement) -> Iterator[str]:
    """Why a line is left open that uses a sign with a meaning of the note's own."""
    if out.at is None:
        return
    chain = judge.note.chains[out.at[0]]
    trees = chain.trees
    for own in judge.prose.once("own signs", 0, lambda: list(said(judge))):
        used = own.kinds and any(is_one(n, own.kinds) for n in S.walk(*trees))
        used = used or (own.kinds == (PlainE,) and any(map(partial(is_plain_e, judge), trees)))
        used = used or (own.kinds == (Normals,) and has_normals(judge, trees))
        if used or (own.written is not None and own.written.search(f"{out.left} {out.right}")):
            yield f"line {own.line} gives a sign of it another meaning: {own.words}"


def is_refused(judge, sentence: Sentence, formula: InlineFormula) -> bool:
    """Whether a sentence wishes, asks or denies what a formula says; `in this paper` is no word of others."""
    told = judge.known.told.get(formula)
    return told is not None and told.kind == REFUSED and not _HERE.search(sentence.text)


def is_plain_e(judge, tree: S.Node) -> bool:
    """Whether a letter E in a formula was read as an expectation: of an energy E(z) it is not."""
    text = judge.note.source.text
    return any(isinstance(n, S.Expectation) and not n.draws and text.startswith("E", n.span[0]) for n in S.walk(tree))


def has_normals(judge, trees: tuple[S.Node, ...]) -> bool:
    """Whether a line may speak of a law that an N gives."""
    return any(isinstance(f.formula, L.Normal) for f in judge.known.facts) or any(S.every(S.Gaussian, *trees))


def is_one(node: S.Node, kinds: tuple[type, ...]) -> bool:
    """Whether a node is one of these signs; not with an index, as I_q or the norm with a 1 below has it."""
    return isinstance(node, kinds) and getattr(node, "order", None) is None and getattr(node, "letter", None) is None


def said(judge) -> Iterator[Own]:
    """Every sign of a note that has a meaning of its own."""
    note = judge.note
    for k in range(len(note.blocks)):
        for sentence in judge.prose.sentences(k):
            yield from in_words(sentence)
            told = [f for f in sentence.formulas if not is_refused(judge, sentence, f)]
            defined = any(r.name == "define" for f in told for c in f.chains for r in c.relations)
            if defined or _DEFINES.search(sentence.text) or _CONVENTIONS.search(sentence.text):
                yield from by_formula(judge, sentence, told)
    for chain in note.chains:
        own = bool(chain.relations) and (chain.relations[0].name == "define" or is_usage(judge, chain))
        if own and note.blocks[chain.block].kind == "display":
            if differs(judge, *chain.sides[:2]):
                yield Own(chain.sides[0].line, f"${latex_of(note, chain)}$", kinds_of(chain.sides[0]))


def is_usage(judge, chain: Chain) -> bool:
    """Whether the words behind a display call it a usage of the note's own, or those before it define another sign."""
    before, behind = (judge.note.blocks[k : k + 1] if k >= 0 else () for k in (chain.block - 1, chain.block + 1))
    leads = judge.prose.sentences(chain.block - 1)[-1:] if before and before[0].kind == "prose" else []
    spoken = judge.prose.sentences(chain.block + 1)[:1] if behind and behind[0].kind == "prose" else []
    return any(_BEHIND.search(s.text) for s in spoken) or any(_DEFINES_ANOTHER.search(s.text) for s in leads)


def in_words(sentence: Sentence) -> Iterator[Own]:
    """The signs that a sentence gives another meaning without a formula."""
    text, formulas = sentence.text, sentence.formulas
    order = _A_NORM.search(text)
    other = order and _OTHER_ORDER.fullmatch(sentence.within(order, "order")[0].latex)
    if (other or _NORMS.search(text)) and any(_BARS.match(f.latex) for f in formulas):
        yield Own(sentence.line, in_full(sentence), (S.Norm,))
    for k, formula in enumerate(formulas):
        behind = text[sentence.places[k] + 1 :]
        clause = re.match(r"(?: and □)?\s*(?:be|is|are|denotes?|为|是|表示)([^,;.，；。]{0,40})", behind)
        if clause and _PLAIN_E.match(formula.latex):
            if _ENERGIES.search(clause[1]):
                yield Own(sentence.line, in_full(sentence), (PlainE,))
            elif re.search(r"\b(?:expectations|averages) under\b", clause[1]):
                yield Own(sentence.line, in_full(sentence), written=_WRITES_E)
        if clause and re.search(r"\b(?:expectations|averages) under\b", clause[1]) and "_" in formula.latex:
            yield Own(sentence.line, in_full(sentence), written=spelt(formula.latex))
    yield from of_laws(sentence)
    law = _OF_A_LAW.search(text)
    if law is not None and not any("_" in f.latex for f in formulas[text[: law.start()].count(MARK) :][:1]):
        yield Own(sentence.line, in_full(sentence), (S.VariableEntropy, S.MutualInformation))
    found = _DROPPED.search(text)
    if found and (sign := sentence.within(found)[-1].latex.strip()) in ("D", "H", "I"):
        yield Own(sentence.line, in_full(sentence), written=re.compile(rf"(?<![A-Za-z\\{{]){sign}\s*[(\[]"))
    if (found := _PART.search(text)) is not None:
        sign = sentence.within(found)[0].latex.lstrip()
        kind = {r"\int": S.Integral, r"\sum": S.SumOver}.get(sign[:4])
        if kind is not None:
            yield Own(sentence.line, in_full(sentence), (kind,))


def of_laws(sentence: Sentence) -> Iterator[Own]:
    """An N that is no normal, an E that is no mean, integrals and sums that do not go over everything."""
    text = sentence.text
    for words, starts, kind in ((_NO_NORMAL, r"\mathcal", Normals), (_OTHER_MEAN, r"\mathbb", S.Expectation)):
        found = words.search(text)
        signs = sentence.within(found) if found else ()
        if signs and (signs[0].latex.lstrip().startswith(starts) or signs[0].latex.strip()[:1] in ("N", "E")):
            yield Own(sentence.line, in_full(sentence), (kind,))
    for words, kind in ((_INTEGRALS, S.Integral), (_SUMS, S.SumOver)):
        found = words.search(text)
        if found and not any(_EVERYWHERE.search(f.latex) for f in sentence.within(found)):
            yield Own(sentence.line, in_full(sentence), (kind,))


def spelt(latex: str) -> re.Pattern:
    """What a formula looks like in any line, whatever its spaces."""
    return re.compile(r"\s*".join(re.escape(c) for c in latex if not c.isspace()))


def by_formula(judge, sentence: Sentence, told: list[InlineFormula]) -> Iterator[Own]:
    """The signs that a sentence defines by an equation, or by a formula behind words like `stands for`."""
    for formula in told:
        for chain in (c for c in formula.chains if len(c.sides) == 2 and c.relations[0].name in ("equal", "define")):
            kinds, sign = kinds_of(chain.sides[0]), _CHI.match(chain.sides[0].latex)
            if (kinds or sign) and differs(judge, *chain.sides):
                yield Own(sentence.line, in_full(sentence), kinds, None if kinds else spelt(sign[0]))
    for one, other in pairwise(told):
        between = sentence.text[sentence.place(one) + 1 : sentence.place(other)]
        sides = [only_side(f) for f in (one, other)]
        if None not in sides and _BETWEEN.fullmatch(between) and differs(judge, *sides):
            yield Own(sentence.line, in_full(sentence), kinds_of(sides[0]))


def only_side(formula: InlineFormula) -> Side | None:
    sides = [side for chain in formula.chains for side in chain.sides]
    return sides[0] if len(sides) == 1 else None


def kinds_of(side: Side) -> tuple[type, ...]:
    """The signs of which a formula is one, or a power of one; entropies of either form are one sign."""
    tree = side.tree.base if side.read and isinstance(side.tree, S.Power) else side.tree
    found = next((kind for kind in _SIGNS if isinstance(tree, kind)), None)
    if found in (S.Entropy, S.VariableEntropy):
        return S.Entropy, S.VariableEntropy
    return (found,) if found is not None else ()


def differs(judge, left: Side, right: Side) -> bool:
    """Whether a formula gives a sign a meaning that the rules do not know it by; no value and no other sign does."""
    if not kinds_of(left) and not _CHI.match(left.latex):
        return False
    if not right.read:  # \|x\| = \max_i |x_i|
        return kinds_of(left) == (S.Norm,)
    if not any(S.every(_SPELT, right.tree)):
        return isinstance(left.tree, S.Power)  # \|x\|^2 = x^T A x
    try:
        meant = [judge.known.read.expression(side.tree) for side in (left, right)]
        claim = Claim(*meant, "=", VALUE, ())
        return prove(claim, partial(unlooked, judge)) is None
    except (Unreadable, L.DensityError, *BEYOND):
        return kinds_of(left) == (S.Norm,)


def unlooked(judge, claim: Claim, quick: bool):
    """What worlds say of a claim; asked late, since what looks into worlds asks for the signs of a line."""
    from derivations.reading.verdicts.refuting import look

    return look(judge, claim, quick)


def latex_of(note, chain: Chain) -> str:
    return note.source.text[chain.sides[0].span[0] : chain.sides[-1].span[1]].strip()
