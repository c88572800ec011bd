"""A real Chromium for the tests of the page: nothing may leave it, nothing may complain in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
READY = "performance.getEntriesByName('noteweave:ready').length > 0"


def chromium() -> str:
    """Return the browser's path; skip the test, or fail it where everything must run."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    if os.environ.get("NOTEWEAVE_REQUIRE_BROWSER"):
        pytest.fail("no Chromium on this machine")
    pytest.skip("no Chromium on this machine")


@contextmanager
def browser() -> Iterator[Any]:
    """Start the browser, and end it."""
    path = chromium()
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@dataclass
class Tab:
    """One page, open; `requests` and `complaints` must stay empty."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def until(self, condition: str, seconds: float = 8) -> None:
        """Wait for a condition. (Playwright's own way evaluates text, which the page forbids.)"""
        for _ in range(round(seconds * 50)):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never came true: {condition}")

    def at_rest(self) -> None:
        """Wait until the map is painted and nothing moves."""
        self.page.wait_for_timeout(180)
        self.until("noteweave.app.view.atRest")

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements that fit."""
        found: list[str] = self.page.locator(selector).all_inner_texts()
        return [text.strip() for text in found]


@contextmanager
def opened(
    running: Any, path: Path, hash: str = "", ready: bool = True, **how: Any
) -> Iterator[Tab]:
    """Open a page from the disk; `how` is Playwright's (viewport, locale, color_scheme …)."""
    script = how.pop("before", None)
    how.setdefault("viewport", {"width": 1280, "height": 800})
    how.setdefault("locale", "en-US")
    how.setdefault("color_scheme", "dark")
    context = running.new_context(**how)
    tab = Tab(context.new_page())
    local = ("file:", "blob:", "data:")
    tab.page.on("request", lambda r: r.url.startswith(local) or tab.requests.append(r.url))
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.page.on(
        "console",
        lambda m: m.type in ("error", "warning") and tab.complaints.append(m.text),
    )
    if script:
        tab.page.add_init_script(script)
    tab.page.goto(path.as_uri() + hash)
    if ready:
        tab.until(READY, 20)
    yield tab
    context.close()
    assert tab.requests == []
    assert tab.complaints == [], tab.complaints
