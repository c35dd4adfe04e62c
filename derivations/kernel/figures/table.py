"""The table of rules: from a reason's name to its figures. A bound has its own table in bounds.py."""

from __future__ import annotations

from functools import partial

from derivations.kernel.figures import (
    averages,
    components,
    definitions,
    densities,
    gaussians,
    integrals,
    logarithms,
    slopes,
)
from derivations.kernel.figures.densities import Fact
from derivations.kernel.making import walk
from derivations.kernel.terms import Atom, Refused, Term

FIGURES = {
    "kl": (definitions.divergence,),
    "entropy": (definitions.entropy,),
    "cross_entropy": (definitions.cross_entropy,),
    "mutual_information": (definitions.mutual_information,),
    "elbo": (definitions.evidence_bound,),
    "expectation": (definitions.expectation,),
    "variance": (definitions.variance,),
    "product": (densities.product_rule,),
    "bayes": (densities.product_rule,),
    "chain": (),
    "declared": (),
    "independence": (),
    "gathered": (),
    "gathered_declared": (),
    "gaussian": (gaussians.log_density, gaussians.log_density_of_a_vector),
    "formula": (gaussians.formula,),
    "log": (logarithms.log_of_a_product, logarithms.log_of_a_power, logarithms.exp_of_a_log),
    "linearity": (averages.mean_over_draws, integrals.linearity, integrals.linearity_in_a_sum),
    "constant": (integrals.constant, integrals.sample_average_of_one, averages.constant_over_draws),
    "fubini": (integrals.merging,),
    "swap": (integrals.swapping,),
    "renaming": (integrals.renaming,),
    "normalisation": (
        integrals.expectation_of_one,
        integrals.normalisation,
        integrals.normalisation_of_a_joint,
        components.other_components,
        gaussians.gaussian_integral,
    ),
    "marginalisation": (integrals.marginalisation, components.one_component),
    "draws": (components.independent_draws,),
    "moments": (gaussians.moments,),
    "quadratic_form": (integrals.sums_under_a_gaussian, gaussians.second_moments),
    "change": (gaussians.change_of_variables, gaussians.change_of_a_vector),
    "parts": (gaussians.by_parts,),
    "derivative": (slopes.differentiation,),
    "polar": (slopes.polar_coordinates,),
    "antiderivative": (slopes.fundamental_theorem,),
}
"""By rule, the figures tried at each place, in this order."""

AT = {
    "kl": {"KL"}, "entropy": {"H"}, "cross_entropy": {"CE"}, "mutual_information": {"MI"}, "elbo": {"ELBO"},
    "expectation": {"E"}, "variance": {"Var"}, "product": {"density"}, "bayes": {"density"}, "chain": {"density"},
    "declared": {"density"}, "independence": {"density"}, "gaussian": {"density", "log"}, "formula": {"N"},
    "log": {"log", "exp"}, "linearity": {*integrals.LINEAR}, "constant": {*integrals.LINEAR},
    "renaming": {"int", "E"}, "normalisation": {"int", "E"}, "derivative": {"D"}, "antiderivative": {"dint"},
}  # fmt: skip
"""By rule, the kinds of atom at which its figures fit: integrals where none are said."""

FROM_FACTS = {
    "chain": densities.chain_rule,
    "declared": partial(densities.as_declared, "declared"),
    "independence": partial(densities.as_declared, "independence"),
    "gaussian": partial(densities.as_declared, "gaussian"),
    "gathered": partial(densities.gathered, "independence"),
    "gathered_declared": partial(densities.gathered, "declared"),
}
"""The rules that look at facts: tried before the figures of the same name."""


def one_pass(key: str, term: Term, facts: tuple[Fact, ...] = ()) -> Term:
    """One rule at every place where it fits, the innermost first. Raises Refused for a rule that is none."""
    if key not in FIGURES:
        raise Refused(f"no rule {key}")

    kinds = AT.get(key, {"int"})

    def after(a: Atom) -> Term | None:
        if a[0] not in kinds:
            return None
        new = FROM_FACTS[key](a, facts) if key in FROM_FACTS else None
        for figure in FIGURES[key] if new is None else ():
            new = figure(a)
            if new is not None:
                break
        return new

    return walk(term, after=after, kinds=kinds)
