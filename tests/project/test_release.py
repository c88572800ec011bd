"""What a release uploads: the same bytes twice, from a tag that says what is in it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from git_repository import Repo
from paths import ROOT

SCRIPT = ROOT / ".ci" / "build_release.py"
CHANGES = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2031-05-06\n\n### Added\n"


def release(root: Path, tag: str, out: Path) -> subprocess.CompletedProcess[str]:
    words = [SCRIPT, tag, out, "--no-isolation", "--root", root]
    return subprocess.run(
        [sys.executable, *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Repo:
    """A project as small as can be, with the files that the script looks at."""
    repo = Repo(tmp_path / "project")
    page = "noteweave/exporters/html/js/app.js"
    repo.write(
        {
            "pyproject.toml": '[project]\nname = "noteweave"\nversion = "1.2.0"\n'
            '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
            '[tool.setuptools]\npackages = ["noteweave"]\n'
            '[tool.setuptools.package-data]\nnoteweave = ["**/*", "py.typed"]\n',
            "vault/__init__.py": '__version__ = "1.2.0"\n',
            "CHANGELOG.md": CHANGES,
            ".gitignore": "build\n*.egg-info\n",
            "noteweave/__init__.py": "",
            "noteweave/py.typed": "",
            "noteweave/sample/Tea.md": "Tea",
            page: "",
            "noteweave/exporters/html/page.html": "",
            "noteweave/exporters/backlinks_html/report.html": "",
            "noteweave/vault/locale/zh.po": "",
        }
    )
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "first")
    return repo


def test_a_release_is_built_twice_with_the_same_bytes(project: Repo, tmp_path: Path) -> None:
    built = []
    for name in ("one", "two"):
        done = release(project.top, "v1.2.0", tmp_path / name)
        assert done.returncode == 0, done.stderr
        built.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
        for path in project.top.rglob("*"):
            os.utime(path, (1, 1))  # another checkout has other times
    assert built[0] == built[1]
    assert sorted(built[0]) == ["noteweave-1.2.0-py3-none-any.whl", "noteweave-1.2.0.tar.gz"]
    with tarfile.open(fileobj=io.BytesIO(built[0]["noteweave-1.2.0.tar.gz"])) as archive:
        assert len({member.mtime for member in archive}) == 1


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [
        ("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n", "CHANGELOG.md has no heading"),
        ("vault/__init__.py", '__version__ = "1.1.0"\n', "another __version__ than 1.2.0"),
        ("noteweave/new.py", "", "changes that are not committed"),
    ],
)
def test_a_release_that_is_not_ready_stops(
    project: Repo, tmp_path: Path, path: str, text: str, sentence: str
) -> None:
    project.write({path: text})
    if "not committed" not in sentence:
        project.git("commit", "--quiet", "--all", "--message", "second")
    done = release(project.top, "v1.2.0", tmp_path / "out")
    assert done.returncode == 1
    assert sentence in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_tag_of_another_version_stops(project: Repo, tmp_path: Path) -> None:
    done = release(project.top, "v1.3.0", tmp_path / "out")
    assert "the tag is v1.3.0, but pyproject.toml has version 1.2.0" in done.stderr


def test_a_wheel_without_its_page_stops(project: Repo, tmp_path: Path) -> None:
    project.git("rm", "--quiet", "noteweave/exporters/html/page.html")
    project.git("commit", "--quiet", "--message", "second")
    done = release(project.top, "v1.2.0", tmp_path / "out")
    assert "lacks noteweave/exporters/html/page.html" in done.stderr
    assert not (tmp_path / "out").exists()
