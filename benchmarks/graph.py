"""Time metrics and layout, and measure how far notes move when one note in a hundred changes.

    python benchmarks/graph.py times VAULT...       # CPU seconds: build, measure, lay out
    python benchmarks/graph.py stability VAULT...   # on a copy, with 1 % of the notes edited

How well a map shows the structure is given by two numbers that do not depend on its size:

- edge: mean length of an edge, divided by the mean distance of two random nodes
- near: share of a node's neighbours that are among the nodes closest to it on the map (as many as
  it has neighbours, at least ten); 1 is the best possible
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import tempfile
import time
from pathlib import Path

import networkx as nx
import numpy as np

from noteweave import Vault, build_graph, lay_out, measure
from noteweave.graph.layout import positions
from noteweave.graph.metrics.arrays import graph_arrays

LINK = re.compile(r"(?<!!)\[\[([^\[\]|#\n]+)[^\[\]\n]*\]\]")


def times(root: Path) -> None:
    """Print CPU seconds for each step, and how well the map shows the graph's structure."""
    vault = Vault.open(root)
    clock = [time.process_time()]
    graph = build_graph(vault)
    clock.append(time.process_time())
    measure(graph)
    clock.append(time.process_time())
    lay_out(graph)
    clock.append(time.process_time())
    last = positions(graph)
    lay_out(graph, last)
    clock.append(time.process_time())
    assert positions(graph) == last, "the same vault must give the same map"
    built, measured, laid_out, again = np.diff(clock)
    edge, near = structure(graph)
    print(
        f"{vault.name}: {len(vault.notes)} notes, {len(graph)} nodes, {graph.number_of_edges()} "
        f"edges; build {built:.2f} s, measure {measured:.2f} s, lay_out {laid_out:.2f} s, "
        f"with the last map {again:.2f} s; edge {edge:.3f}, near {near:.2f}",
        flush=True,
    )


def structure(graph: nx.MultiDiGraph[str]) -> tuple[float, float]:
    """Return `edge` and `near` (see above) of a graph that is laid out."""
    links = graph_arrays(graph)
    where = np.array([(graph.nodes[key]["x"], graph.nodes[key]["y"]) for key in links.keys])
    linked = np.flatnonzero(links.degrees)
    chance = np.random.default_rng(0)
    one, other = chance.choice(linked, (2, 20_000))
    edges = np.hypot(*(where[links.ends[:, 0]] - where[links.ends[:, 1]]).T)
    found = []
    for node in chance.choice(linked, min(1000, len(linked)), replace=False):
        neighbors = set(links.undirected.neighbors(node))
        distance = np.hypot(*(where - where[node]).T)
        distance[node] = np.inf
        count = min(len(where) - 1, max(10, len(neighbors)))
        found.append(
            len(neighbors.intersection(np.argpartition(distance, count - 1)[:count].tolist()))
            / len(neighbors)
        )
    return float(edges.mean() / np.hypot(*(where[one] - where[other]).T).mean()), float(
        np.mean(found)
    )


def stability(root: Path) -> None:
    """Edit a copy of a vault at random, build again, and print how far notes have moved."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / root.name
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(".git"))
        graph = build_graph(Vault.open(copy))
        lay_out(graph)
        last = positions(graph)
        edited = edit(copy, sorted(Vault.open(copy).notes))
        graph = build_graph(Vault.open(copy))
        lay_out(graph, last)
    new = positions(graph)
    width = max(np.ptp([place[axis] for place in last.values()]) for axis in (0, 1))
    common = [key for key in new if key in last]
    moved = np.array([np.hypot(new[k].x - last[k].x, new[k].y - last[k].y) for k in common]) / width
    linked = np.array(
        [bool(new[key].neighbors_hash and last[key].neighbors_hash) for key in common]
    )
    edge, near = structure(graph)
    print(
        f"{root.name}: {edited}; {len(new.keys() - last.keys())} nodes new, "
        f"{len(last.keys() - new.keys())} gone, {np.count_nonzero(moved)} of {len(moved)} moved: "
        f"median {np.median(moved):.2%} of the map's width, 99 % at most "
        f"{np.quantile(moved, 0.99):.2%}; the farthest {moved.max():.1%}, of what had links before "
        f"and after {moved[linked].max():.1%}; edge {edge:.3f}, near {near:.2f}",
        flush=True,
    )


def edit(root: Path, paths: list[str], share: float = 0.01, seed: int = 0) -> dict[str, int]:
    """Edit some notes in place: link one to another, unlink, write a new one, rename, delete."""
    chance = random.Random(seed)
    counts = dict.fromkeys(("linked", "unlinked", "new", "renamed", "deleted"), 0)
    for path in chance.sample(paths, max(1, round(share * len(paths)))):
        note = root / path
        text = note.read_text(encoding="utf-8", errors="replace")
        folder = path.rpartition("/")[0]
        near = [p for p in paths if p.rpartition("/")[0] == folder]
        other = Path(chance.choice(near if chance.random() < 0.7 else paths)).stem
        action = chance.choices(list(counts), weights=(45, 15, 30, 5, 5))[0]
        if action == "linked":
            note.write_text(f"{text}\nSee also [[{other}]].\n", encoding="utf-8")
        elif action == "unlinked":
            note.write_text(LINK.sub(r"\1", text, count=1), encoding="utf-8")
        elif action == "new":
            name = f"Thought {chance.randrange(10**6)}"
            links = f"On [[{note.stem}]] and [[{other}]].\n"
            (note.parent / f"{name}.md").write_text(links, encoding="utf-8")
            if chance.random() < 0.5:
                note.write_text(f"{text}\nMore in [[{name}]].\n", encoding="utf-8")
        elif action == "renamed":
            note.rename(note.with_stem(f"{note.stem} again"))
        else:
            note.unlink()
        counts[action] += 1
    return counts


def main() -> None:
    """Run one of the two on each vault."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["times", "stability"])
    parser.add_argument("vault", nargs="+", type=Path)
    arguments = parser.parse_args()
    for root in arguments.vault:
        {"times": times, "stability": stability}[arguments.what](root)


if __name__ == "__main__":
    main()
