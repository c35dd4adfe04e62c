"""Integrals, sums over values, components or draws, and products of a note."""

from __future__ import annotations

import re

import sympy
from sympy import Integer, Symbol

from derivations.language import words as L
from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import is_value_index, mass_letters, name_of
from derivations.reading.meaning.unreadable import Unreadable


class Sums:
    """Reads what binds a variable or an index. Mixed into `Elaborator`."""

    def read_integral(self, node):
        limits = [S.outline(b) for b in (node.lower, node.upper) if isinstance(b, S.Node)]
        if limits not in ([], ["Neg(infinity)", "infinity"]) or not everything(node.domain, node.variables):
            raise Unreadable("an integral over a part of the line is not understood", node)
        variables = [one for v in node.variables for one in self.variables(v)]
        return L.Integral(self.expression(node.body), *variables)

    def read_sumover(self, node):
        names = [name_of(i) for i in node.indices]
        if node.condition is not None:
            raise Unreadable("a sum with a condition is not understood", node)
        if node.lower is not None and node.upper is None:
            raise Unreadable("where this sum ends cannot be told", node)
        if all(n in self.survey.variables for n in names) and (node.upper is None or is_value_index(node)):
            self.all_values(node, names)
            variables = [self.variable(i) for i in node.indices]
            return L.Integral(self.expression(node.body), *variables)
        masses = self.mass_sum(node, names)
        if masses is not None:
            return masses
        samples = self.sample_sum(node)
        if samples is not None:
            return samples
        values = self.value_sum(node, names)
        if values is not None:
            return values
        return self.big(node, L.Sum, self.expression)

    def mass_sum(self, node, names):
        """Sum over i of p_i log(p_i / q_i): a sum over the values of what p and q are probabilities of."""
        letters = mass_letters(node, names[0]) if len(names) == 1 else frozenset()
        if not letters or letters & self.survey.weights:
            return None
        self.all_values(node, names)
        variable = L.RandomVariable(self.survey.mass_variable, self.survey.mass_variable, None, True)
        self.masses.append(names[0])
        try:
            return L.Integral(self.expression(node.body), variable)
        finally:
            self.masses.pop()

    def all_values(self, node: S.BigOperator, names: list[str | None]) -> None:
        """Refuses a sum that leaves out values of what it runs over: a part sums to no one knows what."""
        limits = self.survey.limits.get(names[0] or "", set()) if len(names) == 1 else set()
        listed = self.survey.listed.get(names[0] or "")
        other = listed is not None and node.upper not in (None, listed)
        binary = isinstance(node.domain, S.SetOf) and (listed is not None or any(high for _, high in limits))
        if other or binary or not everything(node.domain, node.indices) or not is_whole(node, limits):
            raise Unreadable("a sum over a part of the values is not understood", node)

    def value_sum(self, node, names):
        """Sum over i of p(x_i) f(x_i): a sum over the values of x."""
        entries = [
            v for v in S.walk(node.body) if isinstance(v, S.Index) and any(name_of(i) in names for i in v.indices)
        ]
        roots = {name_of(v) for v in entries}
        if not roots or any((n, i) not in self.survey.valued for n in roots for i in names):
            return None
        self.all_values(node, names)
        if any(isinstance(end := self.survey.listed.get(n), S.Node) and node.upper not in (None, end) for n in roots):
            raise Unreadable("a sum over a part of the values is not understood", node)
        before = dict(self.values)
        for name in roots:
            self.values[name] = L.RandomVariable(name, name, None, True)
        try:
            return L.Integral(self.expression(node.body), *(self.values[n] for n in sorted(roots)))
        finally:
            self.values = before

    def big(self, node, operator, read):
        if len(node.indices) != 1 or node.condition is not None:
            raise Unreadable("a sum or product over several indices is not understood", node)
        (index,) = node.indices
        name = name_of(index)
        low, high = node.lower, node.upper
        if high is None:
            bounds = self.survey.summed.get(name)
            low, high = bounds if bounds and bounds[1] is not None else (None, None)
            if isinstance(node.domain, S.Range):
                low, high = node.domain.lower, node.domain.upper
            if high is None:
                high = self.guess_range(node, name)
        if high is None:
            raise Unreadable("the range of this index cannot be told", node)
        symbol = Symbol(name, integer=True)
        self.bound.append(name)
        try:
            body = read(node.body)
        finally:
            self.bound.pop()
        lower = Integer(1) if low is None else self.expression(low)
        return operator(body, (symbol, lower, self.expression(high)))

    def guess_range(self, node, name):
        for v in S.walk(node.body):
            if isinstance(v, S.Index) and any(name_of(i) == name for i in v.indices):
                found = self.survey.dimension(name_of(v) or "")
                if found is not None:
                    return found
        return None

    def read_productover(self, node):
        samples = self.sample_sum(S.SumOver(node.indices, S.Apply("log", (node.body,)), node.lower, node.upper,
                                            node.domain, node.condition))  # fmt: skip
        if samples is not None:
            return sympy.exp(samples)
        return self.big(node, L.Product, self.expression)

    def sample_sum(self, node: S.BigOperator):
        """sum_{j=1}^k f(z_j) over drawn z_j, as k times a sample average; None if nothing drawn stands in it."""
        if len(node.indices) != 1 or node.condition is not None:
            return None
        index = name_of(node.indices[0])
        drawn = {
            name_of(v)
            for v in S.walk(node.body)
            if isinstance(v, S.Index) and any(numbers(i, index) for i in v.indices) and self.is_draw(v)
        }
        if len(drawn) != 1:
            return None
        (name,) = drawn
        if not is_whole(node, set()):
            raise Unreadable("a sum over a part of the draws is not understood", node)
        count = self.upper_limit(node, index)
        if node.lower == S.Number("0"):  # from 0 to N - 1
            count = count + 1
        density = self.known.drawn_from(name)
        variable = self.random(name)
        if density is None:
            density = L.Density(L.Distribution("sample"), [variable])
        if count is None or L.targets_of(density) != (variable,):
            return None
        before = dict(self.values)
        self.values[name] = variable
        self.bound.append(index)
        try:
            body = self.expression(node.body)
        finally:
            self.values = before
            self.bound.pop()
        if variable not in body.free_symbols:
            return L.Sum(body, (Symbol(index, integer=True), 1, count)) if not body.is_number else body * count
        return count * L.SampleAverage(body, density, count)

    def upper_limit(self, node, index):
        high = node.upper
        if high is None and isinstance(node.domain, S.Symbol):
            return Symbol("|" + S.outline(node.domain) + "|", integer=True, positive=True)
        if high is None:
            bounds = self.survey.summed.get(index)
            high = bounds[1] if bounds else None
        return None if high is None else self.expression(high)

    def is_draw(self, node: S.Index) -> bool:
        """Whether z_j is one of several draws of z (not a component, not a variable of its own)."""
        name = name_of(node)
        if name not in self.survey.variables and name not in self.survey.sampled:
            return False
        up = self.survey.raised.get(name, set())
        if node.raised or (up and not all(name_of(i) in self.survey.summed and i not in up for i in node.indices)):
            return True
        if any(self.survey.numbers_draws(name, i) for i in node.indices):
            return True
        return any((name, name_of(i) or S.outline(i)) in self.survey.drawn for i in node.indices)


