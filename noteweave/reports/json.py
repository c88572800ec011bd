"""One JSON object, documented and versioned, for programs."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from noteweave.reports import CheckReport
from noteweave.terminal import plain_json


def lines(report: CheckReport) -> Iterator[str]:
    """Yield the object, one finding per line."""
    encode = msgspec.json.Encoder().encode
    yield '{"version": 1, "findings": ['
    for n, finding in enumerate(report.findings):
        yield f"{',' if n else ''}\n  {plain_json(encode(finding).decode())}"
    yield "\n]}\n" if report.findings else "]}\n"
