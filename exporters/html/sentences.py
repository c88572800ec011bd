"""The sentences of a page: what it holds of the text around links, in compressed blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from noteweave.exporters.html.packed_columns import packed_blocks
from noteweave.exporters.html.snippets import AROUND, MOST, NARROW, Place, snippet_line
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


@dataclass(frozen=True)
class LinkedNote:
    """A node of the page with the places of its links."""

    path: str
    places: Sequence[Sequence[Place]]
    """Of each edge, in the order of the page."""

    @property
    def count(self) -> int:
        """Number of links whose sentences may be shown."""
        return sum(min(MOST, len(one)) for one in self.places) if self.path else 0


def sentence_blocks(
    notes: Sequence[LinkedNote], contexts: Contexts, *, full: bool, report: Callable[[str], Any]
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the sentences in blocks: one line for each note, empty without any.

    Args:
        notes: all nodes of the page, in its order.
        contexts: vault path of a note -> the text around each link.
        full: whether sentences are kept whole; else they are cut around their links, in a vault
            with very many links so much that they fit into the page.
        report: told when they are cut more than usual.
    """
    around = None if full else fitting(notes, contexts)
    if around is not None and around < AROUND:
        report(
            translatable(
                "sentences are cut to {count} characters on each side of a link,"
                " so that the page stays below {size} MB",
                count=around,
                size=20,
            )
        )
    return packed_blocks(_lines(notes, contexts, around))


def fitting(notes: Sequence[LinkedNote], contexts: Contexts) -> int:
    """Return how many characters on each side of a link fit into the page."""
    links = sum(note.count for note in notes)
    if links * LARGEST <= ROOM:
        return AROUND
    linked = [note for note in notes if note.count]
    some = linked[:: max(1, len(linked) // SAMPLE)]
    known = {note.path: contexts(note.path) for note in some}
    share = sum(note.count for note in some) / links
    for around in (AROUND, *NARROW):
        blocks = packed_blocks(_lines(some, known.__getitem__, around))
        if sum(len(data) for _, _, data in blocks) <= ROOM * share:
            return around
    return NARROW[-1]


def _lines(notes: Iterable[LinkedNote], contexts: Contexts, around: int | None) -> Iterator[str]:
    for note in notes:
        found = contexts(note.path) if note.path and note.places else {}
        yield snippet_line(note.places, found, around)
