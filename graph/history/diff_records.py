"""What differs between two graphs, as records that every report and the JSON form use.

The lists of nodes and links are complete: applied to the first graph they give the second (see
`graph_state.apply`). What is told beside them (broken and mended links, orphans, written topics,
communities) is derived from the two graphs and repeats nothing that could not be derived again.
"""

from __future__ import annotations

import msgspec

from noteweave.graph.history.communities import CommunityChanges


class Renamed(msgspec.Struct, frozen=True):
    """A file with another path than before."""

    id: str
    was: str


class AddedNote(msgspec.Struct, frozen=True, rename={"in_links": "in", "out_links": "out"}):
    """A new note, with the number of links to it and from it."""

    id: str
    in_links: int
    out_links: int


class NewNode(msgspec.Struct, frozen=True):
    """A new node that is no note."""

    id: str
    kind: str


class Link(msgspec.Struct, frozen=True):
    """An edge: all links of one kind and relation from one node to another."""

    source: str
    target: str
    kind: str
    relation: str
    count: int


class RecountedLink(msgspec.Struct, frozen=True):
    """An edge that is written more often, or less often, than before."""

    source: str
    target: str
    kind: str
    relation: str
    count: int
    was: int


class RetargetedLink(msgspec.Struct, frozen=True):
    """A link whose text did not change and which leads elsewhere: it broke, or it works again."""

    source: str
    line: int
    raw: str
    """The link as it is written."""
    was: str
    """The node it led to."""
    target: str
    """The node it leads to now."""
    why: str
    """What happened to the file at its end: `deleted`, `renamed`, `written` or `other`."""


class WrittenTopic(msgspec.Struct, frozen=True):
    """A topic that has become a note."""

    topic: str
    note: str
    links: int
    """How many links to the topic lead to the note now."""


class Counts(msgspec.Struct, frozen=True):
    """Totals before and after."""

    notes: tuple[int, int]
    links: tuple[int, int]
    topics: tuple[int, int]
    broken: tuple[int, int]


class NoteChanges(msgspec.Struct, frozen=True):
    """What happened to notes; `edited` are those whose text is another, renamed or not."""

    added: list[AddedNote]
    removed: list[str]
    renamed: list[Renamed]
    edited: list[str]


class NodeChanges(msgspec.Struct, frozen=True):
    """What happened to nodes that are no notes: attachments, canvases, tags and so on."""

    added: list[NewNode]
    removed: list[str]
    renamed: list[Renamed]


class LinkChanges(msgspec.Struct, frozen=True):
    """What happened to links. `added`, `removed` and `recounted` are complete.

    Ends are named as in the second graph; those of `removed` as in the first, where they were.
    """

    added: list[Link]
    removed: list[Link]
    recounted: list[RecountedLink]
    broken: list[RetargetedLink]
    mended: list[RetargetedLink]


class TopicChanges(msgspec.Struct, frozen=True):
    """What happened to topics that nobody has written a note for."""

    new: list[str]
    gone: list[str]
    written: list[WrittenTopic]


class GraphDiff(msgspec.Struct, frozen=True):
    """Everything that differs between two graphs, each list sorted."""

    counts: Counts
    notes: NoteChanges
    files: NodeChanges
    links: LinkChanges
    topics: TopicChanges
    orphaned: list[str]
    """Notes of both graphs that no link joins with another any more."""
    connected: list[str]
    """Notes of both graphs that were orphans."""
    communities: CommunityChanges

    @property
    def empty(self) -> bool:
        """Whether the two graphs have the same nodes and links, and no note was edited."""
        nodes, files, links = self.notes, self.files, self.links
        return not any(
            (
                *(nodes.added, nodes.removed, nodes.renamed, nodes.edited),
                *(files.added, files.removed, files.renamed),
                *(links.added, links.removed, links.recounted),
                *(self.topics.new, self.topics.gone),
            )
        )
