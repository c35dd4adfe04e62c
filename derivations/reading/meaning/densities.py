"""Densities of a note: slots, bare letters, Gaussians."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import sympy
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.law_parameters import given_name
from derivations.reading.meaning.lists_of_members import formula_of
from derivations.reading.meaning.naming import as_density, base, label, name_of, plain
from derivations.reading.meaning.sequences import member_of
from derivations.reading.meaning.signatures import most_common, tagged_beside, written
from derivations.reading.meaning.spreads import second_place
from derivations.reading.meaning.sums import big, sample_sum
from derivations.reading.meaning.unreadable import Unreadable


def density_of(read, node: S.Node, targets: tuple | None = None, body: S.Node | None = None) -> sympy.Expr:
    """A density, product or mixture of densities; `targets` and `body` help a bare letter to its variables."""
    if isinstance(node, S.Density):
        if node.bare:
            return bare_density(read, node, targets, body)
        parameters = read.survey.parameters
        if any(isinstance(t, S.Placeholder) for t in node.targets):
            node = filled_in(read, node, targets)
        if any(isinstance(t, S.Dots) for t in node.targets):
            return of_examples(read, node)
        of_a_list = formula_of(read, node)
        if of_a_list is not None:
            return density_of(read, of_a_list)
        given = [g for g in node.givens if given_name(g) not in parameters]
        try:
            before = [slot for t in node.targets for slot in slots_of(read, t, node)]
            after = [slot for g in given for slot in slots_of(read, g, node)]
            return L.Density(L.Distribution(read.survey.joint_name(node)), before, after)
        except L.DensityError as error:
            raise Unreadable(str(error), node) from None
    if isinstance(node, S.Apply) and node.function in read.survey.density_like:
        return density_of(read, as_density(node), targets, body)
    if isinstance(node, S.Gaussian):
        return gaussian_of(read, node, targets)
    if isinstance(node, S.Mul):
        return sympy.Mul(*(density_of(read, f, None, body) for f in node.factors))
    if isinstance(node, S.ProductOver):
        return big(read, node, L.Product, partial(density_of, read))
    if isinstance(node, S.Symbol) and (plain(node.name) in read.survey.letters or targets is not None):
        return bare_density(read, S.Density(plain(node.name)), targets, body)
    return read.expression(node)


def filled_in(read, node: S.Density, targets) -> S.Density:
    """q(. | x) with its variable: the one drawn or compared, else the only one q(. | x) is ever written with."""
    if targets is not None and len(targets) == 1:
        return replace(node, targets=(S.Symbol(str(targets[0]), span=node.span),))
    given = tuple(label(g) for g in node.givens if given_name(g) not in read.survey.parameters)
    found = {
        s[0] for s in read.survey.signatures.get(read.survey.joint_name(node), ()) if s[1] == given and s[0] != (".",)
    }
    found = {f for f in found if len(f) == 1}
    if len(found) != 1:
        raise Unreadable("which variable the dot stands for cannot be told", node)
    return replace(node, targets=(S.Symbol(next(iter(found))[0], span=node.span),))


def of_examples(read, node: S.Density) -> sympy.Expr:
    """p(x^{(1)}, ..., x^{(N)} | theta) of examples that are independent given theta: the product of their densities."""
    first, *_, last = node.targets
    alike = isinstance(first, S.Index) and isinstance(last, S.Index) and name_of(first) == name_of(last)
    givens = {given_name(g) or "" for g in node.givens} - read.survey.parameters
    said = next((e for e in reversed(read.known.examples) if alike and e.are(name_of(last), givens)), None)
    if said is None or len(node.targets) > 4:
        raise Unreadable("a density of several examples that are not said to be independent", node)
    one = replace(node, targets=(replace(last, indices=(S.Symbol("i"),)),))
    every = S.SumOver((S.Symbol("i"),), S.Apply("log", (one,)), S.Number("1"), last.indices[0], span=node.span)
    product = sample_sum(read, every)
    if product is None:
        raise Unreadable("how many examples there are cannot be told", node)
    read.known.bare_names.assumed[f"independent examples (line {said.line})"] = None
    return sympy.exp(product)


def slots_of(read, node: S.Node, density: S.Node) -> list:
    """The slots of one argument: more than one for a list x_{0:T} that the chain cuts in pieces."""
    ranged = (member_of(node) or ("",))[0] in read.survey.here.spans
    return read.variables(node) if ranged else [slot_of(read, node, density)]


def slot_of(read, node: S.Node, density: S.Node):
    """A slot of a density: a variable, or an expression standing for one (q(x | mu + sigma eps))."""
    name = name_of(node) if isinstance(node, S.Symbol) else None
    if name and name not in read.survey.targets and read.known.has_definition(name):
        return L.slot(role_of_argument(read, density, node), read.expression(node))
    plainly = isinstance(node, S.Symbol) and name_of(node) not in read.survey.means
    if plainly or (isinstance(node, (S.Symbol, S.Index)) and name_of(node) in read.survey.variables):
        return read.variable(node)
    if isinstance(node, S.Comparison) and node.relation == "equal" and isinstance(node.right, VALUES):
        return L.slot(read.variable(node.left).role, read.expression(node.right))  # P(y = 1|x), p(x|z = m + s e)
    if isinstance(node, (S.Dots, S.Placeholder, S.Range, S.Comparison)):
        raise Unreadable("this argument of a density is not understood", node)
    raised = isinstance(node, S.Power) and {type(node.base), type(node.exponent)} == {S.Symbol}
    if raised and node.exponent.name in "cC":
        raise Unreadable("the complement of an event is not understood", node)
    if density.letter in read.survey.arguments.of_their_subscript:  # p_X(y/2), beside p_Y(y)
        raise Unreadable("a density that is named by its variable, at a place that is not it", node)
    return L.slot(role_of_argument(read, density, node), read.expression(node))


def role_of_argument(read, density: S.Density, node: S.Node) -> str:
    place = (density.targets.index(node), 0) if node in density.targets else (density.givens.index(node), 1)
    for signature in read.survey.signatures.get(read.survey.joint_name(density), ()):
        side = signature[place[1]]
        if tuple(map(len, signature)) == (len(density.targets), len(density.givens)):
            name = side[place[0]]
            if name in read.survey.variables:
                return name
    raise Unreadable("which variable this argument stands for cannot be told", node)


def bare_density(read, node: S.Density, targets, body) -> sympy.Expr:
    """A letter without arguments: what the note declares it to be of, or what its line has it of, which is kept."""
    named = named_by_subscript(read, node) or read.known.bare_names.declared.get(read.survey.joint_name(node))
    if named is not None:
        return density_of(read, named)
    beside = tagged_beside(read, node, targets)
    found = as_it_fits(read, node, targets, body) if beside is None else density_of(read, beside)
    read.known.bare_names.read[read.survey.joint_name(node), found] = None
    law = read.known.bare_laws.get(read.survey.joint_name(node))
    alone = isinstance(found, L.Density) and len(found.targets) == 1 and not found.givens
    if law is not None and alone and all(fact.density != found for fact in read.known.facts):
        formula = gaussian_of(read, law, found.targets)
        read.known.state(found, formula, f"{found} = {formula} (line {read.known.line_of(law)})")
    return found


def as_it_fits(read, node: S.Density, targets, body) -> sympy.Expr:
    """A letter of which no sentence says it: its variables come from the other side of a KL, the body, its only use."""
    name = read.survey.joint_name(node)
    signatures = list(read.survey.signatures.get(name, ()))
    wanted = None if targets is None else {str(t) for t in targets}
    inside = {
        (tuple(map(label, d.targets)), tuple(map(label, d.givens))): d
        for d in (S.walk(body) if body is not None else ())
        if isinstance(d, S.Density) and not d.bare and read.survey.joint_name(d) == name
    }

    def fits(signature) -> bool:  # what is written P(X) throughout is read as of x
        return wanted is None or wanted in (set(signature[0]), {read.survey.role(n) for n in signature[0]})

    fitting = [s for s in signatures if fits(s)]
    near = {
        (
            tuple(map(label, d.targets)),
            tuple(label(g) for g in d.givens if given_name(g) not in read.survey.parameters),
        ): d
        for d in read.nearby
        if read.survey.joint_name(d) == name
    }
    for pool in (inside, near, dict.fromkeys(fitting)):
        pool = {s: d for s, d in pool.items() if fits(s)}
        if len(pool) == 1:
            ((signature, seen),) = pool.items()
            at = [i for n in S.every(S.Index, seen) for i in n.indices] if seen is not None else []
            if at and all(isinstance(i, S.Number | S.Range) for i in at):
                return density_of(read, seen)  # x_0 and x_{1:T} are read as where they stand: these are no names
            return from_signature(read, node, signature)
    commonest = most_common(read, name, fitting)
    if len(fitting) > 1:
        first = commonest or next((s for s in fitting if not s[1]), None)
        if first is not None:
            order = [first, *(s for s in fitting if s != first)]
            chosen = read.readings.choose(f"what the bare {node.letter} is of", order, written)
            return from_signature(read, node, chosen)
    if commonest is not None:
        return from_signature(read, node, commonest)
    known = read.known.only_density(name)
    if known is not None and (wanted is None or {str(t) for t in L.targets_of(known)} == wanted):
        return known
    if not fitting and wanted and not signatures:
        return L.Density(L.Distribution(read.survey.joint_name(node)), list(targets))
    compared = read.survey.compared.get(node.letter, set()) if not signatures and not node.subscript else set()
    if len(compared) == 1:
        return from_signature(read, node, (next(iter(compared)), ()))
    if not signatures and body is not None:
        others = [d for d in S.every(S.Density, body) if d.bare and d.letter != node.letter]
        for other in others:  # m = (p + q) / 2
            if read.survey.signatures.get(read.survey.joint_name(other)):
                return L.Density(L.Distribution(name), list(L.targets_of(bare_density(read, other, None, None))))
        names = {
            name_of(v)
            for v in S.walk(body)
            if name_of(v) in read.survey.variables and isinstance(v, (S.Symbol, S.Index))
        }
        if len(names) == 1:
            return L.Density(L.Distribution(read.survey.joint_name(node)), [read.random(names.pop())])
    if not signatures:  # nowhere in the note has it an argument: whatever its variable is called
        commonest = read.survey.variables.most_common(1)
        name_of_all = "x" if "x" in read.survey.variables or not commonest else commonest[0][0]
        options = [(name_of_all,), *((v,) for v in sorted(read.survey.targets) if v != name_of_all)]
        chosen = read.readings.choose(f"what the bare {node.letter} is of", [(o, ()) for o in options], written)
        return from_signature(read, node, chosen)
    policy = wanted and all(given for _, given in signatures)  # pi(a|s) alone: tau ~ pi is drawn from the law of tau
    laws = [n for n, known in read.survey.signatures.items() if any(set(of) == wanted and not g for of, g in known)]
    if policy and len(laws) == 1 and node.letter == r"\pi":
        return L.Density(L.Distribution(laws[0]), list(targets))
    raise Unreadable(f"which variables {node.letter} is a density of cannot be told", node)


def named_by_subscript(read, node: S.Density) -> S.Density | None:
    """p_z and p_{z|x}: bare letters whose subscript names their variables."""
    parts = [[n for n in re.split(r"[,\s{}]+", part) if n] for part in plain(node.subscript).split("|")]
    if not node.subscript or len(parts) > 2 or not all(n in read.survey.variables for part in parts for n in part):
        return None
    symbols = [tuple(S.Symbol(n, span=node.span) for n in part) for part in parts]
    return S.Density(node.letter, targets=symbols[0], givens=symbols[1] if len(symbols) > 1 else (), span=node.span)


def from_signature(read, node: S.Density, signature) -> sympy.Expr:
    names = [[read.random(n) for n in part if n not in read.survey.parameters] for part in signature]
    return L.Density(L.Distribution(read.survey.joint_name(node)), *names)


def gaussian_of(read, node: S.Gaussian, targets=None) -> sympy.Expr:
    node = replace(node, variance=second_place(read, node.variance))
    if node.value is None:
        if targets is None:
            vector = read.typed(node.variance)[0] == "m"
            targets = (L.RandomVariable("x", dimension=read.dimension("x") if vector else None),)
        if len(targets) != 1:
            raise Unreadable("a Gaussian without its variable", node)
        value = targets[0]
    else:
        _kind, value = read.typed(node.value)
    numbered = node.mean.indices if isinstance(node.mean, S.Index) else ()
    bold = isinstance(base(node.mean), S.Symbol) and plain(base(node.mean).name) != base(node.mean).name
    if numbered and bold and (not isinstance(node.value, S.Index) or node.value.indices != numbered):
        raise Unreadable("a mean vector with a number is not understood", node.mean)
    kind_m, mean = read.typed(node.mean)
    kind_v, variance = read.typed(node.variance)
    size = getattr(value, "dimension", None)
    if size is not None and isinstance(variance, sympy.Expr):  # I is as large as what it stands beside
        variance = variance.xreplace({one: type(one)(size) for one in variance.atoms(L.Identity)})
    if kind_v == "m" or isinstance(variance, L.Identity) or not variance.is_commutative:
        return L.Normal(value, mean, variance)
    if kind_v == "diag" and size is None:
        raise Unreadable("a diagonal variance of a number: of what size is it?", node)
    if kind_v == "diag":
        index = sympy.Symbol("i", integer=True)
        return L.Product(
            L.Normal(L.Component(value, index), component(mean, index), component(variance, index)),
            (index, 1, value.dimension),
        )
    if is_vector_expression(value) and kind_m == "s" and mean != 0:
        raise Unreadable("a vector Gaussian with a scalar mean", node)
    return L.Normal(value, mean, variance)


def is_vector_expression(e) -> bool:
    return any(getattr(s, "dimension", None) is not None for s in e.free_symbols) and not e.has(L.Component)


def read_density(read, node):
    if node.bare and node.indices and name_of(node.indices[0]) in read.masses:  # p_i
        variable = S.Symbol(read.survey.mass_variable, span=node.span)
        return density_of(read, S.Density(node.letter, targets=(variable,), span=node.span))
    never = read.survey.joint_name(node) not in read.survey.signatures and node.letter not in read.survey.signatures
    if node.bare and node.indices and (never or not node.subscript):  # r_k: weights, not a density
        return read.typed(S.Index(S.Symbol(node.letter, span=node.span), node.indices, span=node.span))
    if node.bare:
        return bare_density(read, node, None, None)
    return density_of(read, node)


def read_gaussian(read, node):
    if node.value is None:
        raise Unreadable("a Gaussian without its variable", node)
    return gaussian_of(read, node)


def component(e, index):
    """One component of a vector-valued expression; sums, products, powers and exp are taken entry by entry."""
    if isinstance(e, (sympy.Add, sympy.Mul, sympy.Pow, sympy.exp)):
        return e.func(*(component(a, index) for a in e.args))
    vector = isinstance(e, AppliedUndef) or getattr(e, "dimension", None) is not None
    return L.Component(e, index) if vector else e


def is_bare(node: S.Node) -> bool:
    if isinstance(node, S.Density):
        return node.bare or any(isinstance(t, S.Placeholder) for t in node.targets)
    return isinstance(node, S.Gaussian) and node.value is None


VALUES = S.Number | S.Add | S.Apply
READ = {S.Density: read_density, S.Gaussian: read_gaussian}
