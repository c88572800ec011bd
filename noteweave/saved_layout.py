"""The node positions of a build, saved in its output folder so that the next map stays the same."""

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
    """Return the positions of the last build into a folder; None if there are none."""
    try:
        saved = json.loads((folder / OUTPUT_MARKER).read_text(encoding="utf-8"))
        if saved["version"] != VERSION:
            return None
        return read_positions(saved["places"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(folder: Path, graph: nx.MultiDiGraph[str]) -> None:
    """Save the positions of a graph's nodes.

    Raises:
        OutputError: the folder cannot be written.
    """
    saved = {"version": VERSION, "places": positions(graph)}
    text = json.dumps(saved, ensure_ascii=False, separators=(",", ":"))
    with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))


def mark(folder: Path) -> None:
    """Mark a folder as an output folder, which is not read as part of a vault.

    Raises:
        OutputError: the folder cannot be written.
    """
    if not (folder / OUTPUT_MARKER).exists():
        with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
            stream.write(b"{}\n")
