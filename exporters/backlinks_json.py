"""Backlink report in JSON: every backlink of every note and topic, with the text around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from noteweave.exporters import Request
from noteweave.exporters._shared.backlink_report import OPTIONS as OPTIONS
from noteweave.exporters._shared.backlink_report import (
    BacklinkReport,
    Item,
    ReportEntry,
    ReportSource,
    Source,
)
from noteweave.graph.schema import NodeKind

STEM = "backlinks"
SUFFIX = ".json"
VERSION = 1

_encode = msgspec.json.Encoder().encode


def export(source: ReportSource, stream: BinaryIO, request: Request) -> None:
    """Write one object; each of its `entries` is a line, so that it can be read in parts.

    Offsets in `context` count Unicode characters, not UTF-16 units.
    """
    report = BacklinkReport(source, request)
    for part in _parts(report):
        stream.write(part)


def _parts(report: BacklinkReport) -> Iterator[bytes]:
    """Yield the text in pieces: one entry may hold the links of half of the vault."""
    yield _encode(_head(report))[:-1]
    if report.only is None:
        for name, rows in _lists(report):
            yield from _array(name, map(_encode, rows))
    yield b',"entries":['
    written = report.written(lambda source: _encode(_source(report, source)), bytes)
    for n, entry in enumerate(written):
        yield b",\n" if n else b"\n"
        yield _encode(_entry(report, entry))[:-1]
        yield from _array("backlinks", entry.sources)
        yield from _array("mentions", entry.mentions)
        yield b"}"
    yield b"\n]}\n"


def _array(name: str, values: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a field that is a list of encoded values, with the comma before it."""
    yield f',"{name}":['.encode()
    for n, value in enumerate(values):
        yield b"," + value if n else value
    yield b"]"


def _head(report: BacklinkReport) -> dict[str, Any]:
    view = report.overview
    return {
        "version": VERSION,
        "vault": report.table.name,
        "notes": report.count(NodeKind.NOTE),
        "topics": report.count(NodeKind.TOPIC),
        "links": view.links,
    }


def _lists(report: BacklinkReport) -> Iterator[tuple[str, Iterable[Any]]]:
    view = report.overview
    weights = view.weights
    yield "most_linked", (_weighted(key, *weights[key]) for key in view.most_linked)
    yield "most_wanted", (_weighted(key, *weights[key]) for key in view.most_wanted)
    yield "recently_linked", ({"date": date, "id": key} for date, key in view.recent)
    yield "pairs", ({"ids": [p.one, p.other], "links": p.links} for p in view.pairs)
    yield "orphans", view.orphans
    yield "dead_ends", view.dead_ends
    yield "islands", view.islands
    yield "unlinked", report.unlinked()


def _weighted(key: str, notes: int, links: int) -> dict[str, Any]:
    return {"id": key, "notes": notes, "links": links}


def _entry(report: BacklinkReport, entry: ReportEntry[bytes]) -> dict[str, Any]:
    return {
        "id": entry.key,
        "kind": report.kind(entry.key),
        "label": report.label(entry.key),
        "path": report.path(entry.key) or None,
        "notes": entry.weight.notes,
        "links": entry.weight.links,
        "groups": [
            {"section": group.section, "relation": group.relation, "links": group.links}
            for group in entry.groups
        ],
    }


def _source(report: BacklinkReport, source: Source) -> dict[str, Any]:
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
        "reason": item.reason or None,
        "section": item.section,
        "raw": item.raw,
    }
    if item.context is not None:
        text, start, end, unit, _ = msgspec.structs.astuple(item.context)
        found["context"] = {"text": text, "start": start, "end": end, "unit": unit}
    return found
