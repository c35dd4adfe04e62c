"""Names that a sentence gives to what it tells in words: `let $m$ denote the mean of $p(x)$`, `call the right-hand side
$F$`. An equation that gives such a name to something else defines nothing: it may be a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivations.judging.claim import Claim
from derivations.kernel.theorem import VALUE
from derivations.language import words as L
from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.parser import Parser, ReadingError
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.sentences import MARK, Sentence, in_full, only_tree, sentences
from derivations.reading.meaning.substitution import head_of
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table
from derivations.reading.text.tokens import tokenize

_TABLE = Table(__file__)
_NAMED, _DENOTED, _APPOSED, _THE_SIDE, _BOUND = _TABLE.patterns("named", "denoted", "apposed", "the_side", "bound")
_WORDED = _TABLE.pattern("worded", flags=re.IGNORECASE)
_DIVERGENCE = re.compile(rf"\b(?:kl|kullback)[a-z -]* (?:from|between|of) {MARK} (?:to|and|from) {MARK} by {MARK}")
_FORMULAS = {
    "mean": r"\mathbb{E}_{%s}[%s]", "variance": r"\operatorname{Var}_{%s}[%s]", "normaliser": r"\int %s \,d%s",
    "entropy": r"-\mathbb{E}_{%s}[\log %s]",
}  # fmt: skip
_HAN = {"均值": "mean", "期望": "mean", "方差": "variance", "熵": "entropy", "归一化常数": "normaliser"}


def against(judge, tree: S.Node, right: S.Node, block: int, line: int) -> str:
    """The words by which a name is something else than the right side in every reading of them, or ""."""
    said = [
        one for k in range(block) for s in judge.prose.sentences(k) for one in named_in(judge, s, k, head_of(tree)[0])
    ]
    if not said:
        return ""
    sentence, meanings = said[-1]
    meanings = meanings or (bounds_in(right) if _BOUND.search(sentence.text) else [])
    if not meanings or not all(fails(judge, meant, right) for meant in meanings):
        return ""
    name = head_of(tree)[0]
    if any(one.tree == right for one in judge.known.later.get(name, ())):  # this line was foreseen as its meaning
        judge.known.later.pop(name)
    judge.known.unheard.append(Unheard(line, sentence.text, frozenset({head_of(tree)[0]})))
    return f"line {sentence.line} names something else by it: {in_full(sentence)}"


def worded(judge, name: str, block: int) -> int:
    """The line of the last sentence before a display that tells in words what a name is; 0 if none does."""
    said = (s for k in range(block) for s in judge.prose.sentences(k) for found in _WORDED.finditer(s.text)
            if is_named(s.within(found)[0], name))  # fmt: skip
    return max((sentence.line for sentence in said), default=0)


def fails(judge, meant: S.Node, right: S.Node) -> bool:
    """Whether a world shows that two formulas differ."""
    from derivations.reading.verdicts.refuting import look  # asked late: it looks into worlds

    try:
        sides = [judge.known.read.expression(tree) for tree in (meant, right)]
        return look(judge, Claim(*sides, "=", VALUE, tuple(judge.known.facts)), False).refutes
    except (Unreadable, L.DensityError, TypeError, ValueError, ArithmeticError):
        return False


def named_in(judge, sentence: Sentence, k: int, name: str) -> Iterator[tuple[Sentence, list[S.Node]]]:
    """What a sentence of block `k` names so, in each reading of its words."""
    for found in _NAMED.finditer(sentence.text):
        one, of = sentence.within(found)[:2]
        if is_named(one, name):
            yield sentence, told(judge, kind_of(found), of)
    for found in _DENOTED.finditer(sentence.text):
        of, one = sentence.within(found)[:2]
        if is_named(one, name):
            yield sentence, told(judge, kind_of(found), of)
    for found in _DIVERGENCE.finditer(sentence.text):
        one, other, last = sentence.within(found)[:3]
        if is_named(last, name):
            pairs = ((one.latex, other.latex), (other.latex, one.latex))
            yield sentence, [t for a, b in pairs for t in parsed(judge, rf"KL({a}\|{b})")]
    for found in _APPOSED.finditer(sentence.text):
        one, of = sentence.within(found)[:2]
        tree = only_tree(of)
        if is_named(one, name) and isinstance(
            tree, S.KL | S.Expectation | S.Integral | S.MutualInformation | S.Entropy
        ):
            yield sentence, [tree]
    for found in _BOUND.finditer(sentence.text):
        if is_named(sentence.within(found)[0], name):
            yield sentence, []
    for found in _THE_SIDE.finditer(sentence.text):
        (one,) = sentence.within(found)[:1]
        if is_named(one, name):
            yield sentence, last_side(judge.note, one, k)


def bounds_in(right: S.Node) -> list[S.Node]:
    """The evidence lower bound with the density that a formula averages under, and the joint density in it."""
    averages = [n for n in S.every(S.Expectation, right) if len(n.draws) == 1]
    under = [n.draws[0].density for n in averages if isinstance(n.draws[0].density, S.Density)]
    joints = [n for n in S.every(S.Density, right) if len(n.targets) > 1 and not n.givens]
    if len(set(under)) != 1 or len(set(joints)) != 1 or not set(under[0].targets) < set(joints[0].targets):
        return []
    logs = [S.Apply("log", (density,), span=right.span) for density in (joints[0], under[0])]
    return [S.Expectation(averages[0].draws, S.Add((logs[0], S.Neg(logs[1]))), span=right.span)]


def is_named(formula: InlineFormula, name: str) -> bool:
    """Whether a formula is this name, perhaps with its arguments or a bound for it."""
    sides = [side.tree for chain in formula.chains for side in chain.sides[:1] if side.read]
    return len(sides) == 1 and head_of(sides[0])[0] == name


def kind_of(found: re.Match) -> str:
    kind = _HAN.get(found.groupdict().get("han") or "", found["kind"] or "")
    kind = "mean" if kind.startswith("expect") else kind
    return "normaliser" if kind.startswith(("normali", "partition")) else kind


def told(judge, kind: str, of: InlineFormula) -> list[S.Node]:
    """The formula of the mean, variance, entropy or normalising constant of a density of one variable."""
    tree = only_tree(of)
    variables = tree.targets if isinstance(tree, S.Density) and not tree.givens else getattr(tree, "arguments", ())
    if len(variables) != 1 or not isinstance(variables[0], S.Symbol):
        return []
    return parsed(judge, _FORMULAS[kind] % (of.latex, of.latex if kind == "entropy" else variables[0].name))


def parsed(judge, latex: str) -> list[S.Node]:
    try:
        return [Parser(tokenize(latex, 0), judge.note.notation, len(latex)).whole()]
    except ReadingError:
        return []


def last_side(note: Note, name: InlineFormula, k: int) -> list[S.Node]:
    """The right side of the last relation before a name: in its paragraph, or of the display before that."""
    before = [c for f in note.blocks[k].formulas if f.place < name.place for c in f.chains if c.relations]
    if not before and k:
        before = [note.chains[index] for index in note.blocks[k - 1].chains]
    sides = before[-1].sides[-1:] if before and before[-1].relations else ()
    return [side.tree for side in sides if side.read]


def sides_called(note: Note) -> Iterator[tuple[S.Node, S.Node]]:
    """The names of a note that are given to right-hand sides, with these."""
    for k, block in enumerate(note.blocks):
        for sentence in sentences(block) if block.kind == "prose" else ():
            for found in _THE_SIDE.finditer(sentence.text):
                (one,) = sentence.within(found)[:1]
                name, called = only_tree(one), last_side(note, one, k)
                if name is not None and called:
                    yield name, called[0]
