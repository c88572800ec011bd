"""Find the parent of each name: dotted notes (Dendron), namespaces (Logseq), nested tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from noteweave.graph import names
from noteweave.graph.resolve import dialects
from noteweave.graph.schema import NodeKind
from noteweave.vault.disk.app_settings import AppSettings, Profile

if TYPE_CHECKING:
    import networkx as nx


def hierarchy(graph: nx.MultiDiGraph[str], settings: AppSettings) -> Iterator[tuple[str, str]]:
    """Yield (child, parent) for every node whose name is below another node's name.

    If the name directly above is not a node, the next one above that is the parent.
    """
    profile = settings.profile
    named: dict[str, str] = {}
    for key, kind, label, path in _nodes(graph):
        if kind == NodeKind.TAG:
            named[f"#{names.key(label[1:])}"] = key
        elif kind in (NodeKind.NOTE, NodeKind.TOPIC):
            named.setdefault(names.key(_name(label, path, settings)), key)
    for key, kind, label, path in _nodes(graph):
        if kind == NodeKind.TAG:
            name, separator = f"#{names.key(label[1:])}", "/"
        elif kind in (NodeKind.NOTE, NodeKind.TOPIC) and profile in _SEPARATORS:
            name, separator = names.key(_name(label, path, settings)), _SEPARATORS[profile]
        else:
            continue
        for parent in dialects.parents(name, separator):
            if parent in named and named[parent] != key:
                yield key, named[parent]
                break


_SEPARATORS = {Profile.DENDRON: ".", Profile.LOGSEQ: "/"}


def _nodes(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, str]]:
    return [
        (key, data["kind"], data["label"], data["path"] or data["folder"])
        for key, data in graph.nodes(data=True)
    ]


def _name(label: str, path: str, settings: AppSettings) -> str:
    """Return the full name of a note or topic, with the levels above it."""
    if settings.profile is Profile.LOGSEQ:
        if path.endswith(".md"):
            return dialects.page_name(path, settings)
        return f"{path}/{label}" if path else label
    return label
