"""Search finds names as the page does, then headings, properties and texts, with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.query.search import Scope, SearchIndex, Where
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.errors import RequestError
from noteweave.vault.text_index import holding
from noteweave.vault.vault import Vault

NOTES = {
    "river/Otter.md": "---\naliases: [Lutra]\ntype: animal\n---\nIt eats a trout.\r\n\r\n"
    "It dives at dusk. #animal/water\n",
    "river/Heron.md": "---\nseen-by: Ada\n---\n# Long legs\n\n"
    "It waits\nat dusk for [[Trout|a fish]].\n",
    "树/水獭.md": "水獭在河里游泳，黄昏出来。\n",
    "Café.md": "A cafe\u0301 by the river: see [[Otter]].\n",
    "private/Secret.md": "It dives at dusk too.\n",
    ".noteweaveignore": "private/\n",
}  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    for name, text in NOTES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    vault = Vault.open(tmp_path)
    return SearchIndex(resolve(vault), vault.text, lambda words: holding(vault, words))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("otter", [("river/Otter.md", "name", 1, 1), ("Café.md", "text", 1, 29)]),
        ("lut", [("river/Otter.md", "alias", 1, 1)]),
        ("legs long", [("river/Heron.md", "heading", 4, 1)]),
        ("ada", [("river/Heron.md", "property", 2, 1)]),
        ("trout", [("topic:trout", "name", 1, 1), ("river/Heron.md", "text", 7, 15),
                   ("river/Otter.md", "text", 5, 11)]),
        ("黄昏", [("树/水獭.md", "text", 1, 9)]),
        ("獭", [("树/水獭.md", "name", 1, 1)]),
        ("泳", [("树/水獭.md", "text", 1, 7)]),
        ("cafe", [("Café.md", "name", 1, 1)]),
        ("CAFÉ river", [("Café.md", "text", 1, 3)]),
        ('"at dusk"', [("river/Heron.md", "text", 7, 1), ("river/Otter.md", "text", 7, 10)]),
        ("#wat", [("river/Otter.md", "tag", 1, 1), ("tag:animal/water", "tag", 1, 1)]),
        ("heran", [("river/Heron.md", "similar", 1, 1)]),
        ("usk", []),
    ],
)  # fmt: skip
def test_each_hit_has_its_reason_and_place(
    index: SearchIndex, query: str, expected: list[tuple[str, str, int, int]]
) -> None:
    hits = [(hit.key, hit.why, hit.line, hit.column) for hit in index.find(query)]
    assert hits == expected


def test_a_hit_in_a_text_has_its_sentence(index: SearchIndex) -> None:
    (hit, *_) = index.find('"at dusk"')
    assert index.sentence('"at dusk"', hit) == "It waits at dusk for a fish."


def test_excluded_notes_are_never_found(index: SearchIndex) -> None:
    assert all("Secret" not in hit.key for hit in index.find("dusk"))
    assert index.find("secret", Where.NAMES) == []


def test_scopes(index: SearchIndex) -> None:
    found = [hit.key for hit in index.find("dusk", scope=Scope(tag="#Animal"))]
    assert found == ["river/Otter.md"]
    assert [hit.key for hit in index.find("dusk", scope=Scope(type="Animal"))] == found
    assert len(index.find("dusk", scope=Scope(folder="river/"))) == 2
    assert index.find("trout", scope=Scope(folder="树")) == []
    assert index.find("dusk", Where.NAMES) == []
    assert len(index.find("otter", Where.TEXT)) == 1


@pytest.mark.parametrize("query", ["", "  ", '""', "\n"])
def test_an_empty_query_is_refused(index: SearchIndex, query: str) -> None:
    with pytest.raises(RequestError, match="nothing to search for"):
        index.find(query)


def test_an_index_leaves_out_no_note_that_a_scan_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    words = ["kettle", "铜壶很旧", "Émile", "x", "ㅎ한국어", "snow_fall", "https://a.example/p"]
    for n in range(70):
        (tmp_path / f"{n}.md").write_text(" ".join((words[n % 7], words[n % 5])), encoding="utf-8")
    vault = Vault.open(tmp_path)
    assert vault.cache is not None
    scan = SearchIndex(resolve(vault), vault.text)
    fast = SearchIndex(resolve(vault), vault.text, lambda words: holding(vault, words))
    for query in ("ket", "铜壶", "壶很", "旧", "emile", "x", "한국", "fall", "snow", "a.example"):
        assert fast.find(query, Where.TEXT) == scan.find(query, Where.TEXT) != [], query
