"""Write files in which every word of the vault is an invented one; see `graph.query.mirror`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from noteweave.exporters import Request, exporter
from noteweave.graph.query.mirror import mirror
from noteweave.woven import Woven
from noteweave.writing.atomic_write import OTHER_PLACE, replacing

FORMATS = {"graph.html": "html", "graph.graphml": "graphml", "backlinks.md": "backlinks"}


def write_mirror(woven: Woven, out: Path, snippets: Literal["none", "links", "full"]) -> list[str]:
    """Write the files of a build with invented words; return messages for the user.

    Raises:
        OutputError: a file cannot be written.
    """
    contexts = None if snippets == "none" else woven.vault.contexts
    graph, texts = mirror(woven.graph, contexts)
    messages: list[str] = []
    for name, format in FORMATS.items():
        settings = {"open_with": "none"} if format == "html" else {}
        request = Request(texts, settings, snippets, messages.append)
        with replacing(out / name, OTHER_PLACE) as stream:
            exporter(format).export(graph, stream, request)
    return messages
