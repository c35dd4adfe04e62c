"""A note with what authors write in several ways written in one, before anything of it is read."""

from __future__ import annotations

from derivations.reading.document import Note
from derivations.reading.meaning.averages_once_for_all import with_averages_under
from derivations.reading.meaning.differential_forms import without_differentials
from derivations.reading.meaning.entropies_of_laws import with_entropies_of_laws
from derivations.reading.meaning.kernels import with_kernels
from derivations.reading.meaning.letters_under_means import with_laws_of_means
from derivations.reading.meaning.masses import with_masses
from derivations.reading.meaning.named_variables import with_named_variables
from derivations.reading.meaning.naming import tidied
from derivations.reading.meaning.not_normalised import with_functions_apart
from derivations.reading.meaning.slopes import with_slopes


def in_one_spelling(note: Note) -> Note:
    """The note with kernels, masses, named variables, means, slopes and names as the reader has them."""
    rewrites = (
        with_kernels, with_functions_apart, with_masses, with_named_variables, with_averages_under, with_laws_of_means,
        with_slopes, without_differentials, with_entropies_of_laws, tidied,
    )  # fmt: skip
    for rewrite in rewrites:
        note = rewrite(note)
    return note
