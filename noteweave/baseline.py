"""Findings that were there already: an old vault can start clean, and only what is new is said.

A finding is known by its note, its code and its message, not by its line, so that writing above it
does not bring it back. The file is made to be committed: one line a finding, sorted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from noteweave.graph.check.findings import Finding
from noteweave.vault.errors import ConfigError, RequestError
from noteweave.writing.atomic_write import replacing

Known = Counter[tuple[str, str]]
"""How often each path and `CODE message` is expected."""


def read(path: Path) -> Known:
    """Read a baseline.

    Raises:
        RequestError: there is no such file.
        ConfigError: it is no baseline.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != 1:
            raise ValueError(f"version {data['version']}")
        known = data["known"].items()
        return Counter((name, str(line)) for name, lines in known for line in lines)
    except OSError as error:
        hint = f"make it with --baseline {path} --update-baseline"
        raise RequestError(f"{path}: no baseline there", hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "make it anew with --update-baseline"
        raise ConfigError(f"{path}: not a baseline ({error})", hint) from error


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write a baseline that knows these findings; return how many."""
    known: dict[str, list[str]] = {}
    for finding in findings:
        known.setdefault(finding.path, []).append(_line(finding))
    data = {"version": 1, "known": {name: sorted(lines) for name, lines in sorted(known.items())}}
    with replacing(path, "name another file with --baseline") as stream:
        stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
    return sum(map(len, known.values()))


def unknown(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """Yield the findings that a baseline does not hold; each of its lines excuses one."""
    left = known.copy()
    for finding in findings:
        line = finding.path, _line(finding)
        if left[line] > 0:
            left[line] -= 1
        else:
            yield finding


def _line(finding: Finding) -> str:
    return f"{finding.code} {finding.message}"
