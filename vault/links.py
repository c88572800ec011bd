"""The links of a note's body: wikilinks, Markdown links and images, references, autolinks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from noteweave.vault import fields, wikilinks
from noteweave.vault.body import Body
from noteweave.vault.grammar import Grammar
from noteweave.vault.markdown import MarkdownLink, Range
from noteweave.vault.model import Fault, Kind, Link, Syntax
from noteweave.vault.wikilinks import CutLink, Wikilink

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_EMBED_MACRO = re.compile(rb"\{\{embed[ \t]+$")
_EMPTY = "a link without a target"
_CUT = "the `|` ends the table cell; write `\\|`"


class Destination(NamedTuple):
    """What a link says about where it leads."""

    target: str
    fragment: str
    external: bool


class Links(NamedTuple):
    """The links of a body in order, and what is wrong with some."""

    links: list[Link]
    spans: list[Range]
    """Where the wikilinks stand, in bytes and in order."""
    faults: list[Fault]


def body_links(body: Body, grammar: Grammar) -> Links:
    """Find the links of a body. A wikilink beats a Markdown link that it overlaps."""
    found = Links([], [], [])
    build = _Builder(body, grammar)
    if b"[[" in body.data:
        outline = body.outline
        for item in wikilinks.scan(body.data, _open_text(body), outline.code, outline.cells):
            if isinstance(item, Wikilink):
                wikilink = build.wikilink(item)
                found.links.append(wikilink)
                found.spans.append(Range(item.start, item.end))
                if not wikilink.target.startswith("|"):
                    continue
            span = Range(item.start, item.end)
            if isinstance(item, CutLink):
                escaped = _BARE_PIPE.sub(r"\\|", body.slice(*span))
                found.faults.append(body.fault("NW013", _CUT, span, escaped))
            else:
                found.faults.append(body.fault("NW012", _EMPTY, span))
    for link in body.outline.links:
        if overlaps(found.spans, link.start, link.end):
            continue
        if link.destination.strip():
            found.links.append(build.markdown(link))
        elif not link.image:
            found.faults.append(body.fault("NW012", _EMPTY, Range(link.start, link.end)))
    return found


def _open_text(body: Body) -> list[Range]:
    """Where a wikilink may begin: running text, and the brackets of Markdown links.

    In `[[a]](b)` CommonMark sees a link with the text `[a]`. A wikilink beats it, and what would
    be its destination is text then: `[[a]]([[b]])` are two wikilinks.
    """
    extra = []
    for link in body.outline.links:
        if body.data.find(b"[[", link.start, link.text_end) >= 0:
            extra += [Range(link.start, link.start + 1 + link.image)]
            extra += [Range(link.text_end, link.end)]
    return sorted([*body.outline.texts, *extra]) if extra else body.outline.texts


def overlaps(spans: Sequence[Range], start: int, end: int) -> bool:
    """Whether any of the sorted, disjoint spans shares a byte with `start` to `end`."""
    n = bisect_left(spans, start, key=lambda span: span.end - 1)
    return n < len(spans) and spans[n].start < end


def destination(text: str) -> Destination:
    """Read a Markdown link's destination.

    It is internal if it begins with `./` or `../` or holds no `:`. The fragment is cut off at the
    first literal `#`, a query at the first `?`, and only then are percent escapes decoded, so that
    `%23` ends up in the file's name; escapes that are no UTF-8 stay as they are written.
    """
    if ":" in text and not text.startswith(("./", "../", "#")):
        return Destination(text, "", True)
    if text.startswith("//"):
        return Destination(text, "", True)
    path, _, fragment = text.partition("#")
    path = path.partition("?")[0]
    return Destination(normalize("NFC", _decode(path).strip()), _decode(fragment), False)


def wiki_destination(content: str, grammar: Grammar) -> tuple[Destination, str]:
    """Read a wikilink's content: where it leads, and its display text."""
    path, fragment, display = wikilinks.split(content)
    if grammar.label_first and display:
        label = content.partition("|")[0].strip()
        path, fragment, _ = wikilinks.split(display)
        display = label
    external = "://" in path and bool(_URL.match(path)) and not path.startswith("dendron://")
    if external and fragment:
        path, fragment = f"{path}#{fragment}", ""
    return Destination(path, fragment, external), display


def without_size(display: str) -> str:
    """Return an embed's display text without the size at its end."""
    rest, bar, last = display.rpartition("|")
    return rest if wikilinks.is_size(last) and (bar or not rest) else display


def in_embed_macro(data: bytes, start: int) -> bool:
    """Whether a reference stands in Logseq's `{{embed …}}`."""
    return _EMBED_MACRO.search(data[max(0, start - 16) : start]) is not None


def _decode(text: str) -> str:
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


class _Builder:
    """Makes `Link`s from what the scanner and the parser found in one body."""

    def __init__(self, body: Body, grammar: Grammar) -> None:
        self._body = body
        self._grammar = grammar
        self._label_first = grammar.label_first
        self._data = body.data
        self._at = body.positions.at
        self._has_fields = b"::" in body.data

    def wikilink(self, found: Wikilink) -> Link:
        if self._label_first or "://" in found.content:
            named, display = wiki_destination(found.content, self._grammar)
            target, fragment, external = named
        else:
            target, fragment, display = wikilinks.split(found.content)
            external = False
        kind = Kind.LINK
        if found.embed:
            kind = Kind.EMBED
            if display:
                display = without_size(display)
        elif self._grammar.tag_pages and in_embed_macro(self._data, found.start):
            kind = Kind.EMBED
        where = (target, fragment, external)
        return self._link(found.start, found.end, where, display, Syntax.WIKILINK, kind)

    def markdown(self, link: MarkdownLink) -> Link:
        kind = Kind.EMBED if link.image else Kind.LINK
        if link.type in ("Autolink", "Email"):
            url = link.destination if link.type == "Autolink" else f"mailto:{link.destination}"
            where = Destination(url, "", True)
            return self._link(link.start, link.end, where, "", Syntax.AUTOLINK, kind)
        display = self._body.slice(link.start + 1 + link.image, link.text_end)
        syntax = Syntax.MARKDOWN
        if link.type != "Inline":
            syntax = Syntax.REFERENCE
            kind = kind if link.image else Kind.REFERENCE
        if link.image:
            display = without_size(display)
        text = link.destination.strip()
        if text.startswith("[[") and text.endswith("]]"):  # `[label]([[Note]])`
            where, _ = wiki_destination(text[2:-2], self._grammar)
        else:
            where = destination(text)
        return self._link(link.start, link.end, where, display, syntax, kind)

    def _link(
        self,
        start: int,
        end: int,
        where: tuple[str, str, bool],
        display: str,
        syntax: Syntax,
        kind: Kind,
    ) -> Link:
        target, fragment, external = where
        raw = self._data[start:end].decode("utf-8", "replace")
        offset, line, column = self._at(start)
        relation = None
        if kind is not Kind.EMBED:
            if self._has_fields:
                relation = self._relation(start, column)
                if relation is not None:
                    kind = Kind.INLINE_FIELD
            if external:
                kind = Kind.EXTERNAL
        stop = offset + len(raw)
        return Link(
            raw, target, offset, stop, line, column, syntax, kind,
            fragment, display, relation, external,
        )  # fmt: skip

    def _relation(self, byte: int, column: int) -> str | None:
        """The Dataview field in whose value a link stands."""
        if column > fields.LONGEST_LINE:
            return None
        first, last = self._body.positions.line_of(byte)
        if self._body.data.find(b"::", first, byte) < 0:
            return None
        return fields.relation(self._body.slice(first, last), column - 1)
