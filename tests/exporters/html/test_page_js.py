"""The page's JavaScript: its logic under Node, its types by the TypeScript compiler.

Both are skipped where there is no Node or no compiler, unless `NOTEWEAVE_REQUIRE` (what continuous
integration sets) names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from paths import ROOT

HERE = Path(__file__).parent
MODULES = ROOT / "exporters" / "html" / "js"


def tool(name: str) -> str:
    """Return a program's path; skip the test without it, or fail where it is required."""
    if found := shutil.which(name):
        return found
    if name in os.environ.get("NOTEWEAVE_REQUIRE", "").split():
        pytest.fail(f"{name} is needed here")
    pytest.skip(f"{name} is not installed")


def test_logic(tmp_path: Path) -> None:
    node = tool("node")
    shutil.copytree(MODULES, tmp_path / "js")
    shutil.copytree(HERE / "page", tmp_path / "page")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    tests = sorted(str(path) for path in (tmp_path / "page").glob("*.test.js"))
    run = subprocess.run([node, "--test", *tests], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr


def test_types() -> None:
    compiler = tool("tsc")
    project = HERE / "page" / "tsconfig.json"
    run = subprocess.run([compiler, "-p", str(project)], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
