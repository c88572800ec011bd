"""Write changed notes, or only show what would change: the same for every verb that edits."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from noteweave.atomic_write import replacing


class Edit(NamedTuple):
    """A note whose bytes are to change."""

    path: str
    """Its vault path."""
    place: Path
    """Where it lies on the disk."""
    before: bytes
    after: bytes


def carry_out(edits: Iterable[Edit], *, write: bool, diff: bool) -> int:
    """Write the edits, or print them; returns how many there are.

    Raises:
        OutputError: a note cannot be written; those before it are.
    """
    count = 0
    for edit in edits:
        if edit.before == edit.after:
            continue
        count += 1
        if diff:
            sys.stdout.buffer.write(unified(edit))
        elif write:
            with replacing(edit.place) as stream:
                stream.write(edit.after)
        if not diff:
            print(edit.path if write else f"would change {edit.path}")
    return count


def unified(edit: Edit) -> bytes:
    """Return an edit as `diff -u` shows it, which `git apply` takes."""
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        edit.before.splitlines(keepends=True),
        edit.after.splitlines(keepends=True),
        b"a/" + edit.path.encode("utf-8", "replace"),
        b"b/" + edit.path.encode("utf-8", "replace"),
    )
    return b"".join(
        line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"
        for line in lines
    )
