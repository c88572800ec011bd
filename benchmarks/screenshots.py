"""Take the README's pictures: the sample vault's page, dark and light.

    python benchmarks/screenshots.py            writes docs/pictures/map-dark.png, map-light.png

Deterministic but for the fonts of the machine it runs on.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SHOTS = {
    # Dark: the whole map, a note being read. Light: the map alone, coloured by island.
    "map-dark.png": ("dark", "#n=road/How+tea+travelled.md&c=community"),
    "map-light.png": ("light", "#c=community"),
}
SIZE = {"width": 1280, "height": 800}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-o", "--out", type=Path, default=PICTURES)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "noteweave", "build", "--sample", "-o", folder]
        subprocess.run(command, check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (theme, address) in SHOTS.items():
            page = browser.new_page(
                viewport=SIZE,  # type: ignore[arg-type]
                color_scheme=theme,  # type: ignore[arg-type]
                reduced_motion="reduce",
                locale="en-US",
            )
            page.goto((Path(folder) / "graph.html").as_uri() + address)
            page.wait_for_timeout(5000)  # until the neighbourhood has settled
            page.screenshot(path=asked.out / name)
            print(asked.out / name)
        browser.close()


if __name__ == "__main__":
    main()
