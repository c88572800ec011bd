"""A file of known findings: only findings that are not in it are reported.

A finding is identified by note, code and message, not by its line, so that text added above it does
not make it new. The file is meant to be committed: one line per finding, sorted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from noteweave.graph.check.findings import Finding
from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import ConfigError, RequestError
from noteweave.writing.atomic_write import replacing

Known = Counter[tuple[str, str]]
"""How often each path and `CODE message` is expected."""
LARGEST = 1 << 28
"""Maximum size in bytes."""


class _Saved(msgspec.Struct):
    """The file."""

    version: int
    known: dict[str, list[str]]
    """Vault path -> its findings, each as `CODE message`."""


def read(path: Path) -> Known:
    """Read a baseline.

    Raises:
        RequestError: there is no such file.
        ConfigError: the file is not a baseline.
    """
    hint = f"create it with --baseline {path} --update-baseline"
    try:
        data = read_bytes(path, LARGEST)
        if data is None:
            raise RequestError(f"{path}: no such baseline", hint)
        saved = msgspec.json.decode(data, type=_Saved)
    except (UnusableFileError, msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not a baseline ({error})", hint) from error
    if saved.version != 1:
        raise ConfigError(f"{path}: not a baseline of version 1 (but {saved.version})", hint)
    return Counter((name, line) for name, lines in saved.known.items() for line in lines)


def write(path: Path, findings: Iterable[Finding]) -> int:
    """Write a baseline of these findings; return their number."""
    known: dict[str, list[str]] = {}
    for finding in findings:
        known.setdefault(finding.path, []).append(_line(finding))
    data = {"version": 1, "known": {name: sorted(lines) for name, lines in sorted(known.items())}}
    with replacing(path, "name another file with --baseline", follow=True) as stream:
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
