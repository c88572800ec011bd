"""The contexts of a note with very many links, kept in a temporary file.

A context takes about 400 bytes in memory, so those of a million links would take 400 MB. They are
computed a part at a time, and each is decoded when it is asked for. Measured: `noteweave backlinks`
on a note of 400,000 links in one line needs 491 MB; with all contexts in memory, 1,355 MB.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from noteweave.vault.cache.records import no_space
from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.context.contexts import LIMIT, contexts
from noteweave.vault.model import Context, Link

MANY = 50_000
"""Links of a note from which on its contexts are kept in a file."""
_PART = 20_000
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Context).decode


class SpilledContexts(Mapping[tuple[int, int], Context]):
    """The text around each link of a note, by the link's line and column."""

    def __init__(self, text: str, links: Sequence[Link]) -> None:
        """Compute all contexts.

        Args:
            text: the note's.
            links: all links of the note, in the order of their places.

        Raises:
            OutputError: the temporary folder is full.
        """
        self._keys = array("Q", (_key(link.line, link.column) for link in links))
        self._ends = array("Q", [0])
        self._file = SpillFile()
        try:
            self._compute(text, links)
        except OSError as error:
            raise no_space(error) from error

    def _compute(self, text: str, links: Sequence[Link]) -> None:
        for first in range(0, len(links), _PART):
            last = min(first + _PART, len(links))
            # links near the part are marked in its contexts as well: each has a character at least
            around = links[max(0, first - LIMIT) : last + LIMIT]
            found = contexts(text, around)
            skipped = first - max(0, first - LIMIT)
            for context in found[skipped : skipped + last - first]:
                record = _encode(context)
                self._file.append(record)
                self._ends.append(self._ends[-1] + len(record))
        self._file.flush()

    def __getitem__(self, place: tuple[int, int]) -> Context:
        key = _key(*place)
        n = bisect_left(self._keys, key)
        if n == len(self._keys) or self._keys[n] != key:
            raise KeyError(place)
        start = self._ends[n]
        return _decode(self._file.read(start, self._ends[n + 1] - start))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((key >> 32, key & 0xFFFFFFFF) for key in self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _key(line: int, column: int) -> int:
    return line << 32 | column
