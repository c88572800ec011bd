"""The backlink report: what it says of a small vault, and that nothing in a note can break it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import networkx as nx
import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from paths import SAMPLE, TESTS

from noteweave.exporters import Request, backlinks_json, exporter
from noteweave.graph.backlinks.link_table import Pair, Weight, of_graph, of_vault, overview
from noteweave.graph.build.graph import build_graph
from noteweave.graph.edits.markdown_text import escaped, link, strong
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.errors import RequestError
from noteweave.vault.model import Context
from noteweave.vault.vault import Vault


def note(graph: nx.MultiDiGraph[str], path: str, **attributes: object) -> None:
    label = path.rsplit("/", 1)[-1].removesuffix(".md")
    graph.add_node(path, kind="note", label=label, path=path, **attributes)


def edge(
    graph: nx.MultiDiGraph[str],
    source: str,
    target: str,
    *lines: int,
    kind: str = "link",
    relation: str = "",
) -> None:
    places = tuple((line, 1, f"[[{target}]]") for line in lines)
    graph.add_edge(source, target, kind=kind, relation=relation, count=len(places), places=places)


@pytest.fixture
def harbour() -> nx.MultiDiGraph[str]:
    """Notes of a harbour master, in his languages."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Hafen")
    for path in ("Kai.md", "灯塔.md", "Boats/Möwe.md", "Boats/⛵ Aya.md", "ميناء.md", "Log.md"):
        note(graph, path)
    note(graph, "Attic/Rope.md")
    note(graph, "Attic/Tar.md")
    graph.nodes["Log.md"]["created"] = "2031-05-01"
    graph.add_node("topic:fog", kind="topic", label="Fog")
    graph.add_node("tag:sea", kind="tag", label="sea")
    edge(graph, "Log.md", "灯塔.md", 3, 9)
    edge(graph, "Kai.md", "灯塔.md", 1, kind="property", relation="near")
    edge(graph, "灯塔.md", "Kai.md", 2)
    edge(graph, "Log.md", "topic:fog", 4)
    edge(graph, "Log.md", "Log.md", 5)
    edge(graph, "Kai.md", "topic:fog", 6)
    edge(graph, "Boats/⛵ Aya.md", "Kai.md", 7)
    edge(graph, "Boats/⛵ Aya.md", "tag:sea", 1, kind="tag")
    edge(graph, "Kai.md", "Boats/Möwe.md", 8)
    edge(graph, "Attic/Rope.md", "Attic/Tar.md", 1)
    edge(graph, "Log.md", "Boats/Möwe.md", 11, kind="mention")
    return graph


def words(path: str) -> Mapping[tuple[int, int], Context]:
    if path != "Log.md":
        return {}
    return {(3, 1): Context("Night at 《灯塔》, *calm*.", 9, 13, "paragraph", 3)}


def report(graph: nx.MultiDiGraph[str], format: str = "backlinks", **settings: object) -> str:
    stream = io.BytesIO()
    exporter(format).export(graph, stream, Request(contexts=words, settings=settings))
    return stream.getvalue().decode()


def test_overview(harbour: nx.MultiDiGraph[str]) -> None:
    view = overview(of_graph(harbour))
    assert view.weights["灯塔.md"] == Weight(notes=2, links=3)
    assert view.weights["Log.md"] == Weight(0, 0)  # a self link is no backlink
    assert view.most_linked[:2] == ["灯塔.md", "Kai.md"]
    assert view.most_wanted == ["topic:fog"]
    assert view.orphans == ["ميناء.md"]
    assert view.dead_ends == ["Attic/Tar.md", "Boats/Möwe.md"]  # a mention is no link
    assert view.pairs == [Pair("Kai.md", "灯塔.md", 2)]
    assert view.islands == [["Attic/Rope.md", "Attic/Tar.md"]]
    assert view.recent == [("2031-05-01", "灯塔.md"), ("2031-05-01", "topic:fog")]
    assert view.links == 9


