"""Files written to a temporary name and moved into place; one .npz per thing saved, checked when read back."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np


@contextmanager
def replacing(path: str | os.PathLike) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of `path` when all went well.

    A reader sees the old file or the new one, never half of one.

    Raises:
        OSError: it cannot be written (a full disk, a folder without rights): names the path; the old file is left.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        kept = "; what was there before is left" if path.exists() else ""
        raise OSError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}{kept}") from None
    finally:
        try:
            temporary.unlink(missing_ok=True)
        except OSError:
            pass  # a parent that is no folder: there is nothing to remove


def write_text(path: str | os.PathLike, text: str) -> Path:
    """Write a text, in UTF-8. Raises OSError as `replacing` does."""
    with replacing(path) as file:
        file.write(text.encode("utf-8"))
    return Path(path)


def write_archive(path: str | os.PathLike, kind: str, arrays: Mapping[str, object]) -> Path:
    """Write arrays to `path` as an .npz of this kind. Raises OSError as `replacing` does."""
    with replacing(path) as file:
        np.savez(file, kind=np.array(kind), **arrays)
    return Path(path)


def read_archive(path: str | os.PathLike, kind: str) -> dict[str, np.ndarray]:
    """The arrays that `write_archive` wrote.

    Raises:
        ValueError: the file is missing, damaged, or of another kind; the message names it, in one line.
    """
    path = Path(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # NumPy's remarks on odd headers; what it then reads is checked
            with np.load(path, allow_pickle=False) as file:
                if not isinstance(file, np.lib.npyio.NpzFile):
                    raise ValueError("it is not an .npz archive")
                arrays = {name: file[name] for name in file.files}
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except Exception as error:  # NumPy's and zipfile's parsers raise whatever a damaged byte led them to
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"{path}: not a readable {kind} file, damaged or of another format ({why})") from None
    found = arrays.pop("kind", np.array("something else"))
    if found.shape != () or str(found) != kind:
        raise ValueError(f"{path}: this file holds {str(found)[:40]!r}, not a {kind}".replace("'", ""))
    return arrays
