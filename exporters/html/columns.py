"""Typed columns, packed into one compressed text that `js/unpack.js` takes apart again.

A column is a run of little-endian numbers or of UTF-8 text; columns follow each other, each padded
to a multiple of four bytes. The whole is deflated (zlib's own format: unlike gzip's, its header
does not name the system, so the same vault gives the same page everywhere) and put in base64.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np

ColumnType = Literal["u8", "u16", "varint", "text"]
_NUMPY = {"u8": "<u1", "u16": "<u2"}


class Pack:
    """Columns being gathered; `described()` is what the page is given."""

    def __init__(self) -> None:
        self._columns: list[tuple[str, ColumnType, int, bytes]] = []

    def numbers(self, name: str, kind: Literal["u8", "u16"], values: Any) -> None:
        """Add a column of fixed width."""
        array = np.asarray(values, dtype=_NUMPY[kind])
        self._columns.append((name, kind, len(array), array.tobytes()))

    def varints(self, name: str, values: Sequence[int]) -> None:
        """Add a column of non-negative whole numbers, seven bits a byte, the lowest first."""
        self._columns.append((name, "varint", len(values), varints(values)))

    def lines(self, name: str, values: Iterable[str]) -> None:
        """Add a column of texts, one a line; line breaks inside a text become spaces."""
        text = "\n".join(one_line(value) for value in values)
        data = text.encode("utf-8", "replace")
        self._columns.append((name, "text", len(data), data))

    def described(self) -> dict[str, Any]:
        """Return the columns' names, types and lengths, and the packed data."""
        data = b"".join(block + b"\0" * (-len(block) % 4) for *_, block in self._columns)
        return {
            "columns": [[name, kind, count] for name, kind, count, _ in self._columns],
            "bytes": len(data),
            "data": base64.b64encode(zlib.compress(data, 9)).decode("ascii"),
        }


def varints(values: Sequence[int]) -> bytes:
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
    """Make a text fit on a line: what would break it becomes a space (but a tab stays)."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\t\u200d\u200c" else " " for c in text)
