"""Property: the staged check finds in a commit what the full check finds new after it."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from git_repository import Repo

from noteweave.git_check import Scope, run_check
from noteweave.graph.check.check import CheckOptions
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.registry import rules
from noteweave.vault.vault import OpenOptions

ONLY_CHANGES = {"NW019", "NW038"}
"""Rules that a full check never reports."""
OPTIONS = CheckOptions(
    select=tuple(r.code for r in rules() if r.of_note and r.on and r.code not in ONLY_CHANGES)
)
OPEN = OpenOptions(cache=False)
FOLDERS = ["", "bed/", "bed/north/", "shed/"]
NAMES = ["Leek", "Sage", "leek", "Dill weed", "index", "README", "韭葱"]
HEADINGS = ["Sow", "Pick", "Sow it", "Sow-1", "Pick *now*"]
ALIASES = ["Allium", "Sage", "Salvia"]


def random_link(random: Random) -> str:
    name, folder = random.choice([*NAMES, *ALIASES]), random.choice(FOLDERS)
    slug = random.choice(["#sow", "#sow-1", "#pick", "#pick-now", "#^b1", ""])
    part = random.choice(["", "#Sow", "#Pick", "#Sow#Pick", "#^b1", "#Sow it"])
    address = f"{folder}{name}".replace(" ", "%20")
    return random.choice([
        f"[[{name}{part}]]", f"[[{folder}{name}{part}]]", f"[x]({address}.md{slug})",
        f"![[{random.choice(FOLDERS)}pic.png]]", f"[f]({folder or './'})", f"[f](../{address}.md)",
        f"[f](./{address})",
    ])  # fmt: skip


def links_to_every_part(notes: dict[str, str]) -> str:
    """Return a note that names each heading and block, so that the loss of any is found."""
    return "".join(
        f"[[{path.removesuffix('.md')}#{line.strip('# ') if line[0] == '#' else '^b1'}]]\n"
        for path, text in notes.items()
        for line in text.split("\n")
        if line.startswith("#") or line.endswith("^b1")
    )


def random_note(random: Random) -> str:
    head = ""
    if random.random() < 0.3:
        head = f"---\naliases: [{random.choice(ALIASES)}]\n---\n"
    elif random.random() < 0.2:
        head = f"---\ntitle: {random.choice(ALIASES)}\n---\n"
    lines = []
    for _ in range(random.randrange(6)):
        kind = random.random()
        if kind < 0.4:
            lines.append(f"{'#' * random.randint(1, 3)} {random.choice(HEADINGS)}")
        elif kind < 0.5:
            lines.append("A row of plants. ^b1")
        else:
            lines.append(f"See {random_link(random)} and {random_link(random)}.")
        lines.append("")
    return head + "\n".join(lines)


def change(random: Random, repo: Repo) -> None:
    """Change one file at random."""
    files = sorted(p.relative_to(repo.top).as_posix() for p in repo.top.rglob("*.*") if p.is_file()
                   and p.suffix in (".md", ".png"))  # fmt: skip
    kind = random.randrange(5)
    path = random.choice(files) if files else ""
    new = f"{random.choice(FOLDERS)}{random.choice(NAMES)}.md"
    if kind == 0 and path:
        (repo.top / path).unlink()
    elif kind == 1 and path and not (repo.top / new).exists():
        (repo.top / new).parent.mkdir(parents=True, exist_ok=True)
        (repo.top / path).rename(repo.top / new)
    elif kind == 2 and path.endswith(".md"):
        lines = (repo.top / path).read_text(encoding="utf-8").split("\n")
        named = [n for n, line in enumerate(lines) if line.startswith("#") or "^b1" in line]
        lines[random.choice(named or range(len(lines)))] = random.choice(["", "# Sow", "x ^b1"])
        repo.write({path: "\n".join(lines)})
    elif kind == 3:
        repo.write({f"{random.choice(FOLDERS)}pic.png": str(random.random())})
    else:
        repo.write({new: random_note(random)})


def places(findings: list[Finding]) -> set[tuple[str, int, int, str]]:
    return {(f.path, f.line, f.column, f.code) for f in findings}


def full(repo: Repo) -> set[tuple[str, int, int, str]]:
    return places(run_check(repo.top, OPEN, OPTIONS, Scope()).findings)


@pytest.mark.parametrize("mark", ["", ".obsidian/app.json", ".foam/x", "logseq/config.edn"])
@pytest.mark.parametrize("seed", range(6))
def test_the_staged_check_agrees_with_the_full_check(
    seed: int, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    random = Random(f"{mark} {seed}")
    repo = Repo(tmp_path / "garden")
    if mark:
        repo.write({mark: "{}"})
    notes = {
        f"{random.choice(FOLDERS)}{random.choice(NAMES)}.md": random_note(random) for _ in range(8)
    }
    repo.commit({**notes, "plan.md": links_to_every_part(notes)})
    for _ in range(3):
        before = full(repo)
        for _ in range(random.randint(1, 3)):
            change(random, repo)
        repo.git("add", "-A")
        staged = places(run_check(repo.top, OPEN, OPTIONS, Scope(staged=True)).findings)
        now = full(repo)
        changed = set(repo.git("diff", "--cached", "-z", "--name-only", "--no-renames").split("\0"))
        expected = {finding for finding in now if finding[0] in changed or finding not in before}
        assert staged == expected
        repo.commit()
