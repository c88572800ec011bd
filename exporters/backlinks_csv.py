"""Backlink report in CSV: one row for every backlink, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.backlink_report import OPTIONS as OPTIONS
from noteweave.exporters._shared.backlink_report import (
    BacklinkReport,
    ReportEntry,
    ReportSource,
    Source,
)

STEM = "backlinks"
SUFFIX = ".csv"
FIELDS = (
    "target", "target_kind", "source", "date", "line", "column", "kind", "relation", "reason",
    "section", "raw",
    "context", "link",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Characters that start a formula: https://owasp.org/www-community/attacks/CSV_Injection."""


def export(source: ReportSource, stream: BinaryIO, request: Request) -> None:
    """Write UTF-8 with a byte order mark, by which Excel recognizes the encoding."""
    report = BacklinkReport(source, request)
    stream.write(b"\xef\xbb\xbf")
    stream.write(_line(FIELDS))
    for entry in report.entries():
        for row in _rows(report, entry):
            stream.write(_line(row))


def _rows(report: BacklinkReport, entry: ReportEntry[Source]) -> Iterator[tuple[str, ...]]:
    name = report.path(entry.key) or report.label(entry.key)
    for source in chain(entry.sources, entry.mentions):
        for item in source.items:
            context = item.context
            yield (
                name,
                report.kind(entry.key),
                report.path(source.key) or report.label(source.key),
                report.date(source.key),
                str(item.line),
                str(item.column),
                item.kind,
                item.relation,
                item.reason,
                item.section,
                item.raw,
                context.text if context else "",
                context.text[context.start : context.end] if context else "",
            )


def _line(row: tuple[str, ...]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(_without_formula(cell) for cell in row)
    return buffer.getvalue().encode("utf-8", "replace")


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
