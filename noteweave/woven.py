"""From a folder to a measured graph with a layout: the steps that most commands share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.mentions.unlinked import add_mentions, unlinked
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.progress import Progress
from noteweave.vault.errors import VaultError
from noteweave.vault.messages import _
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.saved_positions import SavedPosition
    from noteweave.vault.cache.fingerprint import Fingerprint


@dataclass(frozen=True)
class Woven:
    """A vault and its graph."""

    vault: Vault
    graph: nx.MultiDiGraph[str]

    def show(self, path: Path | None = None) -> Path:
        """Write the graph page and open it in the browser.

        Args:
            path: the page's file; in the folder for temporary files if omitted.

        Returns:
            The file.
        """
        import tempfile
        import webbrowser

        from noteweave.notebook import written
        from noteweave.writing.atomic_write import replacing

        if path is None:
            path = Path(tempfile.mkdtemp(prefix="noteweave-")) / "graph.html"
        with replacing(path) as stream:
            stream.write(written(self.vault, self.graph, "html"))
        webbrowser.open(path.resolve().as_uri())
        return path

    def to_frames(self, kind: Literal["pandas", "polars", "arrow"] = "pandas") -> tuple[Any, Any]:
        """Return nodes and edges as data frames, with the columns of the formats CSV and Parquet.

        Raises:
            ValueError: there is no such kind.
            ImportError: its package is not installed.
        """
        from noteweave.exporters._shared.data_frames import data_frames

        return data_frames(self.graph, kind)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return what a notebook shows; see `noteweave.notebook`."""
        from noteweave.notebook import mime_bundle

        return mime_bundle(self.vault, self.graph)


def weave(
    root: Path | str,
    options: OpenOptions = OpenOptions(),  # noqa: B008
    show: Show = Show(),  # noqa: B008
    *,
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
    measured: bool = True,
    laid_out: bool = True,
    when_read: Callable[[Vault], None] = lambda vault: None,
    when_built: Callable[[Woven], None] = lambda woven: None,
    fingerprint: Fingerprint | None = None,
    betweenness: bool = True,
) -> Woven:
    """Read a vault, build its graph, measure it and lay it out.

    Args:
        root: the vault's folder.
        options: how to read it.
        show: what the graph contains.
        last: the position and community of each node in the previous build; both are kept.
        measured: whether to write the attributes of the stage "measure".
        laid_out: whether to write x and y.
        when_read: called when all notes are read, to start work that needs no graph.
        when_built: called when the graph is built, to start work that needs no metrics or layout.
        fingerprint: records every file and folder of the vault that the graph depends on.
        betweenness: False leaves this metric out; see `measure`.

    Raises:
        VaultError: the folder is missing, is no folder, cannot be listed, or contains no notes.
    """
    with Progress() as progress:
        vault = Vault.open(root, options, progress.reading, fingerprint)
        if not vault.notes:
            raise VaultError(f"{root}: no notes in this folder", "notes are files that end in .md")
        next(iter(vault.notes.values()))  # reads all notes
        when_read(vault)
        with without_collecting():
            progress.at(_("Building the graph"), 0, None)
            resolved = resolve(vault)
            graph = build_graph(resolved, show)
            if show.mentions:
                progress.at(_("Finding mentions"), 0, None)
                add_mentions(graph, unlinked(resolved, vault.text))
            del resolved  # it takes a tenth of the memory of the graph
            when_built(Woven(vault, graph))
            if measured or laid_out:  # numpy and igraph take a fifth of a second to import
                from noteweave.graph.metrics.arrays import graph_arrays

                links = graph_arrays(graph)
            if measured:
                from noteweave.graph.metrics.measure import measure

                progress.at(_("Measuring"), 0, None)
                measure(graph, last, links=links, betweenness=betweenness)
            if laid_out:
                from noteweave.graph.layout import lay_out

                progress.at(_("Laying out the map"), 0, None)
                lay_out(graph, last, links=links)
    return Woven(vault, graph)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Turn the garbage collector off in this block.

    A growing graph has millions of objects and no garbage: collecting takes longer than building.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def sample() -> Path:
    """Return the folder of the bundled sample vault."""
    return Path(__file__).parent / "sample"
