"""Why a line that is proved, or fails, is decided neither way: what its note says of it in words."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.reading.verdicts.called_continuous import of_one_kind
from derivations.reading.verdicts.caveats import caveats
from derivations.reading.verdicts.functions_as_numbers import functions_as_numbers
from derivations.reading.verdicts.hidden_parameters import hidden_parameters
from derivations.reading.verdicts.judgement import Judgement
from derivations.reading.verdicts.letters_apart import letters_apart
from derivations.reading.verdicts.one_joint import of_no_joint
from derivations.reading.verdicts.own_products import own_products
from derivations.reading.verdicts.own_signs import own_signs
from derivations.reading.verdicts.since_then import ended_since, over_a_family
from derivations.reading.verdicts.tied_draws import tied_draws
from derivations.reading.verdicts.told_failures import told_failures
from derivations.reading.verdicts.told_supports import told_supports
from derivations.reading.verdicts.unwritten import unwritten
from derivations.reading.verdicts.varying import held_in_short


def said_of_it(judge, out: Judgement) -> tuple[str, ...]:
    """What takes a verdict away, be it proved or refuted."""
    return (
        *caveats(judge, out),
        *own_signs(judge, out),
        *own_products(judge, out),
        *letters_apart(judge, out),
        *tied_draws(judge, out),
        *told_supports(judge, out),
    )


def proves_nothing(judge, out: Judgement) -> Iterator[str]:
    """What takes a proof away: an assumption that ended, an optimum over a family, densities of no one joint, a
    function that was read as a number."""
    yield from ended_since(judge, out)
    yield from over_a_family(judge, out)
    yield from of_no_joint(judge, out)
    yield from held_in_short(judge, out)
    yield from hidden_parameters(judge, out)
    yield from unwritten(judge, out)
    yield from of_one_kind(judge, out)
    yield from functions_as_numbers(judge, out)
    yield from told_failures(judge, out)
