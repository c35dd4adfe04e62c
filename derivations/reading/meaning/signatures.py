"""What the densities of a letter are of, where it stands bare: the commonest, or one that stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivations.reading.grammar import syntax as S
from derivations.reading.meaning.naming import PARAMETERS, label, name_of


def tagged_beside(read, node: S.Density, targets) -> S.Density | None:
    """The q_theta(z) of the line that a bare q beside it may mean, where no other q is written: a reading."""
    name = read.survey.joint_name(node)
    kin = {read.survey.joint_name(d): d for d in read.nearby if d.letter == node.letter}
    if node.subscript or len(kin) != 1 or read.survey.signatures.get(name):
        return None
    (other, density), point = *kin.items(), f"which {node.letter} the bare {node.letter} is"
    wanted = None if targets is None else {str(t) for t in targets}
    fits = wanted is None or wanted == {*map(label, density.targets)}
    if not PARAMETERS.match(other.partition("_")[2].strip("{}")) or not fits:
        return None
    return density if read.readings.choose(point, (name, other)) == other else None


def most_common(read, name: str, fitting: list):
    """The unconditional signature a letter is mostly written with, if it stands out."""
    counts = read.survey.signatures.get(name, {})
    plainly = sorted((s for s in fitting if not s[1]), key=lambda s: -counts[s])
    if plainly and (len(plainly) == 1 or counts[plainly[0]] >= 2 * counts[plainly[1]]):
        return plainly[0]
    return None


def written(signature: tuple) -> str:
    """A signature as an author writes it: z, x|y."""
    return "|".join(", ".join(part) for part in signature if part)


def of_its_subscript(density: S.Density) -> bool:
    """p_y(y), p_X(x)"""
    return density.subscript.lower() in {(name_of(t) or "").lower() for t in density.targets} - {""}


@dataclass
class Arguments:
    """What the densities of a note are written of: their arguments, how these are listed, and the letters of those that
    are named by their variable."""

    written: set[S.Node] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    outlines: set[str] = field(default_factory=set)
    of_their_subscript: set[str] = field(default_factory=set)

    def note(self, density: S.Density) -> None:
        for argument in (*density.targets, *density.givens):
            self.written.add(argument)
            self.labels.add(label(argument))
            self.outlines.add(S.outline(argument))
        if of_its_subscript(density):
            self.of_their_subscript.add(density.letter)
