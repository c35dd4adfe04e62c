"""Exact: the language of densities, the rules, and the chapters that re-derive the note."""

from derivations.logic.display import show_with


def _drawn(thing: object, form: str) -> str:
    """A chapter, a step or a verdict as a notebook shows it, by the page's own writer."""
    from derivations.page.notebook import drawn  # loaded only when a notebook asks for it

    return drawn(thing, form)


show_with(_drawn)
