"""`python -m tests.fuzz.guided [FOLDER] [libFuzzer options]`: tokenizer and parser under atheris.

It looks for inputs that reach new code; whatever raises, or takes longer than -timeout=S, libFuzzer keeps in a file.
Needs `pip install atheris`, which is in no extra: it exists for few platforms.
"""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> None:
    """Runs until -runs=N or -max_total_time=S is reached, or something is found."""
    try:
        import atheris
    except ImportError:
        sys.exit("python -m tests.fuzz.guided: this needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["derivations.reading.text", "derivations.reading.grammar"]):
        from derivations.reading.note import read_note

    def read(data: bytes) -> None:
        """A displayed formula, or a whole note if the first byte is odd."""
        text = data[1:].decode("utf-8", "replace")
        read_note(text if data[:1] and data[0] % 2 else f"$$ {text} $$")

    atheris.Setup(arguments, read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
