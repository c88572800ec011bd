"""Text on its way into a file: what XML and UTF-8 forbid is replaced, and counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from noteweave.exporters._shared.losses import Loss, Losses

REPLACEMENT = "\ufffd"

# https://www.w3.org/TR/xml/#NT-Char, turned round; it includes the lone surrogates.
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_illegal = re.compile(f"[{_ILLEGAL}]")
_surrogate = re.compile("[\ud800-\udfff]")
_special_in_text = re.compile(f"[{_ILLEGAL}&<\r]")
_special_in_attribute = re.compile(f'[{_ILLEGAL}&<>"\r\n\t]')
# Gephi's parser drops a piece of text that is white space alone, and every escape ends a piece.
_swallowed = re.compile(r"(?:^|[&<])\s+[&<]|[&<]\s+$")

# https://www.w3.org/TR/xml/#NT-NameChar, turned round.
_no_name_character = re.compile(
    "[^-.0-9:A-Z_a-z\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_looks_escaped = re.compile(r"_(?=[0-9a-f]{2})")


def utf8(text: str, losses: Losses) -> str:
    """Return `text` as UTF-8 can hold it: without lone surrogates."""
    if text.isascii():
        return text
    text, replaced = _surrogate.subn(REPLACEMENT, text)
    losses[Loss.CHARACTER] += replaced
    return text


class _Same(dict[str, str]):
    """Every key that is not in it stands for itself."""

    def __missing__(self, key: str) -> str:
        return key


def utf8_ids(keys: Collection[str], losses: Losses) -> Mapping[str, str]:
    """Return each node's key as UTF-8 can hold it, still one for each node."""
    ids = _Same()
    for key in sorted(key for key in keys if not key.isascii() and _surrogate.search(key)):
        name = utf8(key, losses)
        while name in keys or name in ids.values():
            name += REPLACEMENT
        ids[key] = name
    return ids


def legal(text: str, losses: Losses) -> str:
    """Return `text` as XML can hold it at all: without control characters either."""
    text, replaced = _illegal.subn(REPLACEMENT, text)
    losses[Loss.CHARACTER] += replaced
    return text


def xml_text(text: str, losses: Losses) -> str:
    """Return `text` as the content of an element."""
    if not _special_in_text.search(text) and "]]>" not in text:
        return text
    text = legal(text, losses)
    if _swallowed.search(text):
        text = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
        return f"<![CDATA[{text}]]>"
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    return text.replace("\r", "&#13;")


def xml_attribute(text: str, losses: Losses) -> str:
    """Return `text` as the value of an attribute in double quotes; tabs and lines survive."""
    if not _special_in_attribute.search(text):
        return text
    text = legal(text, losses)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def node_id(key: str) -> str:
    """Return a node's key as an XML NMTOKEN; no two keys share one.

    A path keeps its letters: `/` becomes `:`, what is not allowed there its UTF-8 bytes as `_20`.
    Topics, tags and URLs get `::` after their prefix, which no path can contain.

    >>> node_id("garden/old roses.md")
    'garden:old_20roses.md'
    >>> node_id("topic:玫瑰")
    'topic::玫瑰'
    """
    prefix, colon, name = key.partition(":")
    if colon and prefix in ("topic", "tag", "external"):
        return f"{prefix}::{_escaped(name)}"
    return _escaped(key) or "::"


def _escaped(path: str) -> str:
    if "_" in path:
        path = _looks_escaped.sub("_5f", path)
    path = path.replace(":", "_3a").replace("//", "/_2f")
    return _no_name_character.sub(_bytes, path.replace("/", ":"))


def _bytes(match: re.Match[str]) -> str:
    return _hex(match[0])


@lru_cache(maxsize=4096)
def _hex(character: str) -> str:
    return "".join(f"_{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=4096)
def property_name(key: str) -> str:
    """Return a property's key as an XML NMTOKEN, in one case: tools compare without case.

    >>> property_name("Due Date")
    'due_date'
    """
    return _no_name_character.sub(_bytes, key.strip().lower().replace(" ", "_"))
