"""Words that a sentence may be made of and still only declare: `the prior is`, `with encoder`, 先验.

A clause without a declaring verb declares only if every one of its words stands here: a word that nobody foresaw
("asymptotically", "wrongly", 猜想) may turn its meaning around, so the sentence then counts as not understood.
"""

from __future__ import annotations

import re

from derivations.reading.hearing.sentences import MARK

ENGLISH = frozenset(
    """
    a an the this that these those its it their our we i you which whose both each every all two three four second
    first third one's another here now throughout then so also and or where while with of on over in for under from
    by to at as into within through is are be being has have get gets given give gives use uses used using take
    takes write writes written read reads denote denotes denoted define defines defined call called name named let
    put puts out return returns output outputs spit spits produce produces predict predicts emit emits yields come
    comes run runs satisfy satisfies follow follows following factorise factorises factorize factorizes factor
    factors factored form forms go goes add adds consist consists generate generates generated generative carry
    carries see sees model models prior priors posterior likelihood evidence encoder encoders decoder decoders
    density densities distribution distributions joint joints marginal marginals conditional conditionals law laws
    variable variables latent latents hidden observed observation observations data datum dataset point points
    sample samples example family inference recognition network networks net nets guide guides proposal target
    weight weights importance energy energies mixture mixtures component components entry entries element elements
    coordinate coordinates vector vectors matrix matrices scalar scalars number numbers constant constants parameter
    parameters mean means variance variances deviation deviations covariance covariances normal normals gaussian
    gaussians standard unit isotropic diagonal spherical multivariate univariate bernoulli categorical uniform
    markov chain chains markovian channel noise input inputs label labels code codes representation representational
    aggregate aggregated empirical variational partition sum function functions probability probabilities state
    states process forward reverse backward backwards product independent independently conditionally same fixed
    known positive definite symmetric real value values valued simple factorised factorized factorising mean-field
    field conjugate learned learnt discrete continuous finite binary one-dimensional dimensional dimension
    dimensions size setup set notation setting page section note paragraph linear respectively units unit up-down
    bottom-up top-down top down bottom layer reference temperature length lengths support space separate rest
    together class row rows column columns inverse precision log-variance logarithm log reparameterised
    reparametrised reparameterized likewise similarly generator recogniser recognizer random fit draw draws drawn
    new old ratio policy action noising denoising denoises train trained cell cells counts count pairs pair logits
    pixels pixel any one diffusion against reversed roles still check checked convexity computation identity moment
    moments apply applied applying bound bounds gibbs jensen shannon naming arrive still case cases substituted
    inserted plugged sampling sampled test used scatter added approximate approximated set sets class-conditional
    item items iid i.i.d identically distributed jointly mutually whole image images picture hidden-layer initial
    final kernel potential system sits temperature inverse units bits free floor such steps step arbitrary below
    after norm exact coder believes spends scaled distance coordinates symbol symbols equal leave leaves midpoint
    average averaged weighted ratio ratios per letter nats coin second-order made softmax sums logistic softplus odds
    responsibility responsibilities attention experts expert schedule series collapsed vae vaes cvae kl trial variant
    variants induces induce induced perturb perturbs perturbed invertible map maps affine coupling flow flows planar
    split splits composing rate exponential correlation normalised normalized unnormalised unnormalized
    precisions convention notational estimator one-hot denoised
    good sanity quick useful
    """.split()
)
CHINESE = sorted(
    """
    先验 后验 近似后验 似然 证据 编码器 解码器 密度 密度函数 概率密度 概率 数据集 设定 论文的 分布 概率分布 联合
    边缘 边际 条件 变量 随机变量 隐变量 潜变量 观测 观测变量 数据 样本 例子 模型 生成模型 推断模型 识别模型 变分
    网络 神经网络 均值 方差 协方差 标准差 标准正态 标准 正态 高斯 各向同性 对角 均匀 伯努利 服从 马尔可夫 马尔可夫链
    链 噪声 输入 输出 参数 分量 向量 矩阵 标量 常数 常量 函数 维 一维 多元 独立 相互 各 是 为 的 和 与 及 以及 且 并
    也 都 有 在 上 下 中 里 这 这里 这个 该 此 我们 其 第 个 两 一 二 两个 一个 之 即 由 给出 给定 定义 记 记为 记作
    记号 写 写成 写作 取 设 令 用 对 对应 已知 固定 本节 本文 下文 这一节 现在 最后 首先 其次 再 又 另 另外 于是
    所以 那么 则 从而 分别 构成 满足 采样 得到 到 正 正定 对称 离散 连续 实数 所有 每个 维数 维度 精度 混合 权重
    能量 注意 边缘分布 仍 因此 真实 原始 归一化 按 从 个分量 个数 组成 网络的 随机 来 近似 代入 比 比值 新 旧 情形
    独立同分布 马尔科夫 马尔科夫链 过程 前向 反向 逆向 扩散 加噪 去噪 二者 三者 简记 先说 说 约定 聚合 失真 算法 引入
    任意 之间 散度 方向 归一 未归一化 变种
    """.split(),
    key=len,
    reverse=True,
)
_WORD = re.compile(r"[a-z][a-z'-]*")
_HAN = re.compile("[\u4e00-\u9fff]+")


def known_word(word: str) -> bool:
    """Whether an English word, or every part of a hyphened one, may stand in a plain declaration."""
    return (
        word in ENGLISH or len(word) == 1 or ("-" in word and all(p in ENGLISH or len(p) < 2 for p in word.split("-")))
    )


def unknown_words(text: str) -> list[str]:
    """The words of a clause that a plain declaration is not made of."""
    found = [w for w in _WORD.findall(text.replace(MARK, " ")) if not known_word(w.strip("'-"))]
    for run in _HAN.findall(text):
        rest = run
        while rest:
            word = next((w for w in CHINESE if rest.startswith(w)), None)
            if word is None:
                found.append(rest)
                break
            rest = rest[len(word) :]
    return found
