"""A small world for the tests of the page: towns by the sea, hills behind them, one way between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
from chromium import Tab

from noteweave.vault.model import Context

TOWNS = [
    "Harbour",
    "Lighthouse",
    "Ropewalk",
    "Chandler",
    "灯塔",
    "码头",
    "Ferry",
    "Sail",
    "Cooper",
    "Quay",
]


HILLS = [
    "Orchard",
    "Cider",
    "Beehive",
    "Meadow",
    "Mill",
    "果园",
    "Shepherd",
    "Wall",
    "Hedge",
    "Barn",
]


def coast() -> nx.MultiDiGraph[str]:
    """Two worlds of ten notes, one bridge, an unwritten topic, an orphan and a journal."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Coast", profile="obsidian")
    for world, names in enumerate((TOWNS, HILLS)):
        folder = ("shore", "hills")[world]
        for i, name in enumerate(names):
            add(graph, f"{folder}/{name}.md", world, i, tags=[f"craft/{folder}"] if i % 2 else [])
        for i in range(1, 10):
            link(graph, f"{folder}/{names[i]}.md", f"{folder}/{names[i // 3]}.md")
    link(graph, "shore/Ferry.md", "hills/Orchard.md", kind="property", relation="sails to")
    add(graph, "topic:Tides", 0, 10, kind="topic", path="")
    link(graph, "shore/Harbour.md", "topic:Tides")
    link(graph, "hills/Barn.md", "shore/灯塔.md", kind="mention")
    add(graph, "Alone.md", 2, 12, orphan=True)
    add(graph, "2024-05-01.md", 0, 13, journal=True)
    link(graph, "2024-05-01.md", "shore/Harbour.md")
    graph.nodes["shore/Harbour.md"].update(
        title="The old harbour",
        aliases=["Port", "港口"],
        properties={"source": "https://example.org/port", "keeper": "Ada", "odd": "javascript:1"},
        words=312,
    )
    return graph


def add(graph: nx.MultiDiGraph[str], key: str, world: int, place: int, **more: Any) -> None:
    folder, _, name = key.rpartition("/")
    node = {
        "kind": "note",
        "label": name.removesuffix(".md").removeprefix("topic:"),
        "path": key,
        "folder": folder,
        "tags": [],
        "created": f"202{1 + place % 4}-03-{10 + place:02}",
        "community": world,
        "community_name": ("Harbour", "Orchard", "")[world],
        "x": world * 900.0 + 120 * (place % 4),
        "y": 130.0 * (place // 4) + 30 * (place % 3),
    }
    graph.add_node(key, **(node | more))


def link(graph: nx.MultiDiGraph[str], source: str, target: str, **more: Any) -> None:
    kind = more.get("kind", "link")
    places = [(3, 7, f"[[{graph.nodes[target]['label']}]]")]
    data = {"kind": kind, "relation": "", "count": 1, "places": places} | more
    graph.add_edge(source, target, kind, **data)


def sentences(path: str) -> dict[tuple[int, int], Context]:
    """Every link stands in the same sentence."""
    text = f"From {path} one walks to **the** [[quay]] at dusk."
    start = text.index("[[")
    return {(3, 7): Context(text, start, start + 8, "paragraph", 3)}


Write = Callable[..., Path]


def number(tab: Tab, name: str) -> int:
    return int(tab.page.evaluate(f"noteweave.app.graph.label.indexOf({name!r})"))


def point(tab: Tab, name: str) -> tuple[float, float]:
    """Return where a note is on the screen."""
    at = number(tab, name)
    x, y = tab.page.evaluate(
        f"[noteweave.app.view.camera.toScreenX(noteweave.app.graph.x[{at}]),"
        f" noteweave.app.view.camera.toScreenY(noteweave.app.graph.y[{at}])]"
    )
    return x, y


def colors(tab: Tab) -> int:
    """Return how many colors the map has on the screen: a blank one has one."""
    count: int = tab.page.evaluate("""(() => {
        const map = document.getElementById('map');
        const { data } = map.getContext('2d').getImageData(0, 0, map.width, map.height);
        return new Set(new Uint32Array(data.buffer)).size;
    })()""")
    return count
