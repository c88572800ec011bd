"""The graph page as a file: what is in it, what is not, and that it is the same every time."""

from __future__ import annotations

import io
import json
import re
import zlib
from base64 import b64decode
from typing import Any

import networkx as nx
import pytest

from noteweave.exporters import Request, exporter
from noteweave.exporters.html.page_settings import formatted_views
from noteweave.vault.errors import RequestError
from noteweave.vault.model import Context


def page(graph: nx.MultiDiGraph[str], **settings: Any) -> str:
    """Return the page of a graph."""
    return page_for(graph, Request(settings=settings))


def page_for(graph: nx.MultiDiGraph[str], request: Request) -> str:
    stream = io.BytesIO()
    exporter("html").export(graph, stream, request)
    return stream.getvalue().decode("utf-8")


def data(html: str) -> dict[str, Any]:
    """Return what the page's script is given."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    value: dict[str, Any] = json.loads(found[1])
    return value


def column(html: str, pack: str, name: str) -> bytes:
    """Return one column of a pack, unpacked."""
    packed = data(html)["packs"][pack]
    block, at = zlib.decompress(b64decode(packed["data"])), 0
    for title, kind, count in packed["columns"]:
        assert kind in ("u8", "u16", "text") or title != name, "read this one otherwise"
        size = count * 2 if kind == "u16" else count
        if kind == "varint":
            size, left = 0, count
            while left:
                left -= block[at + size] < 128
                size += 1
        if title == name:
            return block[at : at + size]
        at += size + -size % 4
    raise AssertionError(f"no column {name}")


def test_a_view_has_any_name() -> None:
    """`=` in the name of a view of the configuration ended the name."""
    views = [("Tea = water", "f=tea&c=folder"), ("100 %", "#w=[a:b=c]"), ("two\nlines", "")]
    kept = data(page(pond(), views=formatted_views(views)))["views"]
    assert kept == [
        ["Tea = water", "f=tea&c=folder"],
        ["100 %", "w=[a:b=c]"],
        ["two lines", ""],
    ]
    with pytest.raises(RequestError, match="NAME=ADDRESS"):
        page(pond(), views="no address")


def pond() -> nx.MultiDiGraph[str]:
    """Three notes about a pond, and a topic nobody has written."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Pond", profile="obsidian")
    for key, label, kind in [
        ("frogs.md", "frogs", "note"),
        ("池塘/荷花.md", "荷花", "note"),
        ("heron.md", "heron", "note"),
        ("topic:reeds", "reeds", "topic"),
    ]:
        path = "" if kind == "topic" else key
        graph.add_node(key, kind=kind, label=label, path=path, folder=path.rpartition("/")[0])
    for source, target in [
        ("frogs.md", "池塘/荷花.md"),
        ("heron.md", "frogs.md"),
        ("heron.md", "topic:reeds"),
    ]:
        graph.add_edge(
            source,
            target,
            "link",
            kind="link",
            relation="",
            count=1,
            places=[(2, 5, f"[[{target}]]")],
        )
    return graph


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert page(pond()) == page(pond())


def test_labels_stand_in_the_order_of_their_importance() -> None:
    labels = column(page(pond()), "map", "label").decode().split("\n")
    assert labels == ["frogs", "heron", "reeds", "荷花"]


def test_links_are_counted_as_often_as_they_are_written_and_tags_are_none() -> None:
    graph = pond()
    graph.edges["heron.md", "frogs.md", "link"]["count"] = 3
    graph.add_edge("heron.md", "frogs.md", "mention", kind="mention", count=9)
    assert data(page(graph))["links"] == 5


def test_only_our_own_scripts_may_run() -> None:
    html = page(pond())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert html.count("</script") == 4


def test_nothing_is_fetched() -> None:
    head, _, _ = page(pond()).partition('<script type="application/json"')
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=", head)
    assert "sourceMappingURL" not in page(pond())


def test_a_note_cannot_break_out_of_the_page() -> None:
    graph = pond()
    evil = "</script><img src=x onerror=alert(1)>"
    graph.nodes["frogs.md"]["label"] = evil
    graph.nodes["frogs.md"]["community_name"] = evil
    graph.graph["name"] = evil
    html = page(graph)
    assert evil not in html
    assert html.count("</script") == 4


def test_a_title_with_a_link_in_it_stays_text() -> None:
    graph = pond()
    graph.nodes["frogs.md"]["title"] = '<a href="javascript:alert(1)">frogs</a>'
    assert "javascript:alert" not in page(graph)


