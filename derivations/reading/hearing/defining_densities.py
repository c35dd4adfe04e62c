"""Lines that define a density: by its formula, as a modelling assumption, up to its scale, by its two values."""

from __future__ import annotations

import sympy

from derivations.judging.following import follows
from derivations.judging.remembering import answered
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.against_the_joint import against_the_joint, of_another_variable
from derivations.reading.hearing.concluding import is_concluded
from derivations.reading.hearing.displays import ASSUMED, FOUND
from derivations.reading.hearing.ending import holds_here, is_special
from derivations.reading.hearing.factorising import marginal, tuple_of
from derivations.reading.hearing.freshness import fresh
from derivations.reading.hearing.told_otherwise import told_otherwise
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.gaussians import flaw_of, unnormalised
from derivations.reading.meaning.naming import as_density, name_of
from derivations.reading.meaning.substitution import head_of, is_name, tag_text
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.unreadable import Unreadable

VARIABLES = (L.RandomVariable, L.Component)


def defines_density(judge, tree, right, relation, out) -> bool:
    try:
        density = density_of(judge.known.read, tree, None, right)
        if not isinstance(density, L.Density) or not all(isinstance(t, VARIABLES) for t in density.targets):
            return False
        if isinstance(right, S.Cases) or binary(judge, density, right):
            return defines_binary(judge, density, right, out)
        if isinstance(right, (S.Gaussian, S.ProductOver)):
            formula = density_of(judge.known.read, right, L.targets_of(density))
        else:
            formula = judge.known.read.expression(right)
    except Unreadable:
        return False
    judge.known.withdraw(judge.survey.signature(tree))
    if any(f.density == density for f in judge.known.facts) and judge.told_kind != ASSUMED:
        return False
    if isinstance(formula, L.Normal) and of_none_of_its_own(density, formula):
        return False
    if names_a_backward_law(judge, tree, right):
        return out.define("a density given by its formula")
    if formula.has(L.Normal) and determined(judge, density):
        judge.derived = (tree, right)
        return False
    flaw = flaw_of(density, formula)
    if flaw:
        said = judge.note.chains[out.at[0]].remarks  # `p(x) = 0 \text{ off the manifold}` is said of a part alone
        but = f"line {out.line} says something of it that was not understood: {said[0].strip()}" if said else ""
        out.verdict = "doubtful" if but and formula == 0 else "refuted"
        out.message = f"as far as it was read the line fails, but {but}; {flaw}" if out.verdict == "doubtful" else flaw
        return True
    decided = against_the_joint(judge, density, formula, out) or of_another_variable(judge, formula)
    if decided and judge.told_kind != ASSUMED:
        return False
    given = formula.has(L.Normal) or not formula.atoms(L.Density)
    whole = tuple_of(density, formula)
    shaped = (
        given
        or (factorises(whole, formula) and judge.survey.signature(tree) not in judge.survey.general)
        or new_mixture(judge, tree, density, formula)
        or marginal(density, formula) is not None
        or (judge.told_kind in (ASSUMED, FOUND) and is_special(judge.known, tree, right))
    )
    if not shaped and relation.name != "define":
        return False
    declared = judge.told_kind in (ASSUMED, FOUND) or relation.name == "define"
    if not declared and told_otherwise(judge, judge.note.chains[out.at[0]], tree, right, out):
        return True
    if not declared and is_concluded(judge, judge.note.chains[out.at[0]], tree, right, given):
        return False
    if not given and answered(follows, density, formula, tuple(judge.known.facts)):
        return False
    if given and not formula.has(L.Normal):
        _left, _normal, rule = judge.known.normal_fact(density, formula)
        if rule != "gaussian" and formula.has(sympy.exp) and unnormalised(density, formula, out):
            return True
    if judge.known.state_trees(tree, right) and judge.told_kind == FOUND and is_special(judge.known, tree, right):
        holds_here(judge.known, tree, right, out.line)
    return out.define("a density given by its formula" if given else "a modelling assumption")


def of_none_of_its_own(density: L.Density, formula: L.Normal) -> bool:
    """Whether `q(z) = N(eps; 0, 1)` is written at the value of another variable alone: it gives no law of z."""
    at = {s for s in formula.value.free_symbols if isinstance(s, L.RandomVariable)}
    return bool(at) and not at & {*density.free_symbols}


