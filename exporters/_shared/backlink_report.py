"""The entries of a backlink report, one after the other, whatever it is written as.

A report goes by target, but the words around a link are had by reading its source. So that each
note is read once and no vault has to fit into memory, the links are gathered by source in a
temporary file, and read back by target.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._shared.options import Option, chosen
from noteweave.graph.backlinks.link_table import (
    LinkedNode,
    LinkGroup,
    LinkTable,
    Overview,
    Weight,
    of_graph,
    overview,
)
from noteweave.graph.query.lookup import find
from noteweave.graph.schema import NodeKind
from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.model import Context, Kind

if TYPE_CHECKING:
    import networkx as nx


class Item(msgspec.Struct, array_like=True, gc=False):
    """One link, where it stands, and the words around it."""

    kind: str
    relation: str
    line: int
    column: int
    raw: str
    context: Context | None
    section: str = ""
    """The heading it stands under."""
    reason: str = ""
    """Why it is linked, as the note says."""


class Source(msgspec.Struct, array_like=True, gc=False):
    """One note, and its links to the note that the entry is about."""

    key: str
    items: list[Item]


T = TypeVar("T")


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Source).decode


class Sources(Generic[T]):
    """The sources of one entry, read when they are asked for: a hub has half of the vault."""

    def __init__(
        self, records: Sequence[int], gathered: _Gathered, read: Callable[[bytes], T]
    ) -> None:
        self._records = records
        self._gathered = gathered
        self._read = read

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return (self._read(self._gathered.get(record)) for record in self._records)

    @property
    def newest(self) -> str:
        """The date of the newest of them; "" when none has one."""
        return max(map(self._gathered.date, self._records), default="")


class ReportEntry(NamedTuple, Generic[T]):
    """What a report says about one note or topic."""

    key: str
    weight: Weight
    sources: Sources[T]
    mentions: Sources[T]
    """Notes that name it without a link, when the graph was built with them."""


OPTIONS = (
    Option("note", "", "report only on this note or topic, named as in a link"),
    Option("order", "path", "which source comes first", ("path", "newest")),
    Option("top", 12, "lines of each list at the top"),
    Option("root", "", "the vault as seen from the report, a path or an address; links lead there"),
)
"""What `--set` may change."""


class BacklinkReport:
    """What to write: the overview, and the entries in order. Made once per export."""

    def __init__(self, of: nx.MultiDiGraph[str] | LinkTable, request: Request) -> None:
        """See `OPTIONS` for the settings; "newest" goes by the notes' own dates.

        Raises:
            UnknownNameError: nothing has the name `note`, or several notes have.
        """
        options = chosen(OPTIONS, request.settings)
        self.book = of if isinstance(of, LinkTable) else of_graph(of)
        self.only: str | None = options["note"] or None
        if self.only is not None and not isinstance(of, LinkTable):
            self.only = find(of, self.only)
        self.newest = options["order"] == "newest"
        self.top: int = options["top"]
        root: str = options["root"].rstrip("/")
        self.root = f"{root}/" if root else ""
        self._request = request
        if self.only is not None and self.only not in self.book.nodes:
            raise UnknownNameError(
                f"{self.only}: not in the report", "name a note, a canvas or a topic"
            )
        self.overview: Overview = overview(self.book)

    def entries(self) -> Iterator[ReportEntry[Source]]:
        """Yield an entry for every note that is linked to or mentioned, then for every topic."""
        return self.written(_encode, _decode)

    def written(
        self, write: Callable[[Source], bytes], read: Callable[[bytes], T]
    ) -> Iterator[ReportEntry[T]]:
        """Yield the entries with each source as it was written when it was met.

        The sources of one note come one after the other, in which order it is quickest to say who
        they are; of each entry they come from all over the vault.
        """
        weights = self.overview.weights
        keys = weights if self.only is None else {self.only: weights.get(self.only, Weight(0, 0))}
        with _Gathered(self.book, keys, self._request, write) as gathered:
            for key, weight in keys.items():
                linking, naming = (
                    Sources(gathered.take(key, named, self.newest), gathered, read)
                    for named in (False, True)
                )
                if linking or naming or self.only is not None:
                    yield ReportEntry(key, weight, linking, naming)

    def named(self) -> list[str]:
        """Return what has an entry in the report of a whole vault, in its order."""
        weights, mentioned = self.overview.weights, self.book.mentioned
        return [key for key in weights if weights[key].links or key in mentioned]

    def unlinked(self) -> list[str]:
        """Return the notes that nobody links to, by path."""
        weights = self.overview.weights
        return [
            key for key in weights if not weights[key].links and self.kind(key) == NodeKind.NOTE
        ]

    def count(self, kind: NodeKind) -> int:
        return sum(node.kind == kind for node in self.book.nodes.values())

    def kind(self, key: str) -> str:
        return self._node(key).kind

    def label(self, key: str) -> str:
        return self._node(key).label

    def path(self, key: str) -> str:
        """Return the vault path of a node's file; "" for a topic."""
        return self._node(key).path

    def date(self, key: str) -> str:
        return self._node(key).date

    def is_topic(self, key: str) -> bool:
        return self.kind(key) == NodeKind.TOPIC

    def _node(self, key: str) -> LinkedNode:
        return self.book.nodes.get(key) or LinkedNode("", key, "", "")


