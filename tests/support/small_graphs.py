"""Small graphs with the attributes that `build_graph` writes, for tests of what comes after."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

import networkx as nx

from noteweave.graph.build.degrees import is_dead_end, is_orphan

PREFIXES = ("topic:", "tag:", "external:")


def woven(*links: str, alone: Iterable[str] = ()) -> nx.MultiDiGraph[str]:
    """Make a graph from lines such as "Tea -> Kettle" or "Tea -> topic:cup"; `alone`: no links."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in alone:
        _add_node(graph, name)
    for link in links:
        source, _, target = (part.strip() for part in link.partition("->"))
        _add_link(graph, source, target)
    for _, node in graph.nodes(data=True):
        ends = node["kind"], node["in_links"], node["out_links"]
        node["orphan"], node["dead_end"] = is_orphan(*ends), is_dead_end(*ends)
    return graph


def archipelago(notes: int, *, seed: int = 0) -> nx.MultiDiGraph[str]:
    """Make a graph of regions of about forty notes, an island for every tenth, and some orphans."""
    random = Random(seed)
    links, alone = [], []
    for number in range(notes):
        region, place = divmod(number, 40)
        if place == 39:
            alone.append(f"{region}/{place}")
            continue
        if place:
            links.append(f"{region}/{place} -> {region}/{random.randrange(min(place, 9))}")
        if place % 10 == 5 and region % 10:
            other = random.randrange(region)
            links.append(f"{region}/{place} -> {other - (other % 10 == 0)}/{place - 5}")
    return woven(*(link for link in links if "-1/" not in link), alone=alone)


def _add_link(graph: nx.MultiDiGraph[str], source: str, target: str) -> None:
    source, target = _add_node(graph, source), _add_node(graph, target)
    kind = "tag" if target.startswith("tag:") else "link"
    if source == target:
        graph.nodes[source]["self_links"] += 1
    else:
        graph.nodes[source]["out_links"] += 1
        graph.nodes[target]["in_links"] += 1
    if not graph.has_edge(source, target, kind):
        graph.add_edge(source, target, kind, kind=kind, relation="", reason="", count=0, places=())
    edge = graph.edges[source, target, kind]
    edge["count"] += 1
    edge["places"] += ((edge["count"], 1, f"[[{graph.nodes[target]['label']}]]"),)


def _add_node(graph: nx.MultiDiGraph[str], name: str) -> str:
    prefix = next((p for p in PREFIXES if name.startswith(p)), "")
    key = name if prefix else f"{name}.md"
    if key in graph:
        return key
    label = name.removeprefix(prefix).rpartition("/")[2]
    node: dict[str, Any] = {
        "kind": prefix.rstrip(":") or "note",
        "label": label,
        "path": "" if prefix else key,
        "folder": "" if prefix else name.rpartition("/")[0],
        "exists": not prefix,
        "topic": prefix == "topic:",
        "title": "",
        "tag": "",
        "tags": [],
        "aliases": [],
        "created": "",
        "modified": "",
        "words": 0,
        "hidden": False,
        "journal": False,
        "properties": {},
        "in_links": 0,
        "out_links": 0,
        "self_links": 0,
    }
    graph.add_node(key, **node)
    return key
