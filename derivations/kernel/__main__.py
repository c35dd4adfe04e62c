"""`python -m derivations.kernel FILE ...`: replay certificates without SymPy; `--size`: count the code."""

from __future__ import annotations

import sys
from pathlib import Path

from derivations.kernel.certificate import Unreadable, shown
from derivations.kernel.reading_certificates import read_document
from derivations.kernel.replay import Proved, replay
from derivations.kernel.rules import RULES
from derivations.kernel.size import code_lines
from derivations.kernel.writing import written

USAGE = "usage: python -m derivations.kernel FILE [FILE ...] | --size"


def main(arguments: list[str]) -> int:
    """0 if every line of every file is shown, 1 at the first that is not, 2 if a file cannot be read."""
    if arguments == ["--size"]:
        sizes = code_lines(Path(__file__).parent)
        for name, lines in sizes:
            print(f"{lines:5}  {name}")
        print(f"{sum(lines for _, lines in sizes):5}  lines of code")
        return 0
    if not arguments or any(a.startswith("-") for a in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    for path in arguments:
        try:
            lines = read_document(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            return 2
        except (Unreadable, UnicodeDecodeError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            return 1
        for label, claim, trace, allowed in lines:
            found = replay(claim, trace, allowed)
            if not isinstance(found, Proved):
                print(f"{path}: {label} is not shown: {found.reason}", file=sys.stderr)
                return 1
            print("\n".join(told(label, found)))
        print(f"{path}: {len(lines)} {'line' if len(lines) == 1 else 'lines'} shown")
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
