r"""What all the words between two formulas of a sentence say: `$a$ is fixed to $b$`, `$x_i$ are drawn from $p$`.

A pattern takes the whole of what stands between, from the end of the first formula: `fix $a$ and vary $b$`, `compare
$p$ to a normal $N$` and `$x_i$ is not from $p$` hold the same words and give nothing.
"""

from __future__ import annotations

import re

DISTRIBUTED = re.compile(
    r"(?=.*(?:\b(?:be|is|are|has|follows?|being|as|distributed|given|chosen|taken|set)\b|服从|遵循|是|为|取|设))"
    r"\S{0,2}?[$)\\\s]*+(?:(?:which|to|be|is|are|has|follows?|being|as|an?|the|its|standard|unit|isotropic|spherical|"
    r"diagonal|univariate|multivariate|prior|posterior|encoder|decoder|true|approximat(?:e|ing)|target|variational|normal|gaussian|"
    r"distribution|density|law|distributed|given|by|chosen|assumed|taken|set|defined|following)\b[\s\"“”,:]*|"
    r"(?:服从|遵循|[是为取设的]|一个|标准|各分量独立|独立|多元|一元|单位|各向同性|对角|正态|高斯|分布|先验)"
    r"[，：:\s]*)+[$(\\\s]*",
    re.IGNORECASE,
)
OWN_CLAUSE = re.compile(r"[$)\\\s]*+(?:[是为作]|服从|(?:the|is|are|denotes?|be)\b)")  # its subject is the law
FIXED = re.compile(
    r"\S{0,2}?[$)\\\s]*+(?:is|are|be|being|was)?\s*(?:(?:fixed|set|held|kept|frozen)(?: constant)? (?:to|at|as|to be)|"
    r"(?:an? |the )?(?:fixed )?constant)(?: (?:an?|the|some|one))?(?: (?:fixed|constant|value|number))*(?: of)?[$(\s]*|"
    r"\S{0,2}?[$)\\\s]*+(?:(?:被|都|均|是)?(?:固定|取|设)[为成在到作](?:一个)?(?:固定的?)?(?:常[量数]|值)?|"
    r"[为是](?:固定的?)?常[量数])[$(\s]*"
)
SAMPLING = re.compile(r"(?<!服)从|取自|来自|draw|sampl|i\.i\.d|independent|采样|抽取|样本|from")
SAMPLED = re.compile(
    r"(?=.*(?:\bfrom\b|according to|从|自|由|服从))\S{0,2}?[$)\\}\s,]*+(?:(?:are|is|be|being|were|was|each|all|we|"
    r"draws?|drawn|samples?|sampled|generated|taken|comes?|coming|obtained|independent(?:ly)?|i\.?i\.?d\.?|identically|"
    r"distributed|and|points|data|observations|random|from|the|an?|distribution|density|prior|posterior|encoder|model|true|real|law|"
    r"according to|by|of)(?![A-Za-z])[\s,]*|(?:[是为均都皆地从抽取采样得自中的由个共出，]|独立|同分布|分布|来自|产生|"
    r"生成|服从|真实|数据|样本|先验|后验)\s*)+[$(\\\s]*",
    re.IGNORECASE,
)
