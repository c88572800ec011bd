"""Write output files whole or not at all: beside the old one first, then in its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from noteweave.vault.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces `path` when the block ends well, and vanishes when it does not.

    Missing folders are made, and vanish with it. An existing file's mode is kept.

    Raises:
        OutputError: the file or its folder cannot be written.
    """
    path = path.resolve()  # a link stays a link: what it points to is replaced
    missing = [folder for folder in path.parents if not folder.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        with open(handle, "wb", buffering=1 << 16) as stream:
            yield stream
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)  # which is there no more when all went well
            with suppress(OSError):  # somebody else's file is in the folder
                for folder in missing:
                    folder.rmdir()


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _cannot(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be written ({(error.strerror or str(error)).lower()})",
        "name another place with -o",
    )


def way(to: Path, folder: Path) -> str:
    """Return how to get from a folder to another, with `/`; "" when they are the same."""
    try:
        path = os.path.relpath(to.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:  # another drive
        return to.resolve().as_uri()
    return "" if path == "." else path
