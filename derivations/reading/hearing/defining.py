"""Lines that define: fresh names, densities given by their formulas."""

from __future__ import annotations

import re
from functools import partial

import sympy

from derivations.judging.derivation import VALUE, Step, infer
from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.factorising import marginal
from derivations.reading.hearing.freshness import fresh, goes_round, has_identity, holds
from derivations.reading.hearing.naming_in_chains import factorises_list, makes_variable, named_again
from derivations.reading.meaning.densities import density_of
from derivations.reading.meaning.gaussians import flaw_of, unnormalised
from derivations.reading.meaning.naming import PARAMETERS, as_density, base, name_of, plain
from derivations.reading.meaning.substitution import head_of, is_name, squeezed, tag_text
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS


def defines(judge, index, place, relation, left, right, out) -> bool:
    """A fresh name, or a density given by its formula, at the head of a chain."""
    chain = judge.note.chains[index]
    if not left.read or not right.read:
        return False
    if place and named_again(judge, index, place, left.tree, right.tree, out):
        return True
    if place or chain.continues is not None:
        return False
    tree = left.tree
    if makes_variable(judge, tree, right.tree, out) or factorises_list(judge, tree, right.tree, out):
        return True
    if (
        power_of_new(judge, tree, right.tree, out)
        or logarithm_of_new(judge, tree, right.tree, out)
        or names_place(judge, tree, right.tree, out)
    ):
        return True
    density = isinstance(tree, S.Apply) and tree.function in judge.survey.density_like
    if isinstance(base(tree), (S.Symbol, S.Apply)) and is_name(tree) and not density:
        name, _arguments, _, _ = head_of(tree)
        builtin = name in KNOWN_FUNCTIONS or (name == "I" and has_identity(judge))
        known = judge.known.has_definition(name) and not other_place(judge, tree)
        if holds(right.tree, tree) and PARAMETERS.match(name):
            raise Unreadable(f"an update of {name} is no equation", right.tree)
        if (
            name
            and not builtin
            and not known
            and not goes_round(judge, tree, right.tree)
            and may_define(judge, tree, name)
        ):
            if name in judge.survey.variables and isinstance(tree, S.Symbol):
                path(judge, tree, right.tree)
            else:
                before = dict(judge.known.definitions)
                judge.known.define(tree, right.tree)
                try:
                    if isinstance(right.tree, S.Optimum):
                        judge.known.definitions = before
                        judge.known.opaque.add(squeezed(tag_text(tree)))
                    else:
                        judge.meanings[(index, place)] = judge.elaborate(index, tree)
                except Unreadable:
                    judge.known.definitions = before
                    raise
            plainly = re.fullmatch(r"\\(?:tilde|hat|bar|widetilde|widehat)\{(.+)\}", name)
            if plainly and plainly[1] in judge.survey.variables:  # \tilde z = g(eps): the law of z is not free either
                path(judge, S.Symbol(plainly[1], span=tree.span), right.tree)
            out.kind = out.verdict = "definition"
            out.message = "a fresh name"
            return True
    if isinstance(tree, S.Apply) and tree.function in judge.survey.density_like:
        tree = as_density(tree)
    if isinstance(tree, S.Density):
        return defines_density(judge, tree, right.tree, relation, out)
    return False


def names_place(judge, tree: S.Node, right: S.Node, out) -> bool:
    """`(g^*, h^*) = argmin ...` and `s_*^2 = argmin ...`: names for where an optimum lies, which no world knows."""
    if not (isinstance(right, S.Optimum) and right.kind.startswith("arg")):
        return False
    parts = tree.elements if isinstance(tree, S.TupleOf) else (tree,) if isinstance(tree, S.Power) else ()
    if isinstance(tree, S.Apply) and tree.function in judge.survey.density_like:
        tree = as_density(tree)
    if isinstance(tree, S.Density) and new_letter(judge, tree):
        judge.known.opaque.add(judge.survey.joint_name(tree))
        out.kind = out.verdict = "definition"
        out.message = "a name for where this optimum lies"
        return True
    names = [p.base if isinstance(p, S.Power) else p for p in parts]
    if not names or not all(map(partial(fresh, judge), names)):
        return False
    judge.known.opaque.update(squeezed(tag_text(n)) for n in names)
    out.kind = out.verdict = "definition"
    out.message = "a name for where this optimum lies"
    return True


def other_place(judge, tree: S.Node) -> bool:
    """F[q] where only a plain F was defined, b_n where only b_0 was: a name of its own."""
    name, arguments, index, _ = head_of(tree)
    if all(len(d.index) != len(index) for d in judge.known.definitions[name]) or not judge.known.speaks_of(tree):
        return True
    return bool(arguments) and not index and all(not d.arguments for d in judge.known.definitions[name])


def path(judge, tree: S.Node, right: S.Node) -> None:
    """z = mu + sigma eps: kept, so that a later line may use it along the path; its law is then not free."""
    names = {plain(n.function) for n in S.walk(right) if isinstance(n, S.Apply)}
    judge.known.tied.setdefault(name_of(tree), names - KNOWN_FUNCTIONS)
    try:
        judge.known.relate(judge.known.read.variable(tree), judge.known.read.typed(right)[1])
    except Unreadable:
        return


