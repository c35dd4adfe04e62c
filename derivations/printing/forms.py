"""The forms of the language's nodes: how KL, an integral or a sample average is written, whatever the marks.

Built on `layout` (order, fractions, brackets); the marks themselves, `\\int` or `∫`, are in `printing`.
"""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

import sympy
from sympy import Derivative, Expr, Mul, Symbol
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.printing.precedence import PRECEDENCE, precedence

from derivations.language import words as lg
from derivations.printing.array_forms import ArrayForms
from derivations.printing.layout import (
    ATOM,
    BIG,
    FRACTION,
    FUNCTIONAL,
    NAMED,
    OPEN,
    PREFIX,
    PRODUCT,
    REACHING,
    SUM,
    Form,
)


class Notation(ArrayForms):
    """The forms of the language's own nodes, over the marks of a skin."""

    handlers: ClassVar[dict[type, str]] = ArrayForms.handlers | {
        Symbol: "symbol", AppliedUndef: "applied_form", Derivative: "derivative", Relational: "relation",
        sympy.Integral: "limits_integral", lg.Sum: "indexed_sum", lg.Product: "indexed_product",
        lg.Component: "component", lg.Density: "density", lg.Normal: "normal", lg.Integral: "integral",
        lg.Expectation: "expectation", lg.KL: "divergence", lg.CrossEntropy: "cross_entropy", lg.Entropy: "entropy",
        lg.ConditionalEntropy: "conditional_entropy", lg.MutualInformation: "mutual_information", lg.ELBO: "elbo",
        lg.SampleAverage: "sample_average", lg.OverDraws: "over_draws", lg.Minimum: "minimum",
    }  # fmt: skip
    ranks: ClassVar[dict[type, int]] = ArrayForms.ranks | {
        lg.Component: NAMED, lg.Density: 6, lg.Normal: 6, lg.Sum: REACHING, lg.Product: REACHING,
        lg.SampleAverage: REACHING, lg.Minimum: REACHING, lg.Binder: FUNCTIONAL, lg.Integral: BIG, lg.Expectation: BIG,
        sympy.Integral: BIG,
    }  # fmt: skip

    def __init__(self):
        super().__init__()
        self.drawn: dict[Expr, str] = {}  # variables that stand for the draws of a sample average, and their index
        self.draws: list[str] = []  # "z_j ~ p(z|x)", collected for the end of the formula
        self.averages: dict[Expr, str] = {}  # the index of each sample average

    def whole(self, expr) -> str:
        """The text of a whole formula, with what its sample averages are drawn from."""
        return self.WHERE.join([self.form(expr)[0], *self.draws])

    def other(self, expr) -> Form:
        """Anything SymPy prints well enough: numbers, constants, special functions."""
        text = super()._print(expr)
        if expr.is_Number:
            return text, PRODUCT if " " in text else ATOM
        return text, ATOM if precedence(expr) > PRECEDENCE["Pow"] else SUM

    def _print(self, expr, **settings) -> str:
        return self.form(expr)[0] if isinstance(expr, Expr) else super()._print(expr, **settings)

    def parenthesize(self, item, level, is_neg=False, strict=False) -> str:
        return self.at_least(item, ATOM)

    def listed(self, values) -> str:
        return self.COMMA.join(self.at_least(v, OPEN) for v in values)

    def crowd(self, factor) -> int:
        return len(factor.givens) if isinstance(factor, lg.Density) else 0

    @staticmethod
    def is_integral(factor) -> bool:
        return isinstance(factor, (lg.Integral, sympy.Integral))

    @staticmethod
    def is_component_of_function(expr) -> bool:
        return isinstance(expr, lg.Component) and isinstance(expr.base, AppliedUndef)

    # Names

    def symbol(self, expr: Symbol) -> Form:
        if expr in self.drawn:
            return self.subscript(self.name(expr.name), self.drawn[expr]), ATOM
        return self.name(expr.name), ATOM

    def component(self, expr) -> Form:
        base, index = expr.base, self.form(expr.index)[0]
        if isinstance(base, AppliedUndef):
            return self.applied(expr, None), ATOM
        if not isinstance(base, Symbol):
            return self.subscript(self.bracket(self.form(base)[0], "[]"), index), ATOM
        draw = self.drawn.get(expr) or self.drawn.get(base)
        return self.subscript(self.name(base.name), f"{draw},{index}" if draw else index), ATOM

    def applied_form(self, expr) -> Form:
        return self.applied(expr, None), ATOM

    def applied(self, expr, exponent) -> str:
        """f(x), f^2(x), f_i(x), f_i^2(x)."""
        function = expr if isinstance(expr, AppliedUndef) else expr.base
        head = self.name(function.func.__name__)
        if function is not expr:
            head = self.subscript(head, self.form(expr.index)[0])
        if exponent is not None:
            head = self.superscript(head, exponent)
        return head + self.bracket(self.listed(function.args), "()")

    # Densities

    def slot(self, role: str, value) -> str:
        """A variable in its own role, or `role=value`."""
        text = self.at_least(value, PRODUCT)
        own = lg.is_variable(value) and value.role == role
        base = value.base if isinstance(value, lg.Component) else value
        plain = own and not role.endswith("'") and base.name.rstrip("'") == role
        return text if plain else f"{self.name(role)}={text}"

    def slots(self, targets, givens) -> str:
        text = ",".join(self.slot(*s) for s in targets)
        return text + self.GIVEN + ",".join(self.slot(*s) for s in givens) if givens else text

    def letter(self, density, head: str | None = None) -> str:
        distribution = density.distribution
        name = self.name(distribution.name)
        if distribution.parameters:
            name = self.subscript(name, ",".join(self.at_least(t, OPEN) for t in distribution.parameters))
        return name if head is None else self.subscript(head, name)

    def density(self, expr) -> Form:
        return f"{self.letter(expr)}({self.slots(expr.target_slots, expr.given_slots)})", ATOM

    def normal(self, expr) -> Form:
        value, mean, variance = (self.at_least(a, OPEN) for a in expr.args)
        return self.NORMAL + self.bracket(f"{value};{self.GAP}{mean},{self.GAP}{variance}", "()"), ATOM

    def functional(self, head: str, *parts, separator: str) -> Form:
        """A functional of densities such as KL[a || b]; it binds, so densities need no brackets inside."""
        return head + self.bracket(separator.join(self.at_least(p, PRODUCT) for p in parts), "[]"), PREFIX

    def divergence(self, expr) -> Form:
        return self.functional(self.KL, expr.left, expr.right, separator=self.PARALLEL)

    def cross_entropy(self, expr) -> Form:
        return self.functional("H", expr.left, expr.right, separator=self.COMMA)

    def entropy(self, expr) -> Form:
        return self.functional("H", expr.density, separator=self.COMMA)

    def elbo(self, expr) -> Form:
        return self.functional(self.ELBO, *expr.args, separator=self.COMMA)

    def conditional_entropy(self, expr) -> Form:
        density = expr.density
        return f"{self.letter(density, 'H')}({self.slots(density.target_slots, density.given_slots)})", PREFIX

    def mutual_information(self, expr) -> Form:
        roles = {value: role for role, value in expr.joint.target_slots}
        left, right = (",".join(self.slot(roles[v], v) for v in group) for group in (expr.left, expr.right))
        given = ",".join(self.slot(*s) for s in expr.joint.given_slots)
        inside = f"{left};{self.GAP}{right}" + (self.GIVEN + given if given else "")
        return f"{self.letter(expr.joint, 'I')}({inside})", PREFIX

    def expectation(self, expr) -> Form:
        head = self.VARIANCE if isinstance(expr, lg.Variance) else self.EXPECTATION
        body = self.bracket(self.form(expr.body)[0], "[]")
        return self.subscript(head, self.drawn_from(expr)) + body, PREFIX

    def drawn_from(self, expr) -> str:
        return self.variables(expr) + self.FROM + self.at_least(expr.density, OPEN)

    def variables(self, expr) -> str:
        """What a density generates, in brackets where there are several."""
        names = [self.form(t)[0] for t in lg.targets_of(expr.density)]
        return names[0] if len(names) == 1 else f"({','.join(names)})"

    def sample_average(self, expr) -> Form:
        single = expr.count == 1
        if expr not in self.averages:  # a formula may be set more than once, to see how wide it is
            names = {s.name for s in expr.atoms(Symbol)} | set(self.averages.values())
            choice = ("1",) if single else chain(("j", "l", "m"), (f"j_{k}" for k in range(2, 1000)))
            self.averages[expr] = next((n for n in choice if n not in names), f"1_{len(self.averages)}")
        index = self.averages[expr]
        outer, inner = self.drawn, self.drawn | dict.fromkeys(lg.targets_of(expr.density), self.name(index))
        density = self.at_least(expr.density, OPEN)
        self.drawn = inner
        body, level = self.form(expr.body)
        drawn = self.variables(expr) + self.FROM + density
        self.draws += [drawn] if drawn not in self.draws else []
        self.drawn = outer
        if single:
            return body, level
        body = body if level >= OPEN else self.group(body)
        share = self.fraction(("1", ATOM), self.form(expr.count))[0]
        return f"{share} {self.big_sign(self.SUM, self.name(index), '1', expr.count)} {body}", OPEN

    def over_draws(self, expr) -> Form:
        return f"{self.EXPECTATION}{self.bracket(self.form(expr.body)[0], '[]')}", ATOM

    def minimum(self, expr) -> Form:
        head = self.MINIMUM
        if expr.free:
            head = self.subscript(head, ",".join(self.at_least(f, OPEN) for f in expr.free))
        return head + self.bracket(self.form(expr.objective)[0], "{}"), PREFIX

    # Integrals and sums

    def integrand(self, body) -> str:
        if self.is_integral(body):
            return self.group(self.form(body)[0])
        text, level = self.signed_product(body, True) if isinstance(body, Mul) else self.form(body)
        return text if level >= OPEN else self.group(text)

    def integral(self, expr) -> Form:
        signs, run = [], 0
        for variable in reversed(expr.variables):  # the first variable is the innermost
            if not variable.discrete:
                run += 1
                continue
            signs += [self.INTEGRALS(run)] * bool(run) + [self.subscript(self.SUM, self.form(variable)[0])]
            run = 0
        signs += [self.INTEGRALS(run)] * bool(run)
        differentials = [self.THIN + "d" + self.form(v)[0] for v in expr.variables if not v.discrete]
        level = OPEN if expr.variables[-1].discrete else PREFIX
        return " ".join([*signs, self.integrand(expr.body)]) + "".join(differentials), level

    def limits_integral(self, expr) -> Form:
        signs = []
        for _, *ends in reversed(expr.limits):
            low, high = ends if len(ends) == 2 else (None, *ends) if ends else (None, None)
            sign = self.INTEGRALS(1) if low is None else self.subscript(self.INTEGRALS(1), self.form(low)[0])
            signs.append(sign if high is None else self.exponent(sign, high))
        differentials = [self.THIN + "d" + self.form(limit[0])[0] for limit in expr.limits]
        return " ".join([*signs, self.integrand(expr.function)]) + "".join(differentials), PREFIX

    def big_sign(self, sign: str, index: str, low: str, high) -> str:
        return self.exponent(self.subscript(sign, f"{index}={low}"), high)

    def over_indices(self, expr, sign: str, body: str) -> Form:
        signs = []
        for index, *ends in reversed(expr.limits):
            name = self.form(index)[0]
            signs.append(
                self.big_sign(sign, name, self.form(ends[0])[0], ends[1]) if ends else self.subscript(sign, name)
            )
        return " ".join([*signs, body]), OPEN

    def indexed_sum(self, expr) -> Form:
        text, level = self.form(expr.function)
        fits = level >= OPEN and not isinstance(expr.function, lg.Sum)
        return self.over_indices(expr, self.SUM, text if fits else self.group(text))

    def indexed_product(self, expr) -> Form:
        text, level = self.form(expr.function)
        fits = level >= FRACTION and not isinstance(expr.function, lg.Product)
        return self.over_indices(expr, self.PRODUCT, text if fits else self.group(text))

    def derivative(self, expr) -> Form:
        count = sum(int(n) for _, n in expr.variable_count)
        power = lambda text, n: text if n == 1 else self.superscript(text, sympy.Integer(n))  # noqa: E731
        below = " ".join(power(self.PARTIAL + self.form(v)[0], n) for v, n in expr.variable_count)
        operator = self.fraction((power(self.PARTIAL.strip(), count), ATOM), (below, ATOM))[0]
        return f"{operator} {self.at_least(expr.expr, ATOM)}", PREFIX

    def relation(self, expr) -> Form:
        sign = self.RELATIONS[expr.rel_op]
        return f"{self.at_least(expr.lhs, SUM)} {sign} {self.at_least(expr.rhs, SUM)}", SUM
