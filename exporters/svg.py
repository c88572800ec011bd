"""SVG picture of the map, for a README, a slide, or a notebook: no script, no links to click.

The most linked nodes are drawn, and the links between them; the names of the first few are written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO
from unicodedata import east_asian_width

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import LARGEST, Appearance
from noteweave.exporters._shared.edges import paired_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.palette import NEUTRAL
from noteweave.exporters._shared.text import write_text
from noteweave.exporters._shared.xml_text import xml_attribute, xml_text

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".svg"

OPTIONS = (
    Option("limit", 3000, "how many nodes, the most linked first"),
    Option("names", 24, "how many names are written, where there is room"),
)

SPACING = 24
"""Units between neighboring nodes; the smallest circle has a radius of `RADIUS`."""
RADIUS = 2.5

Positions = Mapping[str, tuple[float, float]]


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write lines, then circles, then names, so that none hides what comes after it."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    ranked = sorted(graph, key=lambda key: (-(graph.nodes[key].get("in_links") or 0), key))
    pieces = _pieces(graph, ranked[: options["limit"]], options["names"], losses)
    write_text(stream, pieces, losses)
    losses.report(request)


def _pieces(
    graph: nx.MultiDiGraph[str], drawn: list[str], names: int, losses: Losses
) -> Iterator[str]:
    appearance = Appearance(graph, upwards=False, spacing=SPACING)
    positions = _positions(graph, drawn, appearance)
    title = f"Map of {graph.graph.get('name') or 'a vault'}: {len(drawn):,} of {len(graph):,} nodes"
    left, top, width, height = _box(positions)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}"'
    yield f' role="img" aria-label="{xml_attribute(title, losses)}" font-family="sans-serif">\n'
    yield f"<title>{xml_text(title, losses)}</title>\n"
    yield f'<path fill="none" stroke="{NEUTRAL}" stroke-opacity="0.35" d="\n'
    for edge in paired_edges(graph):
        if edge.source in positions and edge.target in positions:
            (x, y), (to_x, to_y) = positions[edge.source], positions[edge.target]
            yield f"M{x:g} {y:g}L{to_x:g} {to_y:g}\n"
    yield '"/>\n'
    for key in reversed(drawn):
        yield _circle(graph, key, positions[key], appearance, losses)
    size = round(max(width, height) / 60, 1)
    yield f'<g font-size="{size}" text-anchor="middle" fill="#1c2230" stroke="#fff"'
    yield f' stroke-width="{size / 4:g}" stroke-linejoin="round" paint-order="stroke">\n'
    for label, x, y in islice(_names(graph, positions, size), names):
        yield f'<text x="{x:g}" y="{y:g}">{xml_text(label, losses)}</text>\n'
    yield "</g>\n</svg>\n"


def _circle(
    graph: nx.MultiDiGraph[str],
    key: str,
    position: tuple[float, float],
    appearance: Appearance,
    losses: Losses,
) -> str:
    node = graph.nodes[key]
    radius = RADIUS * (1 + 3 * math.sqrt((appearance.size(node) or 0) / LARGEST))
    label = xml_text(str(node.get("label") or key), losses)
    return (
        f'<circle cx="{position[0]:g}" cy="{position[1]:g}" r="{radius:.1f}"'
        f' fill="{appearance.color(node) or NEUTRAL}"><title>{label}</title></circle>\n'
    )


def _names(
    graph: nx.MultiDiGraph[str], positions: Positions, size: float
) -> Iterator[tuple[str, float, float]]:
    """Yield names with the middle of their base line, except those that would cover another."""
    placed: list[tuple[float, float, float]] = []
    for key, (x, y) in positions.items():
        label = " ".join(str(graph.nodes[key].get("label") or key).split())
        half = size * sum(0.5 if wide in "WF" else 0.3 for wide in map(east_asian_width, label))
        y = round(y - size / 2, 1)
        if all(abs(y - b) > size * 1.2 or abs(x - a) > half + w for a, b, w in placed):
            placed.append((x, y, half))
            yield label, x, y


def _positions(
    graph: nx.MultiDiGraph[str], drawn: list[str], appearance: Appearance
) -> dict[str, tuple[float, float]]:
    """Return the positions on the map, with one digit; on a square grid if there is no map."""
    side = max(1, math.isqrt(len(drawn)))
    found = {}
    for number, key in enumerate(drawn):
        x, y = appearance.position(graph.nodes[key]) or (
            float(number % side * SPACING),
            float(number // side * SPACING),
        )
        found[key] = (round(x, 1), round(y, 1))
    return found


def _box(positions: Positions) -> tuple[int, int, int, int]:
    """Return left, top, width and height with room for the outermost circles and names."""
    xs = [x for x, _ in positions.values()] or [0.0]
    ys = [y for _, y in positions.values()] or [0.0]
    margin = 2 * SPACING
    left, top = math.floor(min(xs)) - margin, math.floor(min(ys)) - margin
    return left, top, math.ceil(max(xs)) + margin - left, math.ceil(max(ys)) + margin - top
