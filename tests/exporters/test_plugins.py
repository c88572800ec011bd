"""Formats of other packages join through an entry point: tried with a package that is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from export_graphs import READERS, require
from recipes import recipe

RDFLIB = READERS / "rdflib"

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


def installed(source: Path, target: Path, files: dict[str, str]) -> Path:
    """Build a package and install it with pip into a folder of its own, without a network."""
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([*pip, *options, str(source)], check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"pyproject.toml": PROJECT, "noteweave_haiku.py": HAIKU}
    return installed(tmp_path_factory.mktemp("haiku"), tmp_path_factory.mktemp("site"), files)


def noteweave(
    site: Path, folder: Path, *arguments: str, packages: Path | None = None
) -> subprocess.CompletedProcess[str]:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes" / "Rain.md").write_text("On the [[Roof]].", encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "noteweave", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, filter(None, [site, packages])))},
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


def test_the_recipe_for_a_package_of_your_own(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    title = "add a format in a package of your own"
    (module,), (project,) = recipe(title), recipe(title, "toml")
    files = {"pyproject.toml": project, "noteweave_turtle.py": module}
    site = installed(tmp_path_factory.mktemp("turtle"), tmp_path_factory.mktemp("site"), files)
    (tmp_path / "notes").mkdir()
    roof = "---\ncreated: 2024-05-06\ntags: [wet]\nunder: '[[Rain]]'\n---\n"
    (tmp_path / "notes" / "Roof top.md").write_text(roof, encoding="utf-8")
    require("rdflib", RDFLIB.is_dir(), "rdflib")
    words = ["export", "notes", "turtle", "--set", "base=https://me.example/", "-o", "-"]
    done = noteweave(site, tmp_path, *words, packages=RDFLIB)
    assert done.returncode == 0, done.stderr
    read = "import sys, rdflib; g = rdflib.Graph().parse(sys.stdin, format='turtle')"
    read += "; print(*sorted(' '.join(t) for t in g), sep='\\n')"
    triples = subprocess.run(
        [sys.executable, "-c", read],
        input=done.stdout,
        env={**os.environ, "PYTHONPATH": str(RDFLIB)},
        capture_output=True,
        text=True,
        check=True,
    )
    me, terms = "https://me.example/", "http://purl.org/dc/terms/"
    assert triples.stdout.splitlines() == [
        f"{me}Rain.md {terms}references {me}topic%3Aroof",
        f"{me}Rain.md {terms}title Rain",
        f"{me}Roof%20top.md {terms}created 2024-05-06",
        f"{me}Roof%20top.md {terms}subject wet",
        f"{me}Roof%20top.md {terms}title Roof top",
        f"{me}Roof%20top.md {me}relation/under {me}Rain.md",
        f"{me}topic%3Aroof {terms}title Roof",
    ]