def may_define(judge, tree: S.Node, name: str) -> bool:
    if isinstance(tree, S.Index) and not tree.raised and name in judge.survey.variables:
        labels = {S.outline(t) for d in judge.survey.applied for t in (*d.targets, *d.givens)}
        running = any(
            name_of(i) in judge.survey.summed or (name, name_of(i)) in judge.survey.drawn for i in tree.indices
        )
        return S.outline(tree) not in labels and not running  # mu_n beside a variable mu is a name of its own
    return name not in judge.survey.variables or isinstance(tree, S.Symbol)


def defines_density(judge, tree, right, relation, out) -> bool:
    try:
        density = density_of(judge.known.read, tree, None, right)
        if not isinstance(density, L.Density):
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
    if any(f.density == density for f in judge.known.facts) and not judge.assuming:
        return False
    if formula.has(L.Normal) and determined(judge, density):
        judge.derived = (tree, right)
        return False
    flaw = flaw_of(density, formula)
    if flaw:
        out.verdict, out.message = "refuted", flaw
        return True
    given = formula.has(L.Normal) or not formula.atoms(L.Density)
    shaped = (
        given
        or (factorises(density, formula) and judge.survey.signature(tree) not in judge.survey.general)
        or new_mixture(judge, tree, density, formula)
        or marginal(density, formula) is not None
    )
    if not shaped and relation.name != "define":
        return False
    if not given and infer(density, Step("=", formula, (), "", VALUE), tuple(judge.known.facts)) is not None:
        return False
    if given and not formula.has(L.Normal):
        _left, _normal, rule = judge.known.normal_fact(density, formula)
        if rule != "gaussian" and formula.has(sympy.exp) and unnormalised(density, formula, out):
            return True
    judge.known.state_trees(tree, right)
    out.kind = out.verdict = "definition"
    out.message = "a density given by its formula" if given else "a modelling assumption"
    return True


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


def power_of_new(judge, tree: S.Node, right: S.Node, out) -> bool:
    """`\\hat\\sigma^2 = ...`, `C^{-1} = ...`: powers of names that nobody defined, then roots and inverses."""
    if not (isinstance(tree, S.Power) and tree.exponent in INVERSES and isinstance(tree.base, S.Symbol | S.Index)):
        return False
    if not new(judge, tree.base, right) or holds(right, tree.base) or isinstance(right, S.Optimum | S.Number):
        return False
    judge.known.read.expression(right)  # what cannot be read defines nothing
    judge.known.define(tree.base, INVERSES[tree.exponent](right))
    out.kind = out.verdict = "definition"
    out.message = "a fresh name"
    return True


INVERSES = {
    S.Number("2"): lambda right: S.Apply("sqrt", (right,), span=right.span),
    S.Neg(S.Number("1")): lambda right: S.Power(right, S.Neg(S.Number("1")), span=right.span),
}


def new(judge, tree: S.Node, right: S.Node) -> bool:
    """A name for which no line so far says what it is; by an average only one that was not used before."""
    if fresh(judge, tree):
        return True
    name = head_of(tree)[0] if is_name(tree) else ""
    averaged = any(isinstance(n, S.Density | S.Expectation | S.Variance | S.Integral) for n in S.walk(right))
    known = name in {*judge.survey.variables, "I", ""} or judge.known.has_definition(name)
    return not (averaged or known)


def logarithm_of_new(judge, tree: S.Node, right: S.Node, out) -> bool:
    """log q^*(z) = ... + const, where q^* is new: it is defined up to its normalisation, and no world knows it."""
    if not (isinstance(tree, S.Apply) and tree.function == "log" and len(tree.arguments) == 1):
        return False
    inner = tree.arguments[0]
    constant = any(isinstance(n, S.Constant) for n in S.walk(right))
    if not isinstance(inner, S.Density) or not constant or not new_letter(judge, inner):
        return False
    letters = {judge.survey.joint_name(n) for n in S.walk(right) if isinstance(n, S.Density)}
    if judge.survey.joint_name(inner) in letters:
        return False
    judge.known.opaque.add(judge.survey.joint_name(inner))
    out.kind = out.verdict = "definition"
    out.message = "a density given by its formula"
    return True


def binary(judge, density, right: S.Node) -> bool:
    """Whether a formula is written with powers x and 1 - x of a probability."""
    if not isinstance(density, L.Density) or len(density.targets) != 1:
        return False
    powers = [n.exponent for n in S.walk(right) if isinstance(n, S.Power)]
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
    out.kind = out.verdict = "definition"
    out.message = "a density given by its formula"
    return True


def factorises(density, formula) -> bool:
    """A product of conditionals of the same letter that generates each target once: a modelling assumption."""
    factors = sympy.Mul.make_args(formula)
    if not all(isinstance(f, (L.Density, L.Normal, L.Product)) for f in factors):
        return False
    try:
        return set(L.targets_of(formula)) == set(density.targets) and set(L.givens_of(formula)) <= set(density.givens)
    except L.DensityError:
        return False
