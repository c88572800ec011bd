"""Time and memory of every exporter on a synthetic graph, compared with networkx's GraphML writer.

    python benchmarks/export.py [--notes 100000] [--repeat 3] [FORMAT ...]

Each run is a process of its own: it makes the graph, resets its peak memory, writes one file to the
disk, and prints the time that took and the peak memory above that of the graph. Linux only.
"""

from __future__ import annotations

import argparse
import datetime
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import networkx as nx

from noteweave.exporters import Request, exporter, formats
from noteweave.exporters._shared.edges import paired_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.property_columns import NodeTable
from noteweave.exporters._shared.xml_text import node_id
from noteweave.graph.schema import Occurrence

SEED = 20240229
LINKS_A_NOTE = 3
NETWORKX = "networkx"
NOT_MEASURED = {"canvas", "mermaid", "html"}
WORDS = ("tea", "water", "leaf", "cup", "kettle", "steam", "river", "stone", "茶", "水", "山", "春")


def synthetic(notes: int) -> nx.MultiDiGraph[str]:
    """Return a graph of notes (and a tenth as many topics) with all attributes, scale-free."""
    chance = random.Random(SEED)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="synthetic", profile="plain", broken=0)
    keys = [f"{chance.choice(WORDS)}/{chance.choice(WORDS)} {n}.md" for n in range(notes)]
    keys += [f"topic:{chance.choice(WORDS)} {n}" for n in range(notes // 10)]
    for number, key in enumerate(keys):
        graph.add_node(key, **_node(key, number, chance))
    ends = list(range(200))  # preferential attachment: a linked node is likely to be linked again
    for number in range(notes):
        for _ in range(chance.randint(0, 2 * LINKS_A_NOTE)):
            target = chance.choice(ends) if chance.random() < 0.7 else chance.randrange(len(keys))
            _link(graph, keys[number], keys[target % len(keys)], chance)
            ends.append(target)
    return graph


def _node(key: str, number: int, chance: random.Random) -> dict[str, Any]:
    topic = key.startswith("topic:")
    tags = () if topic else tuple(chance.sample(WORDS, chance.randint(0, 3)))
    made = datetime.date(2015, 1, 1) + datetime.timedelta(days=chance.randrange(3650))
    return {
        "kind": "topic" if topic else "note",
        "label": key.rpartition("/")[2].removesuffix(".md").removeprefix("topic:"),
        "path": "" if topic else key,
        "folder": key.rpartition("/")[0],
        "exists": not topic,
        "title": "",
        "tag": tags[0] if tags else "",
        "tags": tags,
        "aliases": (),
        "created": "" if topic else made.isoformat(),
        "modified": "",
        "words": chance.randrange(2000),
        "hidden": False,
        "journal": False,
        "properties": {} if topic else _properties(made, tags, chance),
        "in_links": 0,
        "out_links": 0,
        "self_links": 0,
        "orphan": False,
        "neighbors": chance.randrange(50),
        "rank": chance.random() / 1e5,
        "betweenness": chance.random() / 1e3,
        "community": chance.randrange(100),
        "community_name": chance.choice(WORDS),
        "component": 0,
        "core": chance.randrange(9),
        "dead_end": False,
        "bridge": False,
        "x": chance.uniform(-5000, 5000),
        "y": chance.uniform(-5000, 5000),
    }


def _properties(made: datetime.date, tags: tuple[str, ...], chance: random.Random) -> Any:
    return {
        "tags": list(tags),
        "created": made,
        "rating": chance.randint(1, 5),
        "author": " & ".join(chance.sample(WORDS, 2)),
        "source": f"https://notes.example/{chance.randrange(10**6)}?a=1&b=2",
        "done": chance.random() < 0.5,
    }


def _link(graph: nx.MultiDiGraph[str], source: str, target: str, chance: random.Random) -> None:
    kind = chance.choice(("link", "link", "link", "embed", "property"))
    places = (Occurrence(chance.randrange(1, 200), 1, f"[[{target}]]"),)
    relation = "about" if kind == "property" else ""
    data = {"kind": kind, "relation": relation, "count": 1, "places": places}
    graph.add_edge(source, target, f"{kind}:{relation}".strip(":"), **data)
    graph.nodes[source]["out_links"] += 1
    graph.nodes[target]["in_links"] += 1


def for_networkx(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Return the same content as plain values: networkx's writer stops at lists, dates and None."""
    table, plain = NodeTable(graph, Losses()), nx.DiGraph()
    for key, node in graph.nodes(data=True):
        cells = table.named_cells(node)
        values = {c.name: ", ".join(v) if isinstance(v, list) else v for c, v in cells}
        plain.add_node(node_id(key), **values, x=node["x"], y=node["y"])
    for edge in paired_edges(graph):
        data = {"weight": float(edge.weight), "kind": ", ".join(edge.kinds)}
        data |= {"relation": ", ".join(edge.relations), "lines": ", ".join(map(str, edge.lines))}
        plain.add_edge(node_id(edge.source), node_id(edge.target), **data)
    return plain


def run_one(name: str, notes: int) -> None:
    """Write one file; print CPU and wall seconds, MB above the graph, MB of the file."""
    graph: Any = synthetic(notes)
    if name == NETWORKX:
        graph = for_networkx(graph)
    else:
        module = exporter(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        # The first, small run imports what the writer needs, so that it is not measured.
        small = for_networkx(synthetic(20)) if name == NETWORKX else synthetic(20)
        for subject in (small, graph):
            Path("/proc/self/clear_refs").write_text("5")
            before = memory("VmRSS")
            start = time.process_time(), time.perf_counter()
            with path.open("wb") as stream:
                if name == NETWORKX:
                    nx.write_graphml_lxml(subject, stream)
                else:
                    module.export(subject, stream, Request())
            busy, seconds = time.process_time() - start[0], time.perf_counter() - start[1]
        above = (memory("VmHWM") - before) / 1024
        print(f"{busy} {seconds} {above} {path.stat().st_size / 1e6}")


def memory(field: str) -> int:
    """Return a field of /proc/self/status, in kB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    raise LookupError(field)


def measured(names: list[str], notes: int, repeat: int) -> Iterator[tuple[str, list[float]]]:
    """Yield the medians by writer; the writers run in turn, `repeat` times."""
    runs: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(repeat):
        for name in names:
            command = [sys.executable, __file__, "--one", name, "--notes", str(notes)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            runs[name].append([float(word) for word in done.stdout.split()])
    for name, figures in runs.items():
        yield name, [median(column) for column in zip(*figures, strict=True)]


def main() -> None:
    """Print one line for each writer; `times` is networkx's CPU time divided by that writer's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        run_one(given.one, given.notes)
        return
    names = given.formats or [
        f for f in formats() if f not in NOT_MEASURED and "backlinks" not in f
    ]
    figures = dict(measured([NETWORKX, *names], given.notes, given.repeat))
    print(f"{given.notes:,} notes, median of {given.repeat}")
    print(f"{'':10} {'CPU s':>8} {'wall s':>8} {'times':>6} {'MB above':>9} {'MB file':>8}")
    for name, (busy, seconds, above, size) in figures.items():
        times = figures[NETWORKX][0] / busy
        print(f"{name:10} {busy:8.2f} {seconds:8.2f} {times:6.1f} {above:9.1f} {size:8.1f}")


if __name__ == "__main__":
    main()
