"""The backlink section of a note, which noteweave writes; links in it do not count.

A section is between two comments, each alone on a line and not indented:

    <!-- noteweave: backlinks -->
    ## Backlinks

    - [[Note that links here]]
    <!-- noteweave: /backlinks -->

HTML comments are the only text in Markdown that no renderer shows.
"""

from __future__ import annotations

import re

from noteweave.vault.frontmatter.delimiters import body_start

OPENING = "<!-- noteweave: backlinks -->"
CLOSING = "<!-- noteweave: /backlinks -->"

_LINE = re.compile(
    rf"^(?:(?P<opening>{re.escape(OPENING)})|(?P<closing>{re.escape(CLOSING)})"
    r"|[ ]{0,3}(?P<fence>`{3,}(?=[^`\r\n]*$)|~{3,})(?P<info>[^\r\n]*))[ \t]*\r?$",
    re.MULTILINE,
)


def section_range(text: str) -> tuple[int, int] | None:
    """Return where the section is, in characters: from its first comment to its last.

    None if there is none, or if it does not end. Comments in a fenced code block (as in this
    project's own manual) are not a section. Time is linear in the length of `text`.
    """
    if OPENING not in text or CLOSING not in text:
        return None
    start, end = _scan(text)
    return (start, end) if end >= 0 else None


def replaced(text: str, section: str) -> str | None:
    """Return the text with another section, added at the end if it has none; "" removes it.

    Everything else stays the same, including line ends, and whether the last line has one; adding
    a section and removing it gives the original text. None if it is impossible: a section begins
    and does not end, or the note ends inside code or HTML, where a section would not be read.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    section = section.replace("\n", newline)
    start, end = _scan(text) if OPENING in text else (-1, -1)
    if end >= 0:
        if section:
            return text[:start] + section + text[end:]
        return _without(text[:start], text[end:])
    if start >= 0 or text.endswith("\r"):
        return None
    if not section:
        return text
    ended = text.endswith("\n")
    gap = newline if ended else 2 * newline if text else ""
    changed = f"{text}{gap}{section}{newline if ended else ''}"
    return changed if _is_read(changed, len(text) + len(gap)) else None


def _scan(text: str) -> tuple[int, int]:
    """Return where the section begins and ends; -1 for a comment that is missing."""
    start, fence = -1, ""
    for match in _LINE.finditer(text):
        marks = match["fence"]
        if marks and start < 0:
            if not fence:
                fence = marks
            elif marks.startswith(fence) and not match["info"].strip():
                fence = ""
        elif fence:
            continue
        elif match["opening"] and start < 0:
            start = match.start()
        elif match["closing"] and start >= 0:
            return start, match.end("closing")
    return start, -1


def _without(before: str, after: str) -> str:
    """Join the texts around a section, without the empty line that was added with it."""
    newline = "\r\n" if before.endswith("\r\n") else "\n"
    if after in ("", "\n", "\r\n"):
        before = before.removesuffix(newline)
        return before if after else before.removesuffix(newline)
    return before + after.removeprefix("\r").removeprefix("\n")


def _is_read(text: str, start: int) -> bool:
    """Whether the comment at `start` is an HTML block to a Markdown parser."""
    from noteweave.vault.parsing.body import body

    first = body_start(text)
    return start >= first and any(part.start == start for part in body(text, first).outline.html)
