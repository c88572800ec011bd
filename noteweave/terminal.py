"""Print to a terminal or a pipe: everything that commands print as text goes through here.

Text of notes and file names may contain anything. `plain` is applied to every line, so no such text
can control a terminal or add a line. (Machine-readable output has its own escapes: JSON, CSV, and
formats of `exporters/`.)
"""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from noteweave.vault.messages import _

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

PIPE_WIDTH = 100
"""Characters in a line where there is no terminal."""
EIGHTHS = " ▏▎▍▌▋▊▉█"
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, line separators, changes of the writing direction, lone surrogates."""


def plain(text: str) -> str:
    """Return a text on one line that cannot control a terminal, with `\\x1b` for the escape."""
    if text.isprintable():  # most text is, and this is faster
        return text
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def say(text: str = "", bold: tuple[int, int] | None = None) -> None:
    """Print one line as UTF-8, whatever the encoding of the locale.

    Args:
        text: the line; made plain.
        bold: the range of characters to emphasize on a terminal.
    """
    line = plain(text)
    if bold and sys.stdout.isatty():
        start, end = bold
        before, inside, after = text[:start], text[start:end], text[end:]
        line = f"{plain(before)}\x1b[1m{plain(inside)}\x1b[0m{plain(after)}"
    _write(f"{line}\n")


def warn(text: str) -> None:
    """Print one line to standard error; made plain."""
    sys.stdout.flush()  # both streams may be the same terminal
    print(plain(text), file=sys.stderr)


def _write(text: str) -> None:
    """Print text that is plain already."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


def say_json(value: Any) -> None:
    """Print a value as indented JSON."""
    _write(f"{to_json(value)}\n")


def to_json(value: Any) -> str:
    """Return a value as indented JSON that cannot control a terminal."""
    import json

    return plain_json(json.dumps(value, ensure_ascii=False, indent=2))


def plain_json(text: str) -> str:
    """Return JSON, or lines of JSON, with JSON's own escapes for all control characters.

    JSON needs them only for the characters up to U+001F (https://www.rfc-editor.org/rfc/rfc8259).
    """
    if text.replace("\n", "").isprintable():  # most JSON is, and this is five times as fast
        return text
    return _CONTROL.sub(
        lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text
    )


class PlainOutput:
    """Standard output for a report in text: control characters in it are made visible."""

    def __init__(self, escape: Callable[[str], str]) -> None:
        """`escape` is applied to what is written: `plain_json` or `plain_lines`."""
        self._escape = escape
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: bytes, /) -> int:
        """Write UTF-8."""
        sys.stdout.buffer.write(self._escape(self._decoder.decode(data)).encode())
        return len(data)


def plain_lines(text: str) -> str:
    """Return lines that cannot control a terminal; line ends and tabs are kept."""

    def escape(match: re.Match[str]) -> str:
        is_line_end = match[0] == "\r" and text.startswith("\n", match.end())
        keep = match[0] in "\t\n" or is_line_end
        return match[0] if keep else f"\\x{ord(match[0]):02x}"

    return _CONTROL.sub(escape, text)


def show(*parts: RenderableType) -> None:
    """Print what rich can render; with colours only on a terminal that supports them."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        force_terminal=terminal,
        width=None if terminal else PIPE_WIDTH,
        highlight=False,
        legacy_windows=False,
        color_system="auto" if terminal else None,
    )
    for part in parts:
        console.print(part)
    _write("".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines()))


def words(text: str, style: str = "") -> Text:
    """Return text of a vault for rich: without markup and control characters."""
    from rich.text import Text

    return Text(plain(text), style, no_wrap=True, overflow="ellipsis")


def bar(value: float, most: float, width: int = 24) -> str:
    """Return a bar; its full width stands for `most`, and a value above 0 is always visible."""
    eighths = round(8 * width * value / most) if most > 0 else 0
    if value > 0:
        eighths = max(1, eighths)
    full, rest = divmod(min(eighths, 8 * width), 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")


def say_changed(paths: Iterable[str], dry: bool) -> None:
    """Print the notes that were changed or, with `dry`, would be, one per line."""
    for path in paths:
        say(_("would change {path}").format(path=path) if dry else path)
