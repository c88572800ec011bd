"""Records put aside in a file without a name, which vanishes with whoever opened it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

_ENOUGH = 1 << 20
"""Bytes that are written together."""


class SpillFile:
    """Where more lies than memory should hold. Forked processes may read the same one."""

    def __init__(self) -> None:
        import tempfile  # slow to import

        self._file: IO[bytes] = io.BytesIO()
        self.shared = False
        """Whether other processes can see it: not where there is no place for a file."""
        with suppress(OSError):
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            self.shared = hasattr(os, "pread")
        self._new: list[bytes] = []
        self._written = 0
        self._end = 0

    def put(self, record: bytes) -> int:
        """Put a record behind the others; return where it begins."""
        at = self._end
        self._new.append(record)
        self._end += len(record)
        if self._end - self._written >= _ENOUGH:
            self.settle()
        return at

    def get(self, at: int, size: int) -> bytes:
        """Return a record that has settled."""
        if self.shared:
            return os.pread(self._file.fileno(), size, at)
        self._file.seek(at)
        return self._file.read(size)

    def pieces(self) -> Iterator[bytes]:
        """Yield all that has settled, in large pieces."""
        at = 0
        while at < self._written:
            yield self.get(at, min(_ENOUGH, self._written - at))
            at += _ENOUGH

    def settle(self) -> None:
        """Write what was put here.

        Raises:
            OSError: there is no room for it.
        """
        if self._new:
            self._file.seek(self._written)
            data = memoryview(b"".join(self._new))
            while data:  # a file without a buffer may take less than it is given
                data = data[self._file.write(data) :]
            self._new.clear()
            self._written = self._end

    def find_end(self) -> None:
        """Go on behind what another process has written meanwhile."""
        self._written = self._end = os.fstat(self._file.fileno()).st_size

    def close(self) -> None:
        self._file.close()
