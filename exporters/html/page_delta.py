"""What an open page is given to become the page of a changed graph."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from noteweave.exporters.html.edge_columns import EDGE_KIND
from noteweave.exporters.html.packed_columns import PlainColumns, one_line
from noteweave.exporters.html.page_data import USUAL_FRAME, Page
from noteweave.exporters.html.snippets import AROUND, snippet_line

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.vault.model import Context

Contexts = Callable[[str], Mapping[tuple[int, int], "Context"]]


def page_delta(
    whole: Page,
    graph: nx.MultiDiGraph[str],
    contexts: Contexts,
    *,
    gone: Collection[str],
    renamed: Mapping[str, str],
    nodes: Collection[str],
    sources: Iterable[str],
) -> dict[str, Any] | None:
    """Return the JSON value that `Graph.apply` of the page's script reads.

    Nodes are named by their keys: every window has numbers of its own, by the ranks of the time
    when its page was made.

    Args:
        whole: a page of the graph before, or earlier: its filter, its groups and its frame hold.
        graph: the graph after the change, measured and laid out.
        contexts: returns the words around the links of a note, as they are now.
        gone: nodes that are in it no more.
        renamed: the earlier keys of nodes that have another one now.
        nodes: nodes that are new or have other attributes; all have a place in the usual frame.
        sources: nodes whose outgoing edges or sentences may be different.

    Returns:
        None if the page shows another frame.
    """
    if whole.frame != USUAL_FRAME:
        return None
    part = Page.of(graph.subgraph(nodes), whole.request, whole.settings)
    part.frame = USUAL_FRAME
    part.color_groups, part.own_filter = whole.color_groups, whole.own_filter
    columns = PlainColumns()
    part.add_nodes(columns)
    part.add_details(columns)
    names = {graph.nodes[key].get("community"): _community_name(graph, key) for key in part.keys}
    return {
        "gone": [one_line(key) for key in sorted(gone)],
        "renamed": {one_line(old): one_line(new) for old, new in renamed.items()},
        "columns": columns.columns,
        "communities": [[number, name] for number, name in names.items() if number is not None],
        "edges": [_edges(graph, key, contexts, whole.request.snippets) for key in sorted(sources)],
    }


def _community_name(graph: nx.MultiDiGraph[str], key: str) -> str:
    node = graph.nodes[key]
    return str(node.get("community_name") or node.get("label") or key)


def _edges(
    graph: nx.MultiDiGraph[str], source: str, contexts: Contexts, how_much: str
) -> list[Any]:
    """Return a node, its edges to other nodes, and the line of their sentences."""
    edges = sorted(
        (target, EDGE_KIND.get(data.get("kind"), 0), str(data.get("relation") or ""), data)
        for target, parallel in graph.adj[source].items()
        if target != source
        for data in parallel.values()
    )
    path, sentences = str(graph.nodes[source].get("path") or ""), ""
    if how_much != "none" and path and edges:
        places = [data.get("places") or () for *_, data in edges]
        sentences = one_line(
            snippet_line(places, contexts(path), None if how_much == "full" else AROUND)
        )
    rows = [
        [one_line(target), kind, relation, max(1, int(data.get("count") or 1)), _section(data)]
        for target, kind, relation, data in edges
    ]
    return [one_line(source), rows, sentences]


def _section(data: Mapping[str, Any]) -> str:
    return str(data.get("section") or "")
