"""Imports go in one direction: between the rooms, and between the boxes inside a room.

A box is a folder or a module directly in a room. A box imports only boxes of the levels below its
own; boxes of one level do not import each other.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from paths import ROOT

ORDER = {"vault": 0, "graph": 1, "exporters": 2, "noteweave": 3}
LEVELS = {
    "vault": """
        model errors messages
        workers cache frontmatter patterns
        parsing
        disk context
        vault
        git views context_store text_index
        alike_texts
    """,
    "graph": """
        schema names saved_positions
        dates date_formats
        resolve metrics
        journals
        build edits layout
        mentions history
        backlinks
        query
        check
        living
    """,
    "noteweave": """
        terminal progress option_groups config answer_cache findings_cache notebook
        library_messages
        vault_change
        reports writing living
        whole_check
        git_check woven past proposed_rules
        serving saved_layout scaffold baseline diff_reports history_reports
        build_files
        commands
        cli
        __main__
    """,
}
"""The boxes of each room, a line a level, from the bottom up."""


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(name: str) -> str | None:
    """Return the room of an imported name; None for other packages."""
    first, _, rest = name.partition(".")
    if first != "noteweave":
        return None
    second = rest.partition(".")[0]
    return second if second in ORDER else "noteweave"


def modules(room: str) -> list[Path]:
    """Return the modules of a room, without those of other rooms that are linked into it."""
    folder = ROOT / room
    links = [path for path in folder.iterdir() if path.is_symlink()]
    return [
        path
        for path in sorted(folder.rglob("*.py"))
        if not any(path.is_relative_to(link) for link in links)
    ]


@pytest.mark.parametrize("room", ["vault", "graph", "exporters"])
def test_rooms_import_in_one_direction(room: str) -> None:
    for path in modules(room):
        for name in imports(path):
            top_level = name.partition(".")[0]
            assert top_level not in ("vault", "graph", "exporters"), f"{path}: {name}"
            other = room_of(name)
            assert other is None or ORDER[other] <= ORDER[room], f"{path}: {name}"


@pytest.mark.parametrize("room", sorted(LEVELS))
def test_the_boxes_of_a_room_import_in_one_direction(room: str) -> None:
    lines = LEVELS[room].split("\n")
    levels = {box: level for level, line in enumerate(lines) for box in line.split()}
    prefix = "noteweave." if room == "noteweave" else f"noteweave.{room}."
    for path in modules(room):
        box = path.relative_to(ROOT / room).parts[0].removesuffix(".py")
        if box == "__init__":
            continue
        assert box in levels, f"{path}: give this box a level"
        for name in imports(path):
            other = name.removeprefix(prefix).partition(".")[0]
            if room_of(name) == room and other in levels and other != box:
                assert levels[other] < levels[box], f"{path.relative_to(ROOT)} imports {name}"


PAGE = ROOT / "exporters" / "html" / "js"
PAGE_FOLDERS = ("data", "state", "map", "ui", "")
"""The page's JavaScript, from the bottom up: the graph; what the reader has chosen; the canvas;
what is around it; the modules that connect them."""
PAGE_LEVELS = """
    address_sync map_events map_modes map_texts past_view scene_maker sheet_actions
    app
    graph_update test_hook
    live_updates
    main
"""
"""Those that connect them, a line a level, from the bottom up."""


def page_imports(path: Path) -> Iterator[Path]:
    """Yield the modules that a module of the page imports."""
    source = path.read_text(encoding="utf-8")
    for name in re.findall(r'^import .* from "(.*)";$', source, re.MULTILINE):
        yield Path(os.path.normpath(path.parent / name))


def test_the_folders_of_the_page_import_in_one_direction() -> None:
    def level(path: Path) -> int:
        return PAGE_FOLDERS.index(
            path.relative_to(PAGE).as_posix().rpartition("/")[0].partition("/")[0]
        )

    for path in PAGE.rglob("*.js"):
        for other in page_imports(path):
            assert level(other) <= level(path), f"{path.relative_to(PAGE)} imports {other}"


def test_the_modules_that_connect_the_page_import_in_one_direction() -> None:
    lines = PAGE_LEVELS.strip().split("\n")
    levels = {name: level for level, line in enumerate(lines) for name in line.split()}
    assert sorted(levels) == sorted(path.stem for path in PAGE.glob("*.js"))
    for path in PAGE.glob("*.js"):
        for other in page_imports(path):
            if other.parent == PAGE:
                assert levels[other.stem] < levels[path.stem], f"{path.name} imports {other.name}"


def test_the_modules_of_the_page_are_small_and_few_to_a_folder() -> None:
    paths = list(PAGE.rglob("*.js"))
    assert len(paths) > 50
    for path in paths:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.relative_to(PAGE)
    for folder in {path.parent for path in paths}:
        assert len(list(folder.glob("*.js"))) <= 20, folder


def test_a_room_has_few_boxes() -> None:
    """Rules, formats and commands are lists; any other folder can be read in one go."""
    lists = {"graph/check/rules", "exporters", "noteweave/commands"}
    for room in ("vault", "graph", "noteweave"):
        for folder in {path.parent for path in modules(room)}:
            count = len(list(folder.glob("*.py")))
            name = folder.relative_to(ROOT).as_posix()
            assert count <= 20 or name in lists, f"{name} has {count} modules"
