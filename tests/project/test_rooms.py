"""The rooms import in one direction only: vault, graph, exporters, and last the front door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from paths import ROOT

ORDER = {"vault": 0, "graph": 1, "exporters": 2, "noteweave": 3}


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms that a module of ours imports from."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            first, _, rest = name.partition(".")
            if first in ("vault", "graph", "exporters"):
                raise AssertionError(f"{path}: imports top-level {name!r}")
            if first == "noteweave":
                second = rest.partition(".")[0]
                rooms.add(second if second in ORDER else "noteweave")
    return rooms


@pytest.mark.parametrize("room", ["vault", "graph", "exporters"])
def test_rooms_import_in_one_direction(room: str) -> None:
    for path in sorted((ROOT / room).rglob("*.py")):
        later = {r for r in imported_rooms(path) if ORDER[r] > ORDER[room]}
        assert not later, f"{path.relative_to(ROOT)} imports {sorted(later)}"