def test_an_entry(harbour: nx.MultiDiGraph[str]) -> None:
    assert report(harbour, note="灯塔.md", root="../notes/") == (
        "# Backlinks of [灯塔](../notes/灯塔.md)\n"
        "\n"
        "`灯塔.md` · 3 links from 2 notes\n"
        "\n"
        "- [Kai](../notes/Kai.md)\n"
        "  - line 1, near, `[[灯塔.md]]`\n"
        "- [Log](../notes/Log.md) · 2031-05-01\n"
        "  - line 3: Night at <b>《灯塔》</b>, \\*calm\\*.\n"
        "  - line 9, `[[灯塔.md]]`\n"
    )


def test_newest_source_first(harbour: nx.MultiDiGraph[str]) -> None:
    text = report(harbour, note="灯塔.md", order="newest")
    assert text.index("[Log]") < text.index("[Kai]")


def lighthouse(links: int) -> nx.MultiDiGraph[str]:
    """A note with links under two headings, the newest of the notes last by path."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    note(graph, "Lamp.md")
    for number in range(links):
        path = f"n{number:02}.md"
        note(graph, path, created=f"2030-01-{number + 1:02}")
        section = "Seen" if number % 3 else "Topics"
        places = ((4, 1, "[[Lamp]]", section, ""),)
        graph.add_edge(path, "Lamp.md", kind="link", relation="", count=1, places=places)
    places = ((4, 1, "[[Lamp]]", "Topics", ""), (9, 1, "[[Lamp]]", "Seen", ""))
    graph.add_edge("n00.md", "Lamp.md", kind="link", relation="", count=2, places=places)
    return graph


def test_links_to_a_much_linked_note_are_grouped_the_newest_first() -> None:
    text = report(lighthouse(12), note="Lamp")
    assert "By section and relation: Seen 9, Topics 5" in text
    seen, topics = text.split("## Topics (5)")
    seen = seen.split("## Seen (9)")[1]
    named = [re.findall(r"^- \S*?(n\d\d)", part, re.M) for part in (seen, topics)]
    assert named == [
        ["n11", "n10", "n08", "n07", "n05", "n04", "n02", "n01", "n00"],
        ["n09", "n06", "n03", "n00"],
    ]


def test_the_links_to_a_note_with_few_are_one_list() -> None:
    assert "##" not in report(lighthouse(6), note="Lamp")
    assert len(html.fromstring(report(lighthouse(6), "backlinks_html")).findall(".//h4")) == 0


def test_the_html_report_groups_links_too_and_json_lists_a_note_once() -> None:
    page = html.fromstring(report(lighthouse(12), "backlinks_html"))
    headings = [" ".join(found.text_content().split()) for found in page.iter("h4")]
    assert headings == ["Seen 9", "Topics 5"]
    entry = json.loads(report(lighthouse(12), "backlinks_json"))["entries"][0]
    assert len(entry["backlinks"]) == 12
    assert entry["groups"][0] == {"section": "Seen", "relation": "", "links": 9}


def test_a_mention_stands_apart(harbour: nx.MultiDiGraph[str]) -> None:
    text = report(harbour, note="Boats/Möwe.md")
    assert text.index("[Kai]") < text.index("Named without a link") < text.index("[Log]")


def test_no_word_of_a_note_enters_when_snippets_are_off(harbour: nx.MultiDiGraph[str]) -> None:
    stream = io.BytesIO()
    request = Request(contexts=words, snippets="none")
    exporter("backlinks").export(harbour, stream, request)
    assert "Night" not in stream.getvalue().decode()
    assert "[[" not in stream.getvalue().decode()


@pytest.mark.parametrize("settings", [{"note": "Nowhere.md"}, {"order": "loudest"}])
def test_what_cannot_be_asked(harbour: nx.MultiDiGraph[str], settings: dict[str, str]) -> None:
    with pytest.raises(RequestError):
        report(harbour, **settings)


def rendered(markdown: str) -> list[object]:
    options = pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_MATH
    return list(pyromark.events(f"- {markdown}", options=options))


def text_of(events: list[object]) -> str:
    return "".join(str(e["Text"]) for e in events if isinstance(e, dict) and "Text" in e)


@given(st.text("*_`[](){}<>#|~$&=%^\\!-+:;.19 ab茶é\n", max_size=30))
def test_escaped_words_are_read_as_they_are(text: str) -> None:
    plain = " ".join(text.split())
    events = rendered(escaped(text))
    assert text_of(events) == plain
    assert {next(iter(e)) for e in events if isinstance(e, dict)} <= {"Start", "End", "Text"}
    kinds = [
        next(iter(e["Start"])) if isinstance(e["Start"], dict) else e["Start"]
        for e in events
        if isinstance(e, dict) and "Start" in e
    ]
    assert kinds[:2] == ["List", "Item"]
    assert len(kinds) == 2


@pytest.mark.parametrize("path", ["a b.md", "x (1).md", "50%.md", "C#?.md", "茶/龙井.md", "a:b.md"])
def test_a_link_opens_its_file(path: str) -> None:
    (start,) = [
        e["Start"]["Link"]
        for e in rendered(link("[x]", path))
        if isinstance(e, dict) and "Link" in e.get("Start", {})
    ]
    assert unquote(start["dest_url"]).removeprefix("./") == path


@pytest.mark.parametrize("text", ["Tee", "《茶经》", "a*", "(x)"])
def test_strong_is_strong_between_any_words(text: str) -> None:
    events = rendered(f"于{strong(text)}所")
    assert text_of(events) == f"于{text}所"
    assert {"Start": "Strong"} in events or {"InlineHtml": "<b>"} in events


NASTY = "</script><img src=x onerror=alert(1)>\"&'{{ 7*7 }}"


def test_html_shows_what_is_written_and_runs_nothing_of_it() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=NASTY)
    note(graph, f"{NASTY}.md", folder=NASTY)
    note(graph, "javascript:alert(1).md")
    graph.add_node("topic:x", kind="topic", label=NASTY)
    edge(graph, "javascript:alert(1).md", f"{NASTY}.md", 1, kind="property", relation=NASTY)
    edge(graph, f"{NASTY}.md", "topic:x", 1)
    stream = io.BytesIO()
    context = Context(NASTY, 3, 9, "paragraph", 1)
    request = Request(contexts=lambda path: {(1, 1): context})
    exporter("backlinks_html").export(graph, stream, request)
    page = html.fromstring(stream.getvalue().decode())
    assert not page.xpath("//img")
    assert len(page.xpath("//script")) == 1
    assert not [href for href in page.xpath("//@href") if href.startswith("javascript")]
    assert {mark.text for mark in page.xpath("//mark")} == {NASTY[3:9]}
    assert NASTY in page.xpath("string(//h1)")
    (rule,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in rule
    assert "unsafe" not in rule


def test_every_jump_on_the_page_arrives(harbour: nx.MultiDiGraph[str]) -> None:
    page = html.fromstring(report(harbour, "backlinks_html", root="../v w"))
    jumps = {href for href in page.xpath("//@href") if href.startswith("#")}
    assert jumps <= {f"#{name}" for name in page.xpath("//@id")}
    assert "../v%20w/%E7%81%AF%E5%A1%94.md" in page.xpath("//article//@href")


def test_a_vault_of_obsidian_opens_in_obsidian(harbour: nx.MultiDiGraph[str]) -> None:
    harbour.graph["profile"] = "obsidian"
    page = html.fromstring(report(harbour, "backlinks_html"))
    wanted = "obsidian://open?vault=Hafen&file=Boats%2FM%C3%B6we.md"
    assert wanted in page.xpath("//article//@href")


VAULTS = [SAMPLE]
VAULTS += sorted((TESTS / "vaults").glob("*/vault"))


@pytest.mark.parametrize("root", VAULTS, ids=lambda root: root.parent.name)
def test_a_vault_and_its_graph_make_the_same_report(root: Path) -> None:
    vault = Vault.open(root)
    graph = build_graph(vault)
    reports = []
    for book in (of_graph(graph), of_vault(resolve(vault))):
        stream = io.BytesIO()
        backlinks_json.export(book, stream, Request(contexts=vault.contexts))
        reports.append(stream.getvalue().decode().splitlines())
    assert reports[0] == reports[1]
