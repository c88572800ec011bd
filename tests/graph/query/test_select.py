"""Parts of a graph, and what is near, between and akin."""

from __future__ import annotations

import json
import math
import pickle
from itertools import pairwise

import networkx as nx
import pytest
from small_graphs import archipelago, woven

from noteweave.graph.layout import lay_out
from noteweave.graph.metrics.measure import measure
from noteweave.graph.query.link_index import LinkIndex
from noteweave.graph.query.paths import shortest_paths
from noteweave.graph.query.related import related
from noteweave.graph.query.select import distances, select
from noteweave.graph.query.statistics import statistics
from noteweave.vault.errors import UnknownNameError


@pytest.fixture
def garden() -> nx.MultiDiGraph[str]:
    graph = woven(
        "bed/Rose -> bed/Lavender",
        "bed/Lavender -> wild/Thyme",
        "wild/Thyme -> 花/牡丹",
        "wild/Thyme -> wild/deep/Moss",
        "bed/Rose -> topic:greenfly",
        alone=("Bench",),
    )
    for name, created in (
        ("bed/Rose", "2021-05-02"),
        ("花/牡丹", "2022-01-31"),
        ("Bench", "2022-06-01"),
    ):
        graph.nodes[f"{name}.md"]["created"] = created
    graph.nodes["bed/Rose.md"]["tags"] = ("flower/scented", "red")
    graph.nodes["花/牡丹.md"]["tags"] = ("Flower",)
    return graph


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"folders": ["bed"]}, {"Rose", "Lavender"}),
        ({"folders": ["WILD/"]}, {"Thyme", "Moss"}),
        ({"folders": ["花", "bed"], "tags": ["#flower"]}, {"Rose", "牡丹"}),
        ({"tags": ["flower/scented"]}, {"Rose"}),
        ({"kinds": ["topic"]}, {"greenfly"}),
        ({"since": "2022"}, {"牡丹", "Bench"}),
        ({"until": "2021"}, {"Rose"}),
        ({"since": "2021-05-02", "until": "2022-01"}, {"Rose", "牡丹"}),
        ({"around": "Thyme"}, {"Thyme", "Lavender", "牡丹", "Moss"}),
        ({"around": "牡丹", "depth": 2}, {"牡丹", "Thyme", "Lavender", "Moss"}),
        ({"around": "牡丹", "depth": 2, "folders": ["wild"]}, {"Thyme", "Moss"}),
        ({"around": "Bench", "depth": 9}, {"Bench"}),
        ({"folders": ["shed"]}, set()),
    ],
)
def test_a_part_of_the_graph(
    garden: nx.MultiDiGraph[str], asked: dict[str, object], found: set[str]
) -> None:
    part = select(garden, **asked)
    assert {label for _, label in part.nodes(data="label")} == found


def test_a_part_is_a_graph_of_its_own(garden: nx.MultiDiGraph[str]) -> None:
    part = select(garden, folders=["bed"])
    part.nodes["bed/Rose.md"]["label"] = "Thorn"
    part.remove_node("bed/Lavender.md")
    assert garden.nodes["bed/Rose.md"]["label"] == "Rose"
    assert "bed/Lavender.md" in garden


def test_nothing_is_near_a_note_that_is_not_there(garden: nx.MultiDiGraph[str]) -> None:
    with pytest.raises(UnknownNameError, match="Tulip"):
        select(garden, around="Tulip")


def test_distances_are_those_of_networkx() -> None:
    graph = archipelago(300)
    assert distances(graph, "3/7.md", 4) == nx.single_source_shortest_path_length(
        nx.Graph(graph), "3/7.md", cutoff=4
    )


def test_paths_are_all_of_the_shortest() -> None:
    graph = archipelago(300)
    for target in ("5/20.md", "6/30.md", "4/3.md"):
        for forward in (False, True):
            plain = nx.DiGraph(graph) if forward else nx.Graph(graph)
            if nx.has_path(plain, "2/11.md", target):
                expected = sorted(nx.all_shortest_paths(plain, "2/11.md", target))
            else:
                expected = []
            found = shortest_paths(graph, "2/11.md", target, forward=forward, limit=10**6)
            assert found == expected


