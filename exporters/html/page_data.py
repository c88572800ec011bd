"""Turn a graph into the columns that the page reads: nodes by importance, edges by source.

A page as built numbers its nodes by rank, 0 the most important, and so needs no column for the
rank; what is added to an open page gets further numbers, and the rank a column there. Two packs:
`map` holds what the first picture needs, `details` what search, filters and the panel need. The
sentences around the links follow in blocks of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from noteweave.exporters.html.edge_columns import EDGE_KINDS, Edges
from noteweave.exporters.html.fallback_layout import place
from noteweave.exporters.html.obsidian_query import Test, UnsupportedQueryError, parse
from noteweave.exporters.html.packed_columns import Pack, PackedColumns
from noteweave.exporters.html.page_past import day_number, past_data, past_pack
from noteweave.exporters.html.sentences import LinkedNote, sentence_blocks
from noteweave.exporters.html.similar_texts import similar_pack
from noteweave.exporters.html.snippets import as_json
from noteweave.graph.saved_positions import LIMIT
from noteweave.vault.messages import translatable

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.exporters import Request
    from noteweave.exporters.html.page_settings import PageSettings

Node = Mapping[str, Any]

KINDS = ("note", "topic", "tag", "attachment", "canvas", "base", "external")
KIND: dict[Any, int] = {name: number for number, name in enumerate(KINDS)}
FLAGS = {"hidden": 1, "journal": 2, "orphan": 4, "outside": 8, "topic": 16}
"""Bits of a node's `flags`; `outside`: the app's own filter hides the node."""
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
SMALLEST_MAP = 60.0
"""Units across; a smaller map, such as networkx's layouts from -1 to 1, is enlarged."""
Frame = tuple[float, float, float]
"""The left and the upper end of a square, and its width."""
USUAL_FRAME: Frame = (-LIMIT, -LIMIT, 2 * LIMIT)


