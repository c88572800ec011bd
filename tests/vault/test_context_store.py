"""The store around links are found once, whoever finds them and whatever happens to the finder."""

import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from noteweave.vault.context_store import ContextStore
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
def test_when_the_finder_dies_the_rest_is_found_when_asked_for(vault: Vault) -> None:
    store = ContextStore(vault)
    with store.filling(get_context("fork")):
        pass  # which stops it
    assert all(store(path) == vault.contexts(path) for path in vault.notes)
