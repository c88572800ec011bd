"""The node positions of a build, saved in its output folder so that the next map stays the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from noteweave.graph.saved_positions import SavedPosition, positions, read_positions
from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.disk.walk import OUTPUT_MARKER
from noteweave.vault.errors import OutputError
from noteweave.writing.atomic_write import OTHER_PLACE, replacing

if TYPE_CHECKING:
    import networkx as nx

VERSION = 2
LARGEST = 1 << 30
"""Maximum size in bytes; a million notes take about 80 MB."""
DEFAULT_FOLDER = Path("noteweave-out")


def output_folder(named: Path | None) -> Path:
    """Return the folder that the user named, or the default one.

    Raises:
        OutputError: the default folder is a symbolic link, which may come with somebody's vault.
    """
    if named is None and DEFAULT_FOLDER.is_symlink():
        raise OutputError(
            f"{DEFAULT_FOLDER}: is a symbolic link",
            f"to write to its target, name it: -o {DEFAULT_FOLDER}",
        )
    return named or DEFAULT_FOLDER


def load(folder: Path) -> Mapping[str, SavedPosition] | None:
    """Return the positions of the last build into a folder; None if there are none."""
    try:
        saved = json.loads(read_bytes(folder / OUTPUT_MARKER, LARGEST) or b"null")
        if saved["version"] != VERSION:
            return None
        return read_positions(saved["places"])
    except (UnusableFileError, ValueError, KeyError, TypeError, RecursionError):
        return None


def last_commit(folder: Path) -> str:
    """Return the commit of the last build with `--history` into a folder; "" if there is none."""
    try:
        saved = json.loads(read_bytes(folder / OUTPUT_MARKER, LARGEST) or b"null")
        return str(saved.get("commit") or "")
    except (UnusableFileError, ValueError, AttributeError, RecursionError):
        return ""


def save(folder: Path, graph: nx.MultiDiGraph[str], commit: str = "") -> None:
    """Save the positions of a graph's nodes, and the commit that the page's past ends with.

    Raises:
        OutputError: the folder cannot be written.
    """
    saved = {"version": VERSION, "places": positions(graph)}
    if commit:
        saved["commit"] = commit
    text = json.dumps(saved, ensure_ascii=False, separators=(",", ":"))
    with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))


@contextmanager
def marked(folder: Path) -> Iterator[None]:
    """Mark a folder as an output folder before its files are written.

    A vault that holds the folder then has the same entries before and after. If the block raises,
    a folder that did not exist before is removed again.

    Raises:
        OutputError: the folder cannot be written.
    """
    created = not folder.exists()
    mark(folder)
    try:
        yield
    except BaseException:
        if created:
            with suppress(OSError):  # it holds something by now
                (folder / OUTPUT_MARKER).unlink()
                folder.rmdir()
        raise


def mark(folder: Path) -> None:
    """Mark a folder as an output folder, which is not read as part of a vault.

    Raises:
        OutputError: the folder cannot be written.
    """
    if not (folder / OUTPUT_MARKER).exists():
        with replacing(folder / OUTPUT_MARKER, OTHER_PLACE) as stream:
            stream.write(b"{}\n")
