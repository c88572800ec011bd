"""Answers for assistants: a head line, then one receipt a line, never larger than a budget.

A token is counted as three bytes of UTF-8, which is more than nearly every text needs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from noteweave.graph.query.quoted import CLOSE, OPEN, quoted
from noteweave.vault.errors import RequestError

BUDGET, LEAST, MOST = 2_000, 200, 8_000
"""Tokens of an answer: by default, at least, at most."""
BYTES = 3
"""Bytes that count as one token."""
LONGEST_SENTENCE = 300
"""Characters of a sentence; it is cut around what it is shown for."""
_LONGEST_SUBJECT = 120
_CURSOR = 28
"""Bytes of the longest cursor."""
_CUT = "…"


class Receipt(NamedTuple):
    """One item of an answer."""

    line: str
    """As the model reads it."""
    fields: dict[str, Any]
    """The same facts, as programs read them."""


@dataclass(frozen=True)
class Answer:
    """An answer before it is cut to its budget."""

    what: str
    """What the items are: `links to Tea.md`."""
    items: Sequence[Any]
    """The most useful first."""
    receipt: Callable[[Any], Receipt]
    """Makes the receipt of an item; called only for those that may be shown."""
    subject: dict[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    """Lines that are shown before the items on the first page: quoted already."""
    marks: tuple[str, str] = ("", "")
    """Lines round the items."""


class Rendered(NamedTuple):
    """An answer as it is sent."""

    text: str
    structured: dict[str, Any]


class Page(NamedTuple):
    """Which part of an answer is wanted."""

    budget: int
    after: str
    stamp: str
    """Of the question and of the state of the vault: six characters."""


def rendered(answer: Answer, page: Page) -> Rendered:
    """Return an answer within its budget, cut after a whole receipt.

    Raises:
        RequestError: the budget is out of range, or the cursor is not one of this answer.
    """
    if not LEAST <= page.budget <= MOST:
        raise RequestError(
            f"{page.budget}: no such budget", f"give a number of tokens from {LEAST:,} to {MOST:,}"
        )
    begin = _offset(page)
    total, limit = len(answer.items), BYTES * page.budget
    notes = [] if begin else _clipped_notes(answer.notes, limit // 3)
    widest = _head(answer, total, begin, total, "x" * _CURSOR)
    fixed = [widest, *notes, *(mark for mark in answer.marks if mark)]
    left = limit - sum(_size(line) + 1 for line in fixed)
    shown: list[Receipt] = []
    for item in answer.items[begin:]:
        receipt = answer.receipt(item)
        size = _size(receipt.line) + 1
        if size > left and shown:
            break
        if size > left:  # one receipt is always shown, if not whole
            receipt = Receipt(clipped(receipt.line, left - 1), receipt.fields)
        left -= size
        shown.append(receipt)
    end = begin + len(shown)
    cursor = _cursor(end, page.stamp) if end < total else ""
    head = _head(answer, len(shown), begin, total, cursor)
    before, behind = answer.marks
    lines = [head, *notes, before, *(one.line for one in shown), behind]
    structured = {
        "subject": answer.subject,
        "total": total,
        "from": begin,
        "shown": len(shown),
        "cut": "budget" if cursor else None,
        "after": cursor or None,
        "items": [one.fields for one in shown],
        "notes": notes,
    }
    return Rendered("\n".join(line for line in lines if line), structured)


def clipped(text: str, size: int) -> str:
    """Return the beginning of a text of at most so many bytes, and `…` if something is missing.

    A quotation that is cut is closed: what follows it is not part of it.
    """
    data = text.encode()
    if len(data) <= size:
        return text
    room = max(0, size - len((_CUT + CLOSE).encode()))
    part = data[:room].decode(errors="ignore")
    return part + _CUT + CLOSE * (part.count(OPEN) > part.count(CLOSE))


def sentence_around(text: str, start: int = 0, end: int = 0) -> str:
    """Return a sentence, quoted; a long one is cut around a part of it."""
    text = text.strip()
    if len(text) <= LONGEST_SENTENCE:
        return quoted(text)
    begin = max(0, min(start - LONGEST_SENTENCE // 2, len(text) - LONGEST_SENTENCE))
    part = text[begin : max(begin + LONGEST_SENTENCE, min(end, begin + 2 * LONGEST_SENTENCE))]
    before = _CUT if begin else ""
    return before + quoted(part) + (_CUT if begin + len(part) < len(text) else "")


def _head(answer: Answer, shown: int, begin: int, total: int, cursor: str) -> str:
    what = clipped(answer.what, _LONGEST_SUBJECT)
    which = f"{begin + 1}-{begin + shown}" if begin else f"{shown}"
    more = f'; more: after="{cursor}"' if cursor else ""
    return f"{which} of {total} {what}{more}"


def _clipped_notes(notes: Sequence[str], size: int) -> list[str]:
    share = size // max(1, len(notes)) - 1
    return [clipped(note, share) for note in notes]


def _size(line: str) -> int:
    return len(line.encode())


def _cursor(offset: int, stamp: str) -> str:
    return base64.urlsafe_b64encode(f"{stamp}{offset}".encode()).decode().rstrip("=")


def _offset(page: Page) -> int:
    if not page.after:
        return 0
    try:
        padded = page.after + "=" * (-len(page.after) % 4)
        told = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        told = ""
    stamp, offset = told[: len(page.stamp)], told[len(page.stamp) :]
    if stamp != page.stamp or not offset.isdigit():
        raise RequestError(
            "the vault or the question is not that of this cursor", "ask again without `after`"
        )
    return int(offset)
