"""A part of the graph, as the filters of a command describe it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from noteweave.graph import names
from noteweave.graph.schema import NodeKind
from noteweave.vault.errors import RequestError, UnknownNameError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Part:
    """Filters: each that is given must fit."""

    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[NodeKind, ...] = ()
    around: str | None = None
    depth: int = 1
    """Links away from `around`, either way."""

    def of(self, graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        """Return the graph of what fits; the graph itself when there is no filter.

        Raises:
            UnknownNameError: there is no note to measure the depth from.
            RequestError: nothing fits.
        """
        if not (self.folders or self.tags or self.kinds or self.around is not None):
            return graph
        near = graph if self.around is None else self._near(graph, self.around)
        chosen = [key for key in graph if key in near and self._fits(graph.nodes[key])]
        if not chosen:
            raise RequestError("nothing in the vault fits the filters", "leave one of them out")
        return graph.subgraph(chosen).copy()

    def _fits(self, node: Mapping[str, Any]) -> bool:
        return (
            (not self.kinds or node["kind"] in self.kinds)
            and (not self.folders or any(_lies_in(node["folder"], f) for f in self.folders))
            and (not self.tags or any(_is_tagged(node["tags"], t) for t in self.tags))
        )

    def _near(self, graph: nx.MultiDiGraph[str], name: str) -> set[str]:
        """Return what is at most `depth` links away from a note, either way."""
        found = frontier = {find(graph, name)}
        for _ in range(self.depth):
            around = {key for one in frontier for key in _neighbors(graph, one)}
            frontier = around - found
            found = found | frontier
        return found


def find(graph: nx.MultiDiGraph[str], name: str) -> str:
    """Return the node that a name means: a path, with or without `.md`, a name, or an alias.

    Raises:
        UnknownNameError: there is none, or there are several.
    """
    if name in graph:
        return name
    wanted = names.key(names.without_md(name.strip("/")))
    for way in (_by_path, _by_name, _by_alias):
        if found := [key for key, node in graph.nodes(data=True) if wanted in way(key, node)]:
            if len(found) == 1:
                return found[0]
            raise UnknownNameError(f"{name}: {len(found)} notes have that name", _some(found))
    from rapidfuzz import process

    labels = [str(node["label"]) for _, node in graph.nodes(data=True)]
    near = process.extractOne(name, labels, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else "name a note as in a link"
    raise UnknownNameError(f"{name}: no such note", hint)


def _by_path(key: str, node: Mapping[str, Any]) -> tuple[str, ...]:
    return (names.key(names.without_md(key.removeprefix("topic:"))),)


def _by_name(key: str, node: Mapping[str, Any]) -> tuple[str, ...]:
    return (names.key(str(node["label"])),)


def _by_alias(key: str, node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(names.key(alias) for alias in (*node.get("aliases", ()), node.get("title", "")))


def _some(found: list[str]) -> str:
    return f"name its path: {', '.join(found[:5])}{' …' if len(found) > 5 else ''}"


def _neighbors(graph: nx.MultiDiGraph[str], key: str) -> Iterator[str]:
    yield from graph.successors(key)
    yield from graph.predecessors(key)


def _lies_in(folder: str, wanted: str) -> bool:
    folder, wanted = names.key(folder), names.key(wanted.strip("/"))
    return folder == wanted or folder.startswith(f"{wanted}/") or not wanted


def _is_tagged(tags: tuple[str, ...], wanted: str) -> bool:
    """A nested tag is found by its parent, as in Obsidian's search."""
    wanted = names.key(wanted.removeprefix("#"))
    return any(t == wanted or t.startswith(f"{wanted}/") for t in map(names.key, tags))
