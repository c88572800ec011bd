"""A fingerprint of a finding that does not depend on its line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from noteweave.graph.check.findings import Finding


def identified(findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
    """Yield each finding with its fingerprint: 40 hexadecimal digits, different for each.

    It is computed from path, code, message and the number of equal findings before it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        same = finding.path, finding.code, finding.message
        text = "\0".join([*same, str(seen[same])])
        seen[same] += 1
        yield hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:40], finding