def names_a_backward_law(judge, tree: S.Density, right: S.Node) -> bool:
    """`q(x_{t-1}|x_t, x_0) = N(x_{t-1}; \\tilde\\mu, \\tilde\\beta_t)` of a chain: new names for a mean and a variance
    that its other laws determine. They tie nothing, and no world may choose them."""
    target = tree.targets[0] if len(tree.targets) == 1 else None
    if not isinstance(right, S.Gaussian) or not isinstance(target, S.Index):
        return False
    chain = [g for g in tree.givens if isinstance(g, S.Index) and g.base == target.base and g != target]
    forward = any(
        one.letter == tree.letter and isinstance(law, S.Gaussian) and set(one.targets) & set(chain)
        for one, law in judge.known.stated
    )
    names = [n for n in S.walk(right.mean, right.variance) if is_name(n) and fresh(judge, n)]
    decorated = len(chain) > 1 and any(head_of(n)[0].startswith(("\\tilde", "\\hat")) for n in names)
    if not names or not (forward or decorated):
        return False
    judge.known.opaque |= {t for n in names for t in (squeezed(tag_text(n)), head_of(n)[0])}
    return True


def defines_up_to_scale(judge, tree: S.Node, right: S.Node, out) -> bool:
    """`q(z) \\propto exp(f(z))` of a density of which nothing is known: a definition, and no world knows its scale."""
    tree = as_density(tree) if isinstance(tree, S.Apply) and tree.function in judge.survey.density_like else tree
    if not isinstance(tree, S.Density) or tree.bare:
        return False
    try:
        density = density_of(judge.known.read, tree, None, right)
        judge.known.read.expression(right)
    except Unreadable:
        return False
    letters = {judge.survey.joint_name(n) for n in S.every(S.Density, right)}
    if not isinstance(density, L.Density) or density.name in letters or determined(judge, density):
        return False
    if any(f.density == density for f in judge.known.facts):
        return False
    judge.subject = density  # what the rest of the chain is proportional as a function of
    judge.known.opaque.add(judge.survey.joint_name(tree))
    return out.define("a density given up to its scale")


def determined(judge, density) -> bool:
    """Whether two densities given before, p(w) and p(y|w), already say what this one is: then it is a claim."""
    wanted = {*density.targets, *density.givens}
    facts = [f.density for f in judge.known.facts if f.density.name == density.name and f.density != density]
    if any(f.formula.has(L.Product) for f in judge.known.facts):
        return False
    return any(
        not first.givens and set(second.givens) <= set(first.targets) and second.givens
        and wanted <= {*first.targets, *second.targets}
        for first in facts for second in facts
    )  # fmt: skip


def new_letter(judge, tree: S.Density) -> bool:
    """Whether no formula before this place uses the density's letter."""
    name = judge.survey.joint_name(tree)
    return not any(
        d.span[0] < tree.span[0] and d.span != (0, 0) and judge.survey.joint_name(d) == name
        for d in judge.survey.applied
    )


def new_mixture(judge, tree: S.Density, density, formula) -> bool:
    """m(x) = p(x)/2 + q(x)/2 where m is new: a density made of others."""
    try:
        same = set(L.targets_of(formula)) == set(density.targets)
    except L.DensityError:
        return False
    own = any(d.name == density.name for d in formula.atoms(L.Density))
    return same and not own and new_letter(judge, tree)


def binary(judge, density, right: S.Node) -> bool:
    """Whether a formula is written with powers x and 1 - x of a probability, and no factorial of a count."""
    if not isinstance(density, L.Density) or len(density.targets) != 1:
        return False
    if any(isinstance(n, S.Apply) and n.function in ("factorial", "binom") for n in S.walk(right)):
        return False
    powers = [n.exponent for n in S.every(S.Power, right)]
    return any(isinstance(e, S.Symbol) and name_of(e) == str(density.targets[0]) for e in powers)


def defines_binary(judge, density, right: S.Node, out) -> bool:
    """A mass function on {0, 1}, by cases or by powers."""
    if isinstance(right, S.Cases):
        values = {}
        for branch in right.branches:
            given = branch.condition
            if isinstance(given, S.Comparison) and isinstance(given.right, S.Number):
                values[given.right.text] = judge.known.read.expression(branch.value)
        if set(values) != {"0", "1"}:
            raise Unreadable("cases other than 0 and 1 are not understood", right)
        x = density.targets[0]
        formula = values["1"] ** x * values["0"] ** (1 - x)
    else:
        formula = judge.known.read.expression(right)
    if not judge.known.bernoulli.learn(density, formula):
        return False
    return out.define("a density given by its formula")


def factorises(density, formula) -> bool:
    """A product of conditionals of the same letter that generates each target once: a modelling assumption."""
    factors = sympy.Mul.make_args(formula)
    if not all(isinstance(f, (L.Density, L.Normal, L.Product)) for f in factors):
        return False
    try:
        return set(L.targets_of(formula)) == set(density.targets) and set(L.givens_of(formula)) <= set(density.givens)
    except L.DensityError:
        return False
