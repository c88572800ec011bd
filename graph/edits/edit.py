"""Text edits of notes, planned in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_BOM = "\ufeff"


class Edit(NamedTuple):
    """One change to a note: the text between two positions is replaced."""

    path: str
    start: int
    end: int
    """Characters of the decoded text (after a byte order mark), as in `Link`."""
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits applied.

    Of overlapping edits only the first is applied; equal edits are applied once.
    """
    pieces = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if done <= edit.start <= edit.end <= len(text):
            pieces += [text[done : edit.start], edit.text]
            done = edit.end
    return "".join([*pieces, text[done:]])


def edited(data: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Return the bytes of a file with edits applied; its byte order mark stays.

    None if it is not UTF-8: then positions in the decoded text do not identify bytes.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    mark = _BOM if text.startswith(_BOM) else ""
    return (mark + apply(text.removeprefix(_BOM), edits)).encode()
