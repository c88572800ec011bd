"""Hide a tenth of the links between notes, and count how many `related` finds again among ten.

    python benchmarks/related.py VAULT...

A hidden link is removed from the graph and from the text: its line if that is a list item, else the
link alone. A link back is removed with it, as notes that are still linked are not printed. Edges
that follow from names alone (the hierarchy) are not hidden. Printed is the recall at 10 of each
ranking: the share of hidden links whose target is among the first ten notes related to its source.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path

from noteweave import Vault, build_graph
from noteweave.graph.query.link_index import LinkIndex
from noteweave.graph.query.related import related, related_by_text
from noteweave.vault.text_index import TextIndex, body_of

LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
FIRST = 10


def measure(root: Path, share: float, seed: int, most: int) -> None:
    """Print the recall of each ranking for one vault."""
    vault = Vault.open(root)
    graph = build_graph(vault)
    notes = {key for key, node in graph.nodes(data=True) if node["kind"] == "note"}
    written = graph.edges(data="kind")
    links = {(s, t) for s, t, kind in written if s in notes and t in notes and kind != "hierarchy"}
    pairs = sorted((s, t) for s, t in links if s < t or (t, s) not in links)
    hidden = random.Random(seed).sample(pairs, max(1, round(share * len(pairs))))
    texts = {key: body_of(vault, key).splitlines(keepends=True) for key in notes}
    for ends in hidden:
        for source, target in (ends, ends[::-1]):
            edges = dict(graph.get_edge_data(source, target) or {})
            for edge in edges.values():
                for place in edge["places"]:
                    hide(texts[source], place)
            graph.remove_edges_from([(source, target, key) for key in edges])
    links = LinkIndex.of(graph)
    index = TextIndex()
    joined = {key: "".join(lines) for key, lines in texts.items()}
    index.update(dict.fromkeys(joined, ""), joined.items())
    found = dict.fromkeys(("neighbors", "text", "both"), 0)
    asked = random.Random(seed).sample(hidden, min(most, len(hidden)))
    clock = time.process_time()
    for source, target in asked:
        linked = {*graph.successors(source), *graph.predecessors(source), source}
        text = joined[source]
        similar = index.similar(text, 200)
        ways = {
            "neighbors": [one.key for one in related(links, source)],
            "text": [one.path for one in similar],
            "both": [one.key for one in related_by_text(links, source, text, similar)],
        }
        for name, ranking in ways.items():
            first = [key for key in ranking if key not in linked and key in notes][:FIRST]
            found[name] += target in first
    each = (time.process_time() - clock) / len(asked)
    recall = {name: count / len(asked) for name, count in found.items()}
    print(
        f"{vault.name}: {len(notes)} notes, {len(pairs)} links between them, {len(hidden)} hidden; "
        + ", ".join(f"{name} {value:.3f}" for name, value in recall.items())
        + f"; both/neighbors {recall['both'] / max(recall['neighbors'], 1e-9):.2f}; "
        f"{each:.3f} s a query",
        flush=True,
    )


def hide(lines: list[str], place: tuple[int, int, str]) -> None:
    """Remove a link from a text: the whole line if it is a list item."""
    raw = place[2]
    for number, line in enumerate(lines):
        if raw in line:
            lines[number] = "" if LIST_ITEM.match(line) else line.replace(raw, " ", 1)
            return


def main() -> None:
    """Measure each vault."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("vault", nargs="+", type=Path)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, default=400, help="queries at most")
    arguments = parser.parse_args()
    for root in arguments.vault:
        measure(root, arguments.share, arguments.seed, arguments.most)


if __name__ == "__main__":
    main()
