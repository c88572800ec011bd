"""Every command of the README is run, in its order, in a copy of the sample vault.

A block that cannot be run here says so in a comment right above it. A `text` block right after a
command is what the command prints; `…` on a line of its own stands for any lines.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from paths import ROOT

FENCE = re.compile(
    r"^(?P<excuse><!-- not run by the tests: [^\n]+ -->\n)?"
    r"```(?P<language>\w+)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """One fenced block of a README."""

    language: str
    code: str
    excused: bool


def blocks(name: str) -> list[Block]:
    """Return a README's fenced blocks, in order."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = [Block(m["language"], m["code"], bool(m["excuse"])) for m in FENCE.finditer(text)]
    assert 2 * len(found) == len(re.findall(r"^ *```", text, re.MULTILINE)), "a fence is unread"
    return found


def surroundings(folder: Path) -> dict[str, str]:
    """Return an environment in which our command is found and nobody's settings are."""
    return os.environ | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(folder.parent),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }


def execute(block: Block, folder: Path) -> str:
    """Run one block as a reader would; return what it prints on either stream."""
    start = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
    done = subprocess.run(
        [*start[block.language], block.code],
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{block.code}\n{done.stdout}"
    return done.stdout


def matches(shown: str, printed: str) -> bool:
    """Whether the printed lines are those shown, `…` standing for any number of them."""
    parts = re.split(r"^…\n", shown, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), printed) is not None


def test_every_command_of_the_readme_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    shutil.copytree(ROOT / "noteweave" / "sample", folder)
    printed = None
    for block in blocks("README.md"):
        if block.language == "text":
            assert printed is not None, "this output belongs to no command"
            assert matches(block.code, printed), f"shown:\n{block.code}\nprinted:\n{printed}"
            printed = None
        elif not block.excused:
            printed = execute(block, folder)
    assert (folder / "noteweave-out" / "graph.html").is_file()
    assert commit(folder) == 1
    (folder / "draft.md").unlink()
    assert commit(folder) == 0


def commit(folder: Path) -> int:
    """Commit everything through the hook that the README made; return git's exit status."""
    who = ("-c", "user.name=A reader", "-c", "user.email=reader@example.org")
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True, env=surroundings(folder))
    return subprocess.run(
        ["git", *who, "commit", "--quiet", "-m", "Notes"], cwd=folder, env=surroundings(folder)
    ).returncode


def test_the_chinese_readme_has_the_same_commands_and_outputs() -> None:
    def bare(block: Block) -> list[str]:
        lines = (re.sub(r"\s*#.*", "", line).strip() for line in block.code.splitlines())
        return [line for line in lines if line]

    english, chinese = ([bare(b) for b in blocks(name)] for name in ("README.md", "README.zh.md"))
    assert english == chinese


def test_ellipsis_stands_for_whole_lines() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert matches("…\n", "")
    assert not matches("a\n…\n", "b\na\n")
