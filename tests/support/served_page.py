"""A vault that is served in this process, and windows that show it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from chromium import READY, Tab

from noteweave import Session
from noteweave.living.live_page import LivePage, page_settings
from noteweave.living.page_server import PageServer


def garden(folder: Path) -> Path:
    """Make a small vault in a folder that is not there yet."""
    folder.mkdir()
    for n in range(8):
        (folder / f"bed {n}.md").write_text(f"# {n}\n[[bed {n // 2}]] and [[soil]]\n", "utf-8")
    (folder / "茶.md").write_text("[[bed 1]]里的茶。\n", "utf-8")
    return folder


@contextmanager
def served(root: Path, port: int | None = None) -> Iterator[tuple[PageServer, LivePage]]:
    """Serve a vault without watching it: the test says when it has changed."""
    with Session.open(root) as session:
        live = LivePage(session, page_settings(root, session.config.config, None, "plain"), None)
        server = PageServer(live, port)
        answering = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        answering.start()
        try:
            yield server, live
        finally:
            live.close()
            server.shutdown()
            server.server_close()
            answering.join()


@contextmanager
def window(running: Any, url: str) -> Iterator[Tab]:
    """Open a window; loading its page again is no complaint, an error of its script is."""
    context = running.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    tab = Tab(page)
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    page.goto(url)
    tab.until(READY)
    yield tab
    context.close()
    assert not tab.complaints


def until(tab: Tab, wanted: Callable[[], bool]) -> None:
    """Wait for something that the browser may refuse to answer while a page is being loaded."""
    from playwright.sync_api import Error  # as the browser's tests, only where it is installed

    refused: Error | None = None
    for _ in range(400):
        try:
            if wanted():
                return
        except Error as error:
            refused = error
        time.sleep(0.02)
    pytest.fail(f"it did not happen; the browser's last error was {refused}")
