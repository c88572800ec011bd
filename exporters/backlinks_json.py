"""Backlink report in JSON: every backlink of every note and topic, with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._backlinks import OPTIONS as OPTIONS
from noteweave.exporters._backlinks import Entry, Item, Report, Source
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

STEM = "backlinks"
SUFFIX = ".json"
VERSION = 1


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the report of a vault, or of one note: see `OPTIONS` for the settings."""
    write(Report(graph, request), stream)


def write(report: Report, stream: BinaryIO) -> None:
    """Write one object; its `entries` are one to a line, so that no reader needs all of them.

    Places in `context` count Unicode characters, not UTF-16 units.
    """
    encode = msgspec.json.Encoder().encode
    head = encode(_head(report))
    stream.write(head[:-1] + b',"entries":[')
    written = report.written(lambda source: encode(_source(report, source)), msgspec.Raw)
    for n, entry in enumerate(written):
        stream.write((b",\n" if n else b"\n") + encode(_entry(report, entry)))
    stream.write(b"\n]}\n")


def _head(report: Report) -> dict[str, Any]:
    view = report.overview
    weights = view.weights
    head: dict[str, Any] = {
        "version": VERSION,
        "vault": report.book.name,
        "notes": report.count(NodeKind.NOTE),
        "topics": report.count(NodeKind.TOPIC),
        "links": view.links,
    }
    if report.only is not None:
        return head
    return head | {
        "most_linked": [_weighed(key, *weights[key]) for key in view.most_linked],
        "most_wanted": [_weighed(key, *weights[key]) for key in view.most_wanted],
        "recently_linked": [{"date": date, "id": key} for date, key in view.recent],
        "pairs": [{"ids": [p.one, p.other], "links": p.links} for p in view.pairs],
        "orphans": view.orphans,
        "dead_ends": view.dead_ends,
        "islands": view.islands,
        "unlinked": report.unlinked(),
    }


def _weighed(key: str, notes: int, links: int) -> dict[str, Any]:
    return {"id": key, "notes": notes, "links": links}


def _entry(report: Report, entry: Entry[msgspec.Raw]) -> dict[str, Any]:
    return {
        "id": entry.key,
        "kind": report.kind(entry.key),
        "label": report.label(entry.key),
        "path": report.path(entry.key) or None,
        "notes": entry.weight.notes,
        "links": entry.weight.links,
        "backlinks": list(entry.sources),
        "mentions": list(entry.mentions),
    }


def _source(report: Report, source: Source) -> dict[str, Any]:
    return {
        "id": source.key,
        "label": report.label(source.key),
        "path": report.path(source.key) or None,
        "date": report.date(source.key) or None,
        "places": [_item(item) for item in source.items],
    }


def _item(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {
        "line": item.line,
        "column": item.column,
        "kind": item.kind,
        "relation": item.relation or None,
        "raw": item.raw,
    }
    if item.context is not None:
        text, start, end, unit, _ = msgspec.structs.astuple(item.context)
        found["context"] = {"text": text, "start": start, "end": end, "unit": unit}
    return found
