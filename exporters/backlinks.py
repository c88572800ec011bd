"""Backlink report in Markdown: who links to each note and topic, in which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from noteweave.exporters import Request
from noteweave.exporters._shared.backlink_report import OPTIONS as OPTIONS
from noteweave.exporters._shared.backlink_report import BacklinkReport, Item, ReportEntry, Source
from noteweave.graph.edits.markdown_text import escaped, is_plain, link, strong
from noteweave.graph.schema import NodeKind
from noteweave.vault.model import Kind

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".md"
STEM = "backlinks"

_PLAINLY = {Kind.LINK.value, Kind.MENTION.value}
"""Kinds of links that are not called by their name."""
_strong = lru_cache(maxsize=8192)(strong)  # the same names come again and again

T = TypeVar("T")


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the report of a vault, or of one note: see `BacklinkReport` for the settings."""
    write(BacklinkReport(graph, request), stream)


def write(report: BacklinkReport, stream: BinaryIO) -> None:
    """Write a report, line by line."""
    parts = _whole(report) if report.only is None else _one(report)
    for line in parts:
        stream.write(line if isinstance(line, bytes) else _bytes(line + "\n"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _whole(report: BacklinkReport) -> Iterator[str | bytes]:
    name = report.book.name
    yield f"# Backlinks of {escaped(name)}" if name else "# Backlinks"
    yield ""
    yield (
        f"{_count(report.count(NodeKind.NOTE), 'note')}, "
        f"{_count(report.count(NodeKind.TOPIC), 'topic')} that nobody has written yet, "
        f"{_count(report.overview.links, 'link')}."
    )
    yield from _lists(report)
    for is_topic, entries in groupby(_entries(report), key=lambda e: report.is_topic(e.key)):
        yield from ("", "## Topics nobody has written" if is_topic else "## Notes")
        for entry in entries:
            yield from ("", f"### {_node(report, entry.key)}", "")
            yield from _entry(report, entry)
    yield from _all(report, "Notes nobody links to", report.unlinked())


def _one(report: BacklinkReport) -> Iterator[str | bytes]:
    for entry in _entries(report):
        yield f"# Backlinks of {_node(report, entry.key)}"
        yield ""
        yield from _entry(report, entry)


def _entries(report: BacklinkReport) -> Iterator[ReportEntry[bytes]]:
    head = lru_cache(maxsize=1)(lambda key: _source(report, key))  # a note links to several

    def write(source: Source) -> bytes:
        items = "\n  - ".join(map(_item, source.items))
        return _bytes(f"{head(source.key)}\n  - {items}\n")

    return report.written(write, bytes)


def _entry(report: BacklinkReport, entry: ReportEntry[bytes]) -> Iterator[str | bytes]:
    path = report.path(entry.key)
    yield " · ".join(filter(None, [_code(path), _weight(report, entry.key)]))
    if entry.sources:
        yield ""
        yield from entry.sources
    if entry.mentions:
        yield from ("", "Named without a link in:", "")
        yield from entry.mentions


def _source(report: BacklinkReport, key: str) -> str:
    date = report.date(key)
    return f"- {_node(report, key)}" + (f" · {date}" if date else "")


def _item(item: Item) -> str:
    """One link: line, what it is if not a plain link, and its words."""
    where = f"line {item.line}" if item.line else ""
    what = "" if item.kind in _PLAINLY else escaped(item.relation or item.kind)
    context = item.context
    if context is None:
        return ", ".join(filter(None, [where, what, _code(item.raw)]))
    if what and context.unit != "property":  # whose words begin with its name
        where = f"{where}, {what}" if where else what
    text, start, end = context.text, context.start, context.end
    before, after = text[:start], text[end:]
    if not start or not is_plain(text):  # most are: all looked at together
        before, after = escaped(before + "\0")[:-1], escaped("\0" + after)[1:]
    return f"{where or item.kind}: {before}{_strong(text[start:end])}{after}"


def _lists(report: BacklinkReport) -> Iterator[str]:
    """The overview, as far as there is anything to say."""
    view = report.overview

    def weighty(key: str) -> str:
        return f"{_node(report, key)}: {_weight(report, key)}"

    def plain(key: str) -> str:
        return _node(report, key)

    yield from _some(report, "Most linked", view.most_linked, weighty)
    yield from _some(report, "Most wanted topics", view.most_wanted, weighty)
    yield from _some(report, "Recently linked", view.recent, lambda e: f"{e[0]} · {plain(e[1])}")
    yield from _some(
        report,
        "Two-way pairs",
        view.pairs,
        lambda p: f"{plain(p.one)} ⇄ {plain(p.other)}: {_count(p.links, 'link')}",
    )
    yield from _some(report, "Orphans: no link in or out", view.orphans, plain)
    yield from _some(report, "Dead ends: linked to, but linking nowhere", view.dead_ends, plain)
    yield from _some(report, "Islands", view.islands, lambda keys: _few(keys, plain))


def _some(
    report: BacklinkReport, title: str, entries: Sequence[T], write: Callable[[T], str]
) -> Iterator[str]:
    if entries:
        yield from ("", f"## {title}", "")
        for entry in islice(entries, report.top):
            yield f"- {write(entry)}"
        if len(entries) > report.top:
            yield f"- … and {len(entries) - report.top:,} more"


def _all(report: BacklinkReport, title: str, keys: Sequence[str]) -> Iterator[str]:
    if keys:
        yield from ("", f"## {title}", "")
        for key in keys:
            yield f"- {_node(report, key)}"


def _few(keys: Sequence[str], write: Callable[[str], str], most: int = 8) -> str:
    names = ", ".join(write(key) for key in keys[:most])
    return names + (f" and {len(keys) - most:,} more" if len(keys) > most else "")


def _node(report: BacklinkReport, key: str) -> str:
    path = report.path(key)
    return link(report.label(key), report.root + path if path else "")


def _weight(report: BacklinkReport, key: str) -> str:
    notes, links = report.overview.weights.get(key, (0, 0))
    if not links:
        return "no links to it"
    return f"{_count(links, 'link')} from {_count(notes, 'note')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _code(text: str) -> str:
    """Write text as it is, whatever backticks are in it."""
    text = " ".join(text.split())
    if "`" not in text:
        return f"`{text}`" if text else ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text))))
    return f"{fence} {text} {fence}"
