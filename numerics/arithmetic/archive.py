"""One .npz per thing saved: written to a temporary name and moved into place, checked when read back."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from derivations.telling.files import replacing


def mark_of(kind: str) -> bytes:
    """What tells an archive of this kind by its first bytes: its name, as NumPy stores it."""
    return kind.encode("utf-32-le")


def write_archive(
    path: str | os.PathLike,
    kind: str,
    arrays: Mapping[str, Any],
    *,
    force: bool = False,
    inputs: Iterable[str | os.PathLike] = (),
) -> Path:
    """Write arrays to `path` as an .npz of this kind, whole or not at all.

    Raises:
        CannotWrite: another kind of file stands there (unless `force`), a folder, a link, a device, one of `inputs`;
            or the disk is full, the folder without rights: the old file is left.
    """
    archive = io.BytesIO()  # whole in memory first: where the disk is full NumPy 1.26 leaves a ZipFile half open
    np.savez(archive, **{"kind": np.array(kind), **arrays})
    with replacing(path, mark_of(kind), force=force, inputs=inputs) as file:
        file.write(archive.getbuffer())
    return Path(path)


def sentence_of(error: BaseException) -> str:
    """What a parser says of a file, in one line, without its advice to trust the file."""
    if isinstance(error, MemoryError):
        return "damaged: it announces more numbers than the memory holds"
    said = " ".join(str(error).split()) or type(error).__name__
    if "pickle" in said:
        return "it holds Python objects or no array at all, not numbers"
    return said


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
        why = sentence_of(error)
        raise ValueError(f"{path}: not a readable {kind} file, damaged or of another format ({why})") from None
    found = arrays.pop("kind", np.array("something else"))
    if found.shape != () or str(found) != kind:
        raise ValueError(f"{path}: this file holds {str(found)[:40]!r}, not a {kind}".replace("'", ""))
    return arrays
