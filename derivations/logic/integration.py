"""Integrals in the normal form: linearity, pulling out, Fubini, normalisation, marginals, Gaussian moments.

Bound variables are fresh leaves while an integral is worked on. What cannot be removed is split into parts that
share no bound variable and stored with canonical bound names (role and depth), so that equal meanings are equal.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from itertools import product as choices

from derivations.logic import polynomial as P
from derivations.logic.reparameterise import NOISE

DENSITIES = frozenset({"m", "d", "S", "N", "NM", "prod"})


class Integration:
    """The part of the normal form that knows integrals. Mixed into `NormalForm`."""

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
            number, extra = gone
            result = P.multiply(P.scale(result, number), extra)
        moments = self.gaussian_integral(inside, variables) or self.gaussian_moments(inside, variables)
        moments = moments or self.component_marginal(inside, variables)
        if moments is not None:
            return P.multiply(result, self.integrate(moments, variables))
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
        sums = [(a, e) for a, e in m if a[0] == "sum" and whole(e) and not P.mentions(a).isdisjoint(variables)]
        if not sums or not self.on("linearity"):
            return None
        a, e = min(sums, key=P.order)
        bound = ("t", "#", a[1][2], next(self.fresh))
        self.ranges[bound] = a[2:4]
        rest = P.multiply({m - {(a, e)}: c}, P.atom_power(a, e - 1))
        body = P.multiply(rest, P.thaw(P.rename(a[4], {a[1]: bound})))
        return self.finite_sum(self.integrate(body, variables), bound, P.thaw(a[2]), P.thaw(a[3]))

    def normalise(self, inside, outside, variables):
        """Remove bound variables that stand in exactly one density, to the first power; None if there are none."""
        home: dict = {}
        for v in variables:
            owners = [a for a in inside if v in P.mentions(a)]
            if not owners:
                continue
            if len(owners) == 1 and inside[owners[0]] == 1 and owners[0][0] in DENSITIES:
                home.setdefault(owners[0], []).append(v)
        for a, vs in home.items():
            left = self.integrated_density(a, frozenset(vs), inside, outside)
            if left is None:
                continue
            del inside[a]
            variables.difference_update(left[1])
            extra = P.ONE
            number = 1
            for m, c in left[0].items():
                number *= c
                for b, e in m:
                    inside[b] = inside.get(b, 0) + e
                    if not inside[b]:
                        del inside[b]
            return number, extra
        return self.markov_marginal(inside, variables)

    def markov_marginal(self, inside, variables):
        """A variable whose densities together are one joint, by a given factorisation, is integrated out of it.

        With p(z|x,y) = p(z|y):  ∫ p(x,y) p(y,z) / p(y) dy  =  ∫ p(x,y,z) dy  =  p(x,z).
        """
        if not self.facts or "marginalisation" not in self.rules:
            return None
        for v in variables:
            owners = {a: e for a, e in inside.items() if v in P.mentions(a)}
            letters = {a[1] if a[0] == "m" else None for a in owners}
            if len(owners) < 2 or len(letters) != 1 or None in letters:
                continue
            (letter,) = letters
            slots = frozenset().union(*(a[2] for a in owners))
            joint = self.joint(letter, slots)
            if len(joint) != 1 or len({s[1] for s in slots}) != len(slots):
                continue
            ((m, c),) = joint.items()
            number, rest = P.times(frozenset((a, -e) for a, e in m), frozenset(owners.items()))
            mine = [s for s in slots if s[1] == v]
            if (
                v in P.mentions(rest)
                or len(mine) != 1
                or dict(joint)
                == {
                    frozenset(
                        ((("m", letter, slots)), 1),
                    ): 1
                }
            ):
                continue
            self.fired.add("marginalisation")
            variables.discard(v)
            for a in owners:
                del inside[a]
            left = self.joint(letter, slots - set(mine)) if len(slots) > 1 else P.ONE
            for m2, c2 in P.multiply(left, {rest: P.quotient(number, c)}).items():
                for b, e in m2:
                    inside[b] = inside.get(b, 0) + e
                    if not inside[b]:
                        del inside[b]
                return c2, P.ONE
        return None

    def integrated_density(self, a, vs, inside, outside):
        """(what is left of a density after integrating variables out, the variables removed), or None."""
        kind = a[0]
        if kind in ("N", "NM"):
            if a[1] in vs and all(a[1] not in P.mentions(k) for k in a[2:]) and self.on("normalisation"):
                return P.ONE, {a[1]}
            return None
        if kind == "prod":
            return self.integrated_product(a, vs)
        slots = a[2]
        mine = frozenset(s for s in slots if s[1] in vs)
        if not mine or any(v in P.mentions(s) for s in slots - mine for v in vs):
            return None
        removed = {s[1] for s in mine}
        if kind == "d":
            if any(v in P.mentions(s) for s in a[3] for v in removed):
                return None
            if mine == slots:
                return (P.ONE, removed) if self.on("normalisation") else None
            return (P.atom(("d", a[1], slots - mine, a[3])), removed) if self.on("marginalisation") else None
        rest = slots - mine
        below = (kind if kind == "m" else "m", a[1], rest)
        cancels = not rest or inside.get(below, 0) < 0 or any(b == below and e < 0 for b, e in outside)
        if cancels and self.on("normalisation"):
            return (P.atom(below) if rest else P.ONE), removed
        if kind == "m" and self.on("marginalisation"):
            return self.joint(a[1], rest), removed
        return None

    def integrated_product(self, a, vs):
        """A product of densities over the components of one vector integrates to one."""
        index, body = a[1], P.thaw(a[4])
        if len(vs) != 1 or len(body) != 1:
            return None
        (v,) = vs
        ((m, c),) = body.items()
        component = ("c", v, index, False)
        owner = [(b, e) for b, e in m if v in P.mentions(b)]
        if c != 1 or len(owner) != len(m) or not self.component_density(owner, v, component):
            return None
        return (P.ONE, {v}) if self.on("normalisation") else None

    @staticmethod
    def component_density(owner, v, component) -> bool:
        """Whether the factors with v are one normalised density of just this component of v."""
        if len(owner) != 1 and not (len(owner) == 2 and {b[0] for b, _ in owner} == {"m"}):
            return False
        whole = [b for b, e in owner if e == 1]
        if len(whole) != 1 or len(owner) == 2:
            return False
        b = whole[0]
        if b[0] == "N":
            return b[1] == component and all(v not in P.mentions(k) for k in b[2:])
        if b[0] in ("m", "d"):  # of this component alone: a joint with anything else leaves that behind
            return [s[1] for s in b[2]] == [component] and all(v not in P.mentions(s) for part in b[3:] for s in part)
        return False

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

    # -- substitution ------------------------------------------------------------------------------------------

    def substitute(self, p, leaf, value):
        """A polynomial for a leaf, everywhere in a polynomial (inside atoms too)."""
        return P.add(*(self.substitute_monomial(m, c, leaf, value) for m, c in p.items()))

    def substitute_monomial(self, m, c, leaf, value):
        result = P.constant(c)
        for a, e in m:
            if leaf in P.mentions(a):
                result = P.multiply(result, self.raise_to(self.substitute_atom(a, leaf, value), Fraction(e)))
            else:
                result = P.multiply(result, P.atom_power(a, e))
        return result

    def substitute_atom(self, a, leaf, value):
        if a == leaf:
            return value
        kind = a[0]
        if kind == "c":
            base, index = (self.substitute_key(k, leaf, value) for k in a[1:3])
            return (
                P.atom(("c", base, index, a[3])) if isinstance(base, tuple) else self.component_of(P.thaw(base), index)
            )
        if kind == "log":
            return self.logarithm(self.substitute(P.thaw(a[1]), leaf, value), always=True)
        if kind == "exp":
            return self.exponential(self.substitute({a[1]: 1}, leaf, value))
        if kind == "poly":
            return self.substitute(P.thaw(a[1]), leaf, value)
        if kind == "delta":
            return self.delta(*(self.substitute_key(k, leaf, value) for k in a[1]))
        if kind in ("sum", "prod"):
            bound = ("t", "#", a[1][2], next(self.fresh))
            opened = (*a[2:4], P.rename(a[4], {a[1]: bound}))
            low, high, body = (self.substitute(P.thaw(k), leaf, value) for k in opened)
            return (self.finite_sum if kind == "sum" else self.finite_product)(body, bound, low, high)
        return P.atom(tuple(self.substitute_key(part, leaf, value) for part in a))

    def substitute_key(self, key, leaf, value):
        """Substitution inside the argument of an atom: a leaf, a frozen polynomial, slots, or a tuple of these."""
        if key == leaf:
            return self.simple_key(value)
        if not isinstance(key, (tuple, frozenset)) or leaf not in P.mentions(key):
            return key
        if isinstance(key, tuple):
            if key and key[0] == "c":
                return self.simple_key(self.substitute_atom(key, leaf, value))
            return tuple(self.substitute_key(k, leaf, value) for k in key)
        items = list(key)
        if all(isinstance(i, tuple) and len(i) == 2 and isinstance(i[1], (int, Fraction)) for i in items):
            if all(isinstance(i[0], frozenset) for i in items):
                return self.simple_key(self.substitute(dict(key), leaf, value))
        return frozenset(self.substitute_key(i, leaf, value) for i in items)

    # -- Gaussian moments --------------------------------------------------------------------------------------

    def gaussian_moments(self, inside, variables):
        """A Gaussian-weighted polynomial in one bound variable, averaged; None where the pattern does not hold."""
        for v in variables:
            owners = {a: e for a, e in inside.items() if v in P.mentions(a)}
            weight = [a for a, e in owners.items() if a[0] in ("N", "NM", "prod") and e == 1]
            if len(weight) != 1:
                continue
            (weight,) = weight
            others = {a: e for a, e in owners.items() if a != weight}
            if not others:
                continue
            averaged = None
            if weight[0] == "N" and weight[1] == v:
                averaged = self.scalar_moment(weight, others, v)
            elif weight[0] == "prod":
                averaged = self.component_moment(weight, others, v)
            elif weight[0] == "NM" and weight[1] == v:
                averaged = self.matrix_moment(weight, others, v)
            if averaged is not None:
                variables.discard(v)
                rest = {frozenset((a, e) for a, e in inside.items() if a not in owners): 1}
                return P.multiply(rest, averaged)
        return None

    def gaussian_integral(self, inside, variables):
        """exp of a quadratic in one bound variable, as a constant times a Gaussian density in it (formula rule on).

        exp(-(v - m)^2 / (2 s))  =  (2 pi s)^(1/2) N(v; m, s),   s > 0
        """
        if "formula" not in self.rules or "normalisation" not in self.rules:
            return None
        for v in variables:
            shape = self.quadratic_in(v, inside)
            if shape is None:
                continue
            mean, variance, constant = shape
            self.fired.update(("formula", "normalisation"))
            weight = ("N", v, P.freeze(mean), P.freeze(variance))
            rest = {a: e for a, e in inside.items() if a[0] != "exp" or v not in P.mentions(a)}
            others = {a: e for a, e in rest.items() if v in P.mentions(a)}
            outer = {frozenset((a, e) for a, e in rest.items() if a not in others): 1}
            if others:
                averaged = self.scalar_moment(weight, others, v)
                if averaged is None:
                    continue
                outer = P.multiply(outer, averaged)
            variables.discard(v)
            return P.multiply(outer, constant)
        return None

    def quadratic_in(self, v, inside):
        """(m, s, constant) when the exponentials with v are exp(-(v - m)^2/(2 s)) up to a constant, else None."""
        by_degree: dict = {}
        for a, e in inside.items():
            if v not in P.mentions(a):
                continue
            if a[0] == "exp":
                degree = Fraction(dict(a[1]).get(v, 0))
                rest = frozenset(f for f in a[1] if f[0] != v)
                if v in P.mentions(rest) or degree not in (1, 2):
                    return None
                by_degree[degree] = P.add(by_degree.get(degree, {}), {rest: Fraction(e)})
            elif a != v or e < 0 or Fraction(e).denominator != 1:
                return None
        lead = by_degree.get(2)
        if not lead or not all(c < 0 and all(self.positive(a) or e % 2 == 0 for a, e in m) for m, c in lead.items()):
            return None
        variance = self.raise_to(P.scale(lead, -2), -1)
        mean = P.multiply(by_degree.get(1, {}), variance)
        offset = P.scale(P.multiply(P.multiply(mean, mean), self.raise_to(variance, -1)), Fraction(1, 2))
        root = self.raise_to(P.multiply(P.multiply(P.constant(2), P.atom(("pi",))), variance), Fraction(1, 2))
        return mean, variance, P.multiply(root, self.exponential(offset))

    def scalar_moment(self, weight, others, v):
        if set(others) != {v} or others[v] < 0 or Fraction(others[v]).denominator != 1:
            return None
        mean, variance = P.thaw(weight[2]), P.thaw(weight[3])
        if any(v in P.mentions(k) for k in weight[2:]) or not self.on("moments"):
            return None
        return self.moment(int(others[v]), mean, variance)

    @staticmethod
    def moment(n: int, mean, variance):
        """E v^n for v ~ N(mean, variance): M_n = mean M_{n-1} + (n-1) variance M_{n-2}."""
        before, now = P.ONE, mean
        if n == 0:
            return before
        for k in range(2, n + 1):
            rest = P.scale(P.multiply(variance, before), k - 1)
            before, now = now, P.add(P.multiply(mean, now), rest)
        return now

    def component_marginal(self, inside, variables):
        """Under a joint density of a vector, a function of one component: under that component's marginal."""
        if "marginalisation" not in self.rules:
            return None
        for v in variables:
            owners = {a: e for a, e in inside.items() if v in P.mentions(a)}
            weights = [a for a, e in owners.items() if a[0] == "m" and e == 1 and any(s[1] == v for s in a[2])]
            if len(weights) != 1 or len(owners) == 1:
                continue
            (weight,) = weights
            others = {a: e for a, e in owners.items() if a != weight}
            indices = {c[2] for a in others for c in components(a, v)}
            mine = [s for s in weight[2] if s[1] == v]
            if len(indices) != 1 or len(mine) != 1 or not isinstance(mine[0][0], str):
                continue
            (index,) = indices
            if any(leaf[0] == "b" for leaf in P.mentions(index)) or any(
                v in P.mentions(s) for s in weight[2] if s not in mine
            ):
                continue
            scalar = ("t", (v[1], "[]"), v[2], next(self.fresh))
            moved = replace(P.freeze({frozenset(others.items()): 1}), {("c", v, index, False): scalar})
            if v in P.mentions(moved):
                continue
            self.fired.add("marginalisation")
            marginal = self.joint(weight[1], (weight[2] - set(mine)) | {((mine[0][0], index), scalar)})
            rest = {frozenset((a, e) for a, e in inside.items() if a not in owners): 1}
            variables.discard(v)
            return P.multiply(rest, self.integrate(P.multiply(marginal, P.thaw(moved)), [scalar]))
        return None

    def component_moment(self, weight, others, v):
        """Under a product of densities of components, a function of one component: the others integrate to one."""
        body = P.thaw(weight[4])
        if len(body) != 1 or self.rules.isdisjoint(("normalisation", "marginalisation")):
            return None
        ((m, _),) = body.items()
        if not self.component_density([(b, e) for b, e in m if v in P.mentions(b)], v, ("c", v, weight[1], False)):
            return None
        indices = {c[2] for a in others for c in components(a, v)}
        if any(leaf[0] == "b" for leaf in P.mentions(frozenset(indices))):
            return None  # a component that runs inside (log of a sum over z_k)
        if len(indices) != 1:
            return self.two_draws(weight, others, v, indices)
        (index,) = indices
        averaged = self.average_component(weight, {frozenset(others.items()): 1}, v, index)
        if averaged is not None:
            self.fired.add("normalisation" if "normalisation" in self.rules else "marginalisation")
        return averaged

    def average_component(self, weight, p, v, index):
        """E of a polynomial that mentions v only through its component `index`; a polynomial, or None."""
        scalar = ("t", (v[1], "[]"), v[2], next(self.fresh))
        component = ("c", v, index, False)
        mapping = {weight[1]: index} if isinstance(index, tuple) else None
        density = P.thaw(weight[4])
        density = (
            P.thaw(P.rename(weight[4], mapping)) if mapping else self.substitute(density, weight[1], P.thaw(index))
        )
        swap = {component: scalar}
        both = P.multiply(density, p)
        both = P.thaw(replace(P.freeze(both), swap))
        if any(v in P.mentions(m) for m in both):
            return None
        return self.integrate(both, [scalar])


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
    return exponent > 0 and Fraction(exponent).denominator == 1


def components(thing, v):
    """The component atoms of a leaf inside an atom."""
    if isinstance(thing, tuple) and len(thing) == 4 and thing[0] == "c" and thing[1] == v:
        yield thing
    elif isinstance(thing, (tuple, frozenset)):
        for part in thing:
            yield from components(part, v)


def replace(thing, mapping):
    """Replace whole sub-structures (not only leaves)."""
    if isinstance(thing, tuple) and thing in mapping:
        return mapping[thing]
    if isinstance(thing, tuple):
        return tuple(replace(part, mapping) for part in thing)
    if isinstance(thing, frozenset):
        return frozenset(replace(part, mapping) for part in thing)
    return thing
