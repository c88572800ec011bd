"""Write the text of a report: to a file, or safely to a terminal."""

from __future__ import annotations

from pathlib import Path

from noteweave.terminal import PlainOutput, plain_json, plain_lines
from noteweave.writing.atomic_write import replacing


def write_text(text: str, out: Path | None, *, json: bool) -> None:
    """Write a text with a line end.

    Args:
        text: the report.
        out: the file; None: standard output, without control characters.
        json: whether the text is JSON, in which they are escaped differently.
    """
    data = f"{text}\n".encode("utf-8", "replace")
    if out is None:
        PlainOutput(plain_json if json else plain_lines).write(data)
        return
    with replacing(out) as stream:
        stream.write(data)
