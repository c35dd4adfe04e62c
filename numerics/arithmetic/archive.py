"""One .npz per thing saved: written to a temporary name and moved into place, checked when read back."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np


def write_archive(path: str | os.PathLike, kind: str, arrays: Mapping[str, object]) -> Path:
    """Write arrays to `path` as an .npz of this kind. A reader sees the old file or the new one, never half of one."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "wb") as file:
            np.savez(file, kind=np.array(kind), **arrays)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def read_archive(path: str | os.PathLike, kind: str) -> dict[str, np.ndarray]:
    """The arrays that `write_archive` wrote.

    Raises:
        ValueError: the file is missing, damaged, or of another kind; the message names it.
    """
    path = Path(path)
    try:
        with np.load(path, allow_pickle=False) as file:
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("it is not an .npz archive")
            arrays = {name: file[name] for name in file.files}
    except FileNotFoundError:
        raise ValueError(f"{path}: there is no such file") from None
    except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error, KeyError) as error:
        raise ValueError(f"{path}: not a readable {kind} file, damaged or of another format ({error})") from None
    found = str(arrays.pop("kind", "something else"))
    if found != kind:
        raise ValueError(f"{path}: this file holds {found}, not a {kind}")
    return arrays
