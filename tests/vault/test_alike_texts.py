"""The most similar texts of every text at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.vault.alike_texts import alike, similar_texts
from noteweave.vault.text_index import TextIndex
from noteweave.vault.vault import Vault

TEXTS = {
    "a": "the kettle sings on the stove, an old copper kettle",
    "b": "a copper kettle and a stove",
    "c": "the garden in spring, a pond",
    "d": "水壶响了，铜壶很旧",
    "e": "旧铜壶放在炉上",
    "f": "the pond",
}


def index_of(texts: dict[str, str]) -> TextIndex:
    index = TextIndex()
    index.update(dict.fromkeys(texts, "1"), texts.items())
    return index


def test_the_similar_texts_of_every_text_are_those_of_each_alone() -> None:
    index = index_of(TEXTS)
    found = alike(index, 2)
    assert sorted(found) == sorted(TEXTS)
    assert found["a"][0] == "b"
    assert (found["d"], found["e"]) == (["e"], ["d"])
    assert "f" in found["c"]
    assert alike(index, 1)["a"] == ["b"]
    assert alike(TextIndex(), 2) == {}


def test_a_term_of_many_texts_makes_none_of_them_similar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("noteweave.vault.alike_texts.COMMON", 2)
    texts = {"a": "copper stove", "b": "copper stove", "c": "copper pond", "d": "garden"}
    assert alike(index_of(texts), 3) == {"a": ["b"], "b": ["a"], "c": [], "d": []}


def test_equally_similar_texts_are_ordered_by_path() -> None:
    texts = dict.fromkeys("dbca", "copper stove") | {"x": "pond", "y": "garden"}
    assert alike(index_of(texts), 3)["c"] == ["a", "b", "d"]


def test_texts_of_a_large_vault_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text("pond" if name == "c" else "a copper kettle")
    vault = Vault.open(tmp_path)
    assert similar_texts(vault)["a.md"] == ["b.md"]
    monkeypatch.setattr("noteweave.vault.alike_texts.LARGEST", 2)
    assert similar_texts(vault) == {}
