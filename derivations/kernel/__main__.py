"""`python -m derivations.kernel FILE ...`: replay certificates without SymPy; `--size`: count the code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from derivations.kernel.certificate import read_document, shown
from derivations.kernel.replay import Proved, replay
from derivations.kernel.rules import RULES
from derivations.kernel.size import code_lines
from derivations.kernel.terms import Refused
from derivations.kernel.writing import written

USAGE = "usage: python -m derivations.kernel FILE [FILE ...] | --size"


def main(arguments: Sequence[str]) -> int:
    """The command: its exit status, and one line on stderr where nothing can be written. Like all of the kernel it
    imports no more than the kernel: not the door of the other commands."""
    if sys.stdout is None:
        print("python -m derivations.kernel: standard output is closed", file=sys.stderr)
        return 2
    try:
        status = run(arguments)
        sys.stdout.flush()
        return status
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what still waits to be written goes nowhere
        if isinstance(error, BrokenPipeError):  # the reader of a pipe has seen enough
            return 0
        print(
            f"python -m derivations.kernel: standard output cannot be written: {(error.strerror or '').lower()}",
            file=sys.stderr,
        )
        return 2


def printable(text: str) -> str:
    """A text without what a terminal would obey instead of showing it: control characters as their pictures."""
    shown = (chr(0x2400 + ord(c)) if c < " " else "\N{REPLACEMENT CHARACTER}" for c in text)
    return "".join(c if c.isprintable() or c == "\n" else other for c, other in zip(text, shown, strict=True))


def run(arguments: Sequence[str]) -> int:
    """0 if every line of every file is shown, 1 at the first that is not, 2 if a file cannot be read."""
    if list(arguments) == ["--size"]:
        sizes = code_lines(Path(__file__).parent)
        for name, size in sizes:
            print(f"{size:5}  {name}")
        print(f"{sum(size for _, size in sizes):5}  lines of code")
        return 0
    if not arguments or any(a.startswith("-") for a in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    for path in arguments:
        try:
            lines = read_document(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            print(printable(f"{path}: {error.strerror}"), file=sys.stderr)
            return 2
        except (Refused, UnicodeDecodeError) as error:
            print(printable(f"{path}: {error}"), file=sys.stderr)
            return 1
        for label, claim, trace, allowed in lines:
            found = replay(claim, trace, allowed)
            if not isinstance(found, Proved):
                print(printable(f"{path}: {label} is not shown: {found.reason}"), file=sys.stderr)
                return 1
            print(printable("\n".join(told(label, found))))
        print(printable(f"{path}: {len(lines)} {'line' if len(lines) == 1 else 'lines'} shown"))
    return 0


def told(label: str, found: Proved) -> list[str]:
    """A line that was shown: what it says, its rules, what it assumes."""
    first, *more = shown(found.claim).splitlines()
    lines = [f"{label}  {first}", *(f"    {one}" for one in more)]
    lines.append(f"    by {', '.join(RULES[k].name if k in RULES else k for k in sorted(found.rules)) or 'algebra'}")
    if found.claim.kind in ("minimiser", "constant"):
        lines.append(f"    factor {written(found.scale)}; dropped {written(found.dropped)}")
    lines += [f"    assumes {a}" for a in dict.fromkeys(a for k in sorted(found.rules) for a in RULES[k].assumes)]
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
