"""Find the targets of fragments (headings, blocks, anchors), comments, and suppressions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from noteweave.vault.model import Block, Heading, Kind, Link, Suppression
from noteweave.vault.parsing.body import Body
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.positions import BLANK_LINE, Range, contains

EVERYWHERE = 1 << 31
"""A line after the last of any note."""

_BLOCK = re.compile(r"\^([A-Za-z0-9_-]+)[ \t]*$", re.MULTILINE)
_BEFORE_BLOCK = frozenset(" \t\n")
"""Characters before an id; any that is not ASCII is accepted, too: Obsidian writes a space, but
plug-ins put ids directly after a Chinese full stop."""
_HEADING_BLOCK = re.compile(r"[ \t]+\^[A-Za-z0-9-]+$")
_MARKS = ("", "#", "##", "###", "####", "#####", "######")
_AFTER_MARKS = frozenset({"", " ", "\t", "\r", "\n"})
_ATX_CLOSE = re.compile(r"(?:^|[ \t]+)#+$")
_SETEXT = re.compile(r"(?:\r\n?|\n)[ >]*(?:=+|-+)$")
_ANCHOR = re.compile(
    r"<[A-Za-z][A-Za-z0-9]*\s(?:[^<>]*?\s)?(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)"
    r"|\{:?[^{}#\r\n]*+#([^\s{}]++)[^{}\r\n]*+\}",
    re.ASCII,
)
_HTML_HEADING = re.compile(r"<(h[1-6])\b[^<>]*+>", re.IGNORECASE | re.ASCII)
_LONGEST_HEADING = 1000
"""Characters of a heading written in HTML."""
_HTML_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile("%%")
_SUPPRESSION = re.compile(r"<!--\s*noteweave:\s*(?P<verb>ignore(?:-file)?)\b(?P<codes>[^>]*?)-->")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def headings(body: Body, hidden: Sequence[Range], grammar: Grammar) -> list[Heading]:
    """Return the headings of a body, without those in a `hidden` comment."""
    found = []
    for item in body.outline.headings:
        if hidden and contains(hidden, item.start):
            continue
        text = body.text[item.start : item.end]
        level = item.level
        if text.startswith(_MARKS[level]) and text[level : level + 1] in _AFTER_MARKS:
            text = text[level:].strip()
            if text.endswith("#"):
                text = _ATX_CLOSE.sub("", text).strip()
        elif grammar.commonmark_setext or _is_simple_setext(text):
            text = _SETEXT.sub("", text.strip()).strip()
        else:
            continue
        if "^" in text:
            text = _HEADING_BLOCK.sub("", text).strip()
        found.append(Heading(text, level, body.positions.at(item.start)[0]))
    return found


def _is_simple_setext(text: str) -> bool:
    """Whether an underlined heading has one line of text, and no space after its underline."""
    lines = text.rstrip("\r\n").splitlines()
    return len(lines) == 2 and not lines[1].endswith((" ", "\t"))


def blocks(body: Body, links: Sequence[Link], grammar: Grammar) -> list[Block]:
    """Return the block ids: `^id` in running text at the end of a line.

    Before it is white space, a character that is not ASCII, or an embed.
    """
    found: list[Block] = []
    if not body.has("^"):
        return found
    embeds = {link.end for link in links if link.kind is Kind.EMBED}
    text = body.text.replace("\r", "\n") if "\r" in body.text else body.text
    start = text.find("^", body.start)
    while start >= 0:
        match = _BLOCK.match(text, start)
        before = text[start - 1] if start > body.start else " "
        if (
            match
            and (grammar.underscores_in_block_ids or "_" not in match[1])
            and (not before.isascii() or before in _BEFORE_BLOCK or start in embeds)
            and body.outline.is_text(start)
        ):
            found.append(Block(match[1], *body.positions.at(start)))
        start = text.find("^", start + 1)
    return found


def anchors(body: Body) -> list[str]:
    """Return explicit ids (`<a id="x">`, `{#x}`), and footnotes as `^name`.

    Also headings that are not in the note's outline: in HTML, in a quote, or in a list.
    """
    found = [f"^{name}" for name in body.outline.footnotes]
    html = body.has("<")  # most notes have none, and one character is found fastest
    if (html and (body.has("id=") or body.has("name="))) or body.has("{#") or body.has("{:"):
        for match in _ANCHOR.finditer(body.text, body.start):
            found.append(match[1] or match[2])
    if html and (body.has("</h") or body.has("</H")):
        found += _html_headings(body)
    for start, end in body.outline.nested:
        found.append(body.text[start:end].strip().lstrip("#").strip("# \t\r\n"))
    return [name for name in found if name]


def _html_headings(body: Body) -> Iterator[str]:
    for match in _HTML_HEADING.finditer(body.text, body.start):
        text = body.text[match.end() : match.end() + _LONGEST_HEADING]
        end = text.lower().find("</" + match[1].lower())
        if end >= 0:
            yield " ".join(_HTML_TAG.sub("", text[:end]).split())


def comments(body: Body, links: Sequence[Link]) -> list[Range]:
    """Return the ranges of the `%% comments %%`, in order.

    A comment begins in running text, outside of links. At the beginning of a line it ends at the
    next `%%`, or with the note; inside a line it ends in the same paragraph, or it is text.
    """
    if not body.has("%%"):
        return []
    found: list[Range] = []
    marks = [match.start() for match in _COMMENT.finditer(body.text, body.start)]
    marks = [n for n in marks if not contains(body.outline.code, n)]
    closing = [n for n in marks if body.outline.is_text(n) or contains(body.outline.html, n)]
    done = body.start
    line, indent = -1, 0
    for n, start in enumerate(closing):
        if start < done or not body.outline.is_text(start) or contains(links, start):
            continue
        end = closing[n + 1] if n + 1 < len(closing) else len(body.text)
        first, _ = body.positions.line_of(start)
        if first != line:
            line, indent = first, body.positions.indent_end(first)
        if start > indent and (end == len(body.text) or BLANK_LINE.search(body.text, start, end)):
            continue
        found.append(Range(start, end))
        done = end + 2
    return found


def suppressions(body: Body) -> Iterator[Suppression]:
    """Yield the suppressions `<!-- noteweave: ignore NW001 -->`.

    At the end of a line: that line. Alone on a line: the next one. `ignore-file`: the whole note.
    """
    if not body.outline.html or not body.has("noteweave:"):
        return
    line_start, content = -1, ""
    for start, end in body.outline.html:
        for match in _SUPPRESSION.finditer(body.text, start, end):
            codes = tuple(_CODE.findall(match["codes"]))
            if match["verb"] == "ignore-file":
                yield Suppression(codes, 1, EVERYWHERE)
                continue
            line, _ = body.positions.at(match.start())
            first, last = body.positions.line_of(match.start())
            if first != line_start:  # a line may hold many
                line_start, content = first, body.text[first:last].strip()
            alone = content == match.group()
            yield Suppression(codes, line, line + 1 if alone else line)
