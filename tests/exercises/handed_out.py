"""A small worksheet written by hand: two chains, one slip, one line left out; cheap to judge."""

RIGHT_BOX = r"-\int p(x) \log \frac{p(x)}{q(x)} \,dx"
RIGHT_SLIP = r"\int p(x) \log \frac{q(x)}{p(x)} \,dx"
BOX = r"\boxed{\ ?_{1}\ }"
SLIP = r"\int p(x) \log \frac{p(x)}{q(x)} \,dx"
WORKSHEET = rf"""<!-- vae-derivations exercise: by hand, seed 0 -->

# Exercise

Every row should follow from the row above it. Rows that do not: 1. Boxes to be filled: 1.

$$
\begin{{align}}
& -\mathrm{{KL}}[p(x) \| q(x)] \notag \\
=\;& {BOX} \tag{{1}} \\
=\;& \int p(x) [\log q(x) - \log p(x)] \,dx \tag{{2}} \\
\end{{align}}
$$

$$
\begin{{align}}
& \mathbb{{E}}_{{x \sim p(x)}}\left[ \log \frac{{q(x)}}{{p(x)}} \right] \notag \\
=\;& {SLIP} \tag{{3}} \\
=\;& \mathrm{{KL}}[p(x) \| q(x)] \tag{{4}} \\
\ge\;& 0 \tag{{5}}
\end{{align}}
$$
"""


def answered(box: str = RIGHT_BOX, slip: str = RIGHT_SLIP, kl: str = r"-\mathrm{KL}[p(x) \| q(x)]", sign: str = r"\le"):
    """The worksheet with the box filled and the slip, what follows it, and the sign below mended so."""
    text = WORKSHEET.replace(BOX, box).replace(SLIP + r" \tag{3}", slip + r" \tag{3}")
    return text.replace(r"\mathrm{KL}[p(x) \| q(x)] \tag{4}", kl + r" \tag{4}").replace(r"\ge\;& 0", sign + r"\;& 0")
