"""Backlink report in Markdown: the links to each note and topic, with the text around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice
from typing import BinaryIO, TypeVar

from noteweave.exporters import Request
from noteweave.exporters._shared.backlink_report import OPTIONS as OPTIONS
from noteweave.exporters._shared.backlink_report import (
    BacklinkReport,
    Item,
    ReportEntry,
    ReportSource,
    Source,
)
from noteweave.graph.edits.markdown_text import escaped, is_plain, link, strong
from noteweave.graph.schema import NodeKind
from noteweave.vault.messages import _, counted, translatable
from noteweave.vault.model import Kind

SUFFIX = ".md"
STEM = "backlinks"
NO_HEADING = translatable("no heading")
_UNNAMED = {Kind.LINK.value, Kind.MENTION.value}
"""Kinds of links that are written without the name of their kind."""
_strong = lru_cache(maxsize=8192)(strong)  # most links have one of few names

T = TypeVar("T")


def export(source: ReportSource, stream: BinaryIO, request: Request) -> None:
    """Write the report of a vault or of one note, line by line; `OPTIONS` lists the settings."""
    report = BacklinkReport(source, request)
    parts = _vault_report(report) if report.only is None else _note_report(report)
    for line in parts:
        stream.write(line if isinstance(line, bytes) else _bytes(line + "\n"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _vault_report(report: BacklinkReport) -> Iterator[str | bytes]:
    name = report.table.name
    title = _("Backlinks of {name}").format(name=escaped(name)) if name else _("Backlinks")
    yield f"# {title}"
    yield ""
    counts = _("{notes}, {topics} that nobody has written yet, {links}.")
    yield counts.format(
        notes=counted(report.count(NodeKind.NOTE), "note"),
        topics=counted(report.count(NodeKind.TOPIC), "topic"),
        links=counted(report.overview.links, "link"),
    )
    yield from _lists(report)
    for is_topic, entries in groupby(_entries(report), key=lambda e: report.is_topic(e.key)):
        yield from ("", f"## {_('Topics nobody has written') if is_topic else _('Notes')}")
        for entry in entries:
            yield from ("", f"### {_node(report, entry.key)}", "")
            yield from _entry(report, entry, "####")
    yield from _list(report, _("Notes nobody links to"), report.unlinked())


def _note_report(report: BacklinkReport) -> Iterator[str | bytes]:
    for entry in _entries(report):
        yield f"# {_('Backlinks of {name}').format(name=_node(report, entry.key))}"
        yield ""
        yield from _entry(report, entry, "##")


def _entries(report: BacklinkReport) -> Iterator[ReportEntry[bytes]]:
    head = lru_cache(maxsize=1)(lambda key: _source(report, key))  # sources come grouped by note

    def write(source: Source) -> bytearray:
        written = bytearray(_bytes(head(source.key)))
        items = map(_item, source.items)
        while some := list(islice(items, 1000)):
            written += _bytes("".join(f"\n  - {item}" for item in some))
        written += b"\n"
        return written

    return report.written(write, bytes, grouped=True)


def _entry(
    report: BacklinkReport, entry: ReportEntry[bytes], heading: str
) -> Iterator[str | bytes]:
    """Yield the lines about one node; `heading` begins the headings of its groups of links."""
    path = report.path(entry.key)
    yield " · ".join(filter(None, [_code(path), _weight(report, entry.key)]))
    if entry.is_grouped:
        yield ""
        counts = (f"{escaped(one.name or _(NO_HEADING))} {one.links:,}" for one in entry.groups)
        yield _("By section and relation: {counts}").format(counts=", ".join(counts))
        for group in entry.groups:
            name = escaped(group.name or _(NO_HEADING))
            yield from ("", f"{heading} {name} ({group.links:,})", "")
            yield from group.sources
    elif entry.sources:
        yield ""
        yield from entry.sources
    if entry.mentions:
        yield from ("", _("Named without a link in:"), "")
        yield from entry.mentions


def _source(report: BacklinkReport, key: str) -> str:
    date = report.date(key)
    return f"- {_node(report, key)}" + (f" · {date}" if date else "")


def _item(item: Item) -> str:
    """Return one link: line, relation or kind if it is not a plain link, and text."""
    position = _line(item.line) if item.line else ""
    relation = escaped(item.relation or ("" if item.kind in _UNNAMED else item.kind))
    context = item.context
    if context is None:
        return ", ".join(filter(None, [position, relation, _code(item.raw)]))
    if relation and context.unit != "property":  # the text of a property starts with its name
        position = f"{position}, {relation}" if position else relation
    text, start, end = context.text, context.start, context.end
    before, after = text[:start], text[end:]
    if not start or not is_plain(text):  # is_plain is fast, and most texts are
        before, after = escaped(before + "\0")[:-1], escaped("\0" + after)[1:]
    return f"{position or item.kind}{_(': ')}{before}{_strong(text[start:end])}{after}"


def _lists(report: BacklinkReport) -> Iterator[str]:
    """Yield the lists of the overview that are not empty."""
    view = report.overview

    def weighted(key: str) -> str:
        return f"{_node(report, key)}{_(': ')}{_weight(report, key)}"

    def plain(key: str) -> str:
        return _node(report, key)

    yield from _top(report, _("Most linked"), view.most_linked, weighted)
    yield from _top(report, _("Most wanted topics"), view.most_wanted, weighted)
    yield from _top(report, _("Recently linked"), view.recent, lambda e: f"{e[0]} · {plain(e[1])}")
    yield from _top(
        report,
        _("Two-way pairs"),
        view.pairs,
        lambda p: f"{plain(p.one)} ⇄ {plain(p.other)}{_(': ')}{counted(p.links, 'link')}",
    )
    yield from _top(report, _("Orphans: no link in or out"), view.orphans, plain)
    yield from _top(report, _("Dead ends: linked to, but linking nowhere"), view.dead_ends, plain)
    yield from _top(report, _("Islands"), view.islands, lambda keys: _first(keys, plain))


def _top(
    report: BacklinkReport, title: str, entries: Sequence[T], write: Callable[[T], str]
) -> Iterator[str]:
    if entries:
        yield from ("", f"## {title}", "")
        for entry in islice(entries, report.top):
            yield f"- {write(entry)}"
        if len(entries) > report.top:
            yield "- " + _("… and {count} more").format(count=f"{len(entries) - report.top:,}")


def _list(report: BacklinkReport, title: str, keys: Sequence[str]) -> Iterator[str]:
    if keys:
        yield from ("", f"## {title}", "")
        for key in keys:
            yield f"- {_node(report, key)}"


def _first(keys: Sequence[str], write: Callable[[str], str], most: int = 8) -> str:
    names = ", ".join(write(key) for key in keys[:most])
    if len(keys) <= most:
        return names
    return _("{names} and {count} more").format(names=names, count=f"{len(keys) - most:,}")


def _node(report: BacklinkReport, key: str) -> str:
    path = report.path(key)
    return link(report.label(key), report.root + path if path else "")


def _weight(report: BacklinkReport, key: str) -> str:
    notes, links = report.overview.weights.get(key, (0, 0))
    if not links:
        return _("no links to it")
    return _("{links} from {notes}").format(
        links=counted(links, "link"), notes=counted(notes, "note")
    )


def _line(number: int) -> str:
    return _("line {line}").format(line=number)


def _code(text: str) -> str:
    """Return a code span, with a fence longer than the backticks in the text."""
    text = " ".join(text.split())
    if "`" not in text:
        return f"`{text}`" if text else ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text))))
    return f"{fence} {text} {fence}"
