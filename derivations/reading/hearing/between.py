r"""What all the words between two formulas of a sentence say: `$a$ is fixed to $b$`, `$x_i$ are drawn from $p$`.

A pattern takes the whole of what stands between, from the end of the first formula: `fix $a$ and vary $b$`, `compare
$p$ to a normal $N$` and `$x_i$ is not from $p$` hold the same words and give nothing.
"""

from __future__ import annotations

import re

from derivations.reading.tables import Table

_TABLE = Table(__file__)
DISTRIBUTED, SAMPLED = _TABLE.patterns("distributed", "sampled", flags=re.IGNORECASE)
FIXED = _TABLE.pattern("fixed")
OWN_CLAUSE = re.compile(r"[$)\\\s]*+(?:[是为作]|服从|(?:the|is|are|denotes?|be)\b)")  # its subject is the law
SAMPLING = re.compile(r"(?<!服)从|取自|来自|draw|sampl|i\.i\.d|independent|采样|抽取|样本|from")
