"""Read a JSON Canvas (https://jsoncanvas.org/spec/1.0/) as a note whose links are its cards."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

from noteweave.vault.model import CanvasLine, Fault, Kind, Link, Note, Syntax, Tag
from noteweave.vault.parsing.grammar import OBSIDIAN, Grammar
from noteweave.vault.parsing.json_text import (
    JsonError,
    JsonObject,
    JsonString,
    Offsets,
    parse_located,
)
from noteweave.vault.parsing.note import parse
from noteweave.vault.parsing.positions import Positions


def parse_canvas(path: str, text: str, grammar: Grammar = OBSIDIAN) -> Note:
    """Read one canvas; a file that is not a canvas is a note with a fault. Never raises."""
    text = text.removeprefix("\ufeff")
    try:
        canvas = parse_located(text) if text.strip() else JsonObject()
    except JsonError as error:
        what, line, column = f"not a canvas: {error.message}", error.line, error.column
        return Note(path, faults=(Fault("NW041", what, line, column, line, column + 1),))
    nodes = canvas.get("nodes", []) if isinstance(canvas, JsonObject) else None
    if not isinstance(nodes, list):
        return Note(path, faults=(Fault("NW041", "not a canvas: no list of nodes", 1, 1, 1, 2),))
    reading = _Reading(text, grammar)
    for node in nodes:
        if isinstance(node, JsonObject):
            reading.node(node)
    edges = canvas.get("edges", [])
    for edge in edges if isinstance(edges, list) else ():
        if isinstance(edge, JsonObject):
            reading.edge(edge)
    links = sorted(reading.links, key=lambda link: (link.start, link.end))
    return Note(
        path,
        tags=tuple(reading.tags),
        links=tuple(links),
        words=reading.words,
        lines=tuple(reading.lines),
    )


class _Reading:
    """One canvas being read."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._text = text
        self._places = Positions(text)
        self._grammar = grammar
        self._files: dict[str, str] = {}
        self.links: list[Link] = []
        self.lines: list[CanvasLine] = []
        self.tags: list[Tag] = []
        self.words = 0

    def node(self, node: JsonObject) -> None:
        kind = _text(node.get("type"))
        file = node.get("file") if kind == "file" else node.get("background")
        if isinstance(file, JsonString) and file.value:
            target = normalize("NFC", file.value)
            if kind == "file" and isinstance(node.get("id"), JsonString):
                self._files[node["id"].value] = target
            link = Link(
                "", target, 0, 0, 0, 0, Syntax.CANVAS,
                Kind.CANVAS if kind == "file" else Kind.EMBED,
                _text(node.get("subpath")).removeprefix("#"),
            )  # fmt: skip
            self._add(link, file.start, file.end)
        elif kind == "text" and isinstance(node.get("text"), JsonString):
            self._card(node["text"])

    def edge(self, edge: JsonObject) -> None:
        """Keep a line between two file cards; one with arrows at both ends is two lines."""
        source, target = (self._files.get(_text(edge.get(n))) for n in ("fromNode", "toNode"))
        if source is None or target is None:
            return
        name = edge.get("id")
        line, column = self._places.at(
            name.start - 1 if isinstance(name, JsonString) else edge.start
        )
        label = _text(edge.get("label")).strip()
        back = _text(edge.get("fromEnd")) == "arrow"
        if not back or _text(edge.get("toEnd")) != "none":
            self.lines.append(CanvasLine(source, target, label, line, column))
        if back:
            self.lines.append(CanvasLine(target, source, label, line, column))

    def _card(self, text: JsonString) -> None:
        card = parse("", text.value, self._grammar)
        self.words += card.words
        if card.tags:
            line, column = self._places.at(text.start)
            self.tags.extend(Tag(tag.name, line, column) for tag in card.tags)
        if card.links:
            offsets = Offsets(self._text[text.start : text.end])
            for link in card.links:
                start, end = offsets.in_source(link.start), offsets.in_source(link.end)
                self._add(link, text.start + start, text.start + end)

    def _add(self, link: Link, start: int, end: int) -> None:
        line, column = self._places.at(start)
        self.links.append(
            Link(
                self._text[start:end], link.target, start, end, line, column, link.syntax,
                link.kind, link.fragment, link.display, link.relation, link.external,
            )
        )  # fmt: skip


def _text(value: Any) -> str:
    return value.value if isinstance(value, JsonString) else ""
