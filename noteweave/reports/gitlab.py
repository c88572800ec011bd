"""GitLab's code quality report, for merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from noteweave.graph.check.findings import Severity
from noteweave.reports import CheckReport
from noteweave.reports._identity import identified
from noteweave.terminal import plain_json

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def lines(report: CheckReport) -> Iterator[str]:
    """Yield one JSON list."""
    issues = [
        {
            "description": f"{finding.code} {finding.message}",
            "check_name": finding.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[finding.severity],
            "location": {
                "path": report.prefix + finding.path,
                "positions": {
                    "begin": {"line": finding.line, "column": finding.column},
                    "end": {"line": finding.end_line, "column": finding.end_column},
                },
            },
        }
        for fingerprint, finding in identified(report.findings)
    ]
    yield plain_json(json.dumps(issues, ensure_ascii=False, indent=1)) + "\n"
