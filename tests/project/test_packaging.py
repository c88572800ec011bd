"""What people install: the wheel and the sdist hold the whole tree, under one name.

Both are built once, from a copy of the tree in which the three symlinks are text files: that is
what git makes of them where `core.symlinks` is false, and a build must never need them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest
from paths import ROOT

ROOMS = ("vault", "graph", "exporters")
SYMLINKS = {f"noteweave/{room}" for room in ROOMS}

SAY_WHERE = """
import noteweave.cli, noteweave.vault.model, noteweave.graph.schema, noteweave.exporters
for name in ("cli", "vault.model", "graph.schema", "exporters"):
    print(sys.modules["noteweave." + name].__file__)
"""


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command that must succeed, and return what it prints."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def python(site: Path, code: str, *arguments: object) -> str:
    """Run code with `site` first and this environment's libraries, but not our own install."""
    start = f"import site, sys; sys.path.append({sysconfig.get_path('purelib')!r})\n"
    start += f"sys.path.insert(0, {str(site)!r}); site.addsitedir({str(site)!r})\n"
    return run(sys.executable, "-S", "-X", "utf8", "-c", start + code, *arguments, cwd=site)


@pytest.fixture(scope="module")
def tree() -> frozenset[str]:
    """Every file of the repository that git does not ignore."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    names = {name for name in listed.split("\0") if name and (ROOT / name).exists()}
    assert names >= SYMLINKS
    return frozenset(names - SYMLINKS)


@pytest.fixture(scope="module")
def clone(tree: frozenset[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout made where symlinks cannot be."""
    clone = tmp_path_factory.mktemp("clone")
    for name in tree:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, clone / name)
    for name in SYMLINKS:
        (clone / name).write_text(f"../{PurePosixPath(name).name}", encoding="utf-8")
    return clone


@pytest.fixture(scope="module")
def dist(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist made from the clone, and the wheel made from that sdist."""
    dist = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", dist, clone)
    return dist


@pytest.fixture(scope="module")
def wheel(dist: Path) -> frozenset[str]:
    (path,) = dist.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())


def installed(names: Iterable[str]) -> set[str]:
    """Return where files of the tree's four packages lie once installed."""
    where = {room: f"noteweave/{room}" for room in ROOMS} | {"noteweave": "noteweave"}
    return {
        f"{where[first]}/{rest}"
        for first, _, rest in (name.partition("/") for name in names)
        if first in where
    }


def test_the_wheel_holds_every_file_of_the_four_packages(
    tree: frozenset[str], wheel: frozenset[str]
) -> None:
    ours = {name for name in wheel if name.startswith("noteweave/")}
    assert ours == installed(tree), "pyproject.toml lists packages and their data by hand"


def test_the_wheel_holds_the_sample_with_its_hidden_settings(wheel: frozenset[str]) -> None:
    assert {
        "noteweave/py.typed",
        "noteweave/sample/.obsidian/app.json",
        "noteweave/sample/.obsidian/graph.json",
        "noteweave/sample/leaf/盖碗.md",
        "noteweave/sample/attachments/gaiwan.svg",
    } <= wheel


def test_the_wheel_holds_what_pages_and_messages_are_made_of(wheel: frozenset[str]) -> None:
    assert {
        "noteweave/exporters/backlinks_html/report.html",
        "noteweave/exporters/html/page.html",
        "noteweave/skills/noteweave/SKILL.md",
        "noteweave/vault/locale/zh.po",
    } <= wheel


def test_the_wheel_brings_one_name_only(wheel: frozenset[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"noteweave"}


def test_the_sdist_holds_the_whole_tree(dist: Path, tree: frozenset[str]) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path, encoding="utf-8") as archive:
        members = {member.name.partition("/")[2] for member in archive if member.isfile()}
    assert sorted(tree - members) == []
    assert not members & SYMLINKS


def test_the_wheel_works_once_unpacked(dist: Path, tmp_path: Path) -> None:
    (path,) = dist.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    for file in python(tmp_path, SAY_WHERE).splitlines():
        assert Path(file).is_relative_to(tmp_path / "noteweave")
    code = "from noteweave.cli import run; raise SystemExit(run(sys.argv[1:]))"
    assert "Usage" in python(tmp_path, code, "--help")
    assert "笔记" in python(tmp_path, code, "--lang", "zh", "explain", "NW001")


def test_an_editable_install_works_without_symlinks(clone: Path, tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    run(*pip, "--no-deps", "--no-build-isolation", "--target", tmp_path, "--editable", clone)
    rooms = [
        Path(file).relative_to(clone).parts[0] for file in python(tmp_path, SAY_WHERE).splitlines()
    ]
    assert rooms == ["noteweave", "vault", "graph", "exporters"]
