"""Manners of every command line of this project: one clear line for wrong usage, and the options that all share."""

from __future__ import annotations

import argparse


class UsageError(Exception):
    """What a person asked for cannot be done; the message is one line and says what would be right."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line (UsageError), and which abbreviates nothing."""

    def __init__(self, program: str, **settings):
        super().__init__(program, allow_abbrev=False, **settings)

    def error(self, message: str):
        raise UsageError(f"{message} (see {self.prog} --help)")

    def add_seed(self, what: str = "the random worlds") -> None:
        self.add_argument("--seed", type=seed, default=0, metavar="N", help=f"seed of {what} (default 0)")

    def add_force(self) -> None:
        self.add_argument(
            "--force", action="store_true", help="also replace ordinary files that this program did not write"
        )

    def add_language(self) -> None:
        self.add_argument("--lang", choices=("en", "zh"), default="en", help="language of all but the formulas")


def seed(text: str) -> int:
    """A seed from the command line: a whole number from 0 on."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"takes a whole number from 0 on, not {text!r}")
    return number
