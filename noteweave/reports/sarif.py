"""SARIF 2.1.0, which GitHub's code scanning and many editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from noteweave import __version__
from noteweave.graph.check.findings import Finding, Severity
from noteweave.graph.check.manual import manual
from noteweave.graph.check.registry import Rule, rules
from noteweave.reports import CheckReport
from noteweave.reports._identity import identified
from noteweave.terminal import plain_json

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def lines(report: CheckReport) -> Iterator[str]:
    """Yield one JSON object."""
    places = {rule.code: n for n, rule in enumerate(rules())}
    run = {
        "tool": {
            "driver": {
                "name": "noteweave",
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "the repository, or the vault"}}},
        "results": [
            _result(finding, fingerprint, report, places[finding.code])
            for fingerprint, finding in identified(report.findings)
        ],
    }
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield plain_json(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    title, text, *_ = manual(rule.manual)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": title},
        "fullDescription": {"text": " ".join(text.split()) or title},
        "help": {"text": f"noteweave explain {rule.code}"},
        "defaultConfiguration": {"level": _LEVEL[rule.severity], "enabled": rule.on},
    }


def _result(finding: Finding, fingerprint: str, report: CheckReport, index: int) -> dict[str, Any]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {"physicalLocation": {"artifactLocation": _artifact(finding, report), "region": region}}
        ],
        "partialFingerprints": {"noteweave/v1": fingerprint},
    }
    if finding.fix:
        replacement = {
            "deletedRegion": {
                "charOffset": finding.fix.start,
                "charLength": finding.fix.end - finding.fix.start,
            },
            "insertedContent": {"text": finding.fix.text},
        }
        change = {"artifactLocation": _artifact(finding, report), "replacements": [replacement]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _artifact(finding: Finding, report: CheckReport) -> dict[str, str]:
    path = (report.prefix + finding.path).encode("utf-8", "backslashreplace")
    return {"uri": quote(path), "uriBaseId": "ROOT"}
