"""What KL, entropy, ELBO and the others stand for, each reduced to one integral. Mixed into the interpreter.

These are the definitions of the note, given once; where the world has a closed form of its own and may use it, that is
asked first, so that a definition is measured against something else than itself.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sympy import Expr, log

from derivations.language import words as lg
from numerics.interpreter.scope import BiasedEstimate, Scope, is_stochastic, letter
from numerics.interpreter.setting import Value


class Functionals:
    """Integrals, expectations, divergences, entropies, the ELBO, sample averages."""

    def integral(self, expr: lg.Integral, scope: Scope) -> Value:
        return self.integrate([], expr.body, expr.variables, scope, expr)

    def expectation(self, expr: lg.Expectation, scope: Scope) -> Value:
        return self.integrate([expr.density], expr.body, lg.targets_of(expr.density), scope, expr)

    def variance(self, expr: lg.Variance, scope: Scope) -> Value:
        variables = lg.targets_of(expr.density)
        if self.sampling:
            # Half the squared difference of two independent draws has the variance as its mean.
            twins = {v: v.renamed(f"{v.name}'") for v in variables}
            body = (expr.body - expr.body.xreplace(twins)) ** 2 / 2
            if is_stochastic(expr.body):
                raise BiasedEstimate(f"{expr}: the square of an estimate is biased by its own variance")
            return self.integrate(
                [expr.density, expr.density.xreplace(twins)], body, (*variables, *twins.values()), scope, expr
            )
        mean = self.integrate([expr.density], expr.body, variables, scope, expr).array
        square = self.integrate([expr.density], expr.body**2, variables, scope, expr).array
        return Value(square - mean**2)

    def divergence(self, expr: lg.KL, scope: Scope) -> Value:
        closed = self._closed("kl", scope, expr.left, expr.right)
        return closed or self.integrate([expr.left], log(expr.left / expr.right), lg.targets_of(expr.left), scope, expr)

    def cross_entropy(self, expr: lg.CrossEntropy, scope: Scope) -> Value:
        closed = self._closed("cross_entropy", scope, expr.left, expr.right)
        return closed or self.integrate([expr.left], -log(expr.right), lg.targets_of(expr.left), scope, expr)

    def entropy(self, expr: lg.Entropy, scope: Scope) -> Value:
        if isinstance(expr, lg.ConditionalEntropy):
            d = expr.density
            joint = lg.Density(d.distribution, (*d.args[1], *d.args[2]))
            closed = self._closed("entropy", scope, d)
            return closed or self.integrate([joint], -log(d), (*d.targets, *d.givens), scope, expr)
        closed = self._closed("entropy", scope, expr.density)
        return closed or self.integrate([expr.density], -log(expr.density), lg.targets_of(expr.density), scope, expr)

    def mutual_information(self, expr: lg.MutualInformation, scope: Scope) -> Value:
        joint, givens = expr.joint, expr.joint.args[2]
        a, b = (
            lg.Density(joint.distribution, [s for s in joint.args[1] if s[1] in side], givens)
            for side in (expr.left, expr.right)
        )
        weight = lg.Density(joint.distribution, (*joint.args[1], *givens))
        return self.integrate([weight], log(joint / (a * b)), (*joint.targets, *joint.givens), scope, expr)

    def evidence_bound(self, expr: lg.ELBO, scope: Scope) -> Value:
        closed = self._closed("elbo", scope, expr.encoder, expr.decoder, expr.prior)
        if closed:
            return closed
        variables = lg.targets_of(expr.encoder)
        body = log(expr.decoder) - log(expr.encoder / expr.prior)
        return self.integrate([expr.encoder], body, variables, scope, expr)

    def _closed(self, what: str, scope: Scope, *densities: Expr) -> Value | None:
        """The world's own closed form, if it has one and all densities are its own."""
        if not self.closed_forms or not hasattr(self.world, "closed_form"):
            return None
        if not all(isinstance(d, lg.Density) for d in densities):
            return None
        free = {}
        bound = {v for d in densities[:1] for v in d.targets}
        for d in densities:
            for role, v in (*d.target_slots, *d.given_slots):
                if not lg.is_variable(v) or isinstance(v, lg.Component):
                    return None
                if v not in bound:
                    free[role] = self._slot(v, scope)
        parts = [
            self.world.density(letter(d), tuple(r for r, _ in d.target_slots), tuple(r for r, _ in d.given_slots))
            for d in densities
        ]
        array = self.world.closed_form(what, parts, free)
        return None if array is None else Value(np.asarray(array))

    def sample_average(self, expr: lg.SampleAverage, scope: Scope) -> Value:
        if not self.sampling:  # its expectation: what an unbiased estimator must have
            return self.expectation(lg.Expectation(expr.body, expr.density), scope)
        self._linear(scope, expr)
        count = int(np.asarray(self.scalar(expr.count, scope)).flat[0])
        variables = lg.targets_of(expr.density)
        total = None
        for k in range(count):
            own = replace(scope, path=(*scope.path, f"draw {k}"))
            term = self.integrate([expr.density], expr.body, variables, own, expr)
            total = term if total is None else self._sum([total, term], expr)
        return Value(total.array / count, total.rank)
