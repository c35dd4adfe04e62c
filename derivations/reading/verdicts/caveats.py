"""What a sentence says that this program cannot use, and that may take a verdict away, be it proved or refuted.

A sign with another meaning (`let $D(p\\|q)$ be the total variation`), a number that depends on what is averaged or
differentiated over (`$r$ depends on $a$`), an optimum over a family told in words (`with $q$ restricted to Gaussians`),
a density that is zero somewhere (`the supports of $p$ and $q$ are disjoint`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from sympy import Basic

from derivations.judging.step import REFUTED
from derivations.language import words as L
from derivations.reading.document import InlineFormula, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import MARK, sentences, with_pairs_apart
from derivations.reading.meaning.gaussians import mass_of
from derivations.reading.meaning.naming import name_of, plain
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.tables import Table
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.not_taken import DENIES, not_taken

_M = MARK
_TABLE = Table(__file__)
OTHER_SIGN, DEPENDS, FAMILY, SUPPORT = _TABLE.patterns("other_sign", "depends", "family", "support")
OF_ZEROS, IMPROPER, NO_MARGINAL = _TABLE.patterns("of_zeros", "improper", "no_marginal")
OF_AVERAGES, OF_A_PART, OF_POWERS, OF_OPTIMA = _TABLE.patterns("of_averages", "of_a_part", "of_powers", "of_optima")
OF_MASS = _TABLE.pattern("of_mass")
OF_MOVING, INTERVAL, ZERO_BEFORE, ZERO_BEHIND = _TABLE.patterns("of_moving", "interval", "zero_before", "zero_behind")
PI = S.NamedNumber("pi")
ITS_OWN_PI = re.compile(r"\s*(?:0\s*(?:<|\\leq?(?![a-z]))\s*)?\\pi\s*(?:$|\\in(?![a-z])|<|\\leq?(?![a-z]))")
ITS_OWN_E = re.compile(r"\s*e\s*(?:$|\\in(?![a-z])|[<>=]|\\[gl]eq?(?![a-z]))(?!\s*2\.7)")
OF_EULER = re.compile(r"euler|natural|\bbase\b|logarithm|2\.718|exponential|底|欧拉|自然", re.IGNORECASE)
CASE = re.compile(r"\s*(?:(?:if|when|where|whenever|in case)\b|若|如果|当|假如)", re.IGNORECASE)
SIGN, NUMBER, OPTIMUM, ZERO, MASS = "a sign", "a number", "an optimum", "zero", "a mass"
IN_A_CASE = "zero in a case"  # `if the supports are disjoint, ...`: nothing that stands before is of that case
APART, UNFIT = "no marginal", "no density"
IN_WORDS = {SIGN: OTHER_SIGN, NUMBER: DEPENDS, OPTIMUM: FAMILY, UNFIT: IMPROPER, APART: NO_MARGINAL, MASS: OF_MASS}
MOST_MASSES = 20  # formulas of a note that are integrated
_HEAD = re.compile(r"\s*(?:\\(?:mathrm|operatorname|text|mathbb|mathbf|mathcal)\{(\w+)\}|\\?([^\W_]+))")
Caveat = tuple[int, str, str, list[InlineFormula]]  # line, words, kind, the formulas of these words
WHOLE = {"averages": OF_AVERAGES, "a part": OF_A_PART, "powers": OF_POWERS, "optima": OF_OPTIMA}
"""What is said of every average, integral or power of the note, and not of one name."""
MOVING = "a moving support"
NODES = {
    "averages": (S.Expectation,), "a part": (S.Integral, S.SumOver), "powers": (S.Power,), "optima": (S.Optimum,),
    MOVING: (S.Derivative, S.Gradient),
}  # fmt: skip
MEANS = S.Expectation | S.Variance | S.Covariance
OVER = (S.Derivative, S.Gradient, S.Expectation, S.Variance, S.Covariance, S.Integral, S.SumOver)


def caveats(judge, out: Judgement) -> tuple[str, ...]:
    """Why a line is neither proved nor refuted, by what the note says of its signs, numbers and families."""
    if out.at is None:
        return ()
    if judge.caveats is None:
        judge.caveats = [*said(judge.note), *of_another_mass(judge)]
    if out.verdict == REFUTED and defines_a_divergence(judge.note, out):
        judge.caveats.append((out.line, f"${out.left.strip()}$", SIGN, [InlineFormula((), out.left, 0, 0, "", (0, 0))]))
    trees = judge.note.chains[out.at[0]].trees
    told = [
        why
        for one in judge.caveats
        if (one[2] != UNFIT or out.verdict != REFUTED) and (one[2] != IN_A_CASE or one[0] < out.line)
        for why in speaks_of(one, trees, f"{out.left} {out.right}")
    ]
    told += [*random_as_a_number(judge, trees), *held_in_a_mean(judge, out, trees), *another_pi(judge.note, trees)]
    told += [*another_e(judge.note, trees), *carried(judge.note, trees)]
    return (*told, *not_taken(judge, judge.note.chains[out.at[0]])) if out.verdict == REFUTED else tuple(told)


def random_as_a_number(judge, trees: list[S.Node]) -> list[str]:
    """`Let $a$ be random`, of an a that no density is of, in an average."""
    capital = judge.survey.capital
    numbers = judge.known.called_random - {*judge.survey.variables, *capital, *capital.values()}
    random = sorted(name for name in numbers if any(depends_inside(tree, name, name) for tree in trees))
    return [f"{name} is called random, and stands in it as a number" for name in random]


def held_in_a_mean(judge, out: Judgement, trees: list[S.Node]) -> list[str]:
    """`E[x y]`, `Cov(x, y)` that were read under p(x) alone, where the note has a law of y, as by H(y)."""
    bare = any(isinstance(n, MEANS) and not n.draws for n in S.walk(*trees))
    sides = (out.expressions[0], out.expressions[2]) if bare and out.expressions else ()
    means = {e for side in sides for e in side.atoms(L.Expectation)}
    held = {v for e in means for v in beside_densities(e.body) & (e.body.free_symbols - e.density.free_symbols)}
    known = {s[0][0] for found in judge.survey.signatures.values() for s in found if len(s[0]) == 1}
    known |= judge.survey.variables.keys()
    names = sorted(v.name for v in held if isinstance(v, L.RandomVariable) and v.role in known)
    return [f"{name} is random, and stands in a mean as a number" for name in names[:1]]


def beside_densities(e: Basic) -> set[L.RandomVariable]:
    """The random variables in an expression, but for those that its densities are of."""
    if isinstance(e, L.RandomVariable):
        return {e}
    return set().union(*map(beside_densities, e.args)) if not isinstance(e, L.Density) else set()


def another_e(note: Note, trees: list[S.Node]) -> list[str]:
    """`$e$ is the encoder's output`, of an e that stands by itself in a line, and not in e^x."""
    if S.NamedNumber("e") not in S.walk(*trees):
        return []
    said = (f for f in note.formulas if ITS_OWN_E.match(f.latex) and not OF_EULER.search(f.before[-40:] + f.after[:60]))
    return [f"line {f.line} has e for a number of its own: ${f.latex}$" for f in islice(said, 1)]


def another_pi(note: Note, trees: list[S.Node]) -> list[str]:
    """`the mixing weight $\\pi$`, `$\\pi \\in (0, 1)$`, of a pi that stands by itself in a line, and not in 2 pi."""
    nodes = list(S.walk(*trees))
    pis = sum(n == PI for n in nodes)
    if pis == sum(PI in n.factors for n in nodes if isinstance(n, S.Mul) and S.Number("2") in n.factors):
        return []
    said = (f for f in note.formulas if ITS_OWN_PI.match(f.latex))
    return [f"line {f.line} has π for a number of its own: ${f.latex}$" for f in islice(said, 1)]


def carried(note: Note, trees: list[S.Node]) -> list[str]:
    """`$x(t)$ solves $\\dot x = v(x)$`, of an x that stands in a derivative by t as if it stood still."""
    found = []
    for node in S.every(S.Derivative, *trees):
        by = {n.name for n in node.variables if isinstance(n, S.Symbol)}
        inside = {n.name for n in S.every(S.Symbol, node.body)} - by
        moving = {
            (x, t) for x in inside for t in by
            for f in note.formulas if re.match(rf"\s*{re.escape(x)}\s*\(\s*{re.escape(t)}\s*\)", f.latex)
        }  # fmt: skip
        found += [f"{x} moves with {t}, and stands in it as if it did not" for x, t in sorted(moving)]
    return found[:1]


def defines_a_divergence(note: Note, out: Judgement) -> bool:
    """Whether words before a display define a divergence of their own by it: the D of D(p||q), not called after KL."""
    index, place = out.at or (0, 1)
    chain = note.chains[index]
    before = note.blocks[chain.block - 1].text if chain.block else ""
    words = re.search(r"(?:\bdefine[sd]?\b|定义)[^.。]*$", before, re.I)
    own = chain.sides[0].read and isinstance(chain.sides[0].tree, S.KL) and "KL" not in chain.sides[0].latex
    return place == 0 and bool(own and words and not re.search(r"KL|Kullback", words[0], re.I))


def speaks_of(one: Caveat, trees: list[S.Node], latex: str) -> Iterator[str]:
    """Why a line is not decided, if this sentence speaks of it."""
    line, words, kind, formulas = one
    nodes = list(S.walk(*trees))
    densities = [n for n in nodes if isinstance(n, S.Density)]
    letters = {n.letter for n in densities} | {n.function for n in nodes if isinstance(n, S.Apply)}
    if kind in NODES:
        if any(isinstance(n, NODES[kind]) and not getattr(n, "kind", "").startswith("arg") for n in nodes):
            yield f"line {line} says something of it that was not understood: {words}"
    elif kind == SIGN and writes(latex, formulas[0]):
        yield f"line {line} gives a sign of it another meaning: {words}"
    elif kind == NUMBER and any(depends_inside(tree, *map(name_in, formulas)) for tree in trees):
        yield f"line {line} says that a number of it depends on what is varied: {words}"
    elif kind == OPTIMUM and any(name_in(formulas[0]) in optimised(tree) for tree in trees):
        yield f"line {line} says over what is optimised: {words}"
    elif kind in (MASS, UNFIT) and name_in(formulas[0]) in letters:
        yield f"line {line} gives a formula that does not integrate to one: {words}"
    elif kind == APART and name_in(formulas[0]) in letters and len({n.targets for n in densities}) > 1:
        yield f"line {line} says that a density of it is no marginal of the others: {words}"
    elif kind in (ZERO, IN_A_CASE) and tells_of_zeros(nodes, letters, formulas):
        yield f"line {line} tells where densities are zero: {words}"


def tells_of_zeros(nodes: list[S.Node], letters: set[str], formulas: list[InlineFormula]) -> bool:
    """Whether where densities are zero matters to a line: of two of them, or of a derivative of one."""
    several = len(letters) > 1 or any(isinstance(n, S.Derivative | S.Gradient) for n in nodes)
    return several and (not formulas or bool(letters & set(map(name_in, formulas))))


def said(note: Note) -> Iterator[Caveat]:
    """The sentences of these kinds: line, words, kind, formulas of what was found."""
    for block in note.paragraphs:
        for sentence in map(with_pairs_apart, sentences(block)):
            zero = [f for f in sentence.formulas if OF_ZEROS.search(f.latex)]
            if zero:
                yield sentence.line, with_formulas(sentence.text, [*sentence.formulas]), ZERO, []
            for formula, place in zip(sentence.formulas, sentence.places, strict=False):
                around = ZERO_BEFORE.search(sentence.text[:place]) and ZERO_BEHIND.match(sentence.text[place + 1 :])
                if around and is_no_mass(formula):
                    yield sentence.line, with_formulas(sentence.text, [*sentence.formulas]), ZERO, [formula]
            if SUPPORT.search(sentence.text):
                told = with_formulas(sentence.text, [*sentence.formulas])
                kind = IN_A_CASE if CASE.match(sentence.text) else ZERO
                yield sentence.line, told, kind, [*sentence.formulas]
            supports = re.search("support|支撑", sentence.text) is not None
            supports = supports or (f"{_M} on {_M}" in sentence.text and any(map(gives_a_density, sentence.formulas)))
            if any(OF_MOVING.search(f.latex) or (supports and INTERVAL.search(f.latex)) for f in sentence.formulas):
                yield sentence.line, with_formulas(sentence.text, [*sentence.formulas]), MOVING, []
            for kind, pattern in WHOLE.items():
                if pattern.search(sentence.text):
                    yield sentence.line, with_formulas(sentence.text, [*sentence.formulas]), kind, []
            for kind, pattern in IN_WORDS.items():
                for found in pattern.finditer(sentence.text):
                    if kind in (SIGN, UNFIT, APART, MASS) or not DENIES.search(found[0]):
                        formulas = [*sentence.within(found)]
                        yield sentence.line, with_formulas(found[0], formulas), kind, formulas


def gives_a_density(formula: InlineFormula) -> bool:
    """`$p_\\theta(x) = 1/\\theta$`."""
    return any(c.relations and c.sides[0].read and isinstance(c.sides[0].tree, S.Density) for c in formula.chains)


def is_no_mass(formula: InlineFormula) -> bool:
    """Whether a formula says that a density is zero."""
    (chain,) = formula.chains if len(formula.chains) == 1 else (None,)
    equal = chain is not None and [relation.name for relation in chain.relations] == ["equal"]
    return equal and len(chain.trees) == 2 and isinstance(chain.trees[0], S.Density) and chain.trees[1] == S.Number("0")


def of_another_mass(judge) -> Iterator[Caveat]:
    """`Let $p(x) = e^{-x^2}$`: a formula with the shape of a Gaussian in a sentence, that is no density."""
    spoken = ((f, c) for b in judge.note.blocks for f in b.formulas for c in f.chains if len(c.sides) == 2)
    given = ((f, c) for f, c in spoken if is_formula_of_a_density(*(side.tree for side in c.sides)))
    for formula, chain in islice(given, MOST_MASSES):
        try:
            density, value = (judge.known.read.expression(side.tree) for side in chain.sides)
        except (Unreadable, L.DensityError):
            continue
        mass = mass_of(value, density.targets[0]) if isinstance(density, L.Density) else None
        if mass is not None and mass.is_number and mass != 1:
            first = replace(chain, sides=chain.sides[:1], relations=())
            yield formula.line, f"${formula.latex}$", MASS, [replace(formula, chains=(first,))]


def is_formula_of_a_density(left: S.Node, right: S.Node) -> bool:
    """p(x) = e^{-x^2}: of one variable, by an exponential and no other density."""
    one = isinstance(left, S.Density) and len(left.targets) == 1 and not left.givens
    parts = list(S.walk(right)) if one and isinstance(right, S.Node) else []
    grown = any((isinstance(n, S.Apply) and n.function == "exp") or isinstance(n, S.Power) for n in parts)
    return grown and not any(isinstance(n, S.Density | S.Gaussian | S.BigOperator | S.Integral) for n in parts)


def with_formulas(words: str, formulas: list[InlineFormula]) -> str:
    """The words with their formulas in the places of the marks."""
    first, *after = words.split(MARK)
    return first + "".join(f"${f.latex}${rest}" for f, rest in zip(formulas, after, strict=True))


def head(latex: str) -> str:
    """The sign that a formula begins with: D of D(p||q), KL of \\mathrm{KL}[p||q]."""
    found = _HEAD.match(latex)
    return (found[1] or found[2]) if found else ""


def writes(latex: str, formula: InlineFormula) -> bool:
    """Whether a line applies the sign that a formula begins with."""
    sign = re.escape(head(formula.latex))
    applied = rf"(?<![A-Za-z_]){sign}\}}?(?:_\w|_\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})?\s*(?:\\left)?[\(\[]"
    return bool(sign) and re.search(applied, latex) is not None


def name_in(formula: InlineFormula) -> str:
    """The name that a formula is, or begins with; the letter of a density or function."""
    sides = formula.trees
    tree = sides[0] if sides else None
    if isinstance(tree, S.Density):
        return tree.letter
    return plain(tree.function) if isinstance(tree, S.Apply) else (name_of(tree) or "") if tree is not None else ""


def depends_inside(tree: S.Node, one: str, other: str) -> bool:
    """Whether both names stand in one derivative, average or sum, the first as a number."""
    for node in S.walk(tree):
        if isinstance(node, OVER):
            names = {plain(n.name).lower() for n in S.every(S.Symbol, node)}
            if one and other and {one.lower(), other.lower()} <= names:
                return True
    return False


def optimised(tree: S.Node) -> set[str]:
    """What is chosen in the optima of a formula."""
    chosen = (n for optimum in S.every(S.Optimum, tree) for n in S.every(S.Density | S.Symbol, *optimum.over))
    return {n.letter if isinstance(n, S.Density) else plain(n.name) for n in chosen}
