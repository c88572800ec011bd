"""The store around links are found once, whoever finds them and whatever happens to the finder."""

import os
import time
from collections.abc import Mapping
from multiprocessing import active_children, get_context
from pathlib import Path
from random import Random

import pytest

from noteweave.vault.cache import stamped_records
from noteweave.vault.context_store import ContextStore, EarlyContexts
from noteweave.vault.model import Context
from noteweave.vault.vault import OpenOptions, Vault

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks there")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    for n in range(600):
        text = (
            f"---\ngrown-by: '[[{n + 1}]]'\n---\n第 {n} 壶: [[{n + 1}|next]] and [[{n + 2}]] 🍵\n"
        )
        (tmp_path / f"{n}.md").write_text("no links" if n % 7 == 0 else text, encoding="utf-8")
    (tmp_path / "tray.canvas").write_text(
        '{"nodes":[{"id":"a","type":"text","text":"pour [[3]]"},{"type":"file","file":"4.md"}]}',
        encoding="utf-8",
    )
    return Vault.open(tmp_path, OpenOptions(cache=False, jobs=1))


def test_without_another_process_they_are_found_when_asked_for(vault: Vault) -> None:
    store = ContextStore(vault)
    for _ in range(2):  # found, and read again from the file
        assert all(
            store(path) == vault.contexts(path) for path in sorted(vault.notes, reverse=True)
        )


@FORKS
def test_another_process_finds_them_meanwhile(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {path: vault.contexts(path) for path in vault.notes}
    store = ContextStore(vault)
    with store.filling(get_context("fork")):
        monkeypatch.setattr(Vault, "contexts", None)  # nobody looks a second time
        assert {path: store(path) for path in vault.notes} == expected


@FORKS
@pytest.mark.parametrize("wanted", [True, False])
def test_they_are_found_early_where_they_are_wanted(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    monkeypatch.setattr("noteweave.vault.context_store.fork_context", lambda: get_context("fork"))
    expected = {path: vault.contexts(path) for path in vault.notes}
    with EarlyContexts(wanted) as early:
        early.begin(vault)
        found = early.of(vault)
        assert isinstance(found, ContextStore) == wanted
        assert {path: found(path) for path in vault.notes} == expected
    assert not active_children()


@FORKS
def test_when_the_finder_dies_the_rest_is_found_when_asked_for(vault: Vault) -> None:
    store = ContextStore(vault)
    with store.filling(get_context("fork")):
        pass  # which stops it
    assert all(store(path) == vault.contexts(path) for path in vault.notes)


@pytest.fixture
def cached(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of that vault, with a cache and a clock that ticks quickly."""
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "noteweave-out" / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    time.sleep(0.03)
    return vault.root


def found_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Compare a run with the cache and one without it; return the notes that are read again."""
    vault = Vault.open(folder, OpenOptions(jobs=1))
    expected = {path: vault.contexts(path) for path in vault.notes}
    read: set[str] = set()
    contexts = Vault.contexts

    def watched(self: Vault, path: str) -> Mapping[tuple[int, int], Context]:
        read.add(path)
        return contexts(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(Vault, "contexts", watched)
        store = ContextStore(vault)
        assert {path: store(path) for path in vault.notes} == expected
        store.save()
    return read


def test_a_later_run_reads_only_the_notes_that_changed(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(found_again(cached, monkeypatch)) == 601
    assert found_again(cached, monkeypatch) == set()
    (cached / "7.md").write_text("now a link: [[8]]", encoding="utf-8")
    (cached / "8.md").unlink()
    (cached / "tray.canvas").write_text('{"nodes":[]}', encoding="utf-8")
    for _ in range(2):  # so few are not written down
        assert found_again(cached, monkeypatch) == {"7.md", "tray.canvas"}


def test_after_random_edits_the_texts_are_those_of_a_first_run(
    cached: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(21)
    for _ in range(4):
        for n in chance.sample(range(600), 40):
            note = cached / f"{n}.md"
            match chance.randrange(4):
                case 0:
                    note.unlink(missing_ok=True)
                case 1:
                    note.write_text(f"word {chance.random()} [[{n}]] after", encoding="utf-8")
                case 2:
                    note.touch()
                case _:
                    note.rename(note.with_name(f"{n + 1}.md")) if note.exists() else note.touch()
        time.sleep(0.03)
        found_again(cached, monkeypatch)


def test_other_summaries_are_other_texts(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_again(cached, monkeypatch)
    options = OpenOptions(jobs=1, summaries=("grown-by",))
    vault = Vault.open(cached, options)
    store = ContextStore(vault)
    assert all(store(path) == vault.contexts(path) for path in vault.notes)


@FORKS
def test_what_another_process_found_is_kept(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ContextStore(Vault.open(cached, OpenOptions(jobs=1)))
    with store.filling(get_context("fork")):
        store.save()
    assert found_again(cached, monkeypatch) == set()
