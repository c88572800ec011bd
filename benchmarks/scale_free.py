"""A vault's graph without a vault: scale-free, in two languages, measured and laid out.

For the page's benchmark and tests. Deterministic: the same size and seed give the same graph.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

import networkx as nx

EAST = "茶壶水火山叶香盏泉炉瓷雨春竹云石井器味时"
WEST = [
    "leaf",
    "kettle",
    "harbour",
    "garden",
    "ledger",
    "weaver",
    "orchard",
    "lantern",
    "compass",
    "meadow",
    "signal",
    "archive",
    "thread",
    "river",
    "copper",
    "almanac",
    "tide",
    "workshop",
    "index",
    "proof",
]
FOLDERS = ["essays", "people", "places", "journal/2024", "journal/2025", "茶/产地", "茶/器", ""]
TAGS = ["idea", "reading", "project/loom", "project/garden", "茶", "question", "draft"]
START = date(2021, 3, 1)


def scale_free(size: int, seed: int = 7, edges_each: float = 2.8) -> nx.MultiDiGraph[str]:
    """Return a graph of `size` nodes; new ones link to well-linked ones, mostly of their kind."""
    draw = random.Random(seed)
    islands = max(1, round(size**0.42))
    home = [min(int(draw.paretovariate(1.1)) - 1, islands - 1) for _ in range(size)]
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="A woven vault", profile="obsidian")
    keys = [_add_node(graph, number, home[number], draw) for number in range(size)]
    pools: list[list[int]] = [[] for _ in range(islands)]
    everywhere: list[int] = []
    for number in range(size):
        for _ in range(max(1, round(draw.expovariate(1 / edges_each)))):
            pool = pools[home[number]] if draw.random() < 0.88 else everywhere
            if not pool:
                continue
            target = draw.choice(pool)
            if target != number:
                _add_edge(graph, keys[number], keys[target], draw)
                pools[home[target]].append(target)
                everywhere.append(target)
        pools[home[number]].append(number)
        everywhere.append(number)
    _measure(graph, keys, home, islands, draw)
    return graph


def _add_node(graph: nx.MultiDiGraph[str], number: int, community: int, draw: random.Random) -> str:
    words = draw.sample(EAST, 2) if draw.random() < 0.3 else draw.sample(WEST, 2)
    label = f"{' '.join(words)} {number}"
    folder = FOLDERS[community % len(FOLDERS)]
    topic = draw.random() < 0.06
    key = f"topic:{label}" if topic else f"{folder}/{label}.md" if folder else f"{label}.md"
    tags = draw.sample(TAGS, draw.choice([0, 0, 1, 1, 2]))
    graph.add_node(
        key,
        kind="topic" if topic else "note",
        label=label,
        path="" if topic else key,
        folder="" if topic else folder,
        exists=not topic,
        title="",
        tag=tags[0] if tags else "",
        tags=tags,
        aliases=[],
        created=(START + timedelta(days=int(number * 1600 / (number + 400)))).isoformat(),
        modified="",
        words=draw.randrange(20, 900),
        hidden=False,
        journal=False,
        properties={},
        community=community,
    )
    return key


def _add_edge(graph: nx.MultiDiGraph[str], source: str, target: str, draw: random.Random) -> None:
    if not graph.has_edge(source, target):
        place = (draw.randrange(1, 60), 1, f"[[{target}]]")
        graph.add_edge(source, target, "link", kind="link", relation="", count=1, places=(place,))


def _measure(
    graph: nx.MultiDiGraph[str],
    keys: list[str],
    home: list[int],
    islands: int,
    draw: random.Random,
) -> None:
    """Rank by links; islands on a sunflower, their nodes around the middle, hubs nearest."""
    sizes = [home.count(island) for island in range(islands)]
    middles, covered = [], 0.0
    for island in range(islands):
        angle = island * math.pi * (3 - math.sqrt(5))
        middles.append((math.sqrt(covered) * math.cos(angle), math.sqrt(covered) * math.sin(angle)))
        covered += sizes[island] * 2.2
    hubs: dict[int, tuple[int, str]] = {}
    ends = 2 * graph.number_of_edges() or 1
    for key, island in zip(keys, home, strict=True):
        degree = graph.degree(key)
        hubs[island] = max(hubs.get(island, (-1, "")), (degree, graph.nodes[key]["label"]))
        node = graph.nodes[key]
        spread = math.sqrt(sizes[island]) * 0.55 / (1 + 0.12 * math.sqrt(degree))
        node["x"] = middles[island][0] + draw.gauss(0, 1) * spread
        node["y"] = middles[island][1] + draw.gauss(0, 1) * spread
        node["rank"] = degree / ends
        node["orphan"] = degree == 0
    for key, island in zip(keys, home, strict=True):
        graph.nodes[key]["community_name"] = hubs[island][1]
