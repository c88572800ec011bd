"""What a fragment can point to (headings, blocks, anchors), and what the writer wants ignored."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from noteweave.vault.body import Body
from noteweave.vault.markdown import Range
from noteweave.vault.model import Block, Heading, Pardon

EVERYWHERE = 1 << 31
"""A line after the last of any note."""

_BLOCK = re.compile(rb"\^([A-Za-z0-9_-]+)[ \t]*$", re.MULTILINE)
_BEFORE_BLOCK = b" \t\n" + bytes(range(0x80, 0x100))
"""Obsidian writes a space before an id; plug-ins put some right behind a Chinese full stop."""
_HEADING_BLOCK = re.compile(r"[ \t]+\^[A-Za-z0-9-]+$")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_ATX_CLOSE = re.compile(r"(?:^|[ \t]+)#+$")
_SETEXT = re.compile(r"(?:\r\n?|\n)[ >]*(?:=+|-+)$")
_ANCHOR = re.compile(
    rb"<[A-Za-z][A-Za-z0-9]*\s(?:[^<>]*?\s)?(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)"
    rb"|\{:?[^{}#\r\n]*+#([^\s{}]++)[^{}\r\n]*+\}"
)
_HTML_HEADING = re.compile(rb"<(h[1-6])\b[^<>]*+>", re.IGNORECASE)
_LONGEST_HEADING = 1000
"""Bytes of a heading written in HTML."""
_HTML_TAG = re.compile(r"<[^<>]*>")
_PARDON = re.compile(r"<!--\s*noteweave:\s*(?P<verb>ignore(?:-file)?)\b(?P<codes>[^>]*?)-->")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def headings(body: Body, hidden: Sequence[Range]) -> list[Heading]:
    """Return a body's own headings; those inside a `%%` comment are none."""
    found = []
    for item in body.outline.headings:
        if _inside(hidden, item.start):
            continue
        text = body.slice(item.start, item.end).strip()
        mark = _ATX.match(text)
        text = text[mark.end() :].strip() if mark else _SETEXT.sub("", text).strip()
        if mark and text.endswith("#"):
            text = _ATX_CLOSE.sub("", text).strip()
        if "^" in text:
            text = _HEADING_BLOCK.sub("", text).strip()
        found.append(Heading(text, item.level, body.positions.at(item.start).line))
    return found


def blocks(body: Body) -> list[Block]:
    """Return the block ids: `^id` at the end of a line that is not code."""
    found = []
    data = body.data.replace(b"\r", b"\n") if b"\r" in body.data else body.data
    for match in _BLOCK.finditer(data):
        start = match.start()
        if (start and data[start - 1] not in _BEFORE_BLOCK) or _inside(body.outline.code, start):
            continue
        place = body.positions.at(start)
        found.append(Block(match[1].decode(), place.line, place.column))
    return found


def anchors(body: Body) -> list[str]:
    """Return explicit ids (`<a id="x">`, `{#x}`), and footnotes as `^name`.

    So are headings that are no part of the note's outline: written in HTML, in a quote or a list.
    """
    found = [f"^{name}" for name in body.outline.footnotes]
    data = body.data
    html = b"<" in data  # most notes hold none, and one byte is found soonest
    if b"{#" in data or b"{:" in data or (html and (b"id=" in data or b"name=" in data)):
        for match in _ANCHOR.finditer(data):
            found.append((match[1] or match[2]).decode())
    if html and (b"</h" in data or b"</H" in data):
        found += _html_headings(data)
    for item in body.outline.nested:
        found.append(body.slice(item.start, item.end).strip().lstrip("#").strip("# \t\r\n"))
    return [name for name in found if name]


def _html_headings(data: bytes) -> Iterator[str]:
    lower = data.lower()
    for match in _HTML_HEADING.finditer(data):
        start = match.end()
        end = lower.find(b"</" + match[1].lower(), start, start + _LONGEST_HEADING)
        if end >= 0:
            text = _HTML_TAG.sub("", data[start:end].decode("utf-8", "replace"))
            yield " ".join(text.split())


def comments(body: Body) -> list[Range]:
    """Return the `%% comments %%`, in bytes; one that is never closed runs to the end."""
    marks = [
        m.start()
        for m in re.finditer(rb"%%", body.data)
        if not _inside(body.outline.code, m.start())
    ]
    if len(marks) % 2:
        marks.append(len(body.data))
    return [Range(a, b) for a, b in zip(marks[::2], marks[1::2], strict=True)]


def pardons(body: Body) -> Iterator[Pardon]:
    """Yield what `<!-- noteweave: ignore NW001 -->` covers.

    At the end of a line: that line. Alone on a line: the next one. `ignore-file`: the whole note.
    """
    if b"noteweave:" not in body.data:
        return
    for place in body.outline.html:
        for match in _PARDON.finditer(body.slice(*place)):
            codes = tuple(_CODE.findall(match["codes"]))
            if match["verb"] == "ignore-file":
                yield Pardon(codes, 1, EVERYWHERE)
                continue
            start = place.start + len(body.slice(*place)[: match.start()].encode())
            line = body.positions.at(start).line
            first, last = body.positions.line_of(start)
            alone = body.slice(first, last).strip() == match.group()
            yield Pardon(codes, line, line + 1 if alone else line)


def _inside(ranges: Sequence[Range], place: int) -> bool:
    """Whether one of the sorted ranges holds a byte."""
    if not ranges:
        return False
    n = bisect_right(ranges, place, key=lambda r: r.start) - 1
    return n >= 0 and place < ranges[n].end
