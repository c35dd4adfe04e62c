"""The table of rules: from a reason's name to its figures. A bound has its own table in bounds.py."""

from __future__ import annotations

from collections.abc import Callable
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

OF_INTEGRALS = (
    integrals.normalisation,
    integrals.normalisation_of_a_joint,
    components.other_components,
    gaussians.gaussian_integral,
)
SPLIT = (integrals.linearity, integrals.linearity_in_a_sum)
FIGURES: dict[str, dict[str, tuple]] = {
    "kl": {"KL": (definitions.divergence,)},
    "entropy": {"H": (definitions.entropy,)},
    "cross_entropy": {"CE": (definitions.cross_entropy,)},
    "mutual_information": {"MI": (definitions.mutual_information,)},
    "elbo": {"ELBO": (definitions.evidence_bound,)},
    "expectation": {"E": (definitions.expectation,)},
    "variance": {"Var": (definitions.variance,)},
    "product": {"density": (densities.product_rule,)},
    "bayes": {"density": (densities.product_rule,)},
    "gaussian": {"log": (gaussians.log_density, gaussians.log_density_of_a_vector)},
    "formula": {"N": (gaussians.formula,)},
    "log": {"log": (logarithms.log_of_a_product, logarithms.log_of_a_power), "exp": (logarithms.exp_of_a_log,)},
    "linearity": {
        "int": SPLIT, "E": SPLIT, "avg": SPLIT, "dint": SPLIT[:1], "over": (averages.mean_over_draws, *SPLIT[:1])
    },
    "constant": {
        "int": (integrals.constant,), "E": (integrals.constant,), "dint": (integrals.constant,),
        "avg": (integrals.constant, integrals.sample_average_of_one), "over": (averages.constant_over_draws,),
    },
    "fubini": {"int": (integrals.merging,)},
    "swap": {"int": (integrals.swapping,)},
    "renaming": {"int": (integrals.renaming,), "E": (integrals.renaming,)},
    "normalisation": {"E": (integrals.expectation_of_one,), "int": OF_INTEGRALS},
    "marginalisation": {"int": (integrals.marginalisation, components.one_component)},
    "draws": {"int": (components.independent_draws,)},
    "moments": {"int": (gaussians.moments,)},
    "completing": {"int": (gaussians.product_of_gaussians,)},
    "quadratic_form": {"int": (integrals.sums_under_a_gaussian, gaussians.second_moments)},
    "change": {"int": (gaussians.change_of_variables, gaussians.change_of_a_vector)},
    "parts": {"int": (gaussians.by_parts,)},
    "derivative": {"D": (slopes.differentiation,)},
    "polar": {"int": (slopes.polar_coordinates,)},
    "antiderivative": {"dint": (slopes.fundamental_theorem,)},
}  # fmt: skip
"""By rule and by kind of atom, the figures tried there, in this order."""

FROM_FACTS: dict[str, tuple[str, Callable]] = {
    "chain": ("density", densities.chain_rule),
    "declared": ("density", partial(densities.as_declared, "declared")),
    "independence": ("density", partial(densities.as_declared, "independence")),
    "gaussian": ("density", partial(densities.as_declared, "gaussian")),
    "gathered": ("int", partial(densities.gathered, "independence")),
    "gathered_declared": ("int", partial(densities.gathered, "declared")),
}
"""The rules that look at facts, and at which kind of atom."""

PASSES = FIGURES.keys() | FROM_FACTS.keys()


def one_pass(key: str, term: Term, facts: tuple[Fact, ...] = ()) -> Term:
    """One rule at every place where it fits, the innermost first. Raises Refused for a rule that is none."""
    if key not in PASSES:
        raise Refused(f"no rule {key}")
    figures = FIGURES.get(key, {})
    kind, from_facts = FROM_FACTS.get(key, ("", lambda a, facts: None))

    def after(a: Atom) -> Term | None:
        if a[0] == kind:
            return from_facts(a, facts)
        return next((new for new in (figure(a) for figure in figures.get(a[0], ())) if new is not None), None)

    return walk(term, after=after, kinds={kind, *figures})
