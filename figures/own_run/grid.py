r"""What the decoder makes of the plane: a picture at each quantile of the prior; one row per class if conditional."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from figures.canvas import heading
from figures.language import speaker
from figures.own_run.run import OwnRun
from figures.own_run.strips import show_strip
from numerics.vae.evaluation import kl_of_each_latent
from numerics.vae.latent import prior_quantiles

LABEL = "6.2"
TITLE = {"en": "What this decoder makes of the plane", "zh": "本模型的解码器眼中的平面"}
COLUMNS, ROWS = 12, 7


def fits(run: OwnRun) -> bool:
    return True


def draw(figure: Figure, run: OwnRun, lang: str = "en") -> None:
    say = speaker(lang)
    model = run.model
    order = np.argsort(-kl_of_each_latent(model, run.images, run.given))
    columns = prior_quantiles(COLUMNS)
    rows = min(model.classes, 10) if model.classes else ROWS if model.latent_dim > 1 else 1
    z = np.zeros((rows, COLUMNS, model.latent_dim), model.dtype)
    z[..., order[0]] = columns
    first = f"$z_{{{order[0] + 1}}}$"
    labels = None
    if model.classes:
        labels = np.repeat(np.arange(rows), COLUMNS)
        words = say(f"across: the quantiles of {first}; down: the label", f"横向：{first} 的分位数；纵向：标签")
    else:
        if model.latent_dim > 1:
            z[..., order[1]] = prior_quantiles(rows)[::-1, None]
        words = say("over quantiles of $q(z)$", "取 $q(z)$ 的分位数")
    if model.latent_dim > (1 if model.classes else 2):
        if not model.classes:
            second = f"$z_{{{order[1] + 1}}}$"
            words += say(f"; across {first}, down {second}", f"；横向 {first}，纵向 {second}")
        words += say(", the other latents at 0", "，其余隐变量为 0")
    heading(figure, TITLE[lang], LABEL, r"$E_{q(x/z)}\,x$ " + words)
    images = model.decode(z.reshape(-1, model.latent_dim), labels)
    show_strip(figure.subplots(), images, run.image_shape, COLUMNS)
