"""JSON Canvas of a neighborhood, for Obsidian: notes as cards, links as arrows (--depth-from)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import Edge, paired_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen, require_size
from noteweave.exporters._shared.text import encode_json, json_items, write_text
from noteweave.vault.messages import translatable

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".canvas"

OPTIONS = (Option("limit", 500, "how many cards; Obsidian becomes slow above some hundreds"),)

WIDTH, HEIGHT = 300, 120
"""Of a card, in the canvas's pixels."""
_STEP_X, _STEP_Y = 420, 240
_FILES = {"note", "attachment", "canvas", "base"}

Corner = tuple[int, int]


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write a card for each node, arranged like the map, but without overlaps.

    Raises:
        RequestError: the graph is larger than a canvas can show.
    """
    options = chosen(OPTIONS, request.settings)
    reason = translatable("a canvas shows {limit}", limit=f"{options['limit']:,}")
    require_size(len(graph), options["limit"], translatable("cards"), reason)
    losses = Losses()
    write_text(stream, _pieces(graph), losses)
    losses.report(request)


def _pieces(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    corners = _corners(graph)
    ids = {key: f"n{number}" for number, key in enumerate(sorted(graph))}
    yield '{"nodes":['
    yield from json_items(_card(ids[key], graph.nodes[key], key, corners[key]) for key in ids)
    yield '\n],"edges":['
    yield from json_items(_arrows(graph, ids, corners))
    yield "\n]}\n"


def _corners(graph: nx.MultiDiGraph[str]) -> dict[str, Corner]:
    """Return each card's upper left corner: rows by y, in each row by x."""
    appearance = Appearance(graph, upwards=False)
    positions = {k: appearance.position(graph.nodes[k]) or (0.0, 0.0) for k in sorted(graph)}
    columns = math.ceil(math.sqrt(len(positions) * _STEP_Y / _STEP_X))
    by_height = sorted(positions, key=lambda key: positions[key][1])
    rows = [by_height[start : start + columns] for start in range(0, len(positions), columns or 1)]
    return {
        key: (column * _STEP_X, row * _STEP_Y)
        for row, keys in enumerate(rows)
        for column, key in enumerate(sorted(keys, key=lambda key: positions[key][0]))
    }


def _card(name: str, node: Mapping[str, Any], key: str, corner: Corner) -> str:
    kind, label, path = (str(node.get(field) or "") for field in ("kind", "label", "path"))
    card: dict[str, Any] = {"id": name}
    if kind in _FILES and path:
        card |= {"type": "file", "file": path}
    elif kind == "external":
        card |= {"type": "link", "url": key.removeprefix("external:")}
    elif kind == "tag":
        card |= {"type": "text", "text": f"#{label.removeprefix('#')}"}
    else:
        card |= {"type": "text", "text": f"[[{label or key}]]"}
    card |= {"x": corner[0], "y": corner[1], "width": WIDTH, "height": HEIGHT}
    if color := Appearance.color(node):
        card["color"] = color
    return encode_json(card)


def _arrows(
    graph: nx.MultiDiGraph[str], ids: Mapping[str, str], corners: Mapping[str, Corner]
) -> Iterator[str]:
    for number, edge in enumerate(paired_edges(graph)):
        start, end = _sides(corners[edge.source], corners[edge.target])
        arrow = {
            "id": f"e{number}",
            "fromNode": ids[edge.source],
            "fromSide": start,
            "toNode": ids[edge.target],
            "toSide": end,
        }
        if label := _label(edge):
            arrow["label"] = label
        yield encode_json(arrow)


def _label(edge: Edge) -> str:
    return ", ".join(edge.relations) or ("embed" if edge.kinds == ("embed",) else "")


def _sides(source: Corner, target: Corner) -> tuple[str, str]:
    """Return the sides at which an arrow leaves and arrives."""
    right, down = target[0] - source[0], target[1] - source[1]
    if abs(right) > abs(down):
        return ("right", "left") if right > 0 else ("left", "right")
    return ("bottom", "top") if down > 0 else ("top", "bottom")
