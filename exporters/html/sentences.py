"""The sentences of a page: what it holds of the text around links, in compressed blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.exporters.html.packed_columns import packed_blocks
from noteweave.exporters.html.snippets import AROUND, MOST, Place, snippet_line
from noteweave.vault.messages import translatable

if TYPE_CHECKING:
    from noteweave.vault.model import Context

Contexts = Callable[[str], Mapping[tuple[int, int], "Context"]]

ROOM = 12_500_000
"""Bytes of the page that sentences take at most, so that one of 100,000 notes stays below 20 MB."""
LARGEST = 200
"""Bytes that a link hardly exceeds: with few links nothing is estimated."""
SAMPLE = 400
"""Notes from which the size is estimated."""


class Extent(NamedTuple):
    """How much of the sentences a page has."""

    around: int | None
    """Characters on each side of a link; None: whole sentences."""
    most: float = inf
    """Links to each note that have a sentence: those from the most important notes."""


USUAL = Extent(AROUND)
SMALLER = (
    Extent(100),
    Extent(100, 200),
    Extent(100, 100),
    Extent(100, 50),
    Extent(70, 30),
    Extent(50, 20),
    Extent(35, 10),
    Extent(24, 5),
)
"""The extents of a vault with very many links: readable sentences for most notes come before a few
words for all."""


@dataclass(frozen=True)
class LinkedNote:
    """A node of the page with its links."""

    path: str
    places: Sequence[Sequence[Place]]
    """The places of each edge's links, in the order of the page."""
    earlier: Sequence[int]
    """How many earlier edges of the page have the target of each edge."""

    @property
    def count(self) -> int:
        """Number of links that may have a sentence."""
        return sum(min(MOST, len(one)) for one in self.places) if self.path else 0


def sentence_blocks(
    notes: Sequence[LinkedNote], contexts: Contexts, *, full: bool, report: Callable[[str], Any]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the sentences in blocks: one line for each note, empty without any.

    Args:
        notes: all nodes of the page, in its order.
        contexts: vault path of a note -> the text around each link.
        full: whether sentences are kept whole; else they are cut around their links, and in a vault
            with very many links so much that they fit into the page.
        report: told when they are cut more than usual.
    """
    extent = Extent(None) if full else fitting(notes, contexts)
    if extent.around is not None and extent != USUAL:
        report(_explained(extent))
    return packed_blocks(_lines(notes, contexts, extent))


def _explained(extent: Extent) -> str:
    if extent.most == inf:
        return translatable(
            "very many links: sentences are cut to {count} characters on each side of a link,"
            " so that the page stays below {size} MB",
            count=extent.around,
            size=20,
        )
    return translatable(
        "very many links: sentences are cut to {count} characters on each side of a link, and"
        " {most} links to each note have one, so that the page stays below {size} MB",
        count=extent.around,
        most=extent.most,
        size=20,
    )


def fitting(notes: Sequence[LinkedNote], contexts: Contexts) -> Extent:
    """Return the largest extent of sentences that fits into the page."""
    links = sum(note.count for note in notes)
    if links * LARGEST <= ROOM:
        return USUAL
    linked = [note for note in notes if note.count]
    some = linked[:: max(1, len(linked) // SAMPLE)]
    known = {note.path: contexts(note.path) for note in some}
    share = sum(note.count for note in some) / links
    for extent in (USUAL, *SMALLER):
        blocks = packed_blocks(_lines(some, known.__getitem__, extent))
        if sum(len(data) for _, _, data in blocks) <= ROOM * share:
            return extent
    return SMALLER[-1]


def _lines(notes: Iterable[LinkedNote], contexts: Contexts, extent: Extent) -> Iterator[str]:
    for note in notes:
        found = contexts(note.path) if note.path and note.places else {}
        told = [earlier < extent.most for earlier in note.earlier]
        yield snippet_line(note.places, found, extent.around, told.__getitem__)
