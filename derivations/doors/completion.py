"""The command `python -m derivations completion bash`: the script by which a shell completes the command `derivations`.

The script has the words in it, as the argument parsers have them: what is completed starts no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module

from derivations.contents import CHAPTERS
from derivations.doors import commands, exercise
from derivations.doors.door import complain
from derivations.doors.usage import Parser, UsageError

PROGRAM = "python -m derivations completion"
COMMAND = "derivations"


@dataclass(frozen=True)
class Option:
    """An option by its names; `values` are what may follow it, None where nothing does, () for a file or a number."""

    names: tuple[str, ...]
    values: tuple[str, ...] | None
    told: str


@dataclass(frozen=True)
class Command:
    """A command with its options and the words that may follow it; `files`: names of files too."""

    name: str
    words: tuple[str, ...]
    files: bool
    options: tuple[Option, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(name for option in self.options for name in option.names)


def parser() -> Parser:
    made = Parser(PROGRAM, description="Print the script by which a shell completes the command derivations.")
    made.add_argument("shell", choices=tuple(SCRIPTS), help="put what is printed where it reads its own, see README.md")
    made.add_language()
    return made


def main(argv: list[str]) -> int:
    """The command; returns the exit status."""
    try:
        options = parser().parse_args(argv)
    except UsageError as error:
        return complain(PROGRAM, error)
    for line in SCRIPTS[options.shell](known()):
        print(line)
    return 0


def known() -> tuple[Command, ...]:
    """Every command; the one without a name first, which has the others as its words."""
    shown = options_of(commands.parser())
    own = {name: options_of(import_module(module).parser()) for name, module in commands.OWN_OPTIONS.items()}
    words = {"exercise": (*CHAPTERS, "grade"), "completion": tuple(SCRIPTS)}
    files = {"check"}
    return (
        Command("", ("show", *own), False, shown),
        Command("show", CHAPTERS, False, shown),
        *(Command(name, words.get(name, ()), name in files, found) for name, found in own.items()),
        Command("grade", (), True, options_of(exercise.grading_parser())),
    )


def options_of(made: argparse.ArgumentParser) -> tuple[Option, ...]:
    """The options of a parser that its help shows."""
    return tuple(
        Option(
            tuple(action.option_strings),
            None if action.nargs == 0 else tuple(map(str, action.choices or ())),
            " ".join((action.help or "").split()),
        )
        for action in made._actions
        if action.option_strings and action.help != argparse.SUPPRESS
    )


def values_of(found: tuple[Command, ...]) -> dict[str, tuple[str, ...]]:
    """What may follow each option that takes something; an option means the same wherever it stands."""
    return {n: o.values for c in found for o in c.options for n in o.names if o.values is not None}


def bash(found: tuple[Command, ...]) -> Iterator[str]:
    """A function for bash's `complete`, which zsh has too by its bashcompinit."""
    values = values_of(found)
    yield from (
        f"_{COMMAND}() {{",
        '  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" words="" k',
        "  COMPREPLY=()",
        "  for ((k = 1; k < COMP_CWORD; k++)); do",
        '    case "${COMP_WORDS[k]}" in',
        f'      {"|".join(c.name for c in found if c.name)}) command="${{COMP_WORDS[k]}}" ;;',
        "    esac",
        "  done",
        '  case "$before" in',
        *(f'    {n}) words="{" ".join(v)}" ;;' for n, v in values.items() if v),
        f"    {'|'.join(n for n, v in values.items() if not v)})",
        '      COMPREPLY=($(compgen -f -- "$current")); return ;;',
        "  esac",
        '  if [ -z "$words" ]; then',
        '    case "$command" in',
    )
    for c in found:
        yield f'      "{c.name}")'
        yield f'        if [[ "$current" == -* ]]; then words="{" ".join(c.flags)}"'
        files = ' COMPREPLY=($(compgen -f -- "$current"))' if c.files else ""
        yield f'        else words="{" ".join(c.words)}";{files}'
        yield "        fi ;;"
    yield from (
        "    esac",
        "  fi",
        '  COMPREPLY+=($(compgen -W "$words" -- "$current"))',
        "}",
        f"complete -o filenames -F _{COMMAND} {COMMAND}",
    )


def zsh(found: tuple[Command, ...]) -> Iterator[str]:
    yield f"#compdef {COMMAND}"
    yield "autoload -Uz compinit bashcompinit"
    yield "(( $+functions[compdef] )) || compinit"
    yield "bashcompinit"
    yield from bash(found)


def fish(found: tuple[Command, ...]) -> Iterator[str]:
    names = " ".join(c.name for c in found if c.name)
    yield f"complete -c {COMMAND} -f"
    for c in found:
        seen = f"__fish_seen_subcommand_from {c.name}" if c.name else f"not __fish_seen_subcommand_from {names}"
        if c.words:
            yield f"complete -c {COMMAND} -n {quoted(seen)} -a {quoted(' '.join(c.words))}"
        if c.files:
            yield f"complete -c {COMMAND} -n {quoted(seen)} -F"
        for option in c.options:
            flags = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names)
            takes = (
                "" if option.values is None else f" -x -a {quoted(' '.join(option.values))}" if option.values else " -r"
            )
            yield f"complete -c {COMMAND} -n {quoted(seen)} {flags}{takes} -d {quoted(option.told)}"


def quoted(text: str) -> str:
    r"""A word for fish.

    >>> quoted("its own")
    "'its own'"
    >>> quoted("one's")
    "'one\\'s'"
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SCRIPTS: dict[str, Callable[[tuple[Command, ...]], Iterator[str]]] = {"bash": bash, "zsh": zsh, "fish": fish}
