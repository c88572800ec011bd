"""What Logseq reads beside Markdown: tags that are pages, references to blocks, page properties.

Rules from Logseq's own documentation: https://docs.logseq.com (pages "Properties", "Block
Reference", "Aliases", "Namespaces").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from noteweave.vault.body import Body
from noteweave.vault.links import in_embed_macro, overlaps
from noteweave.vault.markdown import Range
from noteweave.vault.model import Block, Kind, Link, Syntax
from noteweave.vault.tags import InlineTag

_UUID = rb"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_BLOCK_REFERENCE = re.compile(rb"\(\((" + _UUID + rb")\)\)")
_BLOCK_ID = re.compile(rb"^[ \t]*(?:[-*+][ \t]+)?id::[ \t]*(" + _UUID + rb")[ \t]*\r?$", re.M)
_PROPERTY = re.compile(r"^(?:[-*][ \t]+)?([^\s:#\[\]()`][^\s:\[\]()`]*)::(?:[ \t]+(.*))?$")
_LISTS = frozenset({"alias", "aliases", "tags"})
_COMMA = re.compile(r"\s*[,，]\s*")
_QUERY = re.compile(
    rb"\{\{query\b[^\r\n]*|^[ \t]*#\+BEGIN_(QUERY|SRC|EXAMPLE|EXPORT|COMMENT)\b.*?^[ \t]*#\+END_\1",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


class PageProperty(NamedTuple):
    """One `key:: value` of a page's first block."""

    name: str
    value: str
    start: int
    """The byte at which the value begins."""


def page_properties(body: Body) -> list[PageProperty]:
    """Return the properties of the page itself: the `key:: value` lines before any other text."""
    found = []
    at = 0
    for raw in body.data.splitlines(keepends=True):
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        match = _PROPERTY.match(line)
        if match is None:
            if line.strip():
                break
        else:
            value = match[2] or ""
            name = match[1].lower().replace("_", "-")
            found.append(
                PageProperty(name, value.strip(), at + len(line[: match.start(2)].encode()))
            )
        at += len(raw)
    return found


def properties(found: list[PageProperty]) -> dict[str, str | list[str]]:
    """Return page properties as a frontmatter would hold them."""
    return {
        p.name: [_bare(v) for v in _COMMA.split(p.value) if v] if p.name in _LISTS else p.value
        for p in found
    }


def without_queries(body: Body, links: list[Link]) -> list[Link]:
    """Leave out the links in queries and in Org blocks, which say what to look for."""
    if b"{{query" not in body.data and b"#+" not in body.data:
        return links
    places = [
        Range(body.positions.at(m.start()).offset, body.positions.at(m.end()).offset)
        for m in _QUERY.finditer(body.data)
    ]
    return [link for link in links if not overlaps(places, link.start, link.end)]


def block_references(body: Body) -> Iterator[Link]:
    """Yield `((uuid))`; the target is the block's id, as `^uuid`."""
    if b"((" not in body.data:
        return
    starts = body.outline.texts
    for match in _BLOCK_REFERENCE.finditer(body.data):
        if not overlaps(starts, match.start(), match.start() + 1):
            continue
        kind = Kind.EMBED if in_embed_macro(body.data, match.start()) else Kind.LINK
        identity = match[1].decode().lower()
        yield _link(body, match.start(), match.end(), f"(({identity}))", Syntax.BLOCK, kind)


def tag_links(body: Body, found: list[InlineTag]) -> Iterator[Link]:
    """Yield `#tag` as links to the page of that name; `.`, `!` and `,` at the end are dropped."""
    for tag in found:
        name = tag.name.rstrip(".!,")
        if name:
            end = tag.start + 1 + len(name.encode())
            yield _link(body, tag.start, end, name, Syntax.TAG, Kind.LINK)


def property_names(body: Body, found: list[PageProperty]) -> Iterator[Link]:
    """Yield the plain words of the page property `tags`: each is a page."""
    for item in found:
        if item.name != "tags":
            continue
        at = item.start
        for word in _COMMA.split(item.value):
            if word and not word.startswith(("#", "[[", '"')):
                start = body.data.index(word.encode(), at)
                end = start + len(word.encode())
                yield _link(body, start, end, word, Syntax.TAG, Kind.INLINE_FIELD, "tags")
                at = end


def block_ids(body: Body) -> Iterator[Block]:
    """Yield the blocks that carry an `id:: uuid`."""
    if b"id::" in body.data:
        for match in _BLOCK_ID.finditer(body.data):
            place = body.positions.at(match.start(1))
            yield Block(match[1].decode().lower(), place.line, place.column)


def _bare(value: str) -> str:
    return value.removeprefix("[[").removesuffix("]]").strip()


def _link(
    body: Body,
    start: int,
    end: int,
    target: str,
    syntax: Syntax,
    kind: Kind,
    relation: str | None = None,
) -> Link:
    place = body.positions.at(start)
    raw = body.slice(start, end)
    stop = place.offset + len(raw)
    return Link(
        raw, target, place.offset, stop, place.line, place.column, syntax, kind, "", "", relation
    )
