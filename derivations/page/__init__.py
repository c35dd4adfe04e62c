"""The page: the verified note as one HTML file, formulas as MathML, and the same rendering for notebooks.

    main(argv, witness)                       the command `python -m derivations page`
    note_page(note, judgements, lang)         a person's own note with its verdicts, as HTML text
    write_atomically(path, text)              a file whole or not at all
"""

from derivations.page.command import main
from derivations.page.shell import write_atomically

__all__ = ["main", "write_atomically"]
