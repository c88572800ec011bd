"""Build the files of a release: check the tag, build twice, compare, look into the wheel.

    python .ci/build_release.py v1.2.0 dist

Stops with a sentence on standard error when something is wrong, so that nothing is uploaded.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN_THE_WHEEL = (
    "noteweave/py.typed",
    "noteweave/sample/",
    "noteweave/exporters/html/page.html",
    "noteweave/exporters/html/js/app.js",
    "noteweave/exporters/backlinks_html/report.html",
    "noteweave/vault/locale/zh.po",
)


def problems(root: Path, tag: str) -> list[str]:
    """Return why a tag cannot be released, one sentence each."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version: str = project["version"]
    found = []
    if tag != f"v{version}":
        found.append(f"the tag is {tag}, but pyproject.toml has version {version}")
    source = (root / "vault" / "__init__.py").read_text(encoding="utf-8")
    if f'__version__ = "{version}"' not in source:
        found.append(f"vault/__init__.py has another __version__ than {version}")
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE):
        found.append(f"CHANGELOG.md has no heading '## [{version}] - YYYY-MM-DD'")
    if git(root, "status", "--porcelain"):
        found.append("the work tree has changes that are not committed")
    return found


def git(root: Path, *arguments: str) -> str:
    """Run git and return what it prints."""
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def build(root: Path, out: Path, *options: str) -> dict[str, bytes]:
    """Build sdist and wheel with the time of the last commit; return their bytes by name."""
    seconds = git(root, "log", "-1", "--format=%ct")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": seconds, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "build", "--outdir", str(out), *options, str(root)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    files = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    return {
        name: repacked(data, int(seconds)) if name.endswith(".tar.gz") else data
        for name, data in files.items()
    }


def repacked(data: bytes, seconds: int) -> bytes:
    """Return a source archive without the times that setuptools writes into it."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as old,
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=seconds, filename="") as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for member in sorted(old.getmembers(), key=lambda member: member.name):
            member.mtime, member.pax_headers = seconds, {}
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
    return packed.getvalue()


def missing(wheel: bytes) -> list[str]:
    """Return the files that a wheel should hold and does not."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = archive.namelist()
    return [wanted for wanted in IN_THE_WHEEL if not any(n.startswith(wanted) for n in names)]


def main() -> int:
    """Build into a folder; return 1 and write nothing there if the release must stop."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("tag")
    parser.add_argument("out", type=Path)
    parser.add_argument("--no-isolation", action="store_true", help="build with what is installed")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    given = parser.parse_args()
    found = problems(given.root, given.tag)
    if not found:
        options = ["--no-isolation"] if given.no_isolation else []
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            first, second = (build(given.root, Path(out), *options) for out in (one, two))
        found = [
            f"{name} differs between two builds" for name in first if first[name] != second[name]
        ]
        for name, data in first.items():
            if name.endswith(".whl"):
                found += [f"{name} lacks {file}" for file in missing(data)]
    for sentence in found:
        print(f"release: {sentence}", file=sys.stderr)
    if found:
        return 1
    given.out.mkdir(parents=True, exist_ok=True)
    for name, data in first.items():
        (given.out / name).write_bytes(data)
        print(given.out / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
