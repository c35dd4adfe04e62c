"""The commands, and the options of those that verify and show the chapters."""

from __future__ import annotations

import argparse

from derivations.doors.usage import Parser

PROGRAM = "python -m derivations"
DESCRIPTION = "Re-derive a note on variational autoencoders line by line, and say of each line whether it holds."
COMMANDS = """commands:
  (none)            verify every chapter
  show NAME ...     print chapters in full
  check NOTE ...    read notes (files, folders, - for standard input) and judge each of their lines
  page              write the verified note as one HTML file
  exercise NAME     write a worksheet with slips to be found; exercise grade judges what is handed in
  lsp               a language server for editors (the extra lsp)
  completion SHELL  print what makes bash, zsh or fish complete the commands of derivations
"""


OWN_OPTIONS = {
    "check": "derivations.doors.check",
    "page": "derivations.doors.pages",
    "exercise": "derivations.doors.exercise",
    "lsp": "derivations.doors.language_server",
    "completion": "derivations.doors.completion",
}
"""The commands with options of their own, and where each is: loaded only when it is asked for."""


def parser() -> Parser:
    layout = argparse.RawDescriptionHelpFormatter
    made = Parser(PROGRAM, description=DESCRIPTION, epilog=COMMANDS, formatter_class=layout)
    made.add_argument("words", nargs="*", metavar="command", help="see below; none verifies every chapter")
    made.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    made.add_argument("--no-witness", action="store_true", help="leave the numbers out")
    made.add_argument("--plain", action="store_true", help="no colour, no boxes (automatic when not a terminal)")
    made.add_argument("--steps", action="store_true", help="show NAME: the worked lines between each line and the next")
    made.add_argument(
        "--certificate", metavar="FILE", help="also write the lines as python -m derivations.kernel replays them"
    )
    made.add_force()
    made.add_language()
    made.add_seed()
    return made
