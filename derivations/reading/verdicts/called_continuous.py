"""Words on the kind of a variable that take a proof away: what was proved for a discrete one, once the note goes on to
the continuous case; a density that is summed over values."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sympy

from derivations.judging.claim import Claim, prove
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.scopes import names_in
from derivations.reading.hearing.sentences import MARK, Sentence, in_full
from derivations.reading.meaning.naming import name_of
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.suppositions import with_others

CONTINUOUS = re.compile(r"\bcontinuous\b|\bdifferential entrop|微分熵|\bha(?:s|ve) (?:an? )?densit|连续")
DENSITIES = re.compile(r"\bdensit|密度")
KINDS = re.compile(rf"{CONTINUOUS.pattern}|\bdiscrete\b|离散")
MASS = re.compile(r"\bmass functions?\b|\bpmfs?\b|质量函数")
A_DENSITY = re.compile(
    rf"{MARK} (?:(?:is|are|be|being) )?(?:an? |the )?(?:probability )?densit(?:y|ies)\b|"
    rf"{MARK}\s*[是为][^{MARK}，。]{{0,6}}密度"
)
SIGNS = ("=", "<=", ">=", "<", ">")


def of_one_kind(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved: it holds of a discrete variable, and the last words on its kind are `continuous`."""
    if not out.expressions or out.at is None:
        return
    yield from densities_summed(judge, out)
    trees = judge.note.chains[out.at[0]].trees
    summed = {name_of(i) for tree in trees for n in S.walk(tree) if isinstance(n, S.SumOver) for i in n.indices}
    left, sign, right, facts = out.expressions
    line = sympy.Tuple(left, right) if judge.survey.both_cases else sympy.Tuple()
    discrete = {v for v in line.atoms(L.RandomVariable) if v.discrete and v.role not in summed}
    for variable in sorted(discrete, key=str):
        told = last_called(judge, variable.role, judge.note.chains[out.at[0]].block)
        if told is not None and sign in SIGNS and CONTINUOUS.search(told[1]):
            claim = with_others(Claim(left, right, sign, out.kind, facts), {variable: continuous(variable)})
            if prove(claim) is None:
                yield f"line {told[0].line} calls {variable} continuous, and it was proved for a discrete one"


def continuous(v: L.RandomVariable) -> L.RandomVariable:
    return L.RandomVariable(v.name, v.role, v.dimension, False)


def last_called(judge, role: str, here: int) -> tuple[Sentence, str] | None:
    """The last sentence before a block that calls a variable, or no variable by its name, discrete or continuous, with
    the word for it: the one that is nearest to the name."""
    found = None
    for sentence in judge.prose.between(KINDS, 0, here):
        own = [at for at, formula in zip(sentence.places, sentence.formulas, strict=True)
               if role in {*map(judge.survey.role, names_in(formula))}]  # fmt: skip
        if own or not any(map(names_in, sentence.formulas)):
            at = (own or [len(sentence.text)])[-1]
            words = KINDS.finditer(sentence.text)
            found = sentence, min(words, key=lambda m: min(abs(m.start() - at), abs(m.end() - at)))[0]
    return found


def of_either(judge, out: Judgement) -> set[str]:
    """The variables that may be discrete in a line: those that the note sums and integrates over; in a line with H(x)
    all, unless one is said to be continuous and the note has no h(x) for the differential entropy."""
    here, text = judge.note.chains[out.at[0]], judge.note.source.text
    own = S.every(S.VariableEntropy | S.Entropy, *here.trees)
    if not any(text[n.span[0]] == "H" for n in own):
        return judge.survey.either
    left, _, right, facts = out.expressions
    roles = {v.role for e in (left, right) for v in e.atoms(L.RandomVariable)}
    every = (tree for chain in judge.note.chains for tree in chain.trees)
    if any(text[n.span[0]] == "h" for n in S.every(S.VariableEntropy | S.Apply, *every)):
        return judge.survey.either | roles
    laws = {role for f in facts if f.formula.has(L.Normal) for role, _ in f.density.target_slots}
    told = (called for role in roles if (called := last_called(judge, role, here.block)) is not None)
    apart = roles & (judge.survey.integrated | laws) or any(CONTINUOUS.search(word) for _, word in told)
    densities = judge.prose.between(DENSITIES, 0, here.block)
    apart = apart or any(roles & {*map(judge.survey.role, names_in(f))} for said in densities for f in said.formulas)
    return judge.survey.either if apart else judge.survey.either | roles


def densities_summed(judge, out: Judgement) -> Iterator[str]:
    """`$p(x)$ is a probability mass function and $q(x)$ a density`: of a line that sums over the values of q."""
    trees = judge.note.chains[out.at[0]].trees
    sums = (n for tree in trees for n in S.walk(tree) if isinstance(n, S.SumOver))
    letters = {d.letter for n in sums for d in S.walk(n.body) if isinstance(d, S.Density)}
    for sentence in judge.prose.between(MASS, 0, judge.note.chains[out.at[0]].block) if letters else ():
        for found in A_DENSITY.finditer(sentence.text):
            (formula,) = sentence.within(found)
            if letters & names_in(formula):
                yield f"line {sentence.line} calls it a density, and it is summed over values: {in_full(sentence)}"
