"""Lines that a careful reader would not accuse, by the kind of thing that was heard: a small note each, and beside it
one that is still caught, so that nothing is kept from being refuted by saying nothing."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge


def verdicts(note: str) -> list[str]:
    return [found.verdict for found in Judge(read_note(note), mend=False).run()]


KL = r"\log\frac{s_2}{s_1} + \frac{s_1^2 + (m_1-m_2)^2}{2 s_2^2} - \frac12"
OTHERS = r"$$ \log p(x) = \log\int p(x,z)\,dz $$ and $$ \log q(y) = \log\int q(y,z)\,dz $$" + "\n\n"
LAWS = r"For $p = \mathcal{N}(m_1, s_1^2)$ and $q = \mathcal{N}(m_2, s_2^2)$:"
SIZED = (
    r" The model is $p(x) = \mathcal{N}(x; m, s^2 I)$." + "\n\n"
    r"$$ -\sum_{n=1}^N \log p(x_n) = \frac{1}{2s^2}\sum_{n=1}^N \lVert x_n - m \rVert^2 + "
)
ENTRIES = "Let $z$ have $J$ entries.\n\n$$ \\log \\mathcal{N}(z; 0, I) = "
CASES = {
    "numbers without a nought": (r"With $a = .5; b = 2.5$:" "\n\n" r"$$ a b + .75 = 2 $$", ["proved"]),
    "laws of two letters in quotes": (
        r'Let $P$ be the "true" distribution $\mathcal{N}(m_1, s_1^2)$ and $Q$ be the "approximating" distribution'
        r" $\mathcal{N}(m_2, s_2^2)$." "\n\n" rf"$$ D_{{KL}}(P \| Q) = {KL} $$",
        ["proved"],
    ),
    "a parameter that is left out": (
        r"Here $q(z)$ is some distribution over $z$ with parameters $\lambda$ (omitted for cleanliness)." "\n\n"
        r"$$ \log p(x) = \mathbb{E}_{q(z)}[\log p(x,z)] $$",
        ["refuted"],
    ),
    "a chain that names two things": (r"$$ Y = g(X) = a X $$", ["definition", "definition"]),
    "and then holds to them": (
        r"$$ Y = g(X) = a X $$" + "\n\nHence\n\n" + r"$$ g(X) = 2 a X $$",
        ["definition", "definition", "refuted"],
    ),
    "how a variable is made": (
        r"$$ x_t = \sqrt{1-b}\, x_{t-1} + \sqrt{b}\, \epsilon_t $$ where $\epsilon_t \sim \mathcal{N}(0, I)$ and"
        r" $$ q(x_t|x_{t-1}) = \mathcal{N}(x_t; \sqrt{1-b}\, x_{t-1}, b I) $$",
        ["definition", "definition"],
    ),
    "declared in a sentence and set again": (
        "Take a square matrix $A$ with $A A^T = \\Sigma$.\n\n$$ x \\sim \\mathcal{N}(0, \\Sigma) $$"
        "\n\n$$ A A^T = \\Sigma $$",
        ["definition"],
    ),
    "denied in a sentence and set again": (
        "Take $a$ and $b$. It is not true that $a + b = 2 b$.\n\n$$ a + b = 2 b $$", ["refuted"],
    ),
    "weights that sum to one": (
        r"Let $w_k > 0$ and $\sum_{k=1}^K w_k = 1$." "\n\n" r"$$ \sum_{k=1}^K (w_k a + w_k b) = a + b $$",
        ["proved"],
    ),
    "weights that sum to one, wrong": (
        r"Let $w_k > 0$ and $\sum_{k=1}^K w_k = 1$." "\n\n" r"$$ \sum_{k=1}^K (w_k a + w_k b) = a + 2 b $$",
        ["refuted"],
    ),
    "a set whose size is told otherwise": (
        r"The $n$ observations $x_i$ are independent given $z$, and $\mathcal{B}$ is a set of $B$ indices." "\n\n"
        r"$$ \sum_{i=1}^n \log p(x_i|z) \approx \frac{n}{B} \sum_{i \in \mathcal{B}} \log p(x_i|z) $$",
        ["consistent"],
    ),
    "rounded": (r"$$ \frac12 \log\frac98 = 0.0589 $$", ["consistent"]),
    "rounded wrongly": (r"$$ \frac12 \log\frac98 = 0.0587 $$", ["doubtful"]),
    "no rounding": (r"$$ \frac12 \log\frac98 = 0.0789 $$", ["refuted"]),
    "about": (r"$$ \log 2 \approx 0.69 $$", ["consistent"]),
    "not about": (r"$$ \log 2 \approx 0.31 $$", ["refuted"]),
    "values in a display": (r"$$ X + Y = a X + b Y \quad \text{with} \quad a = b = 1 $$", ["proved"]),
    "other values": (r"$$ X + Y = a X + b Y \quad \text{with} \quad a = b = 2 $$", ["refuted"]),
    "limits in order": (
        r"$$ f(x) = \frac{1}{b-a+1} $$" + "\n\n" + r"$$ \sum_{x=a}^{b} f(x) = 1 $$", ["definition", "proved"],
    ),
    "limits in order, wrong": (
        r"$$ f(x) = \frac{1}{b-a} $$" + "\n\n" + r"$$ \sum_{x=a}^{b} f(x) = 1 $$", ["definition", "refuted"],
    ),
    "a mean of whatever": (r"$$ \langle c - k u^2 \rangle_{\mathcal{N}(a, b^2)} = c - k(a^2 + b^2) $$", ["unread"]),
    "a bare E under the density that the chain averages with": (
        r"$$ \int q(z) \log p(z,x)\,dz = \mathbb{E}[\log p(x,z)] $$", ["proved"],
    ),
    "a bare E, wrong under every density": (
        r"$$ \int q(z) \log p(z,x)\,dz = 2\,\mathbb{E}[\log p(x,z)] $$", ["refuted"],
    ),
    "an expectation over two variables is over both together": (
        r"$$ H(X,Y) = \mathbb{E}_{X,Y}[-\log p(x,y)] $$" "\n\n" r"$$ H(Y|X) = -\mathbb{E}_{x,y}[\log p(y|x)] $$",
        ["proved", "proved"],
    ),
    "an expectation over two variables, wrong": (r"$$ H(X,Y) = \mathbb{E}_{x,y}[\log p(x,y)] $$", ["refuted"]),
    "a sum over what is written with an index": (
        r"$$ H(W) = -\sum_{w_k \in \mathcal{W}} P(w_k) \log P(w_k) $$", ["proved"],
    ),
    "a sum over what is written with an index, wrong": (
        r"$$ H(W) = \sum_{w_k \in \mathcal{W}} P(w_k) \log P(w_k) $$", ["refuted"],
    ),
    "an integral over one of several members": (
        r"$$ r(u_t|u_0) = \int r(u_t, u_s|u_0)\,d u_s $$" "\n\n" r"$$ r(u_t|u_0) = \int r(u_t, u_s)\,d u_s $$",
        ["proved", "refuted"],
    ),
    "whether a sequence is a chain is not said": (
        r"$$ r(u_t|u_0) = \int r(u_t|u_s)\, r(u_s|u_0)\,d u_s $$", ["doubtful"],
    ),
    "it is said that it is none": (
        r"Here $r(u_0,u_s,u_t) = r(u_0)\,r(u_s)\,r(u_t|u_0,u_s)$." "\n\n"
        r"$$ r(u_t|u_0) = \int r(u_t|u_s)\, r(u_s|u_0)\,d u_s $$",
        ["refuted"],
    ),
    "the inverse of a name that is new": (
        r"The first two give $\mathcal{N}(u; w, G)$, where" "\n\n"
        r"$$ G^{-1} = K^{-1} + L^{-1} $$" "\n\n" r"$$ G^{-1} = K^{-1} $$", ["definition", "refuted"],
    ),
    "a parameter that is given its value after its first use": (
        r"$$ u \sim \mathcal{N}(a, \tau_t^2) $$ where" "\n\n" r"$$ \tau_t^2 = b_t = 3 c_t $$" "\n\n"
        r"$$ \tau_t^2 = 4 c_t $$",
        ["definition", "definition", "refuted"],
    ),
    "the variance of a law that is given": (
        r"Let $p(x) = \mathcal{N}(x; m, s_k^2)$." "\n\n" r"$$ s_k^2 = 2\,\mathbb{E}_{p(x)}[(x-m)^2] $$", ["refuted"],
    ),
    "a parameter that is given another value": (
        r"$$ \tau^2 = 3 c $$" "\n\nMore generally, with a new factor,\n\n" r"$$ \tau^2 = a c $$",
        ["definition", "doubtful"],
    ),
    "a value for an example": (r"$$ w = 2 u + 2 v = 2 (u + v) $$ For instance $$ v = u = 1.5 $$",
        ["definition", "proved", "definition", "doubtful"]),
    "what a density of two variables is": (
        r"$$ r(u,v) = \frac{1}{2\pi} e^{-(u^2+v^2)/2} = \frac{1}{2\pi} e^{-s^2/2} $$", ["definition", "doubtful"],
    ),
    "the prior of a family": (
        r"$$ \mathrm{KL}(p(u)\|p_\theta(u)) \geq 0 $$"
        "\n\n" r"$$ \log p_\theta(u) = \log \int p_\theta(u|w)\,p(w)\,dw $$",
        ["proved", "doubtful"],
    ),
    "two densities of one variable": (r"$$ \int p(u)\log p_\theta(u)\,du = \int p(u)\log p(u)\,du $$", ["refuted"]),
    "points that something ties": (r"$$ \log r_U(u) = \log r_W(w) - \log |\det J| $$", ["doubtful"]),
    "normals that were spoken of and not read": (
        r"$$ \mathbb{E}_r[\log r(u)] = \mathbb{E}_r\left[-\log\sigma - \tfrac{(u-\mu)^2}{2\sigma^2}\right] $$"
        "\n\n" r"$$ \mathbb{E}_r[(u-\mu)^2] = \sigma^2 $$",
        ["doubtful", "doubtful"],
    ),
    "a factor that no law gives": (r"$$ \int \sigma\, r(u)\,du = 2 \sigma $$", ["refuted"]),
    "numbers of formulas": (
        r"$$ \mathrm{KL}(r(u)\|s(u)) = (1) - (2) + (3) $$" "\n\n" r"$$ (1) = (a - b)^2 = a^2 - 2 a b - b^2 $$",
        ["unread", "unread", "refuted"],
    ),
    "numbers of an example": (r"$$ H(U) = -(0.25 \log 0.25 + 0.75 \log 0.75) $$", ["doubtful"]),
    "what a letter stands for, beside a row": (
        r"$$ \begin{aligned} \int m^2 e^{-(u-a)^2}\,du &= m^2 \int e^{-t^2}\,dt, \quad t = u - a \\"
        r" &= m^2 \sqrt{\pi} \end{aligned} $$",
        ["proved", "proved", "definition"],
    ),
    "a double bar in two signs": (
        r"$$ D_{KL}(q(z \vert x) \vert\vert p(z)) \geq 0 $$" "\n\n"
        r"$$ D_{KL}(q(z \vert x) \vert\vert p(z)) = \int q(z\vert x) \log \frac{p(z)}{q(z \vert x)}\,dz $$",
        ["proved", "refuted"],
    ),
    "sizes side by side are no double bar": (
        r"$$ \vert a \vert\vert b \vert = \vert a b \vert $$"
        "\n\n" r"$$ (\vert a \vert\vert b \vert) = 2\vert a b \vert $$",
        ["consistent", "refuted"],
    ),
    "a factor for each entry": (
        r"$$ q(z) = \prod_i q_i(z_i) $$" "\n\n" r"$$ \log q(z) = \log p(z) $$", ["definition", "refuted"],
    ),
    "a formula between two rows": (
        r"$$ \begin{aligned} f &= 2 a + 1 \\ & b + c = c + b \\ &= 1 + 2 a \end{aligned} $$",
        ["definition", "proved", "proved"],
    ),
    "rows that are all aligned at their beginning": (
        r"$$ \begin{aligned} & f = 2 a + 1 \\ & g = 3 b + 1 \\ &= 1 + 3 b \end{aligned} $$",
        ["definition", "definition", "proved"],
    ),
    "P and p": (
        r"$$ H(X) = -\sum_x P(x) \log P(x) $$ For densities, "
        r"$$ D_{KL}(P \| Q) = \int p(x) \log\frac{p(x)}{q(x)}\,dx $$",
        ["proved", "proved"],
    ),
    "P and p, wrong": (
        r"$$ H(X) = -\sum_x P(x) \log P(x) $$ For densities, "
        r"$$ D_{KL}(P \| Q) = \int q(x) \log\frac{p(x)}{q(x)}\,dx $$",
        ["proved", "refuted"],
    ),
    "size in words": (
        ENTRIES + r"-\frac J2 \log 2\pi - \frac12 \lVert z \rVert^2 $$",
        ["proved"],
    ),
    "size in words, wrong": (
        ENTRIES + r"-J \log 2\pi - \frac12 \lVert z \rVert^2 $$",
        ["refuted"],
    ),
    "images of pixels": (
        "There are $N$ images of $D$ pixels each." + SIZED + r"\frac{ND}{2}\log(2\pi s^2) $$", ["proved"],
    ),
    "vectors in a space": (
        "The data are $N$ vectors in $\\mathbb{R}^D$." + SIZED + r"\frac{ND}{2}\log(2\pi s^2) $$", ["proved"],
    ),
    "a remark between two rows": (
        r"\begin{align*} \log p(x) &= \log \mathbb{E}_{q(z)}\left[\frac{p(x,z)}{q(z)}\right] \\"
        r" &\text{by Jensen's inequality: } \log \mathbb{E}_q[Y] \ge \mathbb{E}_q[\log Y] \\"
        r" &\ge \mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right] \end{align*}",
        ["proved", "proved"],
    ),
    "a remark between two rows, wrong": (
        r"\begin{align*} \log p(x) &= \log \mathbb{E}_{q(z)}\left[\frac{p(x,z)}{q(z)}\right] \\"
        r" &\text{by Jensen's inequality: } \log \mathbb{E}_q[Y] \ge \mathbb{E}_q[\log Y] \\"
        r" &\le \mathbb{E}_{q(z)}\left[\log\frac{p(x,z)}{q(z)}\right] \end{align*}",
        ["proved", "refuted"],
    ),
    "a name that hides a variable": (
        r"$$ \frac{p(x,z)}{q(z|x)} = c $$" "\n\n" r"$$ p(x) = 2 c $$", ["definition", "doubtful"],
    ),
    "a symbol that is written otherwise": (
        "$$ \\text{ELBO} = \\mathbb{E}_{q(z)}[\\log p(x|z)] - KL(q(z) \\| p(z)) $$\n\n为了体现依赖关系，我们将 $q(z)$ "
        "改写为 $q(z|x)$：\n\n$$ \\text{ELBO} = \\mathbb{E}_{q(z|x)}[\\log p(x|z)] - KL(q(z|x) \\| p(z)) $$",
        ["definition", "doubtful"],
    ),
    "optima that are about the same": (
        r"$$ \arg\max_\theta \log p_\theta(x) \approx \arg\max_\theta \log p_\theta(x,z) $$", ["consistent"],
    ),
    "laws of bare letters": (OTHERS + LAWS + f"\n\n$$ KL(p \\| q) = {KL} $$", ["proved", "proved", "proved"]),
    "laws of bare letters, wrong": (OTHERS + LAWS + f"\n\n$$ KL(q \\| p) = {KL} $$", ["proved", "proved", "refuted"]),
    "a law that cannot be read": (
        r"Let $q(z) = \mathcal{N}(z; m, \mathrm{odd}(s,\dots))$." "\n\n" r"$$ \mathbb{E}_{q(z)}[z] = m + 1 $$",
        ["consistent"],
    ),
    "how far a logarithm reaches": (
        r"$$ \int q(z) \log p(x|z) p(z)\,dz = \int q(z)\log p(x|z)\,dz + \int q(z)\log p(z)\,dz $$", ["proved"],
    ),
    "how far a logarithm reaches, wrong either way": (
        r"$$ \int q(z) \log p(x|z) p(z)\,dz = 2\int q(z)\log p(x|z)\,dz $$", ["refuted"],
    ),
    "no differential": (r"$$ \log p(x) \int q(z)\,dz = \int q(z) \log p(x) $$", ["proved"]),
    "no differential, and two densities": (r"$$ p(x) = \int p(x|z) p(z) $$", ["unread"]),
    "no index": (r"$$ D_{KL}(P \| Q) = \sum P(x) \log\frac{P(x)}{Q(x)} $$", ["proved"]),
    "a display that begins in a sentence": (
        "So we find: $$\n\\log p(x,z) = \\log p(x) + \\log p(z|x)\n$$since $p(x) > 0$, and then: $$\n"
        "\\log p(x,z) = \\log p(z) + \\log p(x|z)\n$$as was said.",
        ["proved", "proved"],
    ),
    "bits": (
        r"$$ H(X) = -\sum_x p(x) \log_2 p(x) $$" "\n\n" r"$$ I(X;Y) = H(X) - H(X|Y) $$", ["proved", "proved"],
    ),
    "bits, wrong": (r"$$ H(X) = -2\sum_x p(x) \log_2 p(x) $$", ["refuted"]),
    "a variable made of noise": (
        r"$$ z = g_\phi(\epsilon), \quad \epsilon \sim p(\epsilon) $$" "\n\n"
        r"$$ \mathbb{E}_{q_\phi(z)}[f(z)] = \mathbb{E}_{p(\epsilon)}[f(g_\phi(\epsilon))] $$",
        ["definition", "consistent"],
    ),
    "vectors that nothing ties": (
        r"$$ KL(q(z|x) \| p(z)) = -\frac12 \sum_{j=1}^J (1 + \log s_j^2 - m_j^2 - s_j^2) $$", ["doubtful"],
    ),
    "decimals on the way": (
        r"$$ -\frac12 (1 + \log 0.9 - 0.25 - 0.9) = -\frac12 (1 - 0.105 - 0.25 - 0.9) $$", ["consistent"],
    ),
    "decimals on the way, wrong": (
        r"$$ -\frac12 (1 + \log 0.9 - 0.25 - 0.9) = -\frac12 (1 - 0.155 - 0.25 - 0.9) $$", ["refuted"],
    ),
    "what is not the same": (r"$$ KL(p \| q) \neq KL(q \| p) $$", ["consistent"]),
    "what is the same after all": (r"$$ \log p(x,z) \neq \log p(x) + \log p(z|x) $$", ["refuted"]),
    "laws of capital letters": (
        OTHERS + r"If $P \sim \mathcal{N}(m_1, s_1^2)$ and $Q \sim \mathcal{N}(m_2, s_2^2)$, then" "\n\n"
        f"$$ KL(P \\| Q) = {KL} $$", ["proved", "proved", "proved"],
    ),
    "a list that is generated": (
        r"$$ p(x_{0:T}) = p(x_T) \prod_{t=1}^T p(x_{t-1}|x_t) $$", ["definition"],
    ),
    "equal in distribution": (
        r"$$ x_t = \sqrt{a}\, x_{t-1} + \sqrt{1-a}\,\epsilon_t = a x_{t-2} + \sqrt{1-a^2}\,\epsilon' $$"
        r" where $\epsilon_t \sim \mathcal{N}(0,1)$ and $q(x_t|x_{t-1})$ is the step.",
        ["definition", "consistent"],
    ),
    "a bar that nobody explains": (r"$$ \bar a_t (1 - a_t) = \bar a_t - b_t $$", ["doubtful"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_accused(name: str):
    note, wanted = CASES[name]
    assert verdicts(note) == wanted
