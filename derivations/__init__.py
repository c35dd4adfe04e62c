"""Exact: the language of densities, the rules, and the chapters that re-derive the note."""

from derivations.language.display import show_with, write_with


def _drawn(thing: object, form: str) -> str:
    """A chapter, a step or a verdict as a notebook shows it, by the page's own writer."""
    from derivations.page.notebook import drawn  # loaded only when a notebook asks for it

    return drawn(thing, form)


def _printers():
    """The note's notation, for SymPy's own printers."""
    from derivations.printing import printing  # loaded only when something is printed

    return printing


show_with(_drawn)
write_with(_printers)
