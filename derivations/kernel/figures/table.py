"""The table of rules: from a reason's name to its figures. A bound has its own table in bounds.py.

A figure says what it makes of an atom, on what condition, and which line of the notes rests on it first, (note 4.16).
"""

from __future__ import annotations

from functools import partial

from derivations.kernel.figures import definitions, densities, gaussians, integrals, slopes
from derivations.kernel.figures.densities import Fact
from derivations.kernel.making import walk
from derivations.kernel.matching import fitting
from derivations.kernel.terms import Atom, Term, require

OF_INTEGRALS = (integrals.normalisation, integrals.other_components, gaussians.gaussian_integral)
SPLIT = (integrals.linearity, integrals.linearity_in_a_sum)
FIGURES: dict[str, dict[str, tuple]] = {
    "kl": {"KL": (definitions.divergence,)},
    "entropy": {"H": (definitions.entropy,)},
    "cross_entropy": {"CE": (definitions.entropy,)},
    "mutual_information": {"MI": (definitions.mutual_information,)},
    "elbo": {"ELBO": (definitions.evidence_bound,)},
    "expectation": {"E": (definitions.expectation,)},
    "variance": {"Var": (definitions.variance,)},
    "product": {"density": (densities.product_rule,)},
    "bayes": {"density": (densities.product_rule,)},
    "gaussian": {"log": (gaussians.log_density, gaussians.log_density_of_a_vector)},
    "formula": {"N": (gaussians.formula,)},
    "log": {"log": (definitions.log_of_a_product,), "exp": (definitions.exp_of_a_log,)},
    "linearity": {**dict.fromkeys(("int", "E", "avg", "dint"), SPLIT), "over": (integrals.mean_over_draws, *SPLIT)},
    "constant": {
        "int": (integrals.constant,), "E": (integrals.constant,), "dint": (integrals.constant,),
        "avg": (integrals.average_of_one, integrals.constant), "over": (integrals.constant,),
    },
    "fubini": {"int": (integrals.merging,)},
    "renaming": {"int": (integrals.renaming,), "E": (integrals.renaming,)},
    "normalisation": {"E": (integrals.average_of_one,), "int": OF_INTEGRALS},
    "marginalisation": {"int": (integrals.marginalisation,)},
    "draws": {"int": (integrals.independent_draws,)},
    "moments": {"int": (gaussians.moments,)},
    "completing": {"int": (gaussians.product_of_gaussians,)},
    "quadratic_form": {"int": (integrals.sums_under_a_gaussian, gaussians.second_moments)},
    "change": {"int": (gaussians.change_of_variables,)},
    "parts": {"int": (gaussians.by_parts,)},
    "derivative": {"D": (slopes.differentiation,)},
    "polar": {"int": (slopes.polar_coordinates,)},
    "antiderivative": {"dint": (slopes.fundamental_theorem,)},
}  # fmt: skip
"""By rule and by kind of atom, the figures tried there, in this order."""

DECLARED = (densities.as_declared, densities.component_as_declared)
OF_FACTS = ("declared", "independence", "gaussian")
"""The rules under which a fact may stand: at a density, each of these figures is tried with every such fact."""

PASSES = {*FIGURES, *OF_FACTS}


def one_pass(key: str, term: Term, facts: tuple[Fact, ...] = ()) -> Term:
    """One rule at every place where it fits, the innermost first. Raises Refused for a rule that is none."""
    require(key in PASSES, f"no rule {key}")
    about = [fact for fact in facts if fact[0] == key in OF_FACTS]
    figures = {"density": [partial(figure, fact) for fact in about for figure in DECLARED], **FIGURES.get(key, {})}

    def after(a: Atom) -> Term | None:
        return next(fitting(lambda figure: figure(a), figures.get(a[0], ())), None)

    return walk(term, after=after)
