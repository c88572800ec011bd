"""The page's search, the database's and `noteweave search` find the same in the sample vault."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import networkx as nx
import pytest
from export_graphs import written
from paths import ROOT, SAMPLE

from noteweave.graph.build.graph import build_graph
from noteweave.graph.query.search import Hit, SearchIndex, Where
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault

QUERIES = [
    "tea", "TEA race", "茶", "普洱", "龙井 longjing", "samovar", "aver", "lu yu", "福琼",
    "people", "唐", "leaf", "road", "2023-04", "china", "canal", "butter tea", "三才",
]  # fmt: skip
BY_NAME = {"name", "title", "alias", "tag", "folder"}
FIND = """
import { readFileSync } from "node:fs";
import { SearchIndex } from "./js/data/search.js";
import { graphOf, lines } from "./page/graphs.js";
const { labels, columns, queries } = JSON.parse(readFileSync("graph.json", "utf8"));
const packed = Object.fromEntries(Object.entries(columns).map(([name, values]) =>
  [name, typeof values[0] === "string" ? lines(values) : values]));
const index = new SearchIndex(graphOf(labels, [], packed));
console.log(JSON.stringify(queries.map((text) => index.find(text).map((hit) => hit.node))));
"""


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(SAMPLE)


@pytest.fixture(scope="module")
def graph(vault: Vault) -> nx.MultiDiGraph[str]:
    graph = build_graph(vault)
    kept = [key for key, node in graph.nodes(data=True) if node["kind"] != "attachment"]
    return nx.MultiDiGraph(graph.subgraph(kept))


@pytest.fixture(scope="module")
def found(vault: Vault) -> dict[str, list[Hit]]:
    index = SearchIndex(resolve(vault), vault.text)
    return {query: index.find(query) for query in QUERIES}


@pytest.fixture(scope="module")
def base(
    graph: nx.MultiDiGraph[str], tmp_path_factory: pytest.TempPathFactory
) -> sqlite3.Connection:
    file = tmp_path_factory.mktemp("base") / "graph.sqlite"
    file.write_bytes(written(graph, "sqlite"))
    return sqlite3.connect(file)


def test_the_page_finds_the_same_names(
    graph: nx.MultiDiGraph[str], vault: Vault, tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        if "node" in os.environ.get("NOTEWEAVE_REQUIRE", "").split():
            pytest.fail("node is needed here")
        pytest.skip("node is not installed")
    keys = sorted(graph)
    nodes = [graph.nodes[key] for key in keys]
    folders = sorted({str(one.get("folder") or "") for one in nodes})
    tags = sorted({tag for one in nodes for tag in one.get("tags") or ()})
    columns = {
        "title": [str(one.get("title") or "") for one in nodes],
        "aliases": ["\t".join(one.get("aliases") or ()) for one in nodes],
        "folders": folders,
        "folder": [folders.index(str(one.get("folder") or "")) for one in nodes],
        "tags": tags,
        "tagCount": [len(one.get("tags") or ()) for one in nodes],
        "tag": [tags.index(tag) for one in nodes for tag in one.get("tags") or ()],
    }
    given = {"labels": [one["label"] for one in nodes], "columns": columns, "queries": QUERIES}
    (tmp_path / "graph.json").write_text(json.dumps(given))
    (tmp_path / "find.js").write_text(FIND)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copytree(ROOT / "exporters" / "html" / "js", tmp_path / "js")
    shutil.copytree(ROOT / "tests" / "exporters" / "html" / "page", tmp_path / "page")
    done = subprocess.run([node, "find.js"], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    index = SearchIndex(resolve(vault), vault.text)
    for query, numbers in zip(QUERIES, json.loads(done.stdout), strict=True):
        hits = index.find(query, Where.NAMES)
        ours = {hit.key for hit in hits if hit.why in BY_NAME and hit.kind != "tag"}
        assert {keys[number] for number in numbers} == ours, query


@pytest.mark.parametrize("query", QUERIES)
def test_what_the_database_finds_is_found(
    query: str, base: sqlite3.Connection, found: dict[str, list[Hit]]
) -> None:
    match = " AND ".join(f'"{word}" *' for word in query.split())
    columns = "{name title aliases tags properties}"
    rows = base.execute(
        "SELECT id FROM nodes WHERE rowid IN (SELECT rowid FROM nodes_fts WHERE nodes_fts MATCH ?)",
        (f"{columns} : ({match})",),
    )
    keys = {hit.key for hit in found[query]}
    assert {key for (key,) in rows} <= keys


@pytest.mark.parametrize("query", ["samovar", "普洱", "canal", "茶"])
def test_names_that_are_whole_words_are_found_by_both(
    query: str, base: sqlite3.Connection, found: dict[str, list[Hit]]
) -> None:
    rows = base.execute(
        "SELECT id FROM nodes WHERE rowid IN (SELECT rowid FROM nodes_fts WHERE nodes_fts MATCH ?)",
        (f'{{name title aliases}} : "{query}"',),
    )
    ours = {hit.key for hit in found[query] if hit.why in ("name", "title", "alias")}
    assert {key for (key,) in rows} == ours != set()
