"""The entries of a backlink report, one after the other, whatever it is written as.

A report goes by target, but the words around a link are had by reading its source. So that each
note is read once and no vault has to fit into memory, the links are gathered by source in a
temporary file, and read back by target.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Collection, Iterator, Mapping
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._options import Option, chosen
from noteweave.graph.backlinks import Overview, Weight, date_of, links_from, overview
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.model import Context, Kind

if TYPE_CHECKING:
    import networkx as nx

_IN_MEMORY = 1 << 25
"""Bytes of links that are gathered without a file."""


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

    def __init__(self, graph: nx.MultiDiGraph[str], request: Request) -> None:
        """See `OPTIONS` for the settings; "newest" goes by the notes' own dates.

        Raises:
            UnknownNameError: the graph has no such node.
        """
        options = chosen(OPTIONS, request.settings)
        self.graph = graph
        self.only: str | None = options["note"] or None
        self.newest = options["order"] == "newest"
        self.top: int = options["top"]
        root: str = options["root"].rstrip("/")
        self.root = f"{root}/" if root else ""
        self._request = request
        if self.only is not None and self.only not in graph:
            raise UnknownNameError(f"{self.only}: no such note")
        self.overview: Overview = overview(graph)

    def entries(self) -> Iterator[Entry]:
        """Yield an entry for every note that is linked to or mentioned, then for every topic."""
        weights = self.overview.weights
        keys = weights if self.only is None else {self.only: weights.get(self.only, Weight(0, 0))}
        with _Gathered(self.graph, keys, self._request) as gathered:
            for key, weight in keys.items():
                linking, naming = gathered.sources(key)
                if linking or naming or self.only is not None:
                    yield Entry(key, weight, self._ordered(linking), self._ordered(naming))

    def named(self) -> list[str]:
        """Return what has an entry in the report of a whole vault, in its order."""
        graph = self.graph
        return [
            key
            for key, weight in self.overview.weights.items()
            if weight.links
            or any(
                edge["kind"] == Kind.MENTION
                for source, edges in graph.pred[key].items()
                for edge in edges.values()
                if source != key
            )
        ]

    def unlinked(self) -> list[str]:
        """Return the notes that nobody links to, by path."""
        weights = self.overview.weights
        return [
            key for key in weights if not weights[key].links and self.kind(key) == NodeKind.NOTE
        ]

    def count(self, kind: NodeKind) -> int:
        return sum(self.kind(key) == kind for key in self.graph)

    def kind(self, key: str) -> str:
        return str(self.graph.nodes[key]["kind"])

    def label(self, key: str) -> str:
        return str(self.graph.nodes[key].get("label") or key)

    def path(self, key: str) -> str:
        """Return the vault path of a node's file; "" for a topic."""
        return str(self.graph.nodes[key].get("path") or "")

    def date(self, key: str) -> str:
        return date_of(self.graph, key)

    def is_topic(self, key: str) -> bool:
        return self.kind(key) == NodeKind.TOPIC

    def _ordered(self, sources: list[Source]) -> list[Source]:
        if self.newest:  # `sorted` keeps the order by path among equals
            return sorted(sources, key=lambda source: self.date(source.key), reverse=True)
        return sources


class _Gathered:
    """All links by target, in a file."""

    def __init__(
        self, graph: nx.MultiDiGraph[str], keys: Collection[str], request: Request
    ) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._decode = msgspec.msgpack.Decoder(Source).decode
        self._places: dict[str, array[int]] = {}
        """For each target, the place and size of each of its sources, in turns."""
        encode, at = msgspec.msgpack.Encoder().encode, 0
        for source in sorted({source for key in keys for source in graph.predecessors(key)}):
            contexts = _contexts(graph, source, request)
            for target in graph[source]:
                if target != source and target in keys:
                    record = encode(_source(graph, source, target, contexts, request))
                    self._places.setdefault(target, array("Q")).extend((at, len(record)))
                    at += self._file.write(record)

    def __enter__(self) -> _Gathered:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def sources(self, key: str) -> tuple[list[Source], list[Source]]:
        """Return those that link to it, and those that only name it."""
        linking, naming = [], []
        places = self._places.pop(key, array("Q"))
        for at, size in zip(places[::2], places[1::2], strict=True):
            self._file.seek(at)
            source = self._decode(self._file.read(size))
            links = [item for item in source.items if item.kind != Kind.MENTION]
            names = [item for item in source.items if item.kind == Kind.MENTION]
            if links:
                linking.append(Source(source.key, links))
            if names:
                naming.append(Source(source.key, names))
        return linking, naming


def _contexts(
    graph: nx.MultiDiGraph[str], source: str, request: Request
) -> Mapping[tuple[int, int], Context]:
    path = graph.nodes[source].get("path")
    if not path or request.contexts is None or request.snippets == "none":
        return {}
    return request.contexts(path)


def _source(
    graph: nx.MultiDiGraph[str],
    source: str,
    target: str,
    contexts: Mapping[tuple[int, int], Context],
    request: Request,
) -> Source:
    return Source(
        source,
        [
            Item(
                link.kind,
                link.relation,
                link.place.line,
                link.place.column,
                "" if request.snippets == "none" else link.place.raw,
                contexts.get((link.place.line, link.place.column)),
            )
            for link in links_from(graph, source, target, mentions=True)
        ],
    )
