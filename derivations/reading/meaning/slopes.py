"""Derivatives of formulas in plain numbers: d f / d x, of sums over entries and examples too, and f'(x).

Of a function without a formula, and of a density by its parameter, the derivative is a function of the same arguments:
no more is known of it, and no world chooses it. Those of an expectation are taken in verdicts/gradients.py, those of a
number by a vector in vector_slopes.py. Unread stay those of a formula with a quantity in it, a loss, a bound, that may
hold the variable; but in `f(x) = A x` the letter A is a constant, for f is a function of x alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

import sympy
from sympy import Dummy, Symbol
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.document import Chain, Note
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import label, name_of, plain, replaced, trees_of
from derivations.reading.meaning.substitution import is_quantity
from derivations.reading.meaning.unreadable import Unreadable
from derivations.reading.meaning.vector_slopes import vector_slope
from derivations.reading.meaning.written_normals import in_numbers, number, with_normals_written_out

UNKNOWN = "a derivative of this is not understood"
SPOKEN = re.compile(r"\b(?:derivatives?|differentiat\w*|slopes?|gradients?)\b|导|微分|斜率|梯度", re.IGNORECASE)


def read_derivative(read, node: S.Derivative) -> sympy.Expr:
    """d f / d x, where f is a formula or a name that has one; of anything else what `named` gives."""
    body = node.body
    inner = logarithm_of(body)
    if isinstance(inner, S.Density | S.Gaussian):
        return of_a_density(read, node, inner)
    for_alone = isinstance(body, S.Symbol) and len(node.variables) == 1 and read.known.has_definition(plain(body.name))
    if for_alone and all(len(d.arguments) == 1 for d in read.known.definitions.get(plain(body.name), ())):
        body = S.Apply(body.name, node.variables, span=body.span)  # d f / d x, after f(x) = ...
    value = with_normals_written_out(read.expression(body))
    own = isinstance(body, S.Apply) and read.known.has_definition(plain(body.function))
    return by_all(read, value, node, body.arguments if own else ())


def by_all(read, value: sympy.Expr, node: S.Derivative, arguments: tuple = ()) -> sympy.Expr:
    """A formula differentiated by each variable in turn; it may be that of a name with `arguments`."""
    for variable in node.variables:
        x = read.expression(variable)
        if isinstance(x, L.Component):
            value = by_entry(read, value, x, node)
            continue
        if not isinstance(x, Symbol) or not value.has(x):
            raise Unreadable(UNKNOWN, node)
        constant = variable in arguments
        if any(may_vary(s, x, constant) for s in value.free_symbols):
            raise Unreadable(UNKNOWN, node)
        value = slope(read, value, x, node)
    return value


def by_entry(read, value: sympy.Expr, x: L.Component, node: S.Node) -> sympy.Expr:
    """A formula differentiated by one entry mu_j: of a sum over all entries mu_k the one term of k = j is left."""
    if not value.has(x.base):  # y_{ij} by W_j: nothing said what it is made of
        raise Unreadable(UNKNOWN, node)
    t, sums = Dummy(real=True), sorted(outermost(value), key=str)
    places = {s: sympy.Function(f"sum{n}")(t) for n, s in enumerate(sums)}
    inside = {places[s]: of_one_entry(read, s, x, node) for s in sums}
    found = value.xreplace({x: t} | places)
    if found.has(x.base) or found.atoms(L.Notation) - {o for o in found.atoms(L.Component) if o.base != x.base}:
        raise Unreadable(UNKNOWN, node)
    if any(may_vary(s, t, False) for s in found.free_symbols):
        raise Unreadable(UNKNOWN, node)
    found = sympy.diff(found, t).xreplace({sympy.Derivative(place, t): one for place, one in inside.items()})
    return found.xreplace({place: s for s, place in places.items()}).xreplace({t: x})


def of_one_entry(read, total: sympy.Expr, x: L.Component, node: S.Node) -> sympy.Expr:
    """The derivative of a whole sum over entries by one of them."""
    if not total.has(x.base):
        return sympy.Integer(0)
    body, limits = total.args[0], total.args[1]
    t, told = Dummy(real=True), read.survey.dimension(x.base.name)
    if not isinstance(total, L.Sum) or limits[1] != 1 or not isinstance(limits[2], Symbol) or x.index == limits[0]:
        raise Unreadable(UNKNOWN, node)
    if told is not None and read.size(told) != limits[2]:  # a sum over a part, which may leave this entry out
        raise Unreadable(UNKNOWN, node)
    inside = body.xreplace({L.Component(x.base, limits[0]): t})
    others = inside.atoms(L.Notation) - {o for o in inside.atoms(L.Component) if o.base != x.base}
    if inside.has(x.base) or others or any(may_vary(s, t, False) for s in inside.free_symbols):
        raise Unreadable(UNKNOWN, node)
    return sympy.diff(inside, t).xreplace({t: L.Component(x.base, limits[0])}).xreplace({limits[0]: x.index})


def may_vary(s: Symbol, x: Symbol, constant: bool) -> bool:
    """Whether a letter may hold the variable unseen; a single capital does not, if it is a constant."""
    if s == x or (constant and re.fullmatch("[A-Z]", s.name)):
        return False
    return s.name.startswith("constant:") or is_quantity(s.name)


def slope(read, value: sympy.Expr, x: Symbol, node: S.Node) -> sympy.Expr:
    """The derivative, with a sum over entries or examples taken term by term."""
    sums = sorted(outermost(value), key=str)
    places = {s: sympy.Function(f"sum{n}")(x) if s.has(x) else Dummy() for n, s in enumerate(sums)}
    found = value.xreplace(places)
    places |= {one: Dummy() for one in found.atoms(L.Component, AppliedUndef) if numbered(one, x)}
    found = found.xreplace(places)
    others = found.atoms(L.Notation, AppliedUndef) - {x, *places.values()}
    if not all(isinstance(o, AppliedUndef) and unhidden(read, o) for o in others):
        raise Unreadable(UNKNOWN, node)
    found = sympy.diff(found, x)
    slopes = {one: slope_of(read, one) for one in found.atoms(sympy.Derivative) if one.expr in others}
    found = found.xreplace(slopes)
    if found.has(sympy.Subs):
        raise Unreadable(UNKNOWN, node)
    inner = {sympy.Derivative(places[s], x): inside(read, s, x, node) for s in sums if s.has(x)}
    return found.xreplace(inner).xreplace({place: one for one, place in places.items()})


def unhidden(read, one: AppliedUndef) -> bool:
    """Whether a function shows all that it varies with: f(x, y) of plain names, none of which is made of others."""
    made = {*read.known.tied, *map(str, read.known.paths)}
    plainly = all(isinstance(a, Symbol) and a.name not in made and number(a) for a in one.args)
    return plainly and len(set(one.args)) == len(one.args) and type(one).__name__ not in read.survey.vector_functions


def slope_of(read, one: sympy.Derivative) -> sympy.Expr:
    """The derivative of f(x, y) by one of its arguments, as a function of them that no world chooses."""
    (x, times), *others = one.variable_count
    if others or times > 2:
        raise Unreadable(UNKNOWN, S.Number("0"))
    name = r"\partial" * int(times) + f"_{{{one.expr.args.index(x) + 1}}} {type(one.expr).__name__}"
    read.known.opaque.add(name)
    return sympy.Function(name, real=True)(*one.expr.args)


def of_a_density(read, node: S.Derivative, inner: S.Density | S.Gaussian) -> sympy.Expr:
    """The derivative of a density or of its logarithm: of the formula that it has, else the one without a formula."""
    formula = given_formula(read, inner)
    if formula is not None and in_numbers(formula) is not None:
        value = in_numbers(formula)
        return by_all(read, value if inner is node.body else sympy.expand_log(sympy.log(value), force=True), node)
    if isinstance(inner, S.Gaussian):
        raise Unreadable(UNKNOWN, node)
    own = named(read, node, inner)
    return own if inner is node.body or len(node.variables) > 1 else own / read.expression(inner)


def given_formula(read, inner: S.Density | S.Gaussian) -> sympy.Expr | None:
    """The formula that a density is given by, which the line is read with."""
    density = read.expression(inner)
    if isinstance(density, L.Normal):
        return density
    for fact in (f for f in read.known.facts if f.density == density):
        if isinstance(fact.formula, L.Normal) or not fact.formula.atoms(L.Notation):
            read.known.bare_names.assumed[fact.name] = None
            return fact.formula
    return None


def read_gradient(read, node: S.Gradient) -> tuple[str, sympy.Expr]:
    """The gradient of a density with a formula, or of its logarithm, by a number; and of log N(x; m, v I) by x or m."""
    inner = logarithm_of(node.body)
    if isinstance(inner, S.Density | S.Gaussian) and len(node.variables) == 1:
        formula = given_formula(read, inner)
        (by,) = map(read.expression, node.variables)
        if formula is not None and in_numbers(formula) is not None:
            return "s", of_a_density(read, S.Derivative(node.variables, node.body, span=node.span), inner)
        if isinstance(formula, L.Normal) and inner is not node.body:
            value, mean, variance = formula.args
            around = sympy.Mul(*(f for f in sympy.Mul.make_args(variance) if not isinstance(f, L.Identity)))
            if variance.has(L.Identity) and not around.atoms(L.Notation) and by in (value, mean) and value != mean:
                return "v", (value - mean) / around * (1 if by == mean else -1)
    if len(node.variables) == 1 and not isinstance(inner, S.Density | S.Gaussian):
        (kind, by), (of, value) = read.typed(node.variables[0]), read.typed(node.body)
        found = vector_slope(value, by) if (kind, of) == ("v", "s") and isinstance(by, Symbol) else None
        loose = (s for s in value.free_symbols if s.name not in read.survey.matrices)
        if found is not None and not any(may_vary(s, by, False) for s in loose):
            return "v", found
    unsaid = isinstance(inner, S.Density) and inner is not node.body and given_formula(read, inner) is None
    if len(node.variables) == 1 and unsaid:
        return score_of(read, node.variables[0], inner, node)
    raise Unreadable("a gradient is not understood here", node)


def score_of(read, variable: S.Node, density: S.Density, node: S.Gradient) -> tuple[str, sympy.Expr]:
    """The gradient of log p(x) by x, of a density without a formula, as a function of all its names."""
    shown = dict.fromkeys((*density.targets, *density.givens, *density.parameters))
    if density.bare or variable not in density.targets or not all(isinstance(n, S.Symbol | S.Index) for n in shown):
        raise Unreadable("a gradient is not understood here", node)
    of = "|".join(", ".join(map(label, part)) for part in (density.targets, density.givens))
    name = rf"\nabla_{{{label(variable)}}} \log {read.survey.joint_name(density)}[{of}]"
    read.known.opaque.add(name)
    return read.typed(variable)[0], sympy.Function(name, real=True)(*(read.expression(n) for n in shown))


def logarithm_of(body: S.Node) -> S.Node:
    """What stands under a logarithm; anything else itself."""
    return body.arguments[0] if isinstance(body, S.Apply) and body.function == "log" else body


def named(read, node: S.Derivative, density: S.Density) -> sympy.Expr:
    """The derivative of a density by a parameter that stands in it, as a function of all its names."""
    behind = [*density.givens, *density.parameters, *([S.Symbol(density.subscript)] if density.subscript else ())]
    shown = [*density.targets, *behind]
    names = dict.fromkeys(filter(None, map(name_of, shown)))
    plainly = all(isinstance(n, S.Symbol | S.Index) for n in shown) and len(names) == len(shown)
    by = [read.expression(v) for v in node.variables]
    if density.bare or not plainly or not all(v in behind for v in node.variables) or not all(map(number, by)):
        raise Unreadable(UNKNOWN, node)
    places = ",".join(str(list(names).index(name_of(v)) + 1) for v in node.variables)
    of = "|".join(", ".join(map(label, part)).lower() for part in (density.targets, density.givens, density.parameters))
    logarithm = "" if node.body is density or len(node.variables) == 1 else r"\log "
    name = rf"\partial_{{{places}}} {logarithm}{density.letter}[{of}]"
    read.known.opaque.add(name)
    return sympy.Function(name, real=True)(*(read.expression(n) for n in shown))


def outermost(value: sympy.Expr) -> set[sympy.Expr]:
    """The sums and averages over draws in a formula that stand in no other."""
    if isinstance(value, L.Sum | L.SampleAverage):
        return {value}
    return set().union(*map(outermost, value.args)) if value.args and not isinstance(value, L.Notation) else set()


def inside(read, total: sympy.Expr, x: Symbol, node: S.Node) -> sympy.Expr:
    """The derivative of a sum, as the sum of derivatives: what is drawn is held fixed, and so are the ends."""
    body, *others = total.args
    drawn = L.targets_of(total.density) if isinstance(total, L.SampleAverage) else ()
    made = [v for v in drawn if v in read.known.paths or v.name in read.known.tied or read.known.has_definition(v.name)]
    if any(o.has(x) for o in others) or made:
        raise Unreadable(UNKNOWN, node)
    return total.func(slope(read, body, x, node), *others)


def numbered(one: sympy.Expr, x: Symbol) -> bool:
    """Whether this is the i-th of some given numbers, as x_i is in the derivative by another name."""
    name, places = (one.base, (one.index,)) if isinstance(one, L.Component) else (type(one).__name__, one.args)
    plainly = isinstance(name, Symbol | str) and str(name) != x.name
    return plainly and all(isinstance(a, Symbol) and a.is_integer for a in places)


def with_slopes(note: Note) -> Note:
    """The note with f'(x) as the derivative of f(x) where derivatives are spoken of and f(x) has a formula and f' none,
    or where f stands under a derivative in the same line. Anywhere else a prime is a part of a name."""
    given = {
        a.function
        for chain in (*note.chains, *note.spoken)
        for side, relation in zip(chain.sides, chain.relations[:1], strict=False)
        if side.read and relation.name in ("equal", "define") and isinstance(a := side.tree, S.Apply)
        if len(a.arguments) == 1 and isinstance(a.arguments[0], S.Symbol) and not a.parameters
    }
    nodes = list(S.walk(*trees_of(note)))
    spoken = any(isinstance(n, S.Derivative) for n in nodes) or any(
        b.kind == "prose" and SPOKEN.search(b.text) for b in note.blocks
    )
    primed = {n.function[:-1] for n in nodes if isinstance(n, S.Apply) and n.function.endswith("'")}
    if not spoken or not primed:
        return note

    def changed(tree: S.Node, names: set[str]) -> S.Node:
        for n in S.walk(tree):
            if isinstance(n, S.Apply) and n.function[:-1] in names and n.function[-1] == "'":
                if [*map(type, n.arguments)] == [S.Symbol]:
                    body = replace(n, function=n.function[:-1])
                    return changed(replaced(tree, n, S.Derivative(n.arguments, body, span=n.span)), names)
        return tree

    def chain(c: Chain) -> Chain:
        derived = (n.body for n in S.every(S.Derivative, *c.trees))
        names = given | {a.function for a in S.every(S.Apply, *derived)}
        if not names & primed:
            return c
        return c.with_trees(lambda tree: changed(tree, names))

    return replace(note, chains=tuple(map(chain, note.chains)))