def is_whole(node: S.BigOperator, limits: set[tuple]) -> bool:
    """Whether a sum begins at the first of what it runs over (1, or 0 up to one less), and reaches as far as any other
    over the same (`limits`: their pairs of first and last)."""
    low, high = node.lower, node.upper
    if low is None and high is None:
        return True
    less = isinstance(high, S.Add) and high.terms[1:] == (S.Neg(S.Number("1")),)
    if low == S.Number("1"):
        return isinstance(high, S.Symbol | S.Number | S.Apply | S.Index | S.Bars) and all(h in (None, high)
                                                                                       for _, h in limits)  # fmt: skip
    numbered = isinstance(high, S.Number) and len({h for _, h in limits if h is not None}) <= 1
    return low == S.Number("0") and (less or numbered)


def numbers(index: S.Node, name: str | None) -> bool:
    """Whether an index is this one, or made of it: the m of x_m and of x_{i_m}."""
    return any(isinstance(n, S.Symbol) and name_of(n) == name for n in S.walk(index))


def everything(domain: S.Node | None, variables: tuple[S.Node, ...]) -> bool:
    """Whether a domain is all that the variables range over: the line, {0, 1}, \\mathcal{X} for x. A is a part."""
    if domain is None:
        return True
    if isinstance(domain, S.SetOf):
        return {S.outline(e) for e in domain.elements} == {"0", "1"}
    if any(isinstance(n, S.Symbol) and re.search(r"[+\-*><]|\^", n.name) for n in S.walk(domain)):
        return False  # the positive half of the line
    if isinstance(domain, S.Symbol) and len(variables) == 1 and domain == variables[0]:
        return True  # an integral over z
    if isinstance(domain, S.Symbol) and [domain.name.lower()] == [name_of(v) for v in variables]:
        return True  # over Theta, for theta
    letters = {(name_of(v) or "")[:1].upper() for v in variables}
    names = [n.name for n in S.walk(domain) if isinstance(n, S.Symbol)]
    spaces = [re.fullmatch(r"\\math(?:cal|scr|frak)\s*\{(\w)\}|([A-Z])", n) for n in names]
    known = [bool(s) and (s[1] or s[2]) in letters for s in spaces]
    real = [bool(re.match(r"\\(mathbb|Omega|Re\b)", n)) for n in names]
    return any(known) or any(real)
