"""Property: a check with what is kept of the last one finds what a check from nothing finds."""

from __future__ import annotations

import os
import time
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from living_edits import Edits

from noteweave import Vault, check, findings_cache, resolve
from noteweave.config import load
from noteweave.findings_cache import KeptFindings
from noteweave.vault import vault as opening
from noteweave.vault.cache import stamped_records
from noteweave.vault.cache.tables import Tables
from noteweave.vault.disk import kept_walk
from noteweave.vault.vault import OpenOptions

MARKS = ["", ".obsidian/app.json", ".foam/x", "logseq/config.edn", "dendron.yml"]
DENDRON = "version: 5\nworkspace:\n  vaults:\n    - fsPath: bed\n      name: main\n"


def again(root: Path) -> int:
    """Check a vault with what is kept, compare, and return how many notes were checked singly."""
    loaded = load(root)
    reading, options = loaded.config.open_options(), loaded.check_options(root)
    vault = Vault.open(root, reading)
    anew = Vault.open(root, msgspec.structs.replace(reading, cache=False))
    assert list(vault.files.items()) == list(anew.files.items())
    assert (vault.faults, vault.disk_paths) == (anew.faults, anew.disk_paths)
    asked = msgspec.msgpack.encode(repr((vault.settings, vault.faults, options)))
    tables = Tables(os.fspath(root.parent / f"cache of {root.name}" / "v" / "x.check"), asked)
    kept = KeptFindings(vault, options, tables, asked)
    truth = list(check(resolve(anew), options))
    assert kept.update(lambda: truth, lambda _: nullcontext(map)) == truth
    tables.commit()
    tables.close()
    return kept.judged


@pytest.fixture(autouse=True)
def quick_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache for small vaults too, of files that are older than 20 ms."""
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(opening, "SMALLEST", 1)
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(kept_walk, "TICK_NS", 20_000_000)


def follow(root: Path, mark: str, random: Random, steps: int) -> int:
    """Edit a vault step by step; return how many notes were checked in all."""
    root.mkdir()
    edits = Edits(root, random)
    if mark:
        (root / mark).parent.mkdir(exist_ok=True)
        (root / mark).write_text(DENDRON if mark == "dendron.yml" else "{}")
    edits.fill(14)
    again(root)
    judged = 0
    for _ in range(steps):
        for _ in range(random.choice([1, 1, 1, 2, 4])):
            edits.step()
        judged += again(root)
        if random.random() < 0.3:
            again(root)
    return judged


@pytest.mark.parametrize("mark", MARKS)
def test_a_kept_check_agrees_with_a_check_from_nothing(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_cache, "LARGEST_PART", 1)
    monkeypatch.setattr(findings_cache, "MANY", 4)
    assert follow(tmp_path / "garden", mark, Random(f"2 {mark}"), 25) < 25 * 14


@pytest.mark.skipif("EDITS" not in os.environ, reason="takes long: EDITS=20 runs 20 seeds")
@pytest.mark.parametrize("mark", MARKS)
def test_a_kept_check_agrees_with_a_check_from_nothing_for_long(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_cache, "LARGEST_PART", 1)
    first, _, last = os.environ["EDITS"].rpartition("-")
    for seed in range(int(first or 0), int(last)):
        follow(tmp_path / f"garden {seed}", mark, Random(f"{seed} {mark}"), 60)


def test_one_edit_of_many_notes_checks_few(tmp_path: Path) -> None:
    vault = tmp_path / "garden"
    vault.mkdir()
    for n in range(40):
        (vault / f"{n}.md").write_text(f"# {n}\n[[{n + 1}#{n + 1}]] #tag{n % 3}\n", "utf-8")
    time.sleep(0.03)
    assert again(vault) == 0
    assert again(vault) == 0
    (vault / "7.md").write_text("# 7\n[[8#8]] [[2]]\n", "utf-8")
    time.sleep(0.03)
    assert again(vault) == 40  # what each looks up is written down
    (vault / "7.md").write_text("# 7\n[[8#8]] [[3]]\n", "utf-8")
    time.sleep(0.03)
    assert again(vault) == 1
    (vault / "7.md").write_text("# seven\n", "utf-8")
    time.sleep(0.03)
    assert again(vault) == 2  # with 6, which points to its heading
    (vault / "7.md").rename(vault / "seven.md")
    time.sleep(0.03)
    assert again(vault) <= 3  # with 6, and 39, whose target is missing and might be a slip
    assert again(vault) == 0


def test_a_walk_is_not_repeated_where_only_notes_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = []

    def walk(*arguments: Any, **options: Any) -> Any:
        walks.append(1)
        return real(*arguments, **options)

    real = vars(opening)["walk"]
    monkeypatch.setattr(opening, "walk", walk)
    vault = tmp_path / "garden"
    vault.mkdir()
    for n in range(4):
        (vault / f"{n}.md").write_text(f"# {n}\n")
    time.sleep(0.03)

    def walked() -> int:
        walks.clear()
        assert Vault.open(vault).files == Vault.open(vault, OpenOptions(cache=False)).files
        return len(walks) - 1

    assert [walked(), walked()] == [1, 0]
    (vault / "1.md").write_text("# one\n")
    assert [walked(), walked()] == [0, 0]
    (vault / "5.md").write_text("# 5\n")
    assert [walked(), walked()] == [1, 0]
    (vault / "5.md").rename(vault / "1.md")
    assert [walked(), walked()] == [1, 0]
    (vault / ".noteweaveignore").write_text("2.md\n")
    assert walked() == 1
    monkeypatch.chdir(vault)
    assert Vault.open(".").files.keys() == Vault.open(vault).files.keys()
