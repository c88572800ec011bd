"""JSON Canvas: cards without overlaps that our own reader reads."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

from export_graphs import tea_house, with_properties, written


def test_cards_never_overlap() -> None:
    canvas = json.loads(written(with_properties(*({} for _ in range(30))), "canvas"))
    corners = [(card["x"], card["y"]) for card in canvas["nodes"]]
    assert len(set(corners)) == 30
    columns, rows = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    assert all(b - a > canvas["nodes"][0]["width"] for a, b in itertools.pairwise(columns))
    assert all(b - a > canvas["nodes"][0]["height"] for a, b in itertools.pairwise(rows))


def test_is_what_the_specification_says() -> None:
    canvas = json.loads(written(tea_house(), "canvas"))
    cards = {card.get("file") or card["text"]: card for card in canvas["nodes"]}
    assert cards["leaves/白牡丹.md"]["type"] == "file"
    assert cards["[[Gaiwan]]"]["type"] == cards["#green"]["type"] == "text"
    ids = {card["id"] for card in canvas["nodes"]}
    sides = {"top", "right", "bottom", "left"}
    assert len(canvas["edges"]) == 6
    for edge in canvas["edges"]:
        assert {edge["fromNode"], edge["toNode"]} <= ids
        assert {edge["fromSide"], edge["toSide"]} <= sides
    assert "cousin" in {edge.get("label") for edge in canvas["edges"]}


def test_a_canvas_we_wrote_is_one_we_can_read(tmp_path: Path) -> None:
    from noteweave.vault.parsing.canvas import parse_canvas

    board = parse_canvas("board.canvas", written(tea_house(), "canvas").decode())
    assert {link.target for link in board.links} >= {"leaves/白牡丹.md", "Kettle.md"}
