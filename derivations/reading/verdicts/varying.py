"""What varies with a name: a formula that carries it, and a density that may, though it is written without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.sentences import only_tree, sentences
from derivations.reading.meaning.naming import PARAMETERS, label, name_of, plain, tag_of
from derivations.reading.meaning.substitution import head_of, is_quantity
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.verdicts.judgement import Judgement


@dataclass(frozen=True)
class By:
    """The names that a gradient is by, and whether a line shows what carries them: a density beside it does not."""

    names: frozenset[str]
    shown: bool

    def varies(self, name: str) -> bool:
        """Whether a name may be one of these, or hang together with it; beside x_t the x that it is of is left out."""
        exact = (n for n in self.names if not any(m.startswith(f"{n}_") for m in self.names))
        return any(kin(name, n) for n in exact)


def shows(tree: S.Node, names: frozenset[str]) -> bool:
    """Whether a name stands in a formula otherwise than below the sign of a derivative."""
    if isinstance(tree, S.Gradient | S.Derivative):
        return shows(tree.body, names)
    if isinstance(tree, S.Symbol | S.Apply | S.Density) and any(
        squeezed(n) in squeezed(t) for t in _tags(tree) for n in names
    ):
        return True
    return any(shows(child, names) for child in S.children(tree))


def _tags(tree: S.Node) -> Iterable[str]:
    if isinstance(tree, S.Density):
        yield tag_of(tree)
    elif isinstance(tree, S.Symbol):
        yield plain(tree.name)
    elif isinstance(tree, S.Apply):
        yield head_of(tree)[0]


def depends(judge, tree: S.Node, by: By, opened: frozenset[str] = frozenset()) -> bool:
    """Whether a formula may vary with these names: it carries one, in what its names stand for too, or holds a name of
    which that is not known. `opened` are the names whose formulas are being looked through."""
    for node in S.walk(tree):
        if isinstance(node, UNDER_SOMETHING) and not _under(node):
            return True
        if isinstance(node, S.Density):
            if density_depends(judge, node, by):
                return True
        elif isinstance(node, S.Symbol | S.Apply):
            name = head_of(node)[0] if isinstance(node, S.Apply) else plain(node.name)
            if by.varies(name) or any(squeezed(n) in squeezed(name) for n in by.names):
                return True
            if squeezed(name) in judge.known.opaque or name in judge.known.tied:
                return True
            if name in opened:
                continue
            given = [d.tree for d in judge.known.definitions.get(name, ())]
            if any(depends(judge, one, by, opened | {name}) for one in given):
                return True
            if not given and isinstance(node, S.Symbol) and unknown(judge, name):
                return True
    return False


def kin(name: str, varied: str) -> bool:
    """Whether a name may stand for what is varied, for a part of it, or for what it is a part of: z_1 under z, X under
    x, x under x_1, x_j under x_i. Another number is another thing: x_0 under x_t and under x_1, x_{t-1} under x_t."""
    (one, first), (two, second) = (_parts_of_name(n) for n in (name, varied))
    if one != two:
        return False
    for a, b in zip(first, second, strict=False):
        if a != b:
            return not (a.isdigit() or {a, b} & {f"{a}-1", f"{a}+1", f"{b}-1", f"{b}+1"})
    return True


def _parts_of_name(name: str) -> tuple[str, list[str]]:
    """The letter of a name, great or small, and the parts of what stands below it."""
    letter, _, below = name.partition("_")
    parts = below.replace(" ", "").strip("{}[]").split(",")
    return squeezed(letter).lower(), [part for part in parts if part]


UNDER_SOMETHING = (S.Expectation, S.Variance, S.Covariance, S.VariableEntropy, S.MutualInformation)
"""What is taken under a density, which may be written with it or not."""


def _under(node: S.Node) -> bool:
    """Whether the density that something is taken under is written with it."""
    draws = getattr(node, "draws", ())
    return bool(draws) and all(draw.density is not None for draw in draws)


def unknown(judge, name: str) -> bool:
    """A name of which nothing says that it does not vary: neither a variable nor a count, an index or a parameter."""
    survey = judge.survey
    known = set(survey.variables) | survey.counts | set(survey.summed) | survey.parameters
    return name not in known and (is_loss(name) or (len(name.strip("\\")) > 1 and not name.startswith("\\")))


def is_loss(name: str) -> bool:
    """A name as a loss or a bound has it, which may hold anything: L, J, ELBO."""
    return is_quantity(name) or (len(name) == 1 and name.isupper())


def density_depends(judge, node: S.Density, by: By) -> bool:
    """Whether a density carries a name, or its formula does; of one without a formula it is not known, unless the line
    shows what carries the name, and neither a density of this letter nor a sentence about it does."""
    wanted = {squeezed(n) for n in by.names}
    if any(n in squeezed(tag_of(node)) for n in wanted):
        return True
    formula = formula_of(judge, node)
    if formula is not None:
        inside = {*formula.free_symbols, *(type(f).__name__ for f in formula.atoms(AppliedUndef))}
        if any(n in squeezed(str(one)) for one in inside for n in wanted):
            return True
        if not formula.atoms(AppliedUndef):
            return False
    alike = (d for d in judge.survey.applied if d.letter == node.letter)
    tagged = any(n in squeezed(tag_of(d)) for d in alike for n in wanted)
    return not by.shown or tagged or said_of(judge, node.letter, by.names)


def held_in_short(judge, out: Judgement) -> Iterator[str]:
    """Why a line is not proved that drops what does not vary: its p(x) may be short for the p_theta(x) of the note, or
    a marginal of its p_theta(x, z)."""
    if "dropping a constant" in out.reasons:
        yield from _in_short(judge, out)


def _in_short(judge, out: Judgement) -> Iterator[str]:
    """Each density of a line that is written without what is varied and whose letter carries it elsewhere, as it is
    told; none of a prior, on which others are conditioned."""
    trees = judge.note.chains[out.at[0]].trees if out.at else []
    nodes = list(S.walk(*trees))
    over = [v for n in nodes if isinstance(n, S.Gradient | S.Derivative) for v in n.variables]
    over += [v for n in nodes if isinstance(n, S.Optimum) for v in n.over]
    wanted = {squeezed(name) for v in over if (name := name_of(v)) and PARAMETERS.match(name)}
    plainly = {n for n in nodes if isinstance(n, S.Density) and not n.bare and not tag_of(n)} if wanted else set()
    for node in sorted(plainly, key=S.outline):
        if any(letter == node.letter and is_apart(tags, wanted) for letter, tags in judge.survey.together):
            continue
        alike = [d for d in judge.survey.applied if d.letter == node.letter and not d.bare]
        carrying = [_of(d) for d in alike if any(n in squeezed(tag_of(d)) for n in wanted)]
        targets, givens = _of(node)
        prior = any(targets <= _of(d)[1] for d in alike if squeezed(tag_of(d)) in wanted)
        if (targets, givens) in carrying or (not prior and any(targets | givens <= t for t, _ in carrying)):
            yield f"whether {S.outline(node)} varies with {min(wanted)} is not said"


def is_apart(tags: frozenset[str], wanted: set[str]) -> bool:
    """Whether p(x) is another distribution than the p_theta that is varied, and not beside a p_theta_0 alone."""
    return "" in tags and any(squeezed(t) in wanted for t in tags)


def _of(d: S.Density) -> tuple[frozenset[str], frozenset[str]]:
    """What a density is of, and under which conditions, but for parameters."""
    given = (label(g) for g in d.givens if not PARAMETERS.match(name_of(g) or ""))
    return frozenset(map(label, d.targets)), frozenset(given)


def formula_of(judge, node: S.Density) -> Expr | None:
    """The formula that a density is given by."""
    try:
        density = judge.known.read.typed(node)[1]
    except Unreadable:
        return None
    facts = (f for f in judge.known.facts if f.density == density)
    return density if isinstance(density, L.Normal) else next((f.formula for f in facts), None)


def said_of(judge, letter: str, names: frozenset[str]) -> bool:
    """Whether a sentence of the note speaks of a density of this letter and of one of these names."""
    for block in judge.note.paragraphs:
        for sentence in sentences(block):
            trees = [only_tree(f) for f in sentence.formulas]
            letters = {t.letter for t in trees if isinstance(t, S.Density)} | set(filter(None, map(_name, trees)))
            if letter in letters and names & letters:
                return True
    return False


def _name(tree: S.Node | None) -> str | None:
    return name_of(tree) if isinstance(tree, S.Symbol | S.Index) else None
