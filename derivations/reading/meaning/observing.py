"""How each name of a note is used, read off the surface trees: the collecting half of the survey."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import sympy

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import (
    PARAMETERS,
    WORD_TAG,
    as_density,
    base,
    factors_of,
    is_value_index,
    label,
    looks_like_density,
    mass_letters,
    matrix_names,
    name_of,
    odd_factors,
    plain,
    tag_of,
    weighted_by_own_density,
)
from derivations.reading.meaning.shapes import CAPITAL, COUNTED, SEE, see_gaussian
from derivations.reading.note import Note

DESCRIBED = re.compile(
    r"densit|distribut|encoder|decoder|marginal|posterior|prior|mass function|likelihood|channel"
    r"|密度|分布|编码|解码|先验|后验"
)


def last_of(indices: tuple[S.Node, ...]) -> Iterable[S.Node]:
    """The K of z_K and of z_{1:K}: how many draws there are, where a list of draws ends."""
    for index in indices:
        yield index.upper if isinstance(index, S.Range) else index


def zero_or_one(domain: S.Node) -> bool:
    return isinstance(domain, S.SetOf) and {S.outline(e) for e in domain.elements} == {"0", "1"}


class Observing:
    """Collects uses of names, one method for each kind of node. Mixed into `Survey`."""

    def functions_that_are_densities(self, note: Note, trees: list[S.Node]) -> Iterable[str]:
        """Names applied like functions that are compared in a KL, averaged over, or called a density in the prose."""
        applied = {n.function for t in trees for n in S.walk(t) if isinstance(n, S.Apply) and looks_like_density(n)}
        for tree in trees:
            for node in S.walk(tree):
                if isinstance(node, (S.KL, S.CrossEntropy)):
                    parts = (node.left, node.right)
                elif isinstance(node, S.Entropy):
                    parts = (node.density,)
                elif isinstance(node, S.Draw):
                    parts = (node.density,)
                else:
                    continue
                for part in parts:
                    for factor in factors_of(part) if part is not None else ():
                        if isinstance(factor, S.Apply) and factor.function in applied:
                            yield factor.function
        for block in note.blocks:
            for formula in block.formulas:
                for chain in formula.chains:
                    tree = chain.sides[0].tree if chain.sides[0].read else None
                    if (
                        isinstance(tree, S.Apply)
                        and tree.function in applied
                        and DESCRIBED.search(re.split(r"[.;。；]", formula.before[-40:])[-1])
                    ):
                        yield tree.function

    def see(self, node: S.Node) -> None:
        method = SEE.get(type(node)) or getattr(type(self), "see_" + type(node).__name__.lower(), None)
        if method:
            method(self, node)

    def see_divide(self, node):
        """log f / log 2, as log_2 f is read."""
        foot = node.denominator
        logs = [n for n in (node.numerator, foot) if isinstance(n, S.Apply) and n.function == "log"]
        if len(logs) == 2 and isinstance(foot.arguments[0], S.Number) and foot.span == node.span:
            self.bases[foot.arguments[0].text] = sympy.Rational(foot.arguments[0].text)

    def see_symbol(self, node):
        self.symbols.add(plain(node.name))

    def see_density(self, node):
        letter, tag = node.letter, tag_of(node, self.random)
        self.letters.add(letter)
        self.tags.setdefault(letter, Counter())[tag] += 1
        for t in node.targets:
            if name_of(t):
                self.variables[name_of(t)] += 1
                self.targets.add(name_of(t))
        for g in node.givens:
            if name_of(g):
                self.givens.add(name_of(g))
        if not node.bare:
            self.applied.append(node)
            self.applied_letters.add(node.letter)

    def see_index(self, node):
        name = name_of(node)
        inner = base(node)
        if name is None and isinstance(inner, S.Apply):
            self.vector_functions.add(plain(inner.function))
            name = plain(inner.function) + "()"
        if name is None:
            return
        for index in node.indices:
            self.indexed.setdefault(name, set()).add(index)
        if node.raised:
            self.raised.setdefault(name, set()).update(n for i in node.indices for n in S.walk(i))

    def see_integral(self, node):
        self.integrated |= {name_of(v) for v in node.variables if name_of(v)}
        for v in node.variables:
            if name_of(v):
                self.variables[name_of(v)] += 1
                self.targets.add(name_of(v))

    def see_draw(self, node):
        if any(isinstance(v, (S.Dots, S.Range)) for v in node.variables):
            for v in node.variables:
                for end in S.walk(v):
                    if isinstance(end, S.Index) and name_of(end):
                        self.sampled.setdefault(name_of(end), set()).update(last_of(end.indices))
        for v in node.variables:
            if name_of(v):
                self.variables[name_of(v)] += 1
                self.targets.add(name_of(v))
                if isinstance(v, S.Index):
                    for i in v.indices:
                        self.drawn.add((name_of(v), name_of(i) or S.outline(i)))
        if isinstance(node.density, S.Gaussian):
            see_gaussian(self, S.Gaussian(node.variables[0] if node.variables else None, node.density.mean,
                                         node.density.variance))  # fmt: skip

    def see_sumover(self, node):
        if isinstance(node, S.SumOver) and isinstance(node.upper, S.Symbol) and is_value_index(node):
            self.discrete.add(name_of(node.indices[0]))
            self.ranged[name_of(node.upper)] = name_of(node.indices[0])
        if isinstance(node, S.SumOver) and len(node.indices) == 1:
            index = name_of(node.indices[0])
            numbered = {n.letter for n in S.walk(node.body) if isinstance(n, S.Density) and n.bare
                        and index in map(name_of, n.indices)}  # fmt: skip
            self.weights |= numbered - mass_letters(node, index)
            self.masses |= mass_letters(node, index)
        if isinstance(node.domain, S.Symbol):
            self.domains.add(plain(node.domain.name))
        for i in node.indices:
            if name_of(i) and node.upper is None and isinstance(i, S.Symbol):
                self.enumerated.add(name_of(i))
            if name_of(i) and isinstance(node, S.SumOver):
                self.valued |= {(n, name_of(i)) for n in weighted_by_own_density(node.body, name_of(i))}
            if name_of(i) and isinstance(node, S.SumOver):
                self.limits.setdefault(name_of(i), set()).add((node.lower, node.upper))
            if name_of(i):
                self.summed.setdefault(name_of(i), (node.lower, node.upper))
                if isinstance(node.upper, S.Node) and self.summed[name_of(i)][1] is None:
                    self.summed[name_of(i)] = (node.lower, node.upper)

    see_productover = see_sumover

    def see_membership(self, node):
        for e in node.elements:
            if isinstance(node.domain, S.Range) and name_of(e):
                self.listed[name_of(e)] = node.domain.upper
                self.summed.setdefault(name_of(e), (node.domain.lower, node.domain.upper))
            elif (
                isinstance(node.domain, S.SetOf)
                and name_of(e)
                and any(isinstance(x, S.Dots) for x in node.domain.elements)
            ):
                listed = node.domain.elements
                self.summed.setdefault(name_of(e), (listed[0], listed[-1]))
                self.listed[name_of(e)] = listed[-1]
            elif name_of(e) and isinstance(node.domain, S.Power) and isinstance(node.domain.exponent, S.Mul):
                (self.matrices if len(set(node.domain.exponent.factors)) == 1 else self.oblong).add(name_of(e))
            elif name_of(e) and isinstance(node.domain, S.Power):
                self.spaces[name_of(e)] = node.domain.exponent
                if zero_or_one(node.domain.base):
                    self.binary.add(name_of(e))
            elif name_of(e) and isinstance(node.domain, S.Symbol) and "R" in node.domain.name:
                self.scalars.add(name_of(e))
            elif name_of(e) and isinstance(node.domain, S.SetOf):
                self.discrete.add(name_of(e))
            if name_of(e) and zero_or_one(node.domain):
                self.binary.add(name_of(e))

    def see_variableentropy(self, node):
        for v in (*node.variables, *node.givens):
            self.capitalised(v)

    def see_mutualinformation(self, node):
        for v in (v for group in (*node.groups, node.givens) for v in group):
            self.capitalised(v)

    def see_variance(self, node):
        if not node.draws:
            for v in S.walk(node.body):
                if isinstance(v, S.Symbol) and plain(v.name).isupper() and plain(v.name) not in COUNTED:
                    if len(plain(v.name)) == 1:
                        self.capitalised(v)

    see_expectation = see_variance

    def capitalised(self, v):
        name = name_of(v)
        if name:
            self.variables[name] += 1
            self.targets.add(name)
            if name != name.lower() and len(name) == 1:
                self.capital[name] = name.lower()

    def see_apply(self, node):
        if node.function in self.density_like:
            self.see_density(as_density(node))
            return
        if node.function in ("log", "sqrt") and node.arguments:
            for part in odd_factors(node.arguments[0]):
                if isinstance(part, (S.Symbol, S.Index)) and name_of(part):
                    self.positive.add(name_of(part))
                elif isinstance(part, (S.Apply, S.Index)) and isinstance(base(part), S.Apply):
                    self.positive.add(plain(base(part).function))
        if node.function in ("tr", "det"):
            turned = [n.operand for n in S.walk(node.arguments[0]) if isinstance(n, S.Transpose)]
            columns = {name_of(s) for t in turned for s in S.walk(t) if isinstance(s, S.Symbol)
                       and (isinstance(t, S.Add) or plain(s.name).islower())}  # fmt: skip
            self.matrices |= set(matrix_names(node.arguments[0])) - columns  # tr(A u u^T): u is no matrix

    def see_mul(self, node):
        """(1/k) sum_{j=1}^k f(z_j): an average over draws, unless k is the size of z's space. u^T A v: a matrix."""
        if isinstance(node.factors[0], S.Transpose) and len(node.factors) == 3:
            middle = node.factors[1]
            if isinstance(middle, S.Symbol) and CAPITAL.fullmatch(plain(middle.name)):
                if plain(middle.name) not in COUNTED and plain(middle.name) != "I":
                    self.matrices.add(plain(middle.name))
        below = [f.denominator for f in node.factors if isinstance(f, S.Divide)]
        for total in (
            f for f in node.factors if isinstance(f, S.SumOver) and len(f.indices) == 1 and f.upper is not None
        ):
            if any(total.upper in tuple(factors_of(d)) for d in below):
                index = name_of(total.indices[0])
                for v in S.walk(total.body):
                    if isinstance(v, S.Index) and not v.raised and [name_of(i) for i in v.indices] == [index]:
                        if name_of(v):
                            self.averaged.append((name_of(v), index, total.upper))

    def see_cases(self, node):
        """x = 1 and x = 0 by cases: x is one number."""
        for branch in node.branches:
            if isinstance(branch.condition, S.Comparison) and name_of(branch.condition.left):
                self.scalar_gaussians.add(name_of(branch.condition.left))
                self.discrete.add(name_of(branch.condition.left))

    def tags_in_place(self) -> None:
        """One letter with the same arguments and two parameters, p_\\theta(x) and p_\\phi(x), is two distributions."""
        seen: dict = {}
        for d in self.applied:
            tag = tag_of(d, self.random)
            if tag and not WORD_TAG.search(tag):
                given = tuple(label(g) for g in d.givens if not PARAMETERS.match(name_of(g) or ""))
                seen.setdefault((d.letter, tuple(map(label, d.targets)), given), set()).add(tag)
        self.together |= {(letter, frozenset(tags)) for (letter, *_), tags in seen.items() if len(tags) > 1}

    def mixed_letters(self, tree):
        """Two spellings of one letter with the same arguments in one formula are two distributions."""
        seen: dict = {}
        for node in S.walk(tree):
            if isinstance(node, S.Density):
                given = tuple(label(g) for g in node.givens if not PARAMETERS.match(name_of(g) or ""))
                key = node.letter, tuple(map(label, node.targets)), given
                seen.setdefault(key, set()).add(tag_of(node, self.random))
        for (letter, *_), tags in seen.items():
            tags = {t for t in tags if not t or not WORD_TAG.search(t)}  # p_D beside p_\theta sets no theta apart
            if len(tags) > 1:
                self.together.add((letter, frozenset(tags)))
