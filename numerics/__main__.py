"""The door: `python -m numerics` (the witness table), `python -m numerics train`, `python -m numerics bench`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

COMMANDS = {
    "train": "train the VAE on the digits or on your own data",
    "bench": "measure the speed of training and sampling",
}


def main(argv: Sequence[str]) -> int:
    """Hand over to the command; without one, to the witness table. Returns the exit status."""
    if argv and argv[0] in ("train", "bench"):
        if argv[0] == "train":
            from numerics.training_command import main as command
        else:
            from numerics.bench import main as command
        return command(argv[1:])
    if argv and not argv[0].startswith("-"):
        known = "; ".join(f"{name}: {what}" for name, what in COMMANDS.items())
        print(f"python -m numerics: there is no command {argv[0]!r}. {known}; none: the witness table", file=sys.stderr)
        return 2
    from numerics.witness import main as command

    return command(argv)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
