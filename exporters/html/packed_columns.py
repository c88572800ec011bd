"""Typed columns, packed into one compressed text that `js/data/unpack.js` unpacks.

A column is a run of little-endian numbers or of UTF-8 text; columns follow each other, each padded
to a multiple of four bytes. The whole is deflated (zlib's own format: unlike gzip's, its header
does not name the system, so the same vault gives the same page everywhere) and put in base64.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Literal, Protocol

import numpy as np

ColumnType = Literal["u8", "u16", "varint", "text"]
_NUMPY = {"u8": "<u1", "u16": "<u2"}
BLOCK = 65536
"""Bytes of lines in a block, before compression."""
_CHUNK = 1024
"""Lines compressed in one call."""


class Pack(Protocol):
    """What columns are added to."""

    def numbers(self, name: str, kind: Literal["u8", "u16"], values: Any) -> None: ...
    def varints(self, name: str, values: Any) -> None: ...
    def lines(self, name: str, values: Iterable[str]) -> None: ...


class PackedColumns:
    """Columns being packed; the page reads `described()` and `data()`.

    No column is held uncompressed: the sentences are about a thousand bytes a note."""

    def __init__(self) -> None:
        self._columns: list[tuple[str, ColumnType, int]] = []
        self._bytes = 0
        self._deflate = zlib.compressobj(6)  # 9 takes twice as long for one byte in a hundred
        self._packed: list[bytes] = []

    def numbers(self, name: str, kind: Literal["u8", "u16"], values: Any) -> None:
        """Add a column of fixed width."""
        array = np.asarray(values, dtype=_NUMPY[kind])
        self._add(name, kind, len(array), [array.tobytes()])

    def varints(self, name: str, values: Any) -> None:
        """Add a column of non-negative whole numbers, seven bits a byte, the lowest first."""
        self._add(name, "varint", len(values), [varints(values)])

    def lines(self, name: str, values: Iterable[str]) -> None:
        """Add a column of texts, one a line; line breaks inside a text become spaces."""
        self._add(name, "text", None, _joined(values))

    def described(self) -> dict[str, Any]:
        """Return the columns' names, types and lengths."""
        return {"columns": [list(column) for column in self._columns], "bytes": self._bytes}

    def data(self) -> bytes:
        """Return the packed data, as base64. Call it once."""
        return base64.b64encode(b"".join([*self._packed, self._deflate.flush()]))

    def _add(self, name: str, kind: ColumnType, count: int | None, data: Iterable[bytes]) -> None:
        """Add a column; without a count, its length is that of the data."""
        size = 0
        for chunk in data:
            size += len(chunk)
            self._packed.append(self._deflate.compress(chunk))
        padding = -size % 4
        self._packed.append(self._deflate.compress(b"\0" * padding))
        self._columns.append((name, kind, size if count is None else count))
        self._bytes += size + padding


class PlainColumns:
    """Columns as lists, for the few nodes of a change: JSON values by name."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {}

    def numbers(self, name: str, kind: Literal["u8", "u16"], values: Any) -> None:
        """Add a column of whole numbers."""
        self.columns[name] = [int(value) for value in values]

    def varints(self, name: str, values: Any) -> None:
        """Add a column of non-negative whole numbers."""
        self.columns[name] = [int(value) for value in values]

    def lines(self, name: str, values: Iterable[str]) -> None:
        """Add a column of texts of one line."""
        self.columns[name] = [one_line(value) for value in values]


def packed_blocks(lines: Iterable[str]) -> Iterator[tuple[int, int, bytes]]:
    """Yield lines in blocks that are compressed on their own: number of lines,
    bytes before compression, base64 data.

    The page inflates only the blocks that it shows: all sentences of 100,000 notes would take a
    quarter of a gigabyte.
    """
    block: list[bytes] = []
    size = 0
    for line in lines:
        data = one_line(line).encode("utf-8", "replace")
        block.append(data)
        size += len(data) + 1
        if size >= BLOCK:
            yield _packed_block(block)
            block, size = [], 0
    if block:
        yield _packed_block(block)


def _packed_block(lines: list[bytes]) -> tuple[int, int, bytes]:
    data = b"\n".join(lines)
    return len(lines), len(data), base64.b64encode(zlib.compress(data, 6))


def _joined(values: Iterable[str]) -> Iterator[bytes]:
    """Yield the lines in chunks."""
    rest = iter(values)
    between = ""
    while chunk := [one_line(value) for value in islice(rest, _CHUNK)]:
        yield (between + "\n".join(chunk)).encode("utf-8", "replace")
        between = "\n"


def varints(values: Any) -> bytes:
    """Encode whole numbers below 2**35, seven bits a byte (LEB128), in bulk."""
    numbers = np.asarray(values, dtype=np.uint64)
    if not len(numbers):
        return b""
    groups = np.stack([(numbers >> np.uint64(7 * k)) & np.uint64(127) for k in range(5)], axis=1)
    width = np.maximum(1, 5 - np.argmax(groups[:, ::-1] != 0, axis=1))
    width[numbers == 0] = 1
    inside = np.arange(5) < width[:, None]
    more = np.arange(5) < (width - 1)[:, None]
    encoded: bytes = (groups + more * 128)[inside].astype(np.uint8).tobytes()
    return encoded


def one_line(text: str) -> str:
    """Replace line breaks and control characters by spaces; tabs stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\u200d\u200c" else " " for c in text)
