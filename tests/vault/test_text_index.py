"""The full-text index: terms of words and pairs of characters, brought up to date by stamps."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.vault.text_index import TextIndex, open_index, terms
from noteweave.vault.vault import Vault

TEXTS = {
    "a": "the kettle sings on the stove, an old copper kettle",
    "b": "a copper kettle and a stove",
    "c": "the garden in spring, a pond",
    "d": "水壶响了，铜壶很旧",
    "e": "旧铜壶放在炉上",
    "f": "the pond",
}


def filled(place: str = ":memory:") -> TextIndex:
    index = TextIndex(place)
    index.update(dict.fromkeys(TEXTS, "1"), TEXTS.items())
    return index


def test_terms_are_words_and_pairs_of_dense_characters() -> None:
    assert terms("Ein_Kessel, 铜壶旧 https://example.org/x?y=1 café!") == (
        ["ein", "kessel", "铜壶", "壶旧", "café"]
    )


def test_similar_texts_share_rare_terms() -> None:
    index = filled()
    assert {one.path for one in index.similar(TEXTS["a"], 2)} == {"a", "b"}
    assert {one.path for one in index.similar(TEXTS["e"], 5)} == {"e", "d"}
    assert index.similar('nothing "of" (this)', 5) == []
    assert "kettle" in index.best_terms(TEXTS["a"])


def test_only_what_changed_is_indexed_again(tmp_path: Path) -> None:
    place = str(tmp_path / "cache" / "x.text")
    filled(place).close()
    index = TextIndex(place)
    stamps = dict.fromkeys(TEXTS, "1") | {"c": "2", "g": "1"}
    del stamps["b"]
    assert index.outdated(stamps) == ["c", "g"]
    index.update(stamps, [("c", "copper kettle"), ("g", "a pond in spring")])
    assert index.outdated(stamps) == []
    assert [one.path for one in index.similar("copper kettle", 9)] == ["c", "a"]
    assert "g" in [one.path for one in index.similar("pond spring", 9)]


def test_a_damaged_index_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    for n in range(80):
        (tmp_path / f"{n}.md").write_text(f"note {n} copper{n % 3}")
    vault = Vault.open(tmp_path)
    if vault.cache is None:
        pytest.skip("so small a vault is not cached")
    Path(vault.cache.texts).parent.mkdir(parents=True, exist_ok=True)
    Path(vault.cache.texts).write_bytes(b"no database" * 1000)
    assert open_index(vault).similar("copper2", 3)
