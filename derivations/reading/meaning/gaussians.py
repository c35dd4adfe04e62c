"""Recognising a Gaussian density in a formula such as (2 pi s)^(-1/2) exp(-(z - m)^2 / (2 s))."""

from __future__ import annotations

import re

import sympy
from sympy import Expr, exp

from derivations.judging.following import follows
from derivations.language import words as L
from derivations.printing.printing import to_latex
from derivations.reading.meaning.vector_normals import covariance_shape, vector_mass

NORMALISER = re.compile(r"(?:\\(?:mathcal|mathrm)\{)?[ACKNZc](?![a-z])|\\(?:kappa|eta|zeta)\b|constant:")


def as_normal(formula: Expr, variable) -> Expr | None:
    """Normal(variable, m, v) if the formula is exactly that density; None otherwise."""
    shape = quadratic_exponent(formula, variable) or covariance_shape(formula, variable)
    if shape is None:
        return None
    mean, variance = shape
    normal = L.Normal(variable, mean, variance)
    return normal if follows(formula, normal) else None


def mass_of(formula: Expr, variable) -> Expr | None:
    """What a formula with the shape of a Gaussian integrates to over its variable; None of another shape."""
    shape = quadratic_exponent(formula, variable)
    if shape is None or not shape[1].is_positive:
        return None
    x, (mean, variance) = sympy.Dummy("x", real=True), shape
    gaussian = exp(-((x - mean) ** 2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)
    mass = sympy.simplify(formula.subs(variable, x) / gaussian)
    return (
        None
        if mass.has(x) or any(map(normaliser, mass.free_symbols - mean.free_symbols - variance.free_symbols))
        else mass
    )


def normaliser(letter: Expr) -> bool:
    """Whether a letter that stands before an exponential alone may be what makes it a density: the Z of exp(-E)/Z."""
    return NORMALISER.match(letter.name) is not None


def unnormalised(density: L.Density, formula: Expr, out) -> bool:
    """A formula with the shape of a Gaussian that does not integrate to one is no density."""
    target = density.targets[0]
    mass = mass_of(formula, target) if len(density.targets) == 1 else None
    if mass is None and len(density.targets) == 1 and (of_vectors := vector_mass(formula, target)) != 1:
        mass = of_vectors
    if mass is None:
        return False
    exact = f"this is no density: it integrates to {mass}, not to 1"
    out.message = exact if mass.is_number else "this is no density: it does not integrate to 1"
    out.verdict = "refuted"
    normal = map(to_latex, quadratic_exponent(formula, target) or covariance_shape(formula, target))
    out.suggestion = rf"\mathcal{{N}}({to_latex(target)}; {', '.join(normal)})"
    return True


def flaw_of(density: L.Density, formula: Expr) -> str:
    """Why a formula cannot be that of a density: a variance or a value below zero, a mass that is not one. Else ""."""
    for normal in formula.atoms(L.Normal):
        if normal.args[2].is_nonpositive:
            return f"this is no density: a variance is positive, and {normal.args[2]} is not"
    if formula.is_nonpositive:
        return "this is no density: its values are not positive"
    terms = [term.as_coeff_Mul() for term in sympy.Add.make_args(formula)]
    masses = all(isinstance(rest, L.Normal) and rest.args[0] in density.targets for _, rest in terms)
    mass = sum(share for share, _ in terms)
    return f"this is no density: it integrates to {mass}, not to 1" if masses and mass != 1 else ""


def quadratic_exponent(formula: Expr, variable) -> tuple[Expr, Expr] | None:
    """(m, v) of the one exponential factor exp(-(z - m)^2 / (2 v)) in which the variable occurs."""
    stand_in = sympy.Dummy("z", real=True)
    taken = formula.subs(variable, stand_in)
    exponent, others = sympy.Integer(0), []
    for factor in sympy.Mul.make_args(taken):
        if isinstance(factor, exp):
            exponent += factor.exp
        elif isinstance(factor, sympy.Pow) and isinstance(factor.base, exp):
            exponent += factor.base.exp * factor.exp
        else:
            others.append(factor)
    if any(o.has(stand_in) for o in others) or not exponent.has(stand_in):
        return None
    try:
        polynomial = sympy.Poly(sympy.expand(exponent), stand_in)
    except sympy.PolynomialError:
        return None
    if polynomial.degree() != 2:
        return None
    a, b, _ = polynomial.all_coeffs()
    variance = sympy.cancel(-1 / (2 * a))
    return sympy.cancel(b * variance), sympy.cancel(variance)
