"""The change of a graph as a page: drawn on the map, and as a list beside it.

The map holds both states. Positions are those of the last build, where there is one, so that the
map of a change is the map that the reader knows; what is gone keeps its place, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from noteweave.exporters import Request, exporter
from noteweave.exporters.html.page_past import Change, Past
from noteweave.graph.history.diff_records import Link, RecountedLink, RetargetedLink
from noteweave.graph.history.union_graph import Union
from noteweave.graph.layout import lay_out
from noteweave.graph.saved_positions import LIMIT
from noteweave.past.graph_changes import GraphChange

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.saved_positions import SavedPosition
    from noteweave.vault.model import Context

_WHY = {"deleted": "deleted", "renamed": "moved", "written": "filled", "other": "other"}
"""What happened to the file at a link's end -> the page's word for it."""


def write(
    change: GraphChange,
    stream: BinaryIO,
    last: Mapping[str, SavedPosition] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    snippets: Literal["none", "links", "full"] = "links",
) -> None:
    """Write the page.

    Args:
        change: what to show.
        stream: gets the page, in UTF-8.
        last: the positions of the last build.
        settings: those of the format `html`.
        snippets: how much of the notes' text the page has.
    """
    union = Union(change.old_graph, change.new_graph, change.diff)
    graph = union.graph
    _lay_out(graph, last or {})
    graph.graph["past"] = Past(
        shown=True,
        before=f"{change.before.date} {change.before.label}".strip(),
        after=f"{change.after.date} {change.after.label}".strip(),
        changes=list(_changes(change, union)),
        shallow=change.shallow,
    )
    contexts = _Contexts(change) if snippets != "none" else None
    exporter("html").export(graph, stream, Request(contexts, settings or {}, snippets))


def _lay_out(graph: nx.MultiDiGraph[str], last: Mapping[str, SavedPosition]) -> None:
    """Give all nodes a position; those of the last build keep theirs exactly.

    A layout may move what has other neighbours now, and centre the whole; a reader who compares
    two maps would take that for a change.
    """
    lay_out(graph, last)
    nodes = graph.nodes
    known = [key for key in graph if key in last]
    if not known:
        return
    shift_x = median(nodes[key]["x"] - last[key].x for key in known)
    shift_y = median(nodes[key]["y"] - last[key].y for key in known)
    for key, node in nodes.items():
        x, y = (last[key].x, last[key].y) if key in last else (
            node["x"] - shift_x, node["y"] - shift_y
        )  # fmt: skip
        node["x"], node["y"] = max(-LIMIT, min(LIMIT, x)), max(-LIMIT, min(LIMIT, y))


class _Contexts:
    """The text around links: of the newer notes, and of links that are gone, at negative lines."""

    def __init__(self, change: GraphChange) -> None:
        self._old, self._new = change.old_vault, change.new_vault
        self._were = {new: old for old, new in change.renamed.items()}

    def __call__(self, path: str) -> Mapping[tuple[int, int], Context]:
        found: dict[tuple[int, int], Context] = {}
        if path in self._new.notes:
            found |= self._new.contexts(path)
        old = self._were.get(path, path)
        if old in self._old.notes:
            before = self._old.contexts(old)
            found |= {(-line, column): context for (line, column), context in before.items()}
        return found


def _changes(change: GraphChange, union: Union) -> Iterator[Change]:
    """Yield the entries of the list; a link is in one of its parts only."""
    diff, key = change.diff, union.key
    for what, retargeted in (("broke", diff.links.broken), ("mended", diff.links.mended)):
        yield from (_retargeted(what, link) for link in retargeted)
    yield from (Change("orphaned", [note]) for note in diff.orphaned)
    yield from (Change("connected", [note]) for note in diff.connected)
    for note in diff.notes.added:
        yield Change("newNote", [note.id], [note.in_links, note.out_links])
    yield from (Change("goneNote", [key(note)]) for note in diff.notes.removed)
    yield from (Change("renamed", [r.id], [r.was]) for r in diff.notes.renamed)
    for written in diff.topics.written:
        topic = written.topic.removeprefix("topic:")
        yield Change("written", [written.note], [topic, written.links])
    yield from (Change("edited", [note]) for note in diff.notes.edited)
    yield from (Change("newTopic", [topic]) for topic in diff.topics.new)
    yield from (Change("goneTopic", [key(topic)]) for topic in diff.topics.gone)
    yield from _links(change, union)
    yield from (Change("newFile", [node.id]) for node in diff.files.added)
    yield from (Change("goneFile", [key(node)]) for node in diff.files.removed)
    yield from (Change("renamedFile", [r.id], [r.was]) for r in diff.files.renamed)
    yield from _communities(change)


def _retargeted(what: str, link: RetargetedLink) -> Change:
    name = (link.target if link.why == "written" else link.was).removeprefix("topic:")
    return Change(what, [link.source], [link.raw, link.line, name, _WHY[link.why]])


def _links(change: GraphChange, union: Union) -> Iterator[Change]:
    links, key = change.diff.links, union.key
    retargeted = [*links.broken, *links.mended]
    now = {(link.source, link.target) for link in retargeted}
    before = {(link.source, link.was) for link in retargeted}
    for link in links.added:
        if (link.source, link.target) not in now:
            yield _link("newLink", link.source, link.target, link)
    for link in links.removed:
        source, target = key(link.source), key(link.target)
        if (source, target) not in before and source != target:
            yield _link("goneLink", source, target, link)
    for recounted in links.recounted:
        counts = [recounted.was, recounted.count]
        yield Change("recounted", [recounted.source, recounted.target], counts)


def _link(what: str, source: str, target: str, link: Link | RecountedLink) -> Change:
    return Change(what, [source, target], [link.relation] if link.relation else [])


def _communities(change: GraphChange) -> Iterator[Change]:
    hubs = _hubs(change.new_graph)
    for joined in change.diff.communities.joined:
        if joined.into in hubs:
            yield Change("joined", [hubs[joined.into]], [joined.into, joined.notes])
    for split in change.diff.communities.split:
        if split.off in hubs:
            yield Change("split", [hubs[split.off]], [split.community, split.notes])


def _hubs(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Return the most important node of each community, by the community's name."""
    hubs: dict[str, str] = {}
    for key in sorted(graph, key=lambda node: (-graph.nodes[node]["rank"], node)):
        hubs.setdefault(graph.nodes[key]["community_name"], key)
    return hubs
