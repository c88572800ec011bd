"""Write output files completely or not at all: a temporary file replaces the old one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from noteweave.vault.errors import OutputError

OTHER_PLACE = "name another place with -o"
"""The hint of commands that have this option."""
WRITABLE = "check that its folder may be written to, and that there is room on the disk"
"""The hint of all others."""
_PREFIX, _SUFFIX = ".noteweave-", ".tmp"
_ABANDONED = 3600.0
"""Seconds after which a temporary folder cannot belong to a command that still runs."""


class TemporaryFolders:
    """Hidden folders for files on their way into a folder, one in each; removed with the block.

    They are beside the files that will be replaced, because only within one file system is a
    replacement atomic. Each holds a `.gitignore` that ignores all of it, so that what a killed
    process leaves behind is not taken by `git add --all`.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}

    def __enter__(self) -> TemporaryFolders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)

    def create_file(self, path: Path) -> tuple[int, str]:
        """Create a file that will replace `path`; return its descriptor and its name.

        Raises:
            OSError: that is not possible.
        """
        parent = path.parent
        if parent not in self._folders:
            remove_leftovers(parent)
            folder = tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=parent)
            self._folders[parent] = Path(folder)
            with open(os.path.join(folder, ".gitignore"), "wb") as stream:
                stream.write(b"*\n")
        return tempfile.mkstemp(prefix=f"{path.name[:40]}.", dir=self._folders[parent])

    def write(self, path: Path, data: bytes) -> str:
        """Write a whole file that will replace `path`, with its mode; return its name.

        Raises:
            OSError: that is not possible.
        """
        handle, name = self.create_file(path)
        with open(handle, "wb", buffering=0) as stream:
            rest = memoryview(data)
            while rest:
                rest = rest[stream.write(rest) :]
        os.chmod(name, _mode(path))
        return name


@contextmanager
def replacing(path: Path, hint: str = WRITABLE, *, follow: bool = False) -> Iterator[BinaryIO]:
    """Open a file that replaces `path` when the block succeeds and is removed when it fails.

    Missing folders are created, and removed again on failure. The mode of an old file is kept.

    Args:
        path: the file to replace.
        hint: what the user can do if that is not possible.
        follow: if the path is a symbolic link, replace its target rather than the link. Only for
            a path that the user named: a link in a vault may lead anywhere.

    Raises:
        OutputError: the file or its folder cannot be written.
    """
    path = path.resolve() if follow else path.parent.resolve() / path.name
    missing = [folder for folder in path.parents if not folder.exists()]
    done = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() and not path.is_symlink():
            raise IsADirectoryError(21, "it is a folder")
        with TemporaryFolders() as folders:
            handle, name = folders.create_file(path)
            with open(handle, "wb", buffering=1 << 16) as stream:
                yield stream
            os.chmod(name, _mode(path))
            os.replace(name, path)
            done = True
    except OSError as error:
        raise cannot_write(path, error, hint) from error
    finally:
        if not done:
            with suppress(OSError):  # another file is in the folder
                for folder in missing:
                    folder.rmdir()


def remove_leftovers(folder: Path, seconds: float = _ABANDONED) -> None:
    """Remove the temporary folders that a killed process left in a folder, if old enough."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not (entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)):
                continue
            if time.time() - entry.stat(follow_symlinks=False).st_mtime >= seconds:
                shutil.rmtree(entry.path, ignore_errors=True)


def cannot_write(path: Path, error: OSError, hint: str) -> OutputError:
    """Return the error that says why a file cannot be written."""
    why = (error.strerror or str(error)).lower()
    return OutputError(f"{path}: cannot be written ({why})", hint)


def _mode(path: Path) -> int:
    """Return the mode of the file that is replaced, or that of a new file."""
    with suppress(FileNotFoundError):
        old = path.lstat().st_mode
        if not stat.S_ISLNK(old):
            return old & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def relative_path(to: Path, folder: Path) -> str:
    """Return the path of a folder relative to another, with `/`; "" when they are the same."""
    try:
        path = os.path.relpath(to.resolve(), folder.resolve()).replace(os.sep, "/")
    except ValueError:  # another drive
        return to.resolve().as_uri()
    return "" if path == "." else path
