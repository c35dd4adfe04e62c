"""A variable that a note sums over in one line and integrates over in another: in a line that does neither it may be
discrete or continuous, and nobody is told that a line fails which holds of one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import sympy

from derivations.judging.claim import Claim, prove
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import MARK, Sentence
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.near_a_line import in_full
from derivations.worlds.outcomes import Agrees, Outcome

CONTINUOUS = re.compile(r"\bcontinuous\b|\bha(?:s|ve) (?:an? )?densit|连续")
KINDS = re.compile(rf"{CONTINUOUS.pattern}|\bdiscrete\b|离散")
MASS = re.compile(r"\bmass functions?\b|\bpmfs?\b|质量函数")
A_DENSITY = re.compile(
    rf"{MARK} (?:(?:is|are|be|being) )?(?:an? |the )?(?:probability )?densit(?:y|ies)\b|"
    rf"{MARK}\s*[是为][^{MARK}，。]{{0,6}}密度"
)
SIGNS = ("=", "<=", ">=", "<", ">")


def of_either_kind(claim: Claim, look: Callable[[Claim, bool], Outcome], either: set[str]) -> list[str]:
    """Why a claim that fails is doubtful: worlds agree with it for discrete variables, as those of `either` may be."""
    line = sympy.Tuple(claim.left, claim.right, *(part for f in claim.facts for part in (f.density, f.formula)))
    shown = {v.role for node in line.atoms(L.Integral) for v in node.bound_symbols if isinstance(v, L.RandomVariable)}
    continuous = {v for v in line.atoms(L.RandomVariable) if not v.discrete and v.role in either - shown}
    of_values = in_kind(claim, continuous, discrete=True)
    if not continuous or not isinstance(look(of_values, False), Agrees):
        return []
    return [f"whether {min(v.name for v in continuous)} is discrete here is not said, and it holds if it is"]


def in_kind(claim: Claim, variables: set[L.RandomVariable], discrete: bool) -> Claim:
    """A claim with these variables discrete, or continuous."""
    kind = {v: L.RandomVariable(v.name, v.role, v.dimension, discrete) for v in variables}
    facts = [replace(f, density=f.density.xreplace(kind), formula=f.formula.xreplace(kind)) for f in claim.facts]
    return replace(claim, left=claim.left.xreplace(kind), right=claim.right.xreplace(kind), facts=tuple(facts))


def of_one_kind(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: it holds of a discrete variable, and the last words on its kind are `continuous`."""
    if not out.expressions or out.at is None:
        return
    yield from densities_summed(judge, out)
    trees = [side.tree for side in judge.note.chains[out.at[0]].sides if side.read]
    summed = {name_of(i) for tree in trees for n in S.walk(tree) if isinstance(n, S.SumOver) for i in n.indices}
    left, sign, right, facts = out.expressions
    line = sympy.Tuple(left, right) if judge.survey.both_cases else sympy.Tuple()
    discrete = {v for v in line.atoms(L.RandomVariable) if v.discrete and v.role not in summed}
    for variable in sorted(discrete, key=str):
        told = last_called(judge, variable.role, judge.note.chains[out.at[0]].block)
        if told is not None and sign in SIGNS and CONTINUOUS.search(told[1]):
            claim = in_kind(Claim(left, right, sign, out.kind, facts), {variable}, discrete=False)
            if prove(claim) is None:
                yield f"line {told[0].line} calls {variable} continuous, and it was proved for a discrete one"


def last_called(judge, role: str, here: int) -> tuple[Sentence, str] | None:
    """The last sentence before a block that calls a variable, or no variable by its name, discrete or continuous, with
    the word for it: the one that is nearest to the name."""
    found = None
    for sentence in judge.prose.between(KINDS, 0, here):
        own = [at for at, formula in zip(sentence.places, sentence.formulas, strict=True)
               if role in {judge.survey.capital.get(name, name) for name in names_in(formula)}]  # fmt: skip
        if own or not any(map(names_in, sentence.formulas)):
            at = (own or [len(sentence.text)])[-1]
            words = KINDS.finditer(sentence.text)
            found = sentence, min(words, key=lambda m: min(abs(m.start() - at), abs(m.end() - at)))[0]
    return found


def densities_summed(judge, out: Judgement) -> Iterator[str]:
    """`$p(x)$ is a probability mass function and $q(x)$ a density`: of a line that sums over the values of q."""
    trees = [side.tree for side in judge.note.chains[out.at[0]].sides if side.read]
    sums = (n for tree in trees for n in S.walk(tree) if isinstance(n, S.SumOver))
    letters = {d.letter for n in sums for d in S.walk(n.body) if isinstance(d, S.Density)}
    for sentence in judge.prose.between(MASS, 0, judge.note.chains[out.at[0]].block) if letters else ():
        for found in A_DENSITY.finditer(sentence.text):
            formula = sentence.formulas[sentence.text[: found.start()].count(MARK)]
            if letters & names_in(formula):
                yield f"line {sentence.line} calls it a density, and it is summed over values: {in_full(sentence)}"
