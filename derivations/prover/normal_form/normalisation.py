"""Normalisation in the normal form: a bound variable that stands in one density only is integrated out of it.

∫ p(z|x) dz = 1            ∫ p(x,z) dz = p(x)            ∫ prod_i N(z_i; m_i, s_i) dz = 1
"""

from __future__ import annotations

from derivations.numbers import polynomial as P

DENSITIES = frozenset({"m", "d", "S", "N", "NM", "prod"})


class Normalisation:
    """The part of the normal form that knows that densities integrate to one. Mixed into `NormalForm`."""

    def normalise(self, inside, outside, variables):
        """Remove bound variables that stand in exactly one density, to the first power; None if there are none.

        The density is taken out of `inside` and its variables out of `variables`; returned is what it leaves behind.
        """
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
            return left[0]
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
            if v in P.mentions(rest) or len(mine) != 1:
                continue
            self.fired.add("marginalisation")
            variables.discard(v)
            for a in owners:
                del inside[a]
            left = self.joint(letter, slots - set(mine)) if len(slots) > 1 else P.ONE
            return P.multiply(left, {rest: P.quotient(number, c)})
        return None

    def integrated_density(self, a, vs, inside, outside):
        """(what is left of a density after integrating variables out, the variables removed), or None."""
        kind = a[0]
        if kind in ("N", "NM"):
            alone = a[1] in vs and all(a[1] not in P.mentions(k) for k in a[2:])
            if alone and self.on_the_whole_line(a[1]) and self.on("normalisation"):
                return P.ONE, {a[1]}
            return None
        if kind == "prod":
            return self.integrated_product(a, vs)
        slots = a[2]
        mine = frozenset(s for s in slots if s[1] in vs)
        if not mine or any(v in P.mentions(s) for s in slots - mine for v in vs):
            return None
        removed = {s[1] for s in mine}
        if len(removed) != len(mine):  # p(x=z, z) is no density of z
            return None
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
        if not self.runs_over_all(a, v):
            return None
        return (P.ONE, {v}) if self.on("normalisation") else None

    def runs_over_all(self, product, v) -> bool:
        """Whether a product over an index has one factor for each component of v, as far as v's size is known."""
        sizes = self.sizes.get(v[1], frozenset()) - {None}
        limits = product[2], product[3]
        return all(limits == (P.freeze(P.ONE), P.freeze(self.convert(size, {}))) for size in sizes)

    def on_the_whole_line(self, v) -> bool:
        """Whether a variable is continuous and of any sign, so that a Gaussian in it integrates to one."""
        return (v[1] if isinstance(v[1], str) else v[1][0]) not in self.narrow

    def component_density(self, owner, v, component) -> bool:
        """Whether the factors with v are one normalised density of just this component of v."""
        if len(owner) != 1 and not (len(owner) == 2 and {b[0] for b, _ in owner} == {"m"}):
            return False
        whole = [b for b, e in owner if e == 1]
        if len(whole) != 1 or len(owner) == 2:
            return False
        b = whole[0]
        if b[0] == "N":
            return b[1] == component and self.on_the_whole_line(v) and all(v not in P.mentions(k) for k in b[2:])
        if b[0] in ("m", "d"):  # of this component alone: a joint with anything else leaves that behind
            return [s[1] for s in b[2]] == [component] and all(v not in P.mentions(s) for part in b[3:] for s in part)
        return False
