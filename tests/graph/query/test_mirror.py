"""A mirrored graph: the same links, dates and counts, and none of the words."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing

import networkx as nx
import pytest
from paths import ROOT

from noteweave.exporters import Request, exporter
from noteweave.graph.query.mirror import Mirror, Words
from noteweave.woven import Woven, weave

SAMPLE = ROOT / "noteweave" / "sample"
COUNTED = (
    "kind", "created", "modified", "words", "in_links", "out_links", "self_links", "orphan",
    "dead_end", "hidden", "journal", "topic", "exists", "community", "x", "y",
)  # fmt: skip


@pytest.fixture(scope="module")
def woven() -> Woven:
    return weave(SAMPLE)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield each four words that follow one another; dates, which are kept, are none."""
    words = re.findall(r"\w+", re.sub(r"\d{4}-\d\d-\d\d", "", text.casefold()))
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def test_degrees_dates_and_faults_are_the_same(woven: Woven) -> None:
    made = Mirror(woven.graph).graph
    assert made.graph["broken"] == woven.graph.graph["broken"]
    pairs = zip(woven.graph.nodes.values(), made.nodes.values(), strict=True)
    for old, new in pairs:
        assert [new[name] for name in COUNTED] == [old[name] for name in COUNTED]
    assert list(made.degree()) != list(woven.graph.degree())
    assert [n for _, n in made.in_degree()] == [n for _, n in woven.graph.in_degree()]
    assert [n for _, n in made.out_degree()] == [n for _, n in woven.graph.out_degree()]
    assert nx.number_weakly_connected_components(made) == nx.number_weakly_connected_components(
        woven.graph
    )


def test_no_run_of_four_words_is_left(woven: Woven) -> None:
    source = {run for path in SAMPLE.rglob("*.md") for run in runs(path.read_text("utf-8"))}
    source |= {run for path in woven.graph for run in runs(path)}
    assert len(source) > 1000
    mirror = Mirror(woven.graph)
    made, contexts = mirror.graph, mirror.contexts(woven.vault.contexts)
    left = set()
    for format in ("json", "graphml", "backlinks", "backlinks_html", "csv", "sqlite", "gexf"):
        stream = io.BytesIO()
        exporter(format).export(made, stream, Request(contexts=contexts, snippets="full"))
        written = readable(format, stream.getvalue())
        assert len(written) > 1000
        left |= source & set(runs(written))
    assert left == set()


def readable(format: str, data: bytes) -> str:
    """Return the texts in a file, also those of compressed tables and of a database."""
    if format == "csv":
        with zipfile.ZipFile(io.BytesIO(data)) as tables:
            return "".join(tables.read(name).decode() for name in tables.namelist())
    if format == "sqlite":
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(data)
            return "\n".join(database.iterdump())
    return data.decode()


def test_texts_are_invented_and_the_link_in_them_is_still_marked(woven: Woven) -> None:
    mirror = Mirror(woven.graph)
    made, contexts = mirror.graph, mirror.contexts(woven.vault.contexts)
    for old, new in zip(woven.graph, made, strict=True):
        if not woven.graph.nodes[old]["path"].endswith(".md"):
            continue
        pairs = zip(woven.vault.contexts(old).values(), contexts(new).values(), strict=True)
        for before, after in pairs:
            link = before.text[before.start : before.end]
            again = after.text[after.start : after.end]
            assert re.sub(r"\w+", "", link) == re.sub(r"\w+", "", again)


def test_the_same_word_is_always_the_same_and_the_same_vault_the_same_bytes() -> None:
    words = Words()
    tea = words.text("tea")
    assert words.text("Tea, TEA") == f"{tea.capitalize()}, {tea.upper()}"
    assert words.text("2024-05-01") == "2024-05-01"
    assert words.text("journal/2024-05-01.md").endswith("/2024-05-01.md")
    assert len(words.text("茶叶")) == 2
    assert words.text("https://example.org/a").startswith("https://")
    assert Words().text("green tea") == Words().text("green tea") != "green tea"


def test_names_that_differ_in_case_only_stay_apart() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key in ("aB.md", "ab.md"):
        graph.add_node(key, kind="note", label=key[:2], path=key, folder="")
    made = Mirror(graph).graph
    assert len(set(made)) == 2
