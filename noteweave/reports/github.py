"""Annotations on GitHub: workflow commands that its Actions show beside the line.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Severity
from noteweave.reports import CheckReport
from noteweave.terminal import plain

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def lines(report: CheckReport) -> Iterator[str]:
    """Yield one command per finding."""
    for finding in report.findings:
        place = {
            "file": report.prefix + finding.path,
            "line": finding.line,
            "col": finding.column,
            "endLine": finding.end_line,
        }
        if finding.end_line == finding.line:  # GitHub takes columns on one line only
            place["endColumn"] = finding.end_column
        place["title"] = f"{finding.code} {finding.name}"
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
        yield f"::{_LEVEL[finding.severity]} {properties}::{_data(finding.message)}\n"


def _data(text: str) -> str:
    return plain(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
