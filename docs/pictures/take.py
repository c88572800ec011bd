"""Take the pictures of the README: `.venv/bin/python docs/pictures/take.py` (needs a Chromium)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from noteweave.cli import run
from noteweave.woven import sample

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def main() -> int:
    """Build the page of the sample vault; photograph the map, and one note on it."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        vault = Path(folder) / "The tea table"
        shutil.copytree(sample(), vault)
        if run(["build", str(vault), "-o", f"{folder}/out"]):
            return 1
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        built = Path(folder, "out", "graph.html").as_uri()
        size = {"width": 1280, "height": 800}
        page = browser.new_page(viewport=size, color_scheme="light", locale="en-US")
        page.goto(built)
        page.wait_for_timeout(2500)
        page.screenshot(path=HERE / "page.png")
        page = browser.new_page(viewport=size, color_scheme="dark", locale="en-US")
        page.goto(built)
        page.wait_for_timeout(1500)
        select(page, "盖碗")
        page.screenshot(path=HERE / "note.png")
        browser.close()
    return 0


def select(page: Page, name: str) -> None:
    """Find a note with the search field, open it, and wait until the map is at rest."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.wait_for_timeout(5000)  # the neighbourhood settles, too


if __name__ == "__main__":
    sys.exit(main())
