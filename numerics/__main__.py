"""The door: `python -m numerics` (the witness table), and its commands, such as `python -m numerics train`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from derivations.doors.door import through_the_door
from derivations.doors.usage import UsageError

COMMANDS = {
    "train": "train the VAE on the digits or on your own data",
    "evaluate": "what a trained model is worth on data: ELBO, bounds, log q(x)",
    "export": "write a trained model for PyTorch",
    "bench": "measure the speed of training and sampling",
}


def main(argv: Sequence[str]) -> int:
    """The command: its exit status, and one clear line on stderr for wrong usage."""
    return through_the_door("python -m numerics", run, argv)


def run(argv: Sequence[str]) -> int:
    """Hand over to the command; without one, to the witness table. Raises UsageError."""
    if argv and argv[0] in COMMANDS:
        return import_module(f"numerics.doors.{argv[0]}").main(argv[1:])
    if argv and not argv[0].startswith("-"):
        known = "; ".join(f"{name}: {what}" for name, what in COMMANDS.items())
        raise UsageError(f"there is no command {argv[0]!r}. {known}; none: the witness table")
    from numerics.witnesses.command import main as command

    return command(argv, COMMANDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
