"""A canvas is read whatever another program wrote into it, and its links are cut out exactly."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from growth import assert_linear

from noteweave.vault.context.contexts import card_contexts
from noteweave.vault.model import Note
from noteweave.vault.parsing.canvas import parse_canvas

ODD = (5, 1.5, True, None, "x", [], {}, [5], [{}], {"a": {}}, "\ud800\0", 10**30, float("nan"))


def read(canvas: Any) -> Note:
    """Read a canvas from its text or value; all that is kept of it can be encoded."""
    text = canvas if isinstance(canvas, str) else json.dumps(canvas)
    note = parse_canvas("a.canvas", text)
    msgspec.msgpack.encode(note)
    for link in note.links:
        assert text[link.start : link.end] == link.raw
    assert len(card_contexts(text, note.links)) == len(note.links)
    return note


def file(name: str, id_: str = "1", **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": "file", "file": name, **more}


def text(words: str) -> dict[str, Any]:
    return {"id": "t", "type": "text", "text": words}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "key", ["id", "type", "file", "subpath", "text", "background", "color", "url"]
)
def test_any_value_may_stand_in_a_node(key: str, odd: Any) -> None:
    for kind in ("file", "text", "group", "link"):
        node = {"id": "a", "type": kind, "file": "x.md", "text": "[[y]]", key: odd}
        assert "good.md" in [link.target for link in read({"nodes": [node, file("good.md")]}).links]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("key", ["id", "fromNode", "toNode", "fromEnd", "toEnd", "label", "color"])
def test_any_value_may_stand_in_an_edge(key: str, odd: Any) -> None:
    edge = {"id": "e", "fromNode": "1", "toNode": "2", key: odd}
    note = read({"nodes": [file("a.md"), file("b.md", "2")], "edges": [edge]})
    assert {"a.md", "b.md"} <= {link.target for link in note.links}


@pytest.mark.parametrize("odd", ODD)
def test_any_value_may_be_the_canvas_or_its_lists(odd: Any) -> None:
    for whole in (odd, {"nodes": odd}, {"nodes": [odd, file("a.md")], "edges": odd}):
        read(whole)
    note = read({"nodes": [file("a.md")], "edges": [odd]})
    assert [link.target for link in note.links] == ["a.md"]


@pytest.mark.parametrize(
    "broken", ["[" * 100_000, '{"a":' * 50_000, "[" * 200 + "]" * 200, "{", "\ufeff[", "\x00", "'"]
)
def test_what_is_no_canvas_is_a_fault(broken: str) -> None:
    assert [fault.code for fault in read(broken).faults] == ["NW041"]


def test_numbers_without_end_are_no_fault() -> None:
    digits = "9" * 5000
    note = read(f'{{"nodes": [{{"type": "file", "file": "a.md", "x": {digits}, "y": -{digits}}}]}}')
    assert [link.target for link in note.links] == ["a.md"]


def test_each_of_two_equal_cards_has_its_own_place() -> None:
    note = read({"nodes": [text("[[a]]"), file("b.md"), text("[[a]]"), file("b.md", "2")]})
    assert len({(link.line, link.column) for link in note.links}) == 4


def test_a_link_behind_escapes_is_cut_out_of_the_file() -> None:
    words = 'say "hi"\n\t\\ 茶 😀 [[Tea "x"|茶]] and [[B\\c]] \u2028 [[D]]'
    for ascii_only in (True, False):
        source = json.dumps({"nodes": [text(words)]}, ensure_ascii=ascii_only)
        assert [link.target for link in read(source).links] == ['Tea "x"', "B\\c", "D"]


def test_a_value_that_a_key_repeats_is_not_mistaken_for_it() -> None:
    source = '{"file": "nodes", "nodes": [{"x.md": "x.md", "type": "file", "file": "x.md"}]}'
    (link,) = read(source).links
    assert source[: link.start].endswith('"file": "')


def test_lines_keep_the_place_of_the_edge_that_draws_them() -> None:
    nodes = [file("a.md"), file("b.md", "2")]
    edges = [
        {"id": "one", "fromNode": "1", "toNode": "2", "label": "x"},
        {"fromNode": "2", "toNode": "1"},
    ]
    source = json.dumps({"edges": edges, "nodes": nodes})
    lines = parse_canvas("a.canvas", source).lines
    assert [(line.source, line.target, line.label) for line in lines] == [
        ("a.md", "b.md", "x"),
        ("b.md", "a.md", ""),
    ]
    assert source[lines[0].column - 1 :].startswith('"one"')
    assert source[lines[1].column - 1 :].startswith('"fromNode": "2"')


def test_half_a_surrogate_pair_is_replaced() -> None:
    note = read({"nodes": [file("a\ud800.md"), text("\udc00 [[b\ud800]]")]})
    assert [link.target for link in note.links] == ["a\ufffd.md", "b\ufffd"]


CANVASES = {
    "text cards": lambda n: {"nodes": [text(f"see [[note {i}]]") for i in range(n)]},
    "file cards": lambda n: {"nodes": [file(f"{i}.md", str(i)) for i in range(n)]},
    "the same file": lambda n: {"nodes": [file("a.md", str(i)) for i in range(n)]},
    "tags": lambda n: {"nodes": [text(f"#t{i}") for i in range(n)]},
    "edges": lambda n: {
        "nodes": [file("a.md"), file("b.md", "2")],
        "edges": [{"id": str(i), "fromNode": "1", "toNode": "2"} for i in range(n)],
    },
    "links on a card": lambda n: {"nodes": [text('"[[a]]" 茶\n' * n)]},
    "cards that say the same": lambda n: {"nodes": [text("[[a]]") for _ in range(n)]},
}


@pytest.mark.parametrize("name", CANVASES)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_canvas_is_read_in_linear_time(name: str, ascii_only: bool) -> None:
    make = CANVASES[name]
    assert_linear(
        lambda n: json.dumps(make(n), ensure_ascii=ascii_only, indent=1),
        lambda source: parse_canvas("a.canvas", source),
        300,
    )


def test_the_contexts_of_one_card_take_linear_time() -> None:
    def run(source: str) -> None:
        card_contexts(source, parse_canvas("a.canvas", source).links)

    assert_linear(lambda n: json.dumps({"nodes": [text("an [[a]] \n\n" * n)]}), run, 1000)
