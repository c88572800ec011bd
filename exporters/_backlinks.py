"""The entries of a backlink report, one after the other, whatever it is written as.

A report goes by target, but the words around a link are had by reading its source. So that each
note is read once and no vault has to fit into memory, the links are gathered by source in a
temporary file, and read back by target.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._options import Option, chosen
from noteweave.graph.backlinks import Book, Bundle, Node, Overview, Weight, of_graph, overview
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.model import Context, Kind
from noteweave.vault.shelf import Shelf

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


class Source(msgspec.Struct, array_like=True, gc=False):
    """One note, and its links to the note that the entry is about."""

    key: str
    items: list[Item]


class Entry(NamedTuple):
    """What a report says about one note or topic."""

    key: str
    weight: Weight
    sources: list[Source]
    mentions: list[Source]
    """Notes that name it without a link, when the graph was built with them."""


OPTIONS = (
    Option("note", "", "report only on this node, named by its key (a note's vault path)"),
    Option("order", "path", "which source comes first", ("path", "newest")),
    Option("top", 12, "lines of each list at the top"),
    Option("root", "", "the vault as seen from the report, a path or an address; links lead there"),
)
"""What `--set` may change."""


class Report:
    """What to write: the overview, and the entries in order. Made once per export."""

    def __init__(self, of: nx.MultiDiGraph[str] | Book, request: Request) -> None:
        """See `OPTIONS` for the settings; "newest" goes by the notes' own dates.

        Raises:
            UnknownNameError: there is no such node.
        """
        options = chosen(OPTIONS, request.settings)
        self.book = of if isinstance(of, Book) else of_graph(of)
        self.only: str | None = options["note"] or None
        self.newest = options["order"] == "newest"
        self.top: int = options["top"]
        root: str = options["root"].rstrip("/")
        self.root = f"{root}/" if root else ""
        self._request = request
        if self.only is not None and self.only not in self.book.nodes:
            raise UnknownNameError(f"{self.only}: no such note")
        self.overview: Overview = overview(self.book)

    def entries(self) -> Iterator[Entry]:
        """Yield an entry for every note that is linked to or mentioned, then for every topic."""
        weights = self.overview.weights
        keys = weights if self.only is None else {self.only: weights.get(self.only, Weight(0, 0))}
        with _Gathered(self.book, keys, self._request) as gathered:
            for key, weight in keys.items():
                linking, naming = gathered.sources(key)
                if linking or naming or self.only is not None:
                    yield Entry(key, weight, self._ordered(linking), self._ordered(naming))

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

    def _node(self, key: str) -> Node:
        return self.book.nodes.get(key) or Node("", key, "", "")

    def _ordered(self, sources: list[Source]) -> list[Source]:
        if self.newest:  # `sorted` keeps the order by path among equals
            return sorted(sources, key=lambda source: self.date(source.key), reverse=True)
        return sources


class _Gathered:
    """All links by target, on a shelf."""

    def __init__(self, book: Book, keys: Collection[str], request: Request) -> None:
        self._shelf = Shelf()
        self._mentioned = book.mentioned
        self._decode = msgspec.msgpack.Decoder(Source).decode
        self._places: dict[str, array[int]] = {}
        """For each target, the place and size of each of its sources, in turns."""
        encode, put = msgspec.msgpack.Encoder().encode, self._shelf.put
        source, contexts = "", dict[tuple[int, int], Context]()
        for bundle in book.bundles():
            if bundle.target not in keys:
                continue
            if bundle.source != source:
                source, contexts = bundle.source, _contexts(book, bundle.source, request)
            record = encode(_source(bundle, contexts, request))
            places = self._places.get(bundle.target)
            if places is None:
                places = self._places[bundle.target] = array("Q")
            places.append(put(record))
            places.append(len(record))
        self._shelf.settle()

    def __enter__(self) -> _Gathered:
        return self

    def __exit__(self, *error: object) -> None:
        self._shelf.close()

    def sources(self, key: str) -> tuple[list[Source], list[Source]]:
        """Return those that link to it, and those that only name it."""
        places = iter(self._places.pop(key, array("Q")))
        found = [self._decode(self._shelf.get(at, next(places))) for at in places]
        if key not in self._mentioned:
            return found, []
        linking, naming = [], []
        for source in found:
            links = [item for item in source.items if item.kind != Kind.MENTION]
            names = [item for item in source.items if item.kind == Kind.MENTION]
            if links:
                linking.append(Source(source.key, links))
            if names:
                naming.append(Source(source.key, names))
        return linking, naming


def _contexts(book: Book, source: str, request: Request) -> dict[tuple[int, int], Context]:
    path = book.nodes[source].path if source in book.nodes else ""
    if not path or request.contexts is None or request.snippets == "none":
        return {}
    return dict(request.contexts(path))


def _source(bundle: Bundle, contexts: dict[tuple[int, int], Context], request: Request) -> Source:
    items = [
        Item(
            kind,
            relation,
            place.line,
            place.column,
            "" if request.snippets == "none" else place.raw,
            contexts.get((place.line, place.column)),
        )
        for kind, relation, place in bundle.links
    ]
    return Source(bundle.source, items)
