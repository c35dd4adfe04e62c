"""Which variables the prose calls discrete, which names it calls random, which letters of densities are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.law_parameters import averaged_alone
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.tables import Table

_TABLE = Table(__file__)
DISCRETE_AFTER, DISCRETE_BEFORE, RANDOM_AFTER = _TABLE.patterns("discrete_after", "discrete_before", "random_after")
VECTOR_AFTER, RANDOM_BEFORE = _TABLE.patterns("vector_after", "random_before")
PROBABILITY_BEFORE, MEAN_AFTER = _TABLE.patterns("probability_before", "mean_after")
MASS_AFTER = _TABLE.pattern("mass_after", flags=re.I)
ELSEWHERE = _TABLE.pattern("elsewhere", flags=re.IGNORECASE)
MASS_BEFORE = re.compile(r"(?:\bprobability mass functions?|\bpmfs?|概率质量函数)\s*[$\\(]*$", re.I)
VECTOR_BEFORE = re.compile(r"\brandom vectors? [$\\(]*$|随机向量\s*[$\\(]*$")

MEAN_BEFORE = re.compile(r"(?i)(?:\b(?:mean|average|expectation|expected value)s?\b|均值|期望|平均)[^.;。；]{0,30}$")
VARIABLES = frozenset("x y z".split())  # random if a mean is taken of them alone, where nothing else is said of them
NEAR = 200  # signs: how far from a name the others of its sentence are looked for
END = re.compile(r"[.;。；](?!\w)")
BOUNDS = ("less", "less_equal", "greater", "greater_equal")


def discrete_in_words(note: Note) -> set[str]:
    """The variables that the prose calls discrete: `a discrete variable $X$`, `$X$ is discrete`, 离散变量 $X$; and what
    a probability mass function is of."""
    masses = (d for d in trees_called(note, MASS_AFTER, MASS_BEFORE) if isinstance(d, S.Density))
    of_masses = {name for d in masses for t in (*d.targets, *d.givens) if (name := name_of(t))}
    return called(note, DISCRETE_AFTER, DISCRETE_BEFORE) | of_masses


def random_in_words(note: Note, trees: list[S.Node]) -> set[str]:
    """The names of a plain E[...] that the prose calls random: `an estimator $T$`, `$d$ is a random variable`; where no
    law stands in the note, the x of E[x]."""
    means = (n for n in S.every(S.Expectation | S.Variance, *trees) if not n.draws)
    averaged = {name_of(v) for mean in means for v in S.every(S.Symbol, mean.body)}
    chains = [*note.chains, *note.spoken]
    equations = ([side.tree for side in c.sides[:2]] for c in chains if all(s.read for s in c.sides) and c.relations)
    defined = {name_of(one) for one, other in equations if name_of(one) != plain(getattr(other, "function", ""))}
    vectors = {name for name in called(note, VECTOR_AFTER, VECTOR_BEFORE) if name == name.lower()}
    lawless = not any(S.every(S.Density | S.Gaussian | S.Draw | S.Integral, *trees))
    alone = VARIABLES & averaged_alone(trees) if lawless else frozenset[str]()
    return (averaged & (called(note, RANDOM_AFTER, RANDOM_BEFORE) | vectors | alone)) - defined


def said_numbers(note: Note) -> set[str]:
    """The bare letters that a sentence has for a probability or bounds: `with probability $p$`, `$p \\leq 1/2$`; each
    \\mu of which one speaks without calling it a mean; and `\\mu of x` where a sentence has x beside that mean."""
    found = set()
    for block, formula in ((b, f) for b in note.blocks for f in b.formulas):
        for chain in formula.chains:
            trees = chain.trees
            bounded = any(r.name in BOUNDS for r in chain.relations) and any(map(is_number, trees))
            if bounded or (len(trees) == 1 and PROBABILITY_BEFORE.search(formula.before)):
                found |= {t.letter for t in trees if isinstance(t, S.Density) and t.bare}
            mean = MEAN_BEFORE.search(formula.before) or MEAN_AFTER.match(formula.after)
            named = {n for n in names_in(trees) if n.startswith("\\mu")}
            if not mean:
                found |= named
                continue
            for name in named:
                near = (f for f in block.formulas if abs(f.place[0] - formula.place[0]) < NEAR)
                beside = [f for f in near if not END.search(formula.paragraph[slice(*between(f, formula))])]
                others = names_in(tree for f in beside for tree in f.trees)
                found |= {f"{name} of {n.lower()}" for n in others if n.isalpha()}
    return found


def between(one: InlineFormula, other: InlineFormula) -> tuple[int, int]:
    """Where the words between two formulas of a paragraph begin and end."""
    return min(one.place[1], other.place[1]), max(one.place[0], other.place[0])


def names_in(trees: Iterable[S.Node]) -> set[str]:
    """The names in some formulas."""
    return set(map(plain, {n.name for n in S.every(S.Symbol, *trees)}))


def is_number(tree: S.Node) -> bool:
    """Whether a formula is written with numbers alone: 1, 1/2, -1."""
    return all(isinstance(n, S.Number | S.Divide | S.Neg) for n in S.walk(tree))


def called(note: Note, after: re.Pattern, before: re.Pattern) -> set[str]:
    """The names of formulas that these words follow or precede."""
    trees = trees_called(note, after, before)
    names = (name for tree in trees for name in getattr(tree, "elements", (tree,)))
    return {name_of(name) for name in names if isinstance(name, S.Symbol) and name_of(name)}


def trees_called(note: Note, after: re.Pattern, before: re.Pattern) -> Iterator[S.Node]:
    """What the formulas are that these words follow or precede."""
    for formula in note.formulas:
        if (after.match(formula.after) or before.search(formula.before)) and not told_apart(formula):
            yield from (formula.trees)


def told_apart(formula: InlineFormula) -> bool:
    """Whether its sentence says it of something else, or of what is given up: `unlike in the VQ-VAE, where z is
    discrete`, `the discrete latents z are relaxed`, `for discrete z ... Let us pass to continuous z`."""
    return any(ELSEWHERE.search(text) for text in (formula.before[-NEAR:], formula.after[:NEAR]))


def tells_both_cases(prose: str) -> bool:
    """Whether a note speaks of discrete and of continuous variables."""
    return any(a in prose and b in prose for a, b in (("discrete", "continuous"), ("离散", "连续")))
