"""Lines that define: fresh names, densities given by their formulas."""

from __future__ import annotations

import re
from functools import partial

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.bare_names import name_bare
from derivations.reading.hearing.defining_densities import defines_density, new_letter
from derivations.reading.hearing.freshness import fresh, goes_round, has_identity, holds
from derivations.reading.hearing.named_in_words import against, worded
from derivations.reading.hearing.naming_anew import is_named_anew
from derivations.reading.hearing.naming_in_chains import factorises_list, makes_variable, named_again
from derivations.reading.meaning.naming import PARAMETERS, as_density, base, name_of, plain
from derivations.reading.meaning.substitution import head_of, is_name, tag_text
from derivations.reading.meaning.tags import squeezed
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.text.notation import KNOWN_FUNCTIONS

DIVERGENCE = re.compile(r"D_\{(.+)\}")  # D_f, D_\\alpha


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
        or logarithm_of_new(judge, tree, right.tree, relation, out)
        or names_place(judge, tree, right.tree, out)
    ):
        return True
    density = isinstance(tree, S.Apply) and tree.function in judge.survey.density_like
    if isinstance(base(tree), (S.Symbol, S.Apply)) and is_name(tree) and not density:
        name, _arguments, _, _ = head_of(tree)
        builtin = name in KNOWN_FUNCTIONS or (name == "I" and has_identity(judge))
        known = judge.known.has_definition(name) and not is_named_anew(judge, chain, name)
        known = known and not other_place(judge, tree)
        if holds(right.tree, tree) and PARAMETERS.match(name):
            raise Unreadable(f"an update of {name} is no equation", right.tree)
        foreseen = judge.known.later.pop(name, None) if isinstance(tree, S.Apply) else None  # by this very line
        if of_itself(judge, tree, right.tree):
            out.leave(f"what {name} is has not been said")
            return True
        new = name and not builtin and not known and not goes_round(judge, tree, right.tree)
        if foreseen is not None:
            judge.known.later[name] = foreseen
        if new and may_define(judge, tree, name):
            out.message = against(judge, tree, right.tree, chain.block, relation.line)
            if out.message:
                out.verdict = "doubtful"
                return True
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
            out.define("a fresh name")
            told = worded(judge, name, chain.block)
            if told:
                judge.known.worded[name] = relation.line, told
                out.message = f"a fresh name; whether it is what line {told} tells in words was not checked"
            labelled = bool(head_of(tree)[2]) or re.search(r"[_\d]", name)  # L_1 is the name of a case
            if judge.known.ranges.values and not labelled:  # told for this display: `in the case of beta = 0`
                judge.known.of_a_case.append((tree, right.tree))
            return True
    if isinstance(tree, S.Apply) and tree.function in judge.survey.density_like:
        tree = as_density(tree)
    if isinstance(tree, S.Density) and tree.bare and name_bare(judge.known, tree, right.tree):
        return out.define("what the bare name stands for from here on")
    if isinstance(tree, S.Density):
        return defines_density(judge, tree, right.tree, relation, out)
    return False


def of_itself(judge, tree: S.Node, right: S.Node) -> bool:
    """`f(a) = f(b)`: what it says of an f that nothing else speaks of defines none; nor does what has no f define
    `D_f(p \\| q)`, and no line of `D_f(p \\| p)`."""
    if not isinstance(tree, S.Apply) or judge.known.has_definition(head_of(tree)[0]):
        return False
    name = head_of(tree)[0]
    if DIVERGENCE.fullmatch(name):
        letter = DIVERGENCE.fullmatch(name)[1]
        written = {plain(n.name if isinstance(n, S.Symbol) else n.function)
                   for n in S.walk(right) if isinstance(n, S.Symbol | S.Apply)}  # fmt: skip
        return letter not in written or len(set(tree.arguments)) < len(tree.arguments)
    return isinstance(right, S.Apply) and name == head_of(right)[0] and name not in KNOWN_FUNCTIONS


def names_place(judge, tree: S.Node, right: S.Node, out) -> bool:
    """`(g^*, h^*) = argmin ...` and `s_*^2 = argmin ...`: names for where an optimum lies, which no world knows."""
    if not (isinstance(right, S.Optimum) and right.kind.startswith("arg")):
        return False
    parts = tree.elements if isinstance(tree, S.TupleOf) else (tree,) if isinstance(tree, S.Power) else ()
    if isinstance(tree, S.Apply) and tree.function in judge.survey.density_like:
        tree = as_density(tree)
    if isinstance(tree, S.Density) and new_letter(judge, tree):
        judge.known.opaque.add(judge.survey.joint_name(tree))
        return out.define("a name for where this optimum lies")
    names = [p.base if isinstance(p, S.Power) else p for p in parts]
    own = [tree] if any(tree == (o.base if isinstance(o, S.Power) else o) for o in right.over) else []
    if not own and (not names or not all(map(partial(fresh, judge), names))):
        return False
    names = own or names  # `v = argmin_v F(v)`: the letter that varies also names where the optimum lies
    judge.known.opaque.update(squeezed(tag_text(n)) for n in names)
    return out.define("a name for where this optimum lies")