@pytest.mark.parametrize("snippets", ["none", "links"])
def test_sentences_are_in_the_page_only_when_wanted(snippets: str) -> None:
    def contexts(path: str) -> dict[tuple[int, int], Context]:
        return {
            (2, 5): Context(
                f"Said in {path}: [[x]]!", 9 + len(path), 14 + len(path), "paragraph", 2
            )
        }

    html = page_for(pond(), Request(contexts=contexts, snippets=snippets))  # type: ignore[arg-type]
    blocks = data(html)["sentences"]
    text = "\n".join(zlib.decompress(b64decode(block)).decode() for _, _, block in blocks)
    assert ("Said in heron.md" in text) == (snippets == "links")
    assert sum(lines for lines, _, _ in blocks) == (4 if snippets == "links" else 0)


def test_no_snippets_means_no_properties_either() -> None:
    graph = pond()
    graph.nodes["frogs.md"]["properties"] = {"来源": "a very quiet book"}
    shown = column(page_for(graph, Request(snippets="links")), "details", "properties").decode()
    hidden = column(page_for(graph, Request(snippets="none")), "details", "properties").decode()
    assert "a very quiet book" in shown
    assert "book" not in hidden


def test_places_may_be_missing() -> None:
    xs = column(page(pond()), "map", "x")
    assert len(xs) == 8
    assert len({xs[i : i + 2] for i in range(0, 8, 2)}) > 1


def test_an_empty_graph_has_a_page() -> None:
    assert column(page(nx.MultiDiGraph()), "map", "label") == b""


def test_obsidian_opens_its_own_vaults() -> None:
    assert data(page(pond()))["openWith"] == "obsidian"
    graph = pond()
    graph.graph["profile"] = "plain"
    assert data(page(graph))["openWith"] == "none"
    assert data(page(graph, root="/home/ann/pond"))["openWith"] == "file"


def test_the_root_is_told_only_where_it_opens_something() -> None:
    assert "/home/ann" not in page(pond(), root="/home/ann/pond")
    assert data(page(pond(), root="/home/ann/pond", open_with="vscode"))["root"] == "/home/ann/pond"


def test_a_choice_that_is_none_is_refused() -> None:
    with pytest.raises(RequestError, match="open_with=emacs"):
        page(pond(), open_with="emacs")


def test_color_groups_are_the_app_s_own_and_the_first_wins() -> None:
    graph = pond()
    graph.graph["view"] = {
        "color_groups": [
            {"query": "path:池塘", "color": "#aa3311"},
            {"query": "content:frog", "color": "#00ff00"},
            {"query": "-tag:#x", "color": "#2244aa"},
        ]
    }
    said: list[str] = []
    html = page_for(graph, Request(report=said.append))
    assert [g["color"] for g in data(html)["groups"]] == ["#aa3311", "#2244aa"]
    assert list(column(html, "map", "group")) == [2, 2, 2, 1]
    assert len(said) == 1
    assert "content:" in said[0]


def test_the_list_without_script_names_notes_and_links() -> None:
    html = page(pond())
    plain = html.partition('<main id="plain">')[2].partition("</main>")[0]
    assert "<bdi>荷花</bdi>" in plain
    assert "heron</bdi> → <a" in plain


def test_the_page_holds_no_column_that_nothing_fills() -> None:
    """Related notes are found in the browser; no build writes them into the graph."""
    columns = [
        name for pack in data(page(pond()))["packs"].values() for name, *_ in pack["columns"]
    ]
    assert "related" not in columns


def test_a_view_without_an_address_is_refused() -> None:
    with pytest.raises(RequestError, match="NAME=ADDRESS"):
        page(pond(), views="only a name")


def positions(graph: nx.MultiDiGraph[str]) -> list[int]:
    """Return the first notes' x as the page has it: 0 to 65535."""
    return list(memoryview(column(page(graph), "map", "x")).cast("H"))


def test_a_far_node_moves_no_other() -> None:
    graph = pond()
    for number, node in enumerate(graph.nodes.values()):
        node.update(x=100.0 * number, y=0.0, rank=1.0 - number / 10)
    before = positions(graph)
    graph.add_node("far.md", kind="note", label="far", x=4900.0, y=-4000.0, rank=0.0)
    assert positions(graph)[: len(before)] == before
    assert before == [round((100 * number + 5000) * 6.5535) for number in range(4)]


@pytest.mark.parametrize("scale", [1, 100_000])
def test_a_map_from_elsewhere_fills_the_frame(scale: float) -> None:
    graph = pond()
    for number, node in enumerate(graph.nodes.values()):
        node.update(x=scale * number / 3, y=0.0, rank=1.0 - number / 10)
    assert positions(graph) == [0, 21845, 43690, 65535]
