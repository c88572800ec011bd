"""Where the last build put each node: kept beside what it wrote, so that the map stays the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from noteweave.files import replacing
from noteweave.vault.walk import MARK

if TYPE_CHECKING:
    import networkx as nx

VERSION = 1


def load(folder: Path) -> Mapping[str, tuple[float, float]] | None:
    """Return the places of the last build into a folder; None if there was none."""
    try:
        saved = json.loads((folder / MARK).read_text(encoding="utf-8"))
        if saved["version"] != VERSION:
            return None
        return {key: (float(x), float(y)) for key, (x, y) in saved["places"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save(folder: Path, graph: nx.MultiDiGraph[str]) -> None:
    """Keep the places of a graph's nodes.

    Raises:
        OutputError: the folder cannot be written.
    """
    places = {key: [data["x"], data["y"]] for key, data in graph.nodes(data=True)}
    text = json.dumps({"version": VERSION, "places": places}, ensure_ascii=False, indent=0)
    with replacing(folder / MARK) as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))


def mark(folder: Path) -> None:
    """Make a folder of ours known as such: what is written there is not read as notes again.

    Raises:
        OutputError: the folder cannot be written.
    """
    if not (folder / MARK).exists():
        with replacing(folder / MARK) as stream:
            stream.write(b"{}\n")
