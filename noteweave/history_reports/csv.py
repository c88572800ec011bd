"""The past of a graph as CSV: one life in a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from noteweave.graph.history.lives import Edge, Life, Node
from noteweave.history_reports import Selection

_COLUMNS = ("source", "target", "kind", "relation", "born", "born_commit", "died", "died_commit",
            "since_before")  # fmt: skip


def lines(selection: Selection) -> Iterator[str]:
    """Yield the rows; that of a node has no target, and what is still there no death."""
    lives = selection.lives
    yield ",".join(_COLUMNS)
    for node, life in selection.node_lives():
        yield _row([lives.name(node), "", lives.kind(node), ""], selection, node, life)
    for edge, life in selection.edge_lives():
        kind, _, relation = edge[2].partition(":")
        ends = [lives.name(edge[0]), lives.name(edge[1])]
        yield _row([*ends, kind, relation], selection, edge, life)


def _row(cells: list[str], selection: Selection, what: Node | Edge, life: Life) -> str:
    lives = selection.lives
    before = "yes" if life.born in selection.imports else ""
    cells += [lives.date(what, life.born), lives.commits[life.born].id]
    if life.died is not None:
        cells += [lives.date(what, life.died), lives.commits[life.died].id]
    else:
        cells += ["", ""]
    cells.append(before)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(cells)
    return stream.getvalue()
