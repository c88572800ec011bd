"""The full-text index: terms of words and pairs of characters, brought up to date by stamps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from noteweave.vault.text_index import TextIndex, fold, open_index, terms
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
        ["ein", "kessel", "铜壶", "壶旧", "cafe"]
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


def test_folding_is_that_of_the_page() -> None:
    assert fold("Émile ＡＢＣ ẞ が Ï") == "emile abc ss が i"


def test_texts_that_may_hold_words() -> None:
    index = filled()
    assert index.holding(["kett"]) == ["a", "b"]
    assert index.holding(["copper", "stove"]) == ["a", "b"]
    assert index.holding(["铜壶"]) == ["d", "e"]
    assert index.holding(["旧铜壶"]) == ["e"]
    assert index.holding(["spoon"]) == []
    assert index.holding(["壶"]) is None
    assert index.holding(["x"]) is None


def test_addresses_and_long_words_can_be_found() -> None:
    index = TextIndex()
    index.update({"a": "1"}, [("a", f"see https://teahouse.example/{'x' * 50}")])
    assert index.holding(["teahouse"]) == ["a"]
    assert index.holding(["x" * 45]) == ["a"]
    assert index.similar("teahouse", 3) == []


def test_an_index_with_other_terms_is_made_again(tmp_path: Path) -> None:
    place = str(tmp_path / "x.text")
    filled(place).close()
    with sqlite3.connect(place) as database:
        database.execute("PRAGMA user_version = 1")
    database.close()
    assert len(TextIndex(place).outdated(dict.fromkeys(TEXTS, "1"))) == len(TEXTS)
