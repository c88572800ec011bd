"""Work in several processes gives what work in one gives, and leaves none behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from child_processes import nobody_left

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.mentions.unlinked import unlinked
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault
from noteweave.vault.workers.pool import SERIAL_LIMIT, parallel_map

forks = pytest.mark.skipif(sys.platform != "linux", reason="works in one process there")


def test_results_come_in_order_and_the_work_sees_what_there_was() -> None:
    leaves = {"oolong": 3, "pu'er": 7}
    for notes in (1, SERIAL_LIMIT + 1):
        with parallel_map(notes) as each:
            assert list(each(lambda name: leaves[name] + 1, ["pu'er", "oolong"])) == [8, 4]


@forks
def test_what_fails_there_fails_here_and_no_process_lives_on() -> None:
    with nobody_left(), parallel_map(SERIAL_LIMIT + 1) as each, pytest.raises(ZeroDivisionError):
        list(each(lambda n: 1 // n, [2, 1, 0]))
    with nobody_left(), parallel_map(SERIAL_LIMIT + 1) as each:
        each(lambda n: n, range(1000))  # nobody waits for it


def test_a_check_says_the_same_however_it_is_asked(tmp_path: Path) -> None:
    """Findings of notes, and of rules that need them all: spellings, names, orphans, pairs."""
    for number in range(SERIAL_LIMIT + 20):
        links = f"[[tide {number + 7}]] [[Harbour {number % 3}#Mole]] [[harbor {number % 5}]]"
        text = (
            f"---\nup: '[[tide {number // 2}]]'\n---\n{links} #{'Fog' if number % 9 else 'fog'}\n"
        )
        more = "<!-- noteweave: ignore tag-spelling -->\n" if number % 4 == 0 else ""
        (tmp_path / f"tide {number}.md").write_text(text + more, encoding="utf-8")
    (tmp_path / "harbour 1.md").write_text("# Quay\n", encoding="utf-8")
    resolved = resolve(Vault.open(tmp_path))
    options = CheckOptions(select=("all",))
    alone = list(check(resolved, options))
    with parallel_map(len(resolved.vault.notes)) as each:
        assert list(check(resolved, options, each=each)) == alone
    codes = {finding.code for finding in alone}
    assert codes > {"NW002", "NW004", "NW010", "NW027", "NW035"}


def test_mentions_are_the_same_however_they_are_searched(tmp_path: Path) -> None:
    for number in range(SERIAL_LIMIT + 20):
        text = f"The lantern of day {number % 7} and tide {number // 3} and 灯塔{number % 11}号.\n"
        (tmp_path / f"tide {number}.md").write_text(text, encoding="utf-8")
    (tmp_path / "灯塔3号.md").write_text("---\naliases: [lantern]\n---\n", encoding="utf-8")
    resolved = resolve(Vault.open(tmp_path))
    alone = unlinked(resolved, resolved.vault.text)
    with parallel_map(len(resolved.vault.notes)) as each:
        assert unlinked(resolved, resolved.vault.text, each=each) == alone
    assert {one.targets[0] for one in alone} > {"灯塔3号.md", "tide 1.md"}
