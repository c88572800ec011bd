"""Several tables in one stream: a zip archive, the same bytes every time."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the archive's own beginning of time: no clock is asked


@contextmanager
def archive(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open an archive that is written to `stream` piece by piece, without seeking."""
    with zipfile.ZipFile(cast(IO[bytes], _Forward(stream)), "w") as zipped:
        yield zipped


@contextmanager
def member(zipped: zipfile.ZipFile, name: str, squeeze: bool = True) -> Iterator[IO[bytes]]:
    """Open one file of the archive for writing; one at a time."""
    info = zipfile.ZipInfo(name, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
    info.create_system = 3  # Unix, wherever it is written
    info.external_attr = 0o644 << 16
    with zipped.open(info, "w", force_zip64=True) as file:
        yield file


class _Forward:
    """A stream without `seek` and `tell`: zipfile then never goes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes, /) -> int:
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()