def other_place(judge, tree: S.Node) -> bool:
    """F[q] where only a plain F was defined, b_n where only b_0 was: a name of its own."""
    name, arguments, index, _ = head_of(tree)
    if all(len(d.index) != len(index) for d in judge.known.definitions[name]) or not judge.known.speaks_of(tree):
        return True
    return bool(arguments) and not index and all(not d.arguments for d in judge.known.definitions[name])


def path(judge, tree: S.Node, right: S.Node) -> None:
    """z = mu + sigma eps: kept, so that a later line may use it along the path; its law is then not free."""
    names = {plain(n.function) for n in S.every(S.Apply, right)}
    judge.known.tied.setdefault(name_of(tree), names - KNOWN_FUNCTIONS)
    try:
        judge.known.relate(judge.known.read.variable(tree), judge.known.read.typed(right)[1])
    except Unreadable:
        return


def may_define(judge, tree: S.Node, name: str) -> bool:
    if isinstance(tree, S.Index) and not tree.raised and name in judge.survey.variables:
        running = any(
            name_of(i) in judge.survey.summed or (name, name_of(i)) in judge.survey.drawn for i in tree.indices
        )
        of_its_own = S.outline(tree) not in judge.survey.arguments.outlines  # mu_n beside a variable mu
        return of_its_own and not running
    return name not in judge.survey.variables or isinstance(tree, S.Symbol)


def power_of_new(judge, tree: S.Node, right: S.Node, out) -> bool:
    """`\\hat\\sigma^2 = ...`, `C^{-1} = ...`, `1/s^2 = ...`: powers of names that nobody defined, then roots and
    inverses."""
    if isinstance(tree, S.Divide) and tree.numerator == S.Number("1"):
        part = tree.denominator if isinstance(tree.denominator, S.Power) else S.Power(tree.denominator, S.Number("1"))
        tree = S.Power(part.base, S.Neg(part.exponent), span=tree.span)
    if not (isinstance(tree, S.Power) and tree.exponent in INVERSES and isinstance(tree.base, S.Symbol | S.Index)):
        return False
    if not new(judge, tree.base, right) or holds(right, tree.base) or isinstance(right, S.Optimum | S.Number):
        return False
    judge.known.read.typed(right)  # what cannot be read defines nothing
    judge.known.define(tree.base, INVERSES[tree.exponent](right))
    return out.define("a fresh name")


INVERSES = {
    S.Number("2"): lambda right: S.Apply("sqrt", (right,), span=right.span),
    S.Neg(S.Number("1")): lambda right: S.Power(right, S.Neg(S.Number("1")), span=right.span),
    S.Neg(S.Number("2")): lambda right: S.Divide(
        S.Number("1"), S.Apply("sqrt", (right,), span=right.span), span=right.span
    ),
}


def new(judge, tree: S.Node, right: S.Node) -> bool:
    """A name for which no line so far says what it is; by an average only one that was not used before."""
    if fresh(judge, tree):
        return True
    name = head_of(tree)[0] if is_name(tree) else ""
    averaged = any(S.every(S.Density | S.Expectation | S.Variance | S.Integral, right))
    known = name in {*judge.survey.variables, "I", ""} or judge.known.has_definition(name)
    return not (averaged or known)


def logarithm_of_new(judge, tree: S.Node, right: S.Node, relation, out) -> bool:
    """log q^*(z) = ... + const, where q^* is new: it is defined up to its normalisation, and no world knows it; and
    log q(z) := log ..., which defines q."""
    if not (isinstance(tree, S.Apply) and tree.function == "log" and len(tree.arguments) == 1):
        return False
    inner = tree.arguments[0]
    constant = any(S.every(S.Constant, right))
    given = relation.name == "define" and isinstance(right, S.Apply) and right.function == "log"
    if not isinstance(inner, S.Density) or not (constant or given) or not new_letter(judge, inner):
        return False
    if given:
        return defines_density(judge, inner, right.arguments[0], relation, out)
    letters = {judge.survey.joint_name(n) for n in S.every(S.Density, right)}
    if judge.survey.joint_name(inner) in letters:
        return False
    judge.known.opaque.add(judge.survey.joint_name(inner))
    return out.define("a density given by its formula")
