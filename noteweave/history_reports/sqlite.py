"""The past of a graph as an SQLite database: one life in a row; `nodes_at` and `edges_at` ask it.

Commits have numbers along the line, from 0. A life holds from commit `born` to the one before
`died`, which is null while it lasts.
"""

from __future__ import annotations

import sqlite3

from noteweave.history_reports import Selection

_TABLES = """
CREATE TABLE commits(n INTEGER PRIMARY KEY, id TEXT NOT NULL, date TEXT NOT NULL,
    import INTEGER NOT NULL);
CREATE TABLE nodes(node INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE node_lives(node INTEGER NOT NULL REFERENCES nodes, born INTEGER NOT NULL,
    died INTEGER, date TEXT NOT NULL);
CREATE TABLE edge_lives(source INTEGER NOT NULL REFERENCES nodes,
    target INTEGER NOT NULL REFERENCES nodes, kind TEXT NOT NULL, relation TEXT NOT NULL,
    born INTEGER NOT NULL, died INTEGER, date TEXT NOT NULL);
CREATE TABLE names(node INTEGER NOT NULL REFERENCES nodes, since INTEGER NOT NULL,
    path TEXT NOT NULL);
CREATE VIEW nodes_at AS SELECT commits.n, nodes.* FROM commits
    JOIN node_lives ON born <= n AND (died IS NULL OR n < died) JOIN nodes USING (node);
CREATE VIEW edges_at AS SELECT commits.n, source, target, kind, relation FROM commits
    JOIN edge_lives ON born <= n AND (died IS NULL OR n < died);
"""


def database(selection: Selection) -> bytes:
    """Return the database file."""
    lives = selection.lives
    edges = list(selection.edge_lives())
    told = list(selection.node_lives())
    nodes = dict.fromkeys(
        [*(node for node, _ in told), *(e for edge, _ in edges for e in edge[:2])]
    )
    numbers = {node: number for number, node in enumerate(nodes)}
    base = sqlite3.connect(":memory:")
    try:
        base.executescript(_TABLES)
        rows: dict[str, list[tuple[object, ...]]] = {
            "commits": [
                (n, commit.id, commit.date, n in selection.imports)
                for n, commit in enumerate(lives.commits)
            ],
            "nodes": [
                (n, _text(lives.name(node)), lives.kind(node)) for node, n in numbers.items()
            ],
            "node_lives": [
                (numbers[node], life.born, life.died, lives.date(node, life.born))
                for node, life in told
            ],
            "edge_lives": [
                (numbers[edge[0]], numbers[edge[1]], edge[2].partition(":")[0],
                 _text(edge[2].partition(":")[2]), life.born, life.died,
                 lives.date(edge, life.born))
                for edge, life in edges
            ],
            "names": [
                (number, since, _text(path))
                for node, number in numbers.items() if isinstance(node, int)
                for since, path in lives.names[node]
            ],
        }  # fmt: skip
        for table, values in rows.items():
            if values:
                marks = ",".join("?" * len(values[0]))
                base.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
        base.commit()
        return base.serialize()
    finally:
        base.close()


def _text(text: str) -> str:
    """Return a name without the surrogates that SQLite does not take."""
    return text.encode("utf-8", "replace").decode()
