"""Mermaid flowchart of a neighborhood, for a README, a wiki, or a note: see --depth-from.

In Obsidian the notes in it can be clicked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import Edge, paired_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen, require_size
from noteweave.exporters._shared.palette import COLORS, NEUTRAL, color_of
from noteweave.exporters._shared.text import write_text
from noteweave.exporters._shared.xml_text import legal
from noteweave.vault.messages import translatable

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".mmd"

OPTIONS = (
    Option("limit", 500, "how many nodes and links; Mermaid itself refuses more than 500 links"),
    Option("direction", "LR", "where links point", ("LR", "RL", "TB", "BT")),
)

_SHAPES = {"topic": ("([", "])"), "tag": ("{{", "}}"), "attachment": ("[/", "/]")}
_NAMED = {character: f"#{ord(character)};" for character in '"#<>&`\\*_~'}
_READ_AS_LIST = re.compile(r"^(\s*(?:\d+[.)]|[-+]))(\s)")


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write one arrow for each pair of nodes that are linked.

    Raises:
        RequestError: the graph is larger than Mermaid draws.
    """
    options = chosen(OPTIONS, request.settings)
    reason = translatable("Mermaid draws {limit}", limit=f"{options['limit']:,}")
    require_size(len(graph), options["limit"], translatable("notes and topics"), reason)
    edges = list(paired_edges(graph))
    require_size(len(edges), options["limit"], translatable("links"), reason)
    losses = Losses()
    lines = _lines(graph, edges, options["direction"], losses)
    write_text(stream, (f"{line}\n" for line in lines), losses)
    losses.report(request)


def _lines(
    graph: nx.MultiDiGraph[str], edges: list[Edge], direction: str, losses: Losses
) -> Iterator[str]:
    ids = {key: f"n{number}" for number, key in enumerate(sorted(graph))}
    classes: dict[str, list[str]] = defaultdict(list)
    yield f"flowchart {direction}"
    for key, name in ids.items():
        node = graph.nodes[key]
        kind = str(node.get("kind") or "note")
        opening, closing = _SHAPES.get(kind, ("[", "]"))
        yield f"    {name}{opening}{_quoted(str(node.get('label') or key), losses)}{closing}"
        color = color_of(node)
        classes["topic" if kind == "topic" else _color_class(color)].append(name)
        if kind == "note":
            classes["internal-link"].append(name)
    for edge in edges:
        arrow = "-.->" if edge.kinds == ("embed",) else "-->"
        label = f"|{_quoted(', '.join(edge.relations), losses)}|" if edge.relations else ""
        yield f"    {ids[edge.source]} {arrow}{label} {ids[edge.target]}"
    yield f"    classDef topic stroke:{NEUTRAL},stroke-dasharray:4,fill:none"
    for color in (*COLORS, NEUTRAL):
        if classes[_color_class(color)]:
            yield f"    classDef {_color_class(color)} stroke:{color},fill:{color}22"
    for name in sorted(name for name in classes if name and classes[name]):
        yield f"    class {','.join(classes[name])} {name}"


def _color_class(color: str | None) -> str:
    return f"c{color[1:]}" if color else ""


def _quoted(text: str, losses: Losses) -> str:
    """Return a text that Mermaid shows unchanged, on one line."""
    text = " ".join(legal(text, losses).split()) or " "
    # Mermaid reads `1. tea` as a list, and shows an error instead of it.
    text = _READ_AS_LIST.sub("\\1\u200b\\2", text)
    return '"' + "".join(_NAMED.get(character, character) for character in text) + '"'
