"""JUnit XML, which build servers show: one suite per note, one failure per finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from noteweave.reports import CheckReport
from noteweave.terminal import plain

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""What XML cannot hold (https://www.w3.org/TR/xml/#charsets), and what can control a terminal."""


def lines(report: CheckReport) -> Iterator[str]:
    """Yield the document, one test case per line."""
    total = max(len(report.findings), 1)
    failed = len(report.findings)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="noteweave" tests="{total}" failures="{failed}">\n'
    if not report.findings:
        yield '<testsuite name="vault" tests="1" failures="0">'
        yield '<testcase classname="vault" name="check"/></testsuite>\n'
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        found = list(group)
        name = _attribute(report.prefix + path)
        yield f'<testsuite name={name} tests="{len(found)}" failures="{len(found)}">\n'
        for f in found:
            case = _attribute(f"{f.line}:{f.column} {f.name}")
            text = _text(f"{report.prefix}{path}:{f.line}:{f.column}: {f.code} {f.message}")
            yield f'<testcase classname={name} name={case} file={name} line="{f.line}">'
            yield f"<failure type={_attribute(f'{f.code} {f.severity.value}')}"
            yield f" message={_attribute(f.message)}>{text}</failure></testcase>\n"
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", plain(text)))
