"""Imports go in one direction: between the rooms, and between the boxes inside a room.

A box is a folder or a module directly in a room. A box imports only boxes of the levels below its
own; boxes of one level do not import each other.
"""

from __future__ import annotations

import ast
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


def test_a_room_has_few_boxes() -> None:
    """Rules, formats and commands are lists; any other folder can be read in one go."""
    lists = {"graph/check/rules", "exporters", "noteweave/commands"}
    for room in ("vault", "graph", "noteweave"):
        for folder in {path.parent for path in modules(room)}:
            count = len(list(folder.glob("*.py")))
            name = folder.relative_to(ROOT).as_posix()
            assert count <= 20 or name in lists, f"{name} has {count} modules"
