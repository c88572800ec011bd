"""The marked part of a note that noteweave itself keeps, and whose links do not count.

A section stands between two comments, each alone on a line and not indented:

    <!-- noteweave: backlinks -->
    ## Backlinks

    - [[Somebody who links here]]
    <!-- noteweave: /backlinks -->

Comments of HTML are Markdown's only way to say something that no renderer shows.
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
    """Return where the kept section is, in characters: from its first comment to its last.

    None when there is none, or when it never ends. Comments shown in a fenced code block (as this
    project's own manual does) are no section. Time is linear in the length of `text`.
    """
    if OPENING not in text or CLOSING not in text:
        return None
    start, end = _scan(text)
    return (start, end) if end >= 0 else None


def replaced(text: str, section: str) -> str | None:
    """Put a section in place of the one that a note has, or at its end; "" removes it.

    Everything else stays as it is, line ends too, and whether the last line has one; a section that
    is removed again leaves the text that there was before. None: it cannot be done, because a
    section begins that never ends, or because the note ends in the middle of code or HTML, where a
    section would not be read.
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
    """Return where the section begins, and where it ends; -1 for what is not there."""
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
    """Join what stood around a section, without the empty line that came with it."""
    newline = "\r\n" if before.endswith("\r\n") else "\n"
    if after in ("", "\n", "\r\n"):
        before = before.removesuffix(newline)
        return before if after else before.removesuffix(newline)
    return before + after.removeprefix("\r").removeprefix("\n")


def _is_read(text: str, start: int) -> bool:
    """Whether Markdown sees the comment at `start` as one."""
    from noteweave.vault.parsing.body import body

    first = body_start(text)
    return start >= first and any(part.start == start for part in body(text, first).outline.html)
