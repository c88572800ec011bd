"""Backlink report in HTML: one page to read, search, sort and print.

The page can be read without network and JavaScript; its script only filters and sorts. It is
written while it is rendered, entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from noteweave.exporters import Request
from noteweave.exporters._shared.backlink_report import OPTIONS as REPORT_OPTIONS
from noteweave.exporters._shared.backlink_report import (
    BacklinkReport,
    Item,
    ReportEntry,
    ReportSource,
    Source,
    Sources,
)
from noteweave.exporters._shared.content_security_policy import policy
from noteweave.exporters._shared.options import Option, chosen
from noteweave.graph.schema import NodeKind
from noteweave.vault.messages import _, counted
from noteweave.vault.model import Kind

SUFFIX = ".html"
STEM = "backlinks"
OPTIONS = (
    *REPORT_OPTIONS,
    Option(
        "open_with",
        "auto",
        "what opens a note: auto is obsidian in its own vaults, else file",
        ("auto", "obsidian", "file", "none"),
    ),
    Option("lang", "en", "the language that the notes are mostly written in, for the browser"),
)
LISTED = 3000
"""Number of entries up to which the table of contents lists each; with more, only folders."""


def export(source: ReportSource, stream: BinaryIO, request: Request) -> None:
    """Write the page; `OPTIONS` lists the settings."""
    options = chosen(OPTIONS, request.settings)
    settings = {option.name: options[option.name] for option in REPORT_OPTIONS}
    report = BacklinkReport(source, replace(request, settings=settings))
    page = _Page(report, options["open_with"])
    script, style = _file("report.js"), _file("report.css")
    template = Environment(
        loader=DictLoader({"report.html": _file("report.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("report.html")
    parts = template.generate(
        page=page,
        report=report,
        view=report.overview,
        lang=options["lang"],
        _=_,
        counted=counted,
        policy=policy([script], [style]),
        script=Markup(script),  # not user input
        style=Markup(style),  # not user input
    )
    for part in parts:
        stream.write(part.encode("utf-8", "replace"))


class Group(NamedTuple):
    """A folder in the table of contents, and its notes that have an entry."""

    folder: str
    keys: list[str]


class _Page:
    """The values that the template uses."""

    def __init__(self, report: BacklinkReport, open_with: str) -> None:
        self.report = report
        obsidian = report.table.profile == "obsidian"
        self._open_with = open_with if open_with != "auto" else "obsidian" if obsidian else "file"
        weights = report.overview.weights
        keys = [report.only] if report.only is not None else report.named()
        self.number = {key: n for n, key in enumerate(keys)}
        """The number of each entry, used in its anchor."""
        self.written = [key for key in keys if not report.is_topic(key)]
        self.topics = [key for key in keys if report.is_topic(key)]
        self.lists_all = len(keys) <= LISTED
        self.most = max((weights[key].notes for key in keys if key in weights), default=1) or 1
        self.notes = report.count(NodeKind.NOTE)
        self.unwritten = report.count(NodeKind.TOPIC)

    def folders(self) -> Iterator[Group]:
        """Yield the notes by folder."""
        groups: dict[str, list[str]] = {}
        for key in self.written:
            groups.setdefault(self.report.path(key).rpartition("/")[0], []).append(key)
        for folder in sorted(groups):
            yield Group(folder, groups[folder])

    def lists(self, entry: ReportEntry[Source]) -> Iterator[tuple[str, int, Sources[Source]]]:
        """Yield the lists of an entry: heading, number of links, and the notes that link."""
        if entry.is_grouped:
            yield from ((group.name or _("no heading"), *group[2:]) for group in entry.groups)
        else:
            yield "", entry.weight.links, entry.sources
        yield _("Named without a link"), len(entry.mentions), entry.mentions

    def anchor(self, key: str) -> str:
        """Return the target of a link on a name: an entry of the page, else the note itself."""
        return f"#e{self.number[key]}" if key in self.number else self.href(key)

    def href(self, key: str) -> str:
        """Return the address that opens a note; "" if there is none."""
        path = self.report.path(key)
        if not path or self._open_with == "none":
            return ""
        if self._open_with == "obsidian":
            vault = quote(self.report.table.name, safe="")
            return f"obsidian://open?vault={vault}&file={quote(path, safe='')}"
        root = self.report.root
        if ":" not in root:
            root = quote(root)
        address = root + quote(path)
        return address if root else f"./{address}"

    def relation(self, item: Item) -> str:
        """Return the relation or kind of a link; "" for a plain link."""
        if item.context is not None and item.context.unit == "property":
            return ""
        return item.relation or ("" if item.kind in (Kind.LINK, Kind.MENTION) else item.kind)


def _file(name: str) -> str:
    return (files(__name__) / name).read_text("utf-8")
