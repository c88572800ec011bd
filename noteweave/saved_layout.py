"""Where the last build put each node: kept beside what it wrote, so that the map stays the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from noteweave.graph.saved_positions import SavedPosition, positions, read_positions
from noteweave.vault.disk.walk import OUTPUT_MARKER
from noteweave.writing.atomic_write import OTHER_PLACE, replacing

if TYPE_CHECKING:
    import networkx as nx

VERSION = 2


def load(folder: Path) -> Mapping[str, SavedPosition] | None:
    """Return the places of the last build into a folder; None if there was none."""
    try:
        saved = json.loads((folder / OUTPUT_MARKER).read_text(encoding="utf-8"))
        if saved["version"] != VERSION:
            return None
        return read_positions(saved["places"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(folder: Path, graph: nx.MultiDiGraph[str]) -> None:
    """Keep the places of a graph's nodes.

    Raises:
        OutputError: the folder cannot be written.
    """
    saved = {"version": VERSION, "places": positions(graph)}
    text = json.dumps(saved, ensure_ascii=False, separators=(",", ":"))
    with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))


def mark(folder: Path) -> None:
    """Make a folder of ours known as such: what is written there is not read as notes again.

    Raises:
        OutputError: the folder cannot be written.
    """
    if not (folder / OUTPUT_MARKER).exists():
        with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
            stream.write(b"{}\n")
