"""Read a JSON Canvas (https://jsoncanvas.org/spec/1.0/) as a note whose links are its cards."""

from __future__ import annotations

import json
from typing import Any
from unicodedata import normalize

import msgspec

from noteweave.vault.model import CanvasLine, Fault, Kind, Link, Note, Syntax, Tag
from noteweave.vault.parsing.grammar import OBSIDIAN, Grammar
from noteweave.vault.parsing.note import parse
from noteweave.vault.parsing.positions import Positions


def parse_canvas(path: str, text: str, grammar: Grammar = OBSIDIAN) -> Note:
    """Read one canvas; a file that is not a canvas is a note with a fault. Never raises."""
    text = text.removeprefix("\ufeff")
    try:
        canvas = json.loads(text) if text.strip() else {}
        nodes = canvas.get("nodes", []) if isinstance(canvas, dict) else None
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        what = f"not a canvas: {getattr(error, 'msg', 'nested too deep')}"
        return Note(path, faults=(Fault("NW041", what, line, column, line, column + 1),))
    if not isinstance(nodes, list):
        return Note(path, faults=(Fault("NW041", "not a canvas: no list of nodes", 1, 1, 1, 2),))
    reading = _Reading(text, grammar)
    for node in nodes:
        if isinstance(node, dict):
            reading.node(node)
    edges = canvas.get("edges", [])
    for edge in edges if isinstance(edges, list) else ():
        if isinstance(edge, dict):
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
    """One canvas being read. Strings are searched for in the order of the nodes in the file."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._text = text
        self._positions = Positions(text)
        self._grammar = grammar
        self._cursor = 0
        self._files: dict[object, str] = {}
        self.links: list[Link] = []
        self.lines: list[CanvasLine] = []
        self.tags: list[Tag] = []
        self.words = 0

    def node(self, node: dict[str, Any]) -> None:
        file = node.get("file") if node.get("type") == "file" else node.get("background")
        if isinstance(file, str) and file:
            start, raw = self._find(file)
            subpath = node.get("subpath")
            kind = Kind.CANVAS if node.get("type") == "file" else Kind.EMBED
            fragment = subpath.removeprefix("#") if isinstance(subpath, str) else ""
            target = normalize("NFC", file)
            if kind is Kind.CANVAS and isinstance(node.get("id"), str):
                self._files[node["id"]] = target
            self._add(Link(raw, target, 0, 0, 0, 0, Syntax.CANVAS, kind, fragment), raw, start)
        elif node.get("type") == "text" and isinstance(node.get("text"), str):
            self._card(node["text"])

    def edge(self, edge: dict[str, Any]) -> None:
        """Add a line between two file cards; one with arrows at both ends is two lines."""
        ends = [self._files.get(edge.get(name)) for name in ("fromNode", "toNode")]
        if ends[0] is None or ends[1] is None:
            return
        label = edge.get("label")
        start = max(0, self._text.find(json.dumps(edge.get("id")), self._cursor))
        line, column = self._positions.at(start)
        name = label.strip() if isinstance(label, str) else ""
        if edge.get("toEnd", "arrow") != "none" or edge.get("fromEnd", "none") != "arrow":
            self.lines.append(CanvasLine(ends[0], ends[1], name, line, column))
        if edge.get("fromEnd", "none") == "arrow":
            self.lines.append(CanvasLine(ends[1], ends[0], name, line, column))

    def _card(self, text: str) -> None:
        start, raw = self._find(text)
        card = parse("", text, self._grammar)
        self.words += card.words
        line, column = self._positions.at(start)
        self.tags.extend(Tag(tag.name, line, column) for tag in card.tags)
        at = start
        for link in card.links:
            written = _encoded_in(link.raw, raw, at - start)
            if written is None:
                continue
            place = raw.index(written, at - start) + start
            self._add(link, written, place)
            at = place + len(written)

    def _find(self, value: str) -> tuple[int, str]:
        """Where a string value begins (after its quote), and how it is written there."""
        for ascii_only in (False, True):
            written = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
            for begin in (self._cursor, 0):
                place = self._text.find(f'"{written}"', begin)
                if place >= 0:
                    self._cursor = place + len(written)
                    return place + 1, written
        return 0, ""

    def _add(self, link: Link, raw: str, start: int) -> None:
        """Add a link that is written as `raw` from the character `start` on."""
        line, column = self._positions.at(start)
        self.links.append(
            msgspec.structs.replace(
                link, raw=raw, start=start, end=start + len(raw), line=line, column=column
            )
        )


def _encoded_in(raw: str, text: str, start: int) -> str | None:
    """How a link of a card is written in the file, if it is found from `start` on."""
    for ascii_only in (False, True):
        written = json.dumps(raw, ensure_ascii=ascii_only)[1:-1]
        if text.find(written, start) >= 0:
            return written
    return None
