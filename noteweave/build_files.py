"""The files of a build, each begun as soon as what it needs is there, beside what still goes on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from noteweave import saved_layout
from noteweave.exporters import Request, exporter
from noteweave.progress import Progress
from noteweave.vault.context_store import ContextStore
from noteweave.vault.vault import Vault
from noteweave.vault.workers.background import BackgroundTask, fork_context
from noteweave.vault.workers.pool import SERIAL_LIMIT
from noteweave.weave import Woven, without_collecting
from noteweave.writing.atomic_write import OTHER_PLACE, replacing


class BuildFiles:
    """Writes the page, GraphML and the report; whatever goes wrong, nothing is left running."""

    def __init__(
        self,
        out: Path,
        snippets: Literal["none", "links", "full"],
        settings: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """`settings` are those of each format."""
        self._out = out
        self._snippets = snippets
        self._settings = settings
        self._stack = ExitStack()
        self._words: ContextStore | None = None
        self._context = fork_context()

    def __enter__(self) -> BuildFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def find_words(self, vault: Vault) -> None:
        """Begin to find the words around the links, when the notes are read."""
        if len(vault.notes) <= SERIAL_LIMIT:  # sooner done than a process is begun
            self._context = None
        if self._snippets != "none":
            self._words = ContextStore(vault)
            if self._context:
                self._stack.enter_context(self._words.filling(self._context))

    def begin(self, woven: Woven) -> None:
        """Begin with the report, when the graph is built."""
        self._report = self._aside(woven, "backlinks.md", "backlinks")

    def finish(self, woven: Woven) -> list[str]:
        """Write the rest, when the graph is measured and laid out, and keep its places; return
        what is to be told of it.

        Raises:
            OutputError: a file cannot be written.
        """
        with Progress() as progress, without_collecting():
            # one after the other: the page is what takes longest, and has a processor to itself
            graphml = self._aside(woven, "graph.graphml", "graphml", self._report)
            progress.at("Writing graph.html", 0, None)
            messages = self._write(woven, "graph.html", "html")
            saved_layout.save(self._out, woven.graph)  # of the map in that page
            progress.at("Writing graph.graphml", 0, None)
            messages += graphml.result()
            progress.at("Writing backlinks.md", 0, None)
            messages += self._report.result()
        return messages

    def _aside(
        self, woven: Woven, name: str, format: str, after: BackgroundTask[list[str]] | None = None
    ) -> BackgroundTask[list[str]]:
        work = BackgroundTask(lambda: self._write(woven, name, format), self._context, after)
        return self._stack.enter_context(work)

    def _write(self, woven: Woven, name: str, format: str) -> list[str]:
        """Write one file whole; return what is to be told about it."""
        messages: list[str] = []
        request = Request(
            contexts=self._words,
            settings=self._settings.get(format, {}),
            snippets=self._snippets,
            report=messages.append,
        )
        with replacing(self._out / name, OTHER_PLACE) as stream:
            exporter(format).export(woven.graph, stream, request)
        return [f"{name}: {message}" for message in messages]
