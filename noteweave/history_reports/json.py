"""The past of a graph as JSON: commits, and the lives of nodes and edges by their numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from noteweave.history_reports import VERSION, Selection


def lines(selection: Selection) -> Iterator[str]:
    """Yield the JSON document."""
    lives = selection.lives
    named = {node for node, _ in selection.node_lives()}
    document = {
        "version": VERSION,
        "vault": selection.history.vault,
        "settings": "today's",
        "shallow": selection.history.shallow,
        "commits": [{"id": commit.id, "date": commit.date} for commit in lives.commits],
        "imports": sorted(lives.imports()),
        "nodes": [
            {"id": lives.name(node), "kind": lives.kind(node), "born": life.born,
             "died": life.died, "date": lives.date(node, life.born)}
            for node, life in selection.node_lives()
        ],
        "links": [
            {"source": lives.name(edge[0]), "target": lives.name(edge[1]),
             "kind": edge[2].partition(":")[0], "relation": edge[2].partition(":")[2],
             "born": life.born, "died": life.died, "date": lives.date(edge, life.born)}
            for edge, life in selection.edge_lives()
        ],
        "names": [
            {"id": known[-1][1], "since": since, "path": path}
            for entity, known in enumerate(lives.names)
            if len(known) > 1 and entity in named
            for since, path in known
        ],
    }  # fmt: skip
    yield json.dumps(document, ensure_ascii=False, indent=1)
