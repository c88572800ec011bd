"""The attributes of the graph, its nodes and its edges: one table, also the source of the docs.

A graph is a `networkx.MultiDiGraph`. A node's key is its vault path; a topic's is `topic:` and its
folded name, a tag's `tag:` and its folded name, a URL's `external:` and the URL. (A file whose own
path begins with such a prefix has the key `./path`, so that no two nodes can share a key.) An
edge's key is its kind, followed by `:relation` if it has one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple


class NodeKind(StrEnum):
    """What a node stands for."""

    NOTE = "note"
    TOPIC = "topic"
    """The target of a wikilink for which there is no note yet."""
    TAG = "tag"
    ATTACHMENT = "attachment"
    CANVAS = "canvas"
    BASE = "base"
    EXTERNAL = "external"


class Occurrence(NamedTuple):
    """One place in the source note where an edge is written."""

    line: int
    column: int
    raw: str
    section: str = ""
    """The heading it stands under; "" before the first one."""
    reason: str = ""
    """Why it is linked, as the note says."""


class Attribute(NamedTuple):
    """One column of the schema."""

    name: str
    type: Literal["str", "int", "float", "bool", "date", "strings", "map", "places"]
    doc: str
    stage: Literal["build", "measure", "layout", "mentions"] = "build"
    """Which function writes it: `build_graph`, `measure`, `lay_out` or `add_mentions`."""


NODE_ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("kind", "str", "note, topic, tag, attachment, canvas, base or external"),
    Attribute("label", "str", "its name; of a note, the file name without `.md`"),
    Attribute("path", "str", "vault path of the file; empty where there is none"),
    Attribute("folder", "str", "its folder, `/` between levels; empty at the top"),
    Attribute("exists", "bool", "whether there is a file (false for topics)"),
    Attribute("title", "str", "the frontmatter's `title`, else empty"),
    Attribute("tag", "str", "the first tag, for tools that cannot split a list; else empty"),
    Attribute("tags", "strings", "all tags, without `#`, in the order of the note"),
    Attribute("aliases", "strings", "other names of a note; other spellings of a topic or tag"),
    Attribute("created", "date", "ISO date from properties or the file's name; else empty"),
    Attribute("modified", "date", "ISO date from properties; else empty"),
    Attribute("words", "int", "words of the note's body"),
    Attribute("hidden", "bool", "`graph: hide` in the frontmatter: keep it off the map"),
    Attribute("journal", "bool", "a daily note"),
    Attribute("topic", "bool", "a topic: a target without a note, or a note in a topic folder"),
    Attribute("properties", "map", "the frontmatter, typed; ISO dates as `datetime.date`"),
    Attribute("in_links", "int", "links to it, every occurrence, without self links"),
    Attribute("out_links", "int", "links from it, every occurrence, without self links"),
    Attribute("self_links", "int", "links from it to itself"),
    Attribute("orphan", "bool", "a note that no link joins with another note, a canvas or a topic"),
    Attribute("neighbors", "int", "distinct nodes it is linked with, either way", "measure"),
    Attribute("rank", "float", "PageRank; all nodes sum to 1", "measure"),
    Attribute("betweenness", "float", "share of shortest paths through it, 0 to 1", "measure"),
    Attribute(
        "community", "int", "number of its community; on a fresh map 0 is the largest", "measure"
    ),
    Attribute("community_name", "str", "its most distinctive topic or central notes", "measure"),
    Attribute("component", "int", "number of its connected component, 0 the largest", "measure"),
    Attribute("core", "int", "k-core number", "measure"),
    Attribute("dead_end", "bool", "a note that is linked to but links to no note, canvas or topic"),
    Attribute("bridge", "bool", "without it, its component would fall apart", "measure"),
    Attribute("x", "float", "map position; centred, within -5000 and 5000", "layout"),
    Attribute("y", "float", "map position; grows downwards", "layout"),
)

EDGE_ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        "kind",
        "str",
        "link, embed, property, inline-field, reference, canvas, tag, hierarchy or mention; "
        "in a projection shared",
    ),
    Attribute("relation", "str", "property, field or relation written around it; else empty"),
    Attribute("section", "str", "the heading that the first place stands under; else empty"),
    Attribute("reason", "str", "why it is linked: the first reason that is given; else empty"),
    Attribute("count", "int", "how often the link is written"),
    Attribute("places", "places", "where: (line, column, raw text, section, reason), in order"),
    Attribute(
        "score", "float", "of a mention only: how likely it should be a link, 0 to 1", "mentions"
    ),
)

GRAPH_ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("name", "str", "the vault folder's name"),
    Attribute("profile", "str", "whose link rules apply: obsidian, logseq, dendron, foam or plain"),
    Attribute("broken", "int", "links to a file that is not there (topics are not broken)"),
    Attribute("view", "map", "the app's own graph view: filters and `color_groups`, if it has one"),
)
