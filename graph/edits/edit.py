"""Changes to the text of notes, planned before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_BOM = "\ufeff"


class Edit(NamedTuple):
    """One change to a note: what stands between two places becomes another text."""

    path: str
    start: int
    end: int
    """Characters of the decoded text (after a byte order mark), as in `Link`."""
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with its edits made; everything outside them stays as it is.

    Of edits that overlap the first counts. An edit made twice is made once.
    """
    pieces = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if done <= edit.start <= edit.end <= len(text):
            pieces += [text[done : edit.start], edit.text]
            done = edit.end
    return "".join([*pieces, text[done:]])


def edited(data: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Return a file with its edits made, its byte order mark and line ends as they are.

    None if it is not UTF-8: then nobody knows which bytes a place in its text means.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    mark = _BOM if text.startswith(_BOM) else ""
    return (mark + apply(text.removeprefix(_BOM), edits)).encode()
