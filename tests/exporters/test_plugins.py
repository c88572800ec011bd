"""Formats of other packages join through an entry point: tried with a package that is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HAIKU = '''"""Three lines about a vault."""

SUFFIX = ".txt"
STEM = "haiku"


def export(graph, stream, request):
    """Write a count, a verb, and rain."""
    verb = request.settings.get("verb", "linked")
    for line in (f"{len(graph)} leaves", f"some of them {verb}", "rain"):
        stream.write(line.encode() + b"\\n")
'''

PROJECT = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "noteweave-haiku"
version = "1.0"
[project.entry-points."noteweave.exporters"]
haiku = "noteweave_haiku"
broken = "noteweave_haiku.nowhere"
empty = "json"
[tool.setuptools]
py-modules = ["noteweave_haiku"]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the plug-in and install it with pip into a folder of its own, without a network."""
    source, target = tmp_path_factory.mktemp("haiku"), tmp_path_factory.mktemp("site")
    (source / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (source / "noteweave_haiku.py").write_text(HAIKU, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([*pip, *options, str(source)], check=True, capture_output=True)
    return target


def noteweave(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes" / "Rain.md").write_text("On the [[Roof]].", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "noteweave", *arguments],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_format_is_like_ours(site: Path, tmp_path: Path) -> None:
    listed = noteweave(site, tmp_path, "export", "--list").stdout
    assert re.search(r"^haiku +Three lines about a vault\.$", listed, re.MULTILINE)
    done = noteweave(site, tmp_path, "export", "notes", "haiku", "--set", "verb=wet", "-o", ".")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "haiku.txt").read_text() == "2 leaves\nsome of them wet\nrain\n"


@pytest.mark.parametrize(("name", "reason"), [("broken", "cannot be loaded"), ("empty", "SUFFIX")])
def test_a_broken_plug_in_is_a_sentence(site: Path, tmp_path: Path, name: str, reason: str) -> None:
    done = noteweave(site, tmp_path, "export", "notes", name)
    assert done.returncode == 2
    assert done.stderr.startswith(f"noteweave: {name}: ")
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert name in noteweave(site, tmp_path, "export", "--list").stdout
