"""For each rule steps that it accepts."""

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
from sympy import Derivative, KroneckerDelta, exp, oo, pi, sqrt
from sympy import Integral as Between

from derivations.judging.derivation import at_least, at_most, estimated_by, same_minimiser
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

ACCEPTS = {
    "kl": [value(KL(p(x), q(x)), Integral(p(x) * log(p(x) / q(x)), x))],
    "entropy": [
        value(Entropy(p(x)), -Integral(p(x) * log(p(x)), x)),
        value(ConditionalEntropy(p(x | z)), -Integral(p(x, z) * log(p(x | z)), x, z)),
    ],
    "cross_entropy": [value(CrossEntropy(p(x), q(x)), -Integral(p(x) * log(q(x)), x))],
    "mutual_information": [
        value(MutualInformation(p(x, z), x, z), Integral(p(x, z) * log(p(x, z) / (p(x) * p(z))), x, z))
    ],
    "elbo": [value(ELBO(p(z | x), q(x | z), q(z)), Expectation(log(q(x | z)), p(z | x)) - KL(p(z | x), q(z)))],
    "expectation": [value(Expectation(log(q(x | z)), p(z | x)), Integral(p(z | x) * log(q(x | z)), z))],
    "variance": [value(Variance(mu(x), p(x)), Expectation(mu(x) ** 2, p(x)) - Expectation(mu(x), p(x)) ** 2)],
    "product": [value(p(x, z), p(x) * p(z | x)), value(p(x, z) / p(z), p(x | z))],
    "bayes": [value(q(x | z) * q(z), q(z | x) * q(x))],
    "log": [
        value(log(p(x) * q(x)), log(p(x)) + log(q(x))),
        value(log(p(x) / q(x)), log(p(x)) - log(q(x))),
        value(log(p(x) ** 3), 3 * log(p(x))),
    ],
    "linearity": [
        value(Integral(2 * mu(x) + p(x), x), 2 * Integral(mu(x), x) + Integral(p(x), x)),
        value(
            Expectation(mu(x) - log(p(x)), p(x)), Expectation(mu(x), p(x)) - Expectation(log(p(x)), p(x)), "expectation"
        ),
    ],
    "fubini": [value(Integral(p(x, z) * mu(x), z, x), Integral(Integral(p(x, z) * mu(x), z), x))],
    "normalisation": [value(Integral(p(z | x), z), 1), value(Integral(q(x, z), x, z), 1)],
    "marginalisation": [value(Integral(p(x, z), z), p(x))],
    "constant": [value(Integral(mu(x) * log(q(z)), z), mu(x) * Integral(log(q(z)), z))],
    "renaming": [value(Integral(p(z) * log(q(z)), z), Integral(p(z_) * log(q(z_)), z_))],
    "independence": [value(p(w | x), Product(p(w[i] | x), (i, 1, d)), facts=(components,))],
    "gaussian": [
        value(p(z | x), Normal(z, mu(x), v), facts=(encoder,)),
        value(log(Normal(z, m, v)), -(log(2) + log(pi) + log(v) + (z - m) ** 2 / v) / 2, "log"),
    ],
    "formula": [value(Normal(z, m, v), exp(-((z - m) ** 2) / (2 * v)) / sqrt(2 * pi * v))],
    "moments": [
        value(Integral(Normal(z, m, v) * z, z), m, "constant"),
        value(Integral(Normal(z, m, v) * z**2, z), m**2 + v, "constant"),
        value(Integral(Normal(z, 0, v) * z**4, z), 3 * v**2, "constant"),
        value(Integral(Normal(z, mu(x), v) * z**3, z), mu(x) ** 3 + 3 * mu(x) * v, "constant"),
    ],
    "completing": [
        value(
            Integral(Normal(x, r + s * z, a) * Normal(z, m, v), z), Normal(x, r + s * m, a + s**2 * v), "normalisation"
        ),
        value(
            Integral(z * Normal(x, z, v) * Normal(z, 0, v), z),
            x * Normal(x, 0, 2 * v) / 2,
            *("moments", "constant"),
        ),
    ],
    "quadratic_form": [
        value(
            Integral(Normal(y, centre, S) * Bilinear(y, A, y), y),
            Trace(A * S) + Bilinear(centre, A, centre),
            "constant",
        )
    ],
    "change": [
        value(
            Expectation(log(q(x | z)), Normal(z, m, sigma**2)),
            Expectation(log(q(x | z)).subs(z, m + sigma * eps), Normal(eps, 0, 1)),
            "expectation",
        )
    ],
    "declared": [
        value(p(z | x), q(z | x), facts=(posterior,)),
        value(log(p(z | x) / q(z | x)), 0, facts=(posterior,)),
    ],
    "draws": [
        value(
            Expectation(mu(draws[i]) * mu(draws[j]), product_density),
            Expectation(mu(first), p(first)) ** 2
            + KroneckerDelta(i, j) * (Expectation(mu(first) ** 2, p(first)) - Expectation(mu(first), p(first)) ** 2),
            *("expectation", "normalisation", "linearity", "constant", "renaming"),
        )
    ],
    "derivative": [
        value(Derivative(exp(m**2) * m, m), exp(m**2) + 2 * m**2 * exp(m**2)),
        value(Derivative(log(a), a), 1 / a),
        value(Derivative(Integral(p(z) * log(z**2 + a), z), a), Integral(p(z) / (z**2 + a), z)),
    ],
    "polar": [
        value(
            Integral(exp(-(x**2 + z**2) / 2), x, z),
            Between(Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)), (angle, 0, 2 * pi)),
        )
    ],
    "antiderivative": [
        value(Between(radius * exp(-(radius**2) / 2), (radius, 0, oo)), 1),
        value(Between(radius**2, (radius, 0, a)), a**3 / 3),
    ],
    "parts": [
        value(
            Integral((z - m) * z**2 * Normal(z, m, v), z),
            v * Integral(2 * z * Normal(z, m, v), z),
            "linearity",
            "constant",
        )
    ],
    "algebra": [value((r + s) ** 2, r**2 + 2 * r * s + s**2)],
    "gibbs": [
        step(at_least, KL(p(x), q(x)) + r, r),
        step(at_most, -Expectation(KL(p(z | x), q(z)), p(x)), 0),
        step(at_most, log(q(x)) - KL(p(z | x), q(z | x)), log(q(x))),
    ],
    "discrete_entropy": [
        step(at_least, Entropy(p(letter)), 0, "entropy"),
        step(at_most, -Entropy(p(letter | x)) + r, r, "entropy", "product", "log", "linearity", "constant"),
    ],
    "jensen": [
        step(at_most, Expectation(log(q(x | z)), p(z | x)), log(Expectation(q(x | z), p(z | x)))),
        step(at_least, log(Expectation(q(x | z), q(z))), Expectation(log(q(x | z)), q(z))),
    ],
    "log_bound": [
        step(at_most, log(p(x)), p(x) - 1),
        step(at_least, -log(a), 1 - a),
        step(at_least, log(a), 1 - 1 / a),
    ],
    "drop_constant": [
        step(same_minimiser, KL(p(x), q(x)) - Entropy(p(x)), KL(p(x), q(x)), free=data),
        step(same_minimiser, KL(p(x), q(x)) + a, KL(p(x), q(x)), free=data),
    ],
    "rescale": [
        step(same_minimiser, KL(p(x), q(x)) / 2, KL(p(x), q(x)), free=data),
        step(same_minimiser, KL(p(x), q(x)) / a, KL(p(x), q(x)), free=data),
    ],
    "sample_average": [
        step(estimated_by, Expectation(mu(z), p(z | x)), SampleAverage(mu(z), p(z | x), k)),
        step(estimated_by, Expectation(mu(z), p(z | x)), SampleAverage(mu(z), p(z | x), 1)),
    ],
}
