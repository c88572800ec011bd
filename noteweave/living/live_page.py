"""The graph page of a vault that is kept open: written again when a changed vault is asked for."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from noteweave.exporters import Request
from noteweave.exporters.html.page_data import Page
from noteweave.exporters.html.page_delta import page_delta
from noteweave.exporters.html.page_settings import PageSettings
from noteweave.exporters.html.render import render
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.living.delta import without
from noteweave.graph.saved_positions import SavedPosition
from noteweave.living.change import Change
from noteweave.living.live_texts import LiveTexts
from noteweave.living.session import Session
from noteweave.living.shown_graph import ShownGraph
from noteweave.vault.errors import NoteweaveError

MOST_CHANGED = 200
"""If more nodes are different, pages are loaded again."""
KEPT_EVENTS = 200
"""Events that are kept for pages that lost their connection."""


MOST_FINDINGS = 50
"""Findings that an event has at most."""

Place = tuple[str, int, str]
"""Of a finding: the path of its note, its line, and its message."""


@dataclass(frozen=True)
class Event:
    """What a page is told about a change."""

    number: int
    """From 1, in order."""
    changed: tuple[str, ...] = ()
    """Notes that are new or were written, in order."""
    findings: tuple[Place, ...] = ()
    """What the check found new."""
    open: tuple[Place, ...] = ()
    """What it has found new since the page is served, and is still so."""
    problem: str = ""
    """A sentence, where the vault could not be read."""
    delta: Mapping[str, Any] | None = None
    """What makes the page before that of now; None: it must be loaded again. See `page_delta`."""


class LivePage:
    """The page and the events of a session. Its methods may be called from any thread."""

    def __init__(
        self,
        session: Session,
        settings: Mapping[str, Any],
        last: Mapping[str, SavedPosition] | None,
    ) -> None:
        """Write the first page; later ones are written when they are asked for.

        Args:
            session: the vault, opened with its graph.
            settings: the options of the format html.
            last: the positions of the last build, if there was one.
        """
        self.name = secrets.token_hex(4)
        """Stands for this run: a page of another one must be loaded again."""
        self._session = session
        self._settings = settings
        self._last = last
        self._texts = LiveTexts()
        self._shown: ShownGraph | None = None
        """The graph of the open pages; None: they must be loaded again."""
        self._writing = threading.Lock()
        """Held while the page or its revision is replaced."""
        self._changed = threading.Condition()
        """Held while events are read or added: never for long."""
        self._events: list[Event] = []
        self._closed = False
        self._number = 0
        self._page: tuple[bytes, ...] = ()
        self._stale = False
        self._problem = ""
        self._open: list[Finding] = []
        """Findings that are new since the start, and still there."""
        self._write()

    def page(self) -> tuple[bytes, ...]:
        """Return the page of the present revision in pieces; it is written if it is stale."""
        with self._writing:
            if self._stale:
                self._write()
            return self._page

    def refresh(self, paths: frozenset[str] | None) -> str:
        """Take over what changed on the disk; return a sentence if that failed, else "".

        Args:
            paths: as in `Session.refresh`.
        """
        with self._writing:
            try:
                change = self._session.refresh(None if self._problem else paths)
            except NoteweaveError as error:  # a settings file is half written, the folder is gone
                return self._fail(error.message)
            except OSError as error:  # permission was lost, the drive is gone
                return self._fail(f"{error.filename or self._session.root}: {error.strerror}")
            recovered, self._problem = bool(self._problem), ""
            if change or recovered:
                self._number += 1
                self._stale = True
                self._tell(self._event(change))
        return ""

    def _fail(self, problem: str) -> str:
        """Tell a problem, unless it is known."""
        if problem == self._problem:
            return ""
        self._problem = problem
        self._number += 1
        self._tell(Event(self._number, problem=problem))
        return problem

    def events(self, number: int, seconds: float) -> list[Event] | None:
        """Wait for events after the one of a number.

        Returns:
            The events; none if nothing happened for some seconds; None if the page ends.
        """
        with self._changed:
            if not self._after(number) and not self._closed:
                self._changed.wait(seconds)
            return None if self._closed else self._after(number)

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _after(self, number: int) -> list[Event]:
        return [event for event in self._events if event.number > number]

    def _tell(self, event: Event) -> None:
        with self._changed:
            self._events = [*self._events, event][-KEPT_EVENTS:]
            self._changed.notify_all()

    def _write(self) -> None:
        """Write the page of the present revision."""
        with self._session.reading() as session:
            if self._shown is None:
                self._shown = ShownGraph(session.graph().copy(), self._last)
                self._last = None
            else:
                self._shown.rank()
            graph = self._shown.graph
            settings = PageSettings.of(self._settings, graph.graph)
            settings = replace(settings, live=f"{self.name}-{self._number}")
            request = Request(
                contexts=session.vault.contexts,
                settings={},
                snippets="links",
                report=lambda message: None,
                similar=lambda: self._texts.similar(session.vault),
            )
            self._whole = Page.of(graph, request, settings)
            self._page = tuple(render(self._whole, settings))
        self._stale = False

    def _event(self, change: Change) -> Event:
        new = [f for f in change.delta.findings_new if f.severity != "info"]
        self._open = sorted([*without(self._open, change.delta.findings_gone), *new], key=order)
        changed = tuple(sorted({*change.added, *change.changed, *change.renamed.values()}))
        if change.read_again:
            self._texts = LiveTexts()
        self._texts.changed({*change.added, *change.changed, *change.removed}, change.renamed)
        delta = self._follow(change)
        if delta is None and self._shown:
            self._last, self._shown = self._shown.positions(), None
        return Event(self._number, changed, _places(new), self.open_findings(), delta=delta)

    def open_findings(self) -> tuple[Place, ...]:
        """Return what the check has found new since the start, and is still so."""
        return _places(self._open)

    def _follow(self, change: Change) -> Mapping[str, Any] | None:
        """Make a change in the graph that is shown; None: pages must be loaded again."""
        shown, delta = self._shown, change.delta
        edges = {
            source for source, _, _ in (*delta.edges_gone, *delta.edges_new, *delta.edges_changed)
        }
        nodes = {*delta.nodes_new, *delta.nodes_changed}
        sources = {*edges, *change.added, *change.changed, *change.renamed.values()}
        with self._session.reading() as session:
            if (
                shown is None
                or not _tells_all(session, change)
                or len(nodes | sources) + len(delta.nodes_gone) > MOST_CHANGED
                or not shown.follow(change)
            ):
                return None
            try:
                return page_delta(
                    self._whole,
                    shown.graph,
                    session.vault.contexts,
                    gone=delta.nodes_gone,
                    renamed=change.renamed,
                    nodes=nodes,
                    sources=sources & shown.graph.nodes,
                )
            except (OSError, NoteweaveError):  # a note was removed since
                return None


def _places(findings: list[Finding]) -> tuple[Place, ...]:
    return tuple((f.path, f.line, f.message) for f in findings[:MOST_FINDINGS])


def _tells_all(session: Session, change: Change) -> bool:
    """Whether the delta of a change has all that is different in the graph."""
    show, delta = session.settings.show, change.delta
    if change.read_again or show.mentions:
        return False
    other_nodes = bool(delta.nodes_new or delta.nodes_gone)
    return not (other_nodes and show.has_hierarchy(session.vault.settings.profile))


def page_settings(root: Path, config: Any, open_with: str | None, profile: str) -> dict[str, Any]:
    """Return the options of the format html for a page that a browser gets over HTTP.

    Browsers follow no link from such a page to a file, so other notes open in VS Code.
    """
    return {
        "open_with": open_with or ("obsidian" if profile == "obsidian" else "vscode"),
        "root": str(root.resolve()),
        **config.page.options(),
    }
