"""Logseq's own syntax: tags that are pages, block references, page properties, queries.

The rules are from Logseq's documentation: https://docs.logseq.com (pages "Properties", "Block
Reference", "Aliases", "Namespaces").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from noteweave.vault.model import Block, Kind, Link, Syntax
from noteweave.vault.parsing.body import Body
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.links import in_embed_macro
from noteweave.vault.parsing.positions import Range, contains, merged, overlaps
from noteweave.vault.parsing.tags import InlineTag

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_BLOCK_REFERENCE = re.compile(r"\(\((" + _UUID + r")\)\)")
_BLOCK_ID = re.compile(r"^[ \t]*(?:[-*+][ \t]+)?id::[ \t]*(" + _UUID + r")[ \t]*\r?$", re.M)
_PROPERTY = re.compile(r"^(?:[-*][ \t]+)?([^\s:#\[\]()`][^\s:\[\]()`]*)::(?:[ \t]+(.*))?$")
_LINE = re.compile(r"[^\r\n]+")
_ANY_PROPERTY = re.compile(
    r"^[ \t]*+(?:[-*+][ \t]++)?([^\s:#\[\]()`][^\s:\[\]()`]*+)::[ \t]++(\S[^\r\n]*+)", re.MULTILINE
)
_PLAIN = frozenset({"title", "filters"})
_LISTS = frozenset({"alias", "aliases", "tags"})
_COMMA = re.compile(r"\s*[,，]\s*")
_MACRO = re.compile(
    r"\{\{query\b[^\r\n]*|\{\{\{?+(?!\s*embed\b)(?:[^{}\r\n]|\{(?!\{)|\}(?!\}))*+\}\}",
    re.IGNORECASE | re.ASCII,
)
"""A macro in whose arguments nothing is a link: every one but `embed`."""
_ORG_BLOCK = re.compile(
    r"^[ \t]*(?:[-*+][ \t]+)?#\+(BEGIN|END)_(QUERY|SRC|EXAMPLE|EXPORT|COMMENT)\b",
    re.MULTILINE | re.IGNORECASE | re.ASCII,
)


class PageProperty(NamedTuple):
    """One `key:: value` of a page or block."""

    name: str
    value: str
    start: int
    """The character at which the value begins."""


def page_properties(body: Body) -> list[PageProperty]:
    """Return the properties of the page itself: the `key:: value` lines before any other text."""
    found = []
    for line in _LINE.finditer(body.text, body.start):
        match = _PROPERTY.match(line.group())
        if match is not None:
            value = match[2] or ""
            found.append(
                PageProperty(key_of(match[1]), value.strip(), line.start() + match.start(2))
            )
        elif line.group().strip():
            break
    return found


def properties(found: list[PageProperty]) -> dict[str, str | list[str]]:
    """Return page properties in the form of frontmatter properties."""
    return {
        p.name: [_bare(v) for v in _COMMA.split(p.value) if v] if p.name in _LISTS else p.value
        for p in found
    }


def without_queries(body: Body, links: list[Link], plain: list[Range]) -> list[Link]:
    """Return the links without those in macros, queries, Org blocks of code and `plain` ranges."""
    ranges = list(plain)
    if body.has("{{"):
        ranges += [Range(*m.span()) for m in _MACRO.finditer(body.text, body.start)]
    if body.has("#+"):
        ranges += _org_blocks(body)
    if not ranges:
        return links
    ranges = merged(ranges)
    return [link for link in links if not overlaps(ranges, link.start, link.end)]


def _org_blocks(body: Body) -> Iterator[Range]:
    """Yield the ranges from `#+BEGIN_…` to the `#+END_…` of the same name."""
    marks = [
        (m.start(), m[1].upper(), m[2].upper()) for m in _ORG_BLOCK.finditer(body.text, body.start)
    ]
    last_end = {name: start for start, kind, name in marks if kind == "END"}
    begun, opening = "", 0
    for start, kind, name in marks:
        if not begun and kind == "BEGIN" and last_end.get(name, -1) > start:
            begun, opening = name, start
        elif begun == name and kind == "END":
            yield Range(opening, start)
            begun = ""


def block_references(body: Body) -> Iterator[Link]:
    """Yield the links `((uuid))`; the target is written the same."""
    if not body.has("(("):
        return
    for match in _BLOCK_REFERENCE.finditer(body.text, body.start):
        if not body.outline.is_text(match.start()):
            continue
        kind = Kind.EMBED if in_embed_macro(body, match.start()) else Kind.LINK
        target = f"(({match[1].lower()}))"
        yield _link(body, match.start(), match.end(), target, Syntax.BLOCK, kind)


def tag_links(body: Body, found: list[InlineTag]) -> Iterator[Link]:
    """Yield `#tag` as links to the page of that name; `.`, `!` and `,` at the end are dropped."""
    for tag in found:
        name = tag.name.rstrip(".!,")
        if name:
            end = tag.start + 1 + len(name)
            yield _link(body, tag.start, end, name, Syntax.TAG, Kind.LINK)


def block_properties(body: Body) -> list[PageProperty]:
    """Return the properties of every block, with those of the page, that have a value."""
    if not body.has("::"):
        return []
    return [
        PageProperty(key_of(match[1]), match[2].strip(), match.start(2))
        for match in _ANY_PROPERTY.finditer(body.text, body.start)
        if not contains(body.outline.code, match.start(1))
    ]


def key_of(name: str) -> str:
    """Return a property's name as Logseq compares it."""
    return name.lower().replace("_", "-")


def is_plain(item: PageProperty, grammar: Grammar) -> bool:
    """Whether nothing in a property's value is a link: by its name, or because it is quoted.

    https://docs.logseq.com, page "Properties".
    """
    quoted = len(item.value) > 1 and item.value.startswith('"') and item.value.endswith('"')
    return quoted or item.name in _PLAIN or item.name in grammar.plain_properties


def property_names(body: Body, found: list[PageProperty], lists: tuple[str, ...]) -> Iterator[Link]:
    """Yield the plain words of `tags` and of the properties called in `lists`: each is a page."""
    for item in found:
        if item.name != "tags" and item.name not in lists:
            continue
        at = item.start
        for word in _COMMA.split(item.value):
            if word and not word.startswith(("#", "[[", '"')):
                start = body.text.index(word, at)
                end = start + len(word)
                yield _link(body, start, end, word, Syntax.TAG, Kind.INLINE_FIELD, item.name)
                at = end


def block_ids(body: Body) -> Iterator[Block]:
    """Yield the blocks that carry an `id:: uuid`."""
    if body.has("id::"):
        for match in _BLOCK_ID.finditer(body.text, body.start):
            yield Block(match[1].lower(), *body.positions.at(match.start(1)))


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
    raw = body.text[start:end]
    return Link(raw, target, start, end, *body.positions.at(start), syntax, kind, "", "", relation)