class Page:
    """The data of one page."""

    def __init__(
        self, graph: nx.MultiDiGraph[str], request: Request, settings: PageSettings
    ) -> None:
        self.graph = graph
        self.request = request
        self.settings = settings
        self.keys = sorted(graph, key=lambda key: (-_importance(graph, key), key))
        self.nodes: list[Node] = [graph.nodes[key] for key in self.keys]

    @classmethod
    def of(cls, graph: nx.MultiDiGraph[str], request: Request, settings: PageSettings) -> Page:
        """Make the page of a graph; measures and layout are optional."""
        return cls(graph, request, settings)

    def data(self) -> dict[str, Any]:
        """Return what the page's script is given as JSON values, beside the packs."""
        view = self.view
        return {
            "title": self.settings.title,
            "vault": self.settings.vault,
            "root": self.settings.root if self.settings.open_with in ("vscode", "file") else "",
            "openWith": self.settings.open_with,
            "lang": self.settings.lang,
            "views": self.settings.views,
            **({"live": self.settings.live} if self.settings.live else {}),
            **past_data(self),
            "snippets": self.request.snippets,
            "kinds": KINDS,
            "edgeKinds": EDGE_KINDS,
            "links": self.edges.links(),
            "relations": self.relations,
            "sections": self.sections,
            "communities": self.community_names,
            "groups": [{"query": g["query"], "color": g["color"]} for g in self.color_groups],
            "show": {
                "tag": bool(view.get("show_tags", False)),
                "attachment": bool(view.get("show_attachments", False)),
                "topic": not view.get("hide_unresolved", False),
                "orphans": bool(view.get("show_orphans", True)),
                "hubs": self.settings.hubs,
            },
            "search": str(view.get("search") or "") if self.own_filter else "",
        }

    def packs(self) -> Iterator[tuple[str, PackedColumns]]:
        """Yield the packs by name, each made when asked for: they are most of the page."""
        yield "map", self._map()
        past = past_pack(self)
        if past is not None:
            yield "past", past
        yield "details", self._details()
        similar = similar_pack(self.keys, self.request.similar())
        if similar is not None:
            yield "similar", similar

    @cached_property
    def view(self) -> Mapping[str, Any]:
        """How the vault's own app shows its graph; empty if unknown."""
        view = self.graph.graph.get("view")
        return view if isinstance(view, Mapping) else {}

    @cached_property
    def labels(self) -> list[str]:
        """Each node's name."""
        return [_label(node, key) for node, key in zip(self.nodes, self.keys, strict=True)]

    @cached_property
    def edges(self) -> Edges:
        """All edges between different nodes."""
        return Edges(self.graph, self.keys)

    @cached_property
    def relations(self) -> list[str]:
        """The names of typed edges, sorted; the first is "none"."""
        return ["", *sorted(set(self.edges.relations) - {""})]

    @cached_property
    def sections(self) -> list[str]:
        """The headings that links stand under, sorted; the first is "none"."""
        return ["", *sorted(set(self.edges.sections) - {""})]

    @cached_property
    def communities(self) -> list[int]:
        """Each node's community; all 0 if not computed."""
        return [max(0, int(node.get("community") or 0)) for node in self.nodes]

    @cached_property
    def community_names(self) -> list[str]:
        """Each community's name; that of its most important node if it has none."""
        names = [""] * (max(self.communities, default=-1) + 1)
        for number, community in enumerate(self.communities):
            node = self.nodes[number]
            names[community] = names[community] or str(node.get("community_name") or "")
        for number, community in enumerate(self.communities):
            names[community] = names[community] or _label(self.nodes[number], self.keys[number])
        return names

    @cached_property
    def color_groups(self) -> list[dict[str, Any]]:
        """The app's colour groups that a graph can evaluate; the others are reported."""
        groups = []
        for group in self.view.get("color_groups") or ():
            query, color = str(group.get("query") or ""), str(group.get("color") or "")
            test = self._test(query, translatable("colour group"))
            if test and query.strip() and COLOR.fullmatch(color):
                groups.append({"query": query, "color": color, "test": test})
        return groups[:250]

    @cached_property
    def own_filter(self) -> Test | None:
        """The app's own filter of its graph."""
        query = str(self.view.get("search") or "").strip()
        test = self._test(query, translatable("filter")) if query else None
        if test and not any(map(test, self.nodes)):
            self.request.report(f"filter {query!r} is ignored: it leaves no node")
            return None
        return test

    def _test(self, query: str, what: str) -> Test | None:
        try:
            return parse(query)
        except UnsupportedQueryError as reason:
            self.request.report(f"{what} {query!r} is ignored: {reason}")
            return None

    def _map(self) -> PackedColumns:
        """Pack what the first picture needs."""
        pack = PackedColumns()
        self.add_nodes(pack)
        sources, targets = np.asarray(self.edges.sources), np.asarray(self.edges.targets)
        steps = np.diff(targets, prepend=0)
        begins = np.diff(sources, prepend=-1) != 0
        steps[begins] = targets[begins]
        pack.varints("fan", np.bincount(sources, minlength=len(self.nodes)))
        pack.varints("target", steps)
        pack.numbers("edgeKind", "u8", self.edges.kinds)
        return pack

    def add_nodes(self, pack: Pack) -> None:
        """Add the columns of nodes that the first picture needs."""
        for axis, values in zip("xy", self._positions(), strict=True):
            pack.numbers(axis, "u16", values)
        pack.numbers("kind", "u8", [KIND.get(node.get("kind"), 0) for node in self.nodes])
        pack.numbers("flags", "u8", [self._flags(node) for node in self.nodes])
        pack.numbers("group", "u8", [self._group(node) for node in self.nodes])
        pack.varints("community", self.communities)
        pack.lines("label", self.labels)

    @cached_property
    def points(self) -> list[tuple[float, float]]:
        """Each node's place, from the layout or, without one, made up."""
        if all(_is_number(n.get("x")) and _is_number(n.get("y")) for n in self.nodes):
            return [(float(n["x"]), float(n["y"])) for n in self.nodes]
        return place(self.communities)

    @cached_property
    def frame(self) -> Frame:
        """What of the plane the map shows: from -`LIMIT` to `LIMIT` on both axes.

        Layouts keep within this frame, so a far node moves no other; a map from elsewhere that
        does not, or that is tiny, gets one of its own.
        """
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        left, top = min(xs, default=0.0), min(ys, default=0.0)
        reach = max(max(xs, default=0.0) - left, max(ys, default=0.0) - top)
        within = all(-LIMIT <= value <= LIMIT for values in (xs, ys) for value in values)
        if within and (reach >= SMALLEST_MAP or len(xs) < 2):
            return USUAL_FRAME
        return left, top, reach

    def _positions(self) -> tuple[list[int], list[int]]:
        """Whole numbers 0 to 65535 on both axes of the frame."""
        left, top, reach = self.frame
        step = 65535 / (reach or 1.0)
        return (
            [round((x - left) * step) for x, _ in self.points],
            [round((y - top) * step) for _, y in self.points],
        )

    def _flags(self, node: Node) -> int:
        named = ("hidden", "journal", "orphan", "topic")
        flags = sum(FLAGS[name] for name in named if node.get(name))
        outside = self.own_filter is not None and not self.own_filter(node)
        return flags + FLAGS["outside"] * outside

    def _group(self, node: Node) -> int:
        matching = (i for i, group in enumerate(self.color_groups, 1) if group["test"](node))
        return next(matching, 0)

    def _details(self) -> PackedColumns:
        """Pack what search, filters and the panel need."""
        pack = PackedColumns()
        self.add_details(pack)
        relation = {name: i for i, name in enumerate(self.relations)}
        pack.varints("relation", [relation[name] for name in self.edges.relations])
        section = {name: i for i, name in enumerate(self.sections)}
        pack.varints("section", [section[name] for name in self.edges.sections])
        pack.varints("count", self.edges.times)
        pack.varints("mentionScore", [round(1000 * one) for one in self.edges.mention_scores])
        return pack

    def add_details(self, pack: Pack) -> None:
        """Add the columns of nodes that search, filters and the panel need.

        The keys by which a live page finds nodes are in no other page.
        """
        nodes = self.nodes
        folders, folder = _table([str(node.get("folder") or "") for node in nodes])
        pack.lines("folders", folders)
        pack.varints("folder", folder)
        pack.lines("path", [_unusual_path(n, k) for n, k in zip(nodes, self.keys, strict=True)])
        pack.lines("title", [_second_name(node) for node in nodes])
        pack.lines("aliases", ["\t".join(map(_cell, node.get("aliases") or ())) for node in nodes])
        tags, _ = _table([str(tag) for node in nodes for tag in node.get("tags") or ()])
        place_of = {tag: i for i, tag in enumerate(tags)}
        pack.lines("tags", tags)
        pack.varints("tagCount", [len(node.get("tags") or ()) for node in nodes])
        pack.varints("tag", [place_of[str(t)] for node in nodes for t in node.get("tags") or ()])
        pack.varints("created", [day_number(node.get("created")) for node in nodes])
        pack.varints("modified", [day_number(node.get("modified")) for node in nodes])
        pack.varints("wordCount", [max(0, int(node.get("words") or 0)) for node in nodes])
        shown = self.request.snippets != "none"
        pack.lines("properties", [_properties(node) if shown else "" for node in nodes])
        if self.settings.live:
            pack.lines("key", self.keys)

    def snippet_blocks(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield the sentences in blocks: one line for each node, empty without any."""
        contexts, how_much = self.request.contexts, self.request.snippets
        if contexts and how_much != "none":
            full, report = how_much == "full", self.request.report
            yield from sentence_blocks(self._linked_notes(), contexts, full=full, report=report)

    def _linked_notes(self) -> list[LinkedNote]:
        places, earlier = self.edges.places, self.edges.earlier()
        sources = np.asarray(self.edges.sources, dtype=np.int64)
        ends = np.cumsum(np.bincount(sources, minlength=len(self.nodes))).tolist()
        return [
            LinkedNote(str(node.get("path") or ""), places[begin:end], earlier[begin:end])
            for node, (begin, end) in zip(self.nodes, pairwise([0, *ends]), strict=True)
        ]


def _importance(graph: nx.MultiDiGraph[str], key: str) -> float:
    """PageRank, or the number of links if it was not computed."""
    rank: Any = graph.nodes[key].get("rank")
    return float(rank) if _is_number(rank) else float(graph.degree(key))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and value == value and abs(value) != float("inf")


def _label(node: Node, key: str) -> str:
    return str(node.get("label") or key)


def _cell(text: object) -> str:
    return str(text).replace("\t", " ")


def _table(values: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return the distinct values, sorted, and for every value its place among them."""
    distinct = sorted(set(values))
    at = {value: place for place, value in enumerate(distinct)}
    return distinct, [at[value] for value in values]


def _unusual_path(node: Node, key: str) -> str:
    """The path, where it is not simply folder/label.md; the URL of something external."""
    if node.get("kind") == "external":
        return key.removeprefix("external:")
    path, folder = str(node.get("path") or ""), str(node.get("folder") or "")
    usual = f"{folder}/{_label(node, key)}.md" if folder else f"{_label(node, key)}.md"
    return "" if path == usual else path or "\t"


def _second_name(node: Node) -> str:
    title = str(node.get("title") or "")
    return "" if title == node.get("label") else title


def _properties(node: Node) -> str:
    """Return properties as JSON [[name, value], …], without those shown elsewhere."""
    elsewhere = {"title", "tags", "tag", "aliases", "alias"}
    rows = [
        [str(name), _plain(value)]
        for name, value in (node.get("properties") or {}).items()
        if str(name).casefold() not in elsewhere and value not in (None, "", [], {})
    ]
    return as_json(rows) if rows else ""


def _plain(value: Any) -> Any:
    """A value as the panel shows it: a text or a list of texts."""
    if isinstance(value, (list, tuple)):
        return [_text(item) for item in value[:50]]
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, tuple)):
        value = json.dumps(value, ensure_ascii=False, default=str)
    text = str(value)
    return text if len(text) <= 600 else text[:599] + "…"
