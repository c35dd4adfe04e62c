"""Integrals in the normal form: linearity, pulling out, Fubini, and canonical names for what is bound.

Bound variables are fresh leaves while an integral is worked on. What cannot be removed is split into parts that
share no bound variable and stored with canonical bound names (role and depth), so that equal meanings are equal.
"""

from __future__ import annotations

from itertools import permutations
from itertools import product as choices

from derivations.language import words as L
from derivations.numbers import polynomial as P
from derivations.prover.normal_form.normalisation import DENSITIES
from derivations.prover.normal_form.reparameterise import NOISE


class Integration:
    """The part of the normal form that knows integrals. Mixed into `NormalForm`."""

    def open(self, variables, env):
        """Fresh leaves for bound variables: (leaves, extended environment)."""
        whole = {v for v in variables if isinstance(v, L.RandomVariable)}
        env = {e: leaf for e, leaf in env.items() if not (isinstance(e, L.Component) and e.base in whole)}
        leaves = []
        for v in variables:
            role = v.role if isinstance(v, L.RandomVariable) else (v.role, "[]")
            leaf = ("t", role, str(v), next(self.fresh))
            env[v] = leaf
            leaves.append(leaf)
        return leaves, env

    def integral(self, e, env):
        leaves, inner = self.open(e.variables, env)
        return self.integrate(self.convert(e.body, inner), leaves)

    def integrate(self, p, variables):
        """The integral of a polynomial over fresh leaves."""
        if len(p) > 1:
            if not self.on("linearity"):
                return self.integrate_whole(p, variables)
            return P.add(*(self.integrate_term(m, c, list(variables)) for m, c in p.items()))
        for m, c in p.items():
            return self.integrate_term(m, c, list(variables))
        return {}

    def integrate_whole(self, p, variables):
        """Without linearity a sum stays under its integral; only what all terms share may come out."""
        outside = P.ONE
        if "constant" in self.rules:
            shared = P.common_factor(p)
            fixed = frozenset(f for f in shared if P.mentions(f[0]).isdisjoint(variables))
            if fixed:
                self.fired.add("constant")
                outside, p = {fixed: 1}, P.divide(p, fixed)
        names, (body,) = self.bind(variables, [P.freeze(p)])
        return P.multiply(outside, P.atom(("int", names, body)))

    def integrate_term(self, m, c, variables):
        factor, m, variables, whole = self.flatten(m, variables)
        if whole is not None:
            return P.scale(self.integrate(whole, variables), c * factor)
        c *= factor
        swapped = self.integral_of_a_sum(m, c, variables)
        if swapped is not None:
            return swapped
        for worked in (self.in_polar_coordinates(m, variables), self.by_parts(m, variables)):
            if worked is not None:
                return P.scale(worked, c)
        changed = self.reparameterised(dict(m), set(variables))
        if changed is not None:
            return P.scale(self.integrate(*changed), c)
        inside = frozenset(f for f in m if not P.mentions(f[0]).isdisjoint(variables))
        outside = m - inside
        pull = "constant" in self.rules
        if c != 1 and "linearity" in self.rules:
            self.fired.add("linearity")
        if not pull and not outside:
            left_over = set(variables)
            moments = self.gaussian_moments(dict(inside), left_over)
            if moments is not None and not left_over:
                return P.scale(moments, c)
        if not pull and any(a[0] not in DENSITIES for a, _ in m):
            kept, c = (1, c) if "linearity" in self.rules else (c, 1)
            names, (body,) = self.bind(variables, [P.freeze({m: kept})])
            return P.scale(P.atom(("int", names, body)), c)
        if pull and variables and outside and any(a[0] not in DENSITIES for a, _ in outside):
            self.fired.add("constant")
        result = {outside: c}
        variables, inside = set(variables), dict(inside)
        while True:
            gone = self.normalise(inside, outside, variables)
            if gone is None:
                break
            if len(gone) != 1:  # a marginal that is a mixture: its terms are integrated one by one
                rest = {frozenset(inside.items()): 1}
                return P.multiply(result, self.integrate(P.multiply(gone, rest), list(variables)))
            ((left, number),) = gone.items()
            extra, merged = P.times(frozenset(inside.items()), left)
            inside, result = dict(merged), P.scale(result, number * extra)
        for worked in (self.gaussian_integral, self.gaussian_moments, self.component_marginal):
            averaged = worked(inside, variables)
            if averaged is not None:  # zero is an answer
                return P.multiply(result, self.integrate(averaged, list(variables)))
        if "constant" in self.rules:
            moved = [a for a in inside if P.mentions(a).isdisjoint(variables)]
            for a in moved:
                result = P.multiply(result, P.atom_power(a, inside.pop(a)))
        return P.multiply(result, self.split(inside, variables))

    def flatten(self, m, variables):
        """Nested integrals become one (Fubini). Returns (number, monomial, variables, whole polynomial or None)."""
        nested = [a for a, e in m if a[0] == "int" and e == 1 and not P.mentions(a).isdisjoint(variables)]
        if not nested or not self.on("fubini"):
            return 1, m, variables, None
        number = 1
        for a in nested:
            fresh = [("t", b[1], b[2], next(self.fresh)) for b in a[1]]
            body = P.thaw(P.rename(a[2], dict(zip(a[1], fresh, strict=True))))
            variables = [*variables, *fresh]
            if len(body) != 1:
                rest = {frozenset(f for f in m if f[0] != a): number}
                return 1, m, variables, P.multiply(rest, body)
            ((inner, c),) = body.items()
            extra, m = P.times(frozenset(f for f in m if f[0] != a), inner)
            number *= c * extra
        return number, m, variables, None

    def integral_of_a_sum(self, m, c, variables):
        """The integral of a finite sum is the sum of the integrals (linearity), also for symbolically many terms."""
        sums = [
            (a, e)
            for a, e in m
            if a[0] == "sum"
            and whole(e)
            and not P.mentions(a).isdisjoint(variables)
            and P.mentions(a[2:4]).isdisjoint(variables)
        ]
        if not sums or not self.on("linearity"):
            return None
        a, e = min(sums, key=P.order)
        bound = ("t", "#", a[1][2], next(self.fresh))
        self.ranges[bound] = a[2:4]
        rest = P.multiply({m - {(a, e)}: c}, P.atom_power(a, e - 1))
        body = P.multiply(rest, P.thaw(P.rename(a[4], {a[1]: bound})))
        return self.finite_sum(self.integrate(body, variables), bound, P.thaw(a[2]), P.thaw(a[3]))

    def split(self, inside, variables):
        """The remaining integral as a product of integrals that share no bound variable, or in one piece."""
        if not variables:
            return {frozenset(inside.items()): 1}
        if "constant" not in self.rules or "fubini" not in self.rules:
            names, (body,) = self.bind(list(variables), [P.freeze({frozenset(inside.items()): 1})])
            return P.atom(("int", names, body))
        result, rest = P.ONE, set(variables)
        while rest:
            group, atoms = {rest.pop()}, {}
            grown = True
            while grown:
                grown = False
                for a in inside:
                    if a not in atoms and not P.mentions(a).isdisjoint(group):
                        atoms[a] = inside[a]
                        group |= P.mentions(a) & variables
                        grown = True
            rest -= group
            names, (body,) = self.bind(list(group), [P.freeze({frozenset(atoms.items()): 1})])
            result = P.multiply(result, P.atom(("int", names, body)))
        return result

    def bind(self, variables, keys):
        """Canonical names for bound leaves: role, (name, unless renaming is on), depth. (names, renamed keys)."""
        renaming = "renaming" in self.rules
        inner = frozenset().union(*(P.mentions(k) for k in keys))
        groups: dict = {}
        for v in variables:
            plain = isinstance(v[1], str) and v[1] != "#"  # an index or a component has no name of its own
            role = self.role_in(v, keys) if renaming and v[1] != "#" else v[1]
            groups.setdefault((role, v[2] if plain and not renaming else ""), []).append(v)
        options = []
        for (role, name), members in groups.items():
            depth = 1 + max((b[3] for b in inner if b[0] == "b" and b[1] == role), default=-1)
            targets = [("b", role, name, depth + k) for k in range(len(members))]
            orders = permutations(members) if len(members) < 6 else [members]
            options.append([list(zip(o, targets, strict=True)) for o in orders])
        mappings = [dict(pair for pairs in choice for pair in pairs) for choice in choices(*options)]
        if len(mappings) > 1:
            best = min(mappings, key=lambda mapping: [P.order(P.rename(k, mapping)) for k in keys])
        else:
            best = mappings[0]
        if renaming and any(v[2] != v[1] and isinstance(v[1], str) and v[1] != "#" for v in variables):
            self.fired.add("renaming")
        names = tuple(sorted(best.values(), key=P.order))
        return names, tuple(P.rename(k, best) for k in keys)

    @staticmethod
    def role_in(v, keys):
        """The role that a bound variable plays in the densities it stands in, its own where none tells.

        This is what renaming must keep: x and z may have different ranges, so an integral over x is none over z.
        """
        if v[1] == NOISE:
            return NOISE
        found: set = set()
        for k in keys:
            slot_roles(k, v, found)
        return found.pop() if len(found) == 1 else v[1]


def slot_roles(thing, v, found: set) -> None:
    """Collect the roles of the slots in which a leaf stands by itself."""
    if not isinstance(thing, (tuple, frozenset)) or v not in P.mentions(thing):
        return
    if isinstance(thing, tuple) and len(thing) == 2 and thing[1] == v:
        found.add(thing[0][0] if isinstance(thing[0], tuple) else thing[0])
    for part in thing:
        slot_roles(part, v, found)


def whole(exponent) -> bool:
    """Whether an exponent is a positive whole number."""
    return exponent > 0 and exponent.denominator == 1
