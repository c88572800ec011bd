"""Plain words written as Markdown that shows exactly these words."""

from __future__ import annotations

import re

_SPECIAL = re.compile(
    r"[\\`*\[\]<>#|~$=%^]"
    r"|&(?=#?\w+;)"
    r"|(?<!\w)_|_(?!\w)"  # snake_case needs none
    r"|^(?:[-+:](?!\w)|\d+[.)](?=\s|$))"  # the beginning of a list
)
_UNSAFE = re.compile(r"[\x00-\x20\x7f()<>\"'\\#?%]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def escaped(text: str) -> str:
    """Write `text` so that no sign in it is taken for markup."""
    return _SPECIAL.sub(lambda m: m[0][:-1] + "\\" + m[0][-1], " ".join(text.split()))


def address(path: str) -> str:
    """Write a relative path as the destination of a link: readable in any script."""
    safe = _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", path)
    return f"./{safe}" if _SCHEME.match(safe) else safe


def link(label: str, path: str) -> str:
    """Write a link to a file, or the bare label where there is no file."""
    return f"[{escaped(label)}]({address(path)})" if path else escaped(label)


def strong(text: str) -> str:
    """Write words in bold, also between Chinese words and full-width punctuation.

    CommonMark's `**` does not open beside a letter and before punctuation; `<b>` always does.
    """
    words = escaped(text)
    if text[:1].isalnum() and text[-1:].isalnum():
        return f"**{words}**"
    return f"<b>{words}</b>" if words else ""
