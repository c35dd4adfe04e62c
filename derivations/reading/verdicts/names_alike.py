"""Names that are almost the same on the two sides of a line: whether they are one thing is not said.

eps_theta beside eps_theta(x, t), P beside p, p(z) beside p_theta(x|z), a bar, two steps of an iteration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.document import Chain, Note, Side
from derivations.reading.grammar import syntax as S
from derivations.reading.grammar.lost_brackets import READ_ALL_THE_SAME
from derivations.reading.meaning.apart import adopted
from derivations.reading.meaning.naming import name_of, plain, tag_of
from derivations.reading.meaning.survey import Survey
from derivations.reading.verdicts.judgement import Judgement

_BARRED = re.compile(r"\\(?:bar|overline)\{(.+?)\}(?:_.*)?")
_STEP = re.compile(r"(?P<of>\w+(?=\^)|\w+_\{\\\w+?(?=[\^_]))[\^_](?P<at>.+)")  # q^t, p_{\\theta^t}, p_{\\theta_t}


def alike(names: set[str], left: Expr, right: Expr) -> list[str]:
    """Every such doubt about a line; `names` are those that it speaks of."""
    found = [*same_family(left, right), *without_arguments(left, right), *barred(names)]
    return [*found, *two_cases(left, right), *iterates(left, right), *by_a_variable(left, right)]


def by_a_variable(left: Expr, right: Expr) -> list[str]:
    """p_theta(x) beside p(theta) or p(theta|x): most authors mean p(x|theta)."""
    densities = left.atoms(L.Density) | right.atoms(L.Density)
    for d in sorted((d for d in densities if "_{" in d.name), key=str):
        letter, _, tag = d.name.partition("_{")
        if any([tag.rstrip("}")] == [r for r, _ in o.target_slots] for o in densities if o.name == letter):
            return [f"whether {d} is {letter}({', '.join(map(str, d.targets))}|{tag.rstrip('}')}) is not said"]
    return []


def iterates(left: Expr, right: Expr) -> list[str]:
    """P with theta^{(t+1)} beside P with theta^{(t)}: what a step of the iteration does is no world's choice."""
    places: dict[str, set[str]] = {}
    for name in {d.name for e in (left, right) for d in e.atoms(L.Density)}:
        if found := _STEP.fullmatch(name):
            places.setdefault(found["of"], set()).add(found["at"])
    steps = sorted(of.split("{")[-1] for of, at in places.items() if len(at) > 1)
    return [f"how the steps of {steps[0]} come from one another is not said"] if steps else []


def without_arguments(left: Expr, right: Expr) -> list[str]:
    """A name beside the same name with arguments: eps_theta, where eps_theta(x_t, t) stands too."""
    symbols = {s.name for e in (left, right) for s in e.free_symbols}
    both = sorted(symbols & {type(f).__name__ for e in (left, right) for f in e.atoms(AppliedUndef)})
    return [f"what {both[0]} is a function of is not said where it stands bare"] if both else []


def which_is_bare(bare: tuple, left: Expr, right: Expr) -> list[str]:
    """A bare q beside q_theta(z): most authors mean that one, though they wrote a q(z) before."""
    tagged = {d.name for e in (left, right) for d in e.atoms(L.Density) if "_{\\" in d.name}
    for letter in sorted({name for name, _ in bare if "_" not in name}):
        kin = sorted(name for name in tagged if name.startswith(f"{letter}_{{"))
        if kin:
            return [f"whether the bare {letter} is {kin[0]} is not said"]
    return []


def two_cases(left: Expr, right: Expr) -> list[str]:
    """P(z|x) beside p(z), P(z) beside p_M(x), q(Z) beside q(z): most authors mean one distribution, one variable."""
    names = {d.name for e in (left, right) for d in e.atoms(L.Density)}
    for some in (
        names,
        {n.partition("_")[0] if n.islower() or "_" in n else n for n in names},
        variables_in(left, right),
    ):
        small = {name.lower(): name for name in sorted(some) if name != name.lower()}
        both = [name for name in sorted(some) if name in small]
        if both:
            return [f"whether {small[both[0]]} is {both[0]} is not said"]
    return []


def same_family(left: Expr, right: Expr) -> list[str]:
    """p(z) beside p_theta(x|z), where nobody writes p_theta(z): the prior of that joint, or a density of its own?"""
    densities = left.atoms(L.Density) | right.atoms(L.Density)
    tagged = {d for d in densities if "_{\\" in d.name}  # by a parameter; q_1 and q_2 are densities of their own
    for plainly in sorted((d for d in densities if "_{" not in d.name), key=str):
        kin = {d for d in tagged if d.name.startswith(plainly.name + "_{")}
        written = {(d.targets, d.givens) for d in kin}
        roles = {role for d in kin for role, _ in (*d.target_slots, *d.given_slots)}
        if set(map(str, plainly.targets)) <= roles and (plainly.targets, plainly.givens) not in written:
            return [f"whether {plainly} belongs to {min(d.name for d in kin)} is not said"]
    return []


