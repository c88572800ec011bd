"""A name for a finding that survives the lines above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from noteweave.graph.check.findings import Finding


def identified(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Yield each finding with its fingerprint: 40 hexadecimal digits, different for each.

    It is made of path, code, message and how often the same came before; not of the line.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        same = finding.path, finding.code, finding.message
        text = "\0".join([*same, str(seen[same])])
        seen[same] += 1
        yield hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:40], finding
