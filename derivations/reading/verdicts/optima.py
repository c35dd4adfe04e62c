"""A min or a max, read: what its objective is, over what it is, and in which family."""

from __future__ import annotations

from sympy import Integer

from derivations.reading.grammar import syntax as S
from derivations.reading.hearing.focus import names_in
from derivations.reading.verdicts.judgement import Meaning


def optimum_read(judge, index: int, tree: S.Optimum) -> Meaning:
    """What an optimum of a chain means; one without a subscript is over what the last one of its chain was over."""
    read, before = judge.known.read, judge.optimum_of_chain.get(index)
    over, narrowed = tuple(n for o in tree.over for n in over_in(judge, o)), families_of(tree)
    if before is not None and not over:
        over, narrowed = before.over, before.narrowed
    powers = [o.exponent for o in tree.over if isinstance(o, S.Power)]
    power = read.expression(powers[0]) if len(powers) == len(over) == 1 else Integer(1)
    single = (o for o in tree.over if isinstance(o, S.Density) and o.givens)
    conditional = frozenset(map(judge.survey.joint_name, single))
    judge.optimum_of_chain[index] = Meaning(Integer(0), tree.kind, over, narrowed)
    return Meaning(read.expression(tree.body), tree.kind, over, narrowed, conditional, power=power)


def over_in(judge, node: S.Node):
    """The names that a part of the subscript of an optimum is over: of p_\\theta, that of its joint density, where it
    stands beside another of its letter."""
    if isinstance(node, S.Density):
        yield judge.survey.joint_name(node)
    elif isinstance(node, S.Membership | S.TupleOf):
        for one in node.elements:
            yield from over_in(judge, one)
    elif isinstance(node, S.Mul):  # `q \\text{ Gaussian}`
        yield from over_in(judge, node.factors[0])
    else:
        yield from names_in(node)


def families_of(tree: S.Optimum) -> tuple[str, ...]:
    """The sets, or the words for them, that narrow what an optimum is over."""
    sets = (S.outline(o.domain) for o in tree.over if isinstance(o, S.Membership))
    words = (S.outline(o) for o in tree.over if isinstance(o, S.Mul))
    return (*sets, *words)
