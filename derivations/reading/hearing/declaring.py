"""What an equation declares: a density's formula is a fact, a name's value a definition, a moment a name's meaning."""

from __future__ import annotations

from derivations.judging.following import follows
from derivations.judging.remembering import answered
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.bare_names import name_bare
from derivations.reading.hearing.families import left_open
from derivations.reading.hearing.ranges import is_value
from derivations.reading.meaning.densities import bare_density
from derivations.reading.meaning.naming import PARAMETERS, as_density, base, name_of, plain
from derivations.reading.meaning.size import check_size
from derivations.reading.meaning.substitution import head_of, is_name
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

OF_A_RECOLLECTION = 100_000  # steps of work for an equation in prose


def declare(known, left: S.Node, right: S.Node, passing: bool = False) -> bool:
    """An equation in prose: a density's formula is a fact, a name's value a definition. False if it is neither."""
    try:
        if isinstance(left, S.Apply) and left.function in known.survey.density_like:
            left = as_density(left)
        if isinstance(left, S.Apply) and left.function == "log" and isinstance(left.arguments[0], S.Density):
            return declare_logarithm(known, left.arguments[0], right)
        if name_bare(known, left, right):
            return True
        if isinstance(left, S.Density) and left_open(known, left, right):
            return True
        if isinstance(left, S.Density):
            if known.state_trees(left, right) and passing and isinstance(right, S.Density):
                known.passing.append((left, right))
        elif isinstance(left, S.Symbol) and name_of(left) in known.survey.variables:
            names = {name_of(n) for n in S.every(S.Symbol | S.Index, right) if name_of(n)}
            names |= {plain(n.function) for n in S.every(S.Apply, right)}
            if not isinstance(right, S.TupleOf):  # z = (z_1, z_2) is no more than its parts
                known.tied[known.survey.role(name_of(left))] = names - set(known.survey.variables)
            known.equations[left, right] = None
        elif passing and is_value([left, right], ["equal"]) and used_before(known, left):
            return False  # a case of what was general until now, not a definition
        elif is_name(left) and head_of(left)[0] and name_of(left) not in known.survey.variables:
            name = head_of(left)[0]
            if name in KNOWN_FUNCTIONS:
                return False  # `here $\\max(x, 0) = x$` says nothing of what max is
            if not PARAMETERS.match(name) or not isinstance(right, S.SetOf):
                if (name_of(right) != name and name not in {name_of(n) for n in S.walk(right)}) or base(right) != base(
                    left
                ):
                    known.define(left, right, exact=at_a_point(left))
        else:
            return False
    except (Unreadable, TypeError, ValueError):
        return False
    return True


def at_a_point(left: S.Node) -> bool:
    """Whether this is the value of a function at numbers alone: f(1)."""
    return isinstance(left, S.Apply) and bool(left.arguments) and all(isinstance(a, S.Number) for a in left.arguments)


def used_before(known, left: S.Symbol) -> bool:
    """Whether a density given by its formula already has this number in it."""
    return any(isinstance(n, S.Symbol) and name_of(n) == name_of(left)
               for _, formula in known.stated for n in S.walk(formula))  # fmt: skip


def declare_logarithm(known, density: S.Density, right: S.Node) -> bool:
    """`$\\log r^*(u) = E[...] - \\log Z$` of a density that is new: its formula, with a Z that no world knows."""
    name, here = known.survey.joint_name(density), density.span[0]
    if any(d.span[0] < here and known.survey.joint_name(d) == name for d in known.survey.applied):
        return False
    known.state_trees(density, S.Apply("exp", (right,), span=right.span))
    known.opaque.add(name)
    return True


def moment(known, left: S.Node, right: S.Node) -> bool:
    """`E_p[x] = mu`, `Var_p[x] = sigma^2`: the name stands for that moment (unless a Gaussian has it already); False
    of a moment that is no name, as in `E[X] = E[Y]`."""
    root = isinstance(right, S.Power) and right.exponent == S.Number("2")
    name = right.base if root else right
    if isinstance(name, S.Symbol) and plain(name.name) not in known.survey.gaussian_names | set(known.survey.variables):
        known.define(name, S.Apply("sqrt", (left,)) if root else left)
    return isinstance(name, (S.Symbol, S.Index))


def fix(known, before: S.Node, tree: S.Node) -> None:
    """`sigma_j^2(z) fixed to sigma_g^2`: both sides may carry the same power."""
    while isinstance(before, S.Power) and isinstance(tree, S.Power) and before.exponent == tree.exponent:
        before, tree = before.base, tree.base
    if head_of(before) is not None and head_of(before)[0]:
        known.define(before, tree, exact=bool(head_of(before)[1]))


def hear_probability(known, left: S.Node, right: S.Node) -> bool:
    """`$p(1) = a$` of a variable with the values 0 and 1."""
    left = as_density(left) if is_density(known, left) else left
    at = left.targets[0] if isinstance(left, S.Density) and len(left.targets) == 1 and not left.givens else None
    if not isinstance(at, S.Number) or at.text not in ("0", "1"):
        return False
    try:
        density = bare_density(known.read, S.Density(left.letter, left.subscript, span=left.span), None, None)
        one = known.read.expression(right)
    except Unreadable:
        return True
    if isinstance(density, L.Density) and len(density.targets) == 1:
        one = one if at.text == "1" else 1 - one
        x = density.targets[0]
        known.bernoulli.learn(density, one**x * (1 - one) ** (1 - x))
        known.vague.discard((left.letter, (str(x),), ()))
    return True


def plainly_true(known, left: S.Node, right: S.Node) -> bool:
    """Whether an equation that declares nothing is one that the rules know: a recollection, not an assumption."""
    try:
        for side in (left, right):
            check_size(side)
        return answered(
            follows, known.read.expression(left), known.read.expression(right), tuple(known.facts), OF_A_RECOLLECTION
        )
    except (Unreadable, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError):
        return False


def is_density(known, tree: S.Node) -> bool:
    return isinstance(tree, S.Apply) and tree.function in known.survey.density_like
