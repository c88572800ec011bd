"""Parse the text of one note into a `Note`. Never raises.

pulldown-cmark decides what is text and what is code, mathematics or HTML; in the text, the scanners
of this folder find the syntax that note apps add to CommonMark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

import msgspec

from noteweave.vault.frontmatter import reader
from noteweave.vault.model import Fault, Link, Note, Tag
from noteweave.vault.parsing import properties, structure, tags
from noteweave.vault.parsing.backlink_section import section_ranges
from noteweave.vault.parsing.body import Body, body
from noteweave.vault.parsing.grammar import OBSIDIAN, Grammar
from noteweave.vault.parsing.links import Links, body_links
from noteweave.vault.parsing.logseq import syntax as logseq
from noteweave.vault.parsing.math_blocks import hide_math_blocks
from noteweave.vault.parsing.positions import Range, overlaps
from noteweave.vault.parsing.relations import with_relations

_SPACED = re.compile(
    r"\]\((?![<\s])([^()<>\"'\r\n]*[^()<>\"'\r\n\s] [^()<>\"'\r\n]*?"
    r"\.(?:md|markdown|canvas|png|jpe?g|gif|svg|webp|pdf))(?:#[^()\r\n]*)?\)",
    re.IGNORECASE | re.ASCII,
)
_place = attrgetter("start", "end")
_NBSP_HEADING = re.compile(r"^ {0,3}#{1,6}\xa0", re.MULTILINE)
# Words are counted in bytes, which is many times as fast as in characters: the UTF-8 of kana and
# Chinese characters begins with 0xE3 to 0xE9 (0xE3 0x80 is punctuation), general punctuation with
# 0xE2, full-width forms with 0xEF; 0x80 to 0xBF never begin a character.
_CJK_PUNCTUATION = b"\xe3\x80"
_NOT_CJK = bytes(b for b in range(256) if not 0xE3 <= b <= 0xE9)
_TAILS = bytes(range(0x80, 0xC0)) + b"\xe2"
_APART = b" \t\r\n\v\f\xef"
_OF_WORDS = bytes(b in _NOT_CJK and b not in _APART for b in range(256))


def parse(path: str, text: str, grammar: Grammar = OBSIDIAN) -> Note:
    """Parse one note.

    Args:
        path: its vault path.
        text: the decoded file, without byte order mark; it may have any line ends, and lone
            surrogates.
        grammar: how the vault's app reads.
    """
    head = reader.read(text)
    rest = body(text, head.body, blocks=grammar.tag_pages)
    if grammar.math_blocks:
        hide_math_blocks(rest)
    found = body_links(rest, grammar)
    hidden = structure.comments(rest, found.spans)
    if hidden and not grammar.comments:
        outside = [n for n in found.links if not overlaps(hidden, n.start, n.end)]
        found = found._replace(links=outside)
    for start, end in section_ranges(text):  # links that noteweave wrote do not count
        found = found._replace(links=[n for n in found.links if not start <= n.start < end])
    property_links, link_faults = properties.property_links(head, text, grammar)
    property_tags, tag_faults = properties.property_tags(head)
    faults = [*head.faults, *link_faults, *tag_faults, *found.faults, *_typing_faults(rest)]
    if len(faults) > 1:
        faults.sort(key=lambda fault: (fault.line, fault.column, fault.code))
    headings = tuple(structure.headings(rest, hidden, grammar))
    links = _ordered([*property_links, *found.links])
    if grammar.relations:
        links = tuple(with_relations(rest, list(links), headings, grammar.relations))
    note = Note(
        path=path,
        title=properties.title(head.properties),
        aliases=properties.names(head.properties),
        tags=(*property_tags, *_inline_tags(rest, found, grammar)),
        links=links,
        headings=headings,
        blocks=tuple(structure.blocks(rest, found.links, grammar)),
        anchors=tuple(structure.anchors(rest)),
        properties=head.properties,
        property_lines=head.lines,
        words=count_words(rest.outline.prose),
        faults=tuple(faults),
        suppressions=(*properties.suppressions(head.properties), *structure.suppressions(rest)),
    )
    return _logseq(note, rest, found.spans, grammar) if grammar.tag_pages else note


def count_words(data: bytes) -> int:
    """Count words of UTF-8: divided by white space; each Chinese or Japanese character is one."""
    if data.isascii():
        return len(data.split())
    # a number with one byte for each byte of a word: a word begins where none is before it
    words = int.from_bytes(data.translate(_OF_WORDS, _TAILS), "little")
    characters = len(data.translate(None, _NOT_CJK)) - data.count(_CJK_PUNCTUATION)
    return (words & ~(words << 8)).bit_count() + characters


def _logseq(note: Note, rest: Body, spans: list[Link], grammar: Grammar) -> Note:
    """Add what only Logseq reads: page properties, tags as pages, block references."""
    page = logseq.page_properties(rest)
    written = {**note.properties, **logseq.properties(page)}
    every = logseq.block_properties(rest)
    plain = [item for item in every if logseq.is_plain(item, grammar)]
    ranges = [Range(item.start, item.start + len(item.value)) for item in plain]
    lines = {rest.positions.at(item.start)[0] for item in plain}
    inline = list(tags.scan(rest.text, rest.outline, spans, dots=True))
    links = [
        *note.links,
        *logseq.block_references(rest),
        *logseq.tag_links(rest, inline),
        *logseq.property_names(rest, every, grammar.page_lists),
    ]
    return msgspec.structs.replace(
        note,
        title=properties.title(written),
        aliases=properties.names(written),
        tags=tuple(tag for tag in note.tags if tag.line not in lines),
        links=_ordered(logseq.without_queries(rest, links, ranges)),
        blocks=(*note.blocks, *logseq.block_ids(rest)),
        properties=written,
    )


def _ordered(links: list[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=_place))


def _inline_tags(rest: Body, found: Links, grammar: Grammar) -> Iterator[Tag]:
    if rest.has("#"):
        for tag in tags.scan(rest.text, rest.outline, found.spans, dots=grammar.tag_pages):
            line, column = rest.positions.at(tag.start)
            yield Tag(tag.name, line, column)


def _typing_faults(rest: Body) -> list[Fault]:
    """Text that is certainly meant as a link or heading, but is none."""
    faults = []
    if ord("(") in rest.outline.prose and b"](" in rest.outline.prose:
        for match in _SPACED.finditer(rest.text, rest.start):
            if rest.outline.is_text(match.start(1)):
                what = "a destination with spaces is no link: write `%20` or `<…>`"
                instead = match[1].replace(" ", "%20")
                faults.append(rest.fault("NW015", what, Range(*match.span(1)), instead))
    if rest.has("\xa0") and rest.has("#\xa0"):
        for match in _NBSP_HEADING.finditer(rest.text, rest.start):
            if rest.outline.is_text(match.end() - 1):
                what = "a no-break space after `#` makes this no heading"
                instead = match.group().replace("\xa0", " ")
                faults.append(rest.fault("NW026", what, Range(*match.span()), instead))
    return faults
