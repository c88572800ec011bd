"""The content of a backlink report, for every format: an overview, then one entry after another.

A report is ordered by target, but the text around a link comes from its source. So that each note
is read once and memory does not grow with the vault, the links are collected by source in a
temporary file, and read back by target.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeAlias, TypeVar, overload

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._shared.options import Option, chosen
from noteweave.graph.backlinks.link_table import (
    Backlink,
    LinkedNode,
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
    """One link: its position, and the text around it."""

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
    """One note, and its links to the subject of the entry."""

    key: str
    items: Sequence[Item]


T = TypeVar("T")
GroupName: TypeAlias = tuple[str, str]
"""The section and the relation of the links of a group."""


_encoder = msgspec.msgpack.Encoder()
_decode = msgspec.msgpack.Decoder(Source).decode


def _encode(source: Source) -> bytes:
    return _encoder.encode(Source(source.key, list(source.items)))


class _Items(Sequence[Item]):
    """The links of a group as items, each made when it is asked for: there may be a million."""

    def __init__(
        self, links: Sequence[Backlink], contexts: Mapping[tuple[int, int], Context], raw: bool
    ) -> None:
        self._links = links
        self._contexts = contexts
        self._raw = raw

    def __len__(self) -> int:
        return len(self._links)

    @overload
    def __getitem__(self, n: int) -> Item: ...
    @overload
    def __getitem__(self, n: slice) -> Sequence[Item]: ...
    def __getitem__(self, n: int | slice) -> Item | Sequence[Item]:
        if isinstance(n, slice):
            return [self._item(link) for link in self._links[n]]
        return self._item(self._links[n])

    def __iter__(self) -> Iterator[Item]:
        return map(self._item, self._links)

    def _item(self, link: Backlink) -> Item:
        kind, relation, place = link
        return Item(
            kind,
            relation,
            place.line,
            place.column,
            place.raw if self._raw else "",
            self._contexts.get((place.line, place.column)),
            place.section,
            place.reason if self._raw else "",
        )


class Sources(Generic[T]):
    """The sources of one entry, read when iterated: half of the vault may link to one note."""

    def __init__(
        self, records: Sequence[int], collected: _CollectedLinks, read: Callable[[bytes], T]
    ) -> None:
        self._records = records
        self._collected = collected
        self._read = read

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return (self._read(self._collected.get(record)) for record in self._records)

    @property
    def newest(self) -> str:
        """The latest date of the sources; "" if none has a date."""
        return max(map(self._collected.date, self._records), default="")


class ReportEntry(NamedTuple, Generic[T]):
    """The part of a report about one note or topic."""

    key: str
    weight: Weight
    sources: Sources[T]
    mentions: Sources[T]
    """Notes that name it without a link, if the graph was built with mentions."""
    groups: list[LinkGroup[T]]
    """Its links by section and relation, the most frequent first."""

    @property
    def is_grouped(self) -> bool:
        """Whether a report lists its links by these groups."""
        return self.weight.links >= MANY and len(self.groups) > 1


class LinkGroup(NamedTuple, Generic[T]):
    """The links to a node that stand under one heading and have one relation."""

    section: str
    relation: str
    links: int
    sources: Sources[T]
    """The newest first; empty unless groups were asked for, and the node has `MANY` links."""

    @property
    def name(self) -> str:
        """The heading and the relation."""
        return " · ".join(filter(None, (self.section, self.relation)))


OPTIONS = (
    Option("note", "", "report only on this note or topic, named as in a link"),
    Option("order", "path", "which source comes first", ("path", "newest")),
    Option("top", 12, "lines of each list at the top"),
    Option("root", "", "the vault as seen from the report, a path or an address; links lead there"),
)
MANY = 10
"""Links to a node from which a report for readers groups them by section and relation."""
_UNKNOWN = LinkedNode("", "", "", "")


ReportSource: TypeAlias = "nx.MultiDiGraph[str] | LinkTable"
"""What a report is made of: a graph, or the link table of a vault, which needs less memory."""


class BacklinkReport:
    """The content of one report: the overview, and the entries in order."""

    def __init__(self, source: ReportSource, request: Request) -> None:
        """Compute the overview; `OPTIONS` lists the settings.

        Raises:
            UnknownNameError: nothing has the name `note`, or several notes have.
        """
        options = chosen(OPTIONS, request.settings)
        self.table = source if isinstance(source, LinkTable) else of_graph(source)
        self.only: str | None = options["note"] or None
        if self.only is not None and not isinstance(source, LinkTable):
            self.only = find(source, self.only)
        self.newest = options["order"] == "newest"
        self.top: int = options["top"]
        root: str = options["root"].rstrip("/")
        self.root = f"{root}/" if root else ""
        self._request = request
        if self.only is not None and self.only not in self.table.nodes:
            raise UnknownNameError(
                f"{self.only}: not in the report", "name a note, a canvas or a topic"
            )
        self.overview: Overview = overview(self.table)

    def entries(self, *, grouped: bool = False) -> Iterator[ReportEntry[Source]]:
        """Yield an entry for every note that is linked to or mentioned, then for every topic."""
        return self.written(_encode, _decode, grouped=grouped)

    def written(
        self,
        write: Callable[[Source], bytes | bytearray],
        read: Callable[[bytes], T],
        *,
        grouped: bool = False,
    ) -> Iterator[ReportEntry[T]]:
        """Yield the entries with each source as the text or record that `write` made of it.

        `write` gets all the sources of one note in a row, so it can reuse what it wrote about that
        note; in the entries they are scattered. With `grouped`, a source with links in several
        groups of a node with `MANY` links is written once for each.
        """
        weights = self.overview.weights
        keys = weights if self.only is None else {self.only: weights.get(self.only, Weight(0, 0))}
        with _CollectedLinks(self.table, keys, self._request, write, grouped) as collected:
            for key, weight in keys.items():
                sources, mentions = (
                    Sources(collected.take(key, mention, self.newest), collected, read)
                    for mention in (False, True)
                )
                if sources or mentions or self.only is not None:
                    groups = [
                        LinkGroup(*name, links, Sources(records, collected, read))
                        for name, links, records in collected.take_groups(key)
                    ]
                    yield ReportEntry(key, weight, sources, mentions, groups)

    def named(self) -> list[str]:
        """Return the nodes that have an entry in the report of a whole vault, in its order."""
        weights, mentioned = self.overview.weights, self.table.mentioned
        return [key for key in weights if weights[key].links or key in mentioned]

    def unlinked(self) -> list[str]:
        """Return the notes without a link to them, by path."""
        weights = self.overview.weights
        return [
            key for key in weights if not weights[key].links and self.kind(key) == NodeKind.NOTE
        ]

    def count(self, kind: NodeKind) -> int:
        return sum(node.kind == kind for node in self.table.nodes.values())

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
        return self.table.nodes.get(key) or _UNKNOWN._replace(label=key)


class _CollectedLinks:
    """All links by target, in a temporary file."""

    def __init__(
        self,
        table: LinkTable,
        keys: Mapping[str, Weight],
        request: Request,
        write: Callable[[Source], bytes | bytearray],
        grouped: bool,
    ) -> None:
        self._file = SpillFile()
        self._dates: list[str] = []
        """Of each source."""
        self._sources = array("I")
        """Of each record, the index of its source."""
        self._ends = array("Q", [0])
        """Offset at which each record ends and the next begins."""
        self._links: dict[str, array[int]] = {}
        """For each target, the indexes of its records; 4 bytes each, for there may be millions."""
        self._mentions: dict[str, array[int]] = {}
        """The same for records of mentions."""
        self._counts: dict[str, Counter[GroupName]] = {}
        """For each target, how many links are in each group."""
        self._groups: dict[tuple[str, GroupName], array[int]] = {}
        """For each group of a target whose links are listed by groups, its records."""
        source: str | None = None
        contexts: Mapping[tuple[int, int], Context] = {}
        raw = request.snippets != "none"
        for group in table.link_groups():
            target = group.target
            if target not in keys:
                continue
            if group.source != source:
                source = group.source
                node = table.nodes.get(source, _UNKNOWN)
                contexts = request.contexts_of(node.path)
                self._dates.append(node.date)
            links = group.links
            if target in table.mentioned:
                mentions = [link for link in links if link.kind == Kind.MENTION]
                links = [link for link in links if link.kind != Kind.MENTION]
                if mentions:
                    items = _Items(mentions, contexts, raw)
                    self._put(self._mentions, target, write(Source(source, items)))
            if links:
                counts = self._counts.setdefault(target, Counter())
                counts.update(map(_group_name, links))
                if not (grouped and keys[target].links >= MANY):
                    items = _Items(links, contexts, raw)
                    self._put(self._links, target, write(Source(source, items)))
                    continue
                for name, some in _by_group(links).items():
                    items = _Items(some, contexts, raw)
                    record = self._put(self._links, target, write(Source(source, items)))
                    self._groups.setdefault((target, name), array("I")).append(record)
        self._file.flush()

    def __enter__(self) -> _CollectedLinks:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def get(self, record: int) -> bytes:
        at = self._ends[record]
        return self._file.read(at, self._ends[record + 1] - at)

    def date(self, record: int) -> str:
        """Return the date of a record's source."""
        return self._dates[self._sources[record]]

    def take(self, key: str, mention: bool, newest: bool) -> Sequence[int]:
        """Remove and return the records of the links to a node, or of its mentions."""
        records = (self._mentions if mention else self._links).pop(key, ())
        return self._newest(records) if newest else records

    def take_groups(self, key: str) -> Iterator[tuple[GroupName, int, Sequence[int]]]:
        """Remove and yield the groups of the links to a node, the largest first.

        Each with the number of its links and its records, the newest first.
        """
        counts = self._counts.pop(key, Counter())
        for name in sorted(counts, key=lambda name: (-counts[name], name)):
            yield name, counts[name], self._newest(self._groups.pop((key, name), ()))

    def _newest(self, records: Iterable[int]) -> Sequence[int]:
        # `sorted` is stable: equal dates stay ordered by path
        return sorted(records, key=self.date, reverse=True)

    def _put(self, records: dict[str, array[int]], target: str, record: bytes | bytearray) -> int:
        """Append a record of a target; return its number."""
        number = len(self._sources)
        if target not in records:
            records[target] = array("I")
        records[target].append(number)
        self._sources.append(len(self._dates) - 1)
        self._ends.append(self._file.append(record) + len(record))
        return number


def _group_name(link: Backlink) -> GroupName:
    return link.place.section, link.relation


def _by_group(links: Iterable[Backlink]) -> dict[GroupName, list[Backlink]]:
    groups: dict[GroupName, list[Backlink]] = {}
    for link in links:
        groups.setdefault(_group_name(link), []).append(link)
    return groups
