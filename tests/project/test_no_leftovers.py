"""What nothing uses is not kept: texts and exports of the page, file names in comments."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
ROOMS = ("vault", "graph", "exporters", "noteweave")
PAGE = TOP / "exporters" / "html"
MODULES = {path: path.read_text(encoding="utf-8") for path in PAGE.rglob("*.js")}
COMPOSED = ("by.", "edge.", "group.", "kind.", "lines.by.", "open.", "shape.")
"""Beginnings of keys whose end is only known when the page runs: `say(`by.${by}`)`."""
_FILE = re.compile(r"(?<![\w./-])(?:(?:[\w-]+/)+[\w-]+\.(?:py|js|css)|`[\w-]+\.py`)(?![\w/])")


ENDINGS = (".add", ".any")
"""Ends of keys whose beginning is only known when the page runs."""


def test_every_text_of_the_page_is_shown() -> None:
    (strings,) = (text for path, text in MODULES.items() if path.name == "strings.js")
    others = "".join(text for path, text in MODULES.items() if path.name != "strings.js")
    others += (PAGE / "page.html").read_text(encoding="utf-8")
    keys = dict.fromkeys(re.findall(r'^  "([\w.]+)": "', strings, re.MULTILINE))
    assert len(keys) > 50
    shown = set(re.findall(r"[\"'`]([\w.]+)[\"'`]", others))
    composed = [key for key in keys if key.startswith(COMPOSED) or key.endswith(ENDINGS)]
    assert [key for key in keys if key not in shown and key not in composed] == []
    for start in COMPOSED:
        assert f"`{start}${{" in others
    for end in ENDINGS:
        assert f"}}{end}`" in others


def test_every_export_of_the_page_is_used() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (TOP / "tests").rglob("*.js"))
    unused = [
        f"{path.name}: {name}"
        for path, text in MODULES.items()
        for name in re.findall(r"^export (?:function\*?|class|const|let) (\w+)", text, re.MULTILINE)
        if not any(
            re.search(rf"\b{name}\b", other)
            for other in chain((t for p, t in MODULES.items() if p != path), (tests,))
        )
    ]
    assert unused == []


@pytest.mark.parametrize("room", ROOMS)
def test_files_that_a_comment_names_exist(room: str) -> None:
    """So that no docstring sends a reader to a module that moved."""
    sources = [path for end in ("py", "js", "css") for path in (TOP / room).rglob(f"*.{end}")]
    files = {path.relative_to(TOP).as_posix() for path in TOP.glob("*/**/*.*")}
    missing = [
        f"{path.relative_to(TOP)}: {name}"
        for path in sources
        for name in _FILE.findall(path.read_text(encoding="utf-8"))
        if not any(f"/{file}".endswith(f"/{name.strip('`')}") for file in files)
    ]
    assert missing == []