def taken_along(survey: Survey, sides: Iterable[Side]) -> list[str]:
    """The p(x) of a line where a letter has two joints, p_\\phi(z|x) and p_\\theta(x|z): it may be of either. And the
    q(z) of one side, where another has q_\\phi(z): it may be short for it, if none has both."""
    trees = [side.tree for side in sides if side.read]
    written = [set(S.every(S.Density, tree)) for tree in trees]
    joints = {f"{n.letter}_{{{tag}}}" for own in written for n in own if not tag_of(n) and (tag := adopted(survey, n))}
    if joints:
        return [f"whether a density without a parameter belongs to {min(joints)} is not said"]
    plainly = {(n.letter, n.targets, n.givens) for own in written for n in own if not tag_of(n)}
    apart = (n for own in written for n in own if tag_of(n) and n.letter in survey.separate)
    longer = [n for n in apart if (n.letter, n.targets, n.givens) in plainly]
    for n in sorted(longer, key=S.outline):
        short = replace(n, subscript="", parameters=())
        if not any({n, short} <= own for own in written):
            return [f"whether {S.outline(short)} is short for {S.outline(n)} is not said"]
    return []


def number_or_vector(left: Expr, right: Expr, facts: Iterable[Fact]) -> list[str]:
    """The mu of q(z) = N(z; mu, s) where z is a number and mu, by another paragraph's bold letters, a vector."""
    used = {d.name for e in (left, right) for d in e.atoms(L.Density)}
    own = [f for f in facts if f.density.name in used]
    for fact in (f for f in own if all(getattr(v, "dimension", None) is None for v in f.density.targets)):
        vectors = sorted(s.name for s in fact.formula.free_symbols if getattr(s, "dimension", None) is not None)
        if vectors and isinstance(fact.formula, L.Normal):
            return [f"whether {vectors[0]} is a number or a vector is not the same throughout"]
    return []


def barred(names: set[str], sides: Iterable[Side] = ()) -> list[str]:
    """A name with a bar beside the name itself, as the product of steps beside a step: what ties them was not said.
    Beside it stands too what is written in the `sides` and defined, as the a of a = 1 - b is."""
    trees = [side.tree for side in sides if side.read]
    written = {plain(n.name) for n in S.every(S.Symbol, *trees)}
    for name in sorted(names):
        found = _BARRED.fullmatch(name)
        if found and any(other.partition("_")[0] == found[1] for other in names | written):
            return [f"what ties {name} to {found[1]} is not said"]
    return []


def by_custom(note: Note, chain: Chain) -> list[str]:
    """A \\sigma(a - b) of a chain that is read as the sigmoid because it usually is."""
    usual = {one.name: one.called for one in note.named if one.offset is None}
    trees = (side.tree for side in chain.sides if side.read and usual)
    used = {n.function for n in S.every(S.Apply, *trees)} & usual.keys()
    said = of_an_example(chain)
    said += [f"{name} is read as the {usual[name]} function, which nothing says" for name in sorted(used)]
    lines = range(chain.sides[0].line, note.position(chain.sides[-1].span[1])[0] + 1)
    put_right = any(w.message == READ_ALL_THE_SAME and w.line in lines for w in note.warnings)
    return [*said, "where a bracket belongs is not said"] if put_right else said


def of_an_example(chain: Chain) -> list[str]:
    r"""\sigma_j beside \sigma_j^{(i)}: most authors mean the same, and leave the number of the example out."""
    sides = [side for side in chain.sides if side.read]
    if not any("^{(" in side.latex for side in sides):
        return []
    numbered = {name_of(n) for side in sides for n in S.every(S.Index, side.tree) if n.raised}
    bare = {name for side in sides for name in without_number(side.tree)}
    both = sorted(numbered & bare & {r"\mu", r"\sigma", r"\Sigma"})
    return [f"whether {name} is that of an example is not said" for name in both[:1]]


def without_number(tree: S.Node) -> Iterator[str]:
    """The names of a formula that carry no number of an example."""
    if isinstance(tree, S.Index) and tree.raised:
        return
    if isinstance(tree, S.Symbol):
        yield plain(tree.name)
    for part in S.children(tree):
        yield from without_number(part)


def unlike(judge, out: Judgement, names: set[str], left: Expr, right: Expr, facts: tuple[Fact, ...]) -> Iterator[str]:
    """Every doubt about a line that the way it is written raises, whatever its sides are worth."""
    chain = judge.note.chains[out.at[0]]
    yield from which_is_bare(out.bare, left, right)
    yield from barred(names, chain.sides)
    yield from by_custom(judge.note, chain)
    yield from taken_along(judge.survey, chain.sides)
    yield from number_or_vector(left, right, facts)


def variables_in(*sides: Expr) -> set[str]:
    """The variables that the densities of these expressions are of or under."""
    return {role for e in sides for d in e.atoms(L.Density) for role, _ in (*d.target_slots, *d.given_slots)}
