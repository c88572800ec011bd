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
from noteweave.exporters.html.page_settings import PageSettings
from noteweave.exporters.html.render import render
from noteweave.graph.layout import lay_out
from noteweave.graph.metrics.measure import measure
from noteweave.graph.saved_positions import SavedPosition, positions
from noteweave.living.change import Change
from noteweave.living.session import Session
from noteweave.vault.errors import NoteweaveError

KEPT_EVENTS = 200
"""Events that are kept for pages that lost their connection."""


@dataclass(frozen=True)
class Event:
    """What a page is told about a change."""

    number: int
    """From 1, in order."""
    changed: tuple[str, ...] = ()
    """Notes that are new or were written, in order."""
    findings: tuple[str, ...] = ()
    """What the check found new, one line each."""
    problem: str = ""
    """A sentence, where the vault could not be read."""


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
            recovered, self._problem = bool(self._problem), ""
            if change or recovered:
                self._number += 1
                self._stale = True
                self._tell(_event(self._number, change))
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
        """Lay out and write the page of the present revision."""
        with self._session.reading() as session:
            vault, graph = session.vault, session.graph().copy()
            measure(graph, self._last, betweenness=False)
            lay_out(graph, self._last)
            self._last = positions(graph)
            settings = PageSettings.of(self._settings, graph.graph)
            settings = replace(settings, live=f"{self.name}-{self._number}")
            request = Request(
                contexts=vault.contexts, settings={}, snippets="links", report=lambda message: None
            )
            self._page = tuple(render(Page.of(graph, request, settings), settings))
        self._stale = False


def _event(number: int, change: Change) -> Event:
    findings = tuple(
        f"{f.path}:{f.line}: {f.message}" for f in change.delta.findings_new if f.severity != "info"
    )
    changed = sorted({*change.added, *change.changed, *change.renamed.values()})
    return Event(number, tuple(changed), findings)


def page_settings(root: Path, config: Any, open_with: str | None, profile: str) -> dict[str, Any]:
    """Return the options of the format html for a page that a browser gets over HTTP.

    Browsers follow no link from such a page to a file, so other notes open in VS Code.
    """
    return {
        "open_with": open_with or ("obsidian" if profile == "obsidian" else "vscode"),
        "root": str(root.resolve()),
        "views": "\n".join(f"{view.name}={view.address}" for view in config.page.views),
    }
