"""Text pieces into a binary stream, gathered into few large writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import BinaryIO

_ENOUGH = 1 << 16
"""Characters."""


class TextWriter:
    """Call it with text; it writes UTF-8 whenever enough has come together, and at the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._pieces: list[str] = []
        self._size = 0

    def __enter__(self) -> TextWriter:
        return self

    def __call__(self, text: str) -> None:
        """Write one piece.

        Raises:
            UnicodeEncodeError: the text holds a lone surrogate (see `_text.utf8`).
        """
        self._pieces.append(text)
        self._size += len(text)
        if self._size >= _ENOUGH:
            self._flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._flush()

    def _flush(self) -> None:
        self._stream.write("".join(self._pieces).encode())
        self._pieces.clear()
        self._size = 0


def listed(items: Iterable[str]) -> Iterator[str]:
    """Yield the items of a JSON array, each on a line of its own, with commas between."""
    separator = "\n"
    for item in items:
        yield separator + item
        separator = ",\n"
