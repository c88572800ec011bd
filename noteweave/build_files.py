"""Write the files of a build; each is started as soon as its input is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

import noteweave
from noteweave import exporters, graph, saved_layout, vault
from noteweave.exporters import Request, exporter
from noteweave.graph.query.mirror import Mirror
from noteweave.progress import Progress
from noteweave.vault.alike_texts import similar_texts
from noteweave.vault.context_store import ContextStore
from noteweave.vault.messages import _
from noteweave.vault.vault import Vault
from noteweave.vault.workers.background import BackgroundTask, fork_context
from noteweave.vault.workers.pool import SERIAL_LIMIT
from noteweave.woven import Woven, without_collecting
from noteweave.writing.atomic_write import OTHER_PLACE, replacing

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.check.findings import Finding
    from noteweave.graph.saved_positions import SavedPosition

T = TypeVar("T")
_CODE = {".py", ".js", ".css", ".html"}


def code_files() -> Iterator[Path]:
    """Yield the files of this package, with the parts of the page: files of other code are old."""
    for package in (noteweave, vault, graph, exporters):
        for folder in package.__path__:
            yield from (p for p in Path(folder).rglob("*") if p.suffix in _CODE)


class BuildFiles:
    """Writes the page, GraphML and the report; no process outlives the with-block."""

    def __init__(
        self,
        out: Path,
        snippets: Literal["none", "links", "full"],
        settings: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """`settings` are the settings of each format, by its name."""
        self._out = out
        self._snippets = snippets
        self._settings = settings
        self._stack = ExitStack()
        self._contexts: ContextStore | None = None
        self._context = fork_context()
        self._similar: Callable[[], Mapping[str, Sequence[str]]] = dict

    def __enter__(self) -> BuildFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def find_contexts(self, vault: Vault) -> None:
        """Start to find contexts of links and similar texts; call it when the notes are read."""
        if len(vault.notes) <= SERIAL_LIMIT:  # faster than starting a process
            self._context = None
        if self._snippets != "none":
            self._contexts = ContextStore(vault)
            if self._context:
                self._stack.enter_context(self._contexts.filling(self._context))
            self._similar = self._in_background(lambda: similar_texts(vault)).result

    def begin(self, woven: Woven) -> None:
        """Start with the report; call it when the graph is built."""
        self._report = self._in_background(lambda: self._write(woven, "backlinks.md", "backlinks"))

    def finish(
        self,
        woven: Woven,
        last: Mapping[str, SavedPosition] | None,
        with_past: Callable[[nx.MultiDiGraph[str]], tuple[nx.MultiDiGraph[str], str]] | None = None,
    ) -> list[str]:
        """Write the other files and the positions; call it when the graph has a layout.

        Only GraphML and the positions have betweenness: the page need not wait for it.

        Args:
            woven: its graph is measured, without betweenness.
            last: the positions of the last build.
            with_past: returns the page's graph with its past, and the last commit of it.

        Returns:
            Messages for the user, such as what a format cannot hold.

        Raises:
            OutputError: a file cannot be written.
        """
        with Progress() as progress, without_collecting():
            # the page takes longest and runs in this process; the other two share a second one
            graphml = self._in_background(lambda: self._graphml(woven, last), self._report)
            progress.at(_("Writing {name}").format(name="graph.html"), 0, None)
            page, commit = with_past(woven.graph) if with_past else (woven.graph, "")
            messages = self._write(Woven(woven.vault, page), "graph.html", "html")
            progress.at(_("Writing {name}").format(name="graph.graphml"), 0, None)
            about_graphml, betweenness = graphml.result()
            for node, share in zip(woven.graph, betweenness, strict=True):
                woven.graph.nodes[node]["betweenness"] = share
            saved_layout.save(self._out, woven.graph, commit)
            if self._contexts:
                self._contexts.save()
            progress.at(_("Writing {name}").format(name="backlinks.md"), 0, None)
            return messages + about_graphml + self._report.result()

    def _in_background(
        self, work: Callable[[], T], after: BackgroundTask[list[str]] | None = None
    ) -> BackgroundTask[T]:
        return self._stack.enter_context(BackgroundTask(work, self._context, after))

    def _graphml(
        self, woven: Woven, last: Mapping[str, SavedPosition] | None
    ) -> tuple[list[str], list[float]]:
        """Write GraphML; return the messages, and the betweenness of the nodes in order."""
        from noteweave.graph.metrics.measure import add_betweenness

        add_betweenness(woven.graph, last)
        messages = self._write(woven, "graph.graphml", "graphml")
        return messages, [data["betweenness"] for data in woven.graph.nodes.values()]

    def _write(self, woven: Woven, name: str, format: str) -> list[str]:
        """Write one file and return the messages about it."""
        messages: list[str] = []
        request = Request(
            contexts=self._contexts,
            settings=self._settings.get(format, {}),
            snippets=self._snippets,
            report=messages.append,
            similar=self._similar,
        )
        with replacing(self._out / name, OTHER_PLACE) as stream:
            exporter(format).export(woven.graph, stream, request)
        return [f"{name}: {message}" for message in messages]


_MIRRORED = {"graph.html": "html", "graph.graphml": "graphml", "backlinks.md": "backlinks"}
MIRRORED_FINDINGS = "findings.json"


def write_mirror(
    woven: Woven,
    findings: Iterable[Finding],
    out: Path,
    snippets: Literal["none", "links", "full"],
) -> list[str]:
    """Write the files of a build, and the findings, with invented words.

    Returns:
        Messages for the user, such as what a format cannot hold.

    Raises:
        OutputError: a file cannot be written.
    """
    from noteweave.reports import CheckReport, json

    mirror = Mirror(woven.graph)
    texts = None if snippets == "none" else mirror.contexts(woven.vault.contexts)
    messages: list[str] = []
    for name, format in _MIRRORED.items():
        settings = {"open_with": "none"} if format == "html" else {}
        request = Request(texts, settings, snippets, messages.append)
        with replacing(out / name, OTHER_PLACE) as stream:
            exporter(format).export(mirror.graph, stream, request)
    report = CheckReport([_mirrored(finding, mirror) for finding in findings], lambda path: "")
    with replacing(out / MIRRORED_FINDINGS, OTHER_PLACE) as stream:
        stream.write("".join(json.lines(report)).encode())
    return messages


def _mirrored(finding: Finding, mirror: Mirror) -> Finding:
    """Return a finding with its invented path, and without the texts that quote the note."""
    path = mirror.path(finding.path)
    return msgspec.structs.replace(finding, path=path, message="", suggestion="", fix=None)
