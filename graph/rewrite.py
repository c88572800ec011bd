"""A link's text with another target in it, and nothing else changed."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import quote

from noteweave.vault.links import destination
from noteweave.vault.model import Link, Syntax

_PATH = re.compile(r"(!?\[\[\s*)([^#|\r\n]*?)(\s*\\?[#|].*|\s*)(\]\])")
_INLINE = re.compile(
    r"(!?\[.*\]\(\s*)(<[^<>\r\n]*>|[^\s<>]*?)((?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\))",
    re.DOTALL,
)
_KEPT = "/!$&'*+,;=@~:()"
"""What needs no percent escape in a destination (parentheses are seen to below)."""


def retargeted(link: Link, target: str) -> str | None:
    """Return `link.raw` with another target; fragment, display text and spaces stay.

    None when that cannot be done for certain: the link is a reference or lies in a string with
    escapes, or the new target holds what a wikilink cannot.
    """
    if link.syntax is Syntax.WIKILINK:
        return _wikilink(link, target)
    if link.syntax is Syntax.MARKDOWN and not link.raw.endswith("]])"):
        return _markdown(link, target)
    return None


def _wikilink(link: Link, target: str) -> str | None:
    match = _PATH.fullmatch(link.raw)
    if match is None or any(mark in target for mark in ("#", "|", "[[", "]]", "^")):
        return None
    if normalize("NFC", match[2].replace("\xa0", " ").strip()) != link.target:
        return None
    return f"{match[1]}{target}{match[3]}{match[4]}"


def _markdown(link: Link, target: str) -> str | None:
    match = _INLINE.fullmatch(link.raw)
    if match is None:
        return None
    written = match[2]
    pointed = written.startswith("<")
    path, hash_, fragment = written.strip("<>").partition("#")
    if destination(written.strip("<>")).target != link.target or "?" in path:
        return None
    new = _pointed(target) if pointed else _spaceless(target)
    rest = f"{hash_}{fragment}"
    return f"{match[1]}{'<' if pointed else ''}{new}{rest}{'>' if pointed else ''}{match[3]}"


def _pointed(target: str) -> str:
    """Escape what a destination between `<` and `>` cannot hold, or would be taken for more."""
    for mark in "%#?<>":
        target = target.replace(mark, f"%{ord(mark):02X}")
    return target


def _spaceless(target: str) -> str:
    """Escape what ends a bare destination; letters of every script stay readable."""
    escaped = "".join(c if ord(c) > 0x7F and not c.isspace() else quote(c, _KEPT) for c in target)
    return escaped.replace("(", "%28").replace(")", "%29")