def test_a_path_may_be_none_or_nothing(garden: nx.MultiDiGraph[str]) -> None:
    assert shortest_paths(garden, "bed/Rose.md", "Bench.md") == []
    assert shortest_paths(garden, "花/牡丹.md", "bed/Rose.md", forward=True) == []
    assert shortest_paths(garden, "Bench.md", "Bench.md") == [["Bench.md"]]


def test_of_many_paths_only_so_many_are_made() -> None:
    layers = [[f"{n}/{m}" for m in range(8)] for n in range(30)]
    links = [f"{a} -> {b}" for up, down in pairwise(layers) for a in up for b in down]
    graph = woven(*links)
    assert len(shortest_paths(graph, "0/0.md", "29/0.md", limit=3)) == 3


def test_related_is_adamic_adar_with_its_reasons() -> None:
    graph = archipelago(200)
    found = {one.key: one.adamic_adar for one in related(LinkIndex.of(graph), "1/0.md")}
    plain = nx.Graph(graph)
    others = [key for key in plain if key != "1/0.md"]
    index = nx.adamic_adar_index(plain, [("1/0.md", other) for other in others])
    assert found == pytest.approx({other: score for _, other, score in index if score})


def test_related_says_why() -> None:
    graph = woven(
        "Herbal -> Mint", "Herbal -> Sage", "Soup -> Sage", "Soup -> Salt", "Mint -> Cool",
        "Mint -> Tea", "Sage -> Tea",
    )  # fmt: skip
    first, *rest = related(LinkIndex.of(graph), "Mint.md")
    assert first.key == "Sage.md"
    assert first.shared == ("Herbal.md", "Tea.md")
    assert first.cited_together == ("Herbal.md",)
    assert not first.linked
    assert first.adamic_adar == pytest.approx(2 / math.log(2))
    assert rest == []


def test_what_is_linked_already_says_so() -> None:
    graph = woven("A -> B", "B -> C", "A -> C")
    assert [(one.key, one.linked) for one in related(LinkIndex.of(graph), "A.md")] == [
        ("B.md", True),
        ("C.md", True),
    ]


def test_statistics_of_an_empty_graph_and_of_one_note() -> None:
    for graph in (nx.MultiDiGraph(), woven(alone=("One",))):
        measure(graph)
        found = statistics(graph)
        assert (found.notes, found.links, found.density) == (len(graph), 0, 0)


def test_growth_has_no_gaps_and_no_history_lessons() -> None:
    graph = woven(alone=("A", "B", "C", "D"))
    for key, created in zip(
        graph, ("2023-11-30", "2024-02-01", "2024-02-29", "1815-06-18"), strict=True
    ):
        graph.nodes[key]["created"] = created
    measure(graph)
    found = statistics(graph)
    assert [(m.month, m.created, m.total) for m in found.months] == [
        ("2023-11", 1, 1),
        ("2023-12", 0, 1),
        ("2024-01", 0, 1),
        ("2024-02", 2, 3),
    ]
    assert found.dated == 3


def test_the_graph_survives_pickling_and_node_link_data(garden: nx.MultiDiGraph[str]) -> None:
    measure(garden)
    lay_out(garden)
    for copy in (
        pickle.loads(pickle.dumps(garden)),
        nx.node_link_graph(nx.node_link_data(garden, edges="links"), edges="links"),
    ):
        assert dict(copy.nodes(data=True)) == dict(garden.nodes(data=True))
        assert list(copy.edges(keys=True, data=True)) == list(garden.edges(keys=True, data=True))


def test_node_link_data_is_json_but_for_dates_and_tuples(garden: nx.MultiDiGraph[str]) -> None:
    measure(garden)
    written = json.loads(json.dumps(nx.node_link_data(garden, edges="links")))
    copy = nx.node_link_graph(written, edges="links")
    assert set(copy) == set(garden)
    assert copy.nodes["bed/Rose.md"]["rank"] == garden.nodes["bed/Rose.md"]["rank"]


def test_a_small_part_of_a_graph_keeps_the_order_of_its_nodes_and_edges() -> None:
    graph = woven(*(f"n{n:03} -> n{n + 1:03}" for n in range(400)))
    for node in list(graph)[::7]:
        graph.nodes[node]["folder"] = "part"
    part = select(graph, folders=["part"])
    assert list(part) == [key for key in graph if key in part]
    part = select(graph, around="n200", depth=20)
    assert list(part.edges) == [edge for edge in graph.edges if {*edge[:2]} <= {*part}]
