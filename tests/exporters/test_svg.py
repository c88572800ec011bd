"""SVG: a picture of the map that any viewer draws, with names that do not cover each other."""

from __future__ import annotations

from typing import Any

from export_graphs import Graph, hard_names, tea_house, with_properties, written
from lxml import etree

NS = {"s": "http://www.w3.org/2000/svg"}


def parsed(graph: Graph, **settings: str) -> Any:
    return etree.fromstring(written(graph, "svg", **settings))


def names(root: Any) -> list[str]:
    return [text.text for text in root.iterfind(".//s:text", NS)]


def test_everything_is_inside_the_picture() -> None:
    root = parsed(tea_house())
    left, top, width, height = map(float, root.get("viewBox").split())
    for circle in root.iterfind(".//s:circle", NS):
        x, y, radius = (float(circle.get(name)) for name in ("cx", "cy", "r"))
        assert left <= x - radius < x + radius <= left + width
        assert top <= y - radius < y + radius <= top + height


def test_it_runs_nothing_and_loads_nothing() -> None:
    root = parsed(hard_names())
    assert not root.xpath("//s:script | //s:image | //s:a | //@href", namespaces=NS)
    titles = [title.text for title in root.iterfind(".//s:circle/s:title", NS)]
    assert sorted(titles)[1].startswith('a "quoted" \\N')


def test_the_most_linked_nodes_are_drawn() -> None:
    root = parsed(tea_house(), limit="2")
    titles = {title.text for title in root.iterfind(".//s:circle/s:title", NS)}
    assert titles == {"白牡丹", "Gaiwan"}
    assert "2 of 6 nodes" in root.get("aria-label")
    assert root.find("s:path", NS).get("d").strip() == ""


def test_no_name_covers_another() -> None:
    graph = with_properties(*({} for _ in range(9)))
    for _, node in graph.nodes(data=True):
        node |= {"x": 0.0, "y": 0.0}
    graph.nodes["8.md"].update(x=900.0, y=900.0)
    assert len(names(parsed(graph))) == 2
    assert names(parsed(graph, names="0")) == []
