"""What every command line of this project does around its work: streams made ready, one clear line for any trouble."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from itertools import pairwise
from pathlib import Path

from derivations.doors.usage import UsageError
from derivations.reading.text.printable import printable
from derivations.telling.files import CannotWrite

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
INTERRUPTED = 130  # as shells say of a program that Ctrl-C ended


def complain(program: str, trouble: object) -> int:
    """One line on stderr, in the language that was asked for; returns the exit status 2."""
    message = str(trouble)
    if _LANGUAGE.get() == "zh":
        from derivations.telling.complaints import in_chinese

        message = in_chinese(message)
    print(f"{program}: {printable(message)}", file=sys.stderr)
    return 2


def asked_language(words: Sequence[str]) -> str:
    """What `--lang` says on a command line, right or wrong as the rest of it may be.

    >>> asked_language(["check", "--lang", "zh", "--no-such-option"])
    'zh'
    >>> asked_language([])
    'en'
    """
    for word, after in pairwise([*words, ""]):
        if word == "--lang" or word.startswith("--lang="):
            return after if word == "--lang" else word.removeprefix("--lang=")
    return "en"


def through_the_door(program: str, run: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    """The exit status of `run(argv)`: whatever goes wrong is one line on stderr, never a traceback."""
    language = _LANGUAGE.set(asked_language(argv))
    try:
        _make_streams_ready()
        try:
            status = run(argv)
        finally:  # after --help too, which ends by SystemExit
            if not sys.stdout.closed:  # as the language server leaves it, whose editor has ended
                sys.stdout.flush()
        return status
    except (UsageError, CannotWrite) as error:
        return complain(program, error)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _print_no_more()
        return 0
    except KeyboardInterrupt:
        complain(program, "interrupted")
        return INTERRUPTED
    except MemoryError:
        return complain(program, "there is not enough memory for this")
    except OSError as error:
        if error.filename is None and error.errno in (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT):
            _print_no_more()
            return complain(program, f"standard output cannot be written: {(error.strerror or str(error)).lower()}")
        return complain(program, fault_of(error))
    except Exception as error:
        return complain(program, fault_of(error))
    finally:
        _LANGUAGE.reset(language)


def stay() -> None:
    """For a command that stays: what a short one leaves is collected, but seldom, for judging keeps most of it."""
    gc.enable()
    gc.set_threshold(100_000, 20, 20)


def fault_of(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    place = error.__traceback__
    while place is not None and place.tb_next:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "an unknown place"
    return f"a fault of the program at {where}: {type(error).__name__}: {str(error)[:300]}"


def _make_streams_ready() -> None:
    """UTF-8 whatever the locale says. Raises UsageError if standard output is closed."""
    for _ in range(3):  # a file opened later must not get the number of a closed stream
        number = os.open(os.devnull, os.O_RDWR)
        if number > 2:
            os.close(number)
            break
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")
        raise UsageError("standard output is closed, and there is nowhere to say what was found")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _print_no_more() -> None:
    """What is still waiting to be printed is dropped, or the interpreter would complain of it at its end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass  # not a stream of the system's
