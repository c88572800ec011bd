"""Find the links of a note's body: wikilinks, Markdown links and images, references, autolinks."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from noteweave.vault.model import Fault, Kind, Link, Syntax
from noteweave.vault.parsing import inline_fields, wikilinks
from noteweave.vault.parsing.body import Body
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.markdown import MarkdownLink, definitions, label_key
from noteweave.vault.parsing.positions import Range, overlaps
from noteweave.vault.parsing.wikilinks import CutLink, EmptyLink, Wikilink

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_EMBED_MACRO = re.compile(r"\{\{embed[ \t]+$")
_LINK, _EMBED, _WIKILINK = Kind.LINK, Kind.EMBED, Syntax.WIKILINK  # attributes of an enum are slow
_EMPTY = "a link without a target"
_CUT = "the `|` ends the table cell; write `\\|`"


class Destination(NamedTuple):
    """The target of a link as it is written."""

    target: str
    fragment: str
    external: bool


class Links(NamedTuple):
    """The links of a body in order, and the faults in some."""

    links: list[Link]
    spans: list[Link]
    """The wikilinks among them, in order."""
    faults: list[Fault]


def body_links(body: Body, grammar: Grammar) -> Links:
    """Find the links of a body. A wikilink takes precedence over a Markdown link it overlaps."""
    links: list[Link] = []
    faults: list[Fault] = []
    build = _Builder(body, grammar)
    if body.has("[["):
        for item in wikilinks.scan(body.text, body.start, body.outline, _brackets(body)):
            if item.__class__ is Wikilink:
                links.append(build.wikilink(item))
                if "|" not in item.content or not item.content.lstrip().startswith("|"):
                    continue
            faults.append(_link_fault(body, item))
    spans = links.copy()
    for link in body.outline.links:
        if overlaps(spans, link.start, link.end):
            continue
        if link.destination.strip():
            links.append(build.markdown(link))
        elif not link.image:
            faults.append(body.fault("NW012", _EMPTY, Range(link.start, link.end)))
    return Links(links, spans, faults)


def _link_fault(body: Body, item: Wikilink | CutLink | EmptyLink) -> Fault:
    span = Range(item.start, item.end)
    if isinstance(item, CutLink):
        escaped = _BARE_PIPE.sub(r"\\|", body.text[item.start : item.end])
        return body.fault("NW013", _CUT, span, escaped)
    return body.fault("NW012", _EMPTY, span)


def _brackets(body: Body) -> list[Range]:
    """The brackets of Markdown links, in which a wikilink may begin, as in running text.

    In `[[a]](b)` CommonMark sees a link with the text `[a]`. The wikilink takes precedence, and
    the destination becomes text: `[[a]]([[b]])` are two wikilinks.
    """
    found = []
    for link in body.outline.links:
        if body.text.find("[[", link.start, link.text_end) >= 0:
            found.append(Range(link.start, link.start + 1 + link.image))
            found.append(Range(link.text_end, link.end))
    return found


def destination(text: str) -> Destination:
    """Read a Markdown link's destination.

    It is external if it begins with a scheme (RFC 3986, section 3.1: letters, digits, `+`, `.` and
    `-`, then a colon) or with `//`. Otherwise the fragment is cut off at the first literal `#`, a
    query at the first `?`, and only then are percent escapes decoded, so that `%23` is part of the
    file's name; escapes that are not UTF-8 stay as they are written.
    """
    if text.startswith("//") or (":" in text and _SCHEME.match(text)):
        return Destination(text, "", True)
    path, _, fragment = text.partition("#")
    path = path.partition("?")[0]
    return Destination(normalize("NFC", _decode(path).strip()), _decode(fragment), False)


def wiki_destination(content: str, grammar: Grammar) -> tuple[Destination, str]:
    """Read a wikilink's content: its target, and its display text."""
    path, fragment, display = wikilinks.split(content)
    if grammar.tag_pages and "#" in content:  # a page may be called `C#`: there is no fragment
        path, fragment = normalize("NFC", content.partition("|")[0].strip()), ""
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


