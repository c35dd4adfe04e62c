"""KL, entropies, information, expectations and variances of a note."""

from __future__ import annotations

import sympy

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.bare_means import NOT_RANDOM, implied_density
from derivations.reading.meaning.densities import density_of, is_bare
from derivations.reading.meaning.draws_together import drawn_together, in_order_of_conditions
from derivations.reading.meaning.entropies_at_values import at_values
from derivations.reading.meaning.letters_of_means import conditional_density, letter_for, of_an_estimator
from derivations.reading.meaning.lists_of_members import over_members
from derivations.reading.meaning.logarithm_bases import in_units
from derivations.reading.meaning.moments import averaged_body, covariance_of
from derivations.reading.meaning.naming import at_value, name_of
from derivations.reading.meaning.numbered_densities import refuse_under_draws
from derivations.reading.meaning.sums import is_draw, undrawn_member
from derivations.reading.meaning.told_members import fixed_value, law_of_all
from derivations.reading.meaning.unreadable import Unreadable


def pair_of(read, left: S.Node, right: S.Node) -> tuple[sympy.Expr, sympy.Expr]:
    """Two densities that are compared, each helping the other to its variables."""
    for one in (left, right):
        no_number(read, one)
    laws = [read.known.bare_laws.get(getattr(one, "letter", None) or name_of(one) or "") for one in (left, right)]
    if is_bare(left) and is_bare(right) and None not in laws:
        left, right = laws
    first, second = left, right
    if is_bare(left) and not is_bare(right):
        b = density_of(read, right)
        try:
            return density_of(read, left, L.targets_of(b)), b
        except Unreadable:
            return density_of(read, left), b
    if is_bare(left) and is_bare(right):
        try:
            a = density_of(read, first)
        except Unreadable:
            b = density_of(read, second)
            return density_of(read, first, L.targets_of(b)), b
        return a, density_of(read, second, L.targets_of(a))
    a = density_of(read, first)
    return a, density_of(read, second, L.targets_of(a))


def read_kl(read, node):
    first, second = pair_of(read, node.left, node.right)
    return in_units(read, compared(read, L.KL, first, second, lambda: sympy.log(first / second)))


def read_crossentropy(read, node):
    first, second = pair_of(read, node.left, node.right)
    return in_units(read, compared(read, L.CrossEntropy, first, second, lambda: -sympy.log(second)))


def compared(read, functional, first, second, averaged):
    """A functional of two densities; against one that is not normalised, KL(q(z|x) || p(x,z)), the mean that defines
    it, as of densities of different variables: then the reader is told."""
    try:
        return functional(first, second)
    except L.DensityError as error:
        here, there = set(L.targets_of(first)), set(L.targets_of(second))
        if here == there:
            raise
        if not here < there:
            read.remarks[str(error)] = f"{error} (read as the mean under the first)"
        return L.Expectation(averaged(), first)


def no_number(read, node: S.Node) -> None:
    """KL(p || q) and H(p) are of densities, not of the probability p that a sentence speaks of."""
    if isinstance(node, S.Density) and node.bare and node.letter in read.survey.called_numbers:
        raise Unreadable(f"{node.letter} is told as a number, and is the letter of a density too", node)


def read_entropy(read, node):
    no_number(read, node.density)
    known = read.known.bare_names.declared.keys() | read.survey.signatures.keys()
    if isinstance(node.density, S.Density) and node.density.bare and read.survey.joint_name(node.density) not in known:
        if any(S.every(S.VariableEntropy | S.MutualInformation, *read.context)):
            raise Unreadable("which variables this is a density of cannot be told", node)  # as H(p) - H(\\epsilon)
    return in_units(read, L.Entropy(density_of(read, node.density)))


