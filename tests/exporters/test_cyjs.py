"""Cytoscape JSON: elements with positions and plain values."""

from __future__ import annotations

import json

from export_graphs import tea_house, written


def test_cytoscape_elements() -> None:
    data = json.loads(written(tea_house(), "cyjs"))
    nodes, edges = data["elements"]["nodes"], data["elements"]["edges"]
    assert (len(nodes), len(edges)) == (6, 7)
    kettle = nodes[0]
    assert (kettle["data"]["id"], kettle["data"]["name"]) == ("Kettle.md", "Kettle")
    assert kettle["position"]["y"] > nodes[3]["position"]["y"]  # y grows downwards there
    ids = {element["data"]["id"] for element in nodes + edges}
    assert len(ids) == 13
    for element in nodes:
        for value in element["data"].values():
            assert isinstance(value, str | int | float | bool | list)
