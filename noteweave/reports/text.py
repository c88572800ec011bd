"""A line for each finding; on a terminal in groups, with the place shown.

Elsewhere it is `path:line:column: CODE message`, which editors and scripts understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from noteweave.graph.findings import Finding, Severity
from noteweave.reports import Report
from noteweave.reports._width import clip

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_INDENT = " " * 10
_LINE_END = re.compile(r"\r\n?|\n")


def lines(report: Report) -> Iterator[str]:
    """Yield the findings; with their lines and the count for a person at a terminal."""
    if not report.terminal:
        for f in report.findings:
            yield f"{plain(f.path)}:{f.line}:{f.column}: {f.code} {plain(f.message)}\n"
        return
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        yield f"{_coloured('1', plain(report.place + path))}\n"
        source = _LINE_END.split(report.text(path))
        for finding in group:
            yield from _shown(finding, source)
        yield "\n"
    yield f"{summary(report)}\n"


def summary(report: Report) -> str:
    """Return one line that counts."""
    counts = [
        (report.count(Severity.ERROR), "error", "errors"),
        (report.count(Severity.WARNING), "warning", "warnings"),
        (report.count(Severity.INFO), "for information", "for information"),
    ]
    parts = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    found = ", ".join(parts) or "nothing is wrong"
    more = f" ({report.hidden} for information: --show info)" if report.hidden else ""
    return found + more


def plain(text: str) -> str:
    """Return a text that can do nothing to a terminal, on one line."""
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def _shown(finding: Finding, source: list[str]) -> Iterator[str]:
    where = f"{finding.line}:{finding.column}"
    code = _coloured(_COLOURS[finding.severity], finding.code)
    yield f"  {where:<7} {code} {plain(finding.message)}\n"
    if finding.line > len(source) or finding.end_column <= finding.column:
        return
    line = plain(source[finding.line - 1].replace("\t", " "))
    first = finding.column - 1
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    if line.strip():
        text, before, width = clip(line, first, last)
        mark = _coloured(_COLOURS[finding.severity], "^" * max(width, 1))
        bar = _coloured("2", "|")
        yield f"{_INDENT}{bar} {text}\n{_INDENT}{bar} {' ' * before}{mark}\n"


def _coloured(colour: str, text: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"