def read_variableentropy(read, node):
    targets = [read.variable(v) for v in node.variables]
    if (conditional := at_values(read, node)) is not None:
        return in_units(read, L.Entropy(conditional), node.letter)
    if any(isinstance(g, S.Comparison) for g in node.givens):  # H(Y|X=x) is that of p(y|x), at this x
        names = [*map(str, targets), *(str(read.variable(getattr(g, "left", g))) for g in node.givens)]
        letter = letter_for(read, names, node, node.letter).name
        density = S.Density(letter, targets=node.variables, givens=tuple(map(at_value, node.givens)), span=node.span)
        return in_units(read, L.Entropy(density_of(read, density)), node.letter)
    givens = [read.variable(v) for v in node.givens]
    density = L.Density(letter_for(read, [str(t) for t in (*targets, *givens)], node, node.letter), targets, givens)
    return in_units(read, L.ConditionalEntropy(density) if givens else L.Entropy(density), node.letter)


def read_mutualinformation(read, node):
    groups, givens = [[read.variable(v) for v in g] for g in node.groups], [read.variable(v) for v in node.givens]
    if len(groups) != 2:
        raise Unreadable("mutual information of two groups of variables is meant", node)
    if set(groups[0]) == set(groups[1]):
        if not all(v.discrete for v in groups[0]):
            raise Unreadable("I(X; X) is infinite unless X is said to be discrete", node)
        density = L.Density(letter_for(read, [str(t) for t in groups[0]], node, node.letter), groups[0], givens)
        return in_units(read, L.ConditionalEntropy(density) if givens else L.Entropy(density), node.letter)
    letter = letter_for(read, [str(t) for t in (*groups[0], *groups[1], *givens)], node, node.letter)
    density = L.Density(letter, [*groups[0], *groups[1]], givens)
    return in_units(read, L.MutualInformation(density, groups[0], groups[1]), node.letter)


def draw_density(read, draw: S.Draw, body: S.Node, node: S.Node) -> sympy.Expr:
    if isinstance(draw.density, S.Density) and draw.density.bare and draw.density.subscript.startswith("-"):
        raise Unreadable("a mean under all factors but one is not understood: write its density out", node)
    variables = tuple(one for v in draw.variables for one in read.variables(v))
    if draw.density is None:
        if not variables:
            raise Unreadable("an expectation without a density", node)
        if givens := draw.givens or node.givens:
            return conditional_density(read, draw.variables, givens, node)
        declared = read.known.drawn_jointly(tuple(str(v) for v in variables))
        if declared is not None:
            return declared
        names = [str(v) for v in variables]
        of_an_estimator(read, names, body, node)
        return L.Density(letter_for(read, names, node), list(variables))
    if isinstance(draw.density, S.Gaussian) and draw.density.value is None and not variables:
        variables = (averaged_variable(read, draw.density, body, node),)
    members = over_members(read, draw.density)
    density = members or density_of(read, draw.density, variables or None, body)
    if variables and members is None:
        targets = L.targets_of(density)
        if set(targets) != set(variables):
            names = ", ".join(map(str, variables))
            raise Unreadable(f"E binds {names} but {density} is a density of {', '.join(map(str, targets))}", node)
    return density


def averaged_variable(read, law: S.Gaussian, body: S.Node, node: S.Node) -> L.RandomVariable:
    """The variable of a mean under N(a, b^2): the one random variable of the body that is no parameter of it."""
    own = {name_of(n) for n in S.walk(law.mean, law.variance)}
    inside = {name_of(n) for n in S.every(S.Symbol | S.Index, body)} & set(read.survey.variables)
    if len(inside - own) != 1:
        raise Unreadable("over which variable this mean runs is not said: write N(x; mean, variance)", node)
    return read.random((inside - own).pop())


