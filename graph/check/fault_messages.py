"""Messages of faults that the parser found: their templates, by which they are translated.

The parser's faults are stored with the notes, in English and with their values. In another language
a message is compared with these templates, and the values are put into the translation.
"""

from __future__ import annotations

import re
from functools import cache

from noteweave.vault.messages import ENGLISH, language, translatable

TEMPLATES = (
    "a blank line before `---`: these properties are read as text",
    "a destination with spaces is no link: write `%20` or `<…>`",
    "a heading between two `---` at the head of a note is a comment: it is lost",
    "a link without a target",
    "a no-break space after `#` makes this no heading",
    "`{key}` is here twice; line {line} is not read",
    "`{key}` is one text, not a list: write `{key2}: [a, b]`",
    "`{key}` holds a link without quotes, which YAML takes for a list",
    "`{key}` holds {value}, which no 64-bit number can hold: it is kept as text",
    "`{key}：` has a full-width colon, so it is lost",
    "byte {byte} is not UTF-8",
    "control character {character}",
    "not a canvas: no list of nodes",
    "not a canvas: {problem}",
    "cannot be read ({reason})",
    "excluded files: /{pattern}/ cannot be used ({reason})",
    "is not JSON ({reason})",
    "is not the YAML of a workspace ({reason})",
    "not checked: git-crypt has encrypted the file",
    "not checked: the file is a pointer of Git LFS",
    "not checked: {why}",
    "the `|` ends the table cell; write `\\|`",
    "this file is UTF-16; apps for notes read UTF-8",
)
"""The first that fits is taken. A message that fits none is one of the YAML library: English."""
_VALUE = re.compile(r"\\\{(\w+)\\\}")


def translated_fault(message: str) -> str:
    """Return a fault's message as `translatable` does."""
    if language() == ENGLISH:
        return message
    for template in TEMPLATES:
        if found := _pattern(template).fullmatch(message):
            return translatable(template, **found.groupdict())
    return translatable("not readable: {problem}", problem=message)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_VALUE.sub(r"(?P<\1>.*)", re.escape(template)), re.DOTALL)
