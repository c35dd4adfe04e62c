"""For each rule steps that it refuses, nearly those that it accepts."""

from rule_steps import (
    A,
    S,
    a,
    angle,
    centre,
    components,
    d,
    data,
    draws,
    encoder,
    eps,
    first,
    i,
    j,
    k,
    letter,
    m,
    mu,
    p,
    posterior,
    product_density,
    q,
    r,
    radius,
    s,
    sigma,
    step,
    v,
    value,
    w,
    x,
    y,
    z,
    z_,
)
from sympy import Derivative, exp, oo, pi, sqrt
from sympy import Integral as Between

from derivations.judging.derivation import at_least, at_most, estimated_by, same_minimiser
from derivations.language.facts import Free
from derivations.language.words import (
    ELBO,
    KL,
    Bilinear,
    ConditionalEntropy,
    CrossEntropy,
    Entropy,
    Expectation,
    Integral,
    MutualInformation,
    Normal,
    Product,
    SampleAverage,
    Trace,
    Variance,
    log,
)

REFUSES = {
    "kl": [
        value(KL(p(x), q(x)), Integral(q(x) * log(q(x) / p(x)), x)),
        value(KL(p(x), q(x)), Integral(p(x) * log(q(x) / p(x)), x)),
    ],
    "entropy": [
        value(Entropy(p(x)), Integral(p(x) * log(p(x)), x)),
        value(ConditionalEntropy(p(x | z)), -Integral(p(x | z) * log(p(x | z)), x)),
    ],
    "cross_entropy": [value(CrossEntropy(p(x), q(x)), -Integral(q(x) * log(p(x)), x))],
    "mutual_information": [
        value(MutualInformation(p(x, z), x, z), Integral(p(x, z) * log(p(x, z) / (p(x) * q(z))), x, z))
    ],
    "elbo": [value(ELBO(p(z | x), q(x | z), q(z)), Expectation(log(q(x | z)), p(z | x)) + KL(p(z | x), q(z)))],
    "expectation": [value(Expectation(log(q(x | z)), p(z | x)), Integral(q(z) * log(q(x | z)), z))],
    "variance": [value(Variance(mu(x), p(x)), Expectation(mu(x) ** 2, p(x)))],
    "product": [value(p(x, z), p(x) * p(z)), value(p(x, z), p(x) * p(x | z)), value(p(x, z), p(x) * q(z | x))],
    "bayes": [value(q(x | z) * q(z), q(z | x) * p(x)), value(q(x | z) * q(z), q(z | x) * q(z))],
    "log": [
        value(log(r * s), log(r) + log(s)),  # neither factor is known to be positive
        value(log(-p(x) / q(x)), log(p(x)) - log(q(x)), "algebra"),
        value(log(r**2), 2 * log(r)),
        value(log(p(x) + q(x)), log(p(x)) + log(q(x))),
    ],
    "linearity": [
        value(Integral(mu(x) * p(x), x), Integral(mu(x), x) * Integral(p(x), x)),
        value(Integral(mu(x) + p(z), x), Integral(mu(x), x) + p(z)),
    ],
    "fubini": [
        value(Integral(Integral(p(x, z) * mu(x), z) ** 2, x), Integral(p(x, z) ** 2 * mu(x) ** 2, z, x)),
        value(Integral(Integral(p(z | x) * q(x), z), x), Integral(Integral(p(z | x) * q(x), x), x)),
    ],
    "normalisation": [
        value(Integral(p(z | x), x), 1),  # p(z|x) is no density of x
        value(Integral(p(z | x) * log(q(x | z)), z), log(q(x | z))),  # z stands elsewhere too
        value(Integral(p(z | x) ** 2, z), 1),
        value(Integral(p(z | x) * q(z), z), 1),
    ],
    "marginalisation": [
        value(Integral(p(x, z), z), p(z)),
        value(Integral(p(x, z) * log(q(z)), z), p(x) * log(q(z))),
        value(Integral(p(z | x), x), p(z)),
    ],
    "constant": [
        value(Integral(mu(z) * log(q(z)), z), mu(z) * Integral(log(q(z)), z)),  # the factor is not constant
        value(Expectation(mu(z) * mu(x), p(x)), mu(x) * Expectation(mu(z), p(x)), "expectation"),
    ],
    "renaming": [
        value(Integral(p(z) * log(q(z_)), z), Integral(p(z_) * log(q(z_)), z_)),  # z' is free on the left
        value(Integral(p(z) * log(q(z)), z), Integral(p(x) * log(q(x)), x)),  # another variable, not another name
        value(Integral(mu(x), x), Integral(mu(z), z)),  # x and z may have different ranges
    ],
    "independence": [
        value(p(w | x), Product(p(w[i] | x), (i, 1, d))),  # not declared
        value(p(w), Product(p(w[i]), (i, 1, d)), facts=(components,)),  # declared only given x
    ],
    "gaussian": [
        value(p(z | x), Normal(z, mu(x), v)),
        value(p(z | x), Normal(z, mu(x), v**2), facts=(encoder,)),
        value(q(z | x), Normal(z, mu(x), v), facts=(encoder,)),
        value(log(Normal(z, m, v)), -(log(2) + log(pi) + log(v) + (z - m) ** 2 / v), "log"),
    ],
    "formula": [
        value(Normal(z, m, v), exp(-((z - m) ** 2) / v) / sqrt(2 * pi * v)),
        value(Normal(z, m, v), exp(-((z - m) ** 2) / (2 * v)) / sqrt(2 * pi * v**2)),
    ],
    "moments": [
        value(Integral(Normal(z, m, v) * z**2, z), m**2 + v**2),
        value(Integral(Normal(z, m, v) * z**2, z), v),
        value(Integral(Normal(z, z_, v) * z**2, z), z**2 + v),
        value(Integral(Normal(z, m, z) * z, z), m),  # the variance mentions z: no Gaussian in z
    ],
    "completing": [
        value(Integral(Normal(x, s * z, a) * Normal(z, m, v), z), Normal(x, s * m, a + v), "normalisation"),
        value(Integral(Normal(x, z**2, a) * Normal(z, m, v), z), Normal(x, m**2, a + v), "normalisation"),
        value(Integral(Normal(x, z, z**2) * Normal(z, m, v), z), Normal(x, m, z**2 + v), "normalisation"),
    ],
    "quadratic_form": [
        value(Integral(Normal(y, centre, S) * Bilinear(y, A, y), y), Bilinear(centre, A, centre)),
        value(Integral(Normal(y, centre, S) * Bilinear(y, A, y), y), Trace(A) + Bilinear(centre, A, centre)),
    ],
    "change": [
        value(
            Expectation(log(q(x | z)), Normal(z, m, sigma**2)),
            Expectation(log(q(x | z)).subs(z, m + sigma**2 * eps), Normal(eps, 0, 1)),
            "expectation",
        )
    ],
    "declared": [
        value(p(z | x), q(z | x)),  # not declared
        value(p(x | z), q(x | z), facts=(posterior,)),  # declared for the other conditional
    ],
    "draws": [
        value(
            Expectation(mu(draws[i]) * mu(draws[j]), product_density),
            Expectation(mu(first), p(first)) ** 2,  # the diagonal is forgotten
            *("expectation", "normalisation", "linearity", "constant", "renaming"),
        ),
        value(Expectation(x * z, p(x, z)), Expectation(x, p(x)) * Expectation(z, p(z)), "expectation", "constant"),
    ],
    "derivative": [
        value(Derivative(exp(m**2), m), exp(m**2)),
        value(Derivative(Expectation(z**2, Normal(z, m, v)), m), 0, "expectation"),  # the density holds m
        value(Derivative(log(a), a), a),
    ],
    "polar": [
        value(
            Integral(exp(-(x**2 + z**2) / 2), x, z),
            Between(Between(exp(-(radius**2) / 2), (radius, 0, oo)), (angle, 0, 2 * pi)),  # the r is forgotten
        ),
        value(
            Integral(exp(-(x**2 + z**4) / 2), x, z),
            Between(Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)), (angle, 0, 2 * pi)),
        ),
    ],
    "antiderivative": [
        value(Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)), 2),
        value(Between(radius**-2, (radius, -1, 1)), -2),  # the integrand is infinite in between
        value(Between(1 / radius, (radius, -1, 1)), 0),
    ],
    "parts": [
        value(Integral((z - m) * z**2 * Normal(z, m, v), z), Integral(2 * z * Normal(z, m, v), z), "linearity"),
        value(Integral((z - m) * Normal(z, m, z**2), z), 0, "linearity"),  # the variance holds z
    ],
    "algebra": [value((r + s) ** 2, r**2 + s**2), value(Integral(p(x), x), 1)],
    "gibbs": [
        step(at_most, KL(p(x), q(x)), 0),
        step(at_least, KL(p(x), q(x)) - KL(q(x), p(x)), 0),
        step(at_least, r * KL(p(x), q(x)), 0),  # r may be negative
        step(at_least, Entropy(p(x)), 0),  # not so for densities
    ],
    "discrete_entropy": [
        step(at_least, Entropy(p(x)), 0, "entropy"),  # a differential entropy may be negative
        step(at_most, Entropy(p(letter)), 0, "entropy"),
        step(at_least, CrossEntropy(p(letter), q(letter)) - Entropy(q(letter)), 0, "entropy", "cross_entropy"),
    ],
    "jensen": [
        step(at_least, Expectation(log(q(x | z)), p(z | x)), log(Expectation(q(x | z), p(z | x)))),
        step(at_least, -log(Expectation(q(x | z), q(z))), -Expectation(log(q(x | z)), q(z))),
        step(at_most, Expectation(q(x | z) ** 2, q(z)), Expectation(q(x | z), q(z)) ** 2),
    ],
    "log_bound": [
        step(at_least, log(p(x)), p(x) - 1),
        step(at_most, -log(a), 1 - a),
        step(at_most, log(a), a / 2),
    ],
    "drop_constant": [
        step(same_minimiser, KL(p(x), q(x)) + Entropy(q(x)), KL(p(x), q(x)), free=data),  # q is optimised
        step(same_minimiser, KL(p(x), q(x)), KL(q(x), p(x)), free=data),  # the same argmin, but not this rule
        step(same_minimiser, KL(p(x), q(x)) * 2, KL(p(x), q(x)), free=data),
    ],
    "rescale": [
        step(same_minimiser, -KL(p(x), q(x)), KL(p(x), q(x)), free=data),
        step(same_minimiser, r * KL(p(x), q(x)), KL(p(x), q(x)), free=data),  # r may be negative
        step(
            same_minimiser, a * KL(p(x), q(x)), KL(p(x), q(x)), free=Free((p(x),), frozenset({"a"}))
        ),  # a is optimised
        step(same_minimiser, KL(p(x), q(x)) / 2 + Entropy(q(x)), KL(p(x), q(x)) + Entropy(q(x)), free=data),
    ],
    "sample_average": [
        step(
            estimated_by, log(Expectation(q(x | z), p(z | x))), log(SampleAverage(q(x | z), p(z | x), k))
        ),  # the log of an average is biased
        step(estimated_by, Expectation(mu(z), p(z | x)), -SampleAverage(mu(z), p(z | x), k)),
        step(estimated_by, Expectation(mu(z), p(z | x)), SampleAverage(mu(z), q(z), k)),  # drawn from elsewhere
        step(estimated_by, Expectation(mu(z), p(z | x)) ** 2, SampleAverage(mu(z), p(z | x), k) ** 2),
    ],
}
