"""Text for XML: what XML forbids is replaced, and counted; names are made of paths and keys."""

from __future__ import annotations

import re
from functools import lru_cache

from noteweave.exporters._shared.losses import Loss, Losses
from noteweave.exporters._shared.text import REPLACEMENT

# The complement of https://www.w3.org/TR/xml/#NT-Char; it includes the lone surrogates.
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_illegal = re.compile(f"[{_ILLEGAL}]")
_special_in_text = re.compile(f"[{_ILLEGAL}&<\r]")
_special_in_attribute = re.compile(f'[{_ILLEGAL}&<>"\r\n\t]')
# Gephi's parser drops a piece of text that is only white space, and every escape ends a piece.
_dropped_by_gephi = re.compile(r"(?:^|[&<])\s+[&<]|[&<]\s+$")

# The complement of https://www.w3.org/TR/xml/#NT-NameChar.
_no_name_character = re.compile(
    "[^-.0-9:A-Z_a-z\xb7\xc0-\xd6\xd8-\xf6\xf8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_looks_escaped = re.compile(r"_(?=[0-9a-f]{2})")


def legal(text: str, losses: Losses) -> str:
    """Return `text` without the characters that no XML file may hold, escaped or not."""
    text, replaced = _illegal.subn(REPLACEMENT, text)
    losses[Loss.CHARACTER] += replaced
    return text


def xml_text(text: str, losses: Losses) -> str:
    """Return `text` as the content of an element."""
    if not _special_in_text.search(text) and "]]>" not in text:
        return text
    text = legal(text, losses)
    if _dropped_by_gephi.search(text):
        text = text.replace("]]>", "]]]]><![CDATA[>").replace("\r", "]]>&#13;<![CDATA[")
        return f"<![CDATA[{text}]]>"
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    return text.replace("\r", "&#13;")


def xml_attribute(text: str, losses: Losses) -> str:
    """Return `text` as the value of an attribute in double quotes; tabs and line breaks survive."""
    if not _special_in_attribute.search(text):
        return text
    text = legal(text, losses)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def node_id(key: str) -> str:
    """Return a node's key as an XML NMTOKEN; no two keys share one.

    A path keeps its letters: `/` becomes `:`; a character that is not allowed becomes its UTF-8
    bytes, such as `_20`. Topics, tags and URLs get `::` after their prefix, which no path contains.

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
    """Return a property's key as a lower-case XML NMTOKEN: some tools ignore case.

    >>> property_name("Due Date")
    'due_date'
    """
    return _no_name_character.sub(_bytes, key.strip().lower().replace(" ", "_"))
