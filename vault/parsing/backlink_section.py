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


def section_ranges(text: str) -> list[tuple[int, int]]:
    """Return where the sections are, in characters: each from its first comment to its last.

    A note has one; two notes that were joined have two. A section that does not end is none.
    Comments in a fenced code block (as in this project's own manual) are not a section. Time is
    linear in the length of `text`.
    """
    if OPENING not in text or CLOSING not in text:
        return []
    return _scan(text)[0]


def replaced(text: str, section: str) -> str | None:
    """Return the text with another section, added at the end if it has none; "" removes it.

    Everything else stays the same, including line ends, and whether the last line has one; adding
    a section and removing it gives the original text. Further sections are removed. None if it is
    impossible: a section begins and does not end, or the note ends inside code or HTML, where a
    section would not be read.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    section = section.replace("\n", newline)
    found, is_open = _scan(text) if OPENING in text else ([], False)
    if is_open:
        return None
    for start, end in reversed(found[1:] if section else found):
        text = _without(text[:start], text[end:])
    if found and section:
        start, end = found[0]
        return text[:start] + section + text[end:]
    if not section:
        return text
    if text.endswith("\r"):
        return None
    ended = text.endswith("\n")
    gap = newline if ended else 2 * newline if text else ""
    changed = f"{text}{gap}{section}{newline if ended else ''}"
    return changed if _is_read(changed, len(text) + len(gap)) else None


def _scan(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return where sections begin and end, and whether one begins that does not end."""
    found: list[tuple[int, int]] = []
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
            found.append((start, match.end("closing")))
            start = -1
    return found, start >= 0


def _without(before: str, after: str) -> str:
    """Join the texts around a section, without the empty line that was added with it."""
    newline = "\r\n" if before.endswith("\r\n") else "\n"
    if after in ("", "\n", "\r\n"):
        if before.endswith(2 * newline) or before == newline:
            before = before.removesuffix(newline)
            return before if after else before.removesuffix(newline)
        return before
    return before + after.removeprefix("\r").removeprefix("\n")


def _is_read(text: str, start: int) -> bool:
    """Whether the comment at `start` is an HTML block to a Markdown parser."""
    from noteweave.vault.parsing.body import body

    first = body_start(text)
    return start >= first and any(part.start == start for part in body(text, first).outline.html)
