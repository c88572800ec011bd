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
        elif match["opening"]:
            start = match.start()
        elif match["closing"] and start >= 0:
            return start, match.end("closing")
    return None
