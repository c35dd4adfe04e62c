"""Whether a world that contradicts a line may accuse it: only if it keeps everything that was said.

A line that fails in a world is `doubtful`, not `refuted`, when a sentence about its names was not understood, or when
a name in it is tied to nothing: parameters of a density that nobody gave, functions with a name of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sympy
from sympy import Expr
from sympy.core.function import AppliedUndef

from derivations.language import words as L
from derivations.language.facts import Fact
from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.noting import Unheard
from derivations.reading.hearing.properties import FUNCTIONS
from derivations.reading.meaning.naming import plain
from derivations.reading.verdicts.loose_vectors import of_loose_vectors
from derivations.reading.verdicts.names_alike import alike, variables_in

EVERYTHING = "*"  # the name that a sentence speaks of which says something of a whole display
MOMENT = re.compile(r"\\(?:mu|sigma|Sigma)\b|\\(?:mu|sigma|Sigma)_")  # by their names the mean and spread of something
_SLICE = re.compile(r":|\.\.+|\\(?:l|c)?dots")
_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True)
class Doubt:
    """Why a line is not refuted though it fails as far as it was read."""

    reasons: tuple[str, ...]
    not_understood: tuple[Unheard, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reasons)


def doubt(left: Expr, right: Expr, facts: tuple[Fact, ...], names: set[str], unheard: list[Unheard]) -> Doubt:
    """What keeps a world from refuting `left ? right`; `names` are those that the step speaks of."""
    spoken = names | {EVERYTHING} | ({FUNCTIONS} if left.atoms(AppliedUndef) | right.atoms(AppliedUndef) else set())
    heard_not = tuple(u for u in unheard if u.names & spoken)
    reasons = [f"line {u.line} says something of it that was not understood: {u.text}" for u in heard_not[:2]]
    reasons += untied(left, right, facts)
    reasons += named_functions(left, right, facts)
    reasons += [*in_parts(left, right), *pointwise(left, right, facts), *one_sequence(left, right, facts)]
    reasons += [*chosen(left, right, facts), *slices(left, right), *alike(names, left, right)]
    return Doubt(tuple(dict.fromkeys(reasons)), heard_not)


def doubt_hidden(known, trees: tuple[S.Node, S.Node], sides: tuple[Expr, Expr], out) -> None:
    """A side that holds a variable only within what a name of it stands for: `c` for p(x,z)/q(z), beside p(x)."""
    names = {plain(n.name) for n in S.every(S.Symbol, *trees)}
    if out.verdict != "refuted" or not any(map(known.has_definition, names)):
        return
    free = [{s.role for s in e.free_symbols if isinstance(s, L.RandomVariable)} for e in sides]
    written = {plain(name).lower() for tree in trees for name in free_names(tree)}
    hidden = sorted(v for v in (free[0] ^ free[1]) & set(known.survey.variables) if v.lower() not in written)
    if hidden:
        out.doubt(f"{hidden[0]} stands in it only by a name")


def free_names(tree: S.Node) -> set[str]:
    """The names of a tree that no integral or sum of it binds."""
    if isinstance(tree, S.Symbol):
        return {tree.name}
    inside = set().union(*map(free_names, S.children(tree)))
    bound = tree.variables if isinstance(tree, S.Integral) else tree.indices if isinstance(tree, S.BigOperator) else ()
    return inside - {n.name for n in S.every(S.Symbol, *bound)}


def untied(left: Expr, right: Expr, facts: tuple[Fact, ...]) -> list[str]:
    """Parameters on one side alone, where the other side has the values of densities that nobody gave a formula."""
    roles = variables_in(left, right)
    given = {f.density.name for f in facts if parameters(f.formula)}
    for kind in (sympy.Add, sympy.Mul):  # h(x) - h(x|z) = h(x) - a is of h(x|z) and a; so is p(z) / p(x) = a / p(x)
        both = {*kind.make_args(left)} & {*kind.make_args(right)}
        left, right = (kind(*(t for t in kind.make_args(e) if t not in both)) for e in (left, right))
    for one, other in ((left, right), (right, left)):
        averaged = other.atoms(L.Density)
        free = sorted((valued(one) - valued(other) if averaged else {d.name for d in one.atoms(L.Density)}) - given)
        loose = parameters(other, roles) - parameters(one, roles)
        if not averaged:
            shifts = [a for a in one.atoms(sympy.Add) if any(isinstance(s, L.RandomVariable) for s in a.args)]
            loose |= {name for a in shifts for name in parameters(a, roles) if MOMENT.match(name)}
        bound = {name for f in facts for name in parameters(f.formula, roles)}
        if free and loose - bound:
            return [f"what ties {', '.join(sorted(loose - bound))} to {free[0]} is not said: "
                    f"declare the formula of {free[0]}"]  # fmt: skip
    return []


def chosen(left: Expr, right: Expr, facts: tuple[Fact, ...]) -> list[str]:
    """`q(z) = p(z|x)` of a q of which nothing is given, `log f(x) = a - b x^2` of such an f: what it is, more often
    than a claim about it."""
    inner = left.args[0] if isinstance(left, sympy.log) else left
    of_names = isinstance(inner, AppliedUndef) and all(isinstance(a, sympy.Symbol) for a in inner.args)
    if of_names and inner.func not in {f.func for f in right.atoms(AppliedUndef)}:
        if not {f.density.name for f in facts} & {type(inner).__name__}:
            return [f"nothing says before what {inner} is: write `let` before the line if it is chosen here"]
    if not isinstance(left, L.Density) or any(f.density.name == left.name for f in facts):
        return []
    quotient = any(isinstance(f, sympy.Pow) and isinstance(f.base, L.Integral) for f in sympy.Mul.make_args(right))
    others = {d.name for d in right.atoms(L.Density)}
    made = bool(right.atoms(AppliedUndef))  # p(y|x) = exp(r(y, x)) of any r
    if left.name in others or not (made or (others and (quotient or isinstance(right, L.Density)))):
        return []
    return [f"nothing says before what {left} is: write `let` before the line if it is chosen here"]


def valued(e: Expr) -> set[str]:
    """The densities of an expression whose own values count, not only the average that they take."""
    return {d.name for node in e.atoms(sympy.log, L.KL, L.Entropy, L.MutualInformation) for d in node.atoms(L.Density)}


def pointwise(left: Expr, right: Expr, facts: tuple[Fact, ...]) -> list[str]:
    """Each side at a point that the other does not know, as log p(x) beside log p(z) - log |J|: what ties them?"""
    one, two = (
        {s.role for s in e.free_symbols if isinstance(s, L.RandomVariable)} & variables_in(e) for e in (left, right)
    )
    inside = [{v.role for v in e.atoms(L.RandomVariable)} for e in (left, right)]
    if (one - two) & inside[1] or (two - one) & inside[0]:
        return []  # both speak of it: one side integrates over what the other leaves free
    if not (one - two and two - one):
        one, two = (names_in(e, facts) for e in (left, right))
        if one & two:
            return []
    return [f"what ties {min(one - two)} to {min(two - one)} is not said"] if one - two and two - one else []


def in_parts(left: Expr, right: Expr) -> list[str]:
    """Densities of z on one side alone, of z_1 and z_2 on the other: is z made of them?"""
    one, two = variables_in(left), variables_in(right)
    for whole in sorted(one ^ two):
        parts = {role for role in one | two if role.startswith(f"{whole}_")}
        if len(parts) > 1:
            return [f"what ties {whole} to {min(parts)} is not said"]
    return []


def names_in(e: Expr, facts: tuple[Fact, ...] = ()) -> set[str]:
    """Everything of an expression, and of the formulas given for its densities, that a world may choose."""
    chosen = e.free_symbols | e.atoms(L.Density)
    chosen |= {
        s for f in facts if f.density.name in {d.name for d in e.atoms(L.Density)} for s in f.formula.free_symbols
    }
    names = {s.name for s in chosen} | {type(f).__name__ for f in e.atoms(AppliedUndef)}
    return {name for name in names if not name.startswith("constant:")}


def one_sequence(left: Expr, right: Expr, facts: tuple[Fact, ...]) -> list[str]:
    """Three members of one sequence, two densities that condition them, and no word on how it is generated: a joint
    by its factors, an independence, or a formula for each of them."""
    told = {f.density.name for f in facts if len(f.density.targets) > 1 and f.rule != "independence"}
    of_three = {f.density.name for f in facts if f.rule == "independence"}
    given = {(f.density.name, *f.roles) for f in facts}
    for name in sorted({d.name for e in (left, right) for d in e.atoms(L.Density)} - told):
        own = [d for e in (left, right) for d in e.atoms(L.Density) if d.name == name]
        if all((name, *roles_of_density(d)) in given for d in own):
            continue
        roles = {role for d in own for role, _ in (*d.target_slots, *d.given_slots)}
        for base in sorted({role.partition("_")[0] for role in roles if "_" in role}):
            known = {role for role in roles if role.partition("_")[0] == base}
            drawn = sum(bool(d.givens and {r for r, _ in d.target_slots} & known) for d in own)
            if len(known) > (3 if name in of_three else 2) and drawn > 1:
                return [f"whether {', '.join(sorted(known))} are a Markov chain is not said"]
    return []


def slices(left: Expr, right: Expr) -> list[str]:
    """X_{1:n} beside X_i: read as variables of their own, though one may be a part of the other."""
    roles = sorted({v.role for e in (left, right) for v in e.atoms(L.RandomVariable)})
    for part in (role for role in roles if _SLICE.search(role)):
        for other in roles:
            alike = other.partition("_")[0].lower() == part.partition("_")[0].lower()
            if other != part and alike and not apart(part, other):
                return [f"how {part} and {other} overlap was not understood"]
    return []


def apart(one: str, other: str) -> bool:
    """Whether two members or slices of one sequence share nothing, as far as their ends tell: x_0 and x_{1:T},
    x_{1:i-1} and x_i."""
    (a, b), (c, d) = (ends_of(role) for role in (one, other))
    for end, start in ((b, c), (d, a)):
        if start == f"{end}+1" or end == f"{start}-1" or (end.isdigit() and start.isdigit() and int(end) < int(start)):
            return True
    return False


def ends_of(role: str) -> tuple[str, str]:
    """The first and the last index of a member or slice of a sequence."""
    first, *rest = _SLICE.split(role.partition("_")[2].strip("{}"))
    return first, (rest[-1] if rest else first)


def roles_of_density(d: L.Density) -> tuple[frozenset[str], frozenset[str]]:
    """The variables before and behind the bar, as a fact tells them."""
    return frozenset(r for r, _ in d.target_slots), frozenset(r for r, _ in d.given_slots)


def not_said(known, left: Expr, right: Expr) -> list[str]:
    """What a note may mean and does not say, so that no world may deny a line: a total, a size, one law for all."""
    return [
        *weights_of_one(known, left, right), *sizes_of_nothing(known, left, right), *members_of_one_law(left, right),
        *made_by_a_function(known, left, right), *of_loose_vectors(known, left, right),
    ]  # fmt: skip


def weights_of_one(known, left: Expr, right: Expr) -> list[str]:
    """A name that is called a weight, stands for a probability or multiplies a density of its number, the \\pi_k of
    \\pi_k p(x|z=k), summed on one side and gone from the other."""
    stands = {n for n, given in known.definitions.items() if any(isinstance(d.tree, S.Density) for d in given)}
    for one, other in ((left, right), (right, left)):
        gone = {n for total in one.atoms(L.Sum, L.Integral) for n in names_in(total)} - names_in(other)
        numbered = {number_of(c)[0] for m in one.atoms(sympy.Mul) for c in m.args
                    if any(number_of(c)[1] in d.free_symbols - set(d.targets) for d in m.atoms(L.Density))}  # fmt: skip
        told = gone & (known.called_weights | stands | numbered) - set(known.weights)
        if told:
            return [f"whether {min(told)} sums to one is not said"]
    return []


def number_of(factor: Expr) -> tuple[str, Expr | None]:
    """The name and the number of a weight: of \\pi_k, or of \\pi as a function of the variable k."""
    if isinstance(factor, L.Component):
        return factor.base.name, factor.index
    of = isinstance(factor, AppliedUndef) and len(factor.args) == 1 and getattr(factor.args[0], "discrete", False)
    return (type(factor).__name__, factor.args[0]) if of else ("", None)


def made_by_a_function(known, left: Expr, right: Expr) -> list[str]:
    """E_q[f(z)] beside E_p[f(g(eps))]: that the g(eps) of an unknown g has the law of z is what the line is about."""
    given = {type(f).__name__ for fact in known.facts for f in fact.formula.atoms(AppliedUndef)}
    for one, other in ((left, right), (right, left)):
        for outer in one.atoms(AppliedUndef):
            inner = {type(f).__name__ for a in outer.args for f in a.atoms(AppliedUndef)} - given
            there = (a for f in other.atoms(AppliedUndef) if type(f).__name__ == type(outer).__name__ for a in f.args)
            if inner and any(not a.atoms(AppliedUndef) for a in there) and one.atoms(L.Density):
                return [f"what ties {min(inner)} to the other side's density is not said"]
    return []


def members_of_one_law(left: Expr, right: Expr) -> list[str]:
    """Averages over several members of a sequence, over x_i in a sum and over x_1: p(x_i) may be one p for all."""
    drawn: dict[tuple[str, str], set[Expr]] = {}
    for node in sympy.Tuple(left, right).atoms(L.Binder):
        for d in node.atoms(L.Density):
            for c in (v for v in L.targets_of(d) if isinstance(v, L.Component) and {v, v.base} & {*node.bound_symbols}):
                drawn.setdefault((d.name, c.base.role), set()).add(c.index)
    several = sorted(role for (_, role), indices in drawn.items() if len(indices) > 1)
    return [f"whether the members of {several[0]} have one law is not said"] if several else []


def sizes_of_nothing(known, left: Expr, right: Expr) -> list[str]:
    """The k of `k-dimensional` in a line none of whose vectors and matrices was read with so many entries."""
    line = sympy.Tuple(left, right)
    things = line.atoms(L.RandomVariable, L.MatrixName, L.Identity, L.FullIdentity)
    sizes = (getattr(v, "dimension", None) or getattr(v, "size", None) for v in things)
    sized = {s.name for size in sizes if size is not None for s in size.free_symbols}
    told = {s.name for s in line.free_symbols} & known.dimensions - sized
    return [f"what has {min(told)} dimensions was not read"] if told else []


def parameters(e: Expr, roles: set[str] | None = None) -> set[str]:
    """The numbers and functions of an expression that are no variables of its densities, nor counts; with the `roles`
    that densities have, vectors too. The entries m_1 and m_2 of a vector are two names."""
    if roles is not None:
        entries = (c for c in e.atoms(L.Component) if c.index.is_Integer and getattr(c.base, "role", "") not in roles)
        e = e.xreplace({c: sympy.Symbol(str(c)) for c in entries})
    vectors = {s for s in e.free_symbols if isinstance(s, L.RandomVariable)}
    plain = {s.name for s in e.free_symbols - vectors if not (s.is_integer or s.name.startswith("constant:"))}
    plain |= {s.name for s in vectors if roles is not None and s.role not in roles}
    return plain | {type(f).__name__ for f in e.atoms(AppliedUndef)}


def named_functions(left: Expr, right: Expr, facts: tuple[Fact, ...]) -> list[str]:
    """Functions written as words, as Corr or Gam are, and s_theta beside a number: their meaning was not said."""
    known = {type(f).__name__ for fact in facts for f in fact.formula.atoms(AppliedUndef)}
    names = {type(f).__name__ for e in (left, right) for f in e.atoms(AppliedUndef)} - known
    tagged = "_{\\" if left.is_number or right.is_number else "\n"
    words = sorted(n for n in names if (not n.startswith("\\") and _WORD.match(n)) or tagged in n)
    return [f"{words[0]} is a name whose meaning is not said"] if words else []
