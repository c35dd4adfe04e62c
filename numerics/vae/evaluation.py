"""What a trained model is worth on images: its ELBO with an error, the KL of each latent, and what has gone wrong."""

from __future__ import annotations

import math

import numpy as np

from numerics.vae.model import VAE

SAMPLES = 64
COLLAPSED = 0.01  # nats: a latent whose mean KL is below says nothing of x
PAID = 1.0  # nats
ACTIVE = 0.01  # a latent is active if its mean varies over the images by more (Burda et al. 2016)


def evaluate(
    model: VAE, images: np.ndarray, samples: int = SAMPLES, seed: int = 0, labels: np.ndarray | None = None
) -> dict[str, float]:
    """Mean ELBO, KL and reconstruction in nats per image over so many noise draws, with the ELBO's standard error."""
    rng = np.random.default_rng([seed, 0x6576616C])
    losses = np.array(
        [model.loss(images, rng.standard_normal((len(images), model.latent_dim)), labels) for _ in range(samples)]
    )  # samples, 3
    total, kl, reconstruction = losses.mean(axis=0).tolist()
    largest = float(np.abs(losses[:, 0]).max()) or 1.0  # of a run that has diverged the square is too large to tell
    error = largest * float((losses[:, 0] / largest).std(ddof=1) / math.sqrt(samples))
    return {"elbo": -total, "kl": kl, "reconstruction": reconstruction, "standard_error": error}


def kl_of_each_latent(model: VAE, images: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
    """Mean over the images of each latent's KL[p(z_i|x)//q(z_i)], (d,), in nats; they add up to the KL term."""
    mean, log_variance = (part.astype(np.float64) for part in model.encode(images, labels))
    return 0.5 * np.mean(np.expm1(log_variance) - log_variance + mean**2, axis=0)


def active_units(model: VAE, images: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
    """Which latents are active, (d,): the variance over the images of their posterior mean is above 0.01."""
    return model.encode(images, labels)[0].astype(np.float64).var(axis=0) > ACTIVE


def paid_for_nothing(model: VAE, images: np.ndarray, labels: np.ndarray | None = None) -> bool:
    """Whether a KL of a nat or more buys nothing: no latent is active, and what the decoder makes of the images' own
    posterior means is, to a hundredth of the images' variance, what it makes of the average of these means."""
    mean = model.encode(images, labels)[0]
    if kl_of_each_latent(model, images, labels).max() < PAID or active_units(model, images, labels).any():
        return False
    average = np.broadcast_to(mean.mean(axis=0), mean.shape)
    told_apart = np.sum((model.decode(mean, labels).astype(np.float64) - model.decode(average, labels)) ** 2)
    return bool(told_apart < ACTIVE * np.sum((images - images.mean(axis=0, dtype=np.float64)) ** 2))


def what_is_wrong(before: VAE, after: VAE, images: np.ndarray, labels: np.ndarray | None = None) -> list[str]:
    """Sentences on a run that has failed in silence, none if it has not; `before` is the model before the first step.

    Looked for: parameters that are not finite; an ELBO below its start; a posterior that is the prior for every image;
    one that is not, and is nearly the same for every image.
    """
    try:
        after.check_parameters()
        start, end = (evaluate(model, images, 8, labels=labels)["elbo"] for model in (before, after))
    except ValueError as error:
        return [f"the run has diverged: {error}"]
    found = []
    if end < start:
        found.append(
            f"the run has diverged: the ELBO fell from {start:.6g} before the first step to {end:.6g} nats; a smaller "
            f"--learning-rate may help"
        )
    largest = float(kl_of_each_latent(after, images, labels).max())
    same = "every picture of one label is the same" if after.classes else "every picture is the same"
    if largest < COLLAPSED:
        smaller = (
            "a smaller --decoder-variance, a smaller --beta"
            if after.architecture.likelihood == "gaussian"
            else "a smaller --beta"
        )
        found.append(
            f"the posterior has collapsed: no latent's KL is above {largest:.1g} nats, so z says nothing of x and "
            f"{same}; {smaller} or a --warm-up may help"
        )
    elif paid_for_nothing(after, images, labels):
        found.append(
            f"the encoder is stuck: a latent's KL is {largest:.3g} nats, but its z is nearly that of every image, so "
            f"{same}; a smaller --learning-rate may help"
        )
    return found
