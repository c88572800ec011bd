"""What `import noteweave` offers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

import noteweave


def test_every_public_name_is_there() -> None:
    for name in noteweave.__all__:
        assert getattr(noteweave, name) is not None
    assert dir(noteweave) == sorted(noteweave.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        noteweave.nothing  # noqa: B018


def test_no_public_name_is_the_module_that_holds_it() -> None:
    # `from noteweave import weave` gave the module noteweave/weave.py: importing it binds its name.
    script = "import types; from noteweave import *; print(*[n for n, x in globals().items()"
    script += " if isinstance(x, types.ModuleType)])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) == {"__builtins__", "types"}


def test_importing_noteweave_imports_nothing_slow() -> None:
    script = "import sys, noteweave; print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"networkx", "igraph", "pyvis", "yaml", "typer", "msgspec"} & set(ran.stdout.split())


def test_three_lines_of_python_make_a_graph(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[[b]] [[b]] [[c]]", encoding="utf-8")
    (tmp_path / "b.md").write_text("", encoding="utf-8")
    graph = noteweave.build_graph(noteweave.Vault.open(tmp_path))
    assert isinstance(graph, nx.MultiDiGraph)
    assert list(graph.nodes) == ["a.md", "b.md", "topic:c"]
    assert [(a, b, d["count"]) for a, b, d in graph.edges(data=True)] == [
        ("a.md", "b.md", 2),
        ("a.md", "topic:c", 1),
    ]
