"""Print to standard output: tables and bars on a terminal, plain text in a pipe."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from noteweave.reports.text import plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

PIPE_WIDTH = 100
"""Characters in a line where there is no terminal."""
EIGHTHS = " ▏▎▍▌▋▊▉█"


def say(text: str = "") -> None:
    """Print one line as UTF-8, whatever the encoding of the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "replace"))


def say_json(value: Any) -> None:
    """Print a value as indented JSON."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


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
    say("\n".join(line.rstrip() for line in buffer.getvalue().splitlines()))


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
    """Name the notes that were changed, or (`dry`) would be, one on a line."""
    for path in paths:
        say(f"would change {plain(path)}" if dry else plain(path))