def read_expectation(read, node, wrap=L.Expectation):
    if not node.draws and undrawn_member(read, node.body):
        raise Unreadable("members of a sequence stand in this expectation: which are drawn is not said", node)
    refuse_under_draws(read, node)
    draws = [d for d in node.draws if not several(d)]
    if not draws and (node.draws or has_draws(read, node.body)):
        return over_draws(read, node, wrap)
    if not node.draws:
        if wrap is L.Expectation and (fixed := fixed_value(read, node.body)) is not None:
            return fixed
        kind, body, wrap = averaged_body(read, node, wrap)
        density = implied_density(read, node)
        if not body.has(*L.targets_of(density)):  # E[X_t^2] under a density of x, which X_t is not
            raise Unreadable(NOT_RANDOM, node)
        return kind, wrap(body, density)
    densities = [draw_density(read, d, node.body, node) for d in drawn_together(read, node.draws)]
    kind, body, wrap = averaged_body(read, node, wrap)
    if len(densities) == 1 or wrap not in (L.Expectation, L.MatrixMean):
        return kind, wrap(body, sympy.Mul(*densities))
    for density in reversed(in_order_of_conditions(densities)):
        body = wrap(body, density)
    return kind, body


def several(draw: S.Draw) -> bool:
    """z_1, ..., z_K ~ q: independent draws; x_{1:T} ~ q(x_{1:T}) is one draw of the list."""
    if isinstance(draw.density, S.Density) and set(draw.variables) <= set(draw.density.targets):
        return False
    return any(isinstance(v, (S.Dots, S.Range)) for v in draw.variables) or any(
        isinstance(i, S.Range) for v in draw.variables if isinstance(v, S.Index) for i in v.indices
    )


def has_draws(read, node: S.Node) -> bool:
    drawn = (read.known.is_sampled_name(n) or (isinstance(n, S.Index) and is_draw(read, n)) for n in S.walk(node))
    return any(drawn)


def over_draws(read, node, wrap):
    for d in (d for d in node.draws if d.density is not None):
        read.known.step_draws.update(dict.fromkeys(filter(None, map(name_of, d.variables)), d.density))
    body = read.expression(node.body)
    if not body.atoms(L.SampleAverage):
        if any(isinstance(v, S.Index) and is_draw(read, v) for v in S.walk(node.body)):
            name = next(name_of(v) for v in S.every(S.Index, node.body) if is_draw(read, v))
            density = read.known.drawn_from(name) or law_of_all(read, name, node)
            if density is not None and name in {getattr(s, "role", "") for s in body.free_symbols}:
                return wrap(body, density)  # each x_i of a sum is a draw of its own, and no number under a law of x
        raise Unreadable("what is drawn here cannot be told", node)
    if wrap is L.Expectation:
        return L.OverDraws(body)
    averages = list(body.atoms(L.SampleAverage))
    if len(averages) != 1:
        raise Unreadable("the variance of several sample averages", node)
    (one,) = averages
    factor = sympy.cancel((body - body.xreplace({one: sympy.Integer(0)})) / one)
    if factor.has(L.SampleAverage):
        raise Unreadable("the variance of a nonlinear function of a sample average", node)
    return factor**2 * L.Variance(one.body, one.density) / one.count


def read_variance(read, node):
    if read.typed(node.body)[0] == "v" and has_draws(read, node.body):
        raise Unreadable("a matrix or row stands where a number is expected", node)
    return read_expectation(read, node, L.Variance)


def read_covariance(read, node):
    density = implied_density(read, S.Expectation((), S.Mul((node.left, node.right)), node.givens))
    (kind, a), (other, b) = read.number_or_vector(node.left), read.number_or_vector(node.right)
    if kind == other == "v":
        return "m", covariance_of(a, b, density)
    return L.Expectation(a * b, density) - L.Expectation(a, density) * L.Expectation(b, density)


READ = {
    S.KL: read_kl, S.CrossEntropy: read_crossentropy, S.Entropy: read_entropy, S.VariableEntropy: read_variableentropy,
    S.MutualInformation: read_mutualinformation, S.Expectation: read_expectation, S.Variance: read_variance,
    S.Covariance: read_covariance,
}  # fmt: skip
