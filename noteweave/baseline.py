"""A file of known findings: only findings that are not in it are reported.

A finding is identified by note, code and message, not by its line, so that text added above it does
not make it new. The file is meant to be committed: one line per finding, sorted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
        ConfigError: the file is not a baseline.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != 1:
            raise ValueError(f"version {data['version']}")
        known = data["known"].items()
        return Counter((name, str(line)) for name, lines in known for line in lines)
    except OSError as error:
        hint = f"create it with --baseline {path} --update-baseline"
        raise RequestError(f"{path}: no such baseline", hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "create it again with --update-baseline"
        raise ConfigError(f"{path}: not a baseline ({error})", hint) from error


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write a baseline of these findings; return their number."""
    known: dict[str, list[str]] = {}
    for finding in findings:
        known.setdefault(finding.path, []).append(_line(finding))
    data = {"version": 1, "known": {name: sorted(lines) for name, lines in sorted(known.items())}}
    with replacing(path, "name another file with --baseline") as stream:
        stream.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")
    return sum(map(len, known.values()))


def renamed(known: Known, moves: Mapping[str, str]) -> Known:
    """Return a baseline with the present paths of renamed notes; `moves`: old path -> new path."""
    found: Known = Counter()
    for (path, line), count in known.items():
        found[moves.get(path, path), line] += count
    return found


def unknown(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """Yield the findings that are not in a baseline; each of its lines covers one finding."""
    left = known.copy()
    for finding in findings:
        line = finding.path, _line(finding)
        if left[line] > 0:
            left[line] -= 1
        else:
            yield finding


def _line(finding: Finding) -> str:
    return f"{finding.code} {finding.message}"