class _Gathered:
    """All links by target, on a shelf."""

    def __init__(
        self,
        book: LinkTable,
        keys: Collection[str],
        request: Request,
        write: Callable[[Source], bytes],
    ) -> None:
        self._shelf = SpillFile()
        self._dates: list[str] = []
        """Of each source, in their order."""
        self._sources = array("I")
        """Of each record on the shelf, the number of its source."""
        self._ends = array("Q", [0])
        """Where each record ends, and the next begins."""
        self._links: dict[str, array[int]] = {}
        """For each target, the numbers of its records: a vault has a million, so no more."""
        self._names: dict[str, array[int]] = {}
        """The same for those that name it without a link."""
        source, words = "", _NO_WORDS
        raw = request.snippets != "none"
        for group in book.link_groups():
            target = group.target
            if target not in keys:
                continue
            if group.source != source:
                source, words = group.source, _words(book, group.source, request)
                self._dates.append(book.nodes[source].date if source in book.nodes else "")
            items = _items(group, words, raw)
            if target in book.mentioned:
                named = [item for item in items if item.kind == Kind.MENTION]
                items = [item for item in items if item.kind != Kind.MENTION]
                if named:
                    self._put(self._names, target, write(Source(source, named)))
            if items:
                self._put(self._links, target, write(Source(source, items)))
        self._shelf.settle()

    def __enter__(self) -> _Gathered:
        return self

    def __exit__(self, *error: object) -> None:
        self._shelf.close()

    def get(self, record: int) -> bytes:
        at = self._ends[record]
        return self._shelf.get(at, self._ends[record + 1] - at)

    def date(self, record: int) -> str:
        """Return the date of the source of a record."""
        return self._dates[self._sources[record]]

    def take(self, key: str, named: bool, newest: bool) -> Sequence[int]:
        """Return the records of those that link to a node, or only name it; to be asked once."""
        records = (self._names if named else self._links).pop(key, ())
        # `sorted` keeps the order by path among equals
        return sorted(records, key=self.date, reverse=True) if newest else records

    def _put(self, places: dict[str, array[int]], target: str, record: bytes) -> None:
        there = places.get(target)
        if there is None:
            there = places[target] = array("I")
        there.append(len(self._sources))
        self._sources.append(len(self._dates) - 1)
        self._ends.append(self._shelf.put(record) + len(record))


_Words = Mapping[tuple[int, int], Context]
"""The contexts of a note's links, by line and column."""
_NO_WORDS: _Words = {}


def _words(book: LinkTable, source: str, request: Request) -> _Words:
    path = book.nodes[source].path if source in book.nodes else ""
    if not path or request.contexts is None or request.snippets == "none":
        return _NO_WORDS
    return request.contexts(path)


def _items(group: LinkGroup, words: _Words, raw: bool) -> list[Item]:
    return [
        Item(
            kind,
            relation,
            place.line,
            place.column,
            place.raw if raw else "",
            words.get((place.line, place.column)),
            place.section,
            place.reason if raw else "",
        )
        for kind, relation, place in group.links
    ]
