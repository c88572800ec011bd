"""An append-only temporary file for records that would take too much memory."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

_BUFFER = 1 << 20
"""Bytes that are written, or read, at once."""


class SpillFile:
    """A file without a name, deleted when it is closed. Forked processes may read it, too."""

    def __init__(self) -> None:
        import tempfile  # slow to import

        self._file: IO[bytes] = io.BytesIO()
        self.shared = False
        """Whether forked processes see what is written; not if no file can be created."""
        with suppress(OSError):
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
            self.shared = hasattr(os, "pread")
        self._buffer: list[bytes] = []
        self._flushed = 0
        self._end = 0

    def append(self, record: bytes) -> int:
        """Append a record; return the byte at which it begins."""
        start = self._end
        self._buffer.append(record)
        self._end += len(record)
        if self._end - self._flushed >= _BUFFER:
            self.flush()
        return start

    def read(self, start: int, size: int) -> bytes:
        """Return bytes that have been flushed."""
        if self.shared:
            return os.pread(self._file.fileno(), size, start)
        self._file.seek(start)
        return self._file.read(size)

    def chunks(self) -> Iterator[bytes]:
        """Yield everything that has been flushed, in large chunks."""
        for start in range(0, self._flushed, _BUFFER):
            yield self.read(start, min(_BUFFER, self._flushed - start))

    def flush(self) -> None:
        """Write the records that are only in memory.

        Raises:
            OSError: the disk is full.
        """
        if self._buffer:
            self._file.seek(self._flushed)
            data = memoryview(b"".join(self._buffer))
            while data:  # an unbuffered file may write less than it is given
                data = data[self._file.write(data) :]
            self._buffer.clear()
            self._flushed = self._end

    def seek_end(self) -> None:
        """Continue after what another process has appended."""
        self._flushed = self._end = os.fstat(self._file.fileno()).st_size

    def close(self) -> None:
        self._file.close()