def in_embed_macro(body: Body, start: int) -> bool:
    """Whether a reference is inside Logseq's `{{embed …}}`."""
    return _EMBED_MACRO.search(body.text[max(body.start, start - 16) : start]) is not None


def _decode(text: str) -> str:
    if "%" not in text:
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


class _Builder:
    """Builds `Link`s from what the scanner and the parser found in one body."""

    def __init__(self, body: Body, grammar: Grammar) -> None:
        self._body = body
        self._text = body.text
        self._grammar = grammar
        self._label_first = grammar.label_first
        self._tag_pages = grammar.tag_pages
        self._at = body.positions.at
        self._has_fields = body.has("::")
        self._plain = not self._has_fields and not grammar.tag_pages
        self._definitions: dict[str, str] = {}
        if grammar.definitions_name_notes and body.has("]:"):
            self._definitions = definitions(body.rest)
            self._plain = self._plain and not self._definitions

    def wikilink(self, found: Wikilink) -> Link:
        content = found.content
        if self._label_first or "://" in content or (self._tag_pages and "#" in content):
            (target, fragment, external), display = wiki_destination(content, self._grammar)
        else:
            target, fragment, display = wikilinks.split(content)
            external = False
            if self._plain and not found.embed:
                start, end = found.start, found.end
                return Link(
                    self._text[start:end], target, start, end, *self._at(start), _WIKILINK, _LINK,
                    fragment, display,
                )  # fmt: skip
        if self._definitions and not external:
            target = self._defined(target)
        kind = _LINK
        if found.embed:
            kind = _EMBED
            if display:
                display = without_size(display)
        elif self._tag_pages and in_embed_macro(self._body, found.start):
            kind = _EMBED
        return self._link(
            found.start, found.end, target, fragment, external, display, _WIKILINK, kind
        )

    def _defined(self, target: str) -> str:
        """The path that a definition gives to a wikilink's target, relative to the note.

        A definition of the file that the target names says nothing new.
        """
        url = self._definitions.get(label_key(target))
        where = destination(url) if url else None
        if where is None or where.external or not where.target:
            return target
        name = where.target.rpartition("/")[2].removesuffix(".md")
        if name.casefold() == target.rpartition("/")[2].casefold():
            return target
        return where.target if where.target.startswith((".", "/")) else f"./{where.target}"

    def markdown(self, link: MarkdownLink) -> Link:
        kind = _EMBED if link.image else _LINK
        if link.type in ("Autolink", "Email"):
            url = link.destination if link.type == "Autolink" else f"mailto:{link.destination}"
            where = Destination(url, "", True)
            return self._link(link.start, link.end, *where, "", Syntax.AUTOLINK, kind)
        display = self._text[link.start + 1 + link.image : link.text_end]
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
        return self._link(link.start, link.end, *where, display, syntax, kind)

    def _link(
        self,
        start: int,
        end: int,
        target: str,
        fragment: str,
        external: bool,
        display: str,
        syntax: Syntax,
        kind: Kind,
    ) -> Link:
        line, column = self._at(start)
        relation = None
        if kind is not _EMBED:
            if self._has_fields:
                relation = self._relation(start, column)
                if relation is not None:
                    kind = Kind.INLINE_FIELD
            if external:
                kind = Kind.EXTERNAL
        return Link(
            self._text[start:end], target, start, end, line, column, syntax, kind,
            fragment, display, relation, external,
        )  # fmt: skip

    def _relation(self, place: int, column: int) -> str | None:
        """The Dataview field whose value contains a link."""
        if column > inline_fields.LONGEST_LINE:
            return None
        first, last = self._body.positions.line_of(place)
        if self._text.find("::", first, place) < 0:
            return None
        return inline_fields.relation(self._text[first:last], column - 1)
