"""What a bare name is of: `p` for p(z|x), as the note says once for all that follows, or as its lines have it.

`declared` holds until another sentence says otherwise. Where no sentence says it, a name is read as its line has it;
of these readings one may carry proofs, that of the first line that needed it (verdicts/one_reading.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sympy import Expr

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import as_density, plain


@dataclass
class BareNames:
    """`declared`: the density that each joint name stands for; `read`: the other bare names of the side under way."""

    declared: dict[str, S.Density] = field(default_factory=dict)
    read: dict[tuple[str, Expr], None] = field(default_factory=dict)
    assumed: dict[str, None] = field(default_factory=dict)  # what the side under way was read with: a list's formula

    def begin(self) -> None:
        """Forgets what the side before was read with."""
        self.read, self.assumed = {}, {}


def name_bare(known, one: S.Node, other: S.Node) -> bool:
    """`q = q(z|x)` and `q for q(z|x)`, either way round: the bare name stands for that density from here on."""
    bare, full = (as_letter(known, one), as_letter(known, other))
    if bare is not None and full is not None and full.bare and not bare.bare:
        bare, full = full, bare
    if bare is None or full is None or not bare.bare or full.bare or bare.indices:
        return False
    name = known.survey.joint_name(bare)
    if name != known.survey.joint_name(full):
        return False
    known.bare_names.declared[name] = full
    return True


def as_letter(known, node: S.Node) -> S.Density | None:
    """A node as the density that it names or applies."""
    if isinstance(node, S.Density):
        return node
    if isinstance(node, S.Apply) and node.function in known.survey.density_like:
        return as_density(node)
    if isinstance(node, S.Symbol) and plain(node.name) in known.survey.letters:
        return S.Density(plain(node.name), span=node.span)
    return None
