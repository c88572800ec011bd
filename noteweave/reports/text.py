"""One line per finding; on a terminal grouped by note, with the place shown.

Without a terminal it is `path:line:column: CODE message`, which editors and scripts understand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from noteweave.graph.check.findings import Finding, Severity
from noteweave.reports import CheckReport
from noteweave.reports._width import clip
from noteweave.terminal import plain
from noteweave.vault.messages import _, ngettext

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
Paint = Callable[[str, str], str]
"""Colour (as in `ESC[…m`) and text -> text."""
_INDENT = " " * 10
_LINE_END = re.compile(r"\r\n?|\n")


def lines(report: CheckReport) -> Iterator[str]:
    """Yield the findings; on a terminal with the lines they are in, and a summary at the end."""
    if not report.interactive:
        path = shown = ""
        for f in report.findings:
            if f.path != path:
                path, shown = f.path, plain(f.path)
            yield f"{shown}:{f.line}:{f.column}: {f.code} {plain(f.local or f.message)}\n"
        return
    paint = _painted if report.colour else _bare
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        yield f"{paint('1', plain(report.display_prefix + path))}\n"
        found = list(group)
        about_text = any((f.line, f.column) < (f.end_line, f.end_column) for f in found)
        source = _LINE_END.split(report.text(path)) if about_text else []
        for finding in found:
            yield from _shown(finding, source, paint)
        yield "\n"
    yield f"{summary(report.findings, report.hidden)}\n"


def summary(findings: Iterable[Finding], hidden: int = 0) -> str:
    """Return one line that counts findings; `hidden` is the number of those not shown."""
    counts = Counter(finding.severity for finding in findings)
    errors, warnings, remarks = (
        counts[one] for one in (Severity.ERROR, Severity.WARNING, Severity.INFO)
    )
    parts = [
        ngettext("{n} error", "{n} errors", errors) if errors else "",
        ngettext("{n} warning", "{n} warnings", warnings) if warnings else "",
        ngettext("{n} remark", "{n} remarks", remarks) if remarks else "",
    ]
    found = _(", ").join(filter(None, parts))
    if not hidden:
        return found or _("nothing is wrong")
    more = ngettext(
        "{n} slighter remark with --show info", "{n} slighter remarks with --show info", hidden
    )
    return f"{found or _('nothing to show')}{_('; ')}{more}"


def _shown(finding: Finding, source: list[str], paint: Paint) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    where = f"{finding.line}:{finding.column}"
    yield f"  {where:<7} {paint(colour, finding.code)} {plain(finding.local or finding.message)}\n"
    if finding.line > len(source) or (finding.end_line, finding.end_column) <= (
        finding.line,
        finding.column,
    ):
        return
    line = plain(source[finding.line - 1].replace("\t", " "))
    last = finding.end_column - 1 if finding.end_line == finding.line else len(line)
    if line.strip():
        text, before, width = clip(line, finding.column - 1, last)
        mark = paint(colour, "^" * max(width, 1))
        bar = paint("2", "|")
        yield f"{_INDENT}{bar} {text}\n{_INDENT}{bar} {' ' * before}{mark}\n"


def _painted(colour: str, text: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def _bare(_colour: str, text: str) -> str:
    return text
