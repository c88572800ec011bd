"""Find `[[wikilinks]]` in running text, in time linear in its length whatever it holds.

The grammar is Obsidian's: a link starts at `[[`, ends at the first `]]` of its line, and what lies
between may hold single brackets but no second `[[`. Code beats a link, a link beats mathematics,
and a table cell's border cuts one in two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from unicodedata import normalize

import msgspec

from noteweave.vault.markdown import Range

_BACKSLASH, _BANG = b"\\!"
_LINE_END = re.compile(rb"[\r\n]")
_SIZE = re.compile(r"\s*\d+\s*(?:x\s*\d+\s*)?")


class Wikilink(msgspec.Struct, gc=False):
    """One `[[…]]`, in bytes; `start` is at the `!` of an embed."""

    start: int
    end: int
    content: str
    embed: bool


class CutLink(msgspec.Struct, gc=False):
    """A `[[…` that a table cell's border cuts off: no link, though somebody meant one."""

    start: int
    end: int


class EmptyLink(msgspec.Struct, gc=False):
    """`[[]]` or `[[ ]]`: no link."""

    start: int
    end: int


def scan(
    data: bytes, texts: Sequence[Range], code: Sequence[Range], cells: Sequence[Range]
) -> Iterator[Wikilink | CutLink | EmptyLink]:
    """Yield what begins with `[[` in the given runs of text, in order.

    Ranges are byte offsets into `data`, sorted; see `markdown.Outline`.
    """
    opens = _opens(data)
    starts = [r.start for r in texts]
    finder = _Closer(data, code)
    done = 0
    for n, start in enumerate(opens):
        if start < done:
            continue
        run = bisect_right(starts, start) - 1
        if run < 0 or start >= texts[run].end:
            continue
        before = data[start - 1] if start else 0x0A
        if before == _BACKSLASH and _escaped(data, start):
            continue
        close, line_end = finder.after(start + 2)
        later = opens[n + 1] if n + 1 < len(opens) else -1
        if later == start + 1:
            later = opens[n + 2] if n + 2 < len(opens) else -1
        if close < 0 or start + 2 <= later < close:
            continue
        if cells and close + 2 > _cell_end(cells, start, line_end):
            yield CutLink(start, close + 2)
            done = close + 2
            continue
        content = data[start + 2 : close].decode()
        done = close + 2
        if content.isspace() or not content:
            yield EmptyLink(start, done)
            continue
        embed = before == _BANG and not _escaped(data, start - 1)
        yield Wikilink(start - embed, done, content, embed)


def _opens(data: bytes) -> list[int]:
    """Every place of `[[`, those that overlap included."""
    found = []
    place = data.find(b"[[")
    while place >= 0:
        found.append(place)
        place = data.find(b"[[", place + 1)
    return found


def split(content: str) -> tuple[str, str, str]:
    """Split a link's content into path, fragment and display text.

    The first `|` (unless it comes first) separates the display text; a backslash before it, which a
    table needs, is dropped. The first `#` separates the fragment, whatever the file is called.
    """
    content = content.strip()
    bar = content.find("|", 1)
    target, display = content, ""
    if bar > 0:
        target, display = content[:bar].removesuffix("\\"), content[bar + 1 :].strip()
        if "\\" in display:
            display = display.replace("\\|", "|")
    path, _, fragment = target.partition("#")
    path = path.strip()
    if not path.isascii():
        path = normalize("NFC", path.replace("\xa0", " ")).strip()
    return path, fragment.strip(), display


def is_size(display: str) -> bool:
    """Whether an embed's last segment is a size (`300`, `300x200`) rather than a text."""
    return _SIZE.fullmatch(display) is not None


class _Closer:
    """Where the next `]]` outside code stands; every question starts after the last one's place."""

    def __init__(self, data: bytes, code: Sequence[Range]) -> None:
        self._data = data
        self._code = code
        self._code_starts = [r.start for r in code]
        self._line_end = -1
        self._close = -1
        self._known = False

    def after(self, place: int) -> tuple[int, int]:
        """Return the place of the next `]]` of this line, or -1, and the line's end."""
        if place > self._line_end:
            found = _LINE_END.search(self._data, place)
            self._line_end = found.start() if found else len(self._data)
            self._known = False
        if not self._known or 0 <= self._close < place:
            self._close = self._find(place)
            self._known = True
        return self._close, self._line_end

    def _find(self, place: int) -> int:
        while True:
            close = self._data.find(b"]]", place, self._line_end)
            if close < 0:
                return -1
            n = bisect_right(self._code_starts, close) - 1
            if n < 0 or close >= self._code[n].end:
                return close
            place = self._code[n].end


def _cell_end(cells: Sequence[Range], place: int, otherwise: int) -> int:
    """Return where the table cell around a place ends."""
    n = bisect_right(cells, place, key=lambda r: r.start) - 1
    return cells[n].end if n >= 0 and place < cells[n].end else otherwise


def _escaped(data: bytes, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place."""
    before = place
    while before and data[before - 1] == _BACKSLASH:
        before -= 1
    return (place - before) % 2 == 1
