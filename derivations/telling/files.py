"""Files that this project writes: whole or not at all, and never over what is somebody else's.

A file is written under a temporary name beside its place and moved there. What stands there already is replaced only
if it is an ordinary file of the same kind, which its `mark` tells: bytes that every file of that kind has near its
beginning or its end. `force` replaces other ordinary files too; folders, devices, links and the inputs of a command
are never written.
"""

from __future__ import annotations

import os
import signal
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

Location = str | os.PathLike
MARK = b"vae-derivations"
"""What pages and pictures carry in their metadata."""
_LOOKED_AT = 4096  # bytes of either end in which a mark is looked for
_HELD = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class CannotWrite(OSError):
    """A file cannot or must not be written; the message is one line that names it and says why."""


def refuse_to_replace(
    path: Location, mark: bytes | None, *, force: bool = False, inputs: Iterable[Location] = ()
) -> None:
    """Nothing, if `path` may be written: for the beginning of a long command, before its work is done.

    `mark` None: no file that exists is known to be ours.

    Raises:
        CannotWrite: it is one of the `inputs` (under whatever name), a link, a folder, a device; or, unless `force`,
            write-protected or a file without the mark.
    """
    path = Path(path)
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from None
    if any(_same_file(path, other) for other in inputs):
        raise CannotWrite(f"{path}: this file is read by the same command, and inputs are never written")
    if stat.S_ISLNK(found.st_mode):
        raise CannotWrite(f"{path}: a link, and nothing is written through links; name the file itself")
    if stat.S_ISDIR(found.st_mode):
        raise CannotWrite(f"{path}: a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise CannotWrite(f"{path}: a device or a pipe, not an ordinary file")
    if force or not found.st_size:
        return
    if not found.st_mode & 0o222:
        raise CannotWrite(f"{path}: write-protected; --force replaces it")
    if not _has_mark(path, mark):
        raise CannotWrite(f"{path}: exists and is not a file of this kind that this program wrote; --force replaces it")


@contextmanager
def replacing(
    path: Location, mark: bytes | None, *, force: bool = False, inputs: Iterable[Location] = ()
) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of `path` when all went well; its folder is made.

    Whoever reads meanwhile sees the old file or the new one, never half of one; of two that write at once, one stays.
    An old file's permissions are kept. Signals that end a program wait until the temporary file is gone.

    Raises:
        CannotWrite: as `refuse_to_replace` does, or the disk is full, the folder without rights: the old file is left.
    """
    path = Path(path)
    refuse_to_replace(path, mark, force=force, inputs=inputs)
    with _signals_held():
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".vae-", suffix=".tmp")
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _give_the_permissions_of(path, temporary)
            os.replace(temporary, path)
            temporary = None
        except OSError as error:
            raise _cannot(path, error) from None
        finally:
            if temporary is not None:
                _remove(temporary)


def write(
    path: Location, content: bytes | str, mark: bytes | None, *, force: bool = False, inputs: Iterable[Location] = ()
) -> Path:
    """Write bytes, or text in UTF-8. Raises CannotWrite as `replacing` does."""
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    with replacing(path, mark, force=force, inputs=inputs) as file:
        file.write(data)
    return Path(path)


def is_standard_output(path: Location) -> bool:
    """Whether what is printed goes into this very file, as with `>> NOTE.md`."""
    try:
        printed, read = os.fstat(1), os.stat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(read.st_mode) and os.path.samestat(printed, read)


def _same_file(path: Path, other: Location) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False


def _has_mark(path: Path, mark: bytes | None) -> bool:
    if mark is None:
        return False
    try:
        with open(path, "rb") as file:
            beginning = file.read(_LOOKED_AT)
            file.seek(max(0, os.fstat(file.fileno()).st_size - _LOOKED_AT))
            return mark in beginning or mark in file.read(_LOOKED_AT)
    except OSError as error:
        raise _cannot(path, error) from None


def _give_the_permissions_of(path: Path, temporary: str) -> None:
    """Those of the file that is replaced; of a new one, what the person's mask allows."""
    try:
        old = os.stat(path)
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        return
    if hasattr(os, "chown"):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except OSError:
            pass  # a file of another owner in a folder of ours: the new one is ours
    os.chmod(temporary, stat.S_IMODE(old.st_mode))


def _cannot(path: Path, error: Exception) -> CannotWrite:
    if isinstance(error, CannotWrite):
        return error
    kept = "; what was there before is left" if os.path.lexists(path) and os.path.isfile(path) else ""
    return CannotWrite(f"{path}: cannot be written: {(getattr(error, 'strerror', None) or str(error)).lower()}{kept}")


def _remove(temporary: str) -> None:
    try:
        os.unlink(temporary)
    except OSError:
        pass  # the folder itself is gone: there is nothing to remove


@contextmanager
def _signals_held() -> Iterator[None]:
    """What would end the program waits until this is over, and then does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in _HELD}
    heard = {number: handler for number, handler in before.items() if handler not in (None, signal.SIG_IGN)}
    try:
        for number in heard:
            signal.signal(number, lambda received, _frame: came.append(received))
        yield
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(came):
            signal.raise_signal(number)
